"""Cards of what was tried, of an article's way and of a history: whatever they hold, Discord takes them."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from bot.chat.cards.backtest import backtest_card, sparkline
from bot.chat.cards.limits import fits
from bot.chat.cards.trail import trail_card
from bot.chat.views.persistent import control
from bot.domain.article import Article
from bot.domain.timeline import Event, Happened
from bot.domain.watchlist import Change, Hit, State, Watchlist
from bot.lookups import Backtest, Edited, PartCost, Reason, SearchHit, StoryView, Trail, Verdict
from bot.lookups.snippets import Snippet
from bot.query import Failure, Fault, Role
from bot.services import History, Version
from bot.storage.in_sight import Arrival
from cogs.watchlists import history

NOW = datetime(2024, 10, 28, 12, tzinfo=UTC)
WORDS = (
    "x" * 3_000,
    "северокорейские войска " * 100,
    "北朝鮮の兵士" * 400,
    "*_`~|<@1>@everyone[](" * 120,
    "\n\n",
)


def article(words: str) -> Article:
    return Article(
        id=1,
        revision_id=1,
        story_id=1,
        url=f"https://outlet.example/{'a' * 900}",
        outlet=words,
        title=words,
        text=words,
        author=None,
        published=None,
        first_stored_at=NOW,
        language=None,
    )


def hit(words: str) -> SearchHit:
    return SearchHit(article(words), Snippet(words[:250], ((0, 5),), True, True), 3)


@pytest.mark.parametrize("words", WORDS)
def test_a_trial_fits_with_its_buttons(words: str) -> None:
    hits = tuple(hit(words) for _ in range(5))
    found = Backtest(
        query=words,
        days=90.0,
        by_day=tuple(range(90)),
        articles=10_000,
        stories=5_000,
        pings=4_000,
        busiest=(words, 9),
        samples=hits,
        parts=tuple(PartCost(words, role, 31) for role in (Role.ADDS, Role.NARROWS) * 6),
        edited=Edited(7, 8, hits, hits),
        looked_at=3_000,
        cut=True,
    )
    buttons = [control(label, "draftsave", "k" * 22) for label in ("Save", "Change", "Cancel")]

    assert fits(backtest_card("Watch for this?", words[:2_000], found, buttons, "Nothing is saved yet"))


def edited(words: str) -> Event:
    """Return that an article was edited at length."""
    said = (words,) * 9
    return Event(NOW, Happened.EDITED, 1, 2, words, "https://a.test/1", "", "", 1, "", said, said)


@pytest.mark.parametrize("words", WORDS)
def test_an_articles_way_fits(words: str) -> None:
    watchlist = Watchlist(1, 1, 5, words[:100], words[:2_000], None, 1, NOW, NOW, 1)
    failure = Failure(words, Fault.PRESENT, tuple(Hit(words, "text", 0, 9, words) for _ in range(20)))
    reasons = tuple(Reason(words[:100], words, 5, ((words, words),) * 20, "alerted") for _ in range(20))
    trail = Trail(
        article(words),
        tuple(Arrival(words, NOW, False, None) for _ in range(20)),
        reasons,
        StoryView(1, 1, words, (article(words),), (), ()),
        Verdict(watchlist, failure, known=False),
        tuple(edited(words) for _ in range(20)),
    )

    assert fits(trail_card(trail, 1))


@pytest.mark.parametrize("words", WORDS)
def test_a_history_fits(words: str) -> None:
    state = State(words[:100], words[:2_000], 5, 7, True, ("dprk", words))
    other = State("other", "kursk", 6, None, False, ("dprk", "kursk"))
    versions = tuple(Version(at, Change(at, 1, NOW, 1, other, state), is_now=False) for at in range(7, 0, -1))

    assert fits(history.page(History(1, words[:100], versions), 1))


@pytest.mark.parametrize(
    ("counts", "drawn"), [((), ""), ((0, 0), "▁▁"), ((0, 1, 2, 7), "▁▂▃█"), ((1_000, 1), "█▂")]
)
def test_a_day_with_a_story_stands_above_one_without(counts: tuple[int, ...], drawn: str) -> None:
    assert sparkline(counts) == drawn
