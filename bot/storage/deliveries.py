"""Deliveries: wanted states, claimed one at a time for each target, recorded with what Discord said."""

from __future__ import annotations

import secrets
from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Row, and_, exists, func, insert, or_, select, update
from sqlalchemy.orm import aliased

from bot.domain.delivery import Delivery, Kind, State, Target, TargetKind
from bot.storage.database import Connection
from bot.storage.tables import channel, delivery, guild

KEY_BYTES = 16  # random bytes of a delivery's key: 22 characters, within the 25 of a nonce


def _of_row(row: Row[Any]) -> Delivery:
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


async def free_leases(connection: Connection) -> None:
    """End every claim: whoever made them is gone (called when the gateway role is taken over)."""
    await connection.execute(update(delivery).values(lease_until=None))


async def get(connection: Connection, delivery_id: int) -> Delivery | None:
    """Return a delivery by its id."""
    row = (await connection.execute(select(delivery).where(delivery.c.id == delivery_id))).first()
    return _of_row(row) if row else None


async def by_key(connection: Connection, key: str) -> Delivery | None:
    """Return the delivery whose message carries *key*."""
    row = (await connection.execute(select(delivery).where(delivery.c.key == key))).first()
    return _of_row(row) if row else None


async def find(connection: Connection, kind: Kind, target: Target, subject: str) -> Delivery | None:
    """Return the delivery of this kind, to this target, about this subject."""
    row = (
        await connection.execute(
            select(delivery).where(
                delivery.c.guild_id == target.guild_id,
                delivery.c.kind == kind.value,
                delivery.c.target_kind == target.kind.value,
                delivery.c.target_id == target.id,
                delivery.c.subject == subject,
            )
        )
    ).first()
    return _of_row(row) if row else None


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
    row = (
        await connection.execute(
            insert(delivery)
            .values(
                guild_id=target.guild_id,
                kind=kind.value,
                target_kind=target.kind.value,
                target_id=target.id,
                subject=subject,
                story_id=story_id,
                digest_id=digest_id,
                key=new_key(),
                state=state.value,
                wanted_revision=1,
                wanted_at=now,
                not_before=not_before or now,
                payload=payload,
            )
            .returning(delivery)
        )
    ).one()
    return _of_row(row)


async def bump(connection: Connection, delivery_ids: Iterable[int]) -> None:
    """Want these deliveries anew: their message shall show what is true now."""
    await connection.execute(
        update(delivery)
        .where(delivery.c.id.in_(list(delivery_ids)))
        .values(wanted_revision=delivery.c.wanted_revision + 1)
    )


async def want_again(connection: Connection, delivery_id: int, *, now: datetime) -> None:
    """Try anew what failed and was never sent: what was in its way may be gone."""
    await connection.execute(
        update(delivery)
        .where(delivery.c.id == delivery_id, delivery.c.message_id.is_(None))
        .values(state=State.WANTED.value, wanted_at=now, not_before=now, attempts=0, first_attempt_at=None)
    )


async def of_story(connection: Connection, story_id: int, *, guild_id: int | None = None) -> list[Delivery]:
    """Return a story's deliveries, the oldest first."""
    query = select(delivery).where(delivery.c.story_id == story_id).order_by(delivery.c.id)
    if guild_id is not None:
        query = query.where(delivery.c.guild_id == guild_id)
    return [_of_row(row) for row in await connection.execute(query)]


async def in_digest(connection: Connection, digest_id: int) -> list[Delivery]:
    """Return the deliveries that a digest tells as lines, the oldest first."""
    rows = await connection.execute(
        select(delivery).where(delivery.c.digest_id == digest_id).order_by(delivery.c.id)
    )
    return [_of_row(row) for row in rows]


