"""The open stories of a window: their articles, and what these say together."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from bot.pipeline.cluster.terms import Terms

# Heaviest terms of a story that are compared; below them is what single articles say.
MOST_TERMS = 150


@dataclass(frozen=True, slots=True)
class Entry:
    """An article in the window."""

    id: int | str
    story: int
    title: str
    language: str | None
    outlet: str
    url: str | None
    page: str | None
    host: str
    core: int  # a hash of what the headline says, 0 where that is too little to be recognised
    wording: int  # a hash of the lead without the headline, 0 where there is none
    published: datetime | None
    arrived: datetime | None
    terms: Terms


@dataclass(frozen=True, slots=True)
class Centroid:
    """What the articles of a story say together: weights of terms by key, names among them."""

    terms: Mapping[int, int]
    names: Mapping[int, int]
    newest: datetime | None


class Story:
    """The articles of one story that are in the window, by number of arrival.

    All sums are of whole numbers: whatever came and went, they are those of the articles that are here.
    """

    __slots__ = ("_centroid", "_names", "_terms", "members")

    def __init__(self) -> None:
        self.members: dict[int, Entry] = {}
        self._terms: Counter[int] | None = None  # of two articles or more; one speaks for itself
        self._names: Counter[int] = Counter()
        self._centroid: Centroid | None = None

    def add(self, number: int, entry: Entry) -> None:
        """Put an article in."""
        self.members[number] = entry
        self._centroid = None
        if self._terms is not None:
            self._count(entry, 1)
        elif len(self.members) > 1:
            self._terms, self._names = Counter(), Counter()
            for member in self.members.values():
                self._count(member, 1)

    def remove(self, number: int) -> None:
        """Take an article out."""
        entry = self.members.pop(number)
        self._centroid = None
        if self._terms is not None:
            self._count(entry, -1)

    def _count(self, entry: Entry, sign: int) -> None:
        assert self._terms is not None
        for place, (key, weight) in enumerate(entry.terms.items()):
            for sums in (self._terms, self._names) if place < entry.terms.names else (self._terms,):
                sums[key] += sign * weight
                if not sums[key]:
                    del sums[key]

    def centroid(self) -> Centroid:
        """Return what the articles say together, the heaviest terms only."""
        if len(self.members) == 1:  # not kept: most stories are of one article and seldom asked
            (entry,) = self.members.values()
            terms = dict(entry.terms.items())
            names = dict(list(terms.items())[: entry.terms.names])
            return Centroid(terms, names, entry.published)
        if self._centroid is None:
            assert self._terms is not None
            # By number of arrival, which a revision keeps, so that a rebuilt window says the same.
            latest = (self.members[number].published for number in sorted(self.members, reverse=True))
            newest = next(filter(None, latest), None)
            self._centroid = Centroid(_heaviest(self._terms), _heaviest(self._names), newest)
        return self._centroid


def _heaviest(sums: Mapping[int, int]) -> dict[int, int]:
    return dict(sorted(sums.items(), key=lambda term: (-term[1], term[0]))[:MOST_TERMS])
