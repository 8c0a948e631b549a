"""What articles are known by, and masks that each feed learns for itself."""

import sqlalchemy as sa
from alembic import op

from bot.storage.types import RowId

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the table and the columns; lines that a site repeats are learnt anew, feed by feed.

    A revision that feeds shared keeps the mask that it has.
    """
    op.create_table(
        "address",
        sa.Column("url_hash", sa.String(length=32), nullable=False),
        sa.Column("article_id", RowId, nullable=False),
        sa.ForeignKeyConstraint(
            ["article_id"], ["article.id"], name=op.f("fk_address_article_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("url_hash", name=op.f("pk_address")),
    )
    op.create_index(op.f("ix_address_article_id"), "address", ["article_id"])
    op.add_column("entry", sa.Column("late", sa.String(length=80), nullable=True))
    op.add_column("guild_feed", sa.Column("folder", sa.String(length=200), nullable=True))
    op.execute(
        "UPDATE revision SET site = ("
        "SELECT CASE WHEN min(entry.feed_id) = max(entry.feed_id)"
        " THEN substr(CAST(min(entry.feed_id) AS VARCHAR(20)) || ':' || revision.site, 1, 200) END"
        " FROM entry WHERE entry.revision_id = revision.id) WHERE site IS NOT NULL"
    )
    op.execute("DELETE FROM boilerplate")


def downgrade() -> None:
    """Forget them; what sites repeat is learnt anew."""
    op.execute("DELETE FROM boilerplate")
    op.execute("UPDATE revision SET site = NULL")
    with op.batch_alter_table("guild_feed") as table:
        table.drop_column("folder")
    with op.batch_alter_table("entry") as table:
        table.drop_column("late")
    op.drop_table("address")
