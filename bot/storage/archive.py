"""Ask the archive's index: what may match a query, and what of it a guild sees, newest first.

Ids of revisions grow with time, so newest first is by id. What a guild sees is decided in the same statement
that asks the index, row by row, so that a page of a common word looks at a page of rows.
"""

from __future__ import annotations

import json
from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import lru_cache
from typing import Any, Final, NamedTuple

from sqlalchemy import TextClause, bindparam, func, select, text

from bot.query import Candidates, Everything
from bot.storage import volumes
from bot.storage.database import Connection
from bot.storage.index_syntax import ALL_LEXEMES, TSVECTOR, blocks, fts5, in_blocks
from bot.storage.tables import revision
from bot.storage.types import UtcDateTime
from bot.storage.volumes import VOLUME

BATCH = 200  # revisions proposed at once
AT_ONCE = 32  # volumes asked in one statement

NEVER: Final = datetime.max.replace(tzinfo=UTC)  # where a search has no end in time

ABOVE: Final = 2**62  # all ids

_TIMES = (bindparam("since", type_=UtcDateTime), bindparam("until", type_=UtcDateTime))

_PUBLISHED = """
    coalesce(r.published, (SELECT a.first_stored_at FROM article AS a WHERE a.id = e.article_id))
"""  # Article.at

# Whether an article has no newer revision that the guild sees.
_NEWEST = """
    NOT EXISTS (
        SELECT 1 FROM entry AS newer JOIN guild_feed AS follows ON follows.feed_id = newer.feed_id
        WHERE newer.article_id = e.article_id AND newer.revision_id > e.revision_id
            AND follows.guild_id = :guild
    )
"""
_IN_TIME = f"{_PUBLISHED} >= :since AND {_PUBLISHED} < :until"

# SQLite joins in the order that CROSS JOIN says: the index leads, and stops at the limit. All but the lexemes
# is told by indices alone: a row of `revision` is two pages or three.
_SQLITE = f"""
    SELECT * FROM (
        SELECT i.{{key}} AS revision_id, e.article_id AS article_id, {_PUBLISHED} AS at
        FROM {{source}} AS i {{by}}
        {{before}}
        CROSS JOIN entry AS e ON e.revision_id = i.{{key}}
        CROSS JOIN guild_feed AS g ON g.guild_id = :guild AND g.feed_id = e.feed_id
        {{after}}
        WHERE {{asked}} i.{{key}} >= :low AND i.{{key}} < :high {{known}} AND {_IN_TIME} AND {_NEWEST}
        ORDER BY i.{{key}} DESC
    )
"""  # noqa: S608 (constants)

# Where a guild sees little, all that it sees of a volume is set down first. A sum is nothing that FTS5 would
# look up.
_KNOWN = """
    AND i.{key} + 0 IN (
        SELECT shown.revision_id FROM guild_feed AS f CROSS JOIN entry AS shown ON shown.feed_id = f.feed_id
        WHERE f.guild_id = :guild AND shown.revision_id >= max(:low, {low})
            AND shown.revision_id < min(:high, {high})
    )
"""

# Revisions that are named.
_LATE = "AND i.{key} IN (SELECT value FROM json_each(:late))"

# When an article is of. Where a search ends before now, most that the index proposes first is too new, and
# that is told before who sees it.
_REVISION = "CROSS JOIN revision AS r INDEXED BY ix_revision_id_published ON r.id = i.{key}"
_DATED = f"{_REVISION} AND (r.published IS NULL OR r.published >= :since AND r.published < :until)"

# PostgreSQL's index gives its ids in no order: those of a few blocks are sorted, then looked at one by one.
# A sum is nothing that an index could find: the lexemes lead, and not the ids.
_POSTGRESQL = f"""
    WITH proposed AS MATERIALIZED (
        SELECT i.{{key}} AS id FROM {{source}} AS i
        WHERE {{asked}} i.{{key}} + 0 >= :low AND i.{{key}} + 0 < :high {{known}}
    )
    SELECT p.id AS revision_id, s.article_id AS article_id, s.at AS at
    FROM (SELECT id FROM proposed ORDER BY id DESC) AS p
    CROSS JOIN LATERAL (
        SELECT e.article_id AS article_id, {_PUBLISHED} AS at
        FROM entry AS e
        JOIN guild_feed AS g ON g.feed_id = e.feed_id
        JOIN revision AS r ON r.id = e.revision_id
        WHERE e.revision_id = p.id AND g.guild_id = :guild AND {_IN_TIME} AND {_NEWEST}
        LIMIT 1
    ) AS s
    ORDER BY p.id DESC LIMIT :limit
"""  # noqa: S608 (constants)

