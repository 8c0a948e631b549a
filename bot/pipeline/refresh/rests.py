"""Hosts that asked to be left alone (Retry-After): known at once, and kept in rows for the next process."""

from __future__ import annotations

from datetime import datetime, timedelta

from bot.domain.clock import Clock
from bot.errors import FetchError, NotAsked
from bot.pipeline.addresses.canonical import shown
from bot.pipeline.fetch.answer import LONGEST_RETRY
from bot.storage import Database, host_rests
from bot.storage.feeds import host_of

MOST = 10_000  # hosts that are remembered


class Rests:
    """Until when which hosts are left alone, whatever page is wanted. Used within one event loop."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._until: dict[str, datetime] = {}
        self._unkept: dict[str, datetime] = {}

    async def begin(self, database: Database) -> None:
        """Learn what an earlier process was asked for. Raises StorageError."""
        async with database.read() as connection:
            self._until = await host_rests.load(connection, now=self._clock.now())

    async def keep(self, database: Database) -> None:
        """Store what was asked for since the last time. Raises StorageError: then the next try stores it."""
        if not self._unkept:
            return
        kept = dict(self._unkept)
        async with database.write() as connection:
            await host_rests.keep(connection, kept, now=self._clock.now())
        self._unkept = {host: until for host, until in self._unkept.items() if kept.get(host) != until}

    def left(self, url: str) -> float:
        """Return for how many seconds the host of *url* is still to be left alone; or 0."""
        until = self._until.get(host_of(url))
        left = (until - self._clock.now()).total_seconds() if until is not None else 0.0
        return left if 0 < left <= LONGEST_RETRY else 0.0  # more only where the clock was set back

    def refuse(self, url: str) -> None:
        """Raise NotAsked where the host of *url* rests."""
        if left := self.left(url):
            raise NotAsked(f"{shown(url)}: its site asked to be left alone.", retry_after=left)

    def note(self, url: str, error: FetchError) -> None:
        """Take note of the rest that the host of *url* asked for, or the one where it led, if one did."""
        if not error.retry_after:
            return
        now = self._clock.now()
        if len(self._until) >= MOST:
            self._until = {host: until for host, until in self._until.items() if until > now}
        host = error.host or host_of(url)
        self._until[host] = self._unkept[host] = now + timedelta(seconds=error.retry_after)
