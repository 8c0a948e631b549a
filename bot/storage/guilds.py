"""Guilds, and their channels' settings."""

from __future__ import annotations

from datetime import datetime
from functools import cache
from typing import Any

from sqlalchemy import Row, Select, bindparam, delete, func, select, update

from bot.domain.guild import Channel, Guild, Pings
from bot.storage.database import Connection
from bot.storage.tables import (
    channel,
    guild,
)
from bot.storage.upserts import upsert

DELETED = "deleted"  # the reason why a channel takes no message that holds for ever


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
