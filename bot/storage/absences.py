"""Entries that left their feeds while older ones stayed, and whether their articles were withdrawn."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from functools import cache
from typing import Any

from sqlalchemy import Select, bindparam, delete, func, insert, select, update

from bot.storage.database import Connection
from bot.storage.tables import absence, article, entry, feed, revision


async def note(
    connection: Connection,
    feed_id: int,
    keys: Collection[str],
    *,
    stored_since: datetime,
    now: datetime,
    due_at: datetime,
) -> int:
    """Note that a feed shows no more the entries whose key hashes begin with *keys*; return of how many.

    Of a back catalogue, of articles without an address and of those stored before *stored_since*: none.
    """
    length = len(next(iter(keys), ""))
    asked = {"feed_id": feed_id, "keys": list(keys), "since": stored_since}
    found = await connection.execute(_not_noted(length), asked)
    rows = [{"entry_id": row.id, "since": now, "due_at": due_at} for row in found]
    if rows:
        await connection.execute(insert(absence), rows)
    return len(rows)


@cache
def _not_noted(length: int) -> Select[Any]:
    return (
        select(entry.c.id)
        .join(article, article.c.id == entry.c.article_id)
        .outerjoin(absence, absence.c.entry_id == entry.c.id)
        .where(
            entry.c.feed_id == bindparam("feed_id"),
            func.substr(entry.c.key_hash, 1, length).in_(bindparam("keys", expanding=True)),
            entry.c.alertable,
            entry.c.first_stored_at >= bindparam("since"),
            article.c.url.is_not(None),
            absence.c.entry_id.is_(None),
        )
    )


async def came_back(connection: Connection, feed_id: int, keys: Collection[str]) -> list[int]:
    """Forget that entries were absent that their feed shows again; return the stories told otherwise."""
    length = len(next(iter(keys), ""))
    rows = await connection.execute(_absent(length), {"feed_id": feed_id})
    back = [row for row in rows if row.key in keys]
    if back:
        await connection.execute(
            delete(absence).where(absence.c.entry_id.in_([row.entry_id for row in back]))
        )
    return [row.story_id for row in back if row.withdrawn_at is not None]


@cache
def _absent(length: int) -> Select[Any]:
    return (
        select(
            absence.c.entry_id,
            absence.c.withdrawn_at,
            article.c.story_id,
            func.substr(entry.c.key_hash, 1, length).label("key"),
        )
        .join(entry, entry.c.id == absence.c.entry_id)
        .join(article, article.c.id == entry.c.article_id)
        .where(entry.c.feed_id == bindparam("feed_id"))
    )


async def due(
    connection: Connection, *, now: datetime, limit: int
) -> list[tuple[int, int, str, str | None, int, int]]:
    """Return (entry, story, page, another entry's page, checks, those that found it gone) of what is due.

    The other entry is the newest that came into the same feed without having been missed since.
    """
    other = entry.alias("other")
    missed = select(absence.c.entry_id)
    neighbour = (
        select(revision.c.url)
        .join(other, other.c.revision_id == revision.c.id)
        .join(feed, feed.c.id == other.c.feed_id)
        .where(
            other.c.feed_id == entry.c.feed_id,
            other.c.article_id != entry.c.article_id,
            other.c.id.not_in(missed),
            revision.c.url.is_not(None),
        )
        .order_by(other.c.id.desc())
        .limit(1)
        .scalar_subquery()
    )
    rows = await connection.execute(
        select(
            entry.c.id,
            article.c.story_id,
            func.coalesce(revision.c.url, article.c.url).label("page"),
            neighbour.label("neighbour"),
            absence.c.checks,
            absence.c.gone,
        )
        .join(entry, entry.c.id == absence.c.entry_id)
        .join(article, article.c.id == entry.c.article_id)
        .join(revision, revision.c.id == entry.c.revision_id)
        .where(absence.c.due_at <= now)
        .order_by(absence.c.due_at)
        .limit(limit)
    )
    return [(r.id, r.story_id, r.page, r.neighbour, r.checks, r.gone) for r in rows]


async def looked(
    connection: Connection,
    entry_id: int,
    *,
    due_at: datetime | None,
    gone: int,
    withdrawn_at: datetime | None,
) -> bool:
    """Record a look at an absent entry's page; return whether it was absent still."""
    done = await connection.execute(
        update(absence)
        .where(absence.c.entry_id == entry_id, absence.c.withdrawn_at.is_(None))
        .values(due_at=due_at, gone=gone, checks=absence.c.checks + 1, withdrawn_at=withdrawn_at)
    )
    return done.rowcount > 0


async def withdrawn_of(connection: Connection, story_id: int) -> dict[int, datetime]:
    """Return when the articles of a story's entries were found withdrawn, by entry."""
    rows = await connection.execute(
        select(absence.c.entry_id, absence.c.withdrawn_at)
        .join(entry, entry.c.id == absence.c.entry_id)
        .join(article, article.c.id == entry.c.article_id)
        .where(article.c.story_id == story_id, absence.c.withdrawn_at.is_not(None))
    )
    return {row.entry_id: row.withdrawn_at for row in rows}
