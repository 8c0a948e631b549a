"""The one seam to the archive's index."""

from __future__ import annotations

from collections.abc import Sequence

from bot.query import Lexemes
from bot.storage import Connection, fulltext


async def index(connection: Connection, revisions: Sequence[tuple[int, Lexemes, str | None]]) -> None:
    """Let searches find revisions stored in this transaction: (id, its document's lexemes, its language)."""
    await fulltext.add_all(connection, revisions)


async def reindex(connection: Connection, revisions: Sequence[tuple[int, Lexemes, Lexemes]]) -> None:
    """Let searches find revisions by what they tell now: (id, lexemes indexed before, lexemes of now)."""
    await fulltext.replace_all(connection, revisions)
