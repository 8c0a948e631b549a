"""The conductor: what is due is claimed, read side by side, and handed to the one keeper.

A tick only starts work and never waits for it, so that a slow feed delays no other. Work that fails leaves
its feed due: the lease is given back, and the next tick tries again.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import datetime, timedelta
from functools import partial
from random import Random

import structlog

from bot.domain.clock import Clock
from bot.domain.feed import Feed
from bot.errors import NotAsked, StorageError
from bot.pipeline.feeds.absent import Absence
from bot.pipeline.fetch import Fetcher
from bot.pipeline.refresh.claims import Claims
from bot.pipeline.refresh.judge import Judge
from bot.pipeline.refresh.keeper import Keeper
from bot.pipeline.refresh.masking import Masking
from bot.pipeline.refresh.reading import Reader
from bot.pipeline.refresh.values import Counts, RefreshOptions
from bot.pipeline.workers.pool import ParserPool
from bot.storage import Database, absences, articles, timekeeping
from bot.text import Analyser, LanguageDetector

# After the clock was set back, feeds that wait for a time that is not to come are checked within so long.
CATCH_UP = timedelta(minutes=10)

# For what was read to be filed when the process stops; more only where the database hardly answers.
FILING = 2.0  # seconds

# A page whose reading could not be stored is left alone this long, so that its site isn't asked every second.
PAGE_REST = 60.0  # seconds

# Entries that left their feeds early are few, and their pages are in no hurry.
LOOK_EVERY = 15.0  # seconds
LOOKS_AT_ONCE = 4

Task = asyncio.Task[Counts | None]  # None: it failed
Progress = Callable[[int, int], None]  # feeds done, feeds claimed so far

log = structlog.get_logger()


def nothing() -> None:
    """Do nothing."""


class Refresh:
    """Brings articles in, from due feeds to wanted deliveries.

        refresh = Refresh(database, fetcher, parsers, clock, options=RefreshOptions(), wanted=deliver_now)
        await refresh.start()
        await refresh.tick()    # every second; or `once()` for one whole round
        await refresh.drain(5)

    Made and used within one event loop. `wanted` is called after each commit that wants something delivered.
    """

    def __init__(
        self,
        database: Database,
        fetcher: Fetcher,
        parsers: ParserPool,
        clock: Clock,
        *,
        options: RefreshOptions | None = None,
        wanted: Callable[[], None] = nothing,
        random: Random | None = None,
    ) -> None:
        self._database = database
        self._clock = clock
        self._options = options = options or RefreshOptions()
        self._reader = Reader(database, fetcher, parsers, clock, options)
        self._claims = Claims(database, clock, options)
        self._judge = Judge(Analyser(), LanguageDetector(), window=options.window)
        self._masking = Masking(database, self._judge, clock)
        self._keeper = Keeper(
            database,
            self._judge,
            self._masking,
            clock,
            options,
            random=random or Random(),  # noqa: S311  spreads polls, keeps no secret
            wanted=wanted,
            under_way=lambda: len(self._feeds),
        )
        self._keeping: asyncio.Task[None] | None = None
        self._masks: asyncio.Task[Counts | None] | None = None
        self._feeds: dict[Task, Feed] = {}
        self._pages: dict[Task, int] = {}
        self._looks: dict[Task, int] = {}  # at pages of these entries
        self._looked_at = 0.0
        self._pages_rest: dict[int, float] = {}  # article ids left alone until then, on the loop's clock
        self._ticked_at: datetime | None = None  # by the world's clock, which may be set back
        self._stopping = False

    async def start(self) -> None:
        """Learn from rows what is watched, open and resting, then start the keeper. Raises StorageError."""
        await self._reader.rests.begin(self._database)
        await self._keeper.begin()
        self._keeping = asyncio.create_task(self._keeper.run(), name="keeper")

    async def take_over(self) -> None:
        """Make due again the feeds that an earlier process held when it died. Raises StorageError.

        Only for the process that plays the keeper: commits of whoever held them are refused from now on.
        Without it they are due when their leases end.
        """
        await self._claims.take_over()

    async def tick(self) -> None:
        """Start what is due; never raises, never waits for the web."""
        await self._guarded(self._start_due, "tick")

    async def once(self, progress: Progress | None = None) -> Counts:
        """Poll every feed that is due now, once, with the pages of their articles; return what came of it.

        Raises StorageError where the database can't be asked for what is due.
        """
        total = Counts()
        claimed = done = 0
        await self._keep_time()
        now = self._clock.now()
        under_way: set[Task] = set()
        while True:
            room = self._options.in_flight - len(under_way)
            started = await self._claim(room, now=now) if room > 0 else []
            claimed += len(started)
            under_way.update(started)
            if not under_way:
                break
            finished, under_way = await asyncio.wait(
                under_way, timeout=self._options.renew_every, return_when=asyncio.FIRST_COMPLETED
            )
            await self._guarded(self._renewed, "renewing leases")
            for task in finished:
                total.add(task.result() or Counts(feeds=1, failed=1))
            done += len(finished)
            if progress is not None:
                progress(done, claimed)
        while pages := await self._start_pages():
            for counts in await asyncio.gather(*pages):
                total.add(counts or Counts())
        while looks := await self._start_looks():
            for counts in await asyncio.gather(*looks):
                total.add(counts or Counts())
        await self._guarded(self._mask, "masks")
        await self._claims.settle()
        return total

    async def drain(self, patience: float = 5.0) -> None:
        """Stop cleanly: readers get *patience* seconds, what was read is filed, the rest stays due."""
        self._stopping = True
        under_way = {*self._feeds, *self._pages, *self._looks}
        if under_way:
            await asyncio.wait(under_way, timeout=patience)
        late = [task for task in under_way if not task.done()]
        unread = [self._feeds[task] for task in late if task in self._feeds]
        for task in late:
            task.cancel()
        await asyncio.gather(*late, return_exceptions=True)
        await self._reader.aclose()
        if self._masks is not None:  # what it has not done is in the rows
            self._masks.cancel()
            await asyncio.gather(self._masks, return_exceptions=True)
        if self._keeping is not None:
            self._keeper.stop()
            await asyncio.wait({self._keeping}, timeout=FILING)
            self._keeping.cancel()  # what it could not file in time stays due
            await asyncio.gather(self._keeping, return_exceptions=True)
            self._keeping = None
        for feed in unread:
            self._claims.give_back(feed)
        await self._guarded(self._end_claims, "giving feeds back")
        self._judge.close()

    async def _renewed(self) -> Counts:
        await self._claims.renew(self._feeds.values())
        return Counts()

    async def _end_claims(self) -> Counts:
        await self._claims.settle()
        await self._reader.rests.keep(self._database)
        return Counts()

    async def _start_due(self) -> Counts:
        await self._keep_time()
        await self._claims.settle()
        await self._reader.rests.keep(self._database)
        await self._claims.renew(self._feeds.values())
        room = self._options.in_flight - len(self._feeds)
        if room > 0 and not self._stopping:
            await self._claim(room)
        if not self._stopping:
            await self._start_pages()
            self._start_masks()
            now = asyncio.get_running_loop().time()
            if now - self._looked_at >= LOOK_EVERY:
                self._looked_at = now
                self._masking.look()
                await self._start_looks()
        return Counts()

    async def _keep_time(self) -> None:
        """Where the clock was set back, or was ahead in an earlier process, let nothing wait for it."""
        now, before = self._clock.now(), self._ticked_at
        if before is None:
            async with self._database.read() as connection:
                was_ahead = await timekeeping.is_ahead(connection, now=now)
        else:
            was_ahead = now < before - timekeeping.SLACK
        if was_ahead:
            async with self._database.write() as connection:
                waiting = await timekeeping.put_right(connection, now=now, spread=CATCH_UP)
            log.warning("the clock was set back", by=before and str(before - now), feeds=waiting)
        self._ticked_at = now

    def _start_masks(self) -> None:
        """Start to learn and hide what sites repeat, unless that is under way."""
        if self._masking.is_due and (self._masks is None or self._masks.done()):
            self._masks = asyncio.create_task(self._guarded(self._mask, "masks"), name="masks")

    async def _mask(self) -> Counts:
        worked = True
        while worked and not self._stopping:
            worked = await self._masking.work()
        return Counts()

    async def _claim(self, limit: int, *, now: datetime | None = None) -> list[Task]:
        """Claim due feeds and start to read them."""
        started = []
        for feed in await self._claims.claim(limit, under_way=self._feeds.values(), now=now):
            task = asyncio.create_task(
                self._guarded(partial(self._poll, feed), "poll", feed=feed), name=f"feed {feed.id}"
            )
            self._feeds[task] = feed
            task.add_done_callback(self._feed_done)
            started.append(task)
        return started

    def _feed_done(self, task: Task) -> None:
        del self._feeds[task]

    def _page_done(self, task: Task) -> None:
        article_id = self._pages.pop(task)
        if not task.cancelled() and task.result() is None:
            self._pages_rest[article_id] = asyncio.get_running_loop().time() + PAGE_REST

    async def _poll(self, feed: Feed) -> Counts:
        try:
            read = await self._reader.feed(feed)
        except NotAsked as error:
            again_at = self._clock.now() + timedelta(seconds=error.retry_after or 0.0)
            self._claims.give_back(replace(feed, host=error.host or feed.host), again_at)
            return Counts(feeds=1, unchanged=1)
        counts = await self._keeper.keep(read)
        self._claims.stored(feed)
        return counts

    async def _start_pages(self) -> list[Task]:
        """Start to read pages that are due."""
        room = self._options.pages_in_flight - len(self._pages)
        if room <= 0:
            return []
        now = asyncio.get_running_loop().time()
        self._pages_rest = {one: until for one, until in self._pages_rest.items() if until > now}
        skipped = {*self._pages.values(), *self._pages_rest}
        async with self._database.read() as connection:
            due = await articles.pages_due(connection, now=self._clock.now(), limit=room + len(skipped))
        started = []
        for article_id, url, attempts in [one for one in due if one[0] not in skipped][:room]:
            task = asyncio.create_task(
                self._guarded(partial(self._page, article_id, url, attempts), "page"),
                name=f"page {article_id}",
            )
            self._pages[task] = article_id
            task.add_done_callback(self._page_done)
            started.append(task)
        return started

    async def _start_looks(self) -> list[Task]:
        """Start to look at the pages of entries that left their feeds early."""
        room = LOOKS_AT_ONCE - len(self._looks)
        if room <= 0:
            return []
        async with self._database.read() as connection:
            due = await absences.due(connection, now=self._clock.now(), limit=LOOKS_AT_ONCE)
        started = []
        for absence in [one for one in map(Absence._make, due) if one.entry_id not in self._looks.values()]:
            task = asyncio.create_task(
                self._guarded(partial(self._look, absence), "look"), name=f"absence {absence.entry_id}"
            )
            self._looks[task] = absence.entry_id
            task.add_done_callback(self._looks.pop)
            started.append(task)
        return started

    async def _look(self, absence: Absence) -> Counts:
        return await self._keeper.keep(await self._reader.absence(absence))

    async def _page(self, article_id: int, url: str, attempts: int) -> Counts:
        return await self._keeper.keep(await self._reader.page(article_id, url, attempts))

    async def _guarded(
        self, work: Callable[[], Awaitable[Counts]], what: str, *, feed: Feed | None = None
    ) -> Counts | None:
        """Do a piece of a tick's work; None where it failed, which is logged and leaves its feed due."""
        try:
            return await work()
        except StorageError as error:
            log.error("not stored, tried again", what=what, feed=feed and feed.id, why=str(error))  # noqa: TRY400
            if feed is not None:
                self._claims.not_stored(feed)
        except Exception:
            log.exception("a fault of ours", what=what, feed=feed and feed.id)
            if feed is not None:
                self._claims.faulted(feed)
        return None
