"""Bring back to now what a clock that was ahead left in the future.

A machine's clock may be set back, by seconds or by years. What was timed before would then wait for as long.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import bindparam, func, select, update

from bot.storage.database import Connection
from bot.storage.tables import article, delivery, feed

# The clocks of two machines that share a database may differ so far, and nothing waits longer by it.
SLACK = timedelta(minutes=2)

LONGEST_WAIT = timedelta(minutes=15)  # of a page or a delivery that is due; edits wait for ten

_PAST = ("last_checked_at", "last_success_at", "primed_at", "failing_since", "rhythm_at", "gap_at")


async def is_ahead(connection: Connection, *, now: datetime) -> bool:
    """Return whether a feed was checked in the future."""
    checked = await connection.scalar(select(func.max(feed.c.last_checked_at)))
    return checked is not None and checked > now + SLACK


async def put_right(connection: Connection, *, now: datetime, spread: timedelta) -> int:
    """Let nothing that has happened lie in the future, nor wait for it; return how many feeds did.

    Feeds checked in the future become due, one after the other within *spread*.
    """
    rows = await connection.execute(select(feed.c.id).where(feed.c.last_checked_at > now + SLACK))
    ids = [row.id for row in rows]
    if ids:
        await connection.execute(
            update(feed).where(feed.c.id == bindparam("late_id")).values(next_check_at=bindparam("again_at")),
            [{"late_id": one, "again_at": now + spread * place / len(ids)} for place, one in enumerate(ids)],
        )
    for name in _PAST:
        await connection.execute(update(feed).where(feed.c[name] > now).values({name: now}))
    await connection.execute(
        update(feed).where(feed.c.lease_until > now + LONGEST_WAIT).values(lease_until=now + SLACK)
    )
    await connection.execute(
        update(article).where(article.c.page_due_at > now + LONGEST_WAIT).values(page_due_at=now)
    )
    await connection.execute(
        update(delivery).where(delivery.c.not_before > now + LONGEST_WAIT).values(not_before=now)
    )
    await connection.execute(
        update(delivery).where(delivery.c.lease_until > now + LONGEST_WAIT).values(lease_until=now + SLACK)
    )
    return len(ids)
