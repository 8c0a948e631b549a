"""Polls of feeds: which are due, who holds them, and how each poll ended."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import datetime, timedelta
from functools import cache
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Integer,
    Select,
    Update,
    bindparam,
    func,
    not_,
    or_,
    select,
    tuple_,
    update,
)
from sqlalchemy.sql.dml import ReturningUpdate

from bot.domain.feed import Asks, Failure, Feed, Identifier, Rhythm
from bot.errors import StorageError
from bot.storage.database import Connection
from bot.storage.feeds import host_of, of_row
from bot.storage.following import is_urgent, polled, reads_whole_pages
from bot.storage.tables import feed

HELD = 200  # leases renewed in one statement
LOOKED_AT = 4  # due feeds looked at for each that is claimed


async def claim_due(
    connection: Connection,
    *,
    now: datetime,
    lease: timedelta,
    limit: int,
    per_host: int | None = None,
    busy: Sequence[str] = (),
    doubtful: bool | None = None,
) -> list[Feed]:
    """Lease up to *limit* due feeds that some guild follows, the most overdue first.

    At most *per_host* of one host (all where None), and none of the *busy* hosts: the rest waits for its turn
    without taking the places of others. *doubtful*, only such as `Feed.is_doubtful` says so of; False, only
    the others. Each comes with a new fencing token: a commit with an older one is
    refused.
    """
    asked: dict[str, object] = {"now": now, "until": now + lease, "limit": limit}
    if per_host is not None:
        asked["looked_at"] = limit * LOOKED_AT
    if busy:
        asked["busy"] = list(busy)
    rows = await connection.execute(_claim(per_host, are_busy=bool(busy), doubtful=doubtful), asked)
    claimed = [
        replace(of_row(row), urgent=bool(row.urgent), whole_pages=bool(row.whole_pages)) for row in rows
    ]
    return sorted(claimed, key=lambda one: one.next_check_at)


@cache
def _claim(per_host: int | None, *, are_busy: bool, doubtful: bool | None) -> ReturningUpdate[Any]:
    is_doubtful = or_(feed.c.failures > 0, feed.c.last_success_at.is_(None))
    limit = bindparam("limit", type_=Integer)
    due = (
        select(feed.c.id, feed.c.host, feed.c.next_check_at)
        .where(
            feed.c.next_check_at <= bindparam("now"),
            or_(feed.c.lease_until.is_(None), feed.c.lease_until < bindparam("now")),
            polled(feed.c.id),
            *([feed.c.host.not_in(bindparam("busy", expanding=True))] if are_busy else []),
            *([] if doubtful is None else [is_doubtful if doubtful else not_(is_doubtful)]),
        )
        .order_by(feed.c.next_check_at)
        .limit(limit)
        .with_for_update(skip_locked=True, of=feed)
    )
    if per_host is None:
        first = select(due.subquery().c.id)
    else:
        # Looked at by the thousand, so that the many feeds of one host don't hide those behind them.
        some = due.limit(bindparam("looked_at", type_=Integer)).cte("due")
        place = func.row_number().over(partition_by=some.c.host, order_by=some.c.next_check_at)
        ranked = select(some.c.id, some.c.next_check_at, place.label("place")).subquery()
        first = (
            select(ranked.c.id)
            .where(ranked.c.place <= per_host)
            .order_by(ranked.c.next_check_at)
            .limit(limit)
        )
    return (
        update(feed)
        .where(feed.c.id.in_(first))
        .values(lease_until=bindparam("until"), lease_token=feed.c.lease_token + 1)
        .returning(
            feed,
            is_urgent(feed.c.id).label("urgent"),
            reads_whole_pages(feed.c.id).label("whole_pages"),
        )
    )


async def next_due_at(connection: Connection) -> datetime | None:
    """Return when the next feed is due; None where no feed is followed."""
    moment: datetime | None = await connection.scalar(_next_due())
    return moment


@cache
def _next_due() -> Select[Any]:
    return select(func.min(feed.c.next_check_at)).where(polled(feed.c.id))


@dataclass(frozen=True, slots=True)
class Success:
    """What a successful poll leaves on its feed; None keeps what was stored."""

    at: datetime
    next_check_at: datetime
    etag: str | None
    last_modified: str | None
    body_hash: str | None = None
    shown_hash: str | None = None
    window: Sequence[str] | None = None
    primed_at: datetime | None = None
    title: str | None = None
    outlet: str | None = None
    site_url: str | None = None
    language: str | None = None
    gap: bool = False  # its window rolled over
    identifier: Identifier | None = None
    rewrites: int | None = None
    lost: int = 0  # articles that may have left the feed unseen
    rhythm: Rhythm | None = None
    rhythm_at: datetime | None = None
    asks: Asks | None = None
    moving_to: str | None = None
    moving_seen: int = 0
    host: str = ""  # that answered, redirects followed


async def record_success(connection: Connection, claimed: Feed, done: Success) -> None:
    """Store a poll's end and give the lease back. Raises StorageError where another took the feed over."""
    kept: dict[str, Any] = {
        name: value
        for name in (
            *("body_hash", "shown_hash", "primed_at", "title", "outlet", "site_url", "language", "rhythm_at"),
            *("identifier", "rewrites"),
        )
        if (value := getattr(done, name)) is not None
    }
    if done.window is not None:
        kept["window"] = list(done.window)
    for name in ("rhythm", "asks"):
        if (value := getattr(done, name)) is not None:
            kept[name] = asdict(value)
    if done.gap:
        kept["gap_at"] = done.at
    if done.lost:
        kept["possible_gaps"] = feed.c.possible_gaps + 1
        kept["possibly_lost"] = feed.c.possibly_lost + done.lost
    await _finish(
        connection,
        claimed,
        etag=done.etag,
        last_modified=done.last_modified,
        last_checked_at=done.at,
        last_success_at=done.at,
        next_check_at=done.next_check_at,
        failures=0,
        failing_since=None,
        failure=None,
        failure_detail=None,
        replacement_url=None,
        host=done.host or host_of(claimed.url),
        moving_to=done.moving_to,
        moving_seen=done.moving_seen,
        **kept,
    )


