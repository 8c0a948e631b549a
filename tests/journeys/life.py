"""Lives of the bot: the real one in a process of its own, which can be told to die at a commit.

    python -m tests.journeys.life

loads the bot once; each line on standard input (JSON: the fields of `Orders`) then forks one life, so that a
life starts in a fraction of a second. The life connects to the test's port and exchanges lines with it:

    -> {"pid": 4711}                                     at its start
    -> {"commit": "app.roles._take_over"}                      after each commit: the function that made it
    -> {"ended": "..."}                                  where it ended by itself
    <- {"advance": 65}                                   its clock is moved
    <- {"die": ["app.roles._take_over", "before"]}             it kills itself there: SIGKILL
    <- {"stop": true}                                    it stops as on SIGTERM

Commits made within `Database.write` are all that the bot makes, but for migrations and the lock.
"""

from __future__ import annotations

import asyncio
import gc
import json
import os
import random
import signal
import sys
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from types import FrameType
from typing import Any

from bot import app
from bot.app import engine
from bot.chat.client import SalientClient
from bot.chat.supervisor import Backoff, Supervisor
from bot.domain.delivery import Delivery
from bot.storage import Connection, Database
from config import logs
from config.settings import fixed
from tests.fakes.discord import point_at
from tests.journeys.moving import MovingClock

GUILDS_QUIET = 0.02  # seconds instead of discord.py's two: the local Discord tells all guilds at once
COMMIT_TAKES = 0.002  # seconds, about
BACKOFF = Backoff(first=0.02, longest=0.2, healthy=60)

_write = Database.write


@dataclass(frozen=True, slots=True)
class Orders:
    """How to live: where the test listens, where Discord is, how far ahead the clock is."""

    port: int
    discord: str
    token: str
    settings: dict[str, Any]
    ahead: float = 0.0
    die: list[str] | None = None  # [the function that commits, "before", "during" or "after"]
    housekeeping: float | None = None  # seconds between two purges, and two renewals of the roles


def supervised(token: str) -> Callable[[Callable[[], SalientClient]], Supervisor]:
    """Return what `app.running` makes its gateway by: the real one, impatient."""

    def gateway(make: Callable[[], SalientClient]) -> Supervisor:
        def impatient() -> SalientClient:
            client = make()
            client._connection.guild_ready_timeout = GUILDS_QUIET
            return client

        return Supervisor(token, impatient, backoff=BACKOFF)

    return gateway


@dataclass
class Life:
    """What the commits of this process are watched by."""

    clock: MovingClock
    writer: asyncio.StreamWriter
    die: list[str] | None = None
    tasks: set[asyncio.Task[None]] = field(default_factory=set)

    def tell(self, **said: object) -> None:
        self.writer.write(json.dumps(said).encode() + b"\n")

    def maybe_die(self, place: str, side: str) -> None:
        """Die here, if this is the place: no `finally` runs, nothing is flushed."""
        if self.die == [place, side]:
            die()

    def maybe_die_during(self, place: str) -> None:
        """Die about when the COMMIT that comes next is under way, if this is the place.

        At once it would be dead before SQLite's thread has begun; so chance says when, and either outcome
        occurs.
        """
        if self.die == [place, "during"]:
            asyncio.get_running_loop().call_later(random.uniform(0, COMMIT_TAKES), die)

    def watch(self) -> None:
        """Let every commit pass by here."""
        life = self

        @asynccontextmanager
        async def write(self: Database) -> AsyncIterator[Connection]:
            place = committer()
            async with _write(self) as connection:
                yield connection
                life.maybe_die(place, "before")
                life.maybe_die_during(place)
            life.maybe_die(place, "after")
            life.tell(commit=place)

        Database.write = write  # type: ignore[method-assign]

    async def obey(self, reader: asyncio.StreamReader) -> None:
        """Do what the test says."""
        async for line in reader:
            said = json.loads(line)
            self.die = said.get("die", self.die)
            self.clock.advance(timedelta(seconds=said.get("advance", 0.0)))
            if said.get("stop"):
                return


def die() -> None:
    """End this process as a power cut would."""
    os.kill(os.getpid(), signal.SIGKILL)


def committer() -> str:
    """Return the function of the bot that asks for a transaction, and what it delivers, if anything."""
    frame: FrameType | None = sys._getframe(1)
    while frame is not None:
        module = str(frame.f_globals.get("__name__", ""))
        if module.startswith(("bot.", "cogs.")):
            place = f"{module}.{frame.f_code.co_qualname}".removeprefix("bot.").removeprefix("pipeline.")
            return place + _delivered(frame.f_locals.get("claimed"))
        frame = frame.f_back
    return "unknown"


def _delivered(claimed: object) -> str:
    if not isinstance(claimed, Delivery):
        return ""
    times = "first" if claimed.message_id is None else "edited"
    return f", {times} {claimed.kind.value} to a {claimed.target.kind.value}"


async def live(orders: Orders) -> None:
    """Run the bot until it is killed, or the test hangs up."""
    reader, writer = await asyncio.open_connection("127.0.0.1", orders.port)
    life = Life(MovingClock(orders.ahead), writer, orders.die)
    life.tell(pid=os.getpid())
    life.watch()
    point_at(orders.discord)
    if orders.housekeeping:
        engine.PURGE_EVERY = engine.RENEW_EVERY = timedelta(seconds=orders.housekeeping)
    obeying = asyncio.create_task(life.obey(reader))
    try:
        async with (
            app.open(fixed(**orders.settings), clock=life.clock) as opened,
            app.running(opened, supervised(orders.token)) as connection,
        ):
            await asyncio.wait({obeying, connection}, return_when=asyncio.FIRST_COMPLETED)
    except BaseException as error:
        life.tell(ended=repr(error))
        await writer.drain()
        raise


def main() -> None:
    """Fork a life for each line; the kernel reaps them."""
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)
    gc.freeze()  # what is loaded here is walked by no life's collector, and stays shared memory
    for line in sys.stdin:
        if os.fork() == 0:
            signal.signal(signal.SIGCHLD, signal.SIG_DFL)
            os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
            logs.configure(level="ERROR", form="console")
            asyncio.run(live(Orders(**json.loads(line))))
            os._exit(0)


if __name__ == "__main__":
    main()