async def put_in_digest(connection: Connection, delivery_ids: Iterable[int], digest_id: int) -> None:
    """Tell these deliveries as lines of a digest instead of messages of their own."""
    await connection.execute(
        update(delivery)
        .where(delivery.c.id.in_(list(delivery_ids)))
        .values(state=State.DIGESTED.value, digest_id=digest_id, lease_until=None)
    )


async def newest_digest(connection: Connection, target: Target, reason: str) -> Delivery | None:
    """Return the newest digest of this reason in a channel."""
    row = (
        await connection.execute(
            select(delivery)
            .where(
                delivery.c.guild_id == target.guild_id,
                delivery.c.kind == Kind.DIGEST.value,
                delivery.c.target_kind == target.kind.value,
                delivery.c.target_id == target.id,
                delivery.c.subject.startswith(f"{reason}:"),
            )
            .order_by(delivery.c.id.desc())
            .limit(1)
        )
    ).first()
    return _of_row(row) if row else None


def _due(now: datetime) -> Any:
    """Return the condition under which a delivery can be claimed now."""
    return and_(
        delivery.c.state == State.WANTED.value,
        delivery.c.not_before <= now,
        delivery.c.wanted_revision > delivery.c.sent_revision,
        or_(delivery.c.lease_until.is_(None), delivery.c.lease_until < now),
    )


async def claim(connection: Connection, *, now: datetime, lease: timedelta, limit: int) -> list[Delivery]:
    """Lease at most one due delivery for each target, the oldest first; *limit* targets.

    A target with a lease under way waits, so messages of one channel keep their order. Notices come
    first. The claim counts as an attempt: what was claimed before is looked for before it is sent.
    """
    other = aliased(delivery)
    under_way = exists().where(
        other.c.target_kind == delivery.c.target_kind,
        other.c.target_id == delivery.c.target_id,
        other.c.lease_until >= now,
    )
    ranked = (
        select(
            delivery.c.id,
            func.row_number()
            .over(
                partition_by=(delivery.c.target_kind, delivery.c.target_id),
                order_by=(delivery.c.kind != Kind.NOTICE.value, delivery.c.not_before, delivery.c.id),
            )
            .label("place"),
        )
        .where(
            _due(now),
            ~under_way,
            ~exists().where(guild.c.id == delivery.c.guild_id, guild.c.left_at.is_not(None)),
        )
        .subquery()
    )
    chosen = (
        select(delivery.c.id)
        .join(ranked, ranked.c.id == delivery.c.id)
        .where(ranked.c.place == 1)
        .order_by(delivery.c.id)
        .limit(limit)
        .with_for_update(skip_locked=True, of=delivery)
    )
    rows = await connection.execute(
        update(delivery)
        .where(delivery.c.id.in_(chosen))
        .values(
            lease_until=now + lease,
            lease_token=delivery.c.lease_token + 1,
            attempts=delivery.c.attempts + 1,
            first_attempt_at=func.coalesce(delivery.c.first_attempt_at, now),
        )
        .returning(delivery)
    )
    return sorted((_of_row(row) for row in rows), key=lambda one: one.id)


async def next_due_at(connection: Connection) -> datetime | None:
    """Return the earliest moment at which a wanted delivery may be sent; None where none is wanted."""
    moment: datetime | None = await connection.scalar(
        select(func.min(delivery.c.not_before)).where(
            delivery.c.state == State.WANTED.value,
            delivery.c.wanted_revision > delivery.c.sent_revision,
        )
    )
    return moment


async def record_sent(
    connection: Connection,
    claimed: Delivery,
    *,
    message_id: int,
    sent_at: datetime,
    not_before: datetime,
    revision: int | None = None,
    payload: dict[str, Any] | None = None,
) -> bool:
    """Store that Discord took a revision (the claimed one, unless given); edits wait until *not_before*.

    A new *payload* takes the place of the old one. Returns False where the lease was lost meanwhile.
    """
    more = {} if payload is None else {"payload": payload}
    return await _finish(
        connection,
        claimed,
        message_id=message_id,
        sent_revision=claimed.wanted_revision if revision is None else revision,
        not_before=not_before,
        error=None,
        sent_at=func.coalesce(delivery.c.sent_at, sent_at),
        edited_at=sent_at,
        attempts=0,
        **more,
    )


