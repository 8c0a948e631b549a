"""When a feed is checked next. Pure; the moments are aware, the lengths in seconds.

A feed is checked when a part of an article (`SHARE`) is to be expected of it, by how often it published at
this hour of the day within the last two weeks. What the feed and its server ask for may put that off, by an
hour at most; a feed that someone waits for is checked as often as may be, put off by three minutes at most.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from random import Random

from bot.domain.feed import Asks, Feed, Rhythm

FIRST_INTERVAL = 600.0  # of a feed whose rhythm is not known yet: ten minutes
AFTER_GAP = 0.25  # the feed's window rolled over between two checks: come four times as soon
EASING = 1.5  # and then, for `GAP_LASTS`, at most half as long again with each check
GAP_LASTS = timedelta(days=1)

# Articles to be expected between two checks: one check in six finds something, as 85% of polls find nothing
# in practice, and an article waits for a tenth of the time between two on average.
SHARE = 0.2

REMEMBERED = timedelta(days=14)  # how far back a rhythm looks
HOURS = 24
# Over less than two days an hour of the day was seen once or never, and tells nothing.
BY_HOUR_FROM = 2.0  # days
SHORTEST_VIEW = 0.25  # days; a first parse whose entries are all of one minute is no rhythm of a minute
# Two weeks of a small outlet are few articles: an hour's rate is drawn this far to that of the whole day.
EVENED = 0.25

RECOUNT_AFTER = timedelta(hours=6)  # a rhythm is counted anew from what is stored; in between it is added to
RECOUNT_QUIET_AFTER = timedelta(days=1)  # the same where nothing new came

# Feeds that were added together spread over this part of their interval.
JITTER = 0.2

LONGEST_ASKED = 3600.0  # what a feed or its server asks for is heeded so far
LONGEST_ASKED_URGENT = 180.0  # and so far for a feed that someone waits for
MOST_LOST = 10_000  # articles; an estimate that is larger says nothing more
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


def counted(published: Iterable[datetime], *, now: datetime, since: datetime | None = None) -> Rhythm:
    """Return the rhythm of what was published; *since* is when the feed was first read, if it was before.

    Times after *now*, and those that lie further back than `REMEMBERED`, are left out.
    """
    oldest = now - REMEMBERED
    recent = [moment for moment in published if oldest <= moment <= now]
    by_hour = [0] * HOURS
    for moment in recent:
        by_hour[moment.astimezone(UTC).hour] += 1
    seen = min((since or now, *recent))
    days = (now - max(seen, oldest)) / timedelta(days=1)
    return Rhythm(tuple(by_hour), max(days, SHORTEST_VIEW))


def added(rhythm: Rhythm, published: Iterable[datetime], *, now: datetime, since: timedelta) -> Rhythm:
    """Return *rhythm*, which was true *since* ago, with what was published meanwhile."""
    later = counted(published, now=now)
    days = min(rhythm.days + since / timedelta(days=1), REMEMBERED / timedelta(days=1))
    return replace(
        rhythm, by_hour=tuple(map(sum, zip(rhythm.by_hour, later.by_hour, strict=True))), days=days
    )


def rate(rhythm: Rhythm, hour: int) -> float:
    """Return the articles an hour that a feed publishes at an *hour* of the day (UTC)."""
    counts = rhythm.by_hour
    whole_day = sum(counts) / HOURS / rhythm.days
    if rhythm.days < BY_HOUR_FROM:
        return whole_day
    # An hour with those beside it: who publishes at 8:55 today does so at 9:05 tomorrow.
    near = (counts[hour - 1] + 2 * counts[hour] + counts[(hour + 1) % HOURS]) / 4 / rhythm.days
    return near + EVENED * (whole_day - near)


def expected(rhythm: Rhythm, start: datetime, end: datetime) -> float:
    """Return how many articles are to be expected of a feed between two moments (a month apart at most)."""
    end = min(end, start + timedelta(days=31))
    total = 0.0
    while start < end:
        until = min(end, _next_hour(start))
        total += rate(rhythm, start.astimezone(UTC).hour) * (until - start).total_seconds() / 3600
        start = until
    return total


def until_expected(rhythm: Rhythm, at: datetime, *, most: float) -> float:
    """Return after how many seconds, *most* at most, `SHARE` of an article is to be expected."""
    left = SHARE
    start, end = at, at + timedelta(seconds=most)
    while start < end:
        until = min(end, _next_hour(start))
        seconds = (until - start).total_seconds()
        coming = rate(rhythm, start.astimezone(UTC).hour) * seconds / 3600
        if coming >= left:
            return (start - at).total_seconds() + seconds * left / coming
        left -= coming
        start = until
    return most


def after_success(
    feed: Feed,
    *,
    at: datetime,
    rhythm: Rhythm | None,
    asks: Asks,
    fresh_for: float,
    gap: bool = False,
    bounds: Bounds,
    random: Random,
) -> float:
    """Return the seconds until the next check of a claimed *feed*.

    *rhythm* and *asks* are what is known after this poll; *fresh_for* is how long its answer says that it
    stays true (Cache-Control's max-age), *gap* that its window rolled over.
    """
    if feed.urgent:
        seconds = bounds.least
    elif rhythm is None:
        seconds = FIRST_INTERVAL
    else:
        seconds = until_expected(rhythm, at, most=bounds.most)
    last = _last_interval(feed)
    if gap and last is not None:
        seconds = min(seconds, last * AFTER_GAP)
    elif feed.gap_at is not None and at - feed.gap_at < GAP_LASTS and last is not None:
        seconds = min(seconds, bounds.clip(last) * EASING)
    seconds = bounds.clip(bounds.clip(seconds) * random.uniform(1 - JITTER, 1))
    longest = LONGEST_ASKED_URGENT if feed.urgent else LONGEST_ASKED
    asked = min(_asked(asks, at, seconds, fresh_for), longest, max(bounds.most, bounds.least))
    if asked <= seconds:
        return seconds
    # Not earlier than asked, nor all at one moment: the many that ask for an hour come a little sooner.
    return max(min(asked * random.uniform(1, 1 + JITTER), longest * random.uniform(0.95, 1)), seconds)


def _asked(asks: Asks, at: datetime, seconds: float, fresh_for: float) -> float:
    """Return after how many seconds, at the earliest, a feed and its server want to be asked again."""
    asked = max(fresh_for, asks.ttl or 0.0)
    when = (at + timedelta(seconds=max(seconds, asked))).astimezone(UTC)
    while when.hour in asks.skip_hours or when.weekday() in asks.skip_days:
        when = _next_hour(when)
        asked = (when - at).total_seconds()
        if asked > LONGEST_ASKED:
            break
    return asked


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
    seconds = min(bounds.least * 2.0 ** min(failures, 30), LONGEST_FAILING)
    seconds *= random.uniform(1 - JITTER / 2, 1 + JITTER / 2)
    until_told = (failing_since + TELL_AFTER - at).total_seconds()
    if 0 < until_told < seconds:
        seconds = until_told
    return min(max(seconds, retry_after or 0.0), LONGEST_FAILING)


def possibly_lost(
    rhythm: Rhythm | None, published: Iterable[datetime], *, last_read: datetime | None, at: datetime
) -> int:
    """Return how many articles may have come and gone unseen before a window that rolled over: at least 1.

    *published* are the times of the window's entries. The hole lies between the last time the feed was read
    and the oldest of them that came later (what is older stays on top, or is an old date); it holds as many
    as the feed publishes in such a time, by these very entries or by its rhythm, whichever says more.
    """
    if last_read is None:
        return 1
    moments = sorted(moment for moment in published if last_read < moment <= at)
    if not moments:
        return 1
    hole = (moments[0] - last_read).total_seconds()
    gaps = [(later - earlier).total_seconds() for earlier, later in pairwise(moments)]
    mean = sum(gaps) / len(gaps) if gaps else 0.0
    by_window = hole / mean if mean else 0.0
    by_rhythm = expected(rhythm, last_read, moments[0]) if rhythm is not None else 0.0
    return min(max(1, round(max(by_window, by_rhythm))), MOST_LOST)


def _last_interval(feed: Feed) -> float | None:
    """Return the seconds between the last check and the one that was due now; None for the first one."""
    if feed.last_checked_at is None:
        return None
    return max((feed.next_check_at - feed.last_checked_at).total_seconds(), 0.0)


def _next_hour(moment: datetime) -> datetime:
    return moment.replace(minute=0, second=0, microsecond=0) + timedelta(hours=1)
