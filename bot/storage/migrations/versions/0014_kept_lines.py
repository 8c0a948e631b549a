"""Lines that feeds repeat and that admins keep in their texts."""

import sqlalchemy as sa
from alembic import op

from bot.storage.types import RowId, Snowflake, UtcDateTime

revision = "0014"
down_revision = "0012"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make room for them; nothing that is stored changes."""
    op.create_table(
        "kept_line",
        sa.Column("id", RowId, autoincrement=True, nullable=False),
        sa.Column("guild_id", Snowflake, nullable=False),
        sa.Column("feed_id", RowId, nullable=False),
        sa.Column("key", sa.String(16), nullable=False),
        sa.Column("line", sa.Text(), nullable=False),
        sa.Column("by", Snowflake, nullable=True),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.Column("undone_by", Snowflake, nullable=True),
        sa.Column("undone_at", UtcDateTime(), nullable=True),
        sa.ForeignKeyConstraint(
            ["guild_id", "feed_id"],
            ["guild_feed.guild_id", "guild_feed.feed_id"],
            name=op.f("fk_kept_line_guild_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_kept_line")),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_kept_line_feed_id", "kept_line", ["feed_id"])
    op.create_index("ix_kept_line_guild_id_feed_id", "kept_line", ["guild_id", "feed_id"])


def downgrade() -> None:
    """Forget them."""
    op.drop_table("kept_line")
