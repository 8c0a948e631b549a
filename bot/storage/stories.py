"""Stories, and who muted them where."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from itertools import islice
from typing import Any

from sqlalchemy import (
    Select,
    Update,
    bindparam,
    delete,
    func,
    insert,
    or_,
    select,
    update,
)
from sqlalchemy.sql.dml import ReturningInsert

from bot.storage import choices, overlays
from bot.storage.counters import bump
from bot.storage.database import Connection
from bot.storage.handover import MOST_FIRST, carry_over, give_back
from bot.storage.in_sight import visible
from bot.storage.tables import article, delivery, entry, guild_feed, guild_story, mute, story, story_follow
from bot.storage.upserts import upsert

MOST_ID = 2**63 - 1  # what a column of ids holds; a member may type any number
REDIRECTS = 20  # merges in a row that are followed; merging flattens, so one is the rule


async def add(connection: Connection, *, now: datetime) -> int:
    """Start a story; return its id."""
    return int(await connection.scalar(_new(), {"last_at": now}) or 0)


@cache
def _new() -> ReturningInsert[Any]:
    return insert(story).returning(story.c.id)


async def touch(connection: Connection, story_id: int, *, now: datetime) -> None:
    """Note that an article came to a story."""
    await connection.execute(_touched(), {"story_id": story_id, "last_at": now})


@cache
def _touched() -> Update:
    return update(story).where(story.c.id == bindparam("story_id"))


async def in_turn(connection: Connection) -> None:
    """Wait until no other process is filing articles; ours is the turn until this transaction ends.

    Two that file at once, where the operator runs `poll` beside the bot, would not see each other's stories.
    """
    await bump(connection, "filing")


async def hold_deliveries(connection: Connection, story_id: int) -> None:
    """Let nobody change a story's deliveries until this transaction ends: SQLite has one writer anyway."""
    if connection.dialect.name != "sqlite":
        await connection.execute(_held(), {"story_id": story_id})


@cache
def _held() -> Select[Any]:
    mine = select(delivery.c.id).where(delivery.c.story_id == bindparam("story_id"))
    return mine.order_by(delivery.c.id).with_for_update()


async def resolve(connection: Connection, story_id: int, *, guild_id: int | None = None) -> int | None:
    """Return the id under which a story lives now; an old one redirects for ever. None: never was.

    For a guild, it is the story that its members said it is a part of.
    """
    if not 0 < story_id <= MOST_ID:
        return None
    for _ in range(REDIRECTS):
        row = (await connection.execute(_story(), {"story_id": story_id})).first()
        if row is None:
            return None
        if row.merged_into is None:
            break
        story_id = row.merged_into
    return story_id if guild_id is None else await overlays.root(connection, story_id, guild_id=guild_id)


@cache
def _story() -> Select[Any]:
    return select(story).where(story.c.id == bindparam("story_id"))


async def merge(connection: Connection, older: int, newer: int) -> None:
    """Make two stories one, under the *older* id; the newer one redirects for ever.

    Articles, mutes and follows go with it, and alerts to targets that the older one was not told to. Where
    both were told, the older message takes over: the newer one is wanted anew, to say where it went (its row
    stays with the newer id), closed where it was never tried, or let be where it was closed or a digest's
    line. Where the older message is closed, or a line of a digest that is told, the newer goes on, as its
    development if it was not told yet. What stays comes back by `split`.
    """
    await hold_deliveries(connection, older)
    await hold_deliveries(connection, newer)
    one = (await connection.execute(select(story).where(story.c.id == newer))).one()
    first = await connection.scalars(
        select(article.c.id).where(article.c.story_id == newer).order_by(article.c.id).limit(MOST_FIRST)
    )
    began = list(first)
    await connection.execute(update(article).where(article.c.story_id == newer).values(story_id=older))
    await connection.execute(
        update(story).where(or_(story.c.id == newer, story.c.merged_into == newer)).values(merged_into=older)
    )
    await connection.execute(
        update(story).where(story.c.id == older, story.c.last_at < one.last_at).values(last_at=one.last_at)
    )
    now = await connection.scalar(select(story.c.last_at).where(story.c.id == older)) or one.last_at
    await carry_over(connection, older, newer, now=now, began=began)
    for guild_id, first_story, second in await choices.follow_merge(connection, older, newer):
        await carry_over(connection, first_story, second, now=now, guild_id=guild_id)


