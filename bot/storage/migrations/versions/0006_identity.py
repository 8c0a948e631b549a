"""What names a feed's entries, which revisions are near copies, and whose reports they are."""

import sqlalchemy as sa
from alembic import op

from bot.storage.types import RowId, UtcDateTime

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the columns and make both tables; what is stored keeps being named by what its feed gave."""
    with op.batch_alter_table("feed") as table:
        table.add_column(
            sa.Column("identifier", sa.String(length=8), server_default=sa.text("'guid'"), nullable=False)
        )
        table.add_column(sa.Column("rewrites", sa.Integer(), server_default=sa.text("0"), nullable=False))
    with op.batch_alter_table("revision") as table:
        table.add_column(sa.Column("stated", sa.String(length=40), nullable=True))
        table.add_column(sa.Column("credit", sa.String(length=40), nullable=True))
    with op.batch_alter_table("entry") as table:
        table.add_column(sa.Column("link_hash", sa.String(length=32), nullable=True))
        table.add_column(sa.Column("title_hash", sa.String(length=32), nullable=True))
        table.create_index("ix_entry_feed_id_link_hash", ["feed_id", "link_hash"])
        table.create_index("ix_entry_feed_id_title_hash", ["feed_id", "title_hash"])
    op.create_table(
        "sketch",
        sa.Column("revision_id", RowId, autoincrement=False, nullable=False),
        sa.Column("article_id", RowId, nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.Column("hashes", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["revision_id"], ["revision.id"], name=op.f("fk_sketch_revision_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("revision_id", name=op.f("pk_sketch")),
    )
    op.create_index(op.f("ix_sketch_at"), "sketch", ["at"])
    op.create_table(
        "near_copy",
        sa.Column("revision_id", RowId, nullable=False),
        sa.Column("of_revision_id", RowId, nullable=False),
        sa.Column("similarity", sa.Float(), nullable=False),
        sa.ForeignKeyConstraint(
            ["revision_id"], ["revision.id"], name=op.f("fk_near_copy_revision_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["of_revision_id"], ["revision.id"], name=op.f("fk_near_copy_of_revision_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("revision_id", "of_revision_id", name=op.f("pk_near_copy")),
    )
    op.create_index(op.f("ix_near_copy_of_revision_id"), "near_copy", ["of_revision_id"])


def downgrade() -> None:
    """Forget them."""
    op.drop_table("near_copy")
    op.drop_table("sketch")
    with op.batch_alter_table("entry") as table:
        table.drop_index("ix_entry_feed_id_title_hash")
        table.drop_index("ix_entry_feed_id_link_hash")
        table.drop_column("title_hash")
        table.drop_column("link_hash")
    with op.batch_alter_table("revision") as table:
        table.drop_column("credit")
        table.drop_column("stated")
    with op.batch_alter_table("feed") as table:
        table.drop_column("rewrites")
        table.drop_column("identifier")
