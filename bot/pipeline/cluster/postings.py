"""Which articles of the window bear a mark: a word, a page, a headline, a name."""

from __future__ import annotations

from array import array


class Postings:
    """Numbers of articles by mark, in order. Most marks have one article: a number stands for it alone."""

    def __init__(self) -> None:
        self._there: dict[int, array[int] | int] = {}

    def add(self, mark: int, number: int) -> None:
        """Note that an article bears a mark, which it does not yet; cheapest under the highest number."""
        there = self._there.get(mark)
        if there is None:
            self._there[mark] = number
        elif isinstance(there, int):
            self._there[mark] = array("I", sorted((there, number)))
        elif there[-1] < number:
            there.append(number)
        else:
            self._there[mark] = array("I", sorted((*there, number)))

    def remove(self, mark: int, number: int) -> None:
        """Forget that an article bears a mark."""
        there = self._there[mark]
        if isinstance(there, int):
            del self._there[mark]
            return
        if there[-1] == number:
            there.pop()
        else:
            there.remove(number)  # the oldest leave first, so it is found at once
        if len(there) == 1:
            self._there[mark] = there[0]

    def __len__(self) -> int:
        return len(self._there)

    def of(self, mark: int) -> array[int] | tuple[int, ...]:
        """Return the articles that bear a mark. Not to be changed."""
        there = self._there.get(mark)
        if there is None:
            return ()
        return (there,) if isinstance(there, int) else there
