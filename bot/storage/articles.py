"""Articles: which there are, in which story, and which pages are still to be read.

What they say: `revisions`; which feeds show them: `entries`; what a guild sees of them: `in_sight`.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any

from sqlalchemy import BindParameter, CompoundSelect, Select, bindparam, func, insert, select, update
from sqlalchemy.sql.dml import ReturningInsert

from bot.storage.database import CHUNK, Connection
from bot.storage.feeds import url_hash
from bot.storage.revisions import Version, version_of
from bot.storage.tables import address, article, revision


async def by_url(connection: Connection, canonical_url: str) -> int | None:
    """Return the id of the article with this canonical URL."""
    return (await by_urls(connection, [canonical_url])).get(canonical_url)


async def by_urls(connection: Connection, canonical_urls: Iterable[str]) -> dict[str, int]:
    """Return the ids of the articles that are known under these canonical URLs, by URL."""
    hashes = {url_hash(url): url for url in canonical_urls}
    found: dict[str, int] = {}
    asked = list(hashes)
    for start in range(0, len(asked), CHUNK):
        rows = await connection.execute(_by_hashes(), {"hashes": asked[start : start + CHUNK]})
        for row in rows:
            found.setdefault(hashes[row.url_hash], row.id)
    return found


@cache
def _by_hashes() -> CompoundSelect[Any]:
    hashes: BindParameter[Any] = bindparam("hashes", expanding=True)
    return (
        select(article.c.id, article.c.url_hash)
        .where(article.c.url_hash.in_(hashes))
        .union_all(select(address.c.article_id, address.c.url_hash).where(address.c.url_hash.in_(hashes)))
    )


async def also_at(connection: Connection, article_id: int, canonical_url: str) -> None:
    """Let an article be known by a further address, if no article is known by it yet."""
    if await by_url(connection, canonical_url) is None:
        await connection.execute(
            insert(address).values(url_hash=url_hash(canonical_url), article_id=article_id)
        )


async def add(
    connection: Connection,
    *,
    story_id: int,
    url: str | None,
    now: datetime,
    page_due_at: datetime | None = None,
    page_note: str | None = None,
) -> int:
    """Store a new article, without a revision yet; return its id."""
    values = {
        "story_id": story_id,
        "url": url,
        "url_hash": url_hash(url) if url else None,
        "first_stored_at": now,
        "page_due_at": page_due_at,
        "page_note": page_note,
    }
    return int(await connection.scalar(_new(), values) or 0)


@cache
def _new() -> ReturningInsert[Any]:
    return insert(article).returning(article.c.id)


async def first_stored(connection: Connection, article_id: int) -> tuple[int, datetime] | None:
    """Return (story id, when it was first stored) of an article."""
    row = (await connection.execute(_first_stored(), {"article_id": article_id})).first()
    return (row.story_id, row.first_stored_at) if row else None


@cache
def _first_stored() -> Select[Any]:
    return select(article.c.story_id, article.c.first_stored_at).where(
        article.c.id == bindparam("article_id")
    )


async def newest_id(connection: Connection) -> int:
    """Return the id of the newest article; 0 where there is none."""
    return await connection.scalar(_newest()) or 0


@cache
def _newest() -> Select[Any]:
    return select(func.max(article.c.id))


@dataclass(frozen=True, slots=True)
class Arrived:
    """An article as it came: its story, and its first revision."""

    article_id: int
    story_id: int
    url: str | None  # canonical
    version: Version
    first_stored_at: datetime


async def since(
    connection: Connection, moment: datetime, *, after: int = 0, limit: int | None = None
) -> list[Arrived]:
    """Return the articles first stored since a moment, by arrival: the window of clustering.

    Only those with an id above *after*, and *limit* of them at most.
    """
    first = (
        select(revision.c.article_id, func.min(revision.c.id).label("id"))
        .join(article, article.c.id == revision.c.article_id)
        .where(article.c.first_stored_at >= moment, article.c.id > after)
        .group_by(revision.c.article_id)
        .order_by(revision.c.article_id)
        .limit(limit)
        .subquery()
    )
    rows = await connection.execute(
        select(
            article.c.id.label("arrived_id"),
            article.c.url.label("canonical_url"),
            article.c.story_id,
            article.c.first_stored_at,
            revision,
        )
        .join(first, first.c.article_id == article.c.id)
        .join(revision, revision.c.id == first.c.id)
        .order_by(article.c.id)
    )
    return [
        Arrived(r.arrived_id, r.story_id, r.canonical_url, version_of(r), r.first_stored_at) for r in rows
    ]


async def pages_due(connection: Connection, *, now: datetime, limit: int) -> list[tuple[int, str, int]]:
    """Return (article id, URL, attempts so far) of articles whose page is still to be read.

    The URL is the link as a feed gives it: sites need not answer at the one by which an article is known.
    """
    link = (
        select(revision.c.url)
        .where(revision.c.article_id == article.c.id, revision.c.url.is_not(None))
        .order_by(revision.c.id)
        .limit(1)
        .scalar_subquery()
    )
    rows = await connection.execute(
        select(article.c.id, func.coalesce(link, article.c.url).label("link"), article.c.page_attempts)
        .where(article.c.page_due_at <= now)
        .order_by(article.c.page_due_at)
        .limit(limit)
    )
    return [(row.id, row.link, row.page_attempts) for row in rows if row.link]


async def want_page(connection: Connection, article_id: int, *, now: datetime) -> None:
    """Let an article's page be read (again), with all attempts."""
    await connection.execute(
        update(article).where(article.c.id == article_id).values(page_due_at=now, page_attempts=0)
    )


async def page_tried(
    connection: Connection,
    article_id: int,
    *,
    again_at: datetime | None,
    note: str | None,
    counts: bool,
) -> None:
    """Note an attempt to read an article's page; None: done, or given up. *note* says why it gave none."""
    attempts = article.c.page_attempts + int(counts)
    await connection.execute(
        update(article)
        .where(article.c.id == article_id)
        .values(page_due_at=again_at, page_attempts=attempts, page_note=note)
    )
