"""Ask the archive's index: what may match a query, and what of it a guild sees, newest first.

Ids of revisions grow with time, so newest first is by id. What a guild sees is decided in the same statement
that asks the index, row by row, so that a page of a common word looks at a page of rows.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import lru_cache
from typing import Final, NamedTuple

from sqlalchemy import TextClause, bindparam, text

from bot.query import Candidates
from bot.storage.database import Connection
from bot.storage.index_ranges import ABOVE, Source, Table, sources
from bot.storage.types import UtcDateTime
from bot.storage.volumes import VOLUME

BATCH = 200  # revisions proposed at once
NEVER: Final = datetime.max.replace(tzinfo=UTC)  # where a search has no end in time

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
# A sum is nothing that an index could find: the lexemes lead, and not the ids. What a guild sees is set down
# where it is asked for, and only then.
_PROPOSED_POSTGRESQL = """
    WITH known AS MATERIALIZED (
        SELECT shown.revision_id AS id FROM guild_feed AS f JOIN entry AS shown ON shown.feed_id = f.feed_id
        WHERE f.guild_id = :guild AND shown.revision_id >= :low AND shown.revision_id < :high
    ), proposed AS MATERIALIZED (
        SELECT i.{key} AS id FROM {source} AS i
        WHERE {asked} i.{key} + 0 >= :low AND i.{key} + 0 < :high {known}
    )
"""
_SEEN = f"""
    CROSS JOIN LATERAL (
        SELECT e.article_id AS article_id, {_PUBLISHED} AS at
        FROM entry AS e
        JOIN guild_feed AS g ON g.feed_id = e.feed_id
        JOIN revision AS r ON r.id = e.revision_id
        WHERE e.revision_id = p.id AND g.guild_id = :guild AND {_IN_TIME} AND {_NEWEST}
        LIMIT 1
    ) AS s
"""  # noqa: S608 (constants)
_POSTGRESQL = f"""
    {_PROPOSED_POSTGRESQL}
    SELECT p.id AS revision_id, s.article_id AS article_id, s.at AS at
    FROM (SELECT id FROM proposed ORDER BY id DESC) AS p {_SEEN}
    ORDER BY p.id DESC LIMIT :limit
"""  # noqa: S608 (constants)

# Of two common words the index proposes ten times as many as hold the phrase: which do is told before who
# sees them, one after the other (OFFSET keeps that order). The last row says how many were looked at, down to
# which, and, where that is as far as it goes, of when the last is that the guild sees.
_HOLDING = f"""
    {_PROPOSED_POSTGRESQL}, looked AS MATERIALIZED (
        SELECT id, row_number() OVER (ORDER BY id DESC) AS place FROM proposed ORDER BY id DESC LIMIT :effort
    )
    SELECT * FROM (
        (
            SELECT p.id AS revision_id, s.article_id AS article_id, s.at AS at, p.place AS place
            FROM (
                SELECT l.id AS id, l.place AS place FROM (SELECT * FROM looked ORDER BY id DESC) AS l
                CROSS JOIN LATERAL (
                    SELECT 1 FROM revision_index_words AS w
                    WHERE w.revision_id = l.id AND EXISTS (
                        SELECT 1 FROM
                            unnest(CAST(:stemmers AS text[]), CAST(:runs AS bytea[])) AS sought (stemmer, run)
                        WHERE sought.stemmer = w.stemmer
                            AND (position(sought.run IN w.words) > 0 OR position(sought.run IN w.title) > 0)
                    )
                    LIMIT 1
                ) AS holding
                ORDER BY l.id DESC OFFSET 0
            ) AS p {_SEEN}
            ORDER BY p.id DESC LIMIT :limit
        )
        UNION ALL
        SELECT min(id), NULL, CASE WHEN count(*) = :effort THEN (
            SELECT s.at FROM (SELECT id FROM looked ORDER BY id) AS p {_SEEN} ORDER BY p.id LIMIT 1
        ) END, count(*) FROM looked
    ) AS told
    ORDER BY article_id IS NULL, revision_id DESC
"""  # noqa: S608 (constants)

# The newest article below an id that a guild sees.
_NEXT = f"""
    SELECT p.id AS revision_id, s.at AS at
    FROM (
        SELECT shown.revision_id AS id FROM guild_feed AS f JOIN entry AS shown ON shown.feed_id = f.feed_id
        WHERE f.guild_id = :guild AND shown.revision_id >= :low AND shown.revision_id < :before
        ORDER BY shown.revision_id DESC
    ) AS p {_SEEN}
    ORDER BY p.id DESC LIMIT 1
