"""Pages: why one gave no article; and the lines that a site repeats, as masks over texts."""

import sqlalchemy as sa
from alembic import op

from bot.storage.types import Json, RowId, UtcDateTime

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the columns and the table; what is stored already has no mask."""
    with op.batch_alter_table("article") as article:
        article.add_column(sa.Column("page_note", sa.String(length=16), nullable=True))
    with op.batch_alter_table("revision") as revision_:
        revision_.add_column(sa.Column("site", sa.String(length=200), nullable=True))
        revision_.add_column(sa.Column("mask", Json, nullable=True))
        revision_.add_column(
            sa.Column("mask_version", sa.Integer(), nullable=False, server_default=sa.text("0"))
        )
        revision_.create_index(op.f("ix_revision_site_id"), ["site", "id"])
    op.create_table(
        "boilerplate",
        sa.Column("site", sa.String(length=200), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("lines", Json, nullable=False),
        sa.Column("learnt_at", UtcDateTime(), nullable=False),
        sa.Column("masked_down_to", RowId, nullable=True),
        sa.PrimaryKeyConstraint("site", name=op.f("pk_boilerplate")),
    )


def downgrade() -> None:
    """Forget all of it."""
    op.drop_table("boilerplate")
    with op.batch_alter_table("revision") as revision_:
        revision_.drop_index(op.f("ix_revision_site_id"))
        for name in ("mask_version", "mask", "site"):
            revision_.drop_column(name)
    with op.batch_alter_table("article") as article:
        article.drop_column("page_note")
