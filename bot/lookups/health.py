"""One feed's life: what it published day by day, when it could not be read, what may have been missed."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.domain.clock import Clock
from bot.domain.feed import FollowedFeed
from bot.domain.guild import Viewer
from bot.errors import NotFound
from bot.storage import Database, feed_events, feeds, following
from bot.storage.feed_events import Event

DAYS = 28  # that are looked back: four weeks show a week's rhythm, and fit a phone
DAY = timedelta(days=1)
ENTRIES = 20_000  # the newest that are counted: 700 a day
EVENTS = 2_000  # the newest that are looked at for failures and gaps: seventy a day

GAP, RECOVERED, HICCUP = "gap", "recovered", "hiccup"
HIDDEN = frozenset({"listed", HICCUP})  # kept for ourselves, or only counted
FAILED_SINCE = "failed since "  # what a recovery's detail begins with, before the moment


@dataclass(frozen=True, slots=True)
class FeedHealth:
    """A feed's last `DAYS` days: tuples of one value a day, the earliest first, the last ends now.

    `failing` marks the days on which it failed for half an hour or longer, `hiccups` counts the shorter ones.
    `interval` is the time between its last check and the next one, None where it was not checked yet, or
    fails. `events` are the newest first.
    """

    followed: FollowedFeed
    by_day: tuple[int, ...]
    failing: tuple[bool, ...]
    hiccups: tuple[int, ...]
    gaps: tuple[bool, ...]
    interval: timedelta | None
    events: tuple[Event, ...]
    at: datetime

    @property
    def articles(self) -> int:
        """All articles of these days."""
        return sum(self.by_day)


class HealthLookup:
    """Looks at one feed."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    async def of(self, feed_id: int, *, viewer: Viewer) -> FeedHealth:
        """Return a feed's life. Raises NotFound where the viewer's guild does not follow it."""
        now = self._clock.now()
        async with self._database.read() as connection:
            followed = next(
                (
                    one
                    for one in await following.followed(connection, viewer.guild_id, now=now)
                    if one.feed.id == feed_id
                ),
                None,
            )
            if followed is None:
                raise NotFound("This server does not follow that feed. /feed list shows those it follows.")
            published = await feeds.published(connection, feed_id, since=now - DAYS * DAY, limit=ENTRIES)
            events = await feed_events.events(connection, feed_id, since=now - DAYS * DAY, limit=EVENTS)
        feed = followed.feed
        is_read = feed.last_checked_at is not None and not feed.failures
        return FeedHealth(
            followed=followed,
            by_day=_counts(published, now),
            failing=_spans(_failures(events, feed.failing_since, now), now),
            hiccups=_counts((one.at for one in events if one.kind == HICCUP), now),
            gaps=tuple(count > 0 for count in _counts((one.at for one in events if one.kind == GAP), now)),
            interval=feed.next_check_at - feed.last_checked_at if is_read and feed.last_checked_at else None,
            events=tuple(one for one in events if one.kind not in HIDDEN),
            at=now,
        )


def _counts(moments: Iterable[datetime], now: datetime) -> tuple[int, ...]:
    """Return how many of these fell on each day; those of the future on the last."""
    counts = [0] * DAYS
    for moment in moments:
        day = _day(moment, now)
        if day >= 0:
            counts[day] += 1
    return tuple(counts)


def _day(moment: datetime, now: datetime) -> int:
    """Return the place of a moment's day; below 0 before the first."""
    return DAYS - 1 - int(max(now - moment, timedelta()) / DAY)


def _failures(
    events: Sequence[Event], failing_since: datetime | None, now: datetime
) -> list[tuple[datetime, datetime]]:
    """Return from when to when a feed could not be read."""
    spans = [(failing_since, now)] if failing_since is not None else []
    for one in events:
        if one.kind == RECOVERED and one.detail.startswith(FAILED_SINCE):
            try:
                since = datetime.fromisoformat(one.detail.removeprefix(FAILED_SINCE))
            except ValueError:
                continue
            if since.tzinfo is not None:
                spans.append((since, one.at))
    return spans


def _spans(spans: Iterable[tuple[datetime, datetime]], now: datetime) -> tuple[bool, ...]:
    days = [False] * DAYS
    for start, end in spans:
        for day in range(max(0, _day(start, now)), max(-1, _day(end, now)) + 1):
            days[day] = True
    return tuple(days)