async def put_off(
    connection: Connection,
    claimed: Delivery,
    *,
    not_before: datetime,
    error: str | None,
    untried: bool = False,
) -> None:
    """Give a claim back, to be tried again later.

    *untried* says that Discord surely did not take it, so that the next attempt need not look for it.
    """
    values: dict[str, Any] = {"not_before": not_before, "error": error}
    if untried:
        values |= {"attempts": 0, "first_attempt_at": None}
    await _finish(connection, claimed, **values)


async def end(connection: Connection, claimed: Delivery, state: State, *, error: str | None = None) -> None:
    """Give a claim back and let the delivery rest in *state*."""
    await _finish(connection, claimed, state=state.value, error=error)


async def _finish(connection: Connection, claimed: Delivery, **values: Any) -> bool:
    changed = await connection.execute(
        update(delivery)
        .where(delivery.c.id == claimed.id, delivery.c.lease_token == claimed.lease_token)
        .values(lease_until=None, **values)
    )
    return changed.rowcount > 0


async def set_state(connection: Connection, delivery_id: int, state: State) -> None:
    """Let a delivery rest in *state*, whoever holds it."""
    await connection.execute(
        update(delivery).where(delivery.c.id == delivery_id).values(state=state.value, lease_until=None)
    )


async def dismiss(connection: Connection, message_id: int) -> bool:
    """Note that a person deleted a message: it is never posted again. Returns whether it was ours."""
    changed = await connection.execute(
        update(delivery)
        .where(delivery.c.message_id == message_id)
        .values(state=State.DISMISSED.value, lease_until=None)
    )
    return changed.rowcount > 0


async def sent_since(
    connection: Connection, target: Target, moment: datetime, *, kinds: Iterable[Kind] = (Kind.ALERT,)
) -> int:
    """Count the alerts (or what else of these *kinds*) first posted to a target since a moment."""
    return int(
        await connection.scalar(
            select(func.count())
            .select_from(delivery)
            .where(
                delivery.c.target_kind == target.kind.value,
                delivery.c.target_id == target.id,
                delivery.c.kind.in_([kind.value for kind in kinds]),
                delivery.c.sent_at >= moment,
            )
        )
        or 0
    )


async def waiting_alerts(connection: Connection, target: Target) -> list[Delivery]:
    """Return the alerts to a target that were never sent nor tried, the oldest first."""
    rows = await connection.execute(
        select(delivery)
        .where(
            delivery.c.guild_id == target.guild_id,
            delivery.c.target_kind == target.kind.value,
            delivery.c.target_id == target.id,
            delivery.c.kind == Kind.ALERT.value,
            delivery.c.state == State.WANTED.value,
            delivery.c.message_id.is_(None),
        )
        .order_by(delivery.c.id)
    )
    return [_of_row(row) for row in rows]


async def hold_target(connection: Connection, target: Target, *, until: datetime) -> None:
    """Let everything wanted for a target wait: its permission is missing, or Discord said so."""
    await connection.execute(
        update(delivery)
        .where(
            delivery.c.target_kind == target.kind.value,
            delivery.c.target_id == target.id,
            delivery.c.state == State.WANTED.value,
            delivery.c.not_before < until,
        )
        .values(not_before=until)
    )


async def release_target(connection: Connection, target: Target, *, now: datetime) -> None:
    """Let what was wanted for a target be tried at once: its permission came back."""
    await connection.execute(
        update(delivery)
        .where(
            delivery.c.target_kind == target.kind.value,
            delivery.c.target_id == target.id,
            delivery.c.state == State.WANTED.value,
            delivery.c.sent_revision == 0,
            delivery.c.not_before > now,
        )
        .values(not_before=now)
    )


