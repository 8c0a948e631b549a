"""Measure whether polls come in time: very many feeds at their own rhythms, in virtual time.

    python -m measure.punctuality

SIZE (articles, as in the other measurements) gives SIZE / 10 feeds: 10,000 unless set, 100,000 with
SIZE=1000000; POLLING_HOURS (1) says how long. Every virtual minute it tells how it goes. The conductor,
its claims, the parsers, filing and a SQLite database in a file are real; the web is not: each feed publishes
at its own rhythm, a fetch answers 304 or a small body after a time drawn at random, some never do, at the
pace that the fetcher keeps (one start a second to a host, so many at once in all). The clock goes on by a
second each tick, or by the processor time that the tick, its fetches and its filing took where that is more:
so a machine that is too slow shows as late polls. The parsers are processes of their own, on another core,
and count by what they took in all, at the end.
"""

from __future__ import annotations

import asyncio
import heapq
import math
import os
import random
import resource
import statistics
import sys
import tempfile
import time
from array import array
from collections import deque
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from pathlib import Path
from typing import Any

from sqlalchemy import insert

from bot.domain.feed import Feed, Rhythm
from bot.pipeline.feeds.rhythm import until_expected
from bot.pipeline.fetch import Fetched, NotModified
from bot.pipeline.refresh import Counts, Refresh, RefreshOptions
from bot.pipeline.workers.pool import ParserPool
from bot.storage import Database, connect, guilds
from bot.storage.feeds import host_of, url_hash
from bot.storage.migrate import migrate
from bot.storage.tables import feed as feed_table
from bot.storage.tables import guild_feed
from measure.prose import Prose, vocabulary

FEEDS_OF_SIZE = 10
START = datetime(2024, 10, 28, 6, tzinfo=UTC)
TOLD_EVERY = timedelta(minutes=1)
SETTLES = timedelta(minutes=4)  # for feeds to come into their rhythm
SHOWN = 10  # entries in a body, fewer at first
WORDS = 80  # of an entry: enough that its page isn't asked for
AT_ONCE = 256  # fetches, a setting (64 unless set)
PER_HOST = 3  # feeds of one host, on average; one host has many
CROWD = 200
A_DAY, SPREAD = 8.0, 1.6  # articles a day: median, and sigma of their logarithm
ANSWERS, ANSWERS_SPREAD = 0.4, 0.8  # seconds, likewise
NEVER = 0.01  # share of fetches that time out, after `TIMEOUT` seconds
TIMEOUT = 20.0
FETCH_COSTS = 0.0006  # processor seconds of a fetch, as `measure.polls` finds it
BOUNDS = RefreshOptions().bounds
LATE = 0.1  # of its interval, from when on a poll is late
SEED = 3
MIB = 1024 * 1024
ROWS = 5_000  # stored in one statement


class VirtualClock:
    """Stands still until it is moved."""

    def __init__(self) -> None:
        self.at = START

    def now(self) -> datetime:
        """Return the time."""
        return self.at


@dataclass
class Lateness:
    """What is known of the polls: their delay as a share of their interval."""

    shares: array[float] = field(default_factory=lambda: array("f"))
    delays: array[float] = field(default_factory=lambda: array("f"))

    def note(self, polled: Feed, now: datetime) -> None:
        """Take note of a fetch that starts."""
        if polled.last_checked_at is None:
            return
        interval = (polled.next_check_at - polled.last_checked_at).total_seconds()
        delay = (now - polled.next_check_at).total_seconds()
        self.delays.append(delay)
        self.shares.append(delay / max(interval, 1.0))


class Presses:
    """What each feed has published, by its own rhythm, up to when it was last asked."""

    def __init__(self, count: int) -> None:
        self._random = random.Random(SEED + 1)
        self._prose = Prose(vocabulary())
        self._published = array("I", bytes(4 * count))
        self._asked_at = array("d", [START.timestamp()]) * count
        self._newest: dict[int, list[str]] = {}
        self.articles = 0
        self.size = 0  # bytes of the texts that are held
        self.spent = 0.0  # processor seconds of the model itself

    def asked(self, number: int, rhythm: Rhythm, now: datetime) -> bytes | None:
        """Return the body of a feed that has published since it was last asked; None where it has not."""
        began = time.process_time()
        hours = (now.timestamp() - self._asked_at[number]) / 3600
        self._asked_at[number] = now.timestamp()
        new = self._poisson(rhythm.by_hour[now.hour] / rhythm.days * hours)
        body = self._body(number, new, now) if new else None
        self.spent += time.process_time() - began
        return body

    def _poisson(self, mean: float) -> int:
        """Return a number of events (Knuth, The Art of Computer Programming, section 3.4.1)."""
        left, limit, count = self._random.random(), math.exp(-min(mean, 50.0)), 0
        while left > limit:
            left *= self._random.random()
            count += 1
        return count

    def _body(self, number: int, new: int, now: datetime) -> bytes:
        items = self._newest.setdefault(number, [])
        for _ in range(new):
            self._published[number] += 1
            title, text = self._prose.article(WORDS)
            items.append(
                f"<item><guid>{number}-{self._published[number]}</guid><title>{title}</title>"
                f"<link>{url_of(number)}/{self._published[number]}</link>"
                f"<pubDate>{format_datetime(now)}</pubDate><description>{text}</description></item>"
            )
        self.articles += new
        self.size += sum(map(sys.getsizeof, items[-new:])) - sum(map(sys.getsizeof, items[:-SHOWN]))
        del items[:-SHOWN]
        shown = "".join(reversed(items))
        return f"<rss version='2.0'><channel><title>Feed {number}</title>{shown}</channel></rss>".encode()


