"""Feeds that moved: the same feed at another address, or two that turn out to be one."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import func, or_, select, update

from bot.domain.feed import Feed
from bot.storage import kept as kept_lines
from bot.storage.database import Connection
from bot.storage.feeds import by_url, host_of, url_hash
from bot.storage.following import is_polled
from bot.storage.tables import feed, guild_feed
from bot.storage.upserts import upsert


async def move(connection: Connection, moving: Feed, url: str, *, shown_url: str, at: datetime) -> int | None:
    """Let a feed, which was read at *url* at the moment *at*, have its place there; return its id then.

    Where another feed has that address, followers go over to it: what they saw stays visible to them and to
    nobody else, and nothing is told again. None: not now, because the other was read later than this one and
    may have brought what these followers have not seen yet; the next poll asks again.
    """
    there = await by_url(connection, url)
    if there is None:
        await _rename(connection, moving.id, url, shown_url)
        return moving.id
    if there.primed_at is None or not await is_polled(connection, there.id):
        await _merge(connection, there.id, moving.id)
        await _rename(connection, moving.id, url, shown_url)
        return moving.id
    if there.last_success_at is not None and there.last_success_at > at:
        return None
    await _merge(connection, moving.id, there.id)
    return there.id


async def _rename(connection: Connection, feed_id: int, url: str, shown_url: str) -> None:
    await connection.execute(
        update(feed)
        .where(feed.c.id == feed_id)
        .values(
            url=url,
            url_hash=url_hash(url),
            shown_url=shown_url,
            host=host_of(url),
            moving_to=None,
            moving_seen=0,
        )
    )


async def _merge(connection: Connection, left: int, kept: int) -> None:
    """Let the followers of one feed follow another; of the first, what they saw of it is left.

    Entries stay where they are: a follower of the other feed has no right to them.
    """
    await _follow(connection, left, kept)
    await kept_lines.go_over(connection, left, kept)
    await _retire(connection, left, kept)


async def _follow(connection: Connection, left: int, kept: int) -> None:
    """Let who follows *left* follow *kept* on its terms; where both are followed, on the wider of both."""
    rows = (await connection.execute(select(guild_feed).where(guild_feed.c.feed_id == left))).all()
    for row in rows:
        statement = upsert(connection, guild_feed).values(
            guild_id=row.guild_id,
            feed_id=kept,
            followed_at=row.followed_at,
            followed_by=row.followed_by,
            active_since=row.active_since,
            urgent=row.urgent,
            whole_pages=row.whole_pages,
            folder=row.folder,
        )
        new = statement.excluded
        await connection.execute(
            statement.on_conflict_do_update(
                index_elements=["guild_id", "feed_id"],
                set_={
                    # Active where either was: what one of them brought is wanted.
                    "active_since": func.coalesce(guild_feed.c.active_since, new.active_since),
                    "urgent": or_(guild_feed.c.urgent, new.urgent),
                    "whole_pages": or_(guild_feed.c.whole_pages, new.whole_pages),
                    "folder": func.coalesce(guild_feed.c.folder, new.folder),
                },
            )
        )
    await connection.execute(
        update(guild_feed).where(guild_feed.c.feed_id == left).values(active_since=None, urgent=False)
    )


async def _retire(connection: Connection, left: int, kept: int) -> None:
    """Leave a feed unpolled, its address free and its failures forgotten; its id leads to *kept*."""
    await connection.execute(update(feed).where(feed.c.moved_into == left).values(moved_into=kept))
    freed = f"moved:{left}"  # the address may be another feed's one day
    await connection.execute(
        update(feed)
        .where(feed.c.id == left)
        .values(
            url=freed,
            url_hash=url_hash(freed),
            host="",
            moved_into=kept,
            moving_to=None,
            moving_seen=0,
            lease_until=None,
            lease_token=feed.c.lease_token + 1,
            failures=0,
            failing_since=None,
            failure=None,
            failure_detail=None,
        )
    )