async def fail_target(connection: Connection, target: Target, error: str) -> int:
    """End everything wanted for a target that is gone; return how many were never told there.

    A member may be gone from one guild and be in another, so the guild counts.
    """
    untold = await connection.scalar(
        select(func.count())
        .select_from(delivery)
        .where(
            delivery.c.target_kind == target.kind.value,
            delivery.c.target_id == target.id,
            delivery.c.guild_id == target.guild_id,
            delivery.c.state == State.WANTED.value,
            delivery.c.sent_revision == 0,
        )
    )
    await connection.execute(
        update(delivery)
        .where(
            delivery.c.target_kind == target.kind.value,
            delivery.c.target_id == target.id,
            delivery.c.guild_id == target.guild_id,
            delivery.c.state == State.WANTED.value,
        )
        .values(state=State.FAILED.value, error=error, lease_until=None)
    )
    return int(untold or 0)


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


async def reconcile_all(connection: Connection, *, now: datetime) -> int:
    """Make every wanted, unsent delivery look into its channel before it is sent; return how many.

    For a restored backup: what was sent after the backup was made is found there by its key.
    """
    changed = await connection.execute(
        update(delivery)
        .where(delivery.c.state == State.WANTED.value, delivery.c.message_id.is_(None))
        .values(
            attempts=delivery.c.attempts + 1,
            lease_until=None,
            not_before=now,
            first_attempt_at=func.coalesce(delivery.c.first_attempt_at, delivery.c.wanted_at),
        )
    )
    return changed.rowcount


async def counts(connection: Connection, guild_id: int) -> dict[State, int]:
    """Count a guild's deliveries by state."""
    rows = await connection.execute(
        select(delivery.c.state, func.count())
        .where(delivery.c.guild_id == guild_id)
        .group_by(delivery.c.state)
    )
    return {State(row[0]): row[1] for row in rows}


async def unsent(connection: Connection, guild_id: int) -> int:
    """Count what a guild is still to be told."""
    return int(
        await connection.scalar(
            select(func.count())
            .select_from(delivery)
            .where(
                delivery.c.guild_id == guild_id,
                delivery.c.state == State.WANTED.value,
                delivery.c.sent_revision == 0,
            )
        )
        or 0
    )


async def unsent_by_target(connection: Connection, guild_id: int) -> dict[Target, int]:
    """Count for each target of a guild what it is still to be told."""
    rows = await connection.execute(
        select(delivery.c.target_kind, delivery.c.target_id, func.count())
        .where(
            delivery.c.guild_id == guild_id,
            delivery.c.state == State.WANTED.value,
            delivery.c.sent_revision == 0,
        )
        .group_by(delivery.c.target_kind, delivery.c.target_id)
    )
    return {Target(TargetKind(row[0]), row[1], guild_id): row[2] for row in rows}


async def block_channel(
    connection: Connection, channel_id: int, *, reason: str | None, since: datetime | None
) -> None:
    """Note since when and why a channel takes no message; None: it does again."""
    await connection.execute(
        update(channel).where(channel.c.id == channel_id).values(blocked_since=since, blocked_reason=reason)
    )


async def of_kind(connection: Connection, guild_id: int, kind: Kind) -> list[Delivery]:
    """Return a guild's deliveries of a kind, the oldest first."""
    rows = await connection.execute(
        select(delivery)
        .where(delivery.c.guild_id == guild_id, delivery.c.kind == kind.value)
        .order_by(delivery.c.id)
    )
    return [_of_row(row) for row in rows]


async def hurry(connection: Connection, delivery_ids: Iterable[int], *, now: datetime) -> None:
    """Let these be sent or edited at once: a person waits for it."""
    await connection.execute(
        update(delivery)
        .where(delivery.c.id.in_(list(delivery_ids)))
        .values(not_before=now, edited_at=None)  # no edit was made that this one would follow too soon
    )