class VirtualWeb:
    """Answers 304, or with what is new, in virtual time, at the pace that the fetcher keeps."""

    def __init__(self, clock: VirtualClock, lateness: Lateness, presses: Presses) -> None:
        self._presses = presses
        self._clock = clock
        self._lateness = lateness
        self._random = random.Random(SEED)
        self._next_start: dict[str, datetime] = {}
        self._queue: deque[tuple[datetime, int, Feed, asyncio.Future[None]]] = deque()
        self._under_way: list[tuple[datetime, int, asyncio.Future[None]]] = []
        self._number = 0
        self.polled: dict[str, Feed] = {}
        self.waiting = 0
        self.fetches = 0
        self.bodies = 0

    async def fetch(
        self, url: str, etag: str | None = None, last_modified: str | None = None, **_: Any
    ) -> Fetched | NotModified:
        """Return what is new, or that nothing is, when the time has come."""
        feed = self.polled.pop(url)
        host, now = host_of(url), self._clock.now()
        start = max(now, self._next_start.get(host, now))
        self._next_start[host] = start + timedelta(seconds=1)
        done: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._number += 1
        self._queue.append((start, self._number, feed, done))
        self.waiting += 1
        await done
        now = self._clock.now()
        assert feed.rhythm is not None
        body = self._presses.asked(int(url.rpartition("/")[2]), feed.rhythm, now)
        if body is None:
            return NotModified(url, etag, last_modified, (), now)
        self.bodies += 1
        return Fetched(url, 200, body, "application/rss+xml", f'"{now:%H%M%S}"', None, (), now)

    @property
    def spent(self) -> float:
        """The processor seconds that the model itself took."""
        return self._presses.spent

    def tick(self) -> None:
        """Let answers come that are due, and start what may be started."""
        now = self._clock.now()
        while self._under_way and self._under_way[0][0] <= now:
            _, _, done = heapq.heappop(self._under_way)
            self.waiting -= 1
            done.set_result(None)
        later = []
        while self._queue and len(self._under_way) < AT_ONCE:
            start, number, polled, done = self._queue.popleft()
            if start > now:
                later.append((start, number, polled, done))
                continue
            self._lateness.note(polled, now)
            self.fetches += 1
            takes = TIMEOUT if self._random.random() < NEVER else self._draw()
            heapq.heappush(self._under_way, (now + timedelta(seconds=takes), number, done))
        self._queue.extendleft(reversed(later))

    def _draw(self) -> float:
        return self._random.lognormvariate(math.log(ANSWERS), ANSWERS_SPREAD)


class WatchedRefresh(Refresh):
    """Tells which feed is about to be fetched, and how many are under way."""

    web: VirtualWeb

    async def _poll(self, feed: Feed) -> Counts:
        self.web.polled[feed.url] = feed
        return await super()._poll(feed)

    async def settled(self) -> None:
        """Wait until every poll under way waits for the web."""
        while len(self._feeds) != self.web.waiting:  # noqa: ASYNC110  the conductor tells nobody
            await asyncio.sleep(0.001)


def url_of(number: int, host: str = "articles.example") -> str:
    """Return where a feed, or what it publishes, stands."""
    return f"https://{host}/feed/{number}"


def rows(count: int) -> Iterator[dict[str, Any]]:
    """Yield so many feeds, in their rhythms, due at any moment of their interval."""
    source = random.Random(SEED)
    for number in range(count):
        host = "crowd.example" if number < CROWD else f"outlet{source.randrange(count // PER_HOST)}.example"
        url = url_of(number, host)
        a_day = min(source.lognormvariate(math.log(A_DAY), SPREAD), 500.0)
        wakes = source.randrange(24)
        by_hour = [
            round(14 * a_day * (1 + 0.9 * math.cos((hour - wakes) / 24 * math.tau)) / 24)
            for hour in range(24)
        ]
        rhythm = Rhythm(tuple(by_hour), 14.0)
        interval = timedelta(seconds=BOUNDS.clip(until_expected(rhythm, START, most=BOUNDS.most)))
        due = START + interval * source.random()
        yield {
            "url": url,
            "url_hash": url_hash(url),
            "host": host,
            "shown_url": url,
            "title": f"Feed {number}",
            "outlet": host,
            "window": [],
            "created_at": START - timedelta(days=30),
            "next_check_at": due,
            "last_checked_at": due - interval,
            "last_success_at": due - interval,
            "primed_at": START - timedelta(days=30),
            "etag": f'"{number}"',
            "rhythm": asdict(rhythm),
            "rhythm_at": START,
        }


