"""How feeds are fetched: their rhythm and what they ask for, hosts, urgency, moves, and what may be lost."""

from urllib.parse import urlsplit

import sqlalchemy as sa
from alembic import op

from bot.storage.types import Json, RowId, UtcDateTime

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the columns; each feed's host is taken from its address."""
    with op.batch_alter_table("feed") as feed:
        feed.add_column(sa.Column("host", sa.Text(), nullable=False, server_default=sa.text("''")))
        feed.add_column(sa.Column("rhythm", Json, nullable=True))
        feed.add_column(sa.Column("rhythm_at", UtcDateTime(), nullable=True))
        feed.add_column(sa.Column("asks", Json, nullable=True))
        feed.add_column(sa.Column("gap_at", UtcDateTime(), nullable=True))
        feed.add_column(sa.Column("possibly_lost", sa.Integer(), nullable=False, server_default=sa.text("0")))
        feed.add_column(sa.Column("moving_to", sa.Text(), nullable=True))
        feed.add_column(sa.Column("moving_seen", sa.Integer(), nullable=False, server_default=sa.text("0")))
        feed.add_column(sa.Column("moved_into", RowId, nullable=True))
        feed.add_column(sa.Column("replacement_url", sa.Text(), nullable=True))
        feed.create_index(op.f("ix_feed_moved_into"), ["moved_into"])
    with op.batch_alter_table("guild_feed") as guild_feed:
        guild_feed.add_column(
            sa.Column("urgent", sa.Boolean(), nullable=False, server_default=sa.text("false"))
        )
    _name_hosts()


def _name_hosts() -> None:
    table = sa.table("feed", sa.column("id"), sa.column("url"), sa.column("host"))
    connection = op.get_bind()
    for row in connection.execute(sa.select(table.c.id, table.c.url)).all():
        host = (urlsplit(row.url).hostname or "").lower()
        connection.execute(sa.update(table).where(table.c.id == row.id).values(host=host))


def downgrade() -> None:
    """Forget all of it."""
    with op.batch_alter_table("guild_feed") as guild_feed:
        guild_feed.drop_column("urgent")
    with op.batch_alter_table("feed") as feed:
        feed.drop_index(op.f("ix_feed_moved_into"))
        for name in (
            "replacement_url",
            "moved_into",
            "moving_seen",
            "moving_to",
            "possibly_lost",
            "gap_at",
            "asks",
            "rhythm_at",
            "rhythm",
            "host",
        ):
            feed.drop_column(name)
