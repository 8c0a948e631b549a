"""All watchlists against one article in one pass.

An index leads from a query's rarest required key to the query; what it proposes has its other required
keys looked up, and only then is evaluated. Queries that read the same are kept and evaluated once.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from bot.domain.watchlist import Hit
from bot.query.document import Document
from bot.query.evaluate import hits, holds
from bot.query.needs import bans, cheapest, is_decided, needs
from bot.query.tree import Node, Query
from bot.query.vocabulary import Vocabulary
from bot.text import Analyser

# A key met in so many articles has its queries looked at again: is another of their keys rarer?
_LOOK_AGAIN = frozenset(2**power for power in range(1, 20))

MOST_MOVED = 200  # queries looked at again an article: some 0.2 ms


@dataclass(slots=True, eq=False)
class _Entry:
    """A query, who asks it, and what it takes: numbers of keys.

    All of `required` must be met, one at least of each of `choices`, none of `banned`; where `decided`, that
    is all. It is found by its `anchors`: `required` has one of them, or they are one of the choices.
    """

    query: Query
    ids: tuple[int, ...]
    required: tuple[int, ...]
    choices: tuple[tuple[int, ...], ...]
    banned: tuple[int, ...]
    anchors: tuple[int, ...]
    decided: bool

    def groups(self) -> list[tuple[int, ...]]:
        """Return what it may be found by."""
        return [*((number,) for number in self.required), *self.choices]

    def numbers(self) -> Iterator[int]:
        """Yield each number as often as it is held, save the anchors, which are among them."""
        yield from self.required
        for choice in self.choices:
            yield from choice
        yield from self.banned


class Matcher:
    """Matches one article against all queries. Changing one of them costs no more than reading it."""

    def __init__(self, analyser: Analyser) -> None:
        self._vocabulary = Vocabulary(analyser)
        self._entries: dict[Node, _Entry] = {}
        self._by_id: dict[int, _Entry] = {}
        self._postings: dict[int, set[_Entry]] = {}
        self._doubtful: deque[_Entry] = deque()  # their anchors may be commoner than was thought

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
        entry.ids = (*entry.ids, id_)
        self._by_id[id_] = entry

    def remove(self, id_: int) -> None:
        """Match that query no more; nothing happens where there is none."""
        entry = self._by_id.pop(id_, None)
        if entry is None:
            return
        entry.ids = tuple(each for each in entry.ids if each != id_)
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
        self._doubt(met & self._postings.keys())
        for entry in self._proposed(met):
            if entry.decided or holds(entry.query.node, document):
                yield entry

    def _doubt(self, posted: set[int]) -> None:
        """Look again at the queries of keys that turn out to be common, a few each time."""
        seen, postings = self._vocabulary.seen, self._postings
        for number in posted:
            if seen[number] in _LOOK_AGAIN:
                self._doubtful.extend(postings[number])
        for _ in range(min(len(self._doubtful), MOST_MOVED)):
            entry = self._doubtful.popleft()
            if not entry.ids:
                continue  # removed meanwhile
            better = min(entry.groups(), key=lambda group: sum(seen[number] for number in group))
            if better != entry.anchors:
                self._unpost(entry)
                entry.anchors = better
                self._post(entry)

    def _proposed(self, met: set[int]) -> Iterator[_Entry]:
        meets, avoids = met.issuperset, met.isdisjoint
        told: set[_Entry] = set()
        for number in met & self._postings.keys():
            for entry in self._postings[number]:
                if not meets(entry.required) or not avoids(entry.banned):
                    continue
                if entry.choices and any(map(avoids, entry.choices)):
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
        take = self._vocabulary.take
        taken = {group: tuple(map(take, group)) for group in dict.fromkeys(groups)}
        entry = _Entry(
            query=query,
            ids=(),
            required=tuple(numbers[0] for numbers in taken.values() if len(numbers) == 1),
            choices=tuple(numbers for numbers in taken.values() if len(numbers) > 1),
            banned=tuple(map(take, dict.fromkeys(bans(query.node)))),
            anchors=taken[anchor],
            decided=is_decided(query.node),
        )
        self._post(entry)
        return entry

    def _leave(self, entry: _Entry) -> None:
        self._unpost(entry)
        for number in entry.numbers():
            self._vocabulary.give_back(number)

    def _post(self, entry: _Entry) -> None:
        for number in entry.anchors:
            self._postings.setdefault(number, set()).add(entry)

    def _unpost(self, entry: _Entry) -> None:
        for number in entry.anchors:
            postings = self._postings[number]
            postings.discard(entry)
            if not postings:
                del self._postings[number]

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
