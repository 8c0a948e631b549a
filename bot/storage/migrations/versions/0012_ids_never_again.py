"""Ids that are never given twice, also on SQLite, where earlier migrations that copied a table forgot it."""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None

COPIED = ("feed", "revision")  # by batch operations that did not say AUTOINCREMENT again


def upgrade() -> None:
    """Copy once more those of the tables that lack AUTOINCREMENT; other databases have nothing to mend."""
    connection = op.get_bind()
    if connection.dialect.name != "sqlite":
        return
    for name in COPIED:
        made = sa.text("SELECT sql FROM sqlite_master WHERE type = 'table' AND name = :name")
        if "AUTOINCREMENT" in str(connection.scalar(made, {"name": name})).upper():
            continue
        with op.batch_alter_table(name, recreate="always", table_kwargs={"sqlite_autoincrement": True}):
            pass


def downgrade() -> None:
    """Leave the tables as they are: their columns are the same."""