async def furnish(database: Database, count: int) -> None:
    """Store the feeds and a guild that follows them all."""
    async with database.write() as connection:
        await guilds.joined(connection, 1, owner_id=1)
        stored = list(rows(count))
        for first in range(0, count, ROWS):
            part = stored[first : first + ROWS]
            await connection.execute(insert(feed_table), part)
            following = [
                {
                    "guild_id": 1,
                    "feed_id": first + place + 1,
                    "followed_at": START,
                    "followed_by": 1,
                    "active_since": START,
                }
                for place in range(len(part))
            ]
            await connection.execute(insert(guild_feed), following)


async def run(
    refresh: WatchedRefresh, clock: VirtualClock, until: datetime, tell: Callable[[float], None] | None = None
) -> float:
    """Let time go on until then; return the processor seconds that all of it took.

    *tell* is called with them now and then: a run that is cut short has said something.
    """
    web, spent = refresh.web, 0.0
    tell_at = clock.at + TOLD_EVERY
    while clock.at < until:
        began, fetched, model = time.process_time(), web.fetches, web.spent
        web.tick()
        await refresh.settled()
        await refresh.tick()
        await refresh.settled()
        web.tick()  # what was claimed now starts at once
        took = time.process_time() - began - (web.spent - model) + FETCH_COSTS * (web.fetches - fetched)
        spent += took
        clock.at += timedelta(seconds=max(1.0, took))
        if tell is not None and clock.at >= tell_at:
            tell_at += TOLD_EVERY
            tell(spent)
    return spent


async def measure(count: int, lasts: timedelta, folder: Path) -> None:
    """Measure with *count* feeds, for so long."""
    database = connect(f"sqlite+aiosqlite:///{folder / 'measure.sqlite'}")
    await migrate(database)
    await furnish(database, count)
    clock, lateness = VirtualClock(), Lateness()
    presses = Presses(count)
    web = VirtualWeb(clock, lateness, presses)
    async with ParserPool() as pool:
        options = RefreshOptions(gathering=0.0)
        refresh = WatchedRefresh(database, web, pool, clock, options=options)  # type: ignore[arg-type]
        refresh.web = web
        await refresh.start()
        await run(refresh, clock, START + SETTLES)
        lateness.shares, lateness.delays = array("f"), array("f")
        before, articles, bodies = clock.at, presses.articles, web.bodies

        def tell(spent: float) -> None:
            took = (clock.at - before).total_seconds()
            told(lateness, took)
            print(
                f"  {web.bodies - bodies:,} answers with a body, {presses.articles - articles:,} articles "
                f"filed: {(presses.articles - articles) / took:.1f}/s"
            )
            most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
            print(
                f"  one core is busy {100 * spent / took:.0f}% of the time, fetches and filing included: "
                f"{60 * spent / took:.0f} CPU s a virtual minute, "
                f"{1000 * spent / len(lateness.shares):.2f} ms a poll; "
                f"memory {memory():,.0f} MB, {most:,.0f} at most (asked: under 1,000), of which the "
                f"outlets' texts, which no bot has, {presses.size / MIB:,.0f}",
                flush=True,
            )

        spent = await run(refresh, clock, before + lasts, tell)
        tell(spent)
        await refresh.drain(0)
    await database.close()
    children = resource.getrusage(resource.RUSAGE_CHILDREN)
    parsing = (children.ru_utime + children.ru_stime) / (clock.at - START).total_seconds()
    print(f"another core is busy {100 * parsing:.1f}% of the time with parsing")


def memory() -> float:
    """Return how many MB of this process are in memory now."""
    return int(Path("/proc/self/statm").read_text().split()[1]) * resource.getpagesize() / MIB


def told(lateness: Lateness, took: float) -> None:
    """Print how many polls of the last *took* seconds came late."""
    polls = len(lateness.shares)
    late = sum(share > LATE for share in lateness.shares)
    print(
        f"{polls:,} polls in {took / 60:.0f} virtual minutes, {polls / took:,.0f}/s: "
        f"{100 * late / polls:.2f}% later than a tenth of their interval (asked: 1% at most); delay p50 "
        f"{statistics.median(lateness.delays):.1f} s, longest {max(lateness.delays):.0f} s"
    )


def main() -> None:
    """Measure."""
    count = max(1_000, int(os.environ.get("SIZE") or 100_000) // FEEDS_OF_SIZE)
    lasts = timedelta(hours=float(os.environ.get("POLLING_HOURS") or 1))
    print(f"{count:,} feeds at their own rhythms, in virtual time, {AT_ONCE} fetches at once:")
    with tempfile.TemporaryDirectory(prefix="salient-measure-") as folder:
        asyncio.run(measure(count, lasts, Path(folder)))


if __name__ == "__main__":
    main()
