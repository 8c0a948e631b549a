"""What members ask for, and what matched it."""

from __future__ import annotations

from sqlalchemy import Column, ForeignKey, Index, Integer, String, Table, Text, UniqueConstraint

from bot.storage.tables.columns import metadata, points_to, row_id
from bot.storage.types import Json, RowId, Snowflake, UtcDateTime

watchlist = Table(
    "watchlist",
    metadata,
    row_id(),
    points_to("guild_id", "guild.id"),
    Column("channel_id", Snowflake, nullable=False),
    Column("name", String(100), nullable=False),
    Column("name_key", String(200), nullable=False),  # folded, for uniqueness within the guild
    Column("query", Text, nullable=False),
    Column("role_id", Snowflake),
    Column("created_by", Snowflake, nullable=False),
    Column("created_at", UtcDateTime, nullable=False),
    Column("active_since", UtcDateTime),  # null while paused
    Column("version", Integer, nullable=False, index=True),
    UniqueConstraint("guild_id", "name_key"),
    sqlite_autoincrement=True,
)

watchlist_change = Table(  # outlives its watchlist, for the history
    "watchlist_change",
    metadata,
    row_id(),
    points_to("guild_id", "guild.id"),
    Column("watchlist_id", RowId, nullable=False, index=True),
    Column("at", UtcDateTime, nullable=False),
    Column("by", Snowflake),  # null after the member asked to be forgotten
    Column("before", Json),
    Column("after", Json),
    sqlite_autoincrement=True,
)

alias = Table(  # what `@name` stands for in the queries of a guild
    "alias",
    metadata,
    Column("guild_id", Snowflake, ForeignKey("guild.id", ondelete="CASCADE"), primary_key=True),
    Column("name", String(32), primary_key=True),
    Column("query", Text, nullable=False),
    Column("set_by", Snowflake, nullable=False),
    Column("set_at", UtcDateTime, nullable=False),
    Column("version", Integer, nullable=False),
)

draft = Table(  # what a member was shown and has not saved, feeds not checked yet; forgotten after a day
    "draft",
    metadata,
    Column("key", String(32), primary_key=True),
    points_to("guild_id", "guild.id"),
    Column("member_id", Snowflake, nullable=False),
    Column("at", UtcDateTime, nullable=False, index=True),
    Column("payload", Json, nullable=False),
)

follower = Table(
    "follower",
    metadata,
    Column("watchlist_id", RowId, ForeignKey("watchlist.id", ondelete="CASCADE"), primary_key=True),
    Column("member_id", Snowflake, primary_key=True, index=True),
    Column("notify", String(16), nullable=False),
    Column("since", UtcDateTime, nullable=False),
)

match = Table(
    "match",
    metadata,
    Column("watchlist_id", RowId, ForeignKey("watchlist.id", ondelete="CASCADE"), primary_key=True),
    Column("article_id", RowId, ForeignKey("article.id", ondelete="CASCADE"), primary_key=True),
    points_to("revision_id", "revision.id", index=True),
    Column("analysis_version", Integer, nullable=False),
    Column("alias_version", Integer, nullable=False),
    Column("mask_version", Integer, nullable=False),
    Column("hits", Json, nullable=False),
    Column("outcome", String(16), nullable=False),  # "alert", "late", or why it did not alert
    Index("ix_match_article_id", "article_id"),
)
