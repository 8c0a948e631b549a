"""Which guild follows which feed, since when, and whether it is paused."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from functools import cache
from typing import Any

from sqlalchemy import Select, bindparam, delete, exists, func, insert, select, update

from bot.domain.feed import Feed, FollowedFeed
from bot.storage.database import Connection
from bot.storage.feeds import of_row
from bot.storage.tables import entry, feed, guild_feed

RATE_DAYS = 14  # how far back "articles a day" looks
WITHIN = "\x1f"  # between the names of a folder's path: the unit separator, which no XML file can hold
FOLDER_MOST = 200  # characters that the column holds
AT_ONCE = 200  # feeds or revisions asked for in one statement


async def follow(connection: Connection, guild_id: int, feed_id: int, *, by: int, now: datetime) -> None:
    """Let a guild follow a feed. Raises an integrity error where it does already."""
    await connection.execute(
        insert(guild_feed).values(
            guild_id=guild_id, feed_id=feed_id, followed_at=now, followed_by=by, active_since=now
        )
    )


async def follow_all(
    connection: Connection,
    guild_id: int,
    folders: Mapping[int, Sequence[str]],
    *,
    by: int,
    now: datetime,
) -> None:
    """Let a guild follow feeds that it does not follow yet, by their ids, each with its folder in a list."""
    if not folders:
        return
    same = {"guild_id": guild_id, "followed_at": now, "followed_by": by, "active_since": now}
    await connection.execute(
        insert(guild_feed),
        [{"feed_id": feed_id, "folder": _joined(path), **same} for feed_id, path in folders.items()],
    )


def _joined(path: Sequence[str]) -> str | None:
    """Return a folder's path as the column holds it; what is too deep for it is left out."""
    joined = ""
    for name in path:
        longer = f"{joined}{WITHIN}{name}" if joined else name
        if len(longer) > FOLDER_MOST:
            break
        joined = longer
    return joined or None


async def unfollow(connection: Connection, guild_id: int, feed_id: int) -> bool:
    """Let a guild drop a feed; return whether it followed it. The feed stays while others follow it.

    What the feed was before it moved goes with it.
    """
    earlier = select(feed.c.id).where(feed.c.moved_into == feed_id)
    await connection.execute(
        delete(guild_feed).where(guild_feed.c.guild_id == guild_id, guild_feed.c.feed_id.in_(earlier))
    )
    gone = await connection.execute(
        delete(guild_feed).where(guild_feed.c.guild_id == guild_id, guild_feed.c.feed_id == feed_id)
    )
    return gone.rowcount > 0


async def set_urgent(connection: Connection, guild_id: int, feed_id: int, *, urgent: bool) -> None:
    """Let a guild have a feed checked as often as may be, or as its rhythm asks for."""
    await connection.execute(
        update(guild_feed)
        .where(guild_feed.c.guild_id == guild_id, guild_feed.c.feed_id == feed_id)
        .values(urgent=urgent)
    )


async def set_whole_pages(connection: Connection, guild_id: int, feed_id: int, *, whole_pages: bool) -> None:
    """Let a guild have the page of each of a feed's articles read, or only where the feed gives little."""
    await connection.execute(
        update(guild_feed)
        .where(guild_feed.c.guild_id == guild_id, guild_feed.c.feed_id == feed_id)
        .values(whole_pages=whole_pages)
    )


async def set_active(
    connection: Connection, guild_id: int, feed_id: int, active_since: datetime | None
) -> bool:
    """Pause (None) or resume a feed for a guild; return whether it follows the feed.

    A feed that nobody was polling is primed again, so that what came out meanwhile is stored, not posted.
    """
    if active_since is not None and not await is_polled(connection, feed_id):
        await connection.execute(
            update(feed).where(feed.c.id == feed_id).values(primed_at=None, next_check_at=active_since)
        )
    changed = await connection.execute(
        update(guild_feed)
        .where(guild_feed.c.guild_id == guild_id, guild_feed.c.feed_id == feed_id)
        .values(active_since=active_since)
    )
    return changed.rowcount > 0


async def wake(connection: Connection, feed_id: int, now: datetime) -> None:
    """Make a feed due at once; one that nobody was polling is primed again."""
    if not await is_polled(connection, feed_id):
        await connection.execute(update(feed).where(feed.c.id == feed_id).values(primed_at=None))
    await connection.execute(update(feed).where(feed.c.id == feed_id).values(next_check_at=now))


async def revive(connection: Connection, feed_id: int, due: datetime) -> None:
    """Make a feed that nobody was polling due at *due*, primed again; one that is polled is left alone."""
    await connection.execute(
        update(feed).where(feed.c.id == feed_id, ~polled(feed.c.id)).values(primed_at=None, next_check_at=due)
    )


async def is_polled(connection: Connection, feed_id: int) -> bool:
    """Return whether some guild follows a feed and has not paused it."""
    return bool(await connection.scalar(select(polled(feed_id))))


def polled(feed_id: Any) -> Any:
    """Return the condition that some guild follows a feed and has not paused it."""
    return exists().where(guild_feed.c.feed_id == feed_id, guild_feed.c.active_since.is_not(None))


def is_urgent(feed_id: Any) -> Any:
    """Return the condition that some such guild wants a feed checked as often as may be."""
    return polled(feed_id).where(guild_feed.c.urgent)


