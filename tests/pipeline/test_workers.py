"""Parsing away from the event loop: a costly document ends, and no other feed notices."""

from __future__ import annotations

import asyncio
import os
import signal
import sys
import time
from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path

import pytest
import pytest_asyncio

from bot.domain.feed import Failure
from bot.errors import ParseError
from bot.pipeline.workers import pool as module
from bot.pipeline.workers.pool import ParserPool, PoolOptions
from tests.waiting import FOR_EVER, PATIENCE, until

URL = "https://x.example/feed"
on_linux = pytest.mark.skipif(sys.platform != "linux", reason="only Linux tells a process's processor time")
FEED = b"<rss version='2.0'><channel><title>T</title><item><title>Hello</title></item></channel></rss>"


def costly(entries: int = 60_000) -> bytes:
    """Return a feed that is sound and takes more than a second of a machine's processor time."""
    item = "<item><title>t</title><link>https://x.example/{}</link><description>&lt;p>x&lt;/p></description></item>"
    items = "".join(item.format(number) for number in range(entries))
    return f"<rss version='2.0'><channel>{items}</channel></rss>".encode()


@pytest_asyncio.fixture
async def pool() -> AsyncIterator[ParserPool]:
    async with ParserPool(PoolOptions(workers=1)) as pool:
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


@on_linux
async def test_the_event_loop_goes_on_while_a_feed_is_parsed(pool: ParserPool) -> None:
    await pool.parse(FEED, url=URL)
    (worker,) = pool._idle
    began = worker.processor_time()
    parsing = asyncio.ensure_future(pool.parse(costly(12_000), url=URL))
    longest = 0.0
    while not parsing.done():
        before = time.thread_time()  # of the loop's own thread, however busy the machine
        await asyncio.sleep(0.001)
        longest = max(longest, time.thread_time() - before)

    assert len((await parsing).entries) == 12_000
    assert longest < (worker.processor_time() - began) / 2  # to take the entries in costs a tenth


async def test_a_document_that_takes_too_long_is_ended_and_others_are_not(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(module, "PATIENCE", 0.2)
    document = costly()  # a hundred times what a worker may need for its first small feed
    async with ParserPool(PoolOptions(workers=1, cpu_seconds=0.4, wall_seconds=FOR_EVER)) as pool:
        bad = [asyncio.ensure_future(pool.parse(document, url=URL)) for _ in range(2)]  # more than workers
        await asyncio.sleep(0)

        async with asyncio.timeout(PATIENCE):
            good = await asyncio.gather(*(pool.parse(FEED, url=URL) for _ in range(20)))
        ends = await asyncio.gather(*bad, return_exceptions=True)

        assert all(len(parsed.entries) == 1 for parsed in good)
        assert [getattr(end, "kind", end) for end in ends] == [Failure.TOO_COSTLY] * 2
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
    patient = PoolOptions(workers=1)
    async with ParserPool(patient) as pool:
        await pool.parse(FEED, url=URL)
        (worker,) = pool._idle
        os.kill(worker.pid, signal.SIGSTOP)
        pool._options = replace(patient, wall_seconds=0.5)
        with pytest.raises(ParseError, match=r"not read within 0\.5 seconds") as error:
            await pool.parse(FEED, url=URL)
        pool._options = patient
        after = await pool.parse(FEED, url=URL)

    assert error.value.kind == Failure.TOO_COSTLY
    assert after.entries


@on_linux
async def test_a_worker_kept_waiting_by_a_busy_machine_is_not_replaced(
    pool: ParserPool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "PATIENCE", 0.2)
    monkeypatch.setattr(module, "STARVED", FOR_EVER)
    await pool.parse(FEED, url=URL)
    (worker,) = pool._idle
    os.kill(worker.pid, signal.SIGSTOP)
    parsing = asyncio.ensure_future(pool.parse(FEED, url=URL))
    await asyncio.sleep(0.5)
    os.kill(worker.pid, signal.SIGCONT)

    await parsing

    assert [one.pid for one in pool._idle] == [worker.pid]


async def test_a_worker_killed_between_two_feeds_costs_none(pool: ParserPool) -> None:
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
    await pool.parse(FEED, url=URL)  # its first: the worker is started now
    (worker,) = pool._idle
    environment = await asyncio.to_thread(Path(f"/proc/{worker.pid}/environ").read_bytes)

    assert b"s3cret" not in environment


async def test_closing_leaves_no_process_behind() -> None:
    async with ParserPool(PoolOptions(workers=2)) as pool:
        await asyncio.gather(*(pool.parse(FEED, url=URL) for _ in range(2)))
        workers = list(pool._idle)
        for worker in workers:
            os.kill(worker.pid, signal.SIGSTOP)  # so that what it is given is never done
        parsing = asyncio.ensure_future(pool.parse(FEED, url=URL))
        await until(lambda: len(pool._idle) == 1)
    (outcome,) = await asyncio.gather(parsing, return_exceptions=True)

    assert isinstance(outcome, ParseError)
    assert len(workers) == 2
    assert not any(worker.is_alive for worker in workers)


async def test_a_caller_that_gives_up_frees_its_worker(pool: ParserPool) -> None:
    for _ in range(3):
        await pool.parse(FEED, url=URL)
        (worker,) = pool._idle
        os.kill(worker.pid, signal.SIGSTOP)
        parsing = asyncio.ensure_future(pool.parse(FEED, url=URL))
        await until(lambda: not pool._idle)
        parsing.cancel()
        await asyncio.gather(parsing, return_exceptions=True)

    async with asyncio.timeout(PATIENCE):
        assert (await pool.parse(FEED, url=URL)).entries
