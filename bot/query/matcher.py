"""All watchlists against one article in one pass.

An index leads from a query's rarest required key to the query; what it proposes has its other required
keys looked up, and only then is evaluated. Queries that read the same are kept and evaluated once.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from bot.domain.watchlist import Hit
from bot.query.document import Document
from bot.query.evaluate import hits, holds
from bot.query.needs import cheapest, is_decided, needs
from bot.query.tree import Node, Query
from bot.query.vocabulary import Vocabulary
from bot.text import Analyser


@dataclass(slots=True, eq=False)
class _Entry:
    """A query, who asks it, and what it needs: `required` are all met, of `anchors` at least one."""

    query: Query
    ids: set[int]
    required: tuple[int, ...]
    anchors: tuple[int, ...]
    decided: bool = field(default=False)  # meeting `required` is matching


class Matcher:
    """Matches one article against all queries. Changing one of them costs no more than reading it."""

    def __init__(self, analyser: Analyser) -> None:
        self._vocabulary = Vocabulary(analyser)
        self._entries: dict[Node, _Entry] = {}
        self._by_id: dict[int, _Entry] = {}
        self._postings: dict[int, set[_Entry]] = {}

    def __len__(self) -> int:
        return len(self._by_id)

    def __contains__(self, id_: int) -> bool:
        return id_ in self._by_id

    def add(self, id_: int, query: Query) -> None:
        """Match *query* from now on under *id_*, instead of what stood there before."""
        self.remove(id_)
        entry = self._entries.get(query.node)
        if entry is None:
            entry = self._entries[query.node] = self._enter(query)
        entry.ids.add(id_)
        self._by_id[id_] = entry

    def remove(self, id_: int) -> None:
        """Match that query no more; nothing happens where there is none."""
        entry = self._by_id.pop(id_, None)
        if entry is None:
            return
        entry.ids.discard(id_)
        if not entry.ids:
            del self._entries[entry.query.node]
            self._leave(entry)

    def match(self, document: Document) -> list[tuple[int, tuple[Hit, ...]]]:
        """Return the ids of the queries that match, rising, each with the words that did it."""
        found: list[tuple[int, tuple[Hit, ...]]] = []
        for entry in self._matching(document):
            words = hits(entry.query, document)
            found.extend((id_, words) for id_ in entry.ids)
        return sorted(found, key=lambda each: each[0])

    def matching(self, document: Document) -> list[int]:
        """Return the ids alone, rising: cheaper where the words aren't wanted."""
        return sorted(id_ for entry in self._matching(document) for id_ in entry.ids)

    def _matching(self, document: Document) -> Iterator[_Entry]:
        met = self._vocabulary.met(document)
        for entry in self._proposed(met):
            if entry.decided or holds(entry.query.node, document):
                yield entry

    def _proposed(self, met: set[int]) -> Iterator[_Entry]:
        meets = met.issuperset
        told: set[_Entry] = set()
        for number in met & self._postings.keys():
            for entry in self._postings[number]:
                if not meets(entry.required):
                    continue
                if len(entry.anchors) > 1:
                    if entry in told:
                        continue
                    told.add(entry)
                yield entry

    def _enter(self, query: Query) -> _Entry:
        cost = self._cost()
        groups = needs(query.node, cost)
        anchor = cheapest(groups, cost)
        required = dict.fromkeys(group[0] for group in groups if len(group) == 1)
        take = self._vocabulary.take
        entry = _Entry(
            query, set(), tuple(map(take, required)), tuple(map(take, anchor)), is_decided(query.node)
        )
        for number in entry.anchors:
            self._postings.setdefault(number, set()).add(entry)
        return entry

    def _leave(self, entry: _Entry) -> None:
        for number in entry.anchors:
            postings = self._postings[number]
            postings.discard(entry)
            if not postings:
                del self._postings[number]
        for number in (*entry.required, *entry.anchors):
            self._vocabulary.give_back(number)

    def _cost(self) -> Callable[[str], float]:
        vocabulary, postings = self._vocabulary, self._postings

        def cost(key: str) -> float:
            """Return how many articles meet *key*, as far as seen; unseen, short words are commoner."""
            number = vocabulary.number(key)
            seen = 0 if number is None else vocabulary.seen[number]
            crowd = 0 if number is None else len(postings.get(number, ()))
            unlikely = 1_000 if key[0] == "m" else 10 / len(key)
            return seen + unlikely + crowd / 1_000

        return cost
