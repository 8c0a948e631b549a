"""Ask the archive's index: what may match a query, and what of it a guild sees, newest first.

Ids of revisions grow with time, so newest first is by id. What a guild sees is decided in the same statement
that asks the index, row by row, so that a page of a common word looks at a page of rows.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import Column, bindparam, func, select, text

from bot.query import Candidates, Coded, Everything
from bot.storage.database import CHUNK, Connection
from bot.storage.spelling import ALL_LEXEMES, TSVECTOR, blocks, fts5
from bot.storage.tables import article, revision
from bot.storage.types import UtcDateTime

BATCH = 200  # revisions proposed at once

_ABOVE = 2**62  # all ids

_AT = "coalesce(r.published, a.first_stored_at)"  # Article.at

# Whether an article has no newer revision that the guild sees.
_NEWEST = """
    NOT EXISTS (
        SELECT 1 FROM entry AS newer JOIN guild_feed AS follows ON follows.feed_id = newer.feed_id
        WHERE newer.article_id = e.article_id AND newer.revision_id > e.revision_id
            AND follows.guild_id = :guild
    )
"""
_IN_TIME = f"{_AT} >= :since AND {_AT} < :until"

# SQLite joins in the order that CROSS JOIN says: the index leads, and stops at the limit.
_SQLITE = f"""
    SELECT i.{{key}} AS revision_id, e.article_id AS article_id, {_AT} AS at
    FROM {{source}} AS i
    CROSS JOIN entry AS e ON e.revision_id = i.{{key}}
    CROSS JOIN guild_feed AS g ON g.guild_id = :guild AND g.feed_id = e.feed_id
    CROSS JOIN revision AS r ON r.id = i.{{key}}
    CROSS JOIN article AS a ON a.id = e.article_id
    WHERE {{asked}} i.{{key}} >= :low AND i.{{key}} < :high AND {_IN_TIME} AND {_NEWEST}
    ORDER BY i.{{key}} DESC LIMIT :limit
"""  # noqa: S608 (constants)

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
        SELECT e.article_id AS article_id, {_AT} AS at
        FROM entry AS e
        JOIN guild_feed AS g ON g.feed_id = e.feed_id
        JOIN revision AS r ON r.id = e.revision_id
        JOIN article AS a ON a.id = e.article_id
        WHERE e.revision_id = p.id AND g.guild_id = :guild AND {_IN_TIME} AND {_NEWEST}
        LIMIT 1
    ) AS s
    ORDER BY p.id DESC LIMIT :limit
"""  # noqa: S608 (constants)


_PROPOSED = """
    SELECT i.{key} FROM {source} AS i WHERE {asked} i.{key} >= :low AND i.{key} < :high
    ORDER BY i.{key} DESC LIMIT :limit
"""


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
) -> tuple[list[Candidate], int | None]:
    """Return articles that may match and that a guild sees, newest first, and the id to go on below, if any.

    None that matches and is seen is left out. *limit* bounds the rows looked at in one go: there may be fewer
    articles though more follow.
    """
    found: dict[int, Candidate] = {}
    async for low, high, source in _sources(connection, wanted, since=within.low, before=before):
        room = limit - len(found)
        statement = _SQLITE if connection.dialect.name == "sqlite" else _POSTGRESQL
        asked = text(statement.format(**source.named)).bindparams(
            bindparam("since", within.since, UtcDateTime), bindparam("until", within.until, UtcDateTime)
        )
        values = source.values | {"guild": guild_id, "low": low, "high": high, "limit": room}
        rows = (await connection.execute(asked, values)).all()
        found |= {id_: Candidate(id_, article_id, _moment(at)) for id_, article_id, at in rows}
        if len(rows) == room:
            return list(found.values()), rows[-1][0]
    return list(found.values()), None


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
        statement = _PROPOSED.format(**source.named)
        values = source.values | {"low": low, "high": high, "limit": limit - len(found)}
        found += await connection.scalars(text(statement), values)
        if len(found) == limit:
            break
    return found


# Until the end of the transaction. The planner takes a word that many articles hold for a reason to read them
# all, and does not know that their lexemes are kept apart and are long.
_BY_INDEX = func.set_config("enable_seqscan", "off", True)


@dataclass(frozen=True, slots=True)
class _Source:
    """A table of revisions by id, and the condition on it, with its values."""

    named: dict[str, str]
    values: dict[str, Any]


async def _sources(
    connection: Connection, wanted: Candidates, *, since: int, before: int | None
) -> AsyncIterator[tuple[int, int, _Source]]:
    """Yield ranges of ids, the newest first, as (first, after the last), and what to ask of each."""
    if isinstance(wanted, Everything):
        yield since, before or _ABOVE, _Source({"key": "id", "source": "revision", "asked": ""}, {})
    elif connection.dialect.name == "sqlite":
        named = {"key": "rowid", "source": "revision_index", "asked": "i.revision_index MATCH :asked AND"}
        yield since, before or _ABOVE, _Source(named, {"asked": fts5(wanted)})
    else:
        newest = await connection.scalar(select(func.max(revision.c.id), _BY_INDEX))
        if before is None:
            before = int(newest or 0) + 1
        condition = f"{TSVECTOR} @@ CAST(:asked AS tsquery) AND"
        named = {"key": "revision_id", "source": "revision_index", "asked": condition}
        for low, high, asked in blocks(wanted, since=since, before=before):
            yield max(low, since), min(high, before), _Source(named, {"asked": asked})


async def undecided(connection: Connection) -> frozenset[int]:
    """Return the revisions of which the index holds nothing: they are proposed, never decided."""
    if connection.dialect.name == "sqlite":
        return frozenset()
    await connection.execute(select(_BY_INDEX))
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


async def stories(connection: Connection, article_ids: Sequence[int]) -> dict[int, int]:
    """Return the story of each article."""
    found: dict[int, int] = {}
    for start in range(0, len(article_ids), CHUNK):
        part = article_ids[start : start + CHUNK]
        rows = await connection.execute(
            select(article.c.id, article.c.story_id).where(article.c.id.in_(part))
        )
        found |= {row[0]: row[1] for row in rows}
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
