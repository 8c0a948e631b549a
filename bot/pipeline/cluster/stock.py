"""Remember the sentences of the window's articles, to know stock sentences when they come again.

A plea for subscriptions or a desk's sign-off stands below reports of many events and tells of none.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Mapping

from bot.pipeline.cluster.story import Entry

# Cells that remember the newest article of a sentence by its hash's last bits: 4 MB whatever comes.
CELLS = 1 << 20


class Sentences:
    """Which article of the window bore a sentence last."""

    def __init__(self) -> None:
        self._bearers = array("I", [0]) * CELLS  # number + 1, 0 where none is known

    def add(self, number: int, hashes: Iterable[int]) -> None:
        """Note that the article of this number bears these sentences."""
        for hash_ in hashes:
            cell = hash_ % CELLS
            self._bearers[cell] = max(self._bearers[cell], number + 1)

    def undo(self, number: int, hashes: Iterable[int], entries: Mapping[int, Entry]) -> None:
        """Take the newest article out again: who bore its sentences before is found in *entries*. Slow."""
        cells = {hash_ % CELLS for hash_ in hashes if self._bearers[hash_ % CELLS] == number + 1}
        if not cells:
            return
        for cell in cells:
            self._bearers[cell] = 0
        for other, entry in entries.items():
            if other != number:
                self.add(other, (hash_ for hash_ in entry.sentences if hash_ % CELLS in cells))

    def bearer(self, hash_: int, entries: Mapping[int, Entry]) -> Entry | None:
        """Return the newest article of *entries* that bears a sentence; None where none does."""
        entry = entries.get(self._bearers[hash_ % CELLS] - 1)
        return entry if entry is not None and hash_ in entry.sentences else None
