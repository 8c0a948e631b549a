"""Who is served."""

from __future__ import annotations

from sqlalchemy import Boolean, Column, Integer, String, Table, Text, text

from bot.storage.tables.columns import metadata, points_to
from bot.storage.types import Snowflake, UtcDateTime

guild = Table(
    "guild",
    metadata,
    Column("id", Snowflake, primary_key=True, autoincrement=False),
    Column("owner_id", Snowflake),
    Column("notice_channel_id", Snowflake),
    Column("left_at", UtcDateTime),
)

channel = Table(
    "channel",
    metadata,
    Column("id", Snowflake, primary_key=True, autoincrement=False),
    points_to("guild_id", "guild.id", index=True),
    Column("alerts_on", Boolean, nullable=False, server_default=text("true")),
    Column("mention_role_id", Snowflake),
    Column("budget", Integer, nullable=False),
    Column("timezone", String(64), nullable=False),
    Column("images", Boolean, nullable=False, server_default=text("true")),
    Column("updates", String(16), nullable=False, server_default=text("'all'")),  # what pings again
    Column("threads", Boolean, nullable=False, server_default=text("false")),
    Column("blocked_since", UtcDateTime),
    Column("blocked_reason", Text),
)
