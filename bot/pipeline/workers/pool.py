"""The pool: jobs to worker processes, away from the event loop, within limits of time and memory.

A pool of its own rather than `ProcessPoolExecutor`, because there one worker killed for its cost breaks
the pool and fails the jobs of all others.
"""

from __future__ import annotations

import asyncio
import pickle
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Self

from bot.domain.feed import Failure, FeedLink, ParsedFeed
from bot.errors import ParseError
from bot.pipeline.extract import Page
from bot.pipeline.feeds.opml import Opml
from bot.pipeline.workers.process import Worker

# A job that has taken this long (seconds of its worker's processor time, where the system tells it, else by
# the clock) is let run on beside the others at low priority: those that wait behind it are feeds of a few
# milliseconds. On a machine that is busy with other things these take long by the clock, too: to start a new
# worker after each of them would cost a hundred times what they do.
PATIENCE = 1.0
STARVED = 10.0  # seconds by the clock after which it is let run on whatever it took: its worker may be stuck


@dataclass(frozen=True, slots=True)
class PoolOptions:
    """How many workers, and what one job may cost.

    `workers` run at full priority (one a core); up to `slow` more finish jobs that take long. A feed of
    10,000 entries takes about 3 s; 60 MB are needed by an idle worker, 100 with trafilatura loaded.
    """

    workers: int = 2
    slow: int = 4
    cpu_seconds: float = 20.0
    wall_seconds: float = 90.0
    memory_bytes: int = 1024**3


