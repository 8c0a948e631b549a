"""Dictionaries that work out what is asked for, and remember only what was asked for lately."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

K = TypeVar("K")
V = TypeVar("V")


class Memory:
    """How much several `Recent` dictionaries hold together: at most twice *most* entries.

    There are two generations. What is met goes into the young one; when the young ones together hold *most*
    entries, they become the old ones, and what was left in the old ones is forgotten. So common words stay,
    and a text of garbage drives out nothing that the last texts used.
    """

    def __init__(self, most: int) -> None:
        self._most = most
        self._young = 0
        self._shared_by: list[Callable[[], None]] = []

    def share(self, age: Callable[[], None]) -> None:
        """Let one more dictionary use this memory; *age* makes its young entries old ones."""
        self._shared_by.append(age)

    def take(self) -> None:
        """Count one more young entry, and begin a new generation where that is one too many."""
        if self._young >= self._most:
            for age in self._shared_by:
                age()
            self._young = 0
        self._young += 1


class Recent(dict[K, V]):
    """Values by key, made by *make* when first asked for: `self[key]` always has one.

    Look-ups of what is young are a dictionary's own, in C. `len` and iteration see young entries alone.
    """

    def __init__(self, make: Callable[[K], V], memory: Memory) -> None:
        super().__init__()
        self._make = make
        self._old: dict[K, V] = {}
        self._memory = memory
        memory.share(self._age)

    def __missing__(self, key: K) -> V:
        value = self._old[key] if key in self._old else self._make(key)
        self._memory.take()
        self[key] = value
        return value

    def shed(self, number: int) -> bool:
        """Forget *number* entries, or all where there are fewer; return whether any are left.

        For a dictionary that is no longer used: to free a large one at once takes some 10 ms.
        """
        for entries in (self, self._old):
            for _ in range(min(number, len(entries))):
                entries.popitem()
                number -= 1
        return bool(self or self._old)

    def _age(self) -> None:
        self._old = dict(self)
        self.clear()
