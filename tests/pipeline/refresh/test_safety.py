"""Nothing is lost: chunks, failing databases, takeovers, stops and restarts."""

from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import AsyncIterator, Iterator
from contextlib import closing, contextmanager
from datetime import timedelta

import pytest
import pytest_asyncio
from aiohttp import web

from bot.domain.delivery import State
from bot.pipeline.refresh import RefreshOptions, conductor
from bot.storage import Database, articles, polls
from tests.conftest import ManualClock
from tests.fakes.feeds import full
from tests.fakes.web import silence
from tests.pipeline.refresh.desk import Desk, open_desk
from tests.waiting import PATIENCE, until

TROOPS = "North Korean troops reach Kursk"
on_sqlite = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
SMALL_CHUNKS = RefreshOptions(chunk=10, page_wait=0.5)


@pytest_asyncio.fixture
async def chunked(database: Database, clock: ManualClock) -> AsyncIterator[Desk]:
    async with open_desk(database, clock, SMALL_CHUNKS) as desk:
        yield desk


@contextmanager
def locked(database_url: str) -> Iterator[None]:
    """Hold the database as another process would that never finishes."""
    with closing(sqlite3.connect(database_url.partition("///")[2])) as other:
        other.execute("BEGIN IMMEDIATE")
        yield


async def test_a_large_feed_is_stored_whole_though_in_chunks(chunked: Desk) -> None:
    paper = await chunked.paper("The Meridian")
    await chunked.primed(paper)
    await chunked.watch("kursk")
    for number in range(35):
        paper.publish(f"Kursk in chapter {number} of {number * 7}")

    counts = await chunked.poll()
    again = await chunked.poll()

    assert (counts.feeds, counts.articles, counts.matches) == (1, 35, 35)
    assert (again.articles, again.unchanged) == (0, 1)
    assert len(await chunked.outcomes()) == 35


async def test_others_are_filed_between_the_chunks_of_a_large_feed(chunked: Desk) -> None:
    large, paper = await chunked.paper("The Archive"), await chunked.paper("The Meridian")
    await chunked.primed(large, paper)
    await chunked.watch("kursk")
    for number in range(100):
        large.publish(f"Chapter {number} of {number * 7}")
    paper.publish(TROOPS)
    chunked.clock.advance(timedelta(hours=2))

    async def filed() -> list[str]:
        async with chunked.database.read() as connection:
            since = chunked.clock.now() - timedelta(days=1)
            return [one.version.title for one in await articles.since(connection, since)]

    async def amid_the_chunks(request: web.Request) -> web.StreamResponse:
        await until(filed)
        return await paper.answer(request)

    paper.outlet.answers(paper.path, amid_the_chunks)

    await chunked.refresh.once()

    assert 0 < (await filed()).index(TROOPS) < 100  # chapters came before it, and after it


@on_sqlite
async def test_a_database_that_is_locked_loses_nothing_and_posts_nothing_twice(
    database_url: str, desk: Desk
) -> None:
    one, other = await desk.paper("The Meridian"), await desk.paper("The Courier")
    await desk.primed(one, other)
    await desk.watch("kursk")
    one.publish(TROOPS)
    desk.clock.advance(timedelta(hours=2))
    with locked(database_url):
        await desk.refresh.tick()  # says so in the log and goes on
    other.publish(TROOPS)

    await desk.refresh.once()

    (alert,) = await desk.deliveries()
    assert len(await desk.story(alert.story_id or 0)) == 2


async def test_a_poll_whose_feed_another_process_took_over_is_dropped_and_stories_are_as_they_were(
    desk: Desk,
) -> None:
    paper = await desk.paper("The Meridian")
    await desk.primed(paper)
    await desk.watch("kursk")
    paper.publish(TROOPS)
    desk.clock.advance(timedelta(hours=2))

    async def taken_over(request: web.Request) -> web.StreamResponse:
        paper.outlet.answers(paper.path, paper.answer)
        async with desk.database.write() as connection:
            await polls.end_leases(connection)
        return await paper.answer(request)

    paper.outlet.answers(paper.path, taken_over)

    counts = await desk.refresh.once()

    assert (counts.feeds, counts.failed, counts.articles) == (2, 1, 1)  # dropped, and then polled anew
    (alert,) = await desk.deliveries()
    assert [one.title for one in await desk.story(alert.story_id or 0)] == [TROOPS]
    async with desk.database.read() as connection:
        assert len(await articles.since(connection, desk.clock.now() - timedelta(days=1))) == 2


