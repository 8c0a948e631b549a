"""The roles that one process plays on a database, held as leases while it lives."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from datetime import timedelta
from typing import Final

import structlog

from bot.domain.clock import Clock
from bot.errors import StorageError
from bot.storage import Database, claims, counters, leases
from bot.storage.backup import RESTORED
from bot.storage.process_lock import alone

log = structlog.get_logger()

ROLES: Final = ("keeper", "fetcher", "gateway:0")  # one process plays all of them
LEASE: Final = timedelta(seconds=30)
RENEW_EVERY: Final = LEASE / 3


class Roles:
    """The leases of this process. `lost` is set once another process took one of them."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self.lost = asyncio.Event()
        self._database = database
        self._clock = clock
        self._held: list[leases.Held] = []

    async def take(self, holder: str) -> None:
        """Take every role; nobody else may be alive."""
        now = self._clock.now()
        async with self._database.write() as connection:
            for name in ROLES:
                taken = await leases.take(connection, name, holder, now=now, lease=LEASE, dead=True)
                assert isinstance(taken, leases.Held)  # nobody else is alive
                self._held.append(taken)

    async def renew(self) -> None:
        """Prolong the leases. One that another took (PostgreSQL hung up on our lock) is lost for good."""
        async with self._database.write() as connection:
            for one in self._held:
                if not await leases.renew(connection, one, now=self._clock.now(), lease=LEASE):
                    log.error("another process plays a role of ours", role=one.name)
                    self.lost.set()

    async def give_back(self) -> None:
        """Let others play them at once."""
        async with self._database.write() as connection:
            for one in self._held:
                await leases.give_back(connection, one, now=self._clock.now())


@asynccontextmanager
async def playing(database: Database, url: str, clock: Clock) -> AsyncIterator[Roles]:
    """Play every role within the block. Raises OperatorError where another process does.

    Before anything else the claims of a process that is gone end, and after a restore every alert is set to
    be looked for in its channel.
    """
    async with alone(database, url, "Salient") as holder:
        roles = Roles(database, clock)
        await roles.take(holder)
        try:
            await _take_over(database, clock)
            yield roles
        finally:
            with suppress(StorageError):
                await roles.give_back()


async def _take_over(database: Database, clock: Clock) -> None:
    """End the claims of a process that is gone; look into the channels first after a restore."""
    async with database.write() as connection:
        await claims.free_leases(connection)
        if await counters.count(connection, RESTORED):
            looked_up = await claims.reconcile_all(connection, now=clock.now())
            await counters.set_count(connection, RESTORED, 0)
            log.info("restored: channels are looked into before anything is sent", deliveries=looked_up)
