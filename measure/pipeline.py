"""Measure the way of an article: feeds parsed, polls with 304s, and from a feed's answer to its alert.

    python -m measure.pipeline

SIZE (articles, as in the other measurements) gives SIZE / 100 feeds and as many watchlists: 1,000 unless set.
Outlets are a process of their own, each on its own 127.x.y.z; everything of the bot is real: the fetcher with
all its checks, the workers, a SQLite database in a file. All of it shares this machine's cores.
"""

from __future__ import annotations

import asyncio
import os
import random
import re
import statistics
import sys
import tempfile
import time
from collections.abc import AsyncIterator, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path

from bot.chat.cards import digest_fits, message_view
from bot.chat.client import GuildEvents, SalientClient
from bot.chat.sender import DiscordSender
from bot.chat.supervisor import Supervisor
from bot.domain.alert import Alert, Mentions, Message
from bot.domain.clock import SystemClock
from bot.domain.delivery import Sent, Target
from bot.domain.feed import Feed
from bot.domain.guild import Channel
from bot.pipeline.deliver import Deliver
from bot.pipeline.fetch import Fetched, Fetcher, FetchOptions, NotModified
from bot.pipeline.refresh import Refresh
from bot.pipeline.summarise import summarise
from bot.pipeline.summarise.leads import Leads
from bot.pipeline.workers.pool import ParserPool
from bot.storage import Database, connect, feeds, following, guilds, in_sight, polls, watchlists
from bot.storage.migrate import migrate
from bot.text import Analyser
from measure.outlets import vocabulary
from tests.fakes.discord import LocalDiscord, pointed_at

FEEDS_OF_SIZE = 100  # articles an outlet in the measurements' SIZE
ENTRIES = 5  # full texts in a feed
CHANNELS = 100  # that the watchlists are spread over: a channel takes 5 messages in 5 s from Discord
PARSED = 300  # feeds parsed for the figure of parsing alone
SPREAD = 60.0  # seconds over which the feeds are due in the last part: a check a minute each
WATCHED = 30.0  # seconds of that which are measured
NEWS = 0.15  # share of polls that find something (what a feed reader sees in practice: 85% are 304)
SEED = 5


class TimedFetcher(Fetcher):
    """Notes when each feed's answer with a body was complete."""

    answered: dict[str, datetime]

    async def fetch(
        self, url: str, etag: str | None = None, last_modified: str | None = None, **options: str
    ) -> Fetched | NotModified:
        """Fetch as the parent does."""
        answer = await super().fetch(url, etag, last_modified, **options)
        self.answered[url] = datetime.now(UTC)
        return answer


@asynccontextmanager
async def outlets(
    count: int, *, entries: int = ENTRIES, delay: float | None = None
) -> AsyncIterator[list[str]]:
    """Give the addresses of as many feeds; with a *delay*, in milliseconds, they are that far away."""
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        *("-m", "measure.outlets", str(count), str(entries), *([str(delay)] if delay is not None else [])),
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
    )
    assert process.stdout is not None
    assert process.stdin is not None
    try:
        lines = [(await process.stdout.readline()).decode().split() for _ in range(count)]
        yield [f"http://{host}:{port}/feed.xml" for host, port in lines]
    finally:
        process.stdin.close()
        await process.wait()


async def publish(url: str, what: str = "publish") -> None:
    """Let an outlet publish an article, or ("touch") write its feed anew."""
    host, port = re.findall(r"//(.+):(\d+)/", url)[0]
    reader, writer = await asyncio.open_connection(host, int(port))
    writer.write(f"POST /{what} HTTP/1.1\r\n\r\n".encode())
    await reader.readuntil(b"\r\n\r\n")
    writer.close()
    await writer.wait_closed()


class TimedSender(DiscordSender):
    """Notes when each alert's request begins."""

    requested: list[tuple[int, datetime]]  # (story, when)

    async def send(
        self, target: Target, message: Message, *, key: str, mentions: Mentions, reply_to: int | None = None
    ) -> Sent:
        """Send as the parent does."""
        if isinstance(message, Alert):
            self.requested.append((message.story_id, datetime.now(UTC)))
        return await super().send(target, message, key=key, mentions=mentions, reply_to=reply_to)


@asynccontextmanager
async def discord(local: LocalDiscord) -> AsyncIterator[TimedSender]:
    """Connect to the local Discord, as the bot does."""

    async def no_commands(_: SalientClient) -> None:
        """Add nothing."""

    with pointed_at(local.url):
        supervisor = Supervisor(local.world.token, lambda: SalientClient(no_commands, GuildEvents()))
        sender = TimedSender(lambda: supervisor.client, message_view)
        sender.requested = []
        connection = asyncio.create_task(supervisor.run())
        while not sender.ready():  # noqa: ASYNC110 - the cache of discord.py has no event to wait for
            await asyncio.sleep(0.05)
        try:
            yield sender
        finally:
            await supervisor.stop()
            await connection


async def furnish(
    database: Database, urls: list[str], lists: int, guild_id: int, channels: Sequence[int]
) -> list[Feed]:
    """Store a guild that follows all feeds and has so many watchlists; return the feeds."""
    now = datetime.now(UTC)
    source = random.Random(SEED)
    words = vocabulary()
    stored = []
    async with database.write() as connection:
        await guilds.joined(connection, guild_id, owner_id=1)
        for channel in channels:
            await guilds.save_channel(connection, Channel(channel, guild_id, budget=100))
        for url in urls:
            one = await feeds.add(
                connection, url=url, shown_url=url, title="", outlet="", site_url=None, language=None, now=now
            )
            await following.follow(connection, guild_id, one.id, by=1, now=now)
            stored.append(one)
        for number in range(lists):
            some = source.sample(words[100:], 4)
            query = f'watched{number} OR "{some[0]} {some[1]}" OR ({some[2]} {some[3]} -{some[0]})'
            await watchlists.add(
                connection,
                guild_id=guild_id,
                channel_id=channels[number % len(channels)],
                name=str(number),
                query=query,
                role_id=None,
                by=1,
                now=now,
            )
    return stored


