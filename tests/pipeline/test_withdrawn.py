"""What its outlet took back is quoted no more where somebody else tells the story, and is said to be gone."""

from __future__ import annotations

from datetime import timedelta

import pytest

from bot.domain.alert import Alert
from bot.domain.article import Article
from bot.domain.timeline import Event, Happened
from bot.domain.watchlist import Hit, Match, Watchlist
from bot.pipeline import compose
from bot.pipeline.figures import figures
from bot.pipeline.summarise import summarise
from tests.conftest import START

TOOK_BACK = "This article has been withdrawn."


KURSK = Watchlist(1, 1, 1, "Kursk", "kursk", None, 1, START, START, 1)


def article(number: int, outlet: str, title: str, text: str) -> Article:
    return Article(
        id=number,
        revision_id=number * 10,
        story_id=1,
        url=f"https://outlet{number}.example/{number}",
        outlet=outlet,
        title=title,
        text=text,
        author=None,
        published=START + timedelta(minutes=number),
        first_stored_at=START + timedelta(minutes=number),
        language="en",
        image_url=f"https://outlet{number}.example/{number}.jpg",
    )


FIRST = article(
    1,
    "The Courier",
    "Forty soldiers killed in Kursk",
    "At least 40 North Korean soldiers were killed near Kursk on Monday, officials said.",
)
SECOND = article(
    2,
    "The Herald",
    "North Korean soldiers reach Kursk",
    "About 3,000 North Korean soldiers have reached the Kursk region of Russia, the Pentagon said.",
)


def gone(one: Article, note: str = "") -> Event:
    return Event(
        at=START,
        what=Happened.WITHDRAWN,
        article_id=one.id,
        revision_id=one.revision_id,
        outlet=one.outlet,
        url=one.url,
        now=note,
    )


def told(articles: list[Article], *changes: Event, matched: tuple[int, ...] = (1, 2)) -> Alert:
    hit = Hit("kursk", "text", 0, 5, "Kursk")
    alert = compose.alert(
        1,
        articles,
        [(KURSK, Match(KURSK.id, number, number * 10, (hit,))) for number in matched],
        updated=START,
        summarise=summarise,
        figures=figures(articles),
        changes=changes,
    )
    assert alert is not None
    return alert


@pytest.mark.parametrize("matched", [(1, 2), (1,)])
def test_a_withdrawn_article_is_not_quoted_where_another_outlet_tells_the_story(
    matched: tuple[int, ...],
) -> None:
    alert = told([FIRST, SECOND], gone(FIRST), matched=matched)

    assert alert.headline == SECOND.title
    assert {quote.article_id for quote in alert.summary} == {SECOND.id}
    assert [one.outlet for one in alert.sources] == ["The Herald"]
    assert [one.outlet for one in alert.withdrawn] == ["The Courier"]
    assert (alert.corroboration.outlets, alert.image_url) == (1, SECOND.image_url)
    assert not alert.all_withdrawn


def test_a_story_that_stands_on_withdrawn_articles_alone_says_so() -> None:
    alert = told([FIRST], gone(FIRST), matched=(1,))

    assert alert.all_withdrawn
    assert alert.headline == FIRST.title
    line = compose.digest_line(1, [FIRST], [(KURSK, Match(1, 1, 10, ()))], changes=[gone(FIRST)])
    assert line is not None
    assert line.withdrawn


def test_a_note_that_was_taken_away_again_withdraws_nothing() -> None:
    assert told([FIRST, SECOND], gone(FIRST, TOOK_BACK)).withdrawn == ()

    noted = article(1, FIRST.outlet, FIRST.title, TOOK_BACK)
    assert [one.article_id for one in told([noted, SECOND], gone(noted, TOOK_BACK)).withdrawn] == [1]


def test_what_came_as_withdrawn_is_never_quoted() -> None:
    killed = article(1, "The Courier", "Story withdrawn: Forty soldiers killed in Kursk", FIRST.text)

    assert told([killed, SECOND]).headline == SECOND.title


def test_the_figures_of_a_withdrawn_article_differ_from_nobody() -> None:
    other = article(
        3, "The Gazette", "Toll in Kursk", "At least 12 North Korean soldiers were killed near Kursk."
    )
    exact = article(
        1,
        "The Courier",
        "Toll in Kursk",
        "Exactly 40 North Korean soldiers were killed near Kursk on Monday.",
    )
    two = article(
        2, "The Herald", "Toll in Kursk", "Exactly 12 North Korean soldiers were killed near Kursk on Monday."
    )
    assert told([exact, two, other]).figures

    assert not told([exact, two, other], gone(exact)).figures
