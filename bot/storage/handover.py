"""Alerts, mutes and follows go along where a story becomes a part of another one, and come back with it.

What stays with the number of a story that was taken in is marked by the articles that came with it, so that
it tells them again where they are parted: `give_back` for everybody, `want_again` for one guild.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Row, Table, and_, delete, func, or_, select, update

from bot.domain.delivery import AFTER, CHANNEL, DIGEST_OPEN, POST, QUIET, TIERS, TOLD, Kind, State
from bot.storage.database import Connection
from bot.storage.tables import article, delivery, mute, story, story_follow
from bot.storage.upserts import upsert

MOST_FIRST = 20  # articles that mark what stays: of so many, one will not have turned out to be another
BEGAN_WITH = "began with"  # in the payload of an alert whose story an older one took in: its first articles
TOLD_BY = "told by"  # in that of one that waited: the delivery that is to tell it instead, and which revision

_DONE = frozenset({State.CLOSED.value, State.DIGESTED.value})  # what comes later is told in another message


async def carry_over(
    connection: Connection,
    older: int,
    newer: int,
    *,
    now: datetime,
    guild_id: int | None = None,
    began: Sequence[int] = (),
) -> None:
    """Move mutes, follows and alerts of a story to the older one that it became a part of (`stories.merge`).

    Those of one guild alone, where it is that only there. *began* are the newer one's first articles.
    """
    for table in (mute, story_follow):
        of_newer = _of_guild(table, newer, guild_id)
        rows = (await connection.execute(select(table).where(of_newer))).all()
        for row in rows:
            same = upsert(connection, table).values({**row._asdict(), "story_id": older})
            await connection.execute(same.on_conflict_do_nothing())
        if rows:
            await connection.execute(delete(table).where(of_newer))
    columns = delivery.c
    asked = select(delivery).order_by(columns.kind, columns.id)  # alerts before their updates
    of_both = or_(_of_guild(delivery, older, guild_id), _of_guild(delivery, newer, guild_id))
    found = (await connection.execute(asked.where(of_both))).all()
    if not found:  # most stories alert nobody
        return
    before = _newest(row for row in found if row.story_id == older)
    lines = [row.digest_id for row in before.values() if row.state == State.DIGESTED.value]
    digests = {row.id: row for row in await connection.execute(asked.where(columns.id.in_(lines)))}
    taken_over: set[tuple[int, int]] = set()  # guilds and channels in which the older message goes on
    for row in (one for one in found if one.story_id == newer):
        known = before.get(_place(row))
        digest = digests.get(known.digest_id) if known is not None else None
        change: dict[str, Any] = {"story_id": older}
        if row.kind == Kind.UPDATE.value:
            change = {"state": State.CLOSED.value} if _is_told_by(row, taken_over) else change
        elif known is not None:
            change = _after_merge(row, known, digest, older, now=now)
        if row.kind == Kind.ALERT.value and "story_id" not in change:
            taken_over.add((row.guild_id, row.target_id))
            change |= _marked(row, digest if digest is not None else known, began)
        change["wanted_revision"] = columns.wanted_revision + 1
        await connection.execute(update(delivery).where(columns.id == row.id).values(change))
        await _share_told(connection, known, row, found)
    shown = and_(_of_guild(delivery, older, guild_id), columns.state == State.WANTED.value)
    await connection.execute(
        update(delivery)
        .where(or_(shown, columns.id.in_(digests)))
        .values(wanted_revision=columns.wanted_revision + 1)
    )


def _of_guild(table: Table, story_id: int, guild_id: int | None) -> ColumnElement[bool]:
    of_story = table.c.story_id == story_id
    return of_story if guild_id is None else and_(of_story, table.c.guild_id == guild_id)


def _newest(rows: Iterable[Row[Any]]) -> dict[tuple[int, str, str, int], Row[Any]]:
    """Return the delivery that goes on in each place: the newest, or else one that is still kept true."""
    found: dict[tuple[int, str, str, int], Row[Any]] = {}
    for row in rows:
        before = found.get(_place(row))
        if before is None or before.state != State.WANTED.value or row.state == State.WANTED.value:
            found[_place(row)] = row
    return found


def _place(row: Row[Any]) -> tuple[int, str, str, int]:
    return row.guild_id, row.kind, row.target_kind, row.target_id


def _takes_lines(digest: Row[Any] | None, now: datetime) -> bool:
    """Say whether a digest still takes lines, and so keeps those that it has true."""
    if digest is None or digest.state != State.WANTED.value:
        return False
    return digest.sent_at is None or now - digest.sent_at < DIGEST_OPEN


def _after_merge(
    row: Row[Any], before: Row[Any], digest: Row[Any] | None, older: int, *, now: datetime
) -> dict[str, Any]:
    """Return what becomes of a newer story's message: without `story_id`, it stays with the newer one.

    *before* is the older one's to the same target, *digest* the one of which that is a line.
    """
    waits = row.state == State.WANTED.value and row.message_id is None and row.first_attempt_at is None
    if before.state == State.WANTED.value or _takes_lines(digest, now):
        return {"state": State.CLOSED.value} if waits else {}
    if not waits:
        return {"story_id": older}
    if before.state not in _DONE:  # a person deleted the older one, or was told why it can't come
        return {"state": State.CLOSED.value}
    told = before if before.message_id or digest is None else digest
    after = {AFTER: told.message_id} if told.message_id else {}
    post = {POST: told.payload[POST]} if POST in (told.payload or {}) else {}
    return {"story_id": older, "payload": {**after, **post, **(row.payload or {})} or None}


async def _share_told(
    connection: Connection, one: Row[Any] | None, newer: Row[Any], found: Iterable[Row[Any]]
) -> None:
    """Let neither of two alerts, whose stories became one, tell again what the other one told.

    A reply to the newer one that still waits told nothing yet: the older one tells that instead, there alone.
    """
    if one is None or one.kind != Kind.ALERT.value:
        return
    place = newer.guild_id, newer.target_id
    replies = [
        row for row in found if row.story_id == newer.story_id and _waits(row) and _beside(row) == place
    ]
    untold = {tier for row in replies for tier in (row.payload or {}).get(TIERS, [])}
    await _tell_no_more(connection, one.id, newer.payload, untold)
    await _tell_no_more(connection, newer.id, one.payload)


def _waits(row: Row[Any]) -> bool:
    return row.state == State.WANTED.value and row.message_id is None


async def _tell_no_more(
    connection: Connection,
    alert_id: int,
    other: dict[str, Any] | None,
    untold: Collection[str] = (),
) -> None:
    """Let a posted alert tell no tier again that another one, with this payload, told."""
    payload = await _payload(connection, alert_id)
    told, before = (other or {}).get(TOLD), payload.get(TOLD)
    told = [tier for tier in told if tier not in untold] if isinstance(told, list) else None
    if told and isinstance(before, list) and not set(told) <= set(before):
        merged = {**payload, TOLD: [*before, *(tier for tier in told if tier not in before)]}
        await connection.execute(update(delivery).where(delivery.c.id == alert_id).values(payload=merged))


def _is_told_by(row: Row[Any], taken_over: Collection[tuple[int, int]]) -> bool:
    """Say whether a reply that waits is told by the edit of an older message in one of these channels."""
    return _waits(row) and row.subject.startswith("alert:") and _beside(row) in taken_over


def _beside(reply: Row[Any]) -> tuple[int, int]:
    """Return the guild and the channel in which the alert stands that a reply belongs to."""
    return reply.guild_id, (reply.payload or {}).get(CHANNEL, reply.target_id)


def _marked(row: Row[Any], teller: Row[Any] | None, began: Sequence[int]) -> dict[str, Any]:
    """Return what marks an alert that stays with its story's number; *teller* goes on in its place."""
    if row.state != State.WANTED.value and row.message_id is None and row.digest_id is None:
        return {}  # nobody was to be told of it anyway
    payload = {**(row.payload or {}), BEGAN_WITH: list(began)}
    if teller is not None and teller.state == State.WANTED.value:
        payload[TOLD_BY] = [teller.id, teller.wanted_revision + 1]
    return {"payload": payload}


