"""How a poll ends on its feed: validators, the next check, gaps, failures. `feed_notices` tells admins."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from random import Random

from bot.domain.feed import Feed, Rhythm
from bot.pipeline.addresses.canonical import shown
from bot.pipeline.feeds import moves as moving
from bot.pipeline.feeds.rhythm import (
    RECOUNT_AFTER,
    RECOUNT_QUIET_AFTER,
    REMEMBERED,
    TELL_AFTER,
    Bounds,
    added,
    after_failure,
    after_success,
    counted,
)
from bot.pipeline.refresh import feed_notices, leaving
from bot.pipeline.refresh.connectivity import AGAIN
from bot.pipeline.refresh.values import Failed, Reading, Unchanged
from bot.storage import Connection, feed_events, feeds, following, moves, polls
from bot.storage.polls import Success

NOTED_AFTER = timedelta(minutes=30)  # of failing: shorter is the web's own noise, and only counted
NOISE_KEPT = timedelta(days=30)  # hiccups and gaps: a little more than is shown of a feed's life


async def unchanged(
    connection: Connection, ended: Sequence[Unchanged], *, bounds: Bounds, random: Random
) -> None:
    """End polls that found nothing new: most do, so those with nothing else to tell are stored in one go."""
    quiet: list[tuple[Feed, Success]] = []
    for poll in ended:
        feed = poll.feed
        rhythm = await _recounted(connection, feed, at=poll.at)
        done = _nothing_new(poll, rhythm, bounds=bounds, random=random)
        if rhythm is None and feed.failing_since is None and done.moving_seen < moving.SEEN:
            quiet.append((feed, done))
            continue
        await _recovered(connection, feed, now=poll.at, arrived=0)
        await polls.record_success(connection, feed, done)
        await _moved(connection, poll)
    if quiet:
        await polls.record_unchanged(connection, quiet)


def _nothing_new(poll: Unchanged, rhythm: Rhythm | None, *, bounds: Bounds, random: Random) -> Success:
    """Return what a poll that found nothing new leaves on its feed; *rhythm* where it was counted anew."""
    feed = poll.feed
    wait = after_success(
        feed,
        at=poll.at,
        rhythm=rhythm or feed.rhythm,
        asks=feed.asks,
        fresh_for=poll.fresh_for,
        bounds=bounds,
        random=random,
    )
    return Success(
        at=poll.at,
        next_check_at=poll.at + timedelta(seconds=wait),
        etag=poll.etag,
        last_modified=poll.last_modified,
        body_hash=poll.body_hash,
        rhythm=rhythm,
        rhythm_at=poll.at if rhythm else None,
        moving_to=poll.moved_to,
        moving_seen=moving.steps_seen(feed, poll.moved_to),
        host=poll.host,
    )


async def read(
    connection: Connection, poll: Reading, learnt: Feed, *, bounds: Bounds, random: Random
) -> None:
    """End a poll whose news are filed; *learnt* is the feed with what it says of itself now."""
    feed, sifted = poll.feed, poll.sifted
    new = [one.entry.published or poll.at for one in sifted.news if not one.known]
    counted_now, rhythm = await _rhythm(connection, feed, new, at=poll.at)
    zone = poll.parsed.zone if poll.parsed.zone is not None else feed.asks.zone
    asks = replace(poll.parsed.asks, zone=zone)
    wait = after_success(
        feed,
        at=poll.at,
        rhythm=rhythm,
        asks=asks,
        fresh_for=poll.fresh_for,
        gap=sifted.gap,
        bounds=bounds,
        random=random,
    )
    await leaving.after(connection, poll)
    lost = await _gap(connection, poll, new) if sifted.gap else 0
    await _recovered(connection, feed, now=poll.at, arrived=len(new), lost=lost)
    await polls.record_success(
        connection,
        feed,
        Success(
            at=poll.at,
            next_check_at=poll.at + timedelta(seconds=wait),
            etag=poll.etag,
            last_modified=poll.last_modified,
            body_hash=poll.body_hash,
            # While changes are held back as a feed's noise, not all that it says is stored.
            shown_hash="" if sifted.rewrites else poll.shown_hash,
            window=sifted.window,
            primed_at=poll.at if sifted.primes else None,
            title=learnt.title,
            outlet=learnt.outlet,
            site_url=learnt.site_url,
            language=learnt.language,
            gap=sifted.gap,
            identifier=sifted.identifier,
            rewrites=sifted.rewrites,
            lost=lost,
            rhythm=rhythm,
            rhythm_at=poll.at if counted_now else None,
            asks=asks if asks != feed.asks else None,
            moving_to=poll.moved_to,
            moving_seen=moving.steps_seen(feed, poll.moved_to),
            host=poll.host,
        ),
    )
    await _moved(connection, poll)


async def _gap(connection: Connection, poll: Reading, new: Sequence[datetime]) -> int:
    """Note that a feed's window rolled over; return how many articles may be lost by it."""
    feed, caught = poll.feed, poll.caught
    lost = caught.lost if caught is not None else 1
    found = f"; {len(caught.entries)} found {caught.where}" if caught is not None and caught.where else ""
    may_be = f"perhaps {lost} lost" if lost else "nothing is missing"
    what = f"the {len(feed.window)} entries of the last check were gone; {len(new)} new{found}; {may_be}"
    await feed_events.note(connection, feed.id, "gap", what, poll.at)
    await feed_events.forget(connection, feed.id, "gap", before=poll.at - NOISE_KEPT)
    return lost


