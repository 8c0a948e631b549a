"""Parsing away from the event loop: a costly document ends, and no other feed notices."""

from __future__ import annotations

import asyncio
import os
import signal
import sys
import time
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio

from bot.domain.feed import Failure
from bot.errors import ParseError
from bot.pipeline.workers.pool import PATIENCE, ParserPool, PoolOptions

URL = "https://x.example/feed"
CPU_SECONDS = 1.5  # more than PATIENCE, or nothing would ever be slow
FEED = b"<rss version='2.0'><channel><title>T</title><item><title>Hello</title></item></channel></rss>"


def costly(entries: int = 120_000) -> bytes:
    """Return a feed that is sound and takes many seconds."""
    item = "<item><title>t</title><link>https://x.example/{}</link><description>&lt;p>x&lt;/p></description></item>"
    items = "".join(item.format(number) for number in range(entries))
    return f"<rss version='2.0'><channel>{items}</channel></rss>".encode()


@pytest_asyncio.fixture
async def pool() -> AsyncIterator[ParserPool]:
    async with ParserPool(PoolOptions(cpu_seconds=CPU_SECONDS)) as pool:
        yield pool


async def test_a_feed_is_parsed_in_a_worker(pool: ParserPool) -> None:
    parsed = await pool.parse(FEED, url=URL)

    assert [entry.title for entry in parsed.entries] == ["Hello"]


async def test_what_is_wrong_with_a_document_is_told_as_the_parser_tells_it(pool: ParserPool) -> None:
    with pytest.raises(ParseError, match="web page") as error:
        await pool.parse(b"<html><body>", url=URL)

    assert error.value.kind == Failure.NOT_A_FEED


async def test_pages_are_read_there_too(pool: ParserPool) -> None:
    html = b"<html><head><link rel=alternate type=application/rss+xml href=/rss></head><body><h1>Storm</h1>"
    html += b"<p>All ferries stop at noon because of the storm, the port authority said on Monday.</p>" * 4

    page = await pool.extract(html, url=URL)
    links = await pool.feed_links(html, url=URL)

    assert page is not None
    assert "All ferries stop" in page.text
    assert [link.url for link in links] == ["https://x.example/rss"]


async def test_the_event_loop_goes_on_while_a_feed_is_parsed(pool: ParserPool) -> None:
    await pool.parse(FEED, url=URL)
    parsing = asyncio.ensure_future(pool.parse(costly(4000), url=URL))
    longest = 0.0
    while not parsing.done():
        before = time.thread_time()
        await asyncio.sleep(0.001)
        longest = max(
            longest, time.thread_time() - before
        )  # of the loop's own thread, however busy the machine

    assert len((await parsing).entries) == 4000
    assert longest < 0.5  # CPU seconds; taking 4,000 entries in costs a few hundredths


async def test_a_document_that_takes_too_long_is_ended_and_others_are_not(pool: ParserPool) -> None:
    bad = [asyncio.ensure_future(pool.parse(costly(), url=URL)) for _ in range(3)]  # more than workers
    await asyncio.sleep(0)

    async with asyncio.timeout(120):
        good = await asyncio.gather(*(pool.parse(FEED, url=URL) for _ in range(20)))
    ends = await asyncio.gather(*bad, return_exceptions=True)

    assert all(len(parsed.entries) == 1 for parsed in good)
    assert [(type(end), getattr(end, "kind", None)) for end in ends] == [(ParseError, Failure.TOO_COSTLY)] * 3
    assert (await pool.parse(FEED, url=URL)).entries


async def test_a_document_that_needs_too_much_memory_is_ended() -> None:
    options = PoolOptions(workers=1, memory_bytes=300 * 1024 * 1024)
    async with ParserPool(options) as pool:
        with pytest.raises(ParseError) as error:
            await pool.parse(costly(60_000) + b" " * (64 * 1024 * 1024), url=URL)
        after = await pool.parse(FEED, url=URL)

    assert error.value.kind == Failure.TOO_COSTLY
    assert after.entries


async def test_a_worker_that_hangs_without_working_is_ended_too() -> None:
    async with ParserPool(PoolOptions(workers=1, wall_seconds=1.5)) as pool:
        await pool.parse(FEED, url=URL)
        (worker,) = pool._idle
        os.kill(worker.pid, signal.SIGSTOP)
        with pytest.raises(ParseError, match=r"not read within 1\.5 seconds") as error:
            await pool.parse(FEED, url=URL)
        after = await pool.parse(FEED, url=URL)

    assert error.value.kind == Failure.TOO_COSTLY
    assert after.entries


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux tells a process's processor time")
async def test_a_worker_kept_waiting_by_a_busy_machine_is_not_replaced() -> None:
    async with ParserPool(PoolOptions(workers=1)) as pool:
        await pool.parse(FEED, url=URL)
        (worker,) = pool._idle
        os.kill(worker.pid, signal.SIGSTOP)
        parsing = asyncio.ensure_future(pool.parse(FEED, url=URL))
        await asyncio.sleep(1.5 * PATIENCE)
        os.kill(worker.pid, signal.SIGCONT)

        await parsing

        assert [one.pid for one in pool._idle] == [worker.pid]


async def test_a_worker_killed_between_two_feeds_costs_none() -> None:
    async with ParserPool(PoolOptions(workers=1)) as pool:
        await pool.parse(FEED, url=URL)
        (worker,) = pool._idle
        os.kill(worker.pid, signal.SIGKILL)
        await worker.ended()

        assert (await pool.parse(FEED, url=URL)).entries


@pytest.mark.skipif(
    not Path("/proc/self/environ").exists(), reason="only Linux shows a process's environment"
)
async def test_no_secret_of_the_bot_is_in_a_workers_environment(
    pool: ParserPool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DISCORD_TOKEN", "s3cret")
    async with ParserPool(PoolOptions(workers=1)) as fresh:
        await fresh.parse(FEED, url=URL)
        (worker,) = fresh._idle
        environment = await asyncio.to_thread(Path(f"/proc/{worker.pid}/environ").read_bytes)

    assert b"s3cret" not in environment


async def test_closing_leaves_no_process_behind() -> None:
    pool = ParserPool(PoolOptions())
    async with pool:
        await pool.parse(FEED, url=URL)
        parsing = asyncio.ensure_future(pool.parse(costly(), url=URL))
        await asyncio.sleep(0.3)
        workers = list(pool._all)
    outcome = await asyncio.gather(parsing, return_exceptions=True)

    assert isinstance(outcome[0], ParseError)
    assert workers
    assert not any(worker.is_alive for worker in workers)


async def test_a_caller_that_gives_up_frees_its_worker(pool: ParserPool) -> None:
    for _ in range(3):
        parsing = asyncio.ensure_future(pool.parse(costly(), url=URL))
        await asyncio.sleep(0.05)
        parsing.cancel()
        await asyncio.gather(parsing, return_exceptions=True)

    async with asyncio.timeout(60):
        assert (await pool.parse(FEED, url=URL)).entries