async def give_back(
    connection: Connection, story_id: int, part: int, article_ids: Collection[int], *, now: datetime
) -> None:
    """Let what stayed with a story that was taken in tell it again: as *part*, which is a story by itself.

    It is the part's if that has the first of the articles that it began with. Of two to one target, the older
    message takes over, as in a merge: the number of the other one's story leads to the part.
    """
    columns = delivery.c
    told = set[tuple[int, str, str, int]]()
    gone = select(story.c.id).where(story.c.merged_into == story_id)
    stayed = select(delivery).where(columns.story_id.in_(gone), columns.kind == Kind.ALERT.value)
    for row in (await connection.execute(stayed.order_by(columns.id))).all():
        began = (row.payload or {}).get(BEGAN_WITH)
        if not isinstance(began, list):
            continue
        first = await connection.scalar(select(func.min(article.c.id)).where(article.c.id.in_(began)))
        if first not in article_ids:
            continue
        if _place(row) in told:
            await connection.execute(update(story).where(story.c.id == row.story_id).values(merged_into=part))
            await connection.execute(
                update(delivery)
                .where(columns.id == row.id)
                .values(wanted_revision=columns.wanted_revision + 1)
            )
            continue
        told.add(_place(row))
        change = await _wanted_again(connection, row, now) or {"payload": _unmarked(row)}
        await connection.execute(
            update(delivery)
            .where(columns.id == row.id)
            .values({"story_id": part, "wanted_revision": columns.wanted_revision + 1, **change})
        )
        await _tell_no_more_than_teller(connection, row)
        await connection.execute(  # the thread under a message goes with it
            update(delivery)
            .where(columns.kind == Kind.THREAD.value, columns.subject == f"thread:{row.id}")
            .values(story_id=part)
        )


