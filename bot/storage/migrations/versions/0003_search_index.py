"""The words of each article in order, as codes: phrases are told without reading the article again."""

from alembic import op

from bot.storage import fulltext

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the table; the index is of another version now, so that the next start fills both again."""
    fulltext.create_words(op.get_bind())


def downgrade() -> None:
    """Forget the codes."""
    op.drop_table("revision_index_words")
