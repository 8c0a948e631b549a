"""The feeds that this process holds: claimed when due, kept while read, given back where that failed."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Collection
from datetime import datetime, timedelta

import structlog

from bot.domain.clock import Clock
from bot.domain.feed import Feed
from bot.pipeline.refresh.values import RefreshOptions
from bot.storage import Connection, Database, polls

# A feed whose poll met a fault of our own is left alone this long, so that it doesn't fail every second.
AFTER_FAULT = timedelta(minutes=15)

# A feed that can't be stored again and again (locked, read-only, full) is left alone this long at most.
LONGEST_REST = timedelta(minutes=1)

log = structlog.get_logger()


class Claims:
    """Leases of feeds. What is to be given back is remembered until it is stored; leases end by themselves.

    Used within one event loop; whatever writes raises StorageError.
    """

    def __init__(self, database: Database, clock: Clock, options: RefreshOptions) -> None:
        self._database = database
        self._clock = clock
        self._options = options
        self._to_give_back: list[tuple[Feed, datetime | None]] = []
        self._unstored: dict[int, int] = {}  # feed ids whose last polls could not be stored, and how many
        self._renewed_at = 0.0  # on the loop's clock

    async def take_over(self) -> None:
        """Make due again what an earlier process held when it died."""
        async with self._database.write() as connection:
            freed = await polls.end_leases(connection)
        if freed:
            log.info("feeds of an earlier process are due again", feeds=freed)

    async def claim(
        self, limit: int, *, under_way: Collection[Feed], now: datetime | None = None
    ) -> list[Feed]:
        """Claim at most *limit* due feeds, none of a host of which as many are *under_way* as may be.

        Doubtful ones, whose names or servers may hang, come after the others, and few at once. Where there
        is not room for all, they have up to half of it: the others may be due without end.
        """
        moment = now or self._clock.now()
        async with self._database.read() as connection:  # most ticks find nothing and need no transaction
            due = await polls.next_due_at(connection)
        if due is None or due > moment:
            return []
        async with self._database.write() as connection:
            room = max(0, self._options.doubtful - sum(one.is_doubtful for one in under_way))
            most = limit - min(room, limit // 2)
            sound = await self._claimed(connection, most, under_way, now=moment, doubtful=False)
            taken = [*under_way, *sound]
            least = min(room, limit - len(sound))
            taken += await self._claimed(connection, least, taken, now=moment, doubtful=True)
            if len(sound) == most:  # and more of them may be due
                left = limit + len(under_way) - len(taken)
                taken += await self._claimed(connection, left, taken, now=moment, doubtful=False)
            return taken[len(under_way) :]

    async def _claimed(
        self, connection: Connection, limit: int, taken: Collection[Feed], *, now: datetime, doubtful: bool
    ) -> list[Feed]:
        if limit <= 0:
            return []
        reading = Counter(feed.host for feed in taken)
        return await polls.claim_due(
            connection,
            now=now,
            lease=self._options.lease,
            limit=limit,
            per_host=self._options.per_host,
            busy=[host for host, count in reading.items() if count >= self._options.per_host],
            doubtful=doubtful,
        )

    async def renew(self, under_way: Collection[Feed]) -> None:
        """Prolong the leases of feeds under way: some wait for a slow site, or for their turn."""
        now = asyncio.get_running_loop().time()
        if not under_way or now - self._renewed_at < self._options.renew_every:
            return
        self._renewed_at = now
        async with self._database.write() as connection:
            await polls.renew(connection, under_way, until=self._clock.now() + self._options.lease)

    def give_back(self, feed: Feed, again_at: datetime | None = None) -> None:
        """Let a feed go, due at *again_at* or as it was."""
        self._to_give_back.append((feed, again_at))

    def faulted(self, feed: Feed) -> None:
        """Let a feed go whose poll met a fault of our own."""
        self.give_back(feed, self._clock.now() + AFTER_FAULT)

    def not_stored(self, feed: Feed) -> None:
        """Let a feed go that could not be stored; it is tried again at once, then ever later.

        A disk may be full for hours, and its outlets are not to be asked every second meanwhile.
        """
        times = self._unstored.get(feed.id, 0)
        self._unstored[feed.id] = times + 1
        rest = min(timedelta(seconds=2 ** min(times, 6)), LONGEST_REST)
        self.give_back(feed, self._clock.now() + rest if times else None)

    def stored(self, feed: Feed) -> None:
        """Take note that a feed could be stored."""
        self._unstored.pop(feed.id, None)

    async def settle(self) -> None:
        """Store what is to be given back; where that fails, the next tick tries."""
        if not self._to_give_back:
            return
        async with self._database.write() as connection:
            given = tuple(self._to_give_back)  # polls that end meanwhile add to it
            for feed, again_at in given:
                await polls.give_back(connection, feed, next_check_at=again_at)
        stored = set(map(id, given))
        self._to_give_back = [one for one in self._to_give_back if id(one) not in stored]
