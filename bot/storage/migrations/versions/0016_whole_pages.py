"""Feeds of which a server wants every article's page read."""

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Ask for none of them, as before. No table is copied."""
    op.add_column(
        "guild_feed",
        sa.Column("whole_pages", sa.Boolean(), nullable=False, server_default=sa.text("false")),
    )


def downgrade() -> None:
    """Forget for which it was asked."""
    op.drop_column("guild_feed", "whole_pages")
