"""Claims of deliveries: what is due is leased, one for each target, and given back with the outcome."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, and_, exists, func, or_, select, update
from sqlalchemy.orm import aliased

from bot.domain.delivery import Delivery, Kind, State
from bot.storage.database import Connection
from bot.storage.deliveries import of_row
from bot.storage.tables import delivery, guild


async def free_leases(connection: Connection) -> None:
    """End every claim: whoever made them is gone (called when the gateway role is taken over)."""
    await connection.execute(update(delivery).values(lease_until=None))


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
            ~_left(),
        )
        .subquery()
    )
    chosen = (
        select(delivery.c.id)
        .join(ranked, ranked.c.id == delivery.c.id)
        .where(
            ranked.c.place == 1,
            _due(now),  # once more: PostgreSQL looks again at what another claim took meanwhile, here alone
        )
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
    return sorted((of_row(row) for row in rows), key=lambda one: one.id)


async def next_due_at(connection: Connection) -> datetime | None:
    """Return the earliest moment at which a wanted delivery may be sent; None where none is wanted.

    What is wanted for a guild that the bot left is not: `claim` takes none of it.
    """
    moment: datetime | None = await connection.scalar(
        select(func.min(delivery.c.not_before)).where(
            delivery.c.state == State.WANTED.value,
            delivery.c.wanted_revision > delivery.c.sent_revision,
            ~_left(),
        )
    )
    return moment


def _left() -> ColumnElement[bool]:
    """Return the condition under which a delivery's guild has removed the bot."""
    return exists().where(guild.c.id == delivery.c.guild_id, guild.c.left_at.is_not(None))


async def payload_now(connection: Connection, claimed: Delivery) -> dict[str, Any] | None:
    """Return what is kept with a claimed delivery, which nobody else changes until the transaction ends."""
    kept = select(delivery.c.payload).where(delivery.c.id == claimed.id).with_for_update()
    found: dict[str, Any] | None = await connection.scalar(kept)
    return found


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

    *payload* is added to what is kept, which a merge may have marked since it was claimed. Returns False
    where the lease was lost meanwhile.
    """
    more: dict[str, Any] = {}
    if payload is not None:
        more["payload"] = {**(await payload_now(connection, claimed) or {}), **payload}
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
