"""What a feed said last, so that the same in another body is known; hosts that asked to be left alone."""

import sqlalchemy as sa
from alembic import op

from bot.storage.types import UtcDateTime

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add both, empty: each feed is read once more, each host is asked once more. No table is copied."""
    op.add_column("feed", sa.Column("shown_hash", sa.String(length=32), nullable=True))
    op.create_table(
        "host_rest",
        sa.Column("host", sa.Text(), nullable=False),
        sa.Column("until", UtcDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("host", name=op.f("pk_host_rest")),
    )


def downgrade() -> None:
    """Take both away."""
    op.drop_table("host_rest")
    op.drop_column("feed", "shown_hash")
