"""What Discord is to show, and where."""

from __future__ import annotations

from sqlalchemy import Column, ForeignKey, Index, Integer, String, Table, Text, UniqueConstraint, text

from bot.storage.tables.columns import metadata, points_to, row_id
from bot.storage.types import Json, RowId, Snowflake, UtcDateTime

delivery = Table(
    "delivery",
    metadata,
    row_id(),
    points_to("guild_id", "guild.id"),
    Column("kind", String(8), nullable=False),
    Column("target_kind", String(8), nullable=False),
    Column("target_id", Snowflake, nullable=False),
    Column("subject", String(80), nullable=False),
    Column("story_id", RowId, ForeignKey("story.id", ondelete="CASCADE"), index=True),
    Column(
        "digest_id",
        RowId,
        ForeignKey("delivery.id", ondelete="SET NULL", deferrable=True, initially="DEFERRED"),
        index=True,
    ),
    Column("key", String(24), nullable=False, unique=True),
    Column("state", String(12), nullable=False),
    Column("wanted_revision", Integer, nullable=False),
    Column("sent_revision", Integer, nullable=False, server_default=text("0")),
    Column("message_id", Snowflake, index=True),
    Column("wanted_at", UtcDateTime, nullable=False),
    Column("not_before", UtcDateTime, nullable=False),
    Column("first_attempt_at", UtcDateTime),
    Column("attempts", Integer, nullable=False, server_default=text("0")),
    Column("sent_at", UtcDateTime),  # first
    Column("edited_at", UtcDateTime),  # last, or sent
    Column("error", Text),
    Column("lease_until", UtcDateTime),
    Column("lease_token", Integer, nullable=False, server_default=text("0")),
    Column("payload", Json),
    UniqueConstraint("guild_id", "kind", "target_kind", "target_id", "subject"),
    Index("ix_delivery_state_not_before", "state", "not_before"),
    Index("ix_delivery_target_id_sent_at", "target_id", "sent_at"),
    sqlite_autoincrement=True,
)
