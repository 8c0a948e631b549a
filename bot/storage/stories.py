"""Stories, and who muted them where."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Row,
    Select,
    Table,
    Update,
    and_,
    bindparam,
    delete,
    func,
    insert,
    or_,
    select,
    update,
)
from sqlalchemy.sql.dml import ReturningInsert

from bot.domain.delivery import AFTER, CHANNEL, DIGEST_OPEN, POST, Kind, State
from bot.storage import choices, overlays
from bot.storage.counters import bump
from bot.storage.database import Connection
from bot.storage.in_sight import visible
from bot.storage.tables import article, delivery, guild_story, mute, story, story_follow
from bot.storage.upserts import upsert

_DONE = (
    State.CLOSED.value,
    State.DIGESTED.value,
)  # what comes later is told in a message or a line of its own
MOST_ID = 2**63 - 1  # what a column of ids holds; a member may type any number
BEGAN_WITH = "began with"  # in the payload of an alert whose story an older one took in: its first article
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
    line. Where the older message is closed, the newer goes on, as its development if it was not told yet.
    """
    await hold_deliveries(connection, older)
    await hold_deliveries(connection, newer)
    one = (await connection.execute(select(story).where(story.c.id == newer))).one()
    began = await connection.scalar(select(func.min(article.c.id)).where(article.c.story_id == newer))
    await connection.execute(update(article).where(article.c.story_id == newer).values(story_id=older))
    await connection.execute(
        update(story).where(or_(story.c.id == newer, story.c.merged_into == newer)).values(merged_into=older)
    )
    await connection.execute(
        update(story).where(story.c.id == older, story.c.last_at < one.last_at).values(last_at=one.last_at)
    )
    await carry_over(connection, older, newer, began=began)
    for guild_id, first, second in await choices.follow_merge(connection, older, newer):
        await carry_over(connection, first, second, guild_id=guild_id)


async def carry_over(
    connection: Connection, older: int, newer: int, *, guild_id: int | None = None, began: int | None = None
) -> None:
    """Move mutes, follows and alerts of a story to the older one that it became a part of: see `merge`.

    Those of one guild alone, where it is that only there. *began* is the newer one's first article.
    """
    for table in (mute, story_follow):
        of_newer = _of_guild(table, newer, guild_id)
        rows = (await connection.execute(select(table).where(of_newer))).all()
        for row in rows:
            same = upsert(connection, table).values({**row._asdict(), "story_id": older})
            await connection.execute(same.on_conflict_do_nothing())
        if rows:
            await connection.execute(delete(table).where(of_newer))
    await _merge_deliveries(connection, older, newer, guild_id, began)


def _of_guild(table: Table, story_id: int, guild_id: int | None) -> ColumnElement[bool]:
    of_story = table.c.story_id == story_id
    return of_story if guild_id is None else and_(of_story, table.c.guild_id == guild_id)


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
    await _return_messages(connection, story_id, part, article_ids)
    return part


async def _return_messages(
    connection: Connection, story_id: int, part: int, article_ids: Collection[int]
) -> None:
    """Let a message that says "told in an older message" tell its story again, which is one by itself."""
    columns = delivery.c
    gone = select(story.c.id).where(story.c.merged_into == story_id)
    said = select(columns.id, columns.payload).where(
        columns.story_id.in_(gone),
        columns.kind == Kind.ALERT.value,
        columns.state == State.WANTED.value,
    )
    returned = [
        row.id for row in await connection.execute(said) if (row.payload or {}).get(BEGAN_WITH) in article_ids
    ]
    await connection.execute(
        update(delivery)
        .where(columns.id.in_(returned))
        .values(story_id=part, wanted_revision=columns.wanted_revision + 1)
    )