@cache
def _claimed() -> Update:
    """Return what changes a feed, if its lease is still the one that was given; columns as parameters."""
    return update(feed).where(
        feed.c.id == bindparam("claimed_id"), feed.c.lease_token == bindparam("claimed_token")
    )


async def record_unchanged(connection: Connection, polls: Sequence[tuple[Feed, Success]]) -> None:
    """Store the ends of polls that found nothing new, of feeds that did not fail before, in one go.

    A statement costs more than its row. Raises StorageError where another took one of the feeds over.
    """
    changed = await connection.execute(
        _claimed(),
        [
            {
                "claimed_id": claimed.id,
                "claimed_token": claimed.lease_token,
                "lease_until": None,
                "etag": done.etag,
                "last_modified": done.last_modified,
                "body_hash": done.body_hash or claimed.body_hash,
                "last_checked_at": done.at,
                "last_success_at": done.at,
                "next_check_at": done.next_check_at,
                "moving_to": done.moving_to,
                "moving_seen": done.moving_seen,
                "host": done.host or host_of(claimed.url),
            }
            for claimed, done in polls
        ],
    )
    if changed.rowcount != len(polls):
        raise StorageError("A feed was taken over by another process; these polls are recorded one by one.")


async def record_failure(
    connection: Connection,
    claimed: Feed,
    *,
    kind: Failure,
    detail: str,
    now: datetime,
    next_check_at: datetime,
    replacement: str | None = None,
) -> None:
    """Store that a poll failed and when to try again. Raises StorageError where another took over."""
    await _finish(
        connection,
        claimed,
        last_checked_at=now,
        next_check_at=next_check_at,
        failures=feed.c.failures + 1,
        failing_since=claimed.failing_since or now,
        failure=kind.value,
        failure_detail=detail,
        moving_to=None,
        moving_seen=0,
        **({"replacement_url": replacement} if replacement else {}),
    )


async def _finish(connection: Connection, claimed: Feed, **values: Any) -> None:
    counted = {name: value for name, value in values.items() if isinstance(value, ColumnElement)}
    given = {name: value for name, value in values.items() if name not in counted}
    changed = await connection.execute(
        _claimed().values(**counted) if counted else _claimed(),
        {"claimed_id": claimed.id, "claimed_token": claimed.lease_token, "lease_until": None, **given},
    )
    if changed.rowcount == 0:
        raise StorageError(f"Feed {claimed.id} was taken over by another process; this poll is dropped.")


async def renew(connection: Connection, claimed: Iterable[Feed], *, until: datetime) -> None:
    """Prolong the leases of feeds that are still under way; one taken over is left alone."""
    held = [(one.id, one.lease_token) for one in claimed]
    for start in range(0, len(held), HELD):
        await connection.execute(
            update(feed)
            .where(
                tuple_(feed.c.id, feed.c.lease_token).in_(held[start : start + HELD]),
                feed.c.lease_until.is_not(None),
            )
            .values(lease_until=until)
        )


async def give_back(connection: Connection, claimed: Feed, *, next_check_at: datetime | None = None) -> None:
    """End a claim without a result: the feed waits for its host, due as it was, or at *next_check_at*."""
    values: dict[str, Any] = {"lease_until": None, "host": claimed.host}
    if next_check_at is not None:
        values["next_check_at"] = next_check_at
    await connection.execute(
        update(feed)
        .where(feed.c.id == claimed.id, feed.c.lease_token == claimed.lease_token)
        .values(**values)
    )


async def end_leases(connection: Connection) -> int:
    """Free every feed that a process held when it died; return how many. Late commits of it are refused."""
    freed = await connection.execute(
        update(feed)
        .where(feed.c.lease_until.is_not(None))
        .values(lease_until=None, lease_token=feed.c.lease_token + 1)
    )
    return freed.rowcount


async def reschedule(connection: Connection, feed_id: int, next_check_at: datetime) -> None:
    """Set when a feed is checked next."""
    await connection.execute(update(feed).where(feed.c.id == feed_id).values(next_check_at=next_check_at))
