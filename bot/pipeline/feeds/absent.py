"""Which entries left their feed before their time, and when that is a withdrawal. Pure.

A feed's window rolls over at its old end. An entry that is gone while older ones stay was taken out: because
its article was withdrawn, or moved, or merely re-sorted. So that alone is told to nobody. An article counts
as withdrawn where its page answers twice, some time apart, that it is gone (404 or 410), while the page of
another article of the same feed is there: else the site answers all that ask like this in that way.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import NamedTuple

MOST_AT_ONCE = 3  # entries; where more leave the middle of a feed, it was sorted anew
FIRST_LOOK = timedelta(minutes=2)  # after an entry was missed: many come back at the next poll
AGAIN = timedelta(minutes=15)  # between two looks at a page
LOOKS = 4  # at a page at most
ENOUGH = 2  # looks that find it gone
WATCHED = timedelta(days=3)  # after its arrival; later nobody is told anything of a story


class Absence(NamedTuple):
    """An entry that left its feed early, and the pages that tell why; both are addresses."""

    entry_id: int
    story_id: int
    page: str
    neighbour: str | None  # the page of an entry that its feed shows still
    checks: int
    gone: int


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a look at an absent entry's page came to; no `due_at`: it was the last one."""

    due_at: datetime | None
    gone: int
    withdrawn: bool


def left_early(before: Sequence[str], now: Collection[str]) -> tuple[str, ...]:
    """Return the keys of *before*, the oldest first, that are not in *now* though an older one is."""
    oldest = next((place for place, key in enumerate(before) if key in now), len(before))
    missing = tuple(key for key in before[oldest:] if key not in now)
    return missing if len(missing) <= MOST_AT_ONCE else ()


def judged(absence: Absence, page_gone: bool | None, neighbour_gone: bool | None, now: datetime) -> Verdict:
    """Return what follows from a look; None: the page could not be asked for, or gave no clear answer."""
    gone = absence.gone + (page_gone is True)
    if page_gone is False:  # it is there
        return Verdict(None, 0, withdrawn=False)
    if gone >= ENOUGH and page_gone:
        return Verdict(None, gone, withdrawn=neighbour_gone is False)
    last = absence.checks + 1 >= LOOKS
    return Verdict(None if last else now + AGAIN, gone, withdrawn=False)