async def want_again(connection: Connection, story_id: int, *, guild_id: int, now: datetime) -> None:
    """Want a guild's alerts of a story that were closed untold for an older one: it is no part of it now."""
    alerts = and_(_of_guild(delivery, story_id, guild_id), delivery.c.kind == Kind.ALERT.value)
    for row in (await connection.execute(select(delivery).where(alerts))).all():
        if change := await _wanted_again(connection, row, now):
            await connection.execute(update(delivery).where(delivery.c.id == row.id).values(change))
        await _tell_no_more_than_teller(connection, row)


async def _tell_no_more_than_teller(connection: Connection, row: Row[Any]) -> None:
    """Let an alert tell no tier that the alert told which told its story meanwhile, if one did."""
    teller, _ = (row.payload or {}).get(TOLD_BY, (None, 0))
    if teller is not None:
        await _tell_no_more(connection, row.id, await _payload(connection, teller))


async def _wanted_again(connection: Connection, row: Row[Any], now: datetime) -> dict[str, Any] | None:
    """Return what becomes of an alert that was closed untold; None for others.

    What another message told meanwhile pings nobody.
    """
    marks = row.payload or {}
    if row.state != State.CLOSED.value or row.message_id is not None or BEGAN_WITH not in marks:
        return None
    teller, revision = marks.get(TOLD_BY, (None, 0))
    told = await connection.scalar(
        select(delivery.c.id).where(delivery.c.id == teller, delivery.c.sent_revision >= revision)
    )
    payload = _unmarked(row) | ({QUIET: True} if told else {})
    return {"state": State.WANTED.value, "wanted_at": now, "not_before": now, "payload": payload}


async def _payload(connection: Connection, delivery_id: int) -> dict[str, Any]:
    return await connection.scalar(select(delivery.c.payload).where(delivery.c.id == delivery_id)) or {}


def _unmarked(row: Row[Any]) -> dict[str, Any]:
    return {name: value for name, value in (row.payload or {}).items() if name not in {BEGAN_WITH, TOLD_BY}}
