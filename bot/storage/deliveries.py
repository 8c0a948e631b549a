"""Deliveries: what a channel or a member should have been told. See `claims` and `targets`, too."""

from __future__ import annotations

import secrets
from collections.abc import Iterable
from datetime import datetime
from functools import cache
from typing import Any

from sqlalchemy import ColumnElement, Row, Select, and_, bindparam, insert, select, update
from sqlalchemy.sql.dml import ReturningInsert

from bot.domain.delivery import Delivery, Kind, State, Target, TargetKind
from bot.storage.database import Connection
from bot.storage.tables import delivery

KEY_BYTES = 16  # random bytes of a delivery's key: 22 characters, within the 25 of a nonce


def of_row(row: Row[Any]) -> Delivery:
    """Return a row of the table as a delivery."""
    return Delivery(
        id=row.id,
        kind=Kind(row.kind),
        target=Target(TargetKind(row.target_kind), row.target_id, row.guild_id),
        subject=row.subject,
        story_id=row.story_id,
        key=row.key,
        state=State(row.state),
        wanted_revision=row.wanted_revision,
        sent_revision=row.sent_revision,
        message_id=row.message_id,
        wanted_at=row.wanted_at,
        first_attempt_at=row.first_attempt_at,
        attempts=row.attempts,
        sent_at=row.sent_at,
        lease_token=row.lease_token,
        payload=row.payload,
        digest_id=row.digest_id,
        edited_at=row.edited_at,
    )


def new_key() -> str:
    """Return a random key of 22 URL-safe characters."""
    return secrets.token_urlsafe(KEY_BYTES)


async def get(connection: Connection, delivery_id: int) -> Delivery | None:
    """Return a delivery by its id."""
    row = (await connection.execute(select(delivery).where(delivery.c.id == delivery_id))).first()
    return of_row(row) if row else None


async def by_key(connection: Connection, key: str) -> Delivery | None:
    """Return the delivery whose message carries *key*."""
    row = (await connection.execute(select(delivery).where(delivery.c.key == key))).first()
    return of_row(row) if row else None


def addressed_to(target: Target) -> ColumnElement[bool]:
    """Return the condition that a delivery is to this target; a member may be one in several guilds."""
    return and_(
        delivery.c.guild_id == target.guild_id,
        delivery.c.target_kind == target.kind.value,
        delivery.c.target_id == target.id,
    )


async def find(connection: Connection, kind: Kind, target: Target, subject: str) -> Delivery | None:
    """Return the delivery of this kind, to this target, about this subject."""
    row = (
        await connection.execute(
            select(delivery).where(
                addressed_to(target), delivery.c.kind == kind.value, delivery.c.subject == subject
            )
        )
    ).first()
    return of_row(row) if row else None


async def want(
    connection: Connection,
    kind: Kind,
    target: Target,
    subject: str,
    *,
    now: datetime,
    story_id: int | None = None,
    state: State = State.WANTED,
    digest_id: int | None = None,
    payload: dict[str, Any] | None = None,
    not_before: datetime | None = None,
) -> Delivery:
    """Store a new wanted state; it must not exist yet (see `find`)."""
    values = {
        "guild_id": target.guild_id,
        "kind": kind.value,
        "target_kind": target.kind.value,
        "target_id": target.id,
        "subject": subject,
        "story_id": story_id,
        "digest_id": digest_id,
        "key": new_key(),
        "state": state.value,
        "wanted_revision": 1,
        "wanted_at": now,
        "not_before": not_before or now,
        "payload": payload,
    }
    return of_row((await connection.execute(_new(), values)).one())


@cache
def _new() -> ReturningInsert[Any]:
    return insert(delivery).returning(delivery)


async def free_subject(connection: Connection, kind: Kind, target: Target, subjects: Iterable[str]) -> str:
    """Return the first of *subjects* (there is always a further one) that no delivery to the target has."""
    for one in subjects:
        if await find(connection, kind, target, one) is None:
            return one
    raise AssertionError("subjects came to an end")


async def move(connection: Connection, delivery_ids: Iterable[int], story_id: int) -> None:
    """Let deliveries tell of another story."""
    await connection.execute(
        update(delivery).where(delivery.c.id.in_(list(delivery_ids))).values(story_id=story_id)
    )


async def reopen(connection: Connection, delivery_ids: Iterable[int]) -> None:
    """Let closed messages be edited once more: `close_older` closes them again when that was done."""
    await connection.execute(
        update(delivery)
        .where(
            delivery.c.id.in_(list(delivery_ids)),
            delivery.c.state == State.CLOSED.value,
            delivery.c.message_id.is_not(None),
        )
        .values(state=State.WANTED.value)
    )


