"""Which articles of the window bear a mark: a page, a headline, a name."""

from __future__ import annotations

from collections.abc import Collection


class Postings:
    """Numbers of articles by mark. Most marks have one article: a number stands for it, and no set."""

    def __init__(self) -> None:
        self._there: dict[int, int | set[int]] = {}

    def add(self, mark: int, number: int) -> None:
        """Note that an article bears a mark."""
        there = self._there.setdefault(mark, number)
        if isinstance(there, set):
            there.add(number)
        elif there != number:
            self._there[mark] = {there, number}

    def discard(self, mark: int, number: int) -> None:
        """Forget that an article bears a mark."""
        there = self._there.get(mark)
        if isinstance(there, set):
            there.discard(number)
            if len(there) == 1:
                self._there[mark] = there.pop()
        elif there == number:
            del self._there[mark]

    def __len__(self) -> int:
        return len(self._there)

    def of(self, mark: int) -> Collection[int]:
        """Return the articles that bear a mark."""
        there = self._there.get(mark)
        if there is None:
            return ()
        return there if isinstance(there, set) else (there,)
