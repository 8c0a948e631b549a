"""Feeds as rows: what is known of each, under which URL it stands, and what it published."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import urlsplit

from sqlalchemy import Row, select

from bot.domain.feed import Asks, Failure, Feed, Identifier, Rhythm
from bot.storage.database import Connection
from bot.storage.tables import entry, feed, revision
from bot.storage.upserts import upsert

AT_ONCE = 200  # URLs asked for in one statement


def url_hash(url: str) -> str:
    """Return the 32 hex characters under which a URL is unique (an index can't hold a long URL)."""
    return hashlib.blake2b(url.encode(), digest_size=16).hexdigest()


def host_of(url: str) -> str:
    """Return the host under which a feed waits for its turn; empty where there is none."""
    try:
        return (urlsplit(url).hostname or "").lower()
    except ValueError:
        return ""


def of_row(row: Row[Any]) -> Feed:
    """Return the feed that a row of the feed table holds."""
    return Feed(
        id=row.id,
        url=row.url,
        shown_url=row.shown_url,
        title=row.title,
        outlet=row.outlet,
        site_url=row.site_url,
        language=row.language,
        etag=row.etag,
        last_modified=row.last_modified,
        body_hash=row.body_hash,
        next_check_at=row.next_check_at,
        last_checked_at=row.last_checked_at,
        last_success_at=row.last_success_at,
        primed_at=row.primed_at,
        failures=row.failures,
        failing_since=row.failing_since,
        failure=Failure(row.failure) if row.failure else None,
        failure_detail=row.failure_detail,
        window=tuple(row.window),
        possible_gaps=row.possible_gaps,
        identifier=Identifier(row.identifier),
        rewrites=row.rewrites,
        lease_token=row.lease_token,
        rhythm=_rhythm(row.rhythm),
        rhythm_at=row.rhythm_at,
        asks=_asks(row.asks),
        gap_at=row.gap_at,
        possibly_lost=row.possibly_lost,
        moving_to=row.moving_to,
        moving_seen=row.moving_seen,
        replacement_url=row.replacement_url,
        shown_hash=row.shown_hash,
        host=row.host,
    )


def _rhythm(stored: Any) -> Rhythm | None:
    return Rhythm(tuple(stored["by_hour"]), stored["days"]) if stored else None


def _asks(stored: Any) -> Asks:
    if not stored:
        return Asks()
    return Asks(stored["ttl"], tuple(stored["skip_hours"]), tuple(stored["skip_days"]), stored.get("zone"))


async def get(connection: Connection, feed_id: int) -> Feed | None:
    """Return a feed by its id."""
    row = (await connection.execute(select(feed).where(feed.c.id == feed_id))).first()
    return of_row(row) if row else None


async def by_url(connection: Connection, url: str) -> Feed | None:
    """Return the feed with exactly this URL."""
    row = (await connection.execute(select(feed).where(feed.c.url_hash == url_hash(url)))).first()
    return of_row(row) if row else None


async def by_urls(connection: Connection, urls: Sequence[str]) -> dict[str, Feed]:
    """Return the feeds with exactly these URLs."""
    found: dict[str, Feed] = {}
    for start in range(0, len(urls), AT_ONCE):
        hashes = [url_hash(url) for url in urls[start : start + AT_ONCE]]
        rows = await connection.execute(select(feed).where(feed.c.url_hash.in_(hashes)))
        found |= {row.url: of_row(row) for row in rows}
    return found


async def add(
    connection: Connection,
    *,
    url: str,
    shown_url: str,
    title: str,
    outlet: str,
    site_url: str | None,
    language: str | None,
    now: datetime,
) -> Feed:
    """Store a new feed, due at once. It has no articles yet and is primed by its first poll.

    One that another guild stored at the same moment is returned as it is.
    """
    row = (
        await connection.execute(
            upsert(connection, feed)
            .values(
                url=url,
                url_hash=url_hash(url),
                host=host_of(url),
                shown_url=shown_url,
                title=title,
                outlet=outlet,
                site_url=site_url,
                language=language,
                window=[],
                created_at=now,
                next_check_at=now,
            )
            .on_conflict_do_nothing(index_elements=["url_hash"])
            .returning(feed)
        )
    ).first()
    if row is None:
        row = (await connection.execute(select(feed).where(feed.c.url_hash == url_hash(url)))).one()
    return of_row(row)


@dataclass(frozen=True, slots=True)
class NewFeed:
    """A feed that is to be stored, and when it is due first."""

    url: str
    shown_url: str
    title: str
    outlet: str
    site_url: str | None
    language: str | None
    due: datetime


async def add_all(connection: Connection, new: Sequence[NewFeed], *, now: datetime) -> None:
    """Store new feeds in one statement, 200 at the most; one that is there already is left as it is."""
    if not new:
        return
    rows: list[dict[str, Any]] = [
        {
            "url": one.url,
            "url_hash": url_hash(one.url),
            "host": host_of(one.url),
            "shown_url": one.shown_url,
            "title": one.title,
            "outlet": one.outlet,
            "site_url": one.site_url,
            "language": one.language,
            "window": [],
            "created_at": now,
            "next_check_at": one.due,
        }
        for one in new
    ]
    await connection.execute(
        upsert(connection, feed).values(rows).on_conflict_do_nothing(index_elements=["url_hash"])
    )


async def published(
    connection: Connection, feed_id: int, *, since: datetime, limit: int = 2_000
) -> list[datetime]:
    """Return when what a feed showed since a moment was published, the last *limit* of it.

    By its own dates; what has none, by when it came, a back catalogue left out.
    """
    rows = await connection.execute(
        select(revision.c.published, entry.c.first_stored_at, entry.c.alertable)
        .join(revision, revision.c.id == entry.c.revision_id)
        .where(entry.c.feed_id == feed_id, entry.c.first_stored_at >= since)
        .order_by(entry.c.first_stored_at.desc())
        .limit(limit)
    )
    return [
        row.published or row.first_stored_at for row in rows if row.published is not None or row.alertable
    ]
