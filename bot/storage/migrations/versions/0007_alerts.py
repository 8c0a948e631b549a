"""What feeds showed before, who follows which story, and how a channel hears of what is new in one."""

import sqlalchemy as sa
from alembic import op

from bot.storage.types import RowId, UtcDateTime

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make both tables and add the columns; channels hear of everything unless they choose otherwise."""
    op.create_table(
        "entry_past",
        sa.Column("id", RowId, autoincrement=True, nullable=False),
        sa.Column("entry_id", RowId, nullable=False),
        sa.Column("revision_id", RowId, nullable=False),
        sa.Column("until", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["entry_id"], ["entry.id"], name=op.f("fk_entry_past_entry_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["revision_id"], ["revision.id"], name=op.f("fk_entry_past_revision_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_entry_past")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_entry_past_entry_id"), "entry_past", ["entry_id"])
    op.create_index(op.f("ix_entry_past_revision_id"), "entry_past", ["revision_id"])
    op.create_table(
        "story_follow",
        sa.Column("guild_id", sa.BigInteger(), nullable=False),
        sa.Column("story_id", RowId, nullable=False),
        sa.Column("member_id", sa.BigInteger(), nullable=False),
        sa.Column("channel_id", sa.BigInteger(), nullable=False),
        sa.Column("since", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["guild_id"], ["guild.id"], name=op.f("fk_story_follow_guild_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["story_id"], ["story.id"], name=op.f("fk_story_follow_story_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("guild_id", "story_id", "member_id", name=op.f("pk_story_follow")),
    )
    op.create_index(op.f("ix_story_follow_story_id"), "story_follow", ["story_id"])
    with op.batch_alter_table("channel") as table:
        table.add_column(sa.Column("images", sa.Boolean(), server_default=sa.text("true"), nullable=False))
        table.add_column(
            sa.Column("updates", sa.String(length=16), server_default=sa.text("'all'"), nullable=False)
        )
        table.add_column(sa.Column("threads", sa.Boolean(), server_default=sa.text("false"), nullable=False))
    with op.batch_alter_table("delivery") as table:
        table.add_column(sa.Column("edited_at", UtcDateTime(), nullable=True))


def downgrade() -> None:
    """Forget them."""
    with op.batch_alter_table("delivery") as table:
        table.drop_column("edited_at")
    with op.batch_alter_table("channel") as table:
        table.drop_column("threads")
        table.drop_column("updates")
        table.drop_column("images")
    op.drop_table("story_follow")
    op.drop_table("entry_past")
