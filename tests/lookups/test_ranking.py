"""Which of two articles stands first."""

from __future__ import annotations

from datetime import timedelta

from bot.lookups.ranking import Told, rarities, worth
from tests.conftest import START


def best_first(*matches: Told) -> list[Told]:
    rarity = rarities(matches)
    return sorted(matches, key=lambda one: -worth(one, rarity, now=START))


def test_a_word_in_the_title_counts_for_more_than_any_number_in_the_text() -> None:
    title, text = Told(START, 400, {"kursk": (1, 0)}), Told(START, 400, {"kursk": (0, 30)})

    assert best_first(text, title) == [title, text]


def test_of_like_articles_the_newer_stands_first() -> None:
    new, old = (Told(START - days * timedelta(days=1), 400, {"kursk": (1, 2)}) for days in (1, 20))

    assert best_first(old, new) == [new, old]


def test_of_words_under_or_the_rarer_leads() -> None:
    common = [Told(START, 400, {"troops": (0, 2)}) for _ in range(20)]
    rare = Told(START, 400, {"kursk": (0, 2)})

    assert best_first(*common, rare)[0] == rare


def test_a_long_article_needs_more_words_than_a_short_one() -> None:
    short, long = Told(START, 100, {"kursk": (0, 2)}), Told(START, 4_000, {"kursk": (0, 2)})

    assert best_first(long, short) == [short, long]
