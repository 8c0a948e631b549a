"""What is stored of a member, and how it is forgotten: every column that holds a member's id is here."""

from __future__ import annotations

from typing import Any, Final

from sqlalchemy import ColumnElement, Table, and_, delete, func, or_, select, update

from bot.domain.delivery import Kind, TargetKind
from bot.storage.database import Connection
from bot.storage.tables import (
    alias,
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

# What a member did in a guild, by the words of `/privacy`: the columns that name who it was.
_DONE: Final[dict[str, tuple[Any, ...]]] = {
    "stories that you muted": (mute.c.by,),
    "stories that you split, joined or undid": (story_choice.c.by, story_choice.c.undone_by),
    "repeated lines that you kept in texts, or left out again": (kept_line.c.by, kept_line.c.undone_by),
    "watchlists that you made": (watchlist.c.created_by,),
    "aliases that you set": (alias.c.set_by,),
    "feeds that you added": (guild_feed.c.followed_by,),
    "changes of watchlists by you": (watchlist_change.c.by,),
}


async def stored_of(connection: Connection, guild_id: int, member_id: int) -> dict[str, int]:
    """Count what a guild's data holds of a member, by the words that `/privacy` shows."""
    asked = {words: (table, of) for words, table, of in _own(guild_id, member_id)}
    for words, columns in _DONE.items():
        table = columns[0].table
        by = or_(*(column == member_id for column in columns))
        asked[words] = (table, and_(table.c.guild_id == guild_id, by))
    return {
        words: await connection.scalar(select(func.count()).select_from(table).where(of)) or 0
        for words, (table, of) in asked.items()
    }


async def owns(connection: Connection, guild_id: int, member_id: int) -> bool:
    """Return whether a guild's data names a member as its owner.

    That is Discord's word and not the member's, noted anew at each connection: it goes with the guild's data.
    """
    owner = await connection.scalar(select(guild.c.owner_id).where(guild.c.id == guild_id))
    return owner == member_id


async def forget(connection: Connection, guild_id: int, member_id: int) -> None:
    """Delete what is the member's own, and take the name off what belongs to the team."""
    for _, table, of in _own(guild_id, member_id):
        await connection.execute(delete(table).where(of))
    await connection.execute(delete(mute).where(mute.c.guild_id == guild_id, mute.c.member_id == member_id))
    for column in (column for columns in _DONE.values() for column in columns):
        await connection.execute(
            update(column.table)
            .where(column.table.c.guild_id == guild_id, column == member_id)
            .values({column: None if column.nullable else 0})
        )
    await _unname(connection, guild_id, f"<@{member_id}>")


def _own(guild_id: int, member_id: int) -> list[tuple[str, Table, ColumnElement[bool]]]:
    """Return what is a member's alone in a guild: the words of `/privacy`, the table, which rows of it."""
    of_guild = select(watchlist.c.id).where(watchlist.c.guild_id == guild_id)
    messages = and_(
        delivery.c.guild_id == guild_id,
        delivery.c.target_kind == TargetKind.MEMBER.value,
        delivery.c.target_id == member_id,
    )
    return [
        (
            "watchlists that you follow",
            follower,
            and_(follower.c.member_id == member_id, follower.c.watchlist_id.in_(of_guild)),
        ),
        (
            "stories that you follow",
            story_follow,
            and_(story_follow.c.guild_id == guild_id, story_follow.c.member_id == member_id),
        ),
        ("direct messages that you were sent", delivery, messages),
        (
            "watchlists, feeds and searches of the last day that were not saved or found nothing",
            draft,
            and_(draft.c.guild_id == guild_id, draft.c.member_id == member_id),
        ),
    ]


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
