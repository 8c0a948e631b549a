"""What commands and buttons ask and change things by."""

from __future__ import annotations

from dataclasses import dataclass

from bot.domain.clock import Clock
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
from bot.services import (
    AliasService,
    ChannelService,
    Draft,
    DraftService,
    FeedDraft,
    FeedService,
    FirstChecks,
    FollowService,
    HistoryService,
    ManyFeeds,
    OverlayService,
    PrivacyService,
    Question,
    RepeatsService,
    WatchlistService,
)


@dataclass(frozen=True, slots=True)
class Needs:
    """Every service and lookup that stands behind a command or a button; `bot.app.opening` makes them."""

    clock: Clock
    feeds: FeedService
    feed_drafts: DraftService[FeedDraft]
    many_feeds: ManyFeeds
    first_checks: FirstChecks
    repeats: RepeatsService
    watchlists: WatchlistService
    history: HistoryService
    drafts: DraftService[Draft]
    questions: DraftService[Question]
    aliases: AliasService
    channels: ChannelService
    follows: FollowService
    overlays: OverlayService
    privacy: PrivacyService
    complete: Complete
    search: Search
    backtest: BacktestLookup
    stories: StoryLookup
    together: TogetherLookup
    why: WhyLookup
    status: StatusLookup
    health: HealthLookup
    told: DeliveryLookup
