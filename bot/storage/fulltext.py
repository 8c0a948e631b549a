"""The archive's index over our own tokens: it proposes revisions, the query's own evaluation decides."""

from __future__ import annotations

from sqlalchemy import Connection as SyncConnection


def create(connection: SyncConnection) -> None:
    """Make the index's tables, in the way of the connection's database (called by the first migration)."""