async def parsing(pool: ParserPool, url: str, fetcher: Fetcher) -> None:
    """Print how many feeds a second the workers parse."""
    answer = await fetcher.fetch(url)
    assert isinstance(answer, Fetched)
    await pool.parse(answer.body, url=url)
    began = time.perf_counter()
    await asyncio.gather(*(pool.parse(answer.body, url=url) for _ in range(PARSED)))
    rate = PARSED / (time.perf_counter() - began)
    print(f"parsing alone: {rate:,.0f} feeds/s of {len(answer.body) / 1024:.0f} KB by two workers")


async def unchanged(database: Database, refresh: Refresh, stored: list[Feed]) -> None:
    """Print how many polls a second find nothing new."""
    now = datetime.now(UTC)
    async with database.write() as connection:
        for one in stored:
            await polls.reschedule(connection, one.id, now)
    began, spent = time.perf_counter(), time.process_time()
    counts = await refresh.once()
    took, cpu = time.perf_counter() - began, time.process_time() - spent
    print(
        f"unchanged: {counts.feeds / took:,.0f} polls/s ({counts.unchanged} of {counts.feeds} were 304), "
        f"{1000 * cpu / counts.feeds:.2f} CPU s a 1,000 polls"
    )


async def alerting(database: Database, refresh: Refresh, deliver: Deliver, stored: list[Feed]) -> datetime:
    """Let the feeds be polled on the real schedule for a while, some with news; return since when."""
    source = random.Random(SEED)
    now = datetime.now(UTC)
    async with database.write() as connection:
        for one in stored:
            due = now + timedelta(seconds=source.uniform(1, SPREAD))
            await polls.reschedule(connection, one.id, due)
    for one in source.sample(stored, int(len(stored) * NEWS)):
        await publish(one.url)
    until = time.perf_counter() + WATCHED
    while time.perf_counter() < until:
        await refresh.tick()
        await deliver.tick()
        await asyncio.sleep(1)
    return now


async def latencies(
    database: Database,
    answered: dict[str, datetime],
    sender: TimedSender,
    stored: list[Feed],
    since: datetime,
) -> list[float]:
    """Return the seconds from each feed's answer to the request that posts its alert."""
    url_of = {one.id: one.url for one in stored}
    found = []
    async with database.read() as connection:
        for story_id, requested in sender.requested:
            (guild_id,) = sender.guilds()
            newest = (await in_sight.of_story(connection, story_id, guild_id=guild_id))[-1]
            if newest.first_stored_at >= since:
                found.append((requested - answered[url_of[newest.feed_id]]).total_seconds())
    return found


async def measure(count: int, folder: Path) -> None:
    """Measure with *count* feeds and watchlists."""
    database = connect(f"sqlite+aiosqlite:///{folder / 'measure.sqlite'}")
    await migrate(database)
    options = FetchOptions(allowed_hosts=("127.0.0.0/8",), allowed_ports=None)
    async with AsyncExitStack() as stack:
        stack.push_async_callback(database.close)
        urls = await stack.enter_async_context(outlets(count))
        fetcher = await stack.enter_async_context(TimedFetcher(options))
        fetcher.answered = {}
        pool = await stack.enter_async_context(ParserPool())
        local = await stack.enter_async_context(LocalDiscord())
        guild = local.world.add_guild("News")
        channels = [guild.add_channel(f"alerts-{number}").id for number in range(CHANNELS)]
        sender = await stack.enter_async_context(discord(local))
        stored = await furnish(database, urls, count, guild.id, channels)
        clock = SystemClock()
        deliver = Deliver(
            database, sender, clock, summarise=partial(summarise, leads=Leads(Analyser())), fits=digest_fits
        )
        refresh = Refresh(database, fetcher, pool, clock, wanted=deliver.soon)
        await refresh.start()
        await parsing(pool, urls[0], fetcher)
        await first_polls(refresh, count)
        await unchanged(database, refresh, stored)
        since = await alerting(database, refresh, deliver, stored)
        await refresh.drain()
        await deliver.drain()
        found = await latencies(database, fetcher.answered, sender, stored, since)
    if len(found) < 2:
        print("from answer to the alert's request: not measured, too few feeds")
        return
    cuts = statistics.quantiles(found, n=100, method="inclusive")
    print(
        f"from answer to the alert's request: p50 {cuts[49] * 1000:.0f} ms, p95 {cuts[94] * 1000:.0f} ms "
        f"({len(found)} alerts, {count:,} full-text feeds polled once a minute, {count:,} watchlists)"
    )


async def first_polls(refresh: Refresh, count: int) -> None:
    """Print how fast a fresh set of feeds is brought in."""
    began = time.perf_counter()
    counts = await refresh.once()
    took = time.perf_counter() - began
    print(
        f"first polls: {counts.feeds / took:,.0f} feeds/s fetched, parsed, matched with {count:,} "
        f"watchlists and stored ({counts.articles / took:,.0f} articles/s)"
    )


def main() -> None:
    """Measure."""
    count = max(1, int(os.environ.get("SIZE") or 100_000) // FEEDS_OF_SIZE)
    print(f"the way of an article, {count:,} feeds of {ENTRIES} full texts:")
    with tempfile.TemporaryDirectory(prefix="salient-measure-") as folder:
        asyncio.run(measure(count, Path(folder)))


if __name__ == "__main__":
    main()
