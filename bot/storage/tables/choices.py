"""What members said of stories, muted, followed, split, merged, and of lines that feeds repeat."""

from __future__ import annotations

from sqlalchemy import Column, ForeignKey, ForeignKeyConstraint, Index, String, Table, Text

from bot.storage.tables.columns import metadata, points_to, row_id
from bot.storage.types import RowId, Snowflake, UtcDateTime

mute = Table(
    "mute",
    metadata,
    Column("guild_id", Snowflake, ForeignKey("guild.id", ondelete="CASCADE"), primary_key=True),
    Column("story_id", RowId, ForeignKey("story.id", ondelete="CASCADE"), primary_key=True),
    Column("channel_id", Snowflake, primary_key=True),  # 0: for one member, wherever
    Column("member_id", Snowflake, primary_key=True),  # 0: for the whole channel
    Column("by", Snowflake, nullable=False),
    Column("at", UtcDateTime, nullable=False),
    Index("ix_mute_story_id", "story_id"),
)

story_follow = Table(  # members who are sent a story's later developments
    "story_follow",
    metadata,
    Column("guild_id", Snowflake, ForeignKey("guild.id", ondelete="CASCADE"), primary_key=True),
    Column("story_id", RowId, ForeignKey("story.id", ondelete="CASCADE"), primary_key=True),
    Column("member_id", Snowflake, primary_key=True),
    Column("channel_id", Snowflake, nullable=False),  # by whose alert they follow it
    Column("since", UtcDateTime, nullable=False),
    Index("ix_story_follow_story_id", "story_id"),
)

story_choice = Table(  # what members said of stories, for their guild
    "story_choice",
    metadata,
    row_id(),
    points_to("guild_id", "guild.id", index=True),
    Column("kind", String(8), nullable=False),  # "split" or "merge"
    points_to("story_id", "story.id"),  # that was split, or went into the other one
    points_to("other_id", "story.id"),  # the part split off, or where it went
    Column("by", Snowflake),  # null after the member asked to be forgotten
    Column("at", UtcDateTime, nullable=False),
    Column("undone_by", Snowflake),
    Column("undone_at", UtcDateTime),
    sqlite_autoincrement=True,
)

guild_article = (
    Table(  # in which story an article is for a guild, where that is another one than for the rest
        "guild_article",
        metadata,
        Column("guild_id", Snowflake, ForeignKey("guild.id", ondelete="CASCADE"), primary_key=True),
        Column("article_id", RowId, ForeignKey("article.id", ondelete="CASCADE"), primary_key=True),
        points_to("story_id", "story.id"),
        points_to("choice_id", "story_choice.id"),
        Index("ix_guild_article_article_id", "article_id"),
        Index("ix_guild_article_guild_id_story_id", "guild_id", "story_id"),
    )
)

guild_story = Table(  # a story that is a part of another one for a guild
    "guild_story",
    metadata,
    Column("guild_id", Snowflake, ForeignKey("guild.id", ondelete="CASCADE"), primary_key=True),
    Column("story_id", RowId, ForeignKey("story.id", ondelete="CASCADE"), primary_key=True),
    points_to("said_id", "story.id"),  # of which the member said that it is the same
    points_to("into_id", "story.id"),  # where that leads in the end
    points_to("choice_id", "story_choice.id"),
    Index("ix_guild_story_story_id", "story_id"),
    Index("ix_guild_story_guild_id_into_id", "guild_id", "into_id"),
)

kept_line = Table(  # lines that a feed repeats, which admins of a server that follows it keep in its texts
    "kept_line",
    metadata,
    row_id(),
    Column("guild_id", Snowflake, nullable=False),
    Column("feed_id", RowId, nullable=False),
    Column("key", String(16), nullable=False),
    Column("line", Text, nullable=False),
    Column("by", Snowflake),  # null after the member asked to be forgotten
    Column("at", UtcDateTime, nullable=False),
    Column("undone_by", Snowflake),
    Column("undone_at", UtcDateTime),
    ForeignKeyConstraint(
        ["guild_id", "feed_id"], ["guild_feed.guild_id", "guild_feed.feed_id"], ondelete="CASCADE"
    ),
    Index("ix_kept_line_feed_id", "feed_id"),
    Index("ix_kept_line_guild_id_feed_id", "guild_id", "feed_id"),
    sqlite_autoincrement=True,
)
