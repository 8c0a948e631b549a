"""How common each term is before the window has met it: what makes a window of three articles careful."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from zlib import crc32

from bot.text import Analyser
from bot.text.frequencies import frequencies

WORDS = 200  # of an article, from which the share of articles that have a word follows
RAREST = 4e-5  # share of articles that have a term which no list knows: a name, or two words together
YEAR = 0.1  # share of articles that name a given year

# What is known before the window counts as so many articles: a window of fewer hardly changes it.
LEARNT_FROM = 300
_UNSEEN = 0.5  # as if half an article more had each term: keeps the weight of what is new finite
_LEAST = 0.05  # weight of a term that every article has

# Letters of a stem that count: "Ukraine" and "Ukrainian", "Zelensky" and "Zelenskyy" are one word. In most
# alphabets cutting words finds as much as stemming does (McNamee, Nicholas, Mayfield, SIGIR 2009).
ROOT = 6
_AFTER_CYRILLIC = "\u0530"  # letters from here on are syllables, or tell more each: not cut

_YEARS = range(1900, 2051)


def root(stem: str) -> str:
    """Return the first letters of a stem, by which clustering knows a word."""
    return stem[:ROOT] if stem < _AFTER_CYRILLIC else stem


def rarity(share: float, *, having: int = 0, articles: int = 0) -> float:
    """Return the weight of a term: the logarithm of articles over articles that have it.

    *share* is known of it before; *having* of the *articles* of a window have it.
    """
    return max(_LEAST, _most(articles) - math.log(having + LEARNT_FROM * share + _UNSEEN))


def rarities(
    keys: Iterable[int], shares: Mapping[int, float], *, counts: Sequence[int], articles: int
) -> list[float]:
    """Return the weight of each of many terms, as `rarity` does: *counts* says in its cell who has it."""
    most, known, log, cells = _most(articles), shares.get, math.log, len(counts)
    found = [most - log(counts[key % cells] + LEARNT_FROM * known(key, RAREST) + _UNSEEN) for key in keys]
    return [one if one > _LEAST else _LEAST for one in found]  # noqa: FURB136  a call for each costs more


def _most(articles: int) -> float:
    return math.log(articles + LEARNT_FROM + 1)


@lru_cache(maxsize=64)
def _shares(language: str) -> dict[int, float]:
    """Return what `Background.of` does: a fifth of a second's work, done once a process."""
    words = frequencies(language, Analyser())
    if not words:
        return _shares("en")
    roots: defaultdict[str, float] = defaultdict(float)
    for word, share in words.items():
        roots[root(word)] += share
    shares = {
        crc32(word.encode()): min(1.0, WORDS * share)
        for word, share in (words | roots).items()
        if WORDS * share > RAREST
    }
    return shares | {crc32(str(year).encode()): YEAR for year in _YEARS}


class Background:
    """The share of articles that have a term, by language. One a clusterer."""

    def __init__(self) -> None:
        self._shares: dict[str | None, dict[int, float]] = {}

    def of(self, language: str | None) -> dict[int, float]:
        """Return the share of articles of *language* that have a term, by the term's CRC-32.

        `RAREST` for what is not in it. A language without a list is taken for English, whose words and
        names stand in every other. All clusterers share what is returned: it is not to be changed.
        """
        shares = self._shares.get(language)
        if shares is None:
            shares = self._shares[language] = _shares(language or "en")
        return shares
