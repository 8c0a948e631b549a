"""Articles as a guild sees them, through the feeds that it follows now.

What a guild sees of an article is the newest revision that an entry of its own feeds points to. Its members
may have said in which story it is (`overlays`).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import Any

from sqlalchemy import BindParameter, ColumnElement, Row, Select, bindparam, func, literal, or_, select

from bot.domain.article import Article, Obstacle
from bot.domain.mask import hidden, under
from bot.storage.copies import with_copies
from bot.storage.database import CHUNK, Connection
from bot.storage.feeds import url_hash
from bot.storage.overlays import articles_of, laid_over
from bot.storage.tables import address, article, entry, entry_past, feed, guild_feed, revision
from bot.storage.types import Snowflake


def visible(
    guild_id: int | ColumnElement[int], *, texts: bool = True, few: bool = False, earlier: bool = False
) -> Select[Any]:
    """Return a SELECT of the revisions that a guild may see now, one row for each entry of its feeds.

    Without *texts* they are empty: most of what is looked at is not shown. Say *few* where articles are
    named: SQLite then begins with them, and not with everything that the guild's feeds ever showed. The
    *earlier* ones are those that entries showed before, a row for each `entry_past`.
    """
    shown_by = entry.c.feed_id + 0 if few else entry.c.feed_id  # a sum is nothing that an index could find
    seen, in_story = laid_over(
        guild_feed.join(entry, guild_feed.c.feed_id == shown_by).join(
            article, article.c.id == entry.c.article_id
        ),
        guild_id,
    )
    shown = (
        select(
            article.c.id.label("article_id"),
            in_story.label("story_id"),
            article.c.first_stored_at,
            article.c.page_note,
            revision.c.id.label("revision_id"),
            revision.c.url,
            revision.c.origin,
            revision.c.outlet,
            revision.c.title,
            (revision.c.text if texts else literal("").label("text")),
            revision.c.mask,
            revision.c.author,
            revision.c.published,
            revision.c.language,
            revision.c.image_url,
            revision.c.credit,
            entry.c.feed_id,
        )
        .select_from(seen)
        .where(guild_feed.c.guild_id == guild_id)
    )
    if earlier:
        shown = shown.join(entry_past, entry_past.c.entry_id == entry.c.id)
    return shown.join(revision, revision.c.id == (entry_past if earlier else entry).c.revision_id)


def of_row(row: Row[Any]) -> Article:
    """Return the article that a row of `visible` holds."""
    return Article(
        id=row.article_id,
        revision_id=row.revision_id,
        story_id=row.story_id,
        url=row.url,
        outlet=row.outlet,
        title=row.title,
        text=under(row.mask or (), row.text),
        author=row.author,
        published=row.published,
        first_stored_at=row.first_stored_at,
        language=row.language,
        image_url=row.image_url,
        feed_id=row.feed_id,
        left_out=hidden(row.mask, row.text) if row.mask and row.text else (),
        obstacle=Obstacle(row.page_note) if row.page_note and row.origin == "feed" else None,
        credit=row.credit,
    )


def newest(rows: Iterable[Article]) -> list[Article]:
    """Return each article once, in its newest visible revision, in the order of the articles' ids."""
    seen: dict[int, Article] = {}
    for one in rows:
        if one.id not in seen or one.revision_id > seen[one.id].revision_id:
            seen[one.id] = one
    return [seen[article_id] for article_id in sorted(seen)]


async def of_story(connection: Connection, story_id: int, *, guild_id: int) -> list[Article]:
    """Return a story's articles as a guild sees them, in order of arrival, with `copy_of`."""
    rows = await connection.execute(
        visible(guild_id, few=True).where(article.c.id.in_(articles_of(story_id, guild_id)))
    )
    return await with_copies(connection, newest(of_row(row) for row in rows))


async def of_ids(connection: Connection, article_ids: Sequence[int], *, guild_id: int) -> list[Article]:
    """Return these articles as a guild sees them; those that it may not see are left out."""
    found: list[Article] = []
    for start in range(0, len(article_ids), CHUNK):
        part = list(article_ids[start : start + CHUNK])
        rows = await connection.execute(visible(guild_id, few=True).where(article.c.id.in_(part)))
        found.extend(of_row(row) for row in rows)
    return newest(found)


