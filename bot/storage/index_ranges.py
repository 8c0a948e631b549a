"""Where the archive's index is asked: tables of revisions, and ranges of their ids, the newest first.

SQLite's index is in volumes, each a table; PostgreSQL's is one, whose lexemes say of which block they are.
"""

from __future__ import annotations

import json
from collections.abc import AsyncIterator, Sequence
from typing import Any, Final, NamedTuple

from sqlalchemy import func, select, text

from bot.query import Candidates, Everything
from bot.storage import volumes
from bot.storage.database import Connection
from bot.storage.index_syntax import ALL_LEXEMES, TSVECTOR, blocks, fts5, in_blocks
from bot.storage.tables import revision
from bot.storage.volumes import VOLUME

AT_ONCE = 32  # volumes asked in one statement
ABOVE: Final = 2**62  # all ids

# Until the end of the transaction. The planner takes a word that many articles hold for a reason to read them
# all, to share the work out among processes or to compile it, which takes a hundred times as long as it; it
# does not know that lexemes are kept apart and are long.
_BY_INDEX = (
    func.set_config("enable_seqscan", "off", True),
    func.set_config("max_parallel_workers_per_gather", "0", True),
    func.set_config("jit", "off", True),
)


class Table(NamedTuple):
    """A table of revisions with the ids from `low` to before `high`, and the condition on a row of it."""

    key: str
    source: str
    by: str
    asked: str
    low: int = 0
    high: int = ABOVE


class Source(NamedTuple):
    """Where ids of revisions come from: tables, the newest first, and the values that they are asked by."""

    tables: tuple[Table, ...]
    values: dict[str, Any]


async def sources(
    connection: Connection,
    wanted: Candidates,
    *,
    since: int,
    before: int | None,
    late: Sequence[int] = (),
) -> AsyncIterator[tuple[int, int, Source]]:
    """Yield ranges of ids, the newest first, as (first, after the last), and what to ask of each.

    If given, the *late* ones alone are wanted.
    """
    top = ABOVE if before is None else before
    if connection.dialect.name == "sqlite":
        if isinstance(wanted, Everything):
            asked, tables = {}, [Table("id", "revision", "INDEXED BY ix_revision_id_published", "")]
        else:
            asked, tables = {"asked": fts5(wanted)}, await _volumes(connection, since, top, late)
        if late:
            asked["late"] = json.dumps(list(late))
        for part in (tables[:1], *(tables[at : at + AT_ONCE] for at in range(1, len(tables), AT_ONCE))):
            if part:
                yield since, top, Source(tuple(part), asked)
        return
    only = {"late": list(late)} if late else {}
    if isinstance(wanted, Everything):
        yield since, top, Source((Table("id", "revision", "", ""),), only)
        return
    newest = await connection.scalar(select(func.max(revision.c.id), *_BY_INDEX))
    top = min(top, int(newest or 0) + 1)
    condition = f"{TSVECTOR} @@ ANY (CAST(:asked AS tsquery[])) AND"
    table = Table("revision_id", "revision_index", "", condition)
    if late:
        yield since, top, Source((table,), {"asked": in_blocks(wanted, late)} | only)
        return
    for low, high, asked_of in blocks(wanted, since=since, before=top):
        yield max(low, since), min(high, top), Source((table,), {"asked": asked_of})


async def _volumes(connection: Connection, since: int, top: int, late: Sequence[int]) -> list[Table]:
    """Return the volumes that hold ids from *since* to before *top*, or the *late* ones, the newest first."""
    numbers = [each for each in await volumes.held(connection) if volumes.of(since) <= each]
    only = {volumes.of(id_) for id_ in late} or set(numbers)
    return [_volume(each) for each in numbers if each * VOLUME < top and each in only]


def _volume(number: int) -> Table:
    name = volumes.name(number)
    asked = f"i.{name} MATCH :asked AND"
    return Table("rowid", name, "", asked, number * VOLUME, (number + 1) * VOLUME)


async def undecided(connection: Connection) -> frozenset[int]:
    """Return the revisions of which the index holds nothing: they are proposed, never decided."""
    if connection.dialect.name == "sqlite":
        return frozenset()
    await connection.execute(select(*_BY_INDEX))
    asked = text(f"SELECT revision_id FROM revision_index WHERE {TSVECTOR} @@ CAST(:all AS tsquery)")  # noqa: S608 (a constant)
    return frozenset(await connection.scalars(asked, {"all": f"'{ALL_LEXEMES}'"}))
