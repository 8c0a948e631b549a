"""The keeper: one task that files what readers bring, in order of arrival, transaction by transaction.

A transaction holds small arrivals together, up to a chunk of articles; a large feed is filed chunk by chunk,
and others have their turn in between. Only the last chunk stores the feed's validators and window, so that a
feed that could not be stored whole is read again. Where a transaction fails, nothing of it is remembered.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from random import Random

from bot.domain.clock import Clock
from bot.domain.feed import Feed
from bot.pipeline.outlets.outlet import named_by_pages, outlet_name, title_parts
from bot.pipeline.refresh import ending, feed_notices, leaving
from bot.pipeline.refresh.connectivity import Connectivity
from bot.pipeline.refresh.copying import Copying
from bot.pipeline.refresh.filing import Filing
from bot.pipeline.refresh.judge import Judge
from bot.pipeline.refresh.masking import Masking
from bot.pipeline.refresh.preparing import Piece, prepare
from bot.pipeline.refresh.values import (
    AbsenceSeen,
    Arrival,
    Counts,
    Failed,
    PageRead,
    Reading,
    RefreshOptions,
    Unchanged,
)
from bot.storage import Connection, Database, feeds, stories
from bot.storage.revisions import Version

# A clock that went back by more was ahead: what it made the windows forget is read again.
WENT_BACK = timedelta(hours=1)


@dataclass(slots=True, eq=False)
class Job:
    """An arrival on its way through the keeper; `filed` counts its news that are stored."""

    arrival: Arrival
    done: asyncio.Future[Counts]
    filed: int = 0
    counts: Counts = field(default_factory=Counts)

    def is_quiet(self) -> bool:
        """Return whether it brings nothing to file."""
        return isinstance(self.arrival, Unchanged) or (
            isinstance(self.arrival, Reading) and not self.arrival.sifted.news
        )

    def left(self) -> int:
        """Return how many articles are still to be filed."""
        if isinstance(self.arrival, Reading):
            return len(self.arrival.sifted.news) - self.filed
        return 1 if isinstance(self.arrival, PageRead) else 0


class Keeper:
    """Files arrivals. Made and used within one event loop; `run` until `stop`."""

    def __init__(
        self,
        database: Database,
        judge: Judge,
        masking: Masking,
        clock: Clock,
        options: RefreshOptions,
        *,
        random: Random,
        wanted: Callable[[], None],
        under_way: Callable[[], int] = lambda: 0,
    ) -> None:
        """Take the rooms below; *under_way* says how many polls may bring something soon."""
        self._database = database
        self._judge = judge
        self._masking = masking
        self._copying = Copying(window=options.window)
        self._clock = clock
        self._options = options
        self._random = random
        self._wanted = wanted
        self._filed_at: datetime | None = None  # the clock, when the windows were last looked at
        self._connectivity = Connectivity()
        self._under_way = under_way
        self._queue: asyncio.Queue[Job | None] = asyncio.Queue()
        self._told: set[tuple[int, int]] = (
            set()
        )  # (watchlist, version) whose admins know that it matches nothing

    async def begin(self) -> None:
        """Learn watchlists and window from rows. Raises StorageError."""
        now = self._clock.now()
        async with self._database.read() as connection:
            await self._judge.learn(connection, now=now)
            await self._catch_up(connection, now)
        self._filed_at = now

    async def _catch_up(self, connection: Connection, now: datetime) -> None:
        await self._judge.catch_up(connection, now=now)
        await self._copying.catch_up(connection, now=now)

    async def _follow_clock(self, now: datetime) -> None:
        """Read the windows anew where the clock was ahead and went back; meanwhile others may write."""
        if self._filed_at is not None and self._filed_at - now > WENT_BACK:
            self._judge.renew()
            self._copying.renew()
            async with self._database.read() as connection:
                await self._catch_up(connection, now)
        self._filed_at = now

    async def keep(self, arrival: Arrival) -> Counts:
        """Queue an arrival; return what came of it. Raises StorageError where it could not be stored."""
        job = Job(arrival, asyncio.get_running_loop().create_future())
        self._queue.put_nowait(job)
        return await job.done

    def stop(self) -> None:
        """Let `run` end once what is queued has been filed."""
        self._queue.put_nowait(None)

    async def run(self) -> None:
        """File arrivals until told to stop."""
        while True:
            batch, stopping = await self._next()
            if batch:
                await self._file(batch)
            if stopping and self._queue.empty():
                return
            if stopping:
                self.stop()

    async def _next(self) -> tuple[list[Job], bool]:
        """Wait for an arrival; return it with those that fit into the same transaction."""
        batch: list[Job] = []
        room = self._options.chunk
        job = await self._queue.get()
        if job is not None and job.is_quiet() and self._under_way() > 1:
            await asyncio.sleep(self._options.gathering)
        while job is not None:
            batch.append(job)
            room -= job.left()
            if room <= 0 or len(batch) >= self._options.chunk:
                return batch, False
            if self._queue.empty():
                return batch, False
            job = self._queue.get_nowait()
        return batch, True

    async def _file(self, batch: Sequence[Job]) -> None:
        """File a batch in one transaction; where that fails, each by itself, so that one spoils no other."""
        transaction = asyncio.create_task(self._transaction(batch))
        try:
            await asyncio.wait({transaction})
        except asyncio.CancelledError:
            transaction.cancel()  # and undone
            await asyncio.gather(transaction, return_exceptions=True)
            raise
        error = transaction.exception()
        if error is None:
            for job in batch:
                self._advance(job)
        elif len(batch) > 1:
            for job in batch:
                await self._file([job])
        elif not batch[0].done.done():
            batch[0].done.set_exception(error)

    def _advance(self, job: Job) -> None:
        """End a job, or queue what is left of it behind the others."""
        if job.left() > 0 and isinstance(job.arrival, Reading):
            self._queue.put_nowait(job)
        elif not job.done.done():
            job.done.set_result(job.counts)

    async def _transaction(self, batch: Sequence[Job]) -> None:
        prepared = [await self._prepared(job) for job in batch]
        try:
            filed, versions, told = await self._commit(batch, prepared)
        except BaseException:
            self._copying.forget()
            await self._judge.forget()
            raise
        self._judge.keep()
        self._copying.keep()
        for job in batch:
            if isinstance(job.arrival, Unchanged | Reading):
                self._connectivity.heard(job.arrival.at)
        self._masking.filed(versions)
        self._told |= told
        for job, (_, pieces), counts in zip(batch, prepared, filed, strict=True):
            job.filed += len(pieces)
            job.counts.add(counts)
        if any(counts.wanted for counts in filed):
            self._wanted()

    async def _commit(
        self, batch: Sequence[Job], prepared: Sequence[tuple[Feed | None, list[Piece]]]
    ) -> tuple[list[Counts], list[Version], set[tuple[int, int]]]:
        """Store a batch; return what came of each, what is new, and the watchlists whose admins were told."""
        now = self._clock.now()
        filed: list[Counts] = []
        versions: list[Version] = []
        await self._follow_clock(now)
        async with self._database.write() as connection:
            if any(pieces for _, pieces in prepared):
                await stories.in_turn(connection)
                await self._judge.catch_up(connection, now=now)
            if any(job.left() for job in batch):
                await self._copying.catch_up(connection, now=now)
            told: set[tuple[int, int]] = set()
            if not all(job.is_quiet() for job in batch):
                await self._judge.learn(connection, now=now)
                told = await feed_notices.unreadable(connection, self._judge, self._told, now=now)
                masked = [piece.version for _, pieces in prepared for piece in pieces]
                if await self._masking.learn(connection, masked):
                    prepared = [await self._prepared(job) for job in batch]
            nothing_new = [job.arrival for job in batch if isinstance(job.arrival, Unchanged)]
            await ending.unchanged(connection, nothing_new, bounds=self._options.bounds, random=self._random)
            for job, (feed, pieces) in zip(batch, prepared, strict=True):
                if isinstance(job.arrival, Unchanged):
                    filed.append(Counts(feeds=1, unchanged=1))
                    continue
                filing = Filing(connection, self._judge, self._copying, self._masking, self._options, now=now)
                await self._store(connection, filing, job, feed, pieces)
                await filing.done()
                filed.append(filing.counts)
                versions += filing.versions
        return filed, versions, told

    async def _prepared(self, job: Job) -> tuple[Feed | None, list[Piece]]:
        """Return the feed as this poll shows it, and its next chunk of news, analysed."""
        arrival = job.arrival
        if not isinstance(arrival, Reading):
            return None, []
        feed = _learnt(arrival)
        news = arrival.sifted.news[job.filed : job.filed + self._options.chunk]
        return feed, await prepare(self._judge, self._masking, arrival, feed, news) if news else []

    async def _store(
        self, connection: Connection, filing: Filing, job: Job, feed: Feed | None, pieces: Sequence[Piece]
    ) -> None:
        arrival = job.arrival
        bounds = self._options.bounds
        match arrival:
            case Failed():
                self._connectivity.failed(arrival.kind, feeds.host_of(arrival.feed.url), arrival.at)
                cut_off = self._connectivity.is_down(arrival.at)
                await ending.failed(connection, arrival, bounds=bounds, random=self._random, cut_off=cut_off)
                filing.counts.feeds, filing.counts.failed = 1, 1
            case PageRead():
                await filing.page(arrival)
            case AbsenceSeen():
                filing.counts.wanted += await leaving.seen(connection, arrival)
            case Reading():
                assert feed is not None
                await filing.file(feed, pieces, late=late_subject(arrival.feed.id, arrival.at))
                if job.filed + len(pieces) >= len(arrival.sifted.news):
                    await filing.flush()
                    await ending.read(connection, arrival, feed, bounds=bounds, random=self._random)
                    filing.counts.feeds = 1


def late_subject(feed_id: int, at: datetime) -> str:
    """Return what a digest of articles that arrived late is about."""
    return f"late:{feed_id}:{at:%Y%m%dT%H%M%S}"


def _learnt(reading: Reading) -> Feed:
    """Return the feed with what it says of itself now; an outlet's name that was set by hand stays."""
    feed, parsed = reading.feed, reading.parsed
    site = parsed.link or feed.site_url
    said = {"", outlet_name(feed.title, feed.site_url or feed.shown_url), *title_parts(feed.title)}
    by_title = feed.outlet in said
    title = parsed.title or feed.title
    outlet = outlet_name(title, site or feed.shown_url) if by_title else feed.outlet
    pages = ((page.canonical_url, page.outlet) for page in reading.pages.values())
    return replace(
        feed,
        title=title,
        site_url=site,
        language=parsed.language or feed.language,
        outlet=named_by_pages(outlet, pages),
    )
