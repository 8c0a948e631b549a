"""What is polled, and which guild follows it."""

from __future__ import annotations

from sqlalchemy import Boolean, Column, ForeignKey, Index, Integer, String, Table, Text, text

from bot.storage.tables.columns import metadata, points_to, row_id
from bot.storage.types import Json, RowId, Snowflake, UtcDateTime

feed = Table(
    "feed",
    metadata,
    row_id(),
    Column("url", Text, nullable=False),
    Column("url_hash", String(32), nullable=False, unique=True),
    Column("shown_url", Text, nullable=False),  # without credentials
    Column("title", Text, nullable=False),
    Column("outlet", Text, nullable=False),
    Column("site_url", Text),
    Column("language", String(16)),
    Column("etag", Text),
    Column("last_modified", Text),
    Column("body_hash", String(32)),
    Column("shown_hash", String(32)),  # of all that the last parse said, once all of it was stored
    Column("window", Json, nullable=False),  # short hashes of the last parse's entry keys
    Column("created_at", UtcDateTime, nullable=False),
    Column("next_check_at", UtcDateTime, nullable=False, index=True),
    Column("last_checked_at", UtcDateTime),
    Column("last_success_at", UtcDateTime),
    Column("primed_at", UtcDateTime),
    Column("failures", Integer, nullable=False, server_default=text("0")),
    Column("failing_since", UtcDateTime),
    Column("failure", String(32)),
    Column("failure_detail", Text),
    Column("possible_gaps", Integer, nullable=False, server_default=text("0")),
    Column("identifier", String(8), nullable=False, server_default=text("'guid'")),  # what names its entries
    Column("rewrites", Integer, nullable=False, server_default=text("0")),  # polls in a row that changed all
    Column("lease_until", UtcDateTime),
    Column("lease_token", Integer, nullable=False, server_default=text("0")),
    Column("host", Text, nullable=False, server_default=text("''")),
    Column("rhythm", Json),  # entries by hour of day, and over how many days
    Column("rhythm_at", UtcDateTime),  # when it was last counted from what is stored
    Column("asks", Json),  # ttl, skipHours and skipDays of the last parse, and its zone
    Column("gap_at", UtcDateTime),  # when its window last rolled over
    Column("possibly_lost", Integer, nullable=False, server_default=text("0")),  # articles
    Column("moving_to", Text),  # where permanent redirects lead, and on how many polls in a row
    Column("moving_seen", Integer, nullable=False, server_default=text("0")),
    Column("moved_into", RowId, index=True),  # another feed's id: only its archive is left here
    Column("replacement_url", Text),  # of a failing feed: what its site names instead
    sqlite_autoincrement=True,
)

feed_event = Table(  # what happened in a feed's life: gap, failing, recovered
    "feed_event",
    metadata,
    row_id(),
    points_to("feed_id", "feed.id", index=True),
    Column("at", UtcDateTime, nullable=False),
    Column("kind", String(16), nullable=False),
    Column("detail", Text, nullable=False),
    sqlite_autoincrement=True,
)

host_rest = Table(  # hosts that asked to be left alone
    "host_rest",
    metadata,
    Column("host", Text, primary_key=True),
    Column("until", UtcDateTime, nullable=False),
)

guild_feed = Table(
    "guild_feed",
    metadata,
    Column("guild_id", Snowflake, ForeignKey("guild.id", ondelete="CASCADE"), primary_key=True),
    Column("feed_id", RowId, ForeignKey("feed.id", ondelete="CASCADE"), primary_key=True),
    Column("followed_at", UtcDateTime, nullable=False),
    Column("followed_by", Snowflake, nullable=False),
    Column("active_since", UtcDateTime),  # null while paused
    Column("urgent", Boolean, nullable=False, server_default=text("false")),
    Column("whole_pages", Boolean, nullable=False, server_default=text("false")),
    Column("folder", String(200)),  # of the OPML file that it came with
    Index("ix_guild_feed_feed_id", "feed_id"),
)
