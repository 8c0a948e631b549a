"""The first tables."""

import sqlalchemy as sa
from alembic import op

from bot.storage import fulltext
from bot.storage.types import Json, RowId, UtcDateTime

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make every table of the first version."""
    op.create_table(
        "counter",
        sa.Column("name", sa.String(length=32), nullable=False),
        sa.Column("value", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_counter")),
    )
    op.create_table(
        "feed",
        sa.Column("id", RowId, autoincrement=True, nullable=False),
        sa.Column("url", sa.Text(), nullable=False),
        sa.Column("url_hash", sa.String(length=32), nullable=False),
        sa.Column("shown_url", sa.Text(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("outlet", sa.Text(), nullable=False),
        sa.Column("site_url", sa.Text(), nullable=True),
        sa.Column("language", sa.String(length=16), nullable=True),
        sa.Column("etag", sa.Text(), nullable=True),
        sa.Column("last_modified", sa.Text(), nullable=True),
        sa.Column("body_hash", sa.String(length=32), nullable=True),
        sa.Column("window", Json, nullable=False),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.Column("next_check_at", UtcDateTime(), nullable=False),
        sa.Column("last_checked_at", UtcDateTime(), nullable=True),
        sa.Column("last_success_at", UtcDateTime(), nullable=True),
        sa.Column("primed_at", UtcDateTime(), nullable=True),
        sa.Column("failures", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("failing_since", UtcDateTime(), nullable=True),
        sa.Column("failure", sa.String(length=32), nullable=True),
        sa.Column("failure_detail", sa.Text(), nullable=True),
        sa.Column("possible_gaps", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("lease_until", UtcDateTime(), nullable=True),
        sa.Column("lease_token", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_feed")),
        sa.UniqueConstraint("url_hash", name=op.f("uq_feed_url_hash")),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("feed", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_feed_next_check_at"), ["next_check_at"], unique=False)

    op.create_table(
        "guild",
        sa.Column("id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("owner_id", sa.BigInteger(), nullable=True),
        sa.Column("notice_channel_id", sa.BigInteger(), nullable=True),
        sa.Column("joined_at", UtcDateTime(), nullable=False),
        sa.Column("left_at", UtcDateTime(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_guild")),
    )
    op.create_table(
        "role_lease",
        sa.Column("name", sa.String(length=32), nullable=False),
        sa.Column("holder", sa.Text(), nullable=False),
        sa.Column("token", sa.Integer(), nullable=False),
        sa.Column("until", UtcDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_role_lease")),
    )
    op.create_table(
        "story",
        sa.Column("id", RowId, autoincrement=True, nullable=False),
        sa.Column("first_at", UtcDateTime(), nullable=False),
        sa.Column("last_at", UtcDateTime(), nullable=False),
        sa.Column("merged_into", RowId, nullable=True),
        sa.ForeignKeyConstraint(
            ["merged_into"],
            ["story.id"],
            name=op.f("fk_story_merged_into"),
            ondelete="SET NULL",
            deferrable=True,
            initially="DEFERRED",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_story")),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "article",
        sa.Column("id", RowId, autoincrement=True, nullable=False),
        sa.Column("story_id", RowId, nullable=False),
        sa.Column("url", sa.Text(), nullable=True),
        sa.Column("url_hash", sa.String(length=32), nullable=True),
        sa.Column("first_stored_at", UtcDateTime(), nullable=False),
        sa.Column("page_due_at", UtcDateTime(), nullable=True),
        sa.Column("page_attempts", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.ForeignKeyConstraint(
            ["story_id"], ["story.id"], name=op.f("fk_article_story_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_article")),
        sa.UniqueConstraint("url_hash", name=op.f("uq_article_url_hash")),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("article", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_article_page_due_at"), ["page_due_at"], unique=False)
        batch_op.create_index(batch_op.f("ix_article_story_id"), ["story_id"], unique=False)

    op.create_table(
        "channel",
        sa.Column("id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("guild_id", RowId, nullable=False),
        sa.Column("alerts_on", sa.Boolean(), server_default=sa.text("(true)"), nullable=False),
        sa.Column("mention_role_id", sa.BigInteger(), nullable=True),
        sa.Column("budget", sa.Integer(), nullable=False),
        sa.Column("timezone", sa.String(length=64), nullable=False),
        sa.Column("blocked_since", UtcDateTime(), nullable=True),
        sa.Column("blocked_reason", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(
            ["guild_id"], ["guild.id"], name=op.f("fk_channel_guild_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_channel")),
    )
    with op.batch_alter_table("channel", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_channel_guild_id"), ["guild_id"], unique=False)

    op.create_table(
        "delivery",
        sa.Column("id", RowId, autoincrement=True, nullable=False),
        sa.Column("guild_id", RowId, nullable=False),
        sa.Column("kind", sa.String(length=8), nullable=False),
        sa.Column("target_kind", sa.String(length=8), nullable=False),
        sa.Column("target_id", sa.BigInteger(), nullable=False),
        sa.Column("subject", sa.String(length=80), nullable=False),
        sa.Column("story_id", RowId, nullable=True),
        sa.Column("digest_id", RowId, nullable=True),
        sa.Column("key", sa.String(length=24), nullable=False),
        sa.Column("state", sa.String(length=12), nullable=False),
        sa.Column("wanted_revision", sa.Integer(), nullable=False),
        sa.Column("sent_revision", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("message_id", sa.BigInteger(), nullable=True),
        sa.Column("wanted_at", UtcDateTime(), nullable=False),
        sa.Column("not_before", UtcDateTime(), nullable=False),
        sa.Column("first_attempt_at", UtcDateTime(), nullable=True),
        sa.Column("attempts", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("sent_at", UtcDateTime(), nullable=True),
        sa.Column("error", sa.Text(), nullable=True),
        sa.Column("lease_until", UtcDateTime(), nullable=True),
        sa.Column("lease_token", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("payload", Json, nullable=True),
        sa.ForeignKeyConstraint(
            ["digest_id"],
            ["delivery.id"],
            name=op.f("fk_delivery_digest_id"),
            ondelete="SET NULL",
            deferrable=True,
            initially="DEFERRED",
        ),
        sa.ForeignKeyConstraint(
            ["guild_id"], ["guild.id"], name=op.f("fk_delivery_guild_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["story_id"], ["story.id"], name=op.f("fk_delivery_story_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_delivery")),
        sa.UniqueConstraint(
            "guild_id",
            "kind",
            "target_kind",
            "target_id",
            "subject",
            name=op.f("uq_delivery_guild_id_kind_target_kind_target_id_subject"),
        ),
        sa.UniqueConstraint("key", name=op.f("uq_delivery_key")),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("delivery", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_delivery_digest_id"), ["digest_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_delivery_message_id"), ["message_id"], unique=False)
        batch_op.create_index("ix_delivery_state_not_before", ["state", "not_before"], unique=False)
        batch_op.create_index(batch_op.f("ix_delivery_story_id"), ["story_id"], unique=False)
        batch_op.create_index("ix_delivery_target_id_sent_at", ["target_id", "sent_at"], unique=False)

    op.create_table(
        "feed_event",
        sa.Column("id", RowId, autoincrement=True, nullable=False),
        sa.Column("feed_id", RowId, nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("detail", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["feed_id"], ["feed.id"], name=op.f("fk_feed_event_feed_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_feed_event")),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("feed_event", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_feed_event_feed_id"), ["feed_id"], unique=False)

    op.create_table(
        "guild_feed",
        sa.Column("guild_id", sa.BigInteger(), nullable=False),
        sa.Column("feed_id", RowId, nullable=False),
        sa.Column("followed_at", UtcDateTime(), nullable=False),
        sa.Column("followed_by", sa.BigInteger(), nullable=False),
        sa.Column("active_since", UtcDateTime(), nullable=True),
        sa.ForeignKeyConstraint(
            ["feed_id"], ["feed.id"], name=op.f("fk_guild_feed_feed_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["guild_id"], ["guild.id"], name=op.f("fk_guild_feed_guild_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("guild_id", "feed_id", name=op.f("pk_guild_feed")),
    )
    with op.batch_alter_table("guild_feed", schema=None) as batch_op:
        batch_op.create_index("ix_guild_feed_feed_id", ["feed_id"], unique=False)

    op.create_table(
        "mute",
        sa.Column("guild_id", sa.BigInteger(), nullable=False),
        sa.Column("story_id", RowId, nullable=False),
        sa.Column("channel_id", sa.BigInteger(), nullable=False),
        sa.Column("member_id", sa.BigInteger(), nullable=False),
        sa.Column("by", sa.BigInteger(), nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["guild_id"], ["guild.id"], name=op.f("fk_mute_guild_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["story_id"], ["story.id"], name=op.f("fk_mute_story_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("guild_id", "story_id", "channel_id", "member_id", name=op.f("pk_mute")),
    )
    with op.batch_alter_table("mute", schema=None) as batch_op:
        batch_op.create_index("ix_mute_story_id", ["story_id"], unique=False)

    op.create_table(
        "watchlist",
        sa.Column("id", RowId, autoincrement=True, nullable=False),
        sa.Column("guild_id", RowId, nullable=False),
        sa.Column("channel_id", sa.BigInteger(), nullable=False),
        sa.Column("name", sa.String(length=100), nullable=False),
        sa.Column("name_key", sa.String(length=200), nullable=False),
        sa.Column("query", sa.Text(), nullable=False),
        sa.Column("role_id", sa.BigInteger(), nullable=True),
        sa.Column("created_by", sa.BigInteger(), nullable=False),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.Column("active_since", UtcDateTime(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["guild_id"], ["guild.id"], name=op.f("fk_watchlist_guild_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_watchlist")),
        sa.UniqueConstraint("guild_id", "name_key", name=op.f("uq_watchlist_guild_id_name_key")),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("watchlist", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_watchlist_version"), ["version"], unique=False)

    op.create_table(
        "watchlist_change",
        sa.Column("id", RowId, autoincrement=True, nullable=False),
        sa.Column("guild_id", RowId, nullable=False),
        sa.Column("watchlist_id", RowId, nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.Column("by", sa.BigInteger(), nullable=True),
        sa.Column("before", Json, nullable=True),
        sa.Column("after", Json, nullable=True),
        sa.ForeignKeyConstraint(
            ["guild_id"], ["guild.id"], name=op.f("fk_watchlist_change_guild_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_watchlist_change")),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("watchlist_change", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_watchlist_change_watchlist_id"), ["watchlist_id"], unique=False)

    op.create_table(
        "follower",
        sa.Column("watchlist_id", RowId, nullable=False),
        sa.Column("member_id", sa.BigInteger(), nullable=False),
        sa.Column("notify", sa.String(length=16), nullable=False),
        sa.Column("since", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["watchlist_id"], ["watchlist.id"], name=op.f("fk_follower_watchlist_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("watchlist_id", "member_id", name=op.f("pk_follower")),
    )
    with op.batch_alter_table("follower", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_follower_member_id"), ["member_id"], unique=False)

    op.create_table(
        "revision",
        sa.Column("id", RowId, autoincrement=True, nullable=False),
        sa.Column("article_id", RowId, nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("origin", sa.String(length=8), nullable=False),
        sa.Column("content_hash", sa.String(length=32), nullable=False),
        sa.Column("stored_at", UtcDateTime(), nullable=False),
        sa.Column("url", sa.Text(), nullable=True),
        sa.Column("outlet", sa.Text(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("author", sa.Text(), nullable=True),
        sa.Column("language", sa.String(length=16), nullable=True),
        sa.Column("image_url", sa.Text(), nullable=True),
        sa.Column("published", UtcDateTime(), nullable=True),
        sa.Column("updated", UtcDateTime(), nullable=True),
        sa.ForeignKeyConstraint(
            ["article_id"], ["article.id"], name=op.f("fk_revision_article_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_revision")),
        sa.UniqueConstraint("article_id", "number", name=op.f("uq_revision_article_id_number")),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("revision", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_revision_article_id"), ["article_id"], unique=False)

    op.create_table(
        "entry",
        sa.Column("id", RowId, autoincrement=True, nullable=False),
        sa.Column("feed_id", RowId, nullable=False),
        sa.Column("key_hash", sa.String(length=32), nullable=False),
        sa.Column("article_id", RowId, nullable=False),
        sa.Column("revision_id", RowId, nullable=False),
        sa.Column("content_hash", sa.String(length=32), nullable=False),
        sa.Column("first_stored_at", UtcDateTime(), nullable=False),
        sa.Column("alertable", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["article_id"], ["article.id"], name=op.f("fk_entry_article_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["feed_id"], ["feed.id"], name=op.f("fk_entry_feed_id"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(
            ["revision_id"], ["revision.id"], name=op.f("fk_entry_revision_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_entry")),
        sa.UniqueConstraint("feed_id", "key_hash", name=op.f("uq_entry_feed_id_key_hash")),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("entry", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_entry_article_id"), ["article_id"], unique=False)
        batch_op.create_index(
            "ix_entry_feed_id_first_stored_at", ["feed_id", "first_stored_at"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_entry_revision_id"), ["revision_id"], unique=False)

    op.create_table(
        "match",
        sa.Column("watchlist_id", RowId, nullable=False),
        sa.Column("article_id", RowId, nullable=False),
        sa.Column("revision_id", RowId, nullable=False),
        sa.Column("matched_at", UtcDateTime(), nullable=False),
        sa.Column("analysis_version", sa.Integer(), nullable=False),
        sa.Column("alias_version", sa.Integer(), nullable=False),
        sa.Column("mask_version", sa.Integer(), nullable=False),
        sa.Column("hits", Json, nullable=False),
        sa.Column("outcome", sa.String(length=16), nullable=False),
        sa.ForeignKeyConstraint(
            ["article_id"], ["article.id"], name=op.f("fk_match_article_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["revision_id"], ["revision.id"], name=op.f("fk_match_revision_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["watchlist_id"], ["watchlist.id"], name=op.f("fk_match_watchlist_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("watchlist_id", "article_id", name=op.f("pk_match")),
    )
    with op.batch_alter_table("match", schema=None) as batch_op:
        batch_op.create_index("ix_match_article_id", ["article_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_match_revision_id"), ["revision_id"], unique=False)
    fulltext.create(op.get_bind())


def downgrade() -> None:
    """Refuse."""
    raise NotImplementedError("the first tables have nothing before them: restore a backup instead")
