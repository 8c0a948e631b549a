"""The words of revisions as codes, in order: what of a query they tell, without reading a text."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import bindparam, text

from bot.query import Coded
from bot.storage.database import CHUNK, Connection

_LACKING = text("""
    SELECT w.revision_id FROM revision_index_words AS w
    WHERE w.revision_id = ANY (CAST(:ids AS bigint[])) AND NOT EXISTS (
        SELECT 1 FROM unnest(CAST(:stemmers AS text[]), CAST(:runs AS bytea[])) AS sought (stemmer, run)
        WHERE sought.stemmer = w.stemmer
            AND (position(sought.run IN w.words) > 0 OR position(sought.run IN w.title) > 0)
    )
""")


async def lacking(
    connection: Connection, revision_ids: Sequence[int], runs: Sequence[tuple[str, bytes]]
) -> frozenset[int]:
    """Return those of the revisions whose codes hold none of the *runs*, each a stemmer and codes in a row.

    Told where the codes are, if they would have to be sent from there: on SQLite none are returned.
    """
    if connection.dialect.name == "sqlite":
        return frozenset()
    values = {"ids": list(revision_ids), "stemmers": [by for by, _ in runs], "runs": [run for _, run in runs]}
    return frozenset(await connection.scalars(_LACKING, values))


async def of(connection: Connection, revision_ids: Sequence[int]) -> dict[int, Coded]:
    """Return the words of revisions as codes, by id."""
    found: dict[int, Coded] = {}
    asked = text(
        "SELECT revision_id, stemmer, title, words FROM revision_index_words WHERE revision_id IN :ids"
    ).bindparams(bindparam("ids", expanding=True))
    for start in range(0, len(revision_ids), CHUNK):
        rows = await connection.execute(asked, {"ids": list(revision_ids[start : start + CHUNK])})
        found |= {row[0]: Coded(*row[1:]) for row in rows}
    return found