class ParserPool:
    """Worker processes, each started when first needed (a tenth of a second), replaced when it dies.

    A job that costs too much is ended with a `ParseError` (`kind` `Failure.TOO_COSTLY`), and delays no
    other by more than `PATIENCE`. Used within one event loop.
    """

    def __init__(self, options: PoolOptions | None = None) -> None:
        self._options = options or PoolOptions()
        self._places = asyncio.Semaphore(self._options.workers)
        self._slow = 0  # jobs under way at low priority
        self._idle: list[Worker] = []
        self._all: set[Worker] = set()
        self._closed = False

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_exc: object) -> None:
        await self.aclose()

    async def aclose(self) -> None:
        """End all workers; jobs under way are given up."""
        self._closed = True
        idle = set(self._idle)
        self._idle.clear()
        await asyncio.gather(*(worker.end(at_once=worker not in idle) for worker in list(self._all)))
        self._all.clear()

    async def parse(
        self,
        body: bytes,
        *,
        url: str,
        content_type: str | None = None,
        fetched_at: datetime | None = None,
        zone: int | None = None,
    ) -> ParsedFeed:
        """`bot.pipeline.parse.parse` in a worker; raises `ParseError`."""
        parsed = await self._run(
            "parse", body, url=url, content_type=content_type, fetched_at=fetched_at, zone=zone
        )
        assert isinstance(parsed, ParsedFeed)
        return parsed

    async def parse_if_changed(
        self,
        body: bytes,
        *,
        known: str | None,
        url: str,
        content_type: str | None,
        fetched_at: datetime | None,
        zone: int | None,
    ) -> tuple[ParsedFeed, str] | None:
        """Return the feed as `parse` does, with its `shown_hash`; None where that is the *known* one.

        Most bodies are new and say nothing new: they need not come back from the worker.
        """
        found = await self._run(
            "parse_if_changed",
            body,
            known=known,
            url=url,
            content_type=content_type,
            fetched_at=fetched_at,
            zone=zone,
        )
        assert found is None or isinstance(found[0], ParsedFeed)
        return found  # type: ignore[no-any-return]  # as its step says

    async def extract(self, html: bytes, *, url: str, content_type: str | None = None) -> Page | None:
        """`bot.pipeline.extract.extract` in a worker; raises `ParseError` where it costs too much."""
        page = await self._run("extract", html, url=url, content_type=content_type)
        assert page is None or isinstance(page, Page)
        return page

    async def feed_links(
        self, html: bytes, *, url: str, content_type: str | None = None
    ) -> tuple[FeedLink, ...]:
        """`feeds.discover.feed_links` in a worker; raises `ParseError` where it costs too much."""
        links = await self._run("feed_links", html, url=url, content_type=content_type)
        assert isinstance(links, tuple)
        return links

    async def read_opml(self, data: bytes) -> Opml:
        """`feeds.opml.read_opml` in a worker; raises `ParseError`, also where it costs too much."""
        read = await self._run("read_opml", data)
        assert isinstance(read, Opml)
        return read

    async def _run(self, step: str, *arguments: object, **keywords: object) -> Any:
        job = pickle.dumps((step, arguments, keywords), protocol=pickle.HIGHEST_PROTOCOL)
        await self._places.acquire()
        place = _Place(self)
        try:
            worker = await self._free_worker()
            try:
                succeeded, result = await self._within_limits(worker, job, place)
            except BaseException:
                self._all.discard(worker)
                await worker.end(at_once=True)
                raise
            await self._put_back(worker, is_fit=succeeded or result.kind != Failure.TOO_COSTLY, place=place)
        finally:
            place.leave()
        if not succeeded:
            raise result
        return result

    async def _within_limits(self, worker: Worker, job: bytes, place: _Place) -> tuple[bool, Any]:
        """Return the outcome of *job*; a worker that dies or takes too long is the job's fault."""
        doing = asyncio.ensure_future(worker.do(job))
        try:
            began, before = asyncio.get_running_loop().time(), worker.processor_time()
            left = self._options.wall_seconds
            while left > 0 and not doing.done():
                await asyncio.wait({doing}, timeout=min(PATIENCE, left))
                waited = asyncio.get_running_loop().time() - began
                left = self._options.wall_seconds - waited
                if not doing.done() and (waited >= STARVED or _is_slow(before, worker.processor_time())):
                    break
            if left > 0 and not doing.done():
                if self._slow < self._options.slow:
                    worker.yield_to_others()
                    place.make_slow()
                await asyncio.wait({doing}, timeout=left)
            if not doing.done():
                raise ParseError(
                    f"This document was not read within {self._options.wall_seconds:g} seconds.",
                    kind=Failure.TOO_COSTLY,
                )
            return doing.result()
        except (asyncio.IncompleteReadError, ConnectionError) as error:
            raise ParseError(
                "This document costs more time or memory to read than it may.", kind=Failure.TOO_COSTLY
            ) from error
        finally:
            doing.cancel()

    async def _put_back(self, worker: Worker, *, is_fit: bool, place: _Place) -> None:
        """Keep *worker* for the next job, unless it grew or was slowed down."""
        if is_fit and not place.is_slow and not self._closed:
            self._idle.append(worker)
        else:
            self._all.discard(worker)
            await worker.end(at_once=True)

    async def _free_worker(self) -> Worker:
        """Return an idle worker, or a new one; those that died meanwhile are forgotten."""
        while self._idle:
            worker = self._idle.pop()
            if worker.is_alive:
                return worker
            self._all.discard(worker)
            await worker.end(at_once=True)
        return await self._start()

    async def _start(self) -> Worker:
        worker = await Worker.start(
            memory_bytes=self._options.memory_bytes, cpu_seconds=self._options.cpu_seconds
        )
        self._all.add(worker)
        return worker

    def _moved_to_slow(self) -> None:
        self._slow += 1
        self._places.release()

    def _left(self, *, slow: bool) -> None:
        if slow:
            self._slow -= 1
        else:
            self._places.release()


class _Place:
    """A job's place among the workers: a full one at first, later perhaps a slow one."""

    def __init__(self, pool: ParserPool) -> None:
        self._pool = pool
        self.is_slow = False

    def make_slow(self) -> None:
        self.is_slow = True
        self._pool._moved_to_slow()  # noqa: SLF001  the two are one thing

    def leave(self) -> None:
        self._pool._left(slow=self.is_slow)  # noqa: SLF001  see above


def _is_slow(before: float | None, now: float | None) -> bool:
    """Return whether a job that has run for `PATIENCE` took it for itself, by its worker's processor time."""
    return before is None or now is None or now - before >= PATIENCE
