"""The walk over the run's alerts finds what is made up; otherwise it would prove nothing."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import datetime

import pytest

from bot.domain.alert import Alert, Message, Source, Timeline
from bot.domain.article import Article
from bot.domain.timeline import Event, Happened
from bot.domain.watchlist import Match, Watchlist
from bot.pipeline import compose
from bot.pipeline.figures import conflicts, figures
from bot.pipeline.summarise import summarise
from tests.conftest import START
from tests.evidence import faults
from tests.wire_evidence import unfaithful_texts

COURIER = (
    "About 10,000 North Korean soldiers are in eastern Russia near the Kursk region, the Pentagon said. "
    "They are expected to join the fight within the next weeks, according to officials in Washington."
)
HERALD = (
    "8,000 North Korean soldiers are expected to join the fight in Kursk, Antony Blinken said. "
    "The ministers of South Korea and Japan met on Thursday in Washington to talk about the troops."
)


def article(number: int, title: str, text: str, at: datetime = START) -> Article:
    return Article(
        id=number,
        revision_id=10 * number,
        story_id=1,
        url=f"https://{number}.example/a",
        outlet=f"Outlet {number}",
        title=title,
        text=text,
        author=None,
        published=at,
        first_stored_at=at,
        language="en",
    )


WATCHLIST = Watchlist(1, 1, 100, "Kursk", "kursk", None, 1, START, START, 1)
ARTICLES = [article(1, "Troops near Kursk", COURIER), article(2, "Blinken on Kursk", HERALD)]


@pytest.fixture
def alert() -> Alert:
    made = compose.alert(
        1,
        ARTICLES,
        [(WATCHLIST, Match(1, 1, 10, ()))],
        updated=START,
        summarise=summarise,
        figures=figures(ARTICLES),
        owners=None,
        changes=[],
        images=True,
        muted_by=None,
    )
    assert made is not None
    assert made.summary
    assert made.figures == conflicts(figures(ARTICLES)) != ()
    return made


def told(message: Message) -> list[str]:
    return faults(message, ARTICLES, Counter())


def test_an_alert_that_says_what_its_articles_say_passes(alert: Alert) -> None:
    assert told(alert) == []


def test_a_changed_word_a_shifted_place_and_a_wrong_link_are_found(alert: Alert) -> None:
    first, *rest = alert.summary
    for wrong in (
        replace(first, text=first.text.replace("fight", "war") + " indeed"),
        replace(first, start=first.start + 1),
        replace(first, end=first.end - 1),
        replace(first, url="https://elsewhere.example/"),
        replace(first, outlet="Somebody else"),
        replace(first, revision_id=99),
    ):
        assert len(told(replace(alert, summary=(wrong, *rest)))) == 1


def test_a_made_up_figure_headline_or_source_is_found(alert: Alert) -> None:
    (conflict,) = alert.figures
    claim, *others = conflict.claims
    for wrong in (replace(claim, words="9,000"), replace(claim, outlets=("Somebody else",))):
        assert told(replace(alert, figures=(replace(conflict, claims=(wrong, *others)),)))
    assert told(replace(alert, headline="War over"))
    assert told(replace(alert, url="https://elsewhere.example/"))
    source: Source = replace(alert.sources[0], title="What was never written")
    assert told(replace(alert, sources=(source, *alert.sources[1:])))


def test_a_timeline_that_tells_of_another_past_is_found(alert: Alert) -> None:
    event = Event(START, Happened.HEADLINE, 1, 10, "Outlet 1", None, "Troops near Kursk", "No such title", 20)
    assert len(told(Timeline(1, alert.headline, (event,)))) == 1
    assert told(Timeline(1, alert.headline, (replace(event, before="Blinken on Kursk"),))) == []
    assert told(replace(alert, changes=(replace(event, now="Troops gone"),)))


CARD = [
    r"### [Troops near Kursk](https://1.example/a)" + "\n-# First seen <t:1:R>",
    r"About 10,000 \*elite\* soldiers are in Russia." + "\n-# [Courier](https://1.example/a)",
    "**North Korean troops:** [8,000](https://2.example/b#:~:text=Some%208%2C000) (via B; newest)",
    "-# **2 independent of 2 outlets**: [win](https://elsewhere.example/)",
]
STORED = {
    "https://1.example/a": ["Troops near Kursk", "About 10,000 *elite* soldiers are in Russia. He said so."],
    "https://2.example/b": ["", "Some 8,000 soldiers."],
    "https://3.example/c": ["", "Some 9,000 soldiers."],
    None: [],
}


def test_a_card_on_the_wire_is_read_as_a_member_reads_it() -> None:
    assert unfaithful_texts(CARD, dict(STORED)) == []


@pytest.mark.parametrize(
    ("place", "old", "new"),
    [
        (0, "Troops", "No troops"),
        (0, "1.example/a", "2.example/b"),
        (1, "10,000", "12,000"),
        (1, "1.example/a", "2.example/b"),
        (2, "8,000]", "9,000]"),
        (2, "2.example/b", "3.example/c"),
    ],
)
def test_a_card_on_the_wire_that_says_another_thing_is_found(place: int, old: str, new: str) -> None:
    card = [*CARD]
    card[place] = card[place].replace(old, new, 1)

    assert len(unfaithful_texts(card, dict(STORED))) == 1
