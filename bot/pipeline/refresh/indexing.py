"""The one seam to the archive's index."""

from __future__ import annotations

from collections.abc import Collection

from bot.storage import Connection, fulltext


async def index(
    connection: Connection, revision_id: int, found: Collection[str], language: str | None
) -> None:
    """Let searches find a revision stored in this transaction; *found* are its document's lexemes."""
    await fulltext.add(connection, revision_id, found, language)
