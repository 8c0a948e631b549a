"""Times that were written and never read."""

import sqlalchemy as sa
from alembic import op

from bot.storage.types import UtcDateTime

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None

UNREAD = (
    ("boilerplate", "learnt_at"),
    ("match", "matched_at"),
    ("story", "first_at"),
    ("guild", "joined_at"),
)


def upgrade() -> None:
    """Drop them; the rows stay. No table is made anew, so that nothing cascades on SQLite."""
    for table, column in UNREAD:
        op.drop_column(table, column)


def downgrade() -> None:
    """Have them again, as the earliest of times."""
    for table, column in UNREAD:
        earliest = sa.text("'1970-01-01 00:00:00.000000'")
        op.add_column(table, sa.Column(column, UtcDateTime(), nullable=False, server_default=earliest))
