"""Every table, by what its rows are about. Foreign keys go by name, so all are imported together."""

from __future__ import annotations

from bot.storage.tables.articles import (
    absence,
    address,
    article,
    boilerplate,
    entry,
    entry_past,
    near_copy,
    revision,
    sketch,
    story,
)
from bot.storage.tables.choices import (
    guild_article,
    guild_story,
    kept_line,
    mute,
    story_choice,
    story_follow,
)
from bot.storage.tables.columns import metadata
from bot.storage.tables.deliveries import delivery
from bot.storage.tables.feeds import feed, feed_event, guild_feed, host_rest
from bot.storage.tables.guilds import channel, guild
from bot.storage.tables.process import counter, role_lease
from bot.storage.tables.watchlists import alias, draft, follower, match, watchlist, watchlist_change

__all__ = [
    "absence",
    "address",
    "alias",
    "article",
    "boilerplate",
    "channel",
    "counter",
    "delivery",
    "draft",
    "entry",
    "entry_past",
    "feed",
    "feed_event",
    "follower",
    "guild",
    "guild_article",
    "guild_feed",
    "guild_story",
    "host_rest",
    "kept_line",
    "match",
    "metadata",
    "mute",
    "near_copy",
    "revision",
    "role_lease",
    "sketch",
    "story",
    "story_choice",
    "story_follow",
    "watchlist",
    "watchlist_change",
]
