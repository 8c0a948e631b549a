"""What members and admins change. Each service checks what was asked and says in words what is wrong.

A service is handed what it uses. What a caller may not see does not exist for it: `NotFound`, not
`NotAllowed`. Every check here stands beside Discord's own permissions, never instead of them.
"""

from bot.services.aliases import AliasService, AliasUse
from bot.services.channels import ChannelService
from bot.services.drafts import (
    FEED,
    QUESTION,
    WATCHLIST,
    Draft,
    DraftKind,
    DraftService,
    FeedDraft,
    Question,
)
from bot.services.feeds import AddedFeed, FeedService
from bot.services.first_checks import FirstChecks, Standing
from bot.services.follows import Following, FollowService
from bot.services.guilds import GuildService
from bot.services.history import History, HistoryService, Version
from bot.services.many_feeds import Added, Export, ManyFeeds
from bot.services.overlays import OverlayService
from bot.services.packs import PackedFeed, Packs, load_packs
from bot.services.previews import FeedPreview, PreviewedEntry
from bot.services.privacy import PrivacyService
from bot.services.repeats import LeftOut, Repeats, RepeatsService
from bot.services.watchlists import Rights, WatchlistService

__all__ = [
    "FEED",
    "QUESTION",
    "WATCHLIST",
    "Added",
    "AddedFeed",
    "AliasService",
    "AliasUse",
    "ChannelService",
    "Draft",
    "DraftKind",
    "DraftService",
    "Export",
    "FeedDraft",
    "FeedPreview",
    "FeedService",
    "FirstChecks",
    "FollowService",
    "Following",
    "GuildService",
    "History",
    "HistoryService",
    "LeftOut",
    "ManyFeeds",
    "OverlayService",
    "PackedFeed",
    "Packs",
    "PreviewedEntry",
    "PrivacyService",
    "Question",
    "Repeats",
    "RepeatsService",
    "Rights",
    "Standing",
    "Version",
    "WatchlistService",
    "load_packs",
]
