"""The one place where objects are made, wired and closed.

`open` makes everything that works without Discord; `running` adds a gateway, takes the roles and ticks.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import AsyncExitStack, asynccontextmanager, suppress
from dataclasses import dataclass
from datetime import timedelta
from functools import partial
from typing import Protocol

import structlog

from bot.chat.cards import digest_fits, message_view
from bot.chat.client import ClientOptions, GuildEvents, SalientClient
from bot.chat.invalid_requests import InvalidRequests
from bot.chat.sender import DiscordSender
from bot.chat.views.following import EVERY as FOLLOW_EVERY
from bot.chat.views.following import Following
from bot.domain.clock import Clock, SystemClock
from bot.errors import OperatorError, StorageError
from bot.health import answering
from bot.lookups import (
    BacktestLookup,
    Complete,
    HealthLookup,
    Search,
    StatusLookup,
    StoryLookup,
    ToldLookup,
    WhyLookup,
)
from bot.pipeline.compose import Summarise
from bot.pipeline.deliver import Deliver, DeliverOptions
from bot.pipeline.fetch import Fetcher, FetchOptions
from bot.pipeline.leads import Leads
from bot.pipeline.owners import Owners
from bot.pipeline.owners import load as known_owners
from bot.pipeline.refresh import Refresh, RefreshOptions
from bot.pipeline.rewrite import Model, ModelOptions, Rewriter
from bot.pipeline.summarise import summarise
from bot.pipeline.workers import ParserPool, PoolOptions
from bot.schedule import Schedule
from bot.services import (
    AliasService,
    ChannelService,
    DraftService,
    FeedDraftService,
    FeedService,
    FirstChecks,
    FollowService,
    GuildService,
    HistoryService,
    ManyFeeds,
    PrivacyService,
    WatchlistService,
)
from bot.storage import Database, claims, connect, fulltext, guilds, leases
from bot.storage.backup import RESTORED
from bot.storage.database import ping
from bot.storage.exclusive import alone
from bot.storage.migrate import migrate
from bot.text import Analyser
from cogs import Needs, setup
from config import logs
from config.settings import Settings, fixed

log = structlog.get_logger()

MIB = 1024 * 1024
LEASE = timedelta(seconds=30)  # of a role
RENEW_EVERY = LEASE / 3
ROLES = ("keeper", "fetcher", "gateway:0")  # one process plays all of them
PURGE_EVERY = timedelta(hours=1)
CHECKS_EVERY = timedelta(minutes=1)  # of feeds that were added together
STILL = 60.0  # seconds without a tick after which the process is not well
CLOSING = 5.0  # of `stop_timeout`, in seconds, kept for closing the connection to Discord


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


@dataclass(frozen=True, slots=True)
class App:
    """Everything that works without Discord."""

    settings: Settings
    clock: Clock
    database: Database
    fetcher: Fetcher
    parsers: ParserPool
    feeds: FeedService
    feed_drafts: FeedDraftService
    many_feeds: ManyFeeds
    first_checks: FirstChecks
    watchlists: WatchlistService
    history: HistoryService
    drafts: DraftService
    aliases: AliasService
    channels: ChannelService
    follows: FollowService
    privacy: PrivacyService
    guilds: GuildService
    search: Search
    backtest: BacktestLookup
    stories: StoryLookup
    owners: Owners
    why: WhyLookup
    status: StatusLookup
    health: HealthLookup
    told: ToldLookup
    complete: Complete
    rewriter: Rewriter | None  # where the operator named a language model

    def refresh(self, wanted: Callable[[], None] = lambda: None) -> Refresh:
        """Make a conductor; `wanted` is called when it wanted something delivered."""
        settings = self.settings
        return Refresh(
            self.database,
            self.fetcher,
            self.parsers,
            self.clock,
            options=RefreshOptions(
                check_min=settings.check_interval_min,
                check_max=settings.check_interval_max,
                page_wait=settings.page_wait,
                page_bytes=settings.page_max_mib * MIB,
            ),
            wanted=wanted,
        )


def rehearsal_settings(**values: object) -> Settings:
    """Return the defaults with *values* in place, whatever the environment says, for the demo.

    Only what goes wrong is logged from now on, to standard error.
    """
    settings = fixed(log_level="WARNING", **values)
    logs.configure(level=settings.log_level, form=settings.log_format)
    return settings


@asynccontextmanager
async def open(  # noqa: A001 - `app.open(settings)` is how it reads
    settings: Settings, *, clock: Clock | None = None
) -> AsyncIterator[App]:
    """Open the database, brought up to date, and make everything on it; close all in reverse order.

    Raises OperatorError and StorageError.
    """
    clock = clock or SystemClock()
    async with AsyncExitStack() as stack:
        database = connect(settings.database_url)
        stack.push_async_callback(database.close)
        before, now = await migrate(database)
        if before != now:
            log.info("database brought up to date", before=before, now=now)
        if not await _index_is_current(database):
            log.info("indexing the archive again, for its analysis is older than this version")
            await fulltext.rebuild(database, Analyser())
        fetcher = await stack.enter_async_context(Fetcher(_fetching(settings)))
        parsers = await stack.enter_async_context(ParserPool(_parsing(settings)))
        search = Search(database, clock)
        stack.callback(search.close)
        backtest = BacktestLookup(database, clock)
        stack.callback(backtest.close)
        watchlists = WatchlistService(database, clock)
        owned = known_owners()
        model = _model(settings)
        rewriter = Rewriter(await stack.enter_async_context(Model(model, clock)), clock) if model else None
        yield App(
            settings=settings,
            clock=clock,
            database=database,
            fetcher=fetcher,
            parsers=parsers,
            feeds=FeedService(database, fetcher, parsers, clock),
            feed_drafts=FeedDraftService(database, clock),
            many_feeds=ManyFeeds(database, fetcher, parsers, clock),
            first_checks=FirstChecks(database, clock),
            watchlists=watchlists,
            history=HistoryService(database, watchlists),
            drafts=DraftService(database, clock),
            aliases=AliasService(database, clock),
            follows=FollowService(database, clock),
            channels=ChannelService(database, clock, budget=settings.alert_budget),
            privacy=PrivacyService(database),
            guilds=GuildService(database, clock, keep=timedelta(days=settings.keep_days)),
            search=search,
            backtest=backtest,
            stories=StoryLookup(
                database, owned, rewritten=_summarise(settings) if settings.rewrite_url else None
            ),
            owners=owned,
            rewriter=rewriter,
            why=WhyLookup(database),
            status=StatusLookup(database, clock),
            health=HealthLookup(database, clock),
            told=ToldLookup(database),
            complete=Complete(database, clock),
        )


@asynccontextmanager
async def running(app: App, gateway: Connect) -> AsyncIterator[asyncio.Task[None]]:
    """Poll, match and deliver within the block, connected by the gateway that *gateway* makes.

    Yields the task of the connection; it ends only with an OperatorError (a bad token, say). Raises
    OperatorError where another process plays the roles. At the end, work under way is drained.
    """
    async with AsyncExitStack() as stack:
        held = await stack.enter_async_context(_roles(app))
        await _take_over(app)
        engine = _Engine(app, gateway)
        stack.push_async_callback(engine.stop)
        await engine.start(held)
        await stack.enter_async_context(answering(app.settings.health_port, engine.health))
        yield engine.connection


class _Engine:
    """The parts that live as long as the process runs."""

    def __init__(self, app: App, gateway: Connect) -> None:
        settings = app.settings
        invalid = InvalidRequests()
        options = ClientOptions(proxy=settings.discord_proxy)
        self._app = app
        self._gateway = gateway(
            lambda: SalientClient(self._setup, self._events(), invalid_requests=invalid, options=options)
        )
        self.sender = DiscordSender(lambda: self._gateway.client, message_view, invalid_requests=invalid)
        self._deliver = Deliver(
            app.database,
            self.sender,
            app.clock,
            summarise=_summarise(settings),
            fits=digest_fits,
            owners=app.owners,
            rewrite=app.rewriter.rewrite if app.rewriter else None,
            options=DeliverOptions(
                stale_after=timedelta(seconds=settings.digest_age),
                edit_gap=timedelta(seconds=settings.edit_interval),
                late_edit_gap=timedelta(seconds=settings.edit_interval_later),
                closed_after=timedelta(hours=settings.alert_open_hours),
                default_budget=settings.alert_budget,
            ),
        )
        self._refresh = app.refresh(self._deliver.soon)
        self._following = Following()
        self._schedule: Schedule | None = None
        self._connection: asyncio.Task[None] | None = None
        self._replaced = asyncio.Event()
        self._ticked_at = 0.0

    @property
    def connection(self) -> asyncio.Task[None]:
        """The task that keeps the connection to Discord."""
        assert self._connection is not None
        return self._connection

    async def start(self, held: list[leases.Held]) -> None:
        """Start everything, the connection last."""
        await self._refresh.take_over()
        await self._refresh.start()
        every = timedelta(seconds=self._app.settings.tick)
        self._schedule = Schedule(
            {
                "poll": (every, self._poll),
                "deliver": (every, self._deliver.tick),
                "renew": (RENEW_EVERY, partial(self._renew, held)),
                "first checks": (CHECKS_EVERY, self._app.first_checks.tick),
                "answers": (FOLLOW_EVERY, self._following.tick),
                "purge": (PURGE_EVERY, self._app.guilds.purge),
                "purge drafts": (PURGE_EVERY, self._app.drafts.purge),
            }
        )
        self._schedule.start()
        self._ticked_at = asyncio.get_running_loop().time()
        self._connection = asyncio.create_task(self._connected(), name="discord")

    async def stop(self) -> None:
        """Begin nothing more, finish what is under way, and close the connection."""
        if self._schedule is not None:
            self._schedule.stop()
        patience = max(0.5, self._app.settings.stop_timeout - CLOSING)
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
        replaced = asyncio.create_task(self._replaced.wait(), name="replaced")
        try:
            await asyncio.wait({gateway, replaced}, return_when=asyncio.FIRST_COMPLETED)
            if gateway.done():
                gateway.result()
            else:
                raise OperatorError("Another process has taken over this database; this one stops.")
        finally:
            replaced.cancel()
            await self._gateway.stop()
            gateway.cancel()
            with suppress(asyncio.CancelledError, OperatorError):
                await gateway

    async def _renew(self, held: list[leases.Held]) -> None:
        """Prolong our roles. One that another took (PostgreSQL hung up on our lock) ends this process."""
        async with self._app.database.write() as connection:
            for one in held:
                if not await leases.renew(connection, one, now=self._app.clock.now(), lease=LEASE):
                    log.error("another process plays a role of ours", role=one.name)
                    self._replaced.set()

    async def _poll(self) -> None:
        self._ticked_at = asyncio.get_running_loop().time()
        await self._refresh.tick()

    async def _setup(self, client: SalientClient) -> None:
        app = self._app
        await setup(
            client,
            Needs(
                clock=app.clock,
                feeds=app.feeds,
                feed_drafts=app.feed_drafts,
                many_feeds=app.many_feeds,
                first_checks=app.first_checks,
                following=self._following,
                watchlists=app.watchlists,
                history=app.history,
                drafts=app.drafts,
                aliases=app.aliases,
                channels=app.channels,
                follows=app.follows,
                soon=self._deliver.soon,
                privacy=app.privacy,
                search=app.search,
                backtest=app.backtest,
                stories=app.stories,
                why=app.why,
                status=app.status,
                health=app.health,
                told=app.told,
                complete=app.complete,
                chat=self.sender,
            ),
        )

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


@asynccontextmanager
async def _roles(app: App) -> AsyncIterator[list[leases.Held]]:
    """Play every role within the block. Raises OperatorError where another process does."""
    async with alone(app.database, app.settings.database_url, "Salient") as holder:
        held: list[leases.Held] = []
        async with app.database.write() as connection:
            for name in ROLES:
                taken = await leases.take(
                    connection, name, holder, now=app.clock.now(), lease=LEASE, dead=True
                )
                assert isinstance(taken, leases.Held)  # nobody else is alive
                held.append(taken)
        try:
            yield held
        finally:
            with suppress(StorageError):
                async with app.database.write() as connection:
                    for one in held:
                        await leases.give_back(connection, one, now=app.clock.now())


async def _take_over(app: App) -> None:
    """End the claims of a process that is gone; look into the channels first after a restore."""
    async with app.database.write() as connection:
        await claims.free_leases(connection)
        if await guilds.count(connection, RESTORED):
            looked_up = await claims.reconcile_all(connection, now=app.clock.now())
            await guilds.set_count(connection, RESTORED, 0)
            log.info("restored: channels are looked into before anything is sent", deliveries=looked_up)


async def _index_is_current(database: Database) -> bool:
    async with database.read() as connection:
        return await fulltext.is_current(connection)


def _fetching(settings: Settings) -> FetchOptions:
    return FetchOptions(
        contact_url=settings.contact_url or "",
        allowed_hosts=settings.allowed_hosts,
        allowed_ports=settings.allowed_ports,
        proxy=settings.proxy,
        connect_timeout=settings.connect_timeout,
        read_timeout=settings.read_timeout,
        total_timeout=settings.total_timeout,
        max_bytes=settings.feed_max_mib * MIB,
        in_flight=settings.fetches_in_flight,
        connections_per_host=settings.host_connections,
        start_interval=settings.host_pace,
    )


def _summarise(settings: Settings) -> Summarise:
    return partial(summarise, sentences=settings.summary_sentences, leads=Leads(Analyser()))


def _model(settings: Settings) -> ModelOptions | None:
    if settings.rewrite_url is None:
        return None
    return ModelOptions(
        url=settings.rewrite_url,
        name=settings.rewrite_model,
        key=settings.rewrite_key.get_secret_value() if settings.rewrite_key else "",
        timeout=settings.rewrite_timeout,
        calls_an_hour=settings.rewrite_budget,
    )


def _parsing(settings: Settings) -> PoolOptions:
    return PoolOptions(
        workers=settings.parser_workers,
        cpu_seconds=settings.parser_cpu_seconds,
        memory_bytes=settings.parser_memory_mib * MIB,
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
