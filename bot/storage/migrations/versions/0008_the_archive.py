"""The archive's index in volumes, and indices that tell who sees what without a look at the rows."""

from alembic import op

from bot.storage import fulltext

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make them; the index is of another version now, so that the next start fills it again."""
    fulltext.create_volumes(op.get_bind())
    op.create_index(
        "ix_entry_article_id_revision_id_feed_id", "entry", ["article_id", "revision_id", "feed_id"]
    )
    op.create_index(
        "ix_entry_revision_id_feed_id_article_id", "entry", ["revision_id", "feed_id", "article_id"]
    )
    op.create_index("ix_entry_feed_id_revision_id", "entry", ["feed_id", "revision_id"])
    op.drop_index("ix_entry_article_id", "entry")
    op.drop_index("ix_entry_revision_id", "entry")
    op.create_index("ix_revision_id_published", "revision", ["id", "published"])
