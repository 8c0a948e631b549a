"""What all tables share: their metadata, and the columns that most of them have."""

from __future__ import annotations

from sqlalchemy import Column, ForeignKey, MetaData

from bot.storage.types import RowId

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s",
        "pk": "pk_%(table_name)s",
    }
)


def row_id() -> Column[int]:
    """Return the column of ids that grow with time."""
    return Column("id", RowId, primary_key=True, autoincrement=True)


def points_to(name: str, target: str, *, index: bool = False) -> Column[int]:
    """Return a column of another table's ids; a row goes with the one it points to."""
    return Column(name, RowId, ForeignKey(target, ondelete="CASCADE"), nullable=False, index=index)
