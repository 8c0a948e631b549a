"""How well articles answer a query: bm25, the title above the text, newer above older. Pure.

    S. Robertson, H. Zaragoza: The Probabilistic Relevance Framework: BM25 and Beyond (2009), section 3

A term counts for more the fewer of the matches hold it, so that what is rare in `kursk OR troops` leads.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Final

from bot.domain.watchlist import Hit
from bot.query import Counts

TITLE_WORTH: Final = 3.0  # of a hit in the title, against one in the text
HALF_LIFE: Final = timedelta(days=7)  # after which an article counts half as much more than an old one
SATURATION: Final = 1.2  # bm25's k1: its usual value
LENGTH_WORTH: Final = 0.75  # bm25's b: its usual value
LENGTH: Final = 400  # words of an ordinary article
UNREAD: Final = (0, 1)  # counts of what only reading tells: it is known to match, once
LIKELY: Final = (1, 1)  # where the title looks as if it did


@dataclass(frozen=True, slots=True)
class Told:
    """What is known of a match: how often each term stands in it, and the words of its text."""

    at: datetime
    length: int
    counts: Counts = field(default_factory=dict)


def rarities(matches: Iterable[Told]) -> dict[str, float]:
    """Return what each term is worth: 1 in all matches, more in few (bm25's idf, over the matches)."""
    found = list(matches)
    held = Counter(term for one in found for term in one.counts)
    return {term: 1 + math.log((len(found) + 1) / (count + 1)) for term, count in held.items()}


def worth(one: Told, rarity: Mapping[str, float], *, now: datetime) -> float:
    """Return how well a match answers; *rarity* is `rarities` of all of them."""
    stretch = SATURATION * (1 - LENGTH_WORTH + LENGTH_WORTH * one.length / LENGTH)
    score = sum(
        rarity.get(term, 1.0)
        * (
            TITLE_WORTH * title / (title + SATURATION) + in_text / (in_text + stretch)
            if title or in_text
            else 0
        )
        for term, (title, in_text) in one.counts.items()
    )
    age = max(timedelta(0), now - one.at)
    return score * (0.5 + 0.5 * math.pow(0.5, age / HALF_LIFE))


def counted(hits: Sequence[Hit]) -> Counts:
    """Return how often each term stands in the title and in the text, by its hits."""
    found: dict[str, list[int]] = {}
    for hit in hits:
        pair = found.setdefault(hit.part, [0, 0])
        if hit.field in {"title", "text"}:
            pair[hit.field == "text"] += 1
    return {term: (title, in_text) for term, (title, in_text) in found.items()}
