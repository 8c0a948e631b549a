"""Aliases of a guild's queries, and watchlists that are shown before they are saved."""

import sqlalchemy as sa
from alembic import op

from bot.storage.types import Json, RowId, UtcDateTime

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make both tables."""
    op.create_table(
        "alias",
        sa.Column("guild_id", sa.BigInteger(), nullable=False),
        sa.Column("name", sa.String(length=32), nullable=False),
        sa.Column("query", sa.Text(), nullable=False),
        sa.Column("set_by", sa.BigInteger(), nullable=False),
        sa.Column("set_at", UtcDateTime(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["guild_id"], ["guild.id"], name=op.f("fk_alias_guild_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("guild_id", "name", name=op.f("pk_alias")),
    )
    op.create_table(
        "draft",
        sa.Column("key", sa.String(length=32), nullable=False),
        sa.Column("guild_id", RowId, nullable=False),
        sa.Column("member_id", sa.BigInteger(), nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.Column("payload", Json, nullable=False),
        sa.ForeignKeyConstraint(
            ["guild_id"], ["guild.id"], name=op.f("fk_draft_guild_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_draft")),
    )
    op.create_index(op.f("ix_draft_at"), "draft", ["at"])


def downgrade() -> None:
    """Forget both."""
    op.drop_table("draft")
    op.drop_table("alias")
