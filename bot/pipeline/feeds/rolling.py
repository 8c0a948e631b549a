"""Whether a feed's window rolled over between two polls, so that entries may have come and gone unseen. Pure.

A window is what a poll showed, as short hashes in the order in which the entries came to us.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from bot.domain.feed import KnownEntry

WINDOW = 200  # newest entries that are remembered of a parse, to see whether the next one overlaps it
ON_TOP = 0.25  # of a window, at most, is what a feed keeps on top; else its order is not that of arrival
WINDOW_HASH = 12  # hex characters: two of 200 entries agree with a chance of 1 in 10 to the 10


def window_of(keys: Sequence[str], known: Sequence[KnownEntry | None]) -> tuple[str, ...]:
    """Return the window of a poll from its entries' keys, oldest first, and what was stored of each before.

    Known entries come first, in the order in which they were stored: what a feed keeps on top, or shows
    again, is not as new as its place says.
    """
    places = sorted(range(len(keys)), key=lambda at: (1, at) if (one := known[at]) is None else (0, one.id))
    return tuple(keys[at][:WINDOW_HASH] for at in places[-WINDOW:])


def rolled_over(before: Sequence[str], keys: Sequence[str]) -> bool:
    """Return whether entries may have come and gone between a window and the *keys* shown now, oldest first.

    They may where nothing of the window is left. They may as well where all of its newer half is gone and
    as many are new: then what is left are entries that the feed keeps for ever, as features. A few that
    stand above all that is new are kept on top, and prove nothing either.
    """
    shown = [key[:WINDOW_HASH] for key in keys]
    newer = before[len(before) // 2 :]
    left = _but_on_top(before, shown)
    if not before or not shown or not left.isdisjoint(newer):
        return False
    return left.isdisjoint(before) or len(left.difference(before)) >= len(newer)


def goes_on(before: Sequence[str], keys: Iterable[str]) -> bool:
    """Return whether so much of a window is left, in whatever order, that nothing can have been missed."""
    left = {key[:WINDOW_HASH] for key in keys}.intersection(before[len(before) // 2 :])
    return len(left) > _most_on_top(before)


def _but_on_top(before: Sequence[str], shown: Sequence[str]) -> set[str]:
    """Return what is shown but for the few of the window that stand above all that is new."""
    old = set(before)
    newest = next((at for at in reversed(range(len(shown))) if shown[at] not in old), len(shown))
    top = shown[newest + 1 :]
    return set(shown) - set(top) if len(top) <= _most_on_top(before) else set(shown)


def _most_on_top(before: Sequence[str]) -> int:
    return max(1, int(len(before) * ON_TOP))
