"""What happened in a feed's life: gaps, failures, recoveries, moves."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import delete, func, insert, select

from bot.storage.database import Connection
from bot.storage.tables import feed_event


@dataclass(frozen=True, slots=True)
class Event:
    """Something that happened in a feed's life; `kind` as `note` has it."""

    at: datetime
    kind: str
    detail: str


async def note(connection: Connection, feed_id: int, kind: str, detail: str, now: datetime) -> None:
    """Write down what happened in a feed's life.

    "gap", "failing" (its admins were told), "recovered" and "hiccup" (failures of less than half an hour),
    "moved", "listed".
    """
    await connection.execute(insert(feed_event).values(feed_id=feed_id, at=now, kind=kind, detail=detail))


async def forget(connection: Connection, feed_id: int, kind: str, *, before: datetime) -> None:
    """Forget what happened of one kind before a moment."""
    await connection.execute(
        delete(feed_event).where(
            feed_event.c.feed_id == feed_id, feed_event.c.kind == kind, feed_event.c.at < before
        )
    )


async def told_failing(connection: Connection, feed_id: int, since: datetime) -> bool:
    """Return whether the failure that began at *since* was noted already."""
    return await _noted(connection, feed_id, "failing", since)


async def listed_failing(connection: Connection, feed_id: int, since: datetime) -> bool:
    """Return whether the failure that began at *since* was told in a list of feeds that were added."""
    return await _noted(connection, feed_id, "listed", since)


async def _noted(connection: Connection, feed_id: int, kind: str, since: datetime) -> bool:
    return bool(
        await connection.scalar(
            select(func.count())
            .select_from(feed_event)
            .where(feed_event.c.feed_id == feed_id, feed_event.c.kind == kind, feed_event.c.at >= since)
        )
    )


async def events(connection: Connection, feed_id: int, *, since: datetime, limit: int) -> list[Event]:
    """Return what happened in a feed's life since a moment, the newest first, *limit* at most."""
    rows = await connection.execute(
        select(feed_event.c.at, feed_event.c.kind, feed_event.c.detail)
        .where(feed_event.c.feed_id == feed_id, feed_event.c.at >= since)
        .order_by(feed_event.c.id.desc())
        .limit(limit)
    )
    return [Event(row.at, row.kind, row.detail) for row in rows]
