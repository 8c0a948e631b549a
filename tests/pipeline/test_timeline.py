"""The timeline: what an article says otherwise now, with what it said before, and nothing else."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from bot.domain.article import Article
from bot.domain.timeline import Event, Happened
from bot.pipeline.figures import figures
from bot.pipeline.timeline import Shown, timeline

NOON = datetime(2024, 10, 28, 12, 0, tzinfo=UTC)
TEXT = "About 10,000 North Korean soldiers are in eastern Russia, the Pentagon said."


def shown(
    title: str = "Kursk", text: str = TEXT, *, revision: int = 1, article: int = 1, origin: str = "feed"
) -> Shown:
    one = Article(
        id=article,
        revision_id=revision,
        story_id=1,
        url="https://courier.example/1",
        outlet="Courier",
        title=title,
        text=text,
        author=None,
        published=NOON,
        first_stored_at=NOON,
        language="en",
    )
    return Shown(one, figures([one]), NOON + timedelta(hours=revision), origin)


def told(*entry: Shown) -> list[tuple[Happened, str, str]]:
    """Return what happened beside that the article came, and that its text was edited."""
    usual = {Happened.CAME, Happened.EDITED}
    return [(one.what, one.before, one.now) for one in timeline([entry]) if one.what not in usual]


def test_a_changed_headline_is_told_with_the_one_before() -> None:
    assert told(shown("Kursk holds"), shown("Kursk  falls", revision=2)) == [
        (Happened.HEADLINE, "Kursk holds", "Kursk  falls")
    ]
    assert told(shown("Kursk  holds"), shown("Kursk holds", revision=2)) == []


def test_a_changed_figure_is_told_with_the_one_before() -> None:
    assert told(shown(), shown(text=TEXT.replace("10,000", "12,000"), revision=2)) == [
        (Happened.FIGURE, "About 10,000", "About 12,000")
    ]


def test_an_edited_text_is_told_sentence_by_sentence() -> None:
    before = f"{TEXT} Kyiv asked for longer reach. It was raining."
    after = f"{TEXT.upper()}  It was raining. Kyiv asked again for longer reach."

    (edit,) = (one for one in timeline([[shown(text=before), shown(text=after, revision=2)]]) if one.removed)

    assert edit.what is Happened.EDITED
    assert edit.added == ("Kyiv asked again for longer reach.",)
    assert edit.removed == ("Kyiv asked for longer reach.",)


def test_what_is_left_out_since_was_not_edited() -> None:
    before = shown(text=f"{TEXT}\nScroll to top for more.")
    after = shown(text=f"{TEXT}\n", revision=2)
    masked = replace(after, article=replace(after.article, left_out=("Scroll to top for more.",)))

    assert [one.what for one in timeline([[before, masked]])] == [Happened.CAME]


def test_the_longer_text_of_the_page_changes_no_figure() -> None:
    longer = TEXT.replace("10,000", "12,000")
    assert told(shown(), shown(text=longer, revision=2, origin="page")) == []


@pytest.mark.parametrize(
    "note",
    [
        "Correction: the soldiers are in eastern Russia.",
        "An earlier version of this article misstated the number of soldiers.",
        "This story has been corrected to say where they are.",
        "Editor's note: a name was misspelled.",
    ],
)
def test_a_correction_is_told_in_its_own_words(note: str) -> None:
    assert told(shown(), shown(text=f"{TEXT} {note}", revision=2)) == [(Happened.CORRECTED, "Kursk", note)]
    assert told(shown(text=f"{TEXT} {note}"), shown(text=f"{TEXT} More. {note}", revision=2)) == []


@pytest.mark.parametrize(
    ("title", "text"),
    [
        ("RETRACTED: Kursk", TEXT),
        ("Kursk", "This article has been withdrawn."),
        ("Kursk", "We have retracted this story."),
    ],
)
def test_a_withdrawal_is_told(title: str, text: str) -> None:
    assert Happened.WITHDRAWN in [what for what, _, _ in told(shown(), shown(title, text, revision=2))]


@pytest.mark.parametrize(
    "text",
    [
        "The correction facility in Kursk was hit.",
        "The army has withdrawn from the village.",
        "He corrected the course of the drone.",
        "Markets saw a correction on Monday.",
        "The earlier report of the ministry spoke of ten.",
    ],
)
def test_news_of_corrections_and_withdrawals_are_none(text: str) -> None:
    assert told(shown(), shown(text=f"{TEXT} {text}", revision=2)) == []


def test_what_two_feeds_show_of_one_article_is_told_once_and_in_order() -> None:
    entry = (shown("Kursk holds"), shown("Kursk falls", revision=2))
    late = (shown("Bridge falls", article=2, revision=3),)
    events: list[Event] = list(timeline([entry, late, entry]))
    assert [(one.what, one.now) for one in events] == [
        (Happened.CAME, "Kursk holds"),
        (Happened.HEADLINE, "Kursk falls"),
        (Happened.CAME, "Bridge falls"),
    ]


@pytest.mark.parametrize(
    "note", ["Correction: it happened on Monday in Kyiv.", "This article has been withdrawn."]
)
def test_a_note_that_two_feeds_show_under_headlines_of_their_own_is_told_once_when_it_was_first_seen(
    note: str,
) -> None:
    late = (shown("Kursk holds", revision=3), shown("Kursk holds", f"{TEXT} {note}", revision=4))
    early = (shown("Kursk stands"), shown("Kursk stands", f"{TEXT} {note}", revision=2))
    told = [one for one in timeline([late, early]) if one.now == note]
    assert [(one.before, one.at) for one in told] == [("Kursk stands", NOON + timedelta(hours=2))]
