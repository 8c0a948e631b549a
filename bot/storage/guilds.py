"""Guilds, their channels' settings, and what is kept of a member."""

from __future__ import annotations

from datetime import datetime
from functools import cache
from typing import Any

from sqlalchemy import Row, Select, Table, bindparam, delete, func, select, update
from sqlalchemy.dialects import postgresql, sqlite

from bot.domain.delivery import Kind
from bot.domain.guild import Channel, Guild, Pings
from bot.storage.database import Connection
from bot.storage.tables import (
    alias,
    channel,
    counter,
    delivery,
    draft,
    follower,
    guild,
    guild_feed,
    kept_line,
    mute,
    story_choice,
    story_follow,
    watchlist,
    watchlist_change,
)

DELETED = "deleted"  # the reason why a channel takes no message that holds for ever


def upsert(connection: Connection, table: Table) -> Any:
    """Return an INSERT that knows ON CONFLICT, in the connection's dialect."""
    return _insert(connection.dialect.name, table)


def _insert(dialect: str, table: Table) -> Any:
    return postgresql.insert(table) if dialect == "postgresql" else sqlite.insert(table)


async def joined(connection: Connection, guild_id: int, *, owner_id: int | None) -> None:
    """Note that the bot is in a guild, now or again, and who owns it, where that can be said now."""
    row = upsert(connection, guild).values(id=guild_id, owner_id=owner_id)
    owner = func.coalesce(row.excluded.owner_id, guild.c.owner_id)
    await connection.execute(
        row.on_conflict_do_update(index_elements=["id"], set_={"owner_id": owner, "left_at": None})
    )


async def take_turn(connection: Connection, guild_id: int) -> None:
    """Let nobody else change what is this guild's own until this transaction ends; note it if unknown.

    So a check (is the name free?) still holds when its change is stored. Row locks that foreign keys take
    are not in the way.
    """
    await know(connection, guild_id)
    await connection.execute(select(guild.c.id).where(guild.c.id == guild_id).with_for_update(key_share=True))


async def know(connection: Connection, guild_id: int) -> None:
    """Note a guild if it is unknown: its members' first commands may come before Discord tells of it."""
    row = upsert(connection, guild).values(id=guild_id)
    await connection.execute(row.on_conflict_do_nothing())


async def left(connection: Connection, guild_id: int, *, now: datetime) -> None:
    """Note that the bot was removed from a guild; its data is kept for a while."""
    await connection.execute(
        update(guild).where(guild.c.id == guild_id, guild.c.left_at.is_(None)).values(left_at=now)
    )


async def left_before(connection: Connection, moment: datetime) -> list[int]:
    """Return the guilds that removed the bot before *moment*."""
    return list(await connection.scalars(select(guild.c.id).where(guild.c.left_at < moment)))


async def forget(connection: Connection, guild_id: int) -> None:
    """Delete a guild and everything that is its own."""
    await connection.execute(delete(guild).where(guild.c.id == guild_id))


async def get(connection: Connection, guild_id: int) -> Guild | None:
    """Return a guild by its id."""
    row = (await connection.execute(select(guild).where(guild.c.id == guild_id))).first()
    return _guild(row) if row else None


async def everyone(connection: Connection) -> list[Guild]:
    """Return every guild that has not removed the bot."""
    return [_guild(row) for row in await connection.execute(select(guild).where(guild.c.left_at.is_(None)))]


def _guild(row: Row[Any]) -> Guild:
    return Guild(
        id=row.id, owner_id=row.owner_id, notice_channel_id=row.notice_channel_id, left_at=row.left_at
    )


async def set_notice_channel(connection: Connection, guild_id: int, channel_id: int | None) -> None:
    """Set where admin notices go; None: to the owner."""
    await connection.execute(update(guild).where(guild.c.id == guild_id).values(notice_channel_id=channel_id))


