"""The words of revisions as codes, in order: what of a query they tell, without reading a text."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import bindparam, text

from bot.query import Coded
from bot.storage.database import CHUNK, Connection

_OF = text(
    "SELECT revision_id, stemmer, title, words FROM revision_index_words WHERE revision_id IN :ids"
).bindparams(bindparam("ids", expanding=True))


async def of(connection: Connection, revision_ids: Sequence[int]) -> dict[int, Coded]:
    """Return the words of revisions as codes, by id."""
    found: dict[int, Coded] = {}
    for start in range(0, len(revision_ids), CHUNK):
        rows = await connection.execute(_OF, {"ids": list(revision_ids[start : start + CHUNK])})
        found |= {row[0]: Coded(*row[1:]) for row in rows}
    return found