async def _rhythm(
    connection: Connection, feed: Feed, new: Sequence[datetime], *, at: datetime
) -> tuple[bool, Rhythm]:
    """Return whether the feed's rhythm was counted anew, and the rhythm with what came new."""
    if feed.rhythm is None or feed.rhythm_at is None or at - feed.rhythm_at > RECOUNT_AFTER:
        return True, await _counted(connection, feed, at=at)
    since = at - (feed.last_success_at or at)
    return False, added(feed.rhythm, new, now=at, since=since)


async def _recounted(connection: Connection, feed: Feed, *, at: datetime) -> Rhythm | None:
    """Return the rhythm of a feed with nothing new, counted anew once a day; None where it holds."""
    if feed.rhythm_at is not None and at - feed.rhythm_at <= RECOUNT_QUIET_AFTER:
        return None
    return await _counted(connection, feed, at=at)


async def _counted(connection: Connection, feed: Feed, *, at: datetime) -> Rhythm:
    published = await feeds.published(connection, feed.id, since=at - REMEMBERED)
    return counted(published, now=at, since=feed.primed_at)


async def _moved(connection: Connection, poll: Unchanged | Reading) -> None:
    """Let a feed have its new place, once it was seen there often enough, and tell the guilds."""
    feed, there = poll.feed, poll.moved_to
    if there is None or moving.steps_seen(feed, there) < moving.SEEN:
        return
    if not moving.may_follow(feed, there):
        await feed_notices.moved_with_a_key(connection, feed, there, now=poll.at)
        return
    followers = await following.guilds_following(connection, feed.id)
    if await moves.move(connection, feed, there, shown_url=shown(there), at=poll.at) is None:
        return
    await feed_events.note(connection, feed.id, "moved", f"from {feed.shown_url} to {shown(there)}", poll.at)
    if not moving.is_same_place(feed.url, there):
        await feed_notices.moved(connection, feed, there, followers, now=poll.at)


async def failed(
    connection: Connection, poll: Failed, *, bounds: Bounds, random: Random, cut_off: bool = False
) -> None:
    """End a poll that found no feed. The admins of its guilds hear of it once, after `TELL_AFTER`.

    At once where the site asks for so long a rest that there is no try then. Not while the bot itself is
    *cut_off*: that says nothing of the feed, which is tried again soon.
    """
    feed = poll.feed
    since = feed.failing_since or poll.at
    wait = after_failure(
        feed.failures + 1,
        at=poll.at,
        failing_since=since,
        retry_after=poll.retry_after,
        bounds=bounds,
        random=random,
    )
    if cut_off:
        wait = min(wait, AGAIN.total_seconds())
    await polls.record_failure(
        connection,
        feed,
        kind=poll.kind,
        detail=poll.detail,
        now=poll.at,
        next_check_at=poll.at + timedelta(seconds=wait),
        replacement=poll.replacement,
    )
    rests_until = poll.at + timedelta(seconds=poll.retry_after or 0.0)
    if cut_off or max(rests_until, poll.at) - since < TELL_AFTER:
        return
    if await feed_events.told_failing(connection, feed.id, since):
        return
    if feed.last_success_at is None and await feed_events.listed_failing(connection, feed.id, since):
        return  # one of many that were added together and never could be read: told once, in one list
    await feed_events.note(connection, feed.id, "failing", f"{poll.kind.value}: {poll.detail}", poll.at)
    instead = poll.replacement or feed.replacement_url
    await feed_notices.failing(connection, feed, poll, since=since, rests_until=rests_until, instead=instead)


async def _recovered(
    connection: Connection, feed: Feed, *, now: datetime, arrived: int, lost: int = 0
) -> None:
    """Tell the guilds that heard of a failure that it is over, with what came late and may be *lost*."""
    since = feed.failing_since
    if since is None:
        return
    told = await feed_events.told_failing(connection, feed.id, since)
    kind = "recovered" if told or now - since >= NOTED_AFTER else "hiccup"
    await feed_events.note(connection, feed.id, kind, f"failed since {since.isoformat()}", now)
    if kind == "hiccup":
        await feed_events.forget(connection, feed.id, kind, before=now - NOISE_KEPT)
    if not told:
        return
    await feed_notices.back(connection, feed, since=since, arrived=arrived, lost=lost, now=now)
