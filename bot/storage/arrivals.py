"""Where moments lie among the ids of revisions and articles, which grow with the time of their storing."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from functools import lru_cache
from typing import Final, NamedTuple

from sqlalchemy import TextualSelect, bindparam, func, select, text

from bot.storage.database import Connection
from bot.storage.tables import revision
from bot.storage.types import RowId, UtcDateTime

SOON: Final = timedelta(days=2)  # after its date most of what is stored at all is stored

_NEVER = datetime.max.replace(tzinfo=UTC)
_NEWEST = select(func.max(revision.c.id))

# Halves the ids until one is left, in one statement: each step looks at one row.
_HALVED = """
    WITH RECURSIVE halved (low, high) AS (
        SELECT CAST(0 AS bigint), coalesce(max(id), 0) FROM {table}
        UNION ALL
        SELECT
            CASE WHEN (
                SELECT r.{at} FROM {table} AS r WHERE r.id > (low + high) / 2 ORDER BY r.id LIMIT 1
            ) < :moment THEN (low + high) / 2 + 1 ELSE low END,
            CASE WHEN (
                SELECT r.{at} FROM {table} AS r WHERE r.id > (low + high) / 2 ORDER BY r.id LIMIT 1
            ) < :moment THEN high ELSE (low + high) / 2 END
        FROM halved WHERE low < high
    )
    SELECT max(low) FROM halved
"""
_REVISION, _ARTICLE = (
    text(_HALVED.format(table=table, at=at)).bindparams(bindparam("moment", type_=UtcDateTime))
    for table, at in (("revision", "stored_at"), ("article", "first_stored_at"))
)


async def first_since(connection: Connection, moment: datetime) -> int:
    """Return the id of the first revision stored at or after *moment*, or one that is not later.

    Ids grow with time, so halving finds it without an index on the time.
    """
    return int(await connection.scalar(_REVISION, {"moment": moment}) or 0)


async def last_article_before(connection: Connection, moment: datetime) -> int:
    """Return the id of the last article first stored before *moment*, 0 where there is none."""
    return int(await connection.scalar(_ARTICLE, {"moment": moment}) or 0)


# What of a stretch may be of before a time. Without a date an article is of when it was first seen, which is
# asked of those alone: a date is found in the index.
_EARLY = """
    SELECT id, at FROM (
        SELECT r.id AS id, {of} AS at FROM revision AS r {by}
        WHERE r.id >= :low AND r.id < :high AND (r.published IS NULL OR r.published < :floor)
    ) AS early
    WHERE at IS NULL OR at < :floor LIMIT :most
"""
_FIRST_SEEN = "coalesce(r.published, (SELECT a.first_stored_at FROM article AS a WHERE a.id = r.article_id))"


class Late(NamedTuple):
    """A revision of a much earlier time than most that were stored with it; None: of any time."""

    revision_id: int
    at: datetime | None


class Stretch(NamedTuple):
    """Revisions that follow each other: none is of before `floor` but the `late` ones; None: too many are.

    The last of them was stored at `last`. Once it `is_settled` what has no date is of when it was first seen.
    """

    floor: datetime
    last: datetime
    late: tuple[Late, ...] | None
    is_settled: bool


async def stretch(connection: Connection, low: int, high: int, *, settled: datetime, most: int) -> Stretch:
    """Return of what times the revisions from *low* to before *high* are, unless over *most* are late.

    No article of what was stored before *settled* may become a part of another one later.
    """
    within = select(revision.c.stored_at).where(revision.c.id >= low, revision.c.id < high)
    first = await connection.scalar(within.order_by(revision.c.id).limit(1))
    last = await connection.scalar(within.order_by(revision.c.id.desc()).limit(1))
    if first is None or last is None:
        return Stretch(_NEVER, _NEVER, (), is_settled=False)
    floor, is_settled = first - SOON, last < settled
    values = {"low": low, "high": high, "floor": floor, "most": most + 1}
    rows = (await connection.execute(_early(connection.dialect.name, is_settled), values)).all()
    late = None if len(rows) > most else tuple(Late(*row) for row in rows)
    return Stretch(floor, last, late, is_settled)


@lru_cache
def _early(dialect: str, is_settled: bool) -> TextualSelect:
    by = "INDEXED BY ix_revision_id_published" if dialect == "sqlite" else ""
    asked = _EARLY.format(of=_FIRST_SEEN if is_settled else "r.published", by=by)
    floor = bindparam("floor", type_=UtcDateTime)
    return text(asked).bindparams(floor).columns(id=RowId, at=UtcDateTime)


async def newest_id(connection: Connection) -> int:
    """Return the highest id; 0 where there is no revision."""
    return int(await connection.scalar(_NEWEST) or 0)
