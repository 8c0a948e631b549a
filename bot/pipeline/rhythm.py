"""When a feed is checked next. Pure; the moments are aware, the lengths in seconds."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random

FIRST_INTERVAL = 600.0  # of a feed whose rhythm is not known yet: ten minutes
QUICKER = 0.5  # something new: come twice as soon
SLOWER = 1.5  # nothing new: wait half as long again
AFTER_GAP = 0.25  # the feed's window rolled over between two checks: come four times as soon

# Feeds that were added together spread over this part of their interval, both ways.
JITTER = 0.1

LONGEST_FAILING = 24 * 3600.0  # a feed that fails is probed once a day at least, for ever
TELL_AFTER = timedelta(hours=6)  # of failing, before a guild's admins hear of it


@dataclass(frozen=True, slots=True)
class Bounds:
    """How often a feed may and must be checked, in seconds."""

    least: float = 60.0
    most: float = 3600.0

    def clip(self, seconds: float) -> float:
        """Return *seconds* within the bounds."""
        return min(max(seconds, self.least), self.most)


def after_success(
    last_interval: float | None, *, news: bool, gap: bool, bounds: Bounds, random: Random
) -> float:
    """Return the seconds until the next check; *last_interval* is None where it was never read."""
    if last_interval is None:
        seconds = FIRST_INTERVAL
    else:
        seconds = bounds.clip(last_interval) * (AFTER_GAP if gap else QUICKER if news else SLOWER)
    return bounds.clip(bounds.clip(seconds) * _jitter(random))


def after_failure(
    failures: int,
    *,
    at: datetime,
    failing_since: datetime,
    retry_after: float | None,
    bounds: Bounds,
    random: Random,
) -> float:
    """Return the seconds until the next try after the failure number *failures* in a row, from 1.

    The wait doubles up to a day; a Retry-After is obeyed up to a day. One try falls on the moment from which
    admins are told, so that they hear of it in time.
    """
    seconds = min(bounds.least * 2.0 ** min(failures, 30), LONGEST_FAILING) * _jitter(random)
    until_told = (failing_since + TELL_AFTER - at).total_seconds()
    if 0 < until_told < seconds:
        seconds = until_told
    return min(max(seconds, retry_after or 0.0), LONGEST_FAILING)


def _jitter(random: Random) -> float:
    return random.uniform(1 - JITTER, 1 + JITTER)
