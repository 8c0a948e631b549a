"""Measure polls: 85% answer 304, 15% a feed of 150 KB as gzip, from outlets 20 ms away, with every check on.

    python -m measure.polls

SIZE (articles, as in the other measurements) gives SIZE / 250 feeds: 400 unless set. Each outlet has its own
127.x.y.z, in a process of its own. Processor time counts the bot's process and its parsers', not the
outlets'; wall time shares this machine with them. Beside it, httpx and feedparser alone poll the same
outlets: without checks of addresses, limits, schedule and database.
"""

from __future__ import annotations

import asyncio
import gc
import os
import random
import tempfile
import time
from collections.abc import Awaitable, Callable, Sequence
from contextlib import AsyncExitStack
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import feedparser
import httpx

from bot.domain.clock import SystemClock
from bot.domain.feed import Feed
from bot.pipeline.feeds.identity import entry_hash, names_of, shown_hash
from bot.pipeline.feeds.rhythm import counted
from bot.pipeline.fetch import Fetched, Fetcher, FetchOptions
from bot.pipeline.refresh import Refresh
from bot.pipeline.workers.pool import ParserPool, PoolOptions
from bot.storage import Database, articles, connect, entries, polls, revisions, stories
from bot.storage.entries import NewEntry
from bot.storage.migrate import migrate
from bot.storage.polls import Success
from bot.storage.revisions import Version
from measure.pipeline import furnish, outlets, publish

FEEDS_OF_SIZE = 250
ENTRIES = 21  # of 600 words: 150 KB
DELAY = 20.0  # milliseconds
CHANGED = 0.15  # share of polls that answer with a body
AT_ONCE = 64  # requests, as the bot's fetcher has
SEED = 7
TICKS = os.sysconf("SC_CLK_TCK")


@dataclass(frozen=True)
class Cost:
    """What a round cost."""

    polls: int
    wall: float  # seconds
    cpu: float  # seconds

    def __str__(self) -> str:
        per_thousand = 1000 * self.cpu / self.polls
        return (
            f"{per_thousand:.2f} CPU s a 1,000 polls, so {1000 / per_thousand:,.0f} polls/s of one core; "
            f"{self.polls / self.wall:,.0f} polls/s by the clock"
        )


def processor_time() -> float:
    """Return the processor seconds of this process and of the parsers that it started."""
    return time.process_time() + sum(_spent(pid) for pid in _parsers())


def _parsers() -> list[int]:
    found = []
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            words = (folder / "cmdline").read_bytes()
            parent = int((folder / "stat").read_text().rpartition(")")[2].split()[1])
        except OSError:
            continue
        if parent == os.getpid() and b"bot.pipeline.workers.child" in words:
            found.append(int(folder.name))
    return found


def _spent(pid: int) -> float:
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / TICKS


async def cost(polls: int, work: Callable[[], Awaitable[object]]) -> Cost:
    """Return what *work*, of so many polls, costs."""
    wall, cpu = time.perf_counter(), processor_time()
    await work()
    return Cost(polls, time.perf_counter() - wall, processor_time() - cpu)


async def prime(database: Database, fetcher: Fetcher, pool: ParserPool, stored: Sequence[Feed]) -> None:
    """Store each feed as polled once: its entries known, its validators kept."""
    now = datetime.now(UTC)
    answers = await asyncio.gather(*(_read(fetcher, pool, one.url) for one in stored))
    async with database.write() as connection:
        story = await stories.add(connection, now=now)
        article = await articles.add(connection, story_id=story, url=None, now=now)
        version = Version("feed", None, "Outlet", "One", "One text.", None, "en", None, now, None)
        revision = await revisions.first(connection, article, version, now=now)
        for feed, (answer, parsed) in zip(stored, answers, strict=True):
            names = names_of(parsed.entries)
            keys = [one.key(feed.identifier) for one in names]
            known = [
                NewEntry(
                    feed.id,
                    key,
                    article,
                    revision,
                    entry_hash(entry),
                    alertable=False,
                    link_hash=one.link,
                    title_hash=one.title,
                )
                for key, one, entry in zip(keys, names, parsed.entries, strict=True)
            ]
            await entries.add(connection, known, now=now)
            window = tuple(key[:12] for key in keys)
            rhythm = counted([now] * len(keys), now=now)
            done = Success(
                now,
                now,
                answer.etag,
                answer.last_modified,
                shown_hash=shown_hash(parsed),
                window=window,
                primed_at=now,
                rhythm=rhythm,
                rhythm_at=now,
            )
            await polls.record_success(connection, feed, done)


