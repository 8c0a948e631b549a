"""What lives as long as the process runs: the connection to Discord, polling, delivery and the ticks."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import AsyncExitStack, asynccontextmanager, suppress
from datetime import timedelta
from functools import partial
from typing import Final, Protocol

from bot.app.opening import App
from bot.app.options import delivering, summarising
from bot.app.roles import RENEW_EVERY, Roles, playing
from bot.chat.cards import digest_fits, message_view
from bot.chat.client import ClientOptions, GuildEvents, SalientClient
from bot.chat.invalid_requests import InvalidRequests
from bot.chat.sender import DiscordSender
from bot.chat.supervisor import LONGEST_STOP
from bot.chat.views.live_answers import EVERY as LOOK_EVERY
from bot.chat.views.live_answers import LiveAnswers
from bot.errors import OperatorError, StorageError
from bot.health import answering
from bot.pipeline.deliver import Deliver
from bot.pipeline.refresh.conductor import FILING
from bot.schedule import Schedule
from bot.storage import fulltext
from bot.storage.database import ping
from cogs import setup

PURGE_EVERY: Final = timedelta(hours=1)
CHECKS_EVERY: Final = timedelta(minutes=1)  # of feeds that were added together
TIDY_EVERY: Final = timedelta(seconds=10)
STILL: Final = 60.0  # seconds without a tick after which the process is not well
CLOSING: Final = FILING + LONGEST_STOP  # seconds of `stop_timeout` that are kept for what readers do not need
LEAST_PATIENCE: Final = 0.5  # seconds that what is under way has, however short `stop_timeout` is


class Gateway(Protocol):
    """What keeps a client connected: `bot.chat.supervisor.Supervisor`, or the demo's local Discord."""

    @property
    def client(self) -> SalientClient | None:
        """The client of the moment."""

    async def run(self) -> None:
        """Stay connected until `stop`."""

    async def stop(self) -> None:
        """Close the connection and let `run` return."""


Connect = Callable[[Callable[[], SalientClient]], Gateway]


@asynccontextmanager
async def running(app: App, gateway: Connect) -> AsyncIterator[asyncio.Task[None]]:
    """Poll, match and deliver within the block, connected by the gateway that *gateway* makes.

    Yields the task of the connection; it ends only with an OperatorError (a bad token, say). Raises
    OperatorError where another process plays the roles. At the end, work under way is drained.
    """
    async with AsyncExitStack() as stack:
        roles = await stack.enter_async_context(playing(app.database, app.settings.database_url, app.clock))
        engine = _Engine(app, gateway, roles)
        stack.push_async_callback(engine.stop)
        await engine.start()
        await stack.enter_async_context(answering(app.settings.health_port, engine.health))
        yield engine.connection


class _Engine:
    """The parts that live as long as the process runs."""

    def __init__(self, app: App, gateway: Connect, roles: Roles) -> None:
        settings = app.settings
        invalid = InvalidRequests()
        options = ClientOptions(proxy=settings.discord_proxy)
        self._app = app
        self._roles = roles
        self._gateway = gateway(
            lambda: SalientClient(self._setup, self._events(), invalid_requests=invalid, options=options)
        )
        self.sender = DiscordSender(lambda: self._gateway.client, message_view, invalid_requests=invalid)
        self._deliver = Deliver(
            app.database,
            self.sender,
            app.clock,
            summarise=summarising(settings),
            fits=digest_fits,
            owners=app.owners,
            rewrite=app.rewriter.rewrite if app.rewriter else None,
            options=delivering(settings),
        )
        self._refresh = app.refresh(self._deliver.soon)
        self._live_answers = LiveAnswers()
        self._schedule: Schedule | None = None
        self._connection: asyncio.Task[None] | None = None
        self._ticked_at = 0.0

    @property
    def connection(self) -> asyncio.Task[None]:
        """The task that keeps the connection to Discord."""
        assert self._connection is not None
        return self._connection

    async def start(self) -> None:
        """Start everything, the connection last."""
        await self._refresh.take_over()
        await self._refresh.start()
        every = timedelta(seconds=self._app.settings.tick)
        self._schedule = Schedule(
            {
                "poll": (every, self._poll),
                "deliver": (every, self._deliver.tick),
                "renew": (RENEW_EVERY, self._roles.renew),
                "first checks": (CHECKS_EVERY, self._app.needs.first_checks.tick),
                "answers": (LOOK_EVERY, self._live_answers.tick),
                "purge": (PURGE_EVERY, self._app.guilds.purge),
                "purge drafts": (PURGE_EVERY, self._app.needs.drafts.purge),
                "tidy index": (TIDY_EVERY, partial(fulltext.tidy, self._app.database)),
            }
        )
        self._schedule.start()
        self._ticked_at = asyncio.get_running_loop().time()
        self._connection = asyncio.create_task(self._connected(), name="discord")

    async def stop(self) -> None:
        """Begin nothing more, finish what is under way, and close the connection."""
        if self._schedule is not None:
            self._schedule.stop()
        patience = max(LEAST_PATIENCE, self._app.settings.stop_timeout - CLOSING)
        await asyncio.gather(self._refresh.drain(patience), self._deliver.drain(patience))
        if self._connection is not None:
            await self._gateway.stop()
            self._connection.cancel()
            with suppress(asyncio.CancelledError, OperatorError):
                await self._connection

    async def health(self) -> dict[str, bool]:
        """Return what is looked at, and whether it is well."""
        try:
            await ping(self._app.database)
        except StorageError:
            stored = False
        else:
            stored = True
        since = asyncio.get_running_loop().time() - self._ticked_at
        return {"database": stored, "ticking": since < STILL, "discord": self.sender.ready()}

    async def _connected(self) -> None:
        """Stay connected until stopped; raise OperatorError where a role is played by another process."""
        gateway = asyncio.create_task(self._gateway.run(), name="gateway")
        replaced = asyncio.create_task(self._roles.lost.wait(), name="replaced")
        try:
            await asyncio.wait({gateway, replaced}, return_when=asyncio.FIRST_COMPLETED)
            if gateway.done():
                gateway.result()
            else:
                await self._gateway.stop()
                raise OperatorError("Another process has taken over this database; this one stops.")
        finally:
            replaced.cancel()
            gateway.cancel()
            with suppress(asyncio.CancelledError, OperatorError):
                await gateway

    async def _poll(self) -> None:
        self._ticked_at = asyncio.get_running_loop().time()
        await self._refresh.tick()

    async def _setup(self, client: SalientClient) -> None:
        await setup(client, self._app.needs, self.sender, self._live_answers, self._deliver.soon)

    def _events(self) -> GuildEvents:
        services = self._app.guilds

        async def present(guild_ids: frozenset[int]) -> None:
            await services.present({guild: await self.sender.owner_of(guild) for guild in guild_ids})
            self._deliver.soon()

        async def message_deleted(_guild: int | None, _channel: int, message: int) -> None:
            await services.message_deleted(message)

        return GuildEvents(
            joined=services.joined,
            left=services.left,
            present=present,
            channel_deleted=services.channel_deleted,
            message_deleted=message_deleted,
        )


async def until(stop: asyncio.Event, connection: asyncio.Task[None]) -> None:
    """Wait until *stop* is set or the connection ends; raise what ended it."""
    stopping = asyncio.create_task(stop.wait())
    try:
        await asyncio.wait({stopping, connection}, return_when=asyncio.FIRST_COMPLETED)
        if connection.done():
            connection.result()
    finally:
        stopping.cancel()