async def get_channel(connection: Connection, channel_id: int) -> Channel | None:
    """Return a channel's settings; None where nothing was ever set for it."""
    row = (await connection.execute(_channel_by_id(), {"channel_id": channel_id})).first()
    return _channel(row) if row else None


@cache
def _channel_by_id() -> Select[Any]:
    return select(channel).where(channel.c.id == bindparam("channel_id"))


async def channels(connection: Connection, guild_id: int) -> list[Channel]:
    """Return the settings of every channel of a guild that has some."""
    rows = await connection.execute(select(channel).where(channel.c.guild_id == guild_id))
    return [_channel(row) for row in rows]


def _channel(row: Row[Any]) -> Channel:
    return Channel(
        id=row.id,
        guild_id=row.guild_id,
        alerts_on=row.alerts_on,
        mention_role_id=row.mention_role_id,
        budget=row.budget,
        timezone=row.timezone,
        images=row.images,
        updates=Pings(row.updates),
        threads=row.threads,
        blocked_since=row.blocked_since,
        blocked_reason=row.blocked_reason,
    )


async def save_channel(connection: Connection, settings: Channel) -> None:
    """Store a channel's settings, over what was stored."""
    values = {
        "guild_id": settings.guild_id,
        "alerts_on": settings.alerts_on,
        "mention_role_id": settings.mention_role_id,
        "budget": settings.budget,
        "timezone": settings.timezone,
        "images": settings.images,
        "updates": settings.updates.value,
        "threads": settings.threads,
        "blocked_since": settings.blocked_since,
        "blocked_reason": settings.blocked_reason,
    }
    row = upsert(connection, channel).values(id=settings.id, **values)
    await connection.execute(row.on_conflict_do_update(index_elements=["id"], set_=values))


async def deleted_channels(connection: Connection, guild_id: int) -> frozenset[int]:
    """Return the guild's channels that were deleted, as far as anything was to be posted there."""
    return frozenset(
        await connection.scalars(
            select(channel.c.id).where(channel.c.guild_id == guild_id, channel.c.blocked_reason == DELETED)
        )
    )


async def stored_of(connection: Connection, guild_id: int, member_id: int) -> dict[str, int]:
    """Count what a guild's data holds of a member, by the words that `/privacy` shows."""
    counted = {}
    for words, table, condition in _traces(guild_id, member_id):
        rows = await connection.execute(select(table).where(condition))
        counted[words] = len(rows.all())
    return counted


async def forget_member(connection: Connection, guild_id: int, member_id: int) -> None:
    """Delete what is the member's own, and take the name off what belongs to the team."""
    of_guild = select(watchlist.c.id).where(watchlist.c.guild_id == guild_id)
    await connection.execute(
        delete(follower).where(follower.c.member_id == member_id, follower.c.watchlist_id.in_(of_guild))
    )
    await connection.execute(delete(mute).where(mute.c.guild_id == guild_id, mute.c.member_id == member_id))
    await connection.execute(
        delete(story_follow).where(story_follow.c.guild_id == guild_id, story_follow.c.member_id == member_id)
    )
    await connection.execute(
        delete(draft).where(draft.c.guild_id == guild_id, draft.c.member_id == member_id)
    )
    await connection.execute(
        update(mute).where(mute.c.guild_id == guild_id, mute.c.by == member_id).values(by=0)
    )
    await connection.execute(
        delete(delivery).where(
            delivery.c.guild_id == guild_id,
            delivery.c.target_kind == "member",
            delivery.c.target_id == member_id,
        )
    )
    for table, column in (
        (watchlist, watchlist.c.created_by),
        (alias, alias.c.set_by),
        (guild_feed, guild_feed.c.followed_by),
        (watchlist_change, watchlist_change.c.by),
        (story_choice, story_choice.c.by),
        (story_choice, story_choice.c.undone_by),
        (kept_line, kept_line.c.by),
        (kept_line, kept_line.c.undone_by),
    ):
        await connection.execute(
            update(table)
            .where(table.c.guild_id == guild_id, column == member_id)
            .values({column: 0 if not column.nullable else None})
        )
    await _unname(connection, guild_id, f"<@{member_id}>")


