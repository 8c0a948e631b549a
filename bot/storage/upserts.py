"""INSERT ... ON CONFLICT, which SQLite and PostgreSQL both have and SQLAlchemy keeps in their dialects."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Table
from sqlalchemy.dialects import postgresql, sqlite

from bot.storage.database import Connection


def upsert(connection: Connection, table: Table) -> Any:
    """Return an INSERT that knows ON CONFLICT, in the connection's dialect."""
    return upsert_in(connection.dialect.name, table)


def upsert_in(dialect: str, table: Table) -> Any:
    """Return the same by the dialect's name, for statements that are kept."""
    return postgresql.insert(table) if dialect == "postgresql" else sqlite.insert(table)
