"""What admins must hear of their feeds and watchlists: each guild once, whichever process tells it."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import datetime

from bot.domain.feed import Failure, Feed
from bot.pipeline.addresses.canonical import shown
from bot.pipeline.feeds import moves as moving
from bot.pipeline.feeds.rhythm import TELL_AFTER
from bot.pipeline.notices import notify
from bot.pipeline.refresh.judge import Judge
from bot.pipeline.refresh.values import Failed
from bot.storage import Connection, feeds, following

_FAILING = "A feed can't be read"
_HEADS = {
    Failure.GONE: "A feed is gone",
    Failure.MOVED: "A feed has moved, and its new place is not known",
    Failure.BOT_WALL: "A feed is kept behind a wall against bots",
    Failure.BLOCKED: "A feed is closed to this bot",
    Failure.NOT_A_FEED: "A feed is no feed any more",
}
# What to do where the cause by itself does not say so.
_ADVICE = dict.fromkeys(
    (Failure.SERVER, Failure.TIMEOUT, Failure.CONNECT),
    " If a browser fares no better, tell the site, or look for another of its feeds.",
) | {Failure.RATE_LIMITED: " Ask the site how often feed readers may come."}


async def moved(
    connection: Connection, feed: Feed, there: str, followers: Iterable[int], *, now: datetime
) -> None:
    """Tell those who followed a feed under its old address where it is read from now on."""
    text = (
        f"It is read at {shown(there)} from now on, because {feed.shown_url} has sent us there for good "
        f"on {moving.SEEN} checks in a row. There is nothing to do."
    )
    for guild_id in followers:
        await notify(
            connection, guild_id, _move(feed, there), f"A feed has moved: {_name(feed)}", text, now=now
        )


async def moved_with_a_key(connection: Connection, feed: Feed, there: str, *, now: datetime) -> None:
    """Tell that a feed has moved and that its address is not changed, for it holds a secret."""
    await _tell(
        connection,
        feed,
        _move(feed, there),
        "A feed has moved",
        f"Its place is {shown(there)} now. Its present address holds a password or a key, so Salient "
        "does not change it by itself and reads on by way of the old one. To change it: /feed add "
        "with the new address, then /feed remove with the old one.",
        now=now,
    )


async def failing(
    connection: Connection,
    feed: Feed,
    poll: Failed,
    *,
    since: datetime,
    rests_until: datetime,
    instead: str | None,
) -> None:
    """Tell that a feed can't be read *since*, when it is tried again, and which other one could be."""
    offer = ""
    if instead:
        offer = f" Its site names another feed, which can be read: {shown(instead)} (/feed add takes it)."
    cause = poll.detail.removesuffix(poll.then).rstrip()
    await _tell(
        connection,
        feed,
        f"failing:{feed.id}:{since:%Y%m%dT%H%M%S}",
        _FAILING if poll.then else _HEADS.get(poll.kind, _FAILING),
        f"It has failed since {_moment(since)} ({poll.kind.value}). {cause}{_ADVICE.get(poll.kind, '')}"
        f"{offer} {_again(rests_until, poll.at)}, and you will hear when it is back.",
        now=poll.at,
    )


async def back(
    connection: Connection, feed: Feed, *, since: datetime, arrived: int, lost: int, now: datetime
) -> None:
    """Tell that a feed which failed *since* can be read again, what came late and may be *lost*."""
    came = "Nothing came late" if not arrived else f"{_articles(arrived)} came late"
    if feed.primed_at is None:
        came = f"It was read for the first time, with {_articles(arrived)}"
    if lost:
        came += f"; perhaps {_articles(lost)} came and went unseen meanwhile"
    await _tell(
        connection,
        feed,
        f"recovered:{feed.id}:{since:%Y%m%dT%H%M%S}",
        "A feed is back",
        f"It can be read again after failing since {_moment(since)}. {came}.",
        now=now,
    )


async def unreadable(
    connection: Connection, judge: Judge, told: Collection[tuple[int, int]], *, now: datetime
) -> set[tuple[int, int]]:
    """Tell the guilds whose watchlist can't be parsed any more; return which, as (watchlist, version).

    Those in *told* know already.
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


async def _tell(
    connection: Connection, feed: Feed, subject: str, head: str, text: str, *, now: datetime
) -> None:
    """Tell every guild that follows a feed; *subject* is what each hears of once."""
    for guild_id in await following.guilds_following(connection, feed.id):
        await notify(connection, guild_id, subject, f"{head}: {_name(feed)}", text, now=now)


def _move(feed: Feed, there: str) -> str:
    return f"moved:{feed.id}:{feeds.url_hash(there)}"


def _again(rests_until: datetime, now: datetime) -> str:
    """Return in words when a feed that fails is tried again."""
    if rests_until - now < TELL_AFTER:
        return "It is tried again at least once a day"
    return f"Its site asks to be left alone until {_moment(rests_until)}, and is not asked before"


def _moment(at: datetime) -> str:
    return f"{at.day} {at:%B, %H:%M} UTC"


def _articles(count: int) -> str:
    return f"{count:,} article{'s' * (count != 1)}"


def _name(feed: Feed) -> str:
    return feed.title or feed.shown_url