_KNOWN_POSTGRESQL = """
    AND i.{key} + 0 IN (
        SELECT shown.revision_id FROM guild_feed AS f JOIN entry AS shown ON shown.feed_id = f.feed_id
        WHERE f.guild_id = :guild AND shown.revision_id >= :low AND shown.revision_id < :high
    )
"""
_LATE_POSTGRESQL = "AND i.{key} = ANY (:late)"

_PROPOSED = """
    SELECT * FROM (
        SELECT i.{key} AS id FROM {source} AS i {by} WHERE {asked} i.{key} >= :low AND i.{key} < :high
        ORDER BY i.{key} DESC
    ) AS proposed
"""

# Of the newest revisions a guild sees few where it sees fewer than one in ten: then it costs less to set down
# which they are than to ask of each that the index proposes (some 4 microseconds) whether it is among them.
FEW = VOLUME // 10


class Candidate(NamedTuple):  # a thousand are made for a page: a dataclass takes three times as long
    """An article that may match, in the newest revision that a guild sees; `at` is `Article.at`."""

    revision_id: int
    article_id: int
    at: datetime


@dataclass(frozen=True, slots=True)
class Within:
    """Where to look: revisions with ids from `low` on, articles of times from `since` to before `until`.

    Of the revisions from `top` on none but the `late` ones, ids of which few are given, may be of so early.
    """

    low: int
    since: datetime
    until: datetime
    top: int = ABOVE
    late: tuple[int, ...] = ()


async def seen(
    connection: Connection,
    wanted: Candidates,
    *,
    guild_id: int,
    within: Within,
    before: int | None,
    limit: int,
    few: bool = False,
) -> tuple[list[Candidate], int | None]:
    """Return articles that may match and that a guild sees, newest first, and the id to go on below, if any.

    None that matches and is seen is left out. *limit* bounds the rows looked at in one go: there may be fewer
    articles though more follow. Say *few* where `sees_few`.
    """
    found: dict[int, Candidate] = {}
    one = _SQLITE if connection.dialect.name == "sqlite" else _POSTGRESQL
    dated = within.until < NEVER
    async for low, high, source in _within(connection, wanted, within, before):
        room = limit - len(found)
        values = source.values | {"guild": guild_id, "low": low, "high": high, "limit": room}
        values |= {"since": within.since, "until": within.until}
        asked = _statement(one, source.tables, few=few, dated=dated, late="late" in values)
        rows = (await connection.execute(asked, values)).all()
        found |= {id_: Candidate(id_, article_id, _moment(at)) for id_, article_id, at in rows}
        if len(rows) == room:
            return list(found.values()), rows[-1][0]
    return list(found.values()), None


async def _within(
    connection: Connection, wanted: Candidates, within: Within, before: int | None
) -> AsyncIterator[tuple[int, int, _Source]]:
    """Yield what `_sources` does of all that may be of the times asked for, the late ones first."""
    top = ABOVE if before is None else before
    if late := [id_ for id_ in within.late if max(within.low, within.top) <= id_ < top]:
        async for each in _sources(connection, wanted, since=min(late), before=top, late=late):
            yield each
    if within.top < ABOVE:
        before = min(within.top, top)
    async for each in _sources(connection, wanted, since=within.low, before=before):
        yield each


async def sees_few(connection: Connection, guild_id: int, few: int = FEW) -> bool:
    """Return whether a guild sees fewer of the newest revisions."""
    counted = text("""
        SELECT count(*) FROM (
            SELECT 1 FROM guild_feed AS f CROSS JOIN entry AS shown
            WHERE f.guild_id = :guild AND shown.feed_id = f.feed_id
                AND shown.revision_id > (SELECT max(id) FROM revision) - :newest
            LIMIT :few
        ) AS sighted
    """)
    values = {"guild": guild_id, "newest": VOLUME, "few": few}
    return int(await connection.scalar(counted, values) or 0) < few


def _moment(stored: str | datetime) -> datetime:
    """Return a time that a driver gave: PostgreSQL's are whole, SQLite's are UTC in words."""
    return datetime.fromisoformat(f"{stored}+00:00") if isinstance(stored, str) else stored


async def candidates(
    connection: Connection,
    wanted: Candidates,
    *,
    before: int | None = None,
    since: int = 0,
    limit: int = BATCH,
) -> list[int]:
    """Return ids of revisions that may match, newest first, below *before* if given, from *since* on.

    None that matches is left out; some that don't match, or that no longer exist, may be among them. Fewer
    than *limit* means that there are no more.
    """
    found: list[int] = []
    async for low, high, source in _sources(connection, wanted, since=since, before=before):
        values = source.values | {"low": low, "high": high, "limit": limit - len(found)}
        found += await connection.scalars(_statement(_PROPOSED, source.tables), values)
        if len(found) == limit:
            break
    return found


