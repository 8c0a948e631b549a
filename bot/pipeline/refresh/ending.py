"""How a poll ends on its feed: validators, the next check, gaps, and what the admins must hear."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from random import Random

from bot.domain.feed import Failure, Feed, Rhythm
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
from bot.pipeline.notices import notify
from bot.pipeline.refresh import leaving
from bot.pipeline.refresh.connectivity import AGAIN
from bot.pipeline.refresh.judge import Judge
from bot.pipeline.refresh.values import Failed, Reading, Unchanged
from bot.storage import Connection, feed_events, feeds, following, moves, polls
from bot.storage.polls import Success

NOTED_AFTER = timedelta(minutes=30)  # of failing: shorter is the web's own noise, and only counted
NOISE_KEPT = timedelta(days=30)  # hiccups and gaps: a little more than is shown of a feed's life

_HEADS = {
    Failure.GONE: "A feed is gone",
    Failure.MOVED: "A feed has moved, and its new place is not known",
    Failure.BOT_WALL: "A feed is kept behind a wall against bots",
    Failure.BLOCKED: "A feed is closed to this bot",
    Failure.NOT_A_FEED: "A feed is no feed any more",
}


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
    followers = await following.guilds_following(connection, feed.id)
    shown_there = shown(there)
    subject = f"moved:{feed.id}:{feeds.url_hash(there)}"
    if not moving.may_follow(feed, there):
        for guild_id in followers:
            await notify(
                connection,
                guild_id,
                subject,
                f"A feed has moved: {_name(feed)}",
                f"Its place is {shown_there} now. Its present address holds a password or a key, so Salient "
                "does not change it by itself and reads on by way of the old one. To change it: /feed add "
                "with the new address, then /feed remove with the old one.",
                now=poll.at,
            )
        return
    if await moves.move(connection, feed, there, shown_url=shown_there, at=poll.at) is None:
        return
    await feed_events.note(connection, feed.id, "moved", f"from {feed.shown_url} to {shown_there}", poll.at)
    if moving.is_same_place(feed.url, there):
        return
    for guild_id in followers:
        await notify(
            connection,
            guild_id,
            subject,
            f"A feed has moved: {_name(feed)}",
            f"It is read at {shown_there} from now on, because {feed.shown_url} has sent us there for good "
            f"on {moving.SEEN} checks in a row. There is nothing to do.",
            now=poll.at,
        )


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
    head = _HEADS.get(poll.kind, "A feed can't be read")
    instead = shown(poll.replacement or feed.replacement_url or "")
    offer = f" Its site names another feed, which can be read: {instead} (/feed add takes it)."
    for guild_id in await following.guilds_following(connection, feed.id):
        await notify(
            connection,
            guild_id,
            f"failing:{feed.id}:{since:%Y%m%dT%H%M%S}",
            f"{head}: {_name(feed)}",
            f"It has failed since {since.day} {since:%B, %H:%M} UTC ({poll.kind.value}). {poll.detail}"
            f"{offer if instead else ''} {_again(rests_until, poll.at)}, and you will hear when it is back.",
            now=poll.at,
        )


def _again(rests_until: datetime, now: datetime) -> str:
    """Return in words when a feed that fails is tried again."""
    if rests_until - now < TELL_AFTER:
        return "It is tried again at least once a day"
    until = f"{rests_until.day} {rests_until:%B, %H:%M} UTC"
    return f"Its site asks to be left alone until {until}, and is not asked before"


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
    came = "Nothing came late" if not arrived else f"{_articles(arrived)} came late"
    if feed.primed_at is None:
        came = f"It was read for the first time, with {_articles(arrived)}"
    if lost:
        came += f"; perhaps {_articles(lost)} came and went unseen meanwhile"
    for guild_id in await following.guilds_following(connection, feed.id):
        await notify(
            connection,
            guild_id,
            f"recovered:{feed.id}:{since:%Y%m%dT%H%M%S}",
            f"A feed is back: {_name(feed)}",
            f"It can be read again after failing since {since.day} {since:%B, %H:%M} UTC. {came}.",
            now=now,
        )


async def tell_unreadable(
    connection: Connection, judge: Judge, told: Collection[tuple[int, int]], *, now: datetime
) -> set[tuple[int, int]]:
    """Tell the guilds whose watchlist can't be parsed any more; return which, as (watchlist, version).

    Those in *told* know already; `notify` itself tells a guild once, whichever process asks.
    """
    telling = set()
    for watchlist_id in judge.unreadable:
        watchlist = judge.watchlists[watchlist_id]
        if (watchlist.id, watchlist.version) in told:
            continue
        telling.add((watchlist.id, watchlist.version))
        await notify(
            connection,
            watchlist.guild_id,
            f"query:{watchlist.id}:{watchlist.version}",
            "A watchlist matches nothing",
            # Without its name and its words: not all who read notices may see its channel.
            f"The query of the watchlist number {watchlist.id} of <#{watchlist.channel_id}> can't be read "
            f"any more. /watch show name:{watchlist.id} shows it; edit it, or remove it.",
            now=now,
        )
    return telling


def _articles(count: int) -> str:
    return f"{count:,} article{'s' * (count != 1)}"


def _name(feed: Feed) -> str:
    return feed.title or feed.shown_url
