"""Near copies: which earlier text an article repeats, in whole or in a large part. Pure.

An agency's report that many outlets print, cut to length, under headlines of their own and with a changed
word here and there, is one report. Texts are compared by bottom-k sketches, the form of MinHash that tells
not only resemblance but containment too (Broder, "On the resemblance and containment of documents", 1997):
of all runs of `RUN` words the `SKETCH` smallest hashes are kept. Over the range of hashes that two sketches
both cover, they tell which share of the shorter text stands in the longer one.

Nothing is random: the same texts in the same order give the same answers, in every process.
"""

from __future__ import annotations

import re
from array import array
from bisect import bisect_right
from collections import Counter, deque
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from itertools import islice
from zlib import crc32

# Words in a row that are compared as one; chosen by `measure/copies.py`, see DECISIONS.md.
RUN = 3

# So many where a character is a letter and words are not spaced (Thai, Lao, Khmer, Myanmar): of runs of three
# letters half of any Thai paragraph stands in any other text of 4,000 characters, of eight a seventh.
RUN_OF_LETTERS = 8

# Hashes kept of a text, 512 bytes: containment is told to within .09 (two standard errors) of long texts.
SKETCH = 128

# Smallest hashes under which a text is found again. More find shorter excerpts of longer texts, at 100 bytes.
POSTED = 16

# Texts of fewer runs are all alike: "Follow live updates here".
SHORTEST = 20

# Hashes of the shorter text that must tell: five of ten could be chance, half of a paragraph.
FEWEST = 12

# From this share of the shorter text on, it is a copy; chosen by `measure/copies.py`, see DECISIONS.md.
COPY = 0.5

# Texts compared with a new one, those with most hashes in common: a report may run in hundreds of outlets.
COMPARED = 64

# A run that more texts of the window hold is an outlet's stock phrase, and tells nothing.
COMMON = 1_000

# Texts remembered: some 120 MB.
CAPACITY = 60_000
WINDOW = timedelta(hours=48)  # agencies' reports are printed within a day or two

_LETTERS = re.compile("[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff]")
# Where words are not spaced (kana, Han, Thai, Lao, Khmer, Myanmar) a character counts as a word.
_WORDS = re.compile("[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff]|\\w+")


@dataclass(frozen=True, slots=True)
class Copy:
    """That a text repeats an earlier one; `similarity` is the share of the shorter text, 0 to 1."""

    id: int
    similarity: float


@dataclass(frozen=True, slots=True)
class _Entry:
    owner: int
    hashes: array[int]  # sorted
    at: datetime | None

    @property
    def bound(self) -> int:
        """Up to where every hash of the text is among `hashes`."""
        return self.hashes[-1] if len(self.hashes) >= SKETCH else 0xFFFFFFFF

    @property
    def posted(self) -> array[int]:
        return self.hashes[:POSTED]


def sketch(text: str) -> bytes:
    """Return the sketch of *text*: up to `SKETCH` sorted 32-bit hashes, as `Copies` takes them."""
    hashes = sorted(set(map(crc32, map(str.encode, runs(text)))))
    return array("I", hashes[:SKETCH]).tobytes()


def runs(text: str) -> Iterator[str]:
    """Yield the runs of words of *text*, in whatever script, by which two texts are compared."""
    words = _WORDS.findall(text.casefold())
    length = RUN
    if not text.isascii() and len(_LETTERS.findall(text)) * 2 > len(words):
        length = RUN_OF_LETTERS
    return map(" ".join, zip(*(islice(words, start, None) for start in range(length)), strict=False))


