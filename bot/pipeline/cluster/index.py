"""Find the articles of a window that share an article's rarest words, and how common each term is."""

from __future__ import annotations

from array import array
from collections import defaultdict
from collections.abc import Iterable, Mapping

from bot.pipeline.cluster.background import rarities
from bot.pipeline.cluster.postings import Postings
from bot.pipeline.cluster.terms import Terms

# Cells that count terms by their key's last bits: 16 MB whatever comes. Two terms in one cell only look
# more common than they are.
CELLS = 1 << 22
# Articles looked at for one article, those that share its rarest words first.
MOST_LOOKED_AT = 1_000
# Articles of one word looked at, the newest: a word of more is of a topic, not of an event.
MOST_OF_A_WORD = 400


class Index:
    """The words of the articles in the window. Depends on what is in it alone, not on what has left."""

    def __init__(self) -> None:
        self._counts = array("I", [0]) * CELLS
        self._words = Postings()
        self._size = 0

    def add(self, number: int, terms: Terms) -> None:
        """Put an article in, under a number above all others; a revision under its old one."""
        self._size += 1
        for key in terms.keys:
            self._counts[key % CELLS] += 1
        for key in terms.indexed:
            self._words.add(key, number)

    def remove(self, number: int, terms: Terms) -> None:
        """Take an article out."""
        self._size -= 1
        for key in terms.keys:
            self._counts[key % CELLS] -= 1
        for key in terms.indexed:
            self._words.remove(key, number)

    def rarities(self, keys: Iterable[int], shares: Mapping[int, float]) -> list[float]:
        """Return the weight of each term, by how many articles of its language have it."""
        return rarities(keys, shares, counts=self._counts, articles=self._size)

    def sharing(self, terms: Terms, shares: Mapping[int, float], most: int) -> list[tuple[int, float]]:
        """Return the *most* articles that share most with *terms*: number and weight, in order."""
        found: dict[int, float] = {}
        looked = 0
        words = terms.indexed
        for rare, key in sorted(zip(self.rarities(words, shares), words, strict=True), reverse=True):
            numbers = self._words.of(key)[-MOST_OF_A_WORD:]
            square = rare**2
            bearing = dict.fromkeys(numbers, square)
            for number in found.keys() & bearing.keys():  # few of them: the rest is done in C
                bearing[number] = found[number] + square
            found |= bearing
            looked += len(numbers)
            if looked >= MOST_LOOKED_AT:
                break
        # Most share one word, and so have one of a few weights: to order these is less than to order all.
        weighing: defaultdict[float, list[int]] = defaultdict(list)
        for number, weight in found.items():
            weighing[weight].append(number)
        nearest: list[tuple[int, float]] = []
        for weight in sorted(weighing, reverse=True):
            nearest += [(number, weight) for number in sorted(weighing[weight])[: most - len(nearest)]]
            if len(nearest) == most:
                break
        return nearest
