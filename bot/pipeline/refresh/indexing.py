"""The one seam to the archive's index."""

from __future__ import annotations

from bot.query import Document
from bot.storage import Connection


async def index(connection: Connection, revision_id: int, document: Document) -> None:
    """Let searches find a revision that was stored in this transaction."""