# Until the end of the transaction. The planner takes a word that many articles hold for a reason to read them
# all, or to share the work out among processes, whose start takes a hundred times as long as it; it does not
# know that lexemes are kept apart and are long.
_BY_INDEX = (
    func.set_config("enable_seqscan", "off", True),
    func.set_config("max_parallel_workers_per_gather", "0", True),
)


class _Table(NamedTuple):
    """A table of revisions with the ids from `low` to before `high`, and the condition on a row of it."""

    key: str
    source: str
    by: str
    asked: str
    low: int = 0
    high: int = ABOVE


class _Source(NamedTuple):
    """Where ids of revisions come from: tables, the newest first, and the values that they are asked by."""

    tables: tuple[_Table, ...]
    values: dict[str, Any]


@lru_cache(maxsize=64)  # volumes are made seldom, and making it takes as long as asking one of them
def _statement(
    one: str, tables: tuple[_Table, ...], *, few: bool = False, dated: bool = False, late: bool = False
) -> TextClause:
    """Return a statement over all tables, from *one* over a table.

    SQLite asks the parts of UNION ALL one after the other, and none once the limit is reached.
    """
    if one is _POSTGRESQL:
        named = tables[0]._asdict()
        known = _LATE_POSTGRESQL if late else _KNOWN_POSTGRESQL if few else ""
        return text(one.format(**named, known=known.format(**named))).bindparams(*_TIMES)
    known = _LATE if late else _KNOWN if few else ""
    parts = []
    for each in tables:
        named = each._asdict()
        of_it = {"before": _DATED.format(**named), "after": ""} if dated else {}
        of_it = of_it or {"before": "", "after": _REVISION.format(**named)}
        parts.append(one.format(**named, **of_it, known=known.format(**named)))
    whole = text(f"{' UNION ALL '.join(parts)} LIMIT :limit")
    return whole.bindparams(*_TIMES) if one is _SQLITE else whole


async def _sources(
    connection: Connection,
    wanted: Candidates,
    *,
    since: int,
    before: int | None,
    late: Sequence[int] = (),
) -> AsyncIterator[tuple[int, int, _Source]]:
    """Yield ranges of ids, the newest first, as (first, after the last), and what to ask of each.

    If given, the *late* ones alone are wanted.
    """
    top = ABOVE if before is None else before
    if connection.dialect.name == "sqlite":
        if isinstance(wanted, Everything):
            asked, tables = {}, [_Table("id", "revision", "INDEXED BY ix_revision_id_published", "")]
        else:
            asked, tables = {"asked": fts5(wanted)}, await _volumes(connection, since, top, late)
        if late:
            asked["late"] = json.dumps(list(late))
        for part in (tables[:1], *(tables[at : at + AT_ONCE] for at in range(1, len(tables), AT_ONCE))):
            if part:
                yield since, top, _Source(tuple(part), asked)
        return
    only = {"late": list(late)} if late else {}
    if isinstance(wanted, Everything):
        yield since, top, _Source((_Table("id", "revision", "", ""),), only)
        return
    newest = await connection.scalar(select(func.max(revision.c.id), *_BY_INDEX))
    top = min(top, int(newest or 0) + 1)
    condition = f"{TSVECTOR} @@ ANY (CAST(:asked AS tsquery[])) AND"
    table = _Table("revision_id", "revision_index", "", condition)
    if late:
        yield since, top, _Source((table,), {"asked": in_blocks(wanted, late)} | only)
        return
    for low, high, asked_of in blocks(wanted, since=since, before=top):
        yield max(low, since), min(high, top), _Source((table,), {"asked": asked_of})


async def _volumes(connection: Connection, since: int, top: int, late: Sequence[int]) -> list[_Table]:
    """Return the volumes that hold ids from *since* to before *top*, or the *late* ones, the newest first."""
    numbers = [each for each in await volumes.held(connection) if volumes.of(since) <= each]
    only = {volumes.of(id_) for id_ in late} or set(numbers)
    return [_volume(each) for each in numbers if each * VOLUME < top and each in only]


def _volume(number: int) -> _Table:
    name = volumes.name(number)
    asked = f"i.{name} MATCH :asked AND"
    return _Table("rowid", name, "", asked, number * VOLUME, (number + 1) * VOLUME)


async def undecided(connection: Connection) -> frozenset[int]:
    """Return the revisions of which the index holds nothing: they are proposed, never decided."""
    if connection.dialect.name == "sqlite":
        return frozenset()
    await connection.execute(select(*_BY_INDEX))
    asked = text(f"SELECT revision_id FROM revision_index WHERE {TSVECTOR} @@ CAST(:all AS tsquery)")  # noqa: S608 (a constant)
    return frozenset(await connection.scalars(asked, {"all": f"'{ALL_LEXEMES}'"}))
