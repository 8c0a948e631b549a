"""The open stories of a window: their articles, and what these say together."""

from __future__ import annotations

from array import array
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from bot.pipeline.cluster.moments import NONE, Moment
from bot.pipeline.cluster.names import Names
from bot.pipeline.cluster.terms import Terms


@dataclass(frozen=True, slots=True)
class Entry:
    """An article in the window."""

    id: int | str
    story: int
    title: str
    language: str | None
    outlet: str
    url: str | None
    page: int  # a hash of the page that its link names, 0 for none
    host: str
    core: int  # a hash of what the headline says, 0 where that is too little to be recognised
    sentences: array[int]  # hashes of the first sentences of the text
    published: datetime | None
    arrived: datetime | None
    terms: Terms
    names: Names
    moment: Moment = NONE


class Story:
    """The articles of one story that are in the window, by number of arrival.

    All sums are of whole numbers: whatever came and went, they are those of the articles that are here.
    """

    __slots__ = ("_lengths", "_newest", "_sums", "members")

    def __init__(self) -> None:
        self.members: dict[int, Entry] = {}
        self._sums: Counter[int] | None = None  # of two articles or more; one speaks for itself
        self._lengths = 0
        self._newest: datetime | None = None

    def add(self, number: int, entry: Entry) -> None:
        """Put an article in."""
        self.members[number] = entry
        self._lengths += len(entry.terms.keys)
        self._newest = None
        if self._sums is not None:
            self._count(entry, 1)
        elif len(self.members) > 1:
            self._sums = Counter()
            for member in self.members.values():
                self._count(member, 1)

    def remove(self, number: int) -> None:
        """Take an article out."""
        entry = self.members.pop(number)
        self._lengths -= len(entry.terms.keys)
        self._newest = None
        if len(self.members) <= 1:
            self._sums = None
        elif self._sums is not None:
            self._count(entry, -1)

    def _count(self, entry: Entry, sign: int) -> None:
        sums = self._sums
        assert sums is not None
        for key, weight in entry.terms.items():
            sums[key] += sign * weight
            if not sums[key]:
                del sums[key]

    def sums(self) -> Iterable[tuple[int, int]]:
        """Return each term's key and the sum of its weights over the articles."""
        if self._sums is None:
            return [pair for entry in self.members.values() for pair in entry.terms.items()]
        return self._sums.items()

    def shared(self, keys: Iterable[int]) -> dict[int, int]:
        """Return the sum of weights of each of *keys* that the story has."""
        sums = dict(self.sums()) if self._sums is None else self._sums
        return {key: sums[key] for key in keys if key in sums}

    @property
    def length(self) -> float:
        """How many terms its articles have on average."""
        return self._lengths / max(1, len(self.members))

    def latest(self, most: int) -> list[Entry]:
        """Return the articles that came last, the newest at the end."""
        return [self.members[number] for number in sorted(self.members)[-most:]]

    def told_in(self, language: str | None) -> list[Entry]:
        """Return its articles in *language*, in the order in which they came."""
        there = [number for number, one in self.members.items() if one.language == language]
        return [self.members[number] for number in sorted(there)]

    def tellers(self, language: str | None) -> int:
        """Return how many of its articles are written in *language*, all where none is.

        Words of one language say nothing of how near an article in another is.
        """
        return sum(one.language == language for one in self.members.values()) or len(self.members)

    def newest(self) -> datetime | None:
        """Return when its newest article was published, as far as is known."""
        if self._newest is None:
            # By number of arrival, which a revision keeps, so that a rebuilt window says the same.
            latest = (self.members[number].published for number in sorted(self.members, reverse=True))
            self._newest = next(filter(None, latest), None)
        return self._newest