@on_sqlite
async def test_when_the_disk_is_full_nothing_is_lost_and_it_goes_on_when_there_is_room(desk: Desk) -> None:
    paper = await desk.paper("The Meridian")
    await desk.primed(paper)
    await desk.watch("kursk")
    paper.publish(TROOPS, full("Kursk. " * 20_000))
    desk.clock.advance(timedelta(hours=2))
    async with desk.database.write() as connection:
        pages = (await connection.exec_driver_sql("PRAGMA page_count")).scalar_one()
        await connection.exec_driver_sql(f"PRAGMA max_page_count = {pages + 8}")
    full_disk = await desk.refresh.once()
    async with desk.database.write() as connection:
        await connection.exec_driver_sql("PRAGMA max_page_count = 1000000")

    roomy = await desk.refresh.once()

    assert (full_disk.failed, full_disk.articles, roomy.articles) == (1, 0, 1)
    (alert,) = await desk.deliveries()
    assert [one.title for one in await desk.story(alert.story_id or 0)] == [TROOPS]


async def test_what_a_dead_process_held_is_polled_at_once_by_the_next(desk: Desk) -> None:
    paper = await desk.paper("The Meridian")
    await desk.primed(paper)
    await desk.watch("kursk")
    paper.publish(TROOPS)
    desk.clock.advance(timedelta(hours=2))
    async with desk.database.write() as connection:
        await polls.claim_due(connection, now=desk.clock.now(), lease=timedelta(minutes=3), limit=9)

    async with desk.restarted() as again:
        assert (await again.refresh.once()).feeds == 0
        await again.refresh.take_over()
        assert (await again.refresh.once()).feeds == 1

    assert await desk.headlines() == [TROOPS]


async def test_a_story_goes_on_after_a_restart(desk: Desk) -> None:
    one, other = await desk.paper("The Meridian"), await desk.paper("The Courier")
    await desk.primed(one, other)
    await desk.watch("kursk")
    one.publish(TROOPS)
    await desk.poll()
    other.publish(TROOPS)

    async with desk.restarted() as again:
        await again.poll()

    (alert,) = await desk.deliveries()
    assert alert.wanted_revision == 2


@on_sqlite
async def test_stopping_gives_unread_feeds_back_and_stores_what_was_read(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(conductor, "FILING", PATIENCE)
    slow, paper = await desk.paper("The Snail"), await desk.paper("The Meridian")
    await desk.primed(slow, paper)
    await desk.watch("kursk")
    slow.outlet.answers(slow.path, silence())
    paper.publish(TROOPS)
    desk.clock.advance(timedelta(hours=2))
    before = slow.asked()
    may_come = asyncio.Event()

    async def when_it_may(request: web.Request) -> web.StreamResponse:
        await may_come.wait()
        return await paper.answer(request)

    paper.outlet.answers(paper.path, when_it_may)

    async with desk.restarted() as again:
        await again.refresh.tick()
        await until(lambda: slow.asked() > before)
        async with desk.database.write():  # until it ends, what is read waits to be stored
            may_come.set()
            await until(lambda: desk.database._turn._waiters, "it is read")
            stopping = asyncio.create_task(again.refresh.drain(0.1))
            await until(lambda: not again.refresh._feeds, "nobody waits for the slow feed any more")
        await stopping

    assert await desk.headlines() == [TROOPS]
    async with desk.database.write() as connection:
        due = await polls.claim_due(connection, now=desk.clock.now(), lease=timedelta(minutes=3), limit=9)
    assert [one.url for one in due] == [slow.url]


async def test_a_feed_under_way_is_not_polled_twice_at_once(desk: Desk) -> None:
    slow = await desk.paper("The Snail")
    await desk.primed(slow)
    slow.outlet.answers(slow.path, silence())
    desk.clock.advance(timedelta(hours=2))
    before = slow.asked()

    await desk.refresh.tick()
    await until(lambda: slow.asked() > before)
    await desk.refresh.tick()
    await desk.refresh.tick()
    await asyncio.sleep(0.1)

    assert slow.asked() == before + 1


async def test_an_alert_that_was_dismissed_meanwhile_is_not_wanted_again_by_an_edit(desk: Desk) -> None:
    paper = await desk.paper("The Meridian")
    await desk.primed(paper)
    await desk.watch("kursk")
    item = paper.publish(TROOPS)
    await desk.poll()
    (alert,) = await desk.deliveries()
    await desk.set_state(alert, State.DISMISSED)
    paper.correct(item, title="North Korean soldiers reach Kursk")

    await desk.poll()

    (still,) = await desk.deliveries()
    assert (still.state, still.wanted_revision) == (State.DISMISSED, 1)