def reads_whole_pages(feed_id: Any) -> Any:
    """Return the condition that some such guild wants each of a feed's articles' pages read."""
    return polled(feed_id).where(guild_feed.c.whole_pages)


async def followed(connection: Connection, guild_id: int, *, now: datetime) -> list[FollowedFeed]:
    """Return the feeds that a guild follows, by title, with their articles a day."""
    since = now - timedelta(days=RATE_DAYS)
    recent = (
        select(func.count())
        .where(entry.c.feed_id == feed.c.id, entry.c.first_stored_at >= since, entry.c.alertable)
        .scalar_subquery()
    )
    rows = await connection.execute(
        select(
            feed,
            guild_feed.c.followed_at,
            guild_feed.c.followed_by,
            guild_feed.c.active_since,
            guild_feed.c.urgent,
            guild_feed.c.whole_pages,
            guild_feed.c.folder,
            recent.label("recent"),
        )
        .join(guild_feed, guild_feed.c.feed_id == feed.c.id)
        .where(guild_feed.c.guild_id == guild_id, feed.c.moved_into.is_(None))
        .order_by(feed.c.id)
    )
    found = [
        FollowedFeed(
            feed=of_row(row),
            guild_id=guild_id,
            followed_at=row.followed_at,
            followed_by=row.followed_by,
            active_since=row.active_since,
            articles_a_day=row.recent / _days(row.primed_at, since, now),
            urgent=row.urgent,
            whole_pages=row.whole_pages,
            folder=tuple(row.folder.split(WITHIN)) if row.folder else (),
        )
        for row in rows
    ]
    return sorted(found, key=lambda one: one.feed.title.casefold())  # databases order letters differently


def _days(primed_at: datetime | None, since: datetime, now: datetime) -> float:
    """Return over how many days the recent articles came: at least one."""
    return max(1.0, (now - max(primed_at or now, since)).total_seconds() / 86_400)


async def any_followed(connection: Connection, guild_id: int) -> bool:
    """Return whether a guild follows a feed at all, be it a paused one."""
    one = select(guild_feed.c.feed_id).where(guild_feed.c.guild_id == guild_id).limit(1)
    return await connection.scalar(one) is not None


async def addresses(connection: Connection, guild_id: int) -> list[tuple[int, str]]:
    """Return (id, URL with its credentials) of every feed that a guild follows, the first followed first."""
    rows = await connection.execute(
        select(feed.c.id, feed.c.url)
        .join(guild_feed, guild_feed.c.feed_id == feed.c.id)
        .where(guild_feed.c.guild_id == guild_id)
        .order_by(feed.c.id)
    )
    return [(row.id, row.url) for row in rows]


async def followed_among(connection: Connection, guild_id: int, feed_ids: Sequence[int]) -> list[Feed]:
    """Return those of these feeds that a guild follows still, by id."""
    found: list[Feed] = []
    for start in range(0, len(feed_ids), AT_ONCE):
        rows = await connection.execute(
            select(feed)
            .join(guild_feed, guild_feed.c.feed_id == feed.c.id)
            .where(guild_feed.c.guild_id == guild_id, feed.c.id.in_(feed_ids[start : start + AT_ONCE]))
        )
        found += [of_row(row) for row in rows]
    return sorted(found, key=lambda one: one.id)


async def titles(
    connection: Connection, revision_ids: Sequence[int], *, guild_id: int
) -> dict[int, list[str]]:
    """Return for each revision the titles of the guild's feeds that show it now, the earliest first."""
    found: dict[int, list[str]] = {}
    for start in range(0, len(revision_ids), AT_ONCE):
        rows = await connection.execute(
            select(entry.c.revision_id, feed.c.title)
            # A sum is nothing that an index could find, so SQLite begins with the few revisions, and not with
            # everything that the guild's feeds ever showed.
            .join(feed, feed.c.id == entry.c.feed_id + 0)
            .join(guild_feed, guild_feed.c.feed_id == entry.c.feed_id + 0)
            .where(
                guild_feed.c.guild_id == guild_id,
                entry.c.revision_id.in_(revision_ids[start : start + AT_ONCE]),
            )
            .order_by(entry.c.id)
        )
        for row in rows:
            found.setdefault(row.revision_id, []).append(row.title)
    return found


async def guilds_following(connection: Connection, feed_id: int) -> dict[int, datetime | None]:
    """Return the guilds that follow a feed, each with the moment since when it is active, None if paused."""
    rows = await connection.execute(_following(), {"feed_id": feed_id})
    return {row.guild_id: row.active_since for row in rows}


@cache
def _following() -> Select[Any]:
    return select(guild_feed.c.guild_id, guild_feed.c.active_since).where(
        guild_feed.c.feed_id == bindparam("feed_id")
    )


async def retire_unfollowed(connection: Connection, feed_ids: Iterable[int]) -> None:
    """Forget the validators of feeds that no guild follows; their articles stay for those who come back."""
    await connection.execute(
        update(feed)
        .where(feed.c.id.in_(list(feed_ids)), ~exists().where(guild_feed.c.feed_id == feed.c.id))
        .values(primed_at=None, etag=None, last_modified=None, body_hash=None, shown_hash=None, window=[])
    )
