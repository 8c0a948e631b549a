"""A newsroom's desk: guilds, feeds and watchlists around a real refresh over a real database and web."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from datetime import timedelta
from random import Random
from typing import Any

from bot.domain.article import Article
from bot.domain.delivery import Delivery, Kind, State
from bot.domain.feed import Feed
from bot.domain.guild import Channel
from bot.domain.watchlist import Notify, Watchlist
from bot.pipeline.fetch import Fetcher, FetchOptions
from bot.pipeline.refresh import Counts, Refresh, RefreshOptions
from bot.pipeline.workers.pool import ParserPool
from bot.storage import (
    Database,
    claims,
    deliveries,
    feeds,
    followers,
    following,
    guilds,
    in_sight,
    matches,
    watchlists,
)
from tests.builders import deliveries_of
from tests.conftest import ManualClock
from tests.fakes.feeds import Newspaper, newspaper
from tests.fakes.web import Web
from tests.parsers import shared_parsers
from tests.waiting import FOR_EVER, PATIENCE

GUILD, OTHER_GUILD = 1, 2
OWNER = 900  # of every guild
CHANNEL, OTHER_CHANNEL = 100, 200

FETCH = FetchOptions(
    allowed_hosts=("127.0.0.0/8",),
    allowed_ports=None,
    start_interval=0.0,
    connect_timeout=FOR_EVER,
    read_timeout=FOR_EVER,
    total_timeout=FOR_EVER,
)
SHORT = timedelta(minutes=1)


@dataclass
class Desk:
    """What a test does as admin, member and outlet, and what it sees of what is wanted."""

    database: Database
    web: Web
    clock: ManualClock
    fetcher: Fetcher
    pool: ParserPool
    refresh: Refresh
    options: RefreshOptions
    wanted: list[None] = field(default_factory=list)

    async def join(self, *guild_ids: int) -> None:
        async with self.database.write() as connection:
            for guild_id in guild_ids:
                await guilds.joined(connection, guild_id, owner_id=OWNER)

    async def paper(self, name: str) -> Newspaper:
        return await newspaper(self.web, name)

    async def follow(self, paper: Newspaper, guild_id: int = GUILD) -> Feed:
        now = self.clock.now()
        async with self.database.write() as connection:
            feed = await feeds.by_url(connection, paper.url) or await feeds.add(
                connection,
                url=paper.url,
                shown_url=paper.url,
                title=paper.name,
                outlet=paper.name,
                site_url=None,
                language="en",
                now=now,
            )
            await following.wake(connection, feed.id, now)
            await following.follow(connection, guild_id, feed.id, by=OWNER, now=now)
        return feed

    async def watch(
        self, query: str, *, guild_id: int = GUILD, channel_id: int = CHANNEL, name: str | None = None
    ) -> Watchlist:
        async with self.database.write() as connection:
            return await watchlists.add(
                connection,
                guild_id=guild_id,
                channel_id=channel_id,
                name=name or query,
                query=query,
                role_id=None,
                by=OWNER,
                now=self.clock.now(),
            )

    async def watch_directly(self, watchlist: Watchlist, member_id: int) -> None:
        async with self.database.write() as connection:
            await followers.follow(connection, watchlist.id, member_id, Notify.DIRECT, now=self.clock.now())

    async def alerts_off(self, channel_id: int = CHANNEL, guild_id: int = GUILD) -> None:
        async with self.database.write() as connection:
            await guilds.save_channel(connection, Channel(channel_id, guild_id, alerts_on=False))

    async def poll(self, after: timedelta = timedelta(hours=2)) -> Counts:
        """Let so much time pass, which makes every feed that succeeded due, and poll."""
        self.clock.advance(after)
        return await self.refresh.once()

    async def primed(self, *papers: Newspaper, guild_id: int = GUILD) -> None:
        """Follow feeds whose back catalogue is one article, and poll them the first time."""
        for paper in papers:
            paper.publish(f"{paper.name} opens its new office")
            await self.follow(paper, guild_id)
        await self.refresh.once()
        self.clock.advance(SHORT)

    async def deliveries(self, kind: Kind = Kind.ALERT, *, guild_id: int = GUILD) -> list[Delivery]:
        """Return what is wanted in a guild, the oldest first."""
        async with self.database.read() as connection:
            return await deliveries_of(connection, guild_id, kind)

    async def headlines(self, *, guild_id: int = GUILD, channel_id: int = CHANNEL) -> list[str]:
        """Return the headline of each story that a channel is alerted of, as its guild sees it."""
        return [
            (await self.story(one.story_id or 0, guild_id=guild_id))[0].title
            for one in await self.deliveries(guild_id=guild_id)
            if one.state is State.WANTED and one.target.id == channel_id
        ]

    async def story(self, story_id: int, *, guild_id: int = GUILD) -> list[Article]:
        async with self.database.read() as connection:
            return await in_sight.of_story(connection, story_id, guild_id=guild_id)

    async def outcomes(self, *, guild_id: int = GUILD) -> list[tuple[str, str]]:
        """Return (watchlist, outcome) of every match recorded for a guild."""
        async with self.database.read() as connection:
            found = await matches.among(connection, range(1, 500), guild_id=guild_id)
        return [(watchlist.name, outcome) for watchlist, _, outcome in found]

    async def feed(self, feed_id: int) -> Feed:
        async with self.database.read() as connection:
            found = await feeds.get(connection, feed_id)
        assert found is not None
        return found

    async def sent(self, delivery: Delivery, message_id: int = 5000) -> None:
        """Do what the deliverer does when Discord took a delivery."""
        now = self.clock.now()
        async with self.database.write() as connection:
            for one in await claims.claim(connection, now=now, lease=timedelta(minutes=1), limit=100):
                if one.id == delivery.id:
                    await claims.record_sent(
                        connection, one, message_id=message_id, sent_at=now, not_before=now
                    )
                    return
        raise AssertionError("it was not to be sent")

    async def set_state(self, delivery: Delivery, state: State) -> None:
        async with self.database.write() as connection:
            await deliveries.set_state(connection, delivery.id, state)

    @asynccontextmanager
    async def restarted(self) -> AsyncIterator[Desk]:
        """Give the desk as it is after the process was started anew on the same database."""
        async with refreshing(self.database, self.fetcher, self.pool, self.clock, self.options) as refresh:
            yield replace(self, refresh=refresh)


@asynccontextmanager
async def refreshing(
    database: Database,
    fetcher: Fetcher,
    pool: ParserPool,
    clock: ManualClock,
    options: RefreshOptions,
    wanted: list[None] | None = None,
) -> AsyncIterator[Refresh]:
    told = wanted if wanted is not None else []
    refresh = Refresh(
        database, fetcher, pool, clock, options=options, wanted=lambda: told.append(None), random=Random(1)
    )
    await refresh.start()
    try:
        yield refresh
    finally:
        await refresh.drain(0.5)


@asynccontextmanager
async def open_desk(
    database: Database, clock: ManualClock, options: RefreshOptions | None = None
) -> AsyncIterator[Desk]:
    options = options or RefreshOptions(page_wait=PATIENCE)
    wanted: list[None] = []
    pool: Any = shared_parsers()
    async with (
        Web() as web,
        Fetcher(FETCH, clock=clock) as fetcher,
        refreshing(database, fetcher, pool, clock, options, wanted) as refresh,
    ):
        desk = Desk(database, web, clock, fetcher, pool, refresh, options, wanted)
        await desk.join(GUILD, OTHER_GUILD)
        yield desk
