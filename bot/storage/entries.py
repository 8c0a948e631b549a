"""Which feeds' entries show which articles, in which revision. What a guild sees of them: `in_sight`."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from functools import cache
from typing import Any

from sqlalchemy import Insert, Integer, Row, Select, Text, bindparam, func, insert, or_, select, update

from bot.domain.feed import KnownEntry
from bot.storage.database import CHUNK, Connection
from bot.storage.following import reads_whole_pages
from bot.storage.revisions import Version, version_of
from bot.storage.tables import entry, feed, revision


async def known(connection: Connection, feed_id: int, key_hashes: Sequence[str]) -> dict[str, KnownEntry]:
    """Return the entries of a feed that are stored already, by the hash of their key."""
    found: dict[str, KnownEntry] = {}
    for start in range(0, len(key_hashes), CHUNK):
        asked = {"feed_id": feed_id, "names": key_hashes[start : start + CHUNK]}
        rows = await connection.execute(_known_by("key_hash"), asked)
        found |= {row.key_hash: _known_of(row) for row in rows}
    return found


async def named(
    connection: Connection,
    feed_id: int,
    *,
    links: Sequence[str],
    titles: Sequence[str],
    since: datetime,
    shown: Sequence[str] = (),
) -> list[KnownEntry]:
    """Return the entries of a feed, stored since a moment, with one of these links or titles (hashes).

    And those stored earlier whose keys begin as one of *shown* (hex, all of one length).
    """
    found: dict[int, KnownEntry] = {}
    for column, names in (("link_hash", links), ("title_hash", titles)):
        for start in range(0, len(names), CHUNK):
            asked = {"feed_id": feed_id, "names": names[start : start + CHUNK], "since": since}
            if shown:  # in one parameter: hundreds would cost more than the rows
                asked["shown"] = " ".join(shown)
            rows = await connection.execute(_known_since(column, len(shown[0]) if shown else 0), asked)
            found |= {row.id: _known_of(row) for row in rows}
    return list(found.values())


async def newest_titles(connection: Connection, feed_id: int, *, limit: int) -> list[str]:
    """Return the headlines of what a feed brought last, at most *limit*, the newest first."""
    rows = await connection.execute(_newest_titles(), {"feed_id": feed_id, "limit": limit})
    return [row.title for row in rows]


@cache
def _newest_titles() -> Select[Any]:
    return (
        select(revision.c.title)
        .join(entry, entry.c.revision_id == revision.c.id)
        .where(entry.c.feed_id == bindparam("feed_id"))
        .order_by(entry.c.revision_id.desc())
        .limit(bindparam("limit", type_=Integer))
    )


@cache
def _known_since(column: str, length: int) -> Select[Any]:
    """Return the same for those stored since `since`, or whose key begins as one in `shown` does."""
    is_near = entry.c.first_stored_at >= bindparam("since")
    if length:
        beginning = func.substr(entry.c.key_hash, 1, length)
        is_near = or_(is_near, bindparam("shown", type_=Text).contains(beginning))
    return _known_by(column).where(is_near)


@cache
def _known_by(column: str) -> Select[Any]:
    """Return what asks for the entries of `feed_id` that have one of `names` in a column."""
    return (
        select(
            *(entry.c[name] for name in ("id", "article_id", "revision_id", "key_hash", "link_hash")),
            *(entry.c[name] for name in ("title_hash", "content_hash")),
            *(revision.c[name] for name in ("title", "published", "stated", "stored_at")),
        )
        .join(revision, revision.c.id == entry.c.revision_id)
        .where(
            entry.c.feed_id == bindparam("feed_id"), entry.c[column].in_(bindparam("names", expanding=True))
        )
    )


def _known_of(row: Row[Any]) -> KnownEntry:
    return KnownEntry(
        id=row.id,
        article_id=row.article_id,
        revision_id=row.revision_id,
        key_hash=row.key_hash,
        link_hash=row.link_hash,
        title_hash=row.title_hash,
        content_hash=row.content_hash,
        title=row.title,
        moment=row.stated or (row.published.isoformat() if row.published else None),
        revised_at=row.stored_at,
    )


@dataclass(frozen=True, slots=True)
class NewEntry:
    """That a feed shows an article, in this revision, before it is stored."""

    feed_id: int
    key_hash: str
    article_id: int
    revision_id: int
    content_hash: str
    alertable: bool
    link_hash: str | None = None
    title_hash: str | None = None
    late: str | None = None  # subject of the digest that tells it, where it arrived late


async def add(connection: Connection, entries: Sequence[NewEntry], *, now: datetime) -> None:
    """Store new entries, in this order."""
    if entries:
        await connection.execute(_new(), [asdict(one) | {"first_stored_at": now} for one in entries])


@cache
def _new() -> Insert:
    return insert(entry)


async def point(
    connection: Connection,
    entry_id: int,
    *,
    revision_id: int,
    entry_hash: str | None = None,
    names: tuple[str | None, str | None] | None = None,
) -> None:
    """Let a feed's entry show another revision, and be known by other *names*: hashes of link and title."""
    values: dict[str, Any] = {"revision_id": revision_id}
    if entry_hash is not None:
        values["content_hash"] = entry_hash
    if names is not None:
        values |= {"link_hash": names[0], "title_hash": names[1]}
    await connection.execute(update(entry).where(entry.c.id == entry_id).values(**values))


@dataclass(frozen=True, slots=True)
class Shown:
    """An article as one feed's entry shows it now."""

    entry_id: int
    feed_id: int
    feed_title: str
    feed_outlet: str
    revision_id: int
    version: Version
    late: str | None  # as in `NewEntry`
    whole_pages: bool  # of this feed pages are read, however much it gives


async def shown_by(connection: Connection, article_id: int) -> list[Shown]:
    """Return how the entries of all feeds show an article, the earliest entry first."""
    rows = await connection.execute(
        select(
            entry.c.id.label("entry_id"),
            entry.c.feed_id,
            entry.c.late.label("late_digest"),
            feed.c.title.label("feed_title"),
            feed.c.outlet.label("feed_outlet"),
            reads_whole_pages(feed.c.id).label("whole_pages"),
            revision,
        )
        .join(revision, revision.c.id == entry.c.revision_id)
        .join(feed, feed.c.id == entry.c.feed_id)
        .where(entry.c.article_id == article_id)
        .order_by(entry.c.id)
    )
    return [
        Shown(
            r.entry_id,
            r.feed_id,
            r.feed_title,
            r.feed_outlet,
            r.id,
            version_of(r),
            r.late_digest,
            bool(r.whole_pages),
        )
        for r in rows
    ]