async def _merge_deliveries(
    connection: Connection, older: int, newer: int, guild_id: int | None, began: int | None
) -> None:
    columns = delivery.c
    asked = select(delivery).order_by(columns.kind, columns.id)  # alerts before their updates
    of_both = or_(_of_guild(delivery, older, guild_id), _of_guild(delivery, newer, guild_id))
    found = (await connection.execute(asked.where(of_both))).all()
    if not found:  # most stories alert nobody
        return
    before = {_place(row): row for row in found if row.story_id == older}
    lines = [row.digest_id for row in before.values() if row.state == State.DIGESTED.value]
    digests = {row.id: row for row in await connection.execute(asked.where(columns.id.in_(lines)))}
    taken_over: set[tuple[int, int]] = set()  # guilds and channels in which the older message goes on
    for row in (one for one in found if one.story_id == newer):
        known = before.get(_place(row))
        digest = digests.get(known.digest_id) if known is not None else None
        change = _after_merge(row, known, digest, older, taken_over)
        if row.kind == Kind.ALERT.value and "story_id" not in change:
            taken_over.add((row.guild_id, row.target_id))
            if row.state == State.WANTED.value:
                change["payload"] = {**(row.payload or {}), BEGAN_WITH: began}
        change["wanted_revision"] = columns.wanted_revision + 1
        await connection.execute(update(delivery).where(columns.id == row.id).values(change))
    shown = and_(_of_guild(delivery, older, guild_id), columns.state == State.WANTED.value)
    await connection.execute(
        update(delivery)
        .where(or_(shown, columns.id.in_(digests)))
        .values(wanted_revision=columns.wanted_revision + 1)
    )


async def want_again(connection: Connection, story_id: int, *, guild_id: int) -> None:
    """Want a guild's alerts of a story that were closed untold for an older one: it is no part of it now."""
    closed = and_(
        _of_guild(delivery, story_id, guild_id),
        delivery.c.kind == Kind.ALERT.value,
        delivery.c.state == State.CLOSED.value,
        delivery.c.message_id.is_(None),
    )
    rows = await connection.execute(select(delivery.c.id, delivery.c.payload).where(closed))
    again = [row.id for row in rows if BEGAN_WITH in (row.payload or {})]
    await connection.execute(
        update(delivery).where(delivery.c.id.in_(again)).values(state=State.WANTED.value)
    )


def _place(row: Row[Any]) -> tuple[int, str, str, int]:
    return row.guild_id, row.kind, row.target_kind, row.target_id


def _takes_lines(digest: Row[Any] | None, at: datetime) -> bool:
    """Say whether a digest takes further lines of what was wanted *at* that time."""
    if digest is None or digest.state != State.WANTED.value:
        return False
    return digest.sent_at is None or at - digest.sent_at < DIGEST_OPEN


def _after_merge(
    row: Row[Any],
    before: Row[Any] | None,
    digest: Row[Any] | None,
    older: int,
    taken_over: Collection[tuple[int, int]],
) -> dict[str, Any]:
    """Return what becomes of a newer story's delivery.

    *before* is the older one's to the same target, *digest* the one of which that is a line.
    """
    untold = row.state == State.WANTED.value and row.message_id is None
    if row.kind == Kind.UPDATE.value:
        channel = (row.payload or {}).get(CHANNEL, row.target_id)
        if untold and row.subject.startswith("alert:") and (row.guild_id, channel) in taken_over:
            return {"state": State.CLOSED.value}  # the older message's edit tells it
        return {"story_id": older}
    if before is None:
        return {"story_id": older}
    if untold and row.first_attempt_at is None:
        if before.state not in _DONE or _takes_lines(digest, row.wanted_at):
            return {"state": State.CLOSED.value}
        told = before if before.message_id or digest is None else digest
        after = {AFTER: told.message_id} if told.message_id else {}
        post = {POST: told.payload[POST]} if POST in (told.payload or {}) else {}
        return {"story_id": older, "payload": {**after, **post, **(row.payload or {})} or None}
    stays: tuple[str, ...] = ()
    if before.state in (State.WANTED.value, State.DIGESTED.value):
        stays = (State.WANTED.value,)
    if before.state == State.WANTED.value:  # what is done came later, and would be taken for the newest told
        stays += _DONE
    return {} if row.state in stays else {"story_id": older}


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


async def newest_of_guild(
    connection: Connection, guild_id: int, *, limit: int
) -> list[tuple[int, str, datetime]]:
    """Return (story, the newest headline that the guild sees, when) for autocomplete, newest first."""
    seen = visible(guild_id).subquery()
    query = select(seen.c.story_id, seen.c.title, seen.c.first_stored_at)
    rows = await connection.execute(query.order_by(seen.c.revision_id.desc()).limit(limit * 8))
    found: dict[int, tuple[int, str, datetime]] = {}
    for row in rows:
        found.setdefault(row.story_id, (row.story_id, row.title, row.first_stored_at))
    return list(found.values())[:limit]


async def newest_articles(connection: Connection, story_id: int, *, limit: int) -> list[int]:
    """Return the ids of everybody's story's newest articles, in order of arrival."""
    rows = await connection.scalars(
        select(article.c.id).where(article.c.story_id == story_id).order_by(article.c.id.desc()).limit(limit)
    )
    return sorted(rows)