"""  # noqa: S608 (constants)

_KNOWN_POSTGRESQL = "AND i.{key} + 0 IN (SELECT id FROM known)"
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


class Seen(NamedTuple):
    """Articles that may match and that a guild sees, newest first, and the id to go on below, if any.

    `reached` is of when the last article is that was looked at and that the guild sees, if more follow; where
    it sees none of those that were, of when the next is.
    `held` is how many the database held against the runs that were sought, whoever sees them; else 0.
    """

    candidates: list[Candidate]
    below: int | None = None
    reached: datetime | None = None
    held: int = 0


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
    runs: Sequence[tuple[str, bytes]] = (),
    effort: int = ABOVE,
) -> Seen:
    """Return articles that may match and that a guild sees, newest first.

    None that matches and is seen is left out. *limit* bounds the rows looked at in one go: there may be fewer
    articles though more follow. Say *few* where `sees_few`. Each match is known to hold one of the *runs*, a
    stemmer and codes in a row: a database that would have to send its words says itself which do, of *effort*
    articles at most.
    """
    is_sqlite = connection.dialect.name == "sqlite"
    one = _SQLITE if is_sqlite else _HOLDING if runs else _POSTGRESQL
    sought = {"stemmers": [by for by, _ in runs], "runs": [run for _, run in runs]}
    dated = within.until < NEVER
    found: dict[int, Candidate] = {}
    held = 0
    async for low, high, source in _within(connection, wanted, within, before):
        room = limit - len(found)
        values = source.values | {"guild": guild_id, "low": low, "high": high, "limit": room}
        values |= {"since": within.since, "until": within.until}
        if one is _HOLDING:
            values |= sought | {"effort": effort - held}
        asked = _statement(one, source.tables, few=few, dated=dated, late="late" in values)
        rows = list(await connection.execute(asked, values))
        end = rows.pop() if one is _HOLDING else None
        found |= {row[0]: Candidate(row[0], row[1], _moment(row[2])) for row in rows}
        if len(rows) == room:
            last = rows[-1]
            return Seen([*found.values()], last[0], found[last[0]].at, held + last.place if end else 0)
        if end is not None:
            held += end.place
            if held >= effort:
                below, reached = end.revision_id, end.at
                if reached is None:
                    below, reached = await _next(connection, guild_id, within, before=below)
                return Seen([*found.values()], below, reached, held)
    return Seen([*found.values()], held=held)


async def _next(
    connection: Connection, guild_id: int, within: Within, *, before: int
) -> tuple[int | None, datetime | None]:
    """Return the id above the next revision that a guild sees, and of when it is; None where none is left."""
    values = {"guild": guild_id, "low": within.low, "before": before}
    times = {"since": within.since, "until": within.until}
    row = (await connection.execute(text(_NEXT).bindparams(*_TIMES), values | times)).first()
    return (row.revision_id + 1, row.at) if row else (None, None)


async def _within(
    connection: Connection, wanted: Candidates, within: Within, before: int | None
) -> AsyncIterator[tuple[int, int, Source]]:
    """Yield what `sources` does of all that may be of the times asked for, the late ones first."""
    top = ABOVE if before is None else before
    if late := [id_ for id_ in within.late if max(within.low, within.top) <= id_ < top]:
        async for each in sources(connection, wanted, since=min(late), before=top, late=late):
            yield each
    if within.top < ABOVE:
        before = min(within.top, top)
    async for each in sources(connection, wanted, since=within.low, before=before):
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
    async for low, high, source in sources(connection, wanted, since=since, before=before):
        values = source.values | {"low": low, "high": high, "limit": limit - len(found)}
        found += await connection.scalars(_statement(_PROPOSED, source.tables), values)
        if len(found) == limit:
            break
    return found


@lru_cache(maxsize=64)  # volumes are made seldom, and making it takes as long as asking one of them
def _statement(
    one: str, tables: tuple[Table, ...], *, few: bool = False, dated: bool = False, late: bool = False
) -> TextClause:
    """Return a statement over all tables, from *one* over a table.

    SQLite asks the parts of UNION ALL one after the other, and none once the limit is reached.
    """
    if one is _POSTGRESQL or one is _HOLDING:
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
