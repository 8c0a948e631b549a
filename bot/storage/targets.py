"""Everything for one target: what it was sent, what waits for it, and what holds all of that up."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import func, select, update

from bot.domain.delivery import Delivery, Kind, State, Target, TargetKind
from bot.storage.database import Connection
from bot.storage.deliveries import addressed_to, of_row
from bot.storage.tables import channel, delivery


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


async def told_since(
    connection: Connection, target: Target, moment: datetime, *, kinds: Iterable[Kind]
) -> list[Delivery]:
    """Return what of these *kinds* was first posted to a target since a moment, the oldest first."""
    rows = await connection.execute(
        select(delivery)
        .where(
            addressed_to(target),
            delivery.c.kind.in_([kind.value for kind in kinds]),
            delivery.c.sent_at >= moment,
        )
        .order_by(delivery.c.sent_at)
    )
    return [of_row(row) for row in rows]


async def waiting_alerts(connection: Connection, target: Target) -> list[Delivery]:
    """Return the alerts to a target that were never sent nor tried, the oldest first."""
    rows = await connection.execute(
        select(delivery)
        .where(
            addressed_to(target),
            delivery.c.kind == Kind.ALERT.value,
            delivery.c.state == State.WANTED.value,
            delivery.c.message_id.is_(None),
        )
        .order_by(delivery.c.id)
    )
    return [of_row(row) for row in rows]


async def newest_digest(connection: Connection, target: Target, reason: str) -> Delivery | None:
    """Return the newest digest of this reason in a channel."""
    row = (
        await connection.execute(
            select(delivery)
            .where(
                addressed_to(target),
                delivery.c.kind == Kind.DIGEST.value,
                delivery.c.subject.startswith(f"{reason}:"),
            )
            .order_by(delivery.c.id.desc())
            .limit(1)
        )
    ).first()
    return of_row(row) if row else None


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
            addressed_to(target),
            delivery.c.state == State.WANTED.value,
            delivery.c.sent_revision == 0,
        )
    )
    await connection.execute(
        update(delivery)
        .where(
            addressed_to(target),
            delivery.c.state == State.WANTED.value,
        )
        .values(state=State.FAILED.value, error=error, lease_until=None)
    )
    return int(untold or 0)


async def block_channel(
    connection: Connection, channel_id: int, *, reason: str | None, since: datetime | None
) -> None:
    """Note since when and why a channel takes no message; None: it does again."""
    await connection.execute(
        update(channel).where(channel.c.id == channel_id).values(blocked_since=since, blocked_reason=reason)
    )
