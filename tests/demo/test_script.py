"""The demo's articles hold the facts of its story, and tell it in order."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta

import pytest

from bot.demo.script import (
    FOOTBALL,
    OUTLETS,
    STORY_SECONDS,
    TROOPS,
    WATCHLISTS,
    Piece,
    edition,
    load,
)
from bot.pipeline.cluster import Clusterer, Document
from bot.pipeline.cluster.headlines import Headline, read_headline, same_headline
from bot.query import evaluate, parse, read
from bot.text import Analyser

SCRIPT = load()
ANALYSER = Analyser()


def told(story: str = "") -> str:
    """All that is said in the end, white space folded."""
    pieces = [piece for outlet in OUTLETS for piece in edition(outlet, SCRIPT, STORY_SECONDS)]
    words = " ".join(
        " ".join((piece.title, piece.summary, *piece.paragraphs))
        for piece in pieces
        if story in {"", piece.story}
    )
    return re.sub(r"\s+", " ", words)


@pytest.mark.parametrize(
    ("story", "fact"),
    [
        ("troops", r"About 10,000 North Korean soldiers are training in eastern Russia"),
        ("troops", r"the Pentagon said on Monday"),
        ("blinken", r"Around 8,000 North Korean soldiers are expected to back Russia's counterattacks"),
        ("rutte", r"Mark Rutte confirmed on Monday"),
        ("rutte", r"dangerous expansion of the war"),
        ("troops", r"Ukraine's army crossed into Kursk in August"),
        ("salient", r"about 270 square miles"),
        (
            "salient",
            r"810th Naval Infantry Brigade leads the Russian counterattacks there and has taken heavy losses",
        ),
        ("salient", r"On 24 October the brigade lost a team of 16 scouts"),
        ("interpreters", r"one interpreter for every 30 North Korean soldiers"),
        ("interpreters", r"doubt that the soldiers will learn much"),
        ("zelensky", r"in combat against Ukraine within days, President Volodymyr Zelensky expects"),
        ("shells", r"artillery shells"),
    ],
)
def test_the_story_tells_the_fact(story: str, fact: str) -> None:
    assert re.search(fact, told(story))


def test_every_article_reads_like_one() -> None:
    for piece in SCRIPT:
        assert 3 <= len(piece.paragraphs) <= 8, piece.slug
        assert piece.author, piece.slug
        assert piece.summary, piece.slug
        assert "\n" not in "".join(piece.paragraphs), piece.slug


def headlines(story: str) -> list[Headline]:
    return [
        read_headline(piece.title, ANALYSER, language="en", outlet=piece.outlet)
        for piece in SCRIPT
        if piece.story == story
    ]


def test_all_outlets_carry_the_troops_story_under_nearly_one_headline() -> None:
    group = headlines(TROOPS)

    assert {piece.outlet for piece in SCRIPT if piece.story == TROOPS} == {outlet.key for outlet in OUTLETS}
    assert all(same_headline(one, other) for one in group for other in group)


def test_no_headlines_of_two_stories_pass_for_one() -> None:
    stories = sorted({piece.story for piece in SCRIPT})
    taken_for_one = [
        (one, other)
        for number, one in enumerate(stories)
        for other in stories[number + 1 :]
        if any(same_headline(a, b) for a in headlines(one) for b in headlines(other))
    ]

    assert taken_for_one == []


@pytest.mark.parametrize(
    ("watchlist", "stories"),
    [
        ("Kursk", {"troops", "rutte", "blinken", "salient", "interpreters", "zelensky", "shells"}),
        (
            "North Korean troops",
            {"troops", "rutte", "blinken", "salient", "interpreters", "zelensky", "shells"},
        ),
    ],
)
def test_the_watchlists_find_the_story_and_leave_out_the_rest(watchlist: str, stories: set[str]) -> None:
    query = parse(dict(WATCHLISTS)[watchlist])
    found = {
        piece.story
        for outlet in OUTLETS
        for piece in edition(outlet, SCRIPT, STORY_SECONDS)
        if not piece.in_back_catalogue
        and evaluate(
            query,
            read(
                ANALYSER,
                title=piece.title,
                text="\n".join(piece.paragraphs),
                language="en",
                outlet=outlet.name,
                feed=outlet.name,
                author=piece.author,
                url=None,
                published=None,
            ),
        )
        is not None
    }

    assert found == stories


def test_shells_by_train_are_a_story_of_their_own_beside_the_troops() -> None:
    clusterer, start = Clusterer(), datetime(2024, 10, 28, 14, tzinfo=UTC)
    stories: dict[str, set[int]] = {}
    news = sorted((piece for piece in SCRIPT if not piece.in_back_catalogue), key=lambda piece: piece.at)
    for number, piece in enumerate(news):
        document = Document(
            piece.slug,
            piece.title,
            "\n".join(piece.paragraphs),
            published=start + timedelta(seconds=piece.at),
            arrived=start + timedelta(seconds=piece.at),
            language="en",
            outlet=piece.outlet,
        )
        clusterer.add(document, clusterer.story_for(document) or number + 1)
        clusterer.rethink(piece.slug)
        stories.setdefault(piece.story, set()).add(clusterer.story_for(document) or 0)

    assert len(stories["shells"]) == 1
    assert stories["shells"].isdisjoint(stories[TROOPS])
    assert stories["rutte"] | stories["blinken"] == stories[TROOPS]


def test_the_football_match_is_told_apart_by_words_that_the_troops_story_lacks() -> None:
    football = r"\b(football|league|goal\w*)\b"

    assert "Kursk" in told(FOOTBALL)
    assert re.search(football, told(FOOTBALL), re.IGNORECASE)
    for piece in SCRIPT:
        if piece.story != FOOTBALL and "Kursk" in told(piece.story):
            assert not re.search(football, told(piece.story), re.IGNORECASE), piece.slug


def test_unrelated_news_names_neither_kursk_nor_north_korea() -> None:
    for story in ("budget", "storm", "grain", "pipeline", "library", "bridge", "chips"):
        assert told(story)
        assert "Kursk" not in told(story)
        assert "North Korea" not in told(story)


def test_real_dirt_is_there() -> None:
    raw = "\n".join(paragraph for piece in SCRIPT for paragraph in piece.paragraphs)

    assert "the Institute for  Study of War" in raw
    assert raw.count(",  ") >= 3
    assert any("Casino" in outlet.banner for outlet in OUTLETS)
    assert any(piece.sentence_only for piece in SCRIPT)


def shown(slug: str, moment: float) -> Piece | None:
    pieces = [piece for outlet in OUTLETS for piece in edition(outlet, SCRIPT, moment)]
    return next((piece for piece in pieces if piece.slug == slug), None)


def test_a_figure_is_corrected_while_the_story_runs() -> None:
    before, after = shown("meridian-salient-brigade", 99), shown("meridian-salient-brigade", 101)

    assert before is not None
    assert after is not None
    assert "720-square-mile" in before.title
    assert "720" not in after.title
    assert "about 270 square miles" in after.paragraphs[0]
    assert after.paragraphs[-1].startswith("Correction:")


def test_the_back_catalogue_is_there_before_the_story_begins() -> None:
    at_start = [piece for outlet in OUTLETS for piece in edition(outlet, SCRIPT, 0)]

    assert at_start
    assert all(piece.in_back_catalogue for piece in at_start)
    assert {piece.outlet for piece in at_start} == {outlet.key for outlet in OUTLETS}
    assert any("Kursk" in piece.title for piece in at_start)  # what must not be alerted would match


def test_the_story_is_told_in_about_two_minutes() -> None:
    moments = [at for piece in SCRIPT for at in (piece.at, *(revision.at for revision in piece.revisions))]
    assert 90 <= max(moments) <= STORY_SECONDS
