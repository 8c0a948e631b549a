"""Feeds, who follows them, and what happened to them."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urlsplit

from sqlalchemy import Row, bindparam, delete, exists, func, insert, or_, select, tuple_, update

from bot.domain.feed import Asks, Failure, Feed, FollowedFeed, Identifier, Rhythm
from bot.errors import StorageError
from bot.storage.database import Connection
from bot.storage.guilds import upsert
from bot.storage.tables import entry, feed, feed_event, guild_feed, revision

RATE_DAYS = 14  # how far back "articles a day" looks
HELD = 200  # leases renewed, or revisions asked for, in one statement
LOOKED_AT = 4  # due feeds looked at for each that is claimed


def url_hash(url: str) -> str:
    """Return the 32 hex characters under which a URL is unique (an index can't hold a long URL)."""
    return hashlib.blake2b(url.encode(), digest_size=16).hexdigest()


def host_of(url: str) -> str:
    """Return the host under which a feed waits for its turn; empty where there is none."""
    try:
        return (urlsplit(url).hostname or "").lower()
    except ValueError:
        return ""


def of_row(row: Row[Any]) -> Feed:
    """Return the feed that a row of the feed table holds."""
    return Feed(
        id=row.id,
        url=row.url,
        shown_url=row.shown_url,
        title=row.title,
        outlet=row.outlet,
        site_url=row.site_url,
        language=row.language,
        etag=row.etag,
        last_modified=row.last_modified,
        body_hash=row.body_hash,
        next_check_at=row.next_check_at,
        last_checked_at=row.last_checked_at,
        last_success_at=row.last_success_at,
        primed_at=row.primed_at,
        failures=row.failures,
        failing_since=row.failing_since,
        failure=Failure(row.failure) if row.failure else None,
        failure_detail=row.failure_detail,
        window=tuple(row.window),
        possible_gaps=row.possible_gaps,
        identifier=Identifier(row.identifier),
        rewrites=row.rewrites,
        lease_token=row.lease_token,
        rhythm=_rhythm(row.rhythm),
        rhythm_at=row.rhythm_at,
        asks=_asks(row.asks),
        gap_at=row.gap_at,
        possibly_lost=row.possibly_lost,
        moving_to=row.moving_to,
        moving_seen=row.moving_seen,
        replacement_url=row.replacement_url,
    )


def _rhythm(stored: Any) -> Rhythm | None:
    return Rhythm(tuple(stored["by_hour"]), stored["days"]) if stored else None


def _asks(stored: Any) -> Asks:
    if not stored:
        return Asks()
    return Asks(stored["ttl"], tuple(stored["skip_hours"]), tuple(stored["skip_days"]))


async def get(connection: Connection, feed_id: int) -> Feed | None:
    """Return a feed by its id."""
    row = (await connection.execute(select(feed).where(feed.c.id == feed_id))).first()
    return of_row(row) if row else None


async def by_url(connection: Connection, url: str) -> Feed | None:
    """Return the feed with exactly this URL."""
    row = (await connection.execute(select(feed).where(feed.c.url_hash == url_hash(url)))).first()
    return of_row(row) if row else None


async def add(
    connection: Connection,
    *,
    url: str,
    shown_url: str,
    title: str,
    outlet: str,
    site_url: str | None,
    language: str | None,
    now: datetime,
) -> Feed:
    """Store a new feed, due at once. It has no articles yet and is primed by its first poll.

    One that another guild stored at the same moment is returned as it is.
    """
    row = (
        await connection.execute(
            upsert(connection, feed)
            .values(
                url=url,
                url_hash=url_hash(url),
                host=host_of(url),
                shown_url=shown_url,
                title=title,
                outlet=outlet,
                site_url=site_url,
                language=language,
                window=[],
                created_at=now,
                next_check_at=now,
            )
            .on_conflict_do_nothing(index_elements=["url_hash"])
            .returning(feed)
        )
    ).first()
    if row is None:
        row = (await connection.execute(select(feed).where(feed.c.url_hash == url_hash(url)))).one()
    return of_row(row)


async def follow(connection: Connection, guild_id: int, feed_id: int, *, by: int, now: datetime) -> None:
    """Let a guild follow a feed. Raises an integrity error where it does already."""
    await connection.execute(
        insert(guild_feed).values(
            guild_id=guild_id, feed_id=feed_id, followed_at=now, followed_by=by, active_since=now
        )
    )


@dataclass(frozen=True, slots=True)
class NewFeed:
    """A feed that is to be stored, and when it is due first."""

    url: str
    shown_url: str
    title: str
    outlet: str
    site_url: str | None
    language: str | None
    due: datetime


async def add_all(connection: Connection, new: Sequence[NewFeed], *, now: datetime) -> None:
    """Store new feeds in one statement, 200 at the most; one that is there already is left as it is."""
    if not new:
        return
    rows: list[dict[str, Any]] = [
        {
            "url": one.url,
            "url_hash": url_hash(one.url),
            "shown_url": one.shown_url,
            "title": one.title,
            "outlet": one.outlet,
            "site_url": one.site_url,
            "language": one.language,
            "window": [],
            "created_at": now,
            "next_check_at": one.due,
        }
        for one in new
    ]
    await connection.execute(
        upsert(connection, feed).values(rows).on_conflict_do_nothing(index_elements=["url_hash"])
    )


async def follow_all(
    connection: Connection, guild_id: int, feed_ids: Sequence[int], *, by: int, now: datetime
) -> None:
    """Let a guild follow feeds that it does not follow yet."""
    if not feed_ids:
        return
    same = {"guild_id": guild_id, "followed_at": now, "followed_by": by, "active_since": now}
    await connection.execute(insert(guild_feed), [{"feed_id": feed_id, **same} for feed_id in feed_ids])


async def unfollow(connection: Connection, guild_id: int, feed_id: int) -> bool:
    """Let a guild drop a feed; return whether it followed it. The feed stays while others follow it.

    What the feed was before it moved goes with it.
    """
    earlier = select(feed.c.id).where(feed.c.moved_into == feed_id)
    await connection.execute(
        delete(guild_feed).where(guild_feed.c.guild_id == guild_id, guild_feed.c.feed_id.in_(earlier))
    )
    gone = await connection.execute(
        delete(guild_feed).where(guild_feed.c.guild_id == guild_id, guild_feed.c.feed_id == feed_id)
    )
    return gone.rowcount > 0


async def set_urgent(connection: Connection, guild_id: int, feed_id: int, *, urgent: bool) -> None:
    """Let a guild have a feed checked as often as may be, or as its rhythm asks for."""
    await connection.execute(
        update(guild_feed)
        .where(guild_feed.c.guild_id == guild_id, guild_feed.c.feed_id == feed_id)
        .values(urgent=urgent)
    )


async def set_active(
    connection: Connection, guild_id: int, feed_id: int, active_since: datetime | None
) -> bool:
    """Pause (None) or resume a feed for a guild; return whether it follows the feed.

    A feed that nobody was polling is primed again, so that what came out meanwhile is stored, not posted.
    """
    if active_since is not None and not await is_polled(connection, feed_id):
        await connection.execute(
            update(feed).where(feed.c.id == feed_id).values(primed_at=None, next_check_at=active_since)
        )
    changed = await connection.execute(
        update(guild_feed)
        .where(guild_feed.c.guild_id == guild_id, guild_feed.c.feed_id == feed_id)
        .values(active_since=active_since)
    )
    return changed.rowcount > 0


async def wake(connection: Connection, feed_id: int, now: datetime) -> None:
    """Make a feed due at once; one that nobody was polling is primed again."""
    if not await is_polled(connection, feed_id):
        await connection.execute(update(feed).where(feed.c.id == feed_id).values(primed_at=None))
    await connection.execute(update(feed).where(feed.c.id == feed_id).values(next_check_at=now))


async def revive(connection: Connection, feed_id: int, due: datetime) -> None:
    """Make a feed that nobody was polling due at *due*, primed again; one that is polled is left alone."""
    await connection.execute(
        update(feed)
        .where(feed.c.id == feed_id, ~_polled(feed.c.id))
        .values(primed_at=None, next_check_at=due)
    )


async def is_polled(connection: Connection, feed_id: int) -> bool:
    """Return whether some guild follows a feed and has not paused it."""
    return bool(await connection.scalar(select(_polled(feed_id))))


def _polled(feed_id: Any) -> Any:
    return exists().where(guild_feed.c.feed_id == feed_id, guild_feed.c.active_since.is_not(None))


async def followed(connection: Connection, guild_id: int, *, now: datetime) -> list[FollowedFeed]:
    """Return the feeds that a guild follows, by title, with their articles a day."""
    since = now - timedelta(days=RATE_DAYS)
    recent = (
        select(func.count())
        .where(entry.c.feed_id == feed.c.id, entry.c.first_stored_at >= since, entry.c.alertable)
        .scalar_subquery()
    )
    rows = await connection.execute(
        select(
            feed,
            guild_feed.c.followed_at,
            guild_feed.c.followed_by,
            guild_feed.c.active_since,
            guild_feed.c.urgent,
            recent.label("recent"),
        )
        .join(guild_feed, guild_feed.c.feed_id == feed.c.id)
        .where(guild_feed.c.guild_id == guild_id, feed.c.moved_into.is_(None))
        .order_by(feed.c.id)
    )
    found = [
        FollowedFeed(
            feed=of_row(row),
            guild_id=guild_id,
            followed_at=row.followed_at,
            followed_by=row.followed_by,
            active_since=row.active_since,
            articles_a_day=row.recent / _days(row.primed_at, since, now),
            urgent=row.urgent,
        )
        for row in rows
    ]
    return sorted(found, key=lambda one: one.feed.title.casefold())  # databases order letters differently


async def addresses(connection: Connection, guild_id: int) -> list[tuple[int, str]]:
    """Return (id, URL with its credentials) of every feed that a guild follows, the first followed first."""
    rows = await connection.execute(
        select(feed.c.id, feed.c.url)
        .join(guild_feed, guild_feed.c.feed_id == feed.c.id)
        .where(guild_feed.c.guild_id == guild_id)
        .order_by(feed.c.id)
    )
    return [(row.id, row.url) for row in rows]


async def by_urls(connection: Connection, urls: Sequence[str]) -> dict[str, Feed]:
    """Return the feeds with exactly these URLs."""
    found: dict[str, Feed] = {}
    for start in range(0, len(urls), HELD):
        hashes = [url_hash(url) for url in urls[start : start + HELD]]
        rows = await connection.execute(select(feed).where(feed.c.url_hash.in_(hashes)))
        found |= {row.url: of_row(row) for row in rows}
    return found


async def followed_among(connection: Connection, guild_id: int, feed_ids: Sequence[int]) -> list[Feed]:
    """Return those of these feeds that a guild follows still, by id."""
    found: list[Feed] = []
    for start in range(0, len(feed_ids), HELD):
        rows = await connection.execute(
            select(feed)
            .join(guild_feed, guild_feed.c.feed_id == feed.c.id)
            .where(guild_feed.c.guild_id == guild_id, feed.c.id.in_(feed_ids[start : start + HELD]))
        )
        found += [of_row(row) for row in rows]
    return sorted(found, key=lambda one: one.id)


def _days(primed_at: datetime | None, since: datetime, now: datetime) -> float:
    """Return over how many days the recent articles came: at least one."""
    return max(1.0, (now - max(primed_at or now, since)).total_seconds() / 86_400)


async def published(
    connection: Connection, feed_id: int, *, since: datetime, limit: int = 2_000
) -> list[datetime]:
    """Return when what a feed showed since a moment was published, the last *limit* of it.

    By its own dates; what has none, by when it came, a back catalogue left out.
    """
    rows = await connection.execute(
        select(revision.c.published, entry.c.first_stored_at, entry.c.alertable)
        .join(revision, revision.c.id == entry.c.revision_id)
        .where(entry.c.feed_id == feed_id, entry.c.first_stored_at >= since)
        .order_by(entry.c.first_stored_at.desc())
        .limit(limit)
    )
    return [
        row.published or row.first_stored_at for row in rows if row.published is not None or row.alertable
    ]


async def titles(
    connection: Connection, revision_ids: Sequence[int], *, guild_id: int
) -> dict[int, list[str]]:
    """Return for each revision the titles of the guild's feeds that show it now, the earliest first."""
    found: dict[int, list[str]] = {}
    for start in range(0, len(revision_ids), HELD):
        rows = await connection.execute(
            select(entry.c.revision_id, feed.c.title)
            # A sum is nothing that an index could find, so SQLite begins with the few revisions, and not with
            # everything that the guild's feeds ever showed.
            .join(feed, feed.c.id == entry.c.feed_id + 0)
            .join(guild_feed, guild_feed.c.feed_id == entry.c.feed_id + 0)
            .where(
                guild_feed.c.guild_id == guild_id,
                entry.c.revision_id.in_(revision_ids[start : start + HELD]),
            )
            .order_by(entry.c.id)
        )
        for row in rows:
            found.setdefault(row.revision_id, []).append(row.title)
    return found


async def guilds_following(connection: Connection, feed_id: int) -> dict[int, datetime | None]:
    """Return the guilds that follow a feed, each with the moment since when it is active, None if paused."""
    rows = await connection.execute(
        select(guild_feed.c.guild_id, guild_feed.c.active_since).where(guild_feed.c.feed_id == feed_id)
    )
    return {row.guild_id: row.active_since for row in rows}


async def claim_due(
    connection: Connection,
    *,
    now: datetime,
    lease: timedelta,
    limit: int,
    per_host: int | None = None,
    busy: Sequence[str] = (),
) -> list[Feed]:
    """Lease up to *limit* due feeds that some guild follows, the most overdue first.

    At most *per_host* of one host (all where None), and none of the *busy* hosts: the rest waits for its turn
    without taking the places of others. Each comes with a new fencing token: a commit with an older one is
    refused.
    """
    due = (
        select(feed.c.id, feed.c.host, feed.c.next_check_at)
        .where(
            feed.c.next_check_at <= now,
            or_(feed.c.lease_until.is_(None), feed.c.lease_until < now),
            _polled(feed.c.id),
            *([feed.c.host.not_in(busy)] if busy else []),
        )
        .order_by(feed.c.next_check_at)
        .limit(limit)
        .with_for_update(skip_locked=True, of=feed)
    )
    if per_host is None:
        first = select(due.subquery().c.id)
    else:
        # Looked at by the thousand, so that the many feeds of one host don't hide those behind them.
        some = due.limit(limit * LOOKED_AT).cte("due")
        place = func.row_number().over(partition_by=some.c.host, order_by=some.c.next_check_at)
        ranked = select(some.c.id, some.c.next_check_at, place.label("place")).subquery()
        first = (
            select(ranked.c.id)
            .where(ranked.c.place <= per_host)
            .order_by(ranked.c.next_check_at)
            .limit(limit)
        )
    rows = await connection.execute(
        update(feed)
        .where(feed.c.id.in_(first))
        .values(lease_until=now + lease, lease_token=feed.c.lease_token + 1)
        .returning(feed, _urgent(feed.c.id).label("urgent"))
    )
    claimed = [replace(of_row(row), urgent=bool(row.urgent)) for row in rows]
    return sorted(claimed, key=lambda one: one.next_check_at)


def _urgent(feed_id: Any) -> Any:
    return exists().where(
        guild_feed.c.feed_id == feed_id, guild_feed.c.urgent, guild_feed.c.active_since.is_not(None)
    )


async def next_due_at(connection: Connection) -> datetime | None:
    """Return when the next feed is due; None where no feed is followed."""
    moment: datetime | None = await connection.scalar(
        select(func.min(feed.c.next_check_at)).where(_polled(feed.c.id))
    )
    return moment


@dataclass(frozen=True, slots=True)
class Event:
    """Something that happened in a feed's life; `kind` as `note` has it."""

    at: datetime
    kind: str
    detail: str


@dataclass(frozen=True, slots=True)
class Success:
    """What a successful poll leaves on its feed; None keeps what was stored."""

    at: datetime
    next_check_at: datetime
    etag: str | None
    last_modified: str | None
    body_hash: str | None = None
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


async def record_success(connection: Connection, claimed: Feed, done: Success) -> None:
    """Store a poll's end and give the lease back. Raises StorageError where another took the feed over."""
    kept: dict[str, Any] = {
        name: value
        for name in (
            *("body_hash", "primed_at", "title", "outlet", "site_url", "language", "rhythm_at"),
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
        moving_to=done.moving_to,
        moving_seen=done.moving_seen,
        **kept,
    )


async def record_unchanged(connection: Connection, polls: Sequence[tuple[Feed, Success]]) -> None:
    """Store the ends of polls that found nothing new, of feeds that did not fail before, in one go.

    A statement costs more than its row. Raises StorageError where another took one of the feeds over.
    """
    changed = await connection.execute(
        update(feed)
        .where(feed.c.id == bindparam("claimed_id"), feed.c.lease_token == bindparam("claimed_token"))
        .values(
            lease_until=None,
            etag=bindparam("new_etag"),
            last_modified=bindparam("new_last_modified"),
            last_checked_at=bindparam("at"),
            last_success_at=bindparam("at"),
            next_check_at=bindparam("again_at"),
            moving_to=bindparam("there"),
            moving_seen=bindparam("times_seen"),
        ),
        [
            {
                "claimed_id": claimed.id,
                "claimed_token": claimed.lease_token,
                "new_etag": done.etag,
                "new_last_modified": done.last_modified,
                "at": done.at,
                "again_at": done.next_check_at,
                "there": done.moving_to,
                "times_seen": done.moving_seen,
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
    changed = await connection.execute(
        update(feed)
        .where(feed.c.id == claimed.id, feed.c.lease_token == claimed.lease_token)
        .values(lease_until=None, **values)
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
    """End a claim without a result: the feed stays due, or comes at *next_check_at*."""
    values: dict[str, Any] = {"lease_until": None}
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


async def note(connection: Connection, feed_id: int, kind: str, detail: str, now: datetime) -> None:
    """Write down what happened in a feed's life: "gap", "failing", "recovered", "moved", "listed"."""
    await connection.execute(insert(feed_event).values(feed_id=feed_id, at=now, kind=kind, detail=detail))


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


async def events(connection: Connection, feed_id: int, *, limit: int) -> list[Event]:
    """Return what happened last in a feed's life, the newest first."""
    rows = await connection.execute(
        select(feed_event.c.at, feed_event.c.kind, feed_event.c.detail)
        .where(feed_event.c.feed_id == feed_id)
        .order_by(feed_event.c.id.desc())
        .limit(limit)
    )
    return [Event(row.at, row.kind, row.detail) for row in rows]


async def retire_unfollowed(connection: Connection, feed_ids: Iterable[int]) -> None:
    """Forget the validators of feeds that no guild follows; their articles stay for those who come back."""
    await connection.execute(
        update(feed)
        .where(feed.c.id.in_(list(feed_ids)), ~exists().where(guild_feed.c.feed_id == feed.c.id))
        .values(primed_at=None, etag=None, last_modified=None, body_hash=None, window=[])
    )
