"""Articles as they are weighed now, and how near each is to a story."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from heapq import nlargest

from bot.pipeline.cluster.background import Background
from bot.pipeline.cluster.index import Index
from bot.pipeline.cluster.score import Likeness, apart, score
from bot.pipeline.cluster.story import Entry, Story
from bot.pipeline.cluster.terms import Terms

# Articles of a story compared with one that may join it, and how many of them count: the nearest.
COMPARED = 6
NEAREST = 3

# Articles kept as they are weighed now: those that one article has compared.
VECTORS_KEPT = 512


@dataclass(frozen=True, slots=True)
class Vector:
    """An article's terms weighed by how rare they are now: `weights[key]` once more by rarity."""

    weights: Mapping[int, float]
    words: frozenset[int]
    square: float
    length: int


class Vectors:
    """The vectors of a window's articles, remembered for as long as the window stays as it is."""

    def __init__(self, index: Index, background: Background, span: timedelta) -> None:
        """*span* is what may lie between an article and the newest of its story."""
        self._index = index
        self._background = background
        self._span = span
        # By the identity of the terms, which are kept beside them.
        self._known: dict[int, tuple[Terms, Vector]] = {}

    def forget(self) -> None:
        """Weigh anew from here on: an article came or went."""
        self._known.clear()

    def of(self, terms: Terms, language: str | None) -> Vector:
        """Return terms weighed by how rare they are now, in articles of *language*."""
        known = self._known.get(id(terms))
        if known is not None:
            return known[1]
        rare = self._index.rarities(terms.keys, self._background.of(language))
        worths = [weight * one for weight, one in zip(terms.weights, rare, strict=True)]
        weights = {key: worth * one for key, worth, one in zip(terms.keys, worths, rare, strict=True)}
        square = math.fsum(worth * worth for worth in worths)
        vector = Vector(weights, frozenset(terms.keys[: terms.words]), square, len(terms.keys))
        if len(self._known) >= VECTORS_KEPT:
            self._known.clear()
        self._known[id(terms)] = terms, vector
        return vector

    def points(
        self,
        vector: Vector,
        entry: Entry,
        story: Story,
        hints: Sequence[int] = (),
        *,
        first: bool = False,
    ) -> float:
        """Return how much speaks for an article in a story.

        *hints* are numbers of articles that may be near it, the nearest first; *first* is that of `Likeness`.
        """
        distance = apart(entry.published, story.newest())
        if distance is not None and distance > self._span:
            return -math.inf
        sums = story.shared(vector.weights)
        members = story.tellers(entry.language)
        if not members or not vector.square:
            return -math.inf
        # Whole sums first, in order: a sum of floats in another order may decide otherwise.
        whole = vector.square * members
        parts = {key: vector.weights[key] * weight for key, weight in sums.items()}
        words = [part for key, part in parts.items() if key in vector.words]
        terms = math.fsum(parts.values()) / whole
        return score(
            Likeness(
                terms=terms,
                nearest=_nearest(vector, story, hints) if len(story.members) > 1 else terms,
                second=(math.fsum(words) - max(words, default=0.0)) / whole,
                length=min(vector.length, story.length),
                apart=distance,
                first=first,
            )
        )


def _nearest(vector: Vector, story: Story, hints: Sequence[int]) -> float:
    """Return the mean cosine of an article and the `NEAREST` articles of a story that are nearest to it.

    Of a large story those are compared that *hints* names, and the newest.
    """
    asked = [number for number in hints if number in story.members][:COMPARED]
    if len(asked) < COMPARED:
        newest = nlargest(2 * COMPARED, story.members)
        asked += [number for number in newest if number not in asked][: COMPARED - len(asked)]
    weights = vector.weights
    near = sorted(
        (
            math.fsum(
                [
                    weights[key] * weight
                    for key, weight in story.members[number].terms.items()
                    if key in weights
                ]
            )
            for number in asked
        ),
        reverse=True,
    )[:NEAREST]
    return sum(near) / (max(1, len(near)) * vector.square)
