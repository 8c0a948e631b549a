"""Which members follow which stories, for their later developments by direct message."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import delete, select

from bot.storage.database import Connection
from bot.storage.tables import story_follow
from bot.storage.upserts import upsert


@dataclass(frozen=True, slots=True)
class Follow:
    """A member who follows a story since a moment; by the alert in this channel, which they can see."""

    guild_id: int
    story_id: int
    member_id: int
    channel_id: int
    since: datetime


async def add(connection: Connection, follow: Follow) -> bool:
    """Let a member follow a story; return whether they did not before."""
    row = upsert(connection, story_follow).values(
        guild_id=follow.guild_id,
        story_id=follow.story_id,
        member_id=follow.member_id,
        channel_id=follow.channel_id,
        since=follow.since,
    )
    added = await connection.execute(row.on_conflict_do_nothing().returning(story_follow.c.member_id))
    return added.first() is not None


async def remove(connection: Connection, guild_id: int, story_id: int, member_id: int) -> bool:
    """End a follow; return whether there was one."""
    gone = await connection.execute(
        delete(story_follow).where(
            story_follow.c.guild_id == guild_id,
            story_follow.c.story_id == story_id,
            story_follow.c.member_id == member_id,
        )
    )
    return gone.rowcount > 0


async def remove_member(connection: Connection, guild_id: int, member_id: int) -> None:
    """End all follows of a member in a guild: no direct message reaches them."""
    await connection.execute(
        delete(story_follow).where(story_follow.c.guild_id == guild_id, story_follow.c.member_id == member_id)
    )


async def of_story(connection: Connection, story_id: int, *, guild_id: int) -> list[Follow]:
    """Return who follows a story in a guild, the first first."""
    rows = await connection.execute(
        select(story_follow)
        .where(story_follow.c.story_id == story_id, story_follow.c.guild_id == guild_id)
        .order_by(story_follow.c.since, story_follow.c.member_id)
    )
    return [Follow(row.guild_id, row.story_id, row.member_id, row.channel_id, row.since) for row in rows]