async def split(connection: Connection, story_id: int, article_ids: Sequence[int], *, now: datetime) -> int:
    """Make articles of a story a story of their own, for all guilds; return its id.

    Who muted or follows the story mutes and follows both, and where a guild has it as a part of another
    story, it has both there. Deliveries stay with the story, save messages that went to it with the part.
    """
    await hold_deliveries(connection, story_id)
    part = await add(connection, now=now)
    await connection.execute(update(article).where(article.c.id.in_(list(article_ids))).values(story_id=part))
    last = await connection.scalar(
        select(func.max(article.c.first_stored_at)).where(article.c.story_id == part)
    )
    await connection.execute(update(story).where(story.c.id == part).values(last_at=last or now))
    for table in (mute, story_follow, guild_story):
        rows = await connection.execute(select(table).where(table.c.story_id == story_id))
        copies = [{**row._asdict(), "story_id": part} for row in rows]
        if copies:
            await connection.execute(insert(table), copies)
    await give_back(connection, story_id, part, article_ids, now=now)
    return part


@dataclass(frozen=True, slots=True)
class Mute:
    """A story muted by a member for themself, or for a whole channel."""

    story_id: int
    channel_id: int  # 0: for one member
    member_id: int  # 0: for the channel
    by: int
    at: datetime


async def mutes(connection: Connection, story_id: int, *, guild_id: int) -> list[Mute]:
    """Return who muted a story in a guild."""
    rows = await connection.execute(_mutes(), {"story_id": story_id, "guild_id": guild_id})
    return [Mute(row.story_id, row.channel_id, row.member_id, row.by, row.at) for row in rows]


@cache
def _mutes() -> Select[Any]:
    return select(mute).where(
        mute.c.story_id == bindparam("story_id"), mute.c.guild_id == bindparam("guild_id")
    )


async def set_mute(
    connection: Connection,
    story_id: int,
    *,
    guild_id: int,
    by: int,
    now: datetime,
    channel_id: int = 0,
    member_id: int = 0,
) -> None:
    """Mute a story for a channel or for a member; twice is once."""
    row = upsert(connection, mute).values(
        guild_id=guild_id, story_id=story_id, channel_id=channel_id, member_id=member_id, by=by, at=now
    )
    await connection.execute(row.on_conflict_do_nothing())


async def clear_mute(
    connection: Connection, story_id: int, *, guild_id: int, channel_id: int = 0, member_id: int = 0
) -> bool:
    """Undo a mute; return whether there was one."""
    gone = await connection.execute(
        delete(mute).where(
            mute.c.story_id == story_id,
            mute.c.guild_id == guild_id,
            mute.c.channel_id == channel_id,
            mute.c.member_id == member_id,
        )
    )
    return gone.rowcount > 0


async def newest_of_guild(connection: Connection, guild_id: int, *, limit: int) -> dict[int, list[str]]:
    """Return the headlines of the stories that the guild saw last: stories and headlines newest first."""
    # The newest are found in the index alone, from its end: all that a guild sees may be a million rows.
    shown_by = guild_feed.c.feed_id == entry.c.feed_id + 0  # a sum, as in `visible`
    newest = (
        select(entry.c.revision_id)
        .join(guild_feed, shown_by)
        .where(guild_feed.c.guild_id == guild_id)
        .order_by(entry.c.revision_id.desc())
        .limit(limit * 8)
        .subquery()
    )
    of_newest = entry.c.revision_id.in_(select(newest.c.revision_id))
    seen = visible(guild_id, texts=False, few=True).where(of_newest).subquery()
    rows = await connection.execute(
        select(seen.c.story_id, seen.c.title).order_by(seen.c.revision_id.desc()).limit(limit * 8)
    )
    found: dict[int, list[str]] = {}
    for story_id, title in rows:
        found.setdefault(story_id, []).append(title)
    return dict(islice(found.items(), limit))


async def newest_articles(connection: Connection, story_id: int, *, limit: int) -> list[int]:
    """Return the ids of everybody's story's newest articles, in order of arrival."""
    rows = await connection.scalars(
        select(article.c.id).where(article.c.story_id == story_id).order_by(article.c.id.desc()).limit(limit)
    )
    return sorted(rows)
