"""Makes every part that works without Discord, and closes them in reverse order."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from datetime import timedelta

import structlog

from bot.app.options import fetching, parsing, refreshing, rewriting, summarising
from bot.domain.clock import Clock, SystemClock
from bot.lookups import (
    BacktestLookup,
    Complete,
    HealthLookup,
    Search,
    StatusLookup,
    StoryLookup,
    TogetherLookup,
    ToldLookup,
    WhyLookup,
)
from bot.pipeline.fetch import Fetcher
from bot.pipeline.owners import Owners
from bot.pipeline.owners import load as known_owners
from bot.pipeline.refresh import Refresh
from bot.pipeline.rewrite import Model, Rewriter
from bot.pipeline.workers import ParserPool
from bot.services import (
    FEED,
    WATCHLIST,
    AliasService,
    ChannelService,
    Draft,
    DraftService,
    FeedDraft,
    FeedService,
    FirstChecks,
    FollowService,
    GuildService,
    HistoryService,
    ManyFeeds,
    OverlayService,
    PrivacyService,
    WatchlistService,
)
from bot.storage import Database, connect, fulltext
from bot.storage.migrate import migrate
from bot.text import Analyser
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
    feeds: FeedService
    feed_drafts: DraftService[FeedDraft]
    many_feeds: ManyFeeds
    first_checks: FirstChecks
    watchlists: WatchlistService
    history: HistoryService
    drafts: DraftService[Draft]
    aliases: AliasService
    channels: ChannelService
    follows: FollowService
    overlays: OverlayService
    privacy: PrivacyService
    guilds: GuildService
    search: Search
    backtest: BacktestLookup
    stories: StoryLookup
    together: TogetherLookup
    owners: Owners
    why: WhyLookup
    status: StatusLookup
    health: HealthLookup
    told: ToldLookup
    complete: Complete
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
        search = Search(database, clock)
        stack.callback(search.close)
        together = TogetherLookup()
        stack.callback(together.close)
        backtest = BacktestLookup(database, clock)
        stack.callback(backtest.close)
        watchlists = WatchlistService(database, clock)
        owned = known_owners()
        model = rewriting(settings)
        rewriter = Rewriter(await stack.enter_async_context(Model(model, clock)), clock) if model else None
        yield App(
            settings=settings,
            clock=clock,
            database=database,
            fetcher=fetcher,
            parsers=parsers,
            feeds=FeedService(database, fetcher, parsers, clock),
            feed_drafts=DraftService(database, clock, FEED),
            many_feeds=ManyFeeds(database, fetcher, parsers, clock),
            first_checks=FirstChecks(database, clock),
            watchlists=watchlists,
            history=HistoryService(database, watchlists),
            drafts=DraftService(database, clock, WATCHLIST),
            aliases=AliasService(database, clock),
            follows=FollowService(database, clock),
            overlays=OverlayService(database, clock),
            channels=ChannelService(database, clock, budget=settings.alert_budget),
            privacy=PrivacyService(database),
            guilds=GuildService(database, clock, keep=timedelta(days=settings.keep_days)),
            search=search,
            backtest=backtest,
            together=together,
            stories=StoryLookup(
                database, owned, rewritten=summarising(settings) if settings.rewrite_url else None
            ),
            owners=owned,
            rewriter=rewriter,
            why=WhyLookup(database),
            status=StatusLookup(database, clock),
            health=HealthLookup(database, clock),
            told=ToldLookup(database),
            complete=Complete(database, clock),
        )


async def _index_is_current(database: Database) -> bool:
    async with database.read() as connection:
        return await fulltext.is_current(connection)