async def bump(connection: Connection, delivery_ids: Iterable[int]) -> None:
    """Want these deliveries anew: their message shall show what is true now."""
    await connection.execute(
        update(delivery)
        .where(delivery.c.id.in_(list(delivery_ids)))
        .values(wanted_revision=delivery.c.wanted_revision + 1)
    )


async def want_again(connection: Connection, delivery_id: int, *, now: datetime) -> None:
    """Try anew what failed, or was a line of a digest that is gone, and was never sent by itself."""
    await connection.execute(
        update(delivery)
        .where(delivery.c.id == delivery_id, delivery.c.message_id.is_(None))
        .values(
            state=State.WANTED.value,
            digest_id=None,
            wanted_at=now,
            not_before=now,
            attempts=0,
            first_attempt_at=None,
        )
    )


async def of_story(connection: Connection, story_id: int, *, guild_id: int | None = None) -> list[Delivery]:
    """Return a story's deliveries, the oldest first."""
    asked = {"story_id": story_id, **({} if guild_id is None else {"guild_id": guild_id})}
    rows = await connection.execute(_of_story(of_guild=guild_id is not None), asked)
    return [of_row(row) for row in rows]


@cache
def _of_story(*, of_guild: bool) -> Select[Any]:
    query = select(delivery).where(delivery.c.story_id == bindparam("story_id")).order_by(delivery.c.id)
    return query.where(delivery.c.guild_id == bindparam("guild_id")) if of_guild else query


async def guilds_told(connection: Connection, story_id: int) -> list[int]:
    """Return the guilds that have deliveries of a story."""
    query = select(delivery.c.guild_id).where(delivery.c.story_id == story_id).distinct()
    return list(await connection.scalars(query.order_by(delivery.c.guild_id)))


async def in_digest(connection: Connection, digest_id: int) -> list[Delivery]:
    """Return the deliveries that a digest tells as lines, the oldest first."""
    rows = await connection.execute(
        select(delivery).where(delivery.c.digest_id == digest_id).order_by(delivery.c.id)
    )
    return [of_row(row) for row in rows]


async def put_in_digest(connection: Connection, delivery_ids: Iterable[int], digest_id: int) -> None:
    """Tell these deliveries as lines of a digest instead of messages of their own.

    Not those that were posted, or are not to be told any more, since they were looked at.
    """
    await connection.execute(
        update(delivery)
        .where(
            delivery.c.id.in_(list(delivery_ids)),
            delivery.c.state.in_([State.WANTED.value, State.DIGESTED.value]),
            delivery.c.message_id.is_(None),
        )
        .values(state=State.DIGESTED.value, digest_id=digest_id, lease_until=None)
    )


async def set_state(connection: Connection, delivery_id: int, state: State) -> None:
    """Let a delivery rest in *state*, whoever holds it."""
    await connection.execute(
        update(delivery).where(delivery.c.id == delivery_id).values(state=state.value, lease_until=None)
    )


async def dismiss_post(connection: Connection, post: int) -> bool:
    """Mark the message that began a forum post as deleted by a person; return whether there was one.

    A thread under a message has that message's id as well, but is not the post that holds it.
    """
    found = (await connection.execute(select(delivery).where(delivery.c.message_id == post))).first()
    return found is not None and of_row(found).post == post and await dismiss(connection, post)


async def dismiss(connection: Connection, message_id: int) -> bool:
    """Note that a person deleted a message: it is never posted again. Returns whether it was ours."""
    changed = await connection.execute(
        update(delivery)
        .where(delivery.c.message_id == message_id)
        .values(state=State.DISMISSED.value, lease_until=None)
    )
    return changed.rowcount > 0


async def close_older(connection: Connection, moment: datetime) -> None:
    """Close the alerts first posted before *moment*: they are no longer edited.

    One that still has something to say is left open until it was said.
    """
    await connection.execute(
        update(delivery)
        .where(
            delivery.c.kind == Kind.ALERT.value,
            delivery.c.state == State.WANTED.value,
            delivery.c.sent_at < moment,
            delivery.c.wanted_revision <= delivery.c.sent_revision,
        )
        .values(state=State.CLOSED.value)
    )


async def hurry(connection: Connection, delivery_ids: Iterable[int], *, now: datetime | None) -> None:
    """Let these be sent or edited *now*: a person waits for it. None: without the rest of older messages."""
    moment = {} if now is None else {"not_before": now}
    await connection.execute(
        update(delivery)
        .where(delivery.c.id.in_(list(delivery_ids)))
        .values(edited_at=None, **moment)  # no edit was made that this one would follow too soon
    )
