"""Makes every part that works without Discord, and closes them in reverse order."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import AsyncExitStack, asynccontextmanager, closing, contextmanager
from dataclasses import dataclass
from datetime import timedelta

import structlog

from bot.app.options import fetching, parsing, refreshing, rewriting, summarising
from bot.domain.clock import Clock, SystemClock
from bot.lookups import (
    BacktestLookup,
    Complete,
    DeliveryLookup,
    HealthLookup,
    Search,
    StatusLookup,
    StoryLookup,
    TogetherLookup,
    WhyLookup,
)
from bot.pipeline.fetch import Fetcher
from bot.pipeline.outlets.owners import Owners
from bot.pipeline.outlets.owners import load as known_owners
from bot.pipeline.refresh import Refresh
from bot.pipeline.rewrite import Model, Rewriter
from bot.pipeline.workers.pool import ParserPool
from bot.services import (
    FEED,
    QUESTION,
    WATCHLIST,
    AliasService,
    ChannelService,
    DraftService,
    FeedService,
    FirstChecks,
    FollowService,
    GuildService,
    HistoryService,
    ManyFeeds,
    OverlayService,
    PrivacyService,
    RepeatsService,
    WatchlistService,
)
from bot.storage import Database, connect, fulltext
from bot.storage.migrate import migrate
from bot.text import Analyser
from cogs import Needs
from config.settings import Settings

log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class App:
    """Everything that works without Discord."""

    settings: Settings
    clock: Clock
    database: Database
    fetcher: Fetcher
    parsers: ParserPool
    needs: Needs
    guilds: GuildService
    owners: Owners
    rewriter: Rewriter | None  # where the operator named a language model

    def refresh(self, wanted: Callable[[], None] = lambda: None) -> Refresh:
        """Make a conductor; `wanted` is called when it wanted something delivered."""
        return Refresh(
            self.database,
            self.fetcher,
            self.parsers,
            self.clock,
            options=refreshing(self.settings),
            wanted=wanted,
        )


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
        fetcher = await stack.enter_async_context(Fetcher(fetching(settings)))
        parsers = await stack.enter_async_context(ParserPool(parsing(settings)))
        owned = known_owners()
        rewritten = summarising(settings) if settings.rewrite_url else None
        needs = stack.enter_context(
            needed(
                database,
                fetcher,
                parsers,
                clock,
                budget=settings.alert_budget,
                stories=StoryLookup(database, owned, rewritten=rewritten),
            )
        )
        model = rewriting(settings)
        rewriter = Rewriter(await stack.enter_async_context(Model(model, clock)), clock) if model else None
        yield App(
            settings=settings,
            clock=clock,
            database=database,
            fetcher=fetcher,
            parsers=parsers,
            needs=needs,
            guilds=GuildService(database, clock, keep=timedelta(days=settings.keep_days)),
            owners=owned,
            rewriter=rewriter,
        )


@contextmanager
def needed(
    database: Database,
    fetcher: Fetcher,
    parsers: ParserPool,
    clock: Clock,
    *,
    budget: int,
    stories: StoryLookup,
) -> Iterator[Needs]:
    """Make every service and lookup behind the commands; close those that work on threads of their own.

    *budget* is how many alerts an hour a channel takes whose admins set nothing.
    """
    watchlists = WatchlistService(database, clock)
    feeds = FeedService(database, fetcher, parsers, clock)
    with (
        closing(Search(database, clock)) as search,
        closing(TogetherLookup()) as together,
        closing(BacktestLookup(database, clock)) as backtest,
    ):
        yield Needs(
            clock=clock,
            feeds=feeds,
            feed_drafts=DraftService(database, clock, FEED),
            many_feeds=ManyFeeds(database, fetcher, parsers, clock),
            first_checks=FirstChecks(database, clock),
            repeats=RepeatsService(database, feeds, clock),
            watchlists=watchlists,
            history=HistoryService(database, watchlists),
            drafts=DraftService(database, clock, WATCHLIST),
            questions=DraftService(database, clock, QUESTION),
            aliases=AliasService(database, clock),
            channels=ChannelService(database, clock, budget=budget),
            follows=FollowService(database, clock),
            overlays=OverlayService(database, clock),
            privacy=PrivacyService(database),
            complete=Complete(database, clock),
            search=search,
            backtest=backtest,
            stories=stories,
            together=together,
            why=WhyLookup(database),
            status=StatusLookup(database, clock),
            health=HealthLookup(database, clock),
            told=DeliveryLookup(database),
        )


async def _index_is_current(database: Database) -> bool:
    async with database.read() as connection:
        return await fulltext.is_current(connection)
