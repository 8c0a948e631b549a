"""How many requests at once, and how fast to one host.

A host is left in peace between two starts, however many of its feeds are due; requests that wait for
their host don't take the places of those that could go.
"""

from __future__ import annotations

import asyncio
import math
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

FORGET_EVERY = 512  # turns between two sweeps of hosts that nobody waits for


@dataclass(slots=True)
class _Host:
    places: asyncio.Semaphore
    waiting: int = 0  # those who wait or are under way
    next_start: float = field(default=0.0)  # on the loop's clock; promised to those who wait for it
    started: float = field(default=-math.inf)  # on the loop's clock


class Pace:
    """Hands out turns. Times are in seconds on the event loop's clock."""

    def __init__(self, *, in_flight: int, per_host: int, start_interval: float) -> None:
        self._places = asyncio.Semaphore(in_flight)
        self._per_host = per_host
        self._interval = start_interval
        self._hosts: dict[str, _Host] = {}
        self._turns = 0

    @asynccontextmanager
    async def turn(self, host: str) -> AsyncIterator[None]:
        """Hold one of the places of *host* and one of all; entered when both are free and it is time."""
        entry = self._hosts.get(host)
        if entry is None:
            entry = self._hosts[host] = _Host(asyncio.Semaphore(self._per_host))
        entry.waiting += 1
        try:
            async with entry.places:
                await self._wait_for_start(entry)
                async with self._places:
                    await self._wait_for_last(entry)
                    yield
        finally:
            entry.waiting -= 1
            self._forget_idle()

    def waiting(self, host: str) -> int:
        """Return how many wait for *host*, or are under way there."""
        entry = self._hosts.get(host)
        return entry.waiting if entry is not None else 0

    async def _wait_for_start(self, entry: _Host) -> None:
        if self._interval <= 0:
            return
        now = asyncio.get_running_loop().time()
        start = max(now, entry.next_start)
        entry.next_start = start + self._interval
        if start > now:
            await asyncio.sleep(start - now)

    async def _wait_for_last(self, entry: _Host) -> None:
        """Keep two apart whose times had come while all places were taken."""
        if self._interval <= 0:
            return
        now = asyncio.get_running_loop().time()
        start = max(now, entry.started + self._interval)
        entry.started = start
        if start > now:
            await asyncio.sleep(start - now)

    def _forget_idle(self) -> None:
        self._turns += 1
        if self._turns % FORGET_EVERY:
            return
        now = asyncio.get_running_loop().time()
        idle = [
            name
            for name, host in self._hosts.items()
            if not host.waiting and max(host.next_start, host.started + self._interval) <= now
        ]
        for name in idle:
            del self._hosts[name]
