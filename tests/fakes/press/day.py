"""Let the real refresh live with a made-up press in virtual time, be killed, and be told wrong times."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from random import Random

from bot.pipeline.refresh import Refresh, RefreshOptions
from bot.pipeline.workers.pool import ParserPool
from bot.storage import Database, feeds, following, guilds, polls, watchlists
from tests.fakes.press.outlets import HOUR, WATCHED, PressFeed
from tests.fakes.press.web import PressFetcher, PressWeb, Truth

GUILD, CHANNEL, ADMIN = 1, 100, 900
STEP = timedelta(seconds=30)  # of virtual time: the bot itself looks every second

AFTERWARDS = (1, 1, 2, 4, 8, 12)  # hours, because a feed that failed is probed once a day


@dataclass(frozen=True)
class Jump:
    """The bot's clock is wrong for a while."""

    start: datetime
    end: datetime
    error: timedelta


@dataclass
class Day:
    """What was done to the bot, in time as it is."""

    crashes: Sequence[datetime] = ()
    restarts: Sequence[datetime] = ()
    jumps: Sequence[Jump] = ()
    step: timedelta = STEP
    ids: dict[str, int] = field(default_factory=dict)  # feed ids by their first URL


class MortalRefresh(Refresh):
    """Can be killed as a process is: nothing is filed, nothing given back."""

    async def die(self) -> None:
        """End at once, wherever it is."""
        under_way = [*self._feeds, *self._pages, self._keeping, self._masks]
        tasks = [one for one in under_way if one is not None]
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        await self._reader.aclose()
        self._judge.close()


async def furnish(database: Database, press: Sequence[PressFeed], truth: Truth, day: Day) -> None:
    """Store a guild that follows all feeds and waits for one word."""
    now = truth.now()
    async with database.write() as connection:
        await guilds.joined(connection, GUILD, owner_id=ADMIN)
        await watchlists.add(
            connection,
            guild_id=GUILD,
            channel_id=CHANNEL,
            name="Watched",
            query=WATCHED,
            role_id=None,
            by=ADMIN,
            now=now,
        )
        for one in press:
            stored = await feeds.add(
                connection,
                url=one.url,
                shown_url=one.url,
                title=one.host,
                outlet=one.host,
                site_url=None,
                language=None,
                now=now,
            )
            await following.follow(connection, GUILD, stored.id, by=ADMIN, now=now)
            day.ids[one.url] = stored.id


async def live(
    database: Database,
    web: PressWeb,
    pool: ParserPool,
    day: Day,
    *,
    until: datetime,
    seed: int = 1,
    each_hour: Callable[[], Awaitable[None]] | None = None,
) -> None:
    """Let time pass until then, with all that the day brings; *each_hour* is called in between."""
    random, truth = Random(seed), web.truth
    next_hour = truth.at + HOUR
    crashes, restarts = sorted(day.crashes), sorted(day.restarts)
    async with PressFetcher(web) as fetcher:

        async def begun() -> MortalRefresh:
            options = RefreshOptions(gathering=0.0)
            refresh = MortalRefresh(database, fetcher, pool, truth, options=options, random=random)
            await refresh.take_over()
            await refresh.start()
            return refresh

        refresh = await begun()
        while truth.at < until:
            truth.at += day.step
            truth.error = next(
                (one.error for one in day.jumps if one.start <= truth.at < one.end), timedelta()
            )
            if crashes and truth.at >= crashes[0] and await _is_due(database, truth):
                crashes.pop(0)
                await _killed(refresh, random)
                refresh = await begun()
            elif restarts and truth.at >= restarts[0]:
                restarts.pop(0)
                await refresh.drain(1)
                refresh = await begun()
            await refresh.once()
            if each_hour is not None and truth.at >= next_hour:
                next_hour += HOUR
                await each_hour()
        for hours in AFTERWARDS:  # nothing happens any more, and every feed is read again
            truth.at, truth.error = truth.at + timedelta(hours=hours), timedelta()
            await refresh.once()
        await refresh.drain(1)


async def _is_due(database: Database, truth: Truth) -> bool:
    async with database.read() as connection:
        due = await polls.next_due_at(connection)
    return due is not None and due <= truth.now()


async def _killed(refresh: MortalRefresh, random: Random) -> None:
    """Kill the bot while it polls: somewhere between the first claim and the last commit."""
    polling = asyncio.create_task(refresh.once())
    for _ in range(random.randrange(3, 400)):
        await asyncio.sleep(0)
    polling.cancel()
    with suppress(asyncio.CancelledError):
        await polling
    await refresh.die()