async def counted(connection: Connection, guild_id: int, since: datetime) -> int:
    """Count the articles first stored since a moment among those that a guild sees."""
    return int(
        await connection.scalar(
            select(func.count(func.distinct(entry.c.article_id)))
            .select_from(entry)
            .join(guild_feed, guild_feed.c.feed_id == entry.c.feed_id)
            .where(guild_feed.c.guild_id == guild_id, entry.c.first_stored_at >= since)
        )
        or 0
    )


async def ids_by_address(connection: Connection, urls: Iterable[str], *, guild_id: int) -> list[int]:
    """Return the ids of articles that the guild sees under one of these addresses, the newest first."""
    wanted = list(dict.fromkeys(urls))
    seen = (
        select(article.c.id)
        .select_from(guild_feed)
        .join(entry, entry.c.feed_id == guild_feed.c.feed_id)
        .join(article, article.c.id == entry.c.article_id)
        .join(revision, revision.c.id == entry.c.revision_id)
        .where(guild_feed.c.guild_id == guild_id)
    )
    hashes = [url_hash(url) for url in wanted]
    named = select(address.c.article_id).where(address.c.url_hash.in_(hashes))
    by_hash = await connection.scalars(
        seen.where(or_(article.c.url_hash.in_(hashes), article.c.id.in_(named))).distinct()
    )
    if found := sorted(by_hash, reverse=True):
        return found
    shown = seen.where(article.c.url_hash.is_(None), revision.c.url.in_(wanted))
    return sorted(set(await connection.scalars(shown)), reverse=True)


@dataclass(frozen=True, slots=True)
class Arrival:
    """How an article came to a guild: by which feed, when, and whether as news or as back catalogue."""

    feed_title: str
    at: datetime
    alertable: bool
    following_since: datetime | None  # of that feed, for the guild; None while paused


async def arrivals(connection: Connection, article_id: int, *, guild_id: int) -> list[Arrival]:
    """Return by which feeds of a guild an article came, the earliest first."""
    rows = await connection.execute(
        select(feed.c.title, entry.c.first_stored_at, entry.c.alertable, guild_feed.c.active_since)
        .select_from(guild_feed)
        .join(entry, entry.c.feed_id == guild_feed.c.feed_id)
        .join(feed, feed.c.id == entry.c.feed_id)
        .where(guild_feed.c.guild_id == guild_id, entry.c.article_id == article_id)
        .order_by(entry.c.id)
    )
    return [Arrival(row.title, row.first_stored_at, row.alertable, row.active_since) for row in rows]


async def of_feed(connection: Connection, feed_id: int, *, guild_id: int, limit: int) -> list[Article]:
    """Return the newest articles that a feed shows to a guild which follows it, newest first."""
    rows = await connection.execute(
        visible(guild_id).where(entry.c.feed_id == feed_id).order_by(entry.c.id.desc()).limit(limit)
    )
    return newest(of_row(row) for row in rows)[::-1]


async def of_revisions(
    connection: Connection, revision_ids: Sequence[int], *, guild_id: int, texts: bool = True
) -> list[Article]:
    """Return the articles that a guild now sees in one of these revisions, in the order of their ids.

    Without *texts* their texts are empty.
    """
    wanted = set(revision_ids)
    shown: list[Article] = []
    for start in range(0, len(revision_ids), CHUNK):
        part = {"guild": guild_id, "ids": list(revision_ids[start : start + CHUNK])}
        shown.extend(of_row(row) for row in await connection.execute(_with_revisions(texts=texts), part))
    return [one for one in newest(shown) if one.revision_id in wanted]


@lru_cache  # each page of a search asks it, and to put it together takes as long as to ask it
def _with_revisions(*, texts: bool) -> Select[Any]:
    """Return a SELECT of what `guild` sees of the articles that have one of the revisions `ids`."""
    ids: BindParameter[int] = bindparam("ids", expanding=True)
    of_ids = select(revision.c.article_id).where(revision.c.id.in_(ids))
    return visible(bindparam("guild", type_=Snowflake), texts=texts, few=True).where(article.c.id.in_(of_ids))