class Copies:
    """The texts of a sliding window, and which of them a new one repeats.

    copies = Copies()
    copies.add(1, wire_text)
    copies.add(2, same_text_elsewhere)    # Copy(id=1, similarity=0.97)
    """

    def __init__(self, *, window: timedelta = WINDOW, capacity: int = CAPACITY) -> None:
        self._window = window
        self._capacity = capacity
        self._entries: dict[int, _Entry] = {}
        # Most hashes stand in one text alone, and a list for each would take two fifths of all memory.
        self._by_hash: dict[int, int | list[int]] = {}
        self._order: deque[int] = deque()

    def __len__(self) -> int:
        return len(self._entries)

    def add(
        self, id_: int, text: str, *, owner: int | None = None, at: datetime | None = None
    ) -> Copy | None:
        """Put a text into the window; return the earlier one nearest to it, None where it repeats none."""
        return next(iter(self.add_sketch(id_, sketch(text), owner=owner, at=at)), None)

    def add_sketch(
        self, id_: int, sketched: bytes, *, owner: int | None = None, at: datetime | None = None
    ) -> list[Copy]:
        """Put a sketched text into the window; return the earlier texts that it repeats, the nearest first.

        *owner* is what it is a version of (an article has several): versions of one are no copies of each
        other. *at* is when it arrived, never earlier than that of the text before; it bounds the window.
        """
        entry = _Entry(id_ if owner is None else owner, array("I", sketched), at)
        self._expire(at)
        found = self._nearest(entry) if len(entry.hashes) >= SHORTEST else []
        self._place(id_, entry)
        return found

    def put_sketch(self, id_: int, sketched: bytes, *, owner: int, at: datetime) -> None:
        """Put a sketched text into the window of which it is known already what it repeats."""
        self._expire(at)
        self._place(id_, _Entry(owner, array("I", sketched), at))

    def _place(self, id_: int, entry: _Entry) -> None:
        if len(entry.hashes) < SHORTEST:
            return
        self._entries[id_] = entry
        self._order.append(id_)
        for one in entry.posted:
            holders = self._by_hash.setdefault(one, id_)
            if isinstance(holders, list):
                holders.append(id_)
            elif holders != id_:
                self._by_hash[one] = [holders, id_]
        if len(self._order) > self._capacity:
            self._drop(self._order.popleft())

    def joined(self, kept: int, gone: int) -> list[int]:
        """Let versions of one owner be another's from now on; return them."""
        versions = [id_ for id_, entry in self._entries.items() if entry.owner == gone]
        self.give(versions, kept)
        return versions

    def give(self, ids: Iterable[int], owner: int) -> None:
        """Let texts be versions of *owner*, as far as the window still has them."""
        for id_ in ids:
            if id_ in self._entries:
                self._entries[id_] = replace(self._entries[id_], owner=owner)

    def remove(self, id_: int) -> None:
        """Take a text out again, because it was not stored after all; the newest is cheapest."""
        if id_ not in self._entries:
            return
        if self._order[-1] == id_:
            self._order.pop()
        else:
            self._order.remove(id_)
        self._drop(id_)

    def _nearest(self, entry: _Entry) -> list[Copy]:
        """Return the texts of other owners that *entry* repeats: the most alike first, then the earliest."""
        shared: Counter[int] = Counter()
        for one in entry.hashes:
            holders = self._by_hash.get(one, ())
            if isinstance(holders, int):
                shared[holders] += 1
            elif len(holders) <= COMMON:
                shared.update(holders)
        for id_ in [id_ for id_ in shared if self._entries[id_].owner == entry.owner]:
            del shared[id_]
        asked = sorted(shared, key=lambda id_: (-shared[id_], id_))[:COMPARED]
        hashes = frozenset(entry.hashes)
        found = [Copy(id_, _similarity(entry, hashes, self._entries[id_])) for id_ in asked]
        return sorted(
            (one for one in found if one.similarity >= COPY), key=lambda one: (-one.similarity, one.id)
        )

    def _expire(self, now: datetime | None) -> None:
        """Let go of what came too long before *now*."""
        while now is not None and self._order:
            at = self._entries[self._order[0]].at
            if at is None or now - at <= self._window:
                return
            self._drop(self._order.popleft())

    def _drop(self, id_: int) -> None:
        for one in self._entries.pop(id_).posted:
            holders = self._by_hash[one]
            if isinstance(holders, int):
                del self._by_hash[one]
                continue
            holders.remove(id_)
            if len(holders) == 1:
                self._by_hash[one] = holders[0]


def _similarity(one: _Entry, hashes: frozenset[int], other: _Entry) -> float:
    """Return which share of the shorter text's hashes the longer one has, where both sketches tell.

    *hashes* are those of *one*.
    """
    bound = min(one.bound, other.bound)
    mine, others = bisect_right(one.hashes, bound), bisect_right(other.hashes, bound)
    # Of a long text few of a short one's hashes are told of: too few tell nothing.
    fewest = min(mine, others)
    return len(hashes.intersection(other.hashes[:others])) / fewest if fewest >= FEWEST else 0.0
