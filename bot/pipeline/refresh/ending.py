"""How a poll ends on its feed: validators, the next check, gaps, and what the admins must hear."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime, timedelta
from random import Random

from bot.domain.feed import Feed
from bot.pipeline.notices import notify
from bot.pipeline.refresh.judge import Judge
from bot.pipeline.refresh.values import Failed, Reading, Unchanged
from bot.pipeline.rhythm import TELL_AFTER, Bounds, after_failure, after_success
from bot.storage import Connection, feeds
from bot.storage.feeds import Success


async def unchanged(connection: Connection, poll: Unchanged, *, bounds: Bounds, random: Random) -> None:
    """End a poll that found nothing new."""
    wait = after_success(_last_interval(poll.feed), news=False, gap=False, bounds=bounds, random=random)
    await _recovered(connection, poll.feed, now=poll.at, arrived=0)
    await feeds.record_success(
        connection,
        poll.feed,
        Success(
            at=poll.at,
            next_check_at=poll.at + timedelta(seconds=wait),
            etag=poll.etag,
            last_modified=poll.last_modified,
        ),
    )


async def read(
    connection: Connection, poll: Reading, learnt: Feed, *, bounds: Bounds, random: Random
) -> None:
    """End a poll whose news are filed; *learnt* is the feed with what it says of itself now."""
    sifted = poll.sifted
    new = sum(not one.known for one in sifted.news)
    wait = after_success(
        _last_interval(poll.feed),
        news=new > 0 and not sifted.primes,
        gap=sifted.gap,
        bounds=bounds,
        random=random,
    )
    await _recovered(connection, poll.feed, now=poll.at, arrived=new)
    if sifted.gap:
        await feeds.note(
            connection,
            poll.feed.id,
            "gap",
            f"none of the {len(poll.feed.window)} entries of the last check were left; {new} new",
            poll.at,
        )
    await feeds.record_success(
        connection,
        poll.feed,
        Success(
            at=poll.at,
            next_check_at=poll.at + timedelta(seconds=wait),
            etag=poll.etag,
            last_modified=poll.last_modified,
            body_hash=poll.body_hash,
            window=sifted.window,
            primed_at=poll.at if sifted.primes else None,
            title=learnt.title,
            outlet=learnt.outlet,
            site_url=learnt.site_url,
            language=learnt.language,
            gap=sifted.gap,
        ),
    )


async def failed(connection: Connection, poll: Failed, *, bounds: Bounds, random: Random) -> None:
    """End a poll that found no feed. The admins of its guilds hear of it once, after `TELL_AFTER`."""
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
    await feeds.record_failure(
        connection,
        feed,
        kind=poll.kind,
        detail=poll.detail,
        now=poll.at,
        next_check_at=poll.at + timedelta(seconds=wait),
    )
    if poll.at - since < TELL_AFTER or await feeds.told_failing(connection, feed.id, since):
        return
    await feeds.note(connection, feed.id, "failing", f"{poll.kind.value}: {poll.detail}", poll.at)
    for guild_id in await feeds.guilds_following(connection, feed.id):
        await notify(
            connection,
            guild_id,
            f"failing:{feed.id}:{since:%Y%m%dT%H%M%S}",
            f"A feed can't be read: {_name(feed)}",
            f"It has failed since {since.day} {since:%B, %H:%M} UTC ({poll.kind.value}). {poll.detail} "
            f"It is tried again at least once a day, and you will hear when it is back.",
            now=poll.at,
        )


async def _recovered(connection: Connection, feed: Feed, *, now: datetime, arrived: int) -> None:
    """Tell the guilds that heard of a failure that it is over."""
    since = feed.failing_since
    if since is None or not await feeds.told_failing(connection, feed.id, since):
        return
    await feeds.note(connection, feed.id, "recovered", f"failed since {since.isoformat()}", now)
    came = "No article was new" if not arrived else f"{arrived} new articles were read"
    for guild_id in await feeds.guilds_following(connection, feed.id):
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


def _last_interval(feed: Feed) -> float | None:
    """Return the seconds between the last check and the one that was due now."""
    if feed.last_checked_at is None:
        return None
    return (feed.next_check_at - feed.last_checked_at).total_seconds()


def _name(feed: Feed) -> str:
    return feed.title or feed.shown_url