async def _unname(connection: Connection, guild_id: int, mention: str) -> None:
    """Take a member's mention out of the notices that are kept."""
    notices = await connection.execute(
        select(delivery.c.id, delivery.c.payload).where(
            delivery.c.guild_id == guild_id,
            delivery.c.kind == Kind.NOTICE.value,
            delivery.c.payload.is_not(None),
        )
    )
    for one in notices.all():
        if any(mention in str(words) for words in one.payload.values()):
            told = {
                key: words.replace(mention, "a member") if isinstance(words, str) else words
                for key, words in one.payload.items()
            }
            await connection.execute(update(delivery).where(delivery.c.id == one.id).values(payload=told))


def _traces(guild_id: int, member_id: int) -> list[tuple[str, Table, Any]]:
    of_guild = select(watchlist.c.id).where(watchlist.c.guild_id == guild_id)
    return [
        (
            "watchlists that you follow",
            follower,
            (follower.c.member_id == member_id) & follower.c.watchlist_id.in_(of_guild),
        ),
        ("stories that you muted", mute, (mute.c.guild_id == guild_id) & (mute.c.by == member_id)),
        (
            "stories that you follow",
            story_follow,
            (story_follow.c.guild_id == guild_id) & (story_follow.c.member_id == member_id),
        ),
        (
            "stories that you split, joined or undid",
            story_choice,
            (story_choice.c.guild_id == guild_id)
            & ((story_choice.c.by == member_id) | (story_choice.c.undone_by == member_id)),
        ),
        (
            "repeated lines that you kept in texts, or left out again",
            kept_line,
            (kept_line.c.guild_id == guild_id)
            & ((kept_line.c.by == member_id) | (kept_line.c.undone_by == member_id)),
        ),
        (
            "direct messages that you were sent",
            delivery,
            (delivery.c.guild_id == guild_id)
            & (delivery.c.target_kind == "member")
            & (delivery.c.target_id == member_id),
        ),
        (
            "watchlists that you made",
            watchlist,
            (watchlist.c.guild_id == guild_id) & (watchlist.c.created_by == member_id),
        ),
        (
            "aliases that you set",
            alias,
            (alias.c.guild_id == guild_id) & (alias.c.set_by == member_id),
        ),
        (
            "watchlists that you were shown and have not saved",
            draft,
            (draft.c.guild_id == guild_id) & (draft.c.member_id == member_id),
        ),
        (
            "feeds that you added",
            guild_feed,
            (guild_feed.c.guild_id == guild_id) & (guild_feed.c.followed_by == member_id),
        ),
        (
            "changes of watchlists by you",
            watchlist_change,
            (watchlist_change.c.guild_id == guild_id) & (watchlist_change.c.by == member_id),
        ),
    ]


async def bump(connection: Connection, name: str) -> int:
    """Raise a counter by one and return it."""
    made = _bump(connection.dialect.name)
    return int((await connection.execute(made, {"name": name, "value": 1})).scalar_one())


@cache
def _bump(dialect: str) -> Any:
    row = _insert(dialect, counter)
    one_more = row.on_conflict_do_update(index_elements=["name"], set_={"value": counter.c.value + 1})
    return one_more.returning(counter.c.value)


async def count(connection: Connection, name: str) -> int:
    """Return a counter; one never raised is 0."""
    return await connection.scalar(_count(), {"name": name}) or 0


@cache
def _count() -> Select[Any]:
    return select(counter.c.value).where(counter.c.name == bindparam("name"))


async def set_count(connection: Connection, name: str, value: int) -> None:
    """Set a counter."""
    row = upsert(connection, counter).values(name=name, value=value)
    await connection.execute(row.on_conflict_do_update(index_elements=["name"], set_={"value": value}))
