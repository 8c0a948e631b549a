"""Whether a feed's window rolled over between two polls, so that entries may have come and gone unseen. Pure.

A window is what a poll showed, as short hashes in the order in which the entries came to us.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence

from bot.domain.feed import KnownEntry

WINDOW = 200  # newest entries that are remembered of a parse, to see whether the next one overlaps it
WINDOW_HASH = 12  # hex characters: two of 200 entries agree with a chance of 1 in 10 to the 10


def window_of(keys: Sequence[str], known: Sequence[KnownEntry | None]) -> tuple[str, ...]:
    """Return the window of a poll from its entries' keys, oldest first, and what was stored of each before.

    Known entries come first, in the order in which they were stored: what a feed keeps on top, or shows
    again, is not as new as its place says.
    """
    places = sorted(range(len(keys)), key=lambda at: (1, at) if (one := known[at]) is None else (0, one.id))
    return tuple(keys[at][:WINDOW_HASH] for at in places[-WINDOW:])


def rolled_over(before: Sequence[str], shown: Collection[str]) -> bool:
    """Return whether entries may have come and gone between a window and what is *shown* (keys) now.

    They may where nothing of the window is left. They may as well where all of its newer half is gone and
    as many are new: then what is left are entries that the feed keeps for ever, on top or as features.
    """
    now = {key[:WINDOW_HASH] for key in shown}
    if not before or not now or not now.isdisjoint(before[len(before) // 2 :]):
        return False
    return now.isdisjoint(before) or len(now.difference(before)) >= len(before) - len(before) // 2
