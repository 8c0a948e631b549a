"""Ask the archive's index: what may match a query, and what of it a guild sees, newest first.

Ids of revisions grow with time, so newest first is by id. What a guild sees is decided in the same statement
that asks the index, row by row, so that a page of a common word looks at a page of rows.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import lru_cache
from typing import Any, Final, NamedTuple

from sqlalchemy import Column, TextClause, bindparam, func, select, text

from bot.query import Candidates, Coded, Everything
from bot.storage import volumes
from bot.storage.database import CHUNK, Connection
from bot.storage.spelling import ALL_LEXEMES, TSVECTOR, blocks, fts5
from bot.storage.tables import revision
from bot.storage.types import UtcDateTime
from bot.storage.volumes import VOLUME

BATCH = 200  # revisions proposed at once
AT_ONCE = 32  # volumes asked in one statement

NEVER: Final = datetime.max.replace(tzinfo=UTC)  # where a search has no end in time

_ABOVE = 2**62  # all ids
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

# When an article is of. Where a search ends before now, most that the index proposes first is too new, and
# that is told before who sees it.
_REVISION = "CROSS JOIN revision AS r INDEXED BY ix_revision_id_published ON r.id = i.{key}"
_DATED = f"{_REVISION} AND (r.published IS NULL OR r.published >= :since AND r.published < :until)"

# PostgreSQL's index gives its ids in no order: those of a few blocks are sorted, then looked at one by one.
# A sum is nothing that an index could find: the lexemes lead, and not the ids.
_POSTGRESQL = f"""
    WITH proposed AS MATERIALIZED (
        SELECT i.{{key}} AS id FROM {{source}} AS i
        WHERE {{asked}} i.{{key}} + 0 >= :low AND i.{{key}} + 0 < :high
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
    """Where to look: revisions with ids from `low` on, articles of times from `since` to before `until`."""

    low: int
    since: datetime
    until: datetime


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
    async for low, high, source in _sources(connection, wanted, since=within.low, before=before):
        room = limit - len(found)
        values = source.values | {"guild": guild_id, "low": low, "high": high, "limit": room}
        values |= {"since": within.since, "until": within.until}
        asked = _statement(one, source.tables, few=few, dated=within.until < NEVER)
        rows = (await connection.execute(asked, values)).all()
        found |= {id_: Candidate(id_, article_id, _moment(at)) for id_, article_id, at in rows}
        if len(rows) == room:
            return list(found.values()), rows[-1][0]
    return list(found.values()), None


async def sees_few(connection: Connection, guild_id: int, few: int = FEW) -> bool:
    """Return whether a guild sees fewer of the newest revisions (SQLite alone asks it another way then)."""
    if connection.dialect.name != "sqlite":
        return False
    counted = text("""
        SELECT count(*) FROM (
            SELECT 1 FROM guild_feed AS f CROSS JOIN entry AS shown ON shown.feed_id = f.feed_id
            WHERE f.guild_id = :guild AND shown.revision_id > (SELECT max(id) FROM revision) - :newest
            LIMIT :few
        )
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
    high: int = _ABOVE


class _Source(NamedTuple):
    """Where ids of revisions come from: tables, the newest first, and the values that they are asked by."""

    tables: tuple[_Table, ...]
    values: dict[str, Any]


@lru_cache(maxsize=64)  # volumes are made seldom, and making it takes as long as asking one of them
def _statement(one: str, tables: tuple[_Table, ...], *, few: bool = False, dated: bool = False) -> TextClause:
    """Return a statement over all tables, from *one* over a table.

    SQLite asks the parts of UNION ALL one after the other, and none once the limit is reached.
    """
    if one is _POSTGRESQL:
        return text(one.format(**tables[0]._asdict())).bindparams(*_TIMES)
    parts = []
    for each in tables:
        named = each._asdict()
        of_it = {"before": _DATED.format(**named), "after": ""} if dated else {}
        of_it = of_it or {"before": "", "after": _REVISION.format(**named)}
        parts.append(one.format(**named, **of_it, known=_KNOWN.format(**named) if few else ""))
    whole = text(f"{' UNION ALL '.join(parts)} LIMIT :limit")
    return whole.bindparams(*_TIMES) if one is _SQLITE else whole


async def _sources(
    connection: Connection, wanted: Candidates, *, since: int, before: int | None
) -> AsyncIterator[tuple[int, int, _Source]]:
    """Yield ranges of ids, the newest first, as (first, after the last), and what to ask of each."""
    if isinstance(wanted, Everything):
        by = "INDEXED BY ix_revision_id_published" if connection.dialect.name == "sqlite" else ""
        table = _Table("id", "revision", by, "")
        yield since, before or _ABOVE, _Source((table,), {})
    elif connection.dialect.name == "sqlite":
        asked = {"asked": fts5(wanted)}
        top = _ABOVE if before is None else before
        numbers = [each for each in await volumes.held(connection) if volumes.of(since) <= each]
        tables = [_volume(each) for each in numbers if each * VOLUME < top]
        for part in (tables[:1], *(tables[at : at + AT_ONCE] for at in range(1, len(tables), AT_ONCE))):
            if part:
                yield since, top, _Source(tuple(part), asked)
    else:
        newest = await connection.scalar(select(func.max(revision.c.id), *_BY_INDEX))
        if before is None:
            before = int(newest or 0) + 1
        condition = f"{TSVECTOR} @@ CAST(:asked AS tsquery) AND"
        table = _Table("revision_id", "revision_index", "", condition)
        for low, high, asked_of in blocks(wanted, since=since, before=before):
            yield max(low, since), min(high, before), _Source((table,), {"asked": asked_of})


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


async def coded(connection: Connection, revision_ids: Sequence[int]) -> dict[int, Coded]:
    """Return the words of revisions as codes, by id."""
    found: dict[int, Coded] = {}
    asked = text(
        "SELECT revision_id, stemmer, title, words FROM revision_index_words WHERE revision_id IN :ids"
    ).bindparams(bindparam("ids", expanding=True))
    for start in range(0, len(revision_ids), CHUNK):
        rows = await connection.execute(asked, {"ids": list(revision_ids[start : start + CHUNK])})
        found |= {row[0]: Coded(*row[1:]) for row in rows}
    return found


async def outlets(connection: Connection, revision_ids: Sequence[int]) -> dict[int, str]:
    """Return the outlet of each revision."""
    return await _strings(connection, revision.c.outlet, revision_ids)


async def titles(connection: Connection, revision_ids: Sequence[int]) -> dict[int, str]:
    """Return the title of each revision."""
    return await _strings(connection, revision.c.title, revision_ids)


async def _strings(connection: Connection, what: Column[str], revision_ids: Sequence[int]) -> dict[int, str]:
    found: dict[int, str] = {}
    for start in range(0, len(revision_ids), CHUNK):
        part = revision_ids[start : start + CHUNK]
        rows = await connection.execute(select(revision.c.id, what).where(revision.c.id.in_(part)))
        found |= {row[0]: row[1] for row in rows}
    return found


async def first_since(connection: Connection, moment: datetime) -> int:
    """Return the id of the first revision stored at or after *moment*, or one that is not later.

    Ids grow with time, so halving finds it without an index on the time.
    """
    low, high = 0, int(await connection.scalar(select(func.max(revision.c.id))) or 0)
    while low < high:
        middle = (low + high) // 2
        stored = await connection.scalar(
            select(revision.c.stored_at).where(revision.c.id > middle).order_by(revision.c.id).limit(1)
        )
        if stored is not None and stored < moment:
            low = middle + 1
        else:
            high = middle
    return low