async def _read(fetcher: Fetcher, pool: ParserPool, url: str) -> tuple[Fetched, object]:
    answer = await fetcher.fetch(url)
    assert isinstance(answer, Fetched)
    return answer, await pool.parse(answer.body, url=url, content_type=answer.content_type)


async def due(database: Database, stored: Sequence[Feed]) -> None:
    """Make all feeds due."""
    now = datetime.now(UTC)
    async with database.write() as connection:
        for one in stored:
            await polls.reschedule(connection, one.id, now)


async def some(urls: Sequence[str], what: str, source: random.Random) -> None:
    """Let a share of the outlets change their feeds; a moment later all may be asked again."""
    for url in source.sample(urls, int(len(urls) * CHANGED)):
        await publish(url, what)
    await asyncio.sleep(1.1)  # a host is asked once a second


async def alone(urls: Sequence[str], source: random.Random) -> Cost:
    """Return what httpx and feedparser alone cost, connections kept, 64 at once."""
    etags: dict[str, str] = {}
    turns = asyncio.Semaphore(AT_ONCE)
    limits = httpx.Limits(max_connections=AT_ONCE, max_keepalive_connections=AT_ONCE)
    async with httpx.AsyncClient(limits=limits, timeout=60) as client:

        async def poll(url: str) -> None:
            async with turns:
                answer = await client.get(url, headers={"If-None-Match": etags[url]} if url in etags else {})
            etags[url] = answer.headers["etag"]
            if answer.status_code == httpx.codes.OK and url in polled:
                feedparser.parse(answer.content)
            polled.add(url)

        polled: set[str] = set()
        await asyncio.gather(*map(poll, urls))
        await some(urls, "touch", source)
        return await cost(len(urls), lambda: asyncio.gather(*map(poll, urls)))


async def measure(count: int, folder: Path) -> None:
    """Measure with *count* feeds."""
    source = random.Random(SEED)
    database = connect(f"sqlite+aiosqlite:///{folder / 'measure.sqlite'}")
    await migrate(database)
    async with AsyncExitStack() as stack:
        stack.push_async_callback(database.close)
        urls = await stack.enter_async_context(outlets(count, entries=ENTRIES, delay=DELAY))
        fetcher = await stack.enter_async_context(
            Fetcher(FetchOptions(allowed_hosts=("127.0.0.0/8",), allowed_ports=None))
        )
        pool = await stack.enter_async_context(ParserPool(PoolOptions(workers=1)))
        stored = await furnish(database, urls, 0, 1, [])
        await prime(database, fetcher, pool, stored)
        refresh = Refresh(database, fetcher, pool, SystemClock())
        await refresh.start()
        gc.collect()
        gc.freeze()  # as the bot does when it has started; httpx and feedparser gain by it, too
        rounds = (
            ("", "warming up"),
            ("", "all 304"),
            ("touch", "85% 304, a body parsed in the others, where only its date is new"),
            ("publish", "85% 304, an article new and filed in each of the others"),
        )
        found = {}
        for what, said in rounds:
            await due(database, stored)
            await some(urls if what else [], what, source)
            found[said] = await cost(count, refresh.once)
            if said != "warming up":
                print(f"{said}: {found[said]}")
        await refresh.drain()
        peers = await alone(urls, source)
        print(f"httpx and feedparser alone, a body parsed in 15%: {peers}")
        print(f"that is {peers.cpu / found[rounds[2][1]].cpu:.1f} times our processor time")


def main() -> None:
    """Measure."""
    count = max(20, int(os.environ.get("SIZE") or 100_000) // FEEDS_OF_SIZE)
    print(f"polls of {count:,} feeds of {ENTRIES} full texts (150 KB), {DELAY:g} ms away:")
    with tempfile.TemporaryDirectory(prefix="salient-measure-") as folder:
        asyncio.run(measure(count, Path(folder)))


if __name__ == "__main__":
    main()
