"""What is stored of a member, and how it is forgotten: every column that holds a member's id is here."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Table, delete, select, update

from bot.domain.delivery import Kind
from bot.storage.database import Connection
from bot.storage.tables import (
    alias,
    delivery,
    draft,
    follower,
    guild_feed,
    kept_line,
    mute,
    story_choice,
    story_follow,
    watchlist,
    watchlist_change,
)


async def stored_of(connection: Connection, guild_id: int, member_id: int) -> dict[str, int]:
    """Count what a guild's data holds of a member, by the words that `/privacy` shows."""
    counted = {}
    for words, table, condition in _traces(guild_id, member_id):
        rows = await connection.execute(select(table).where(condition))
        counted[words] = len(rows.all())
    return counted


async def forget(connection: Connection, guild_id: int, member_id: int) -> None:
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
