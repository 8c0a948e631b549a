"""Bad weather around the database: locked, read-only, full, gone. It is said, nothing is lost, it goes on."""

from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any

import psycopg
import pytest
from sqlalchemy import make_url
from structlog.testing import capture_logs

from bot.app import App
from tests.fakes.discord import Message
from tests.journeys.salient import Place, Server, opened
from tests.journeys.stories import News
from tests.waiting import until

LEASE_OVER = timedelta(minutes=6)  # of a delivery whose outcome could not be recorded
REST_OVER = timedelta(minutes=2)  # a feed that could not be stored is left alone for a minute at most
SOME_MONTHS = 40  # stories: more than a page of the database holds

Weather = Callable[[Place, App], AbstractAsyncContextManager[None]]


@asynccontextmanager
async def locked(place: Place, _bot: App) -> AsyncIterator[None]:
    """Let another process write for longer than the bot waits."""
    file = str(make_url(place.database_url).database)
    connection = sqlite3.connect(file, timeout=60, isolation_level=None, check_same_thread=False)
    # In a thread: the bot that lives in this loop may be writing just now and has to come to its end.
    await asyncio.to_thread(connection.execute, "BEGIN IMMEDIATE")
    yield
    connection.execute("ROLLBACK")
    connection.close()


@asynccontextmanager
async def read_only(_place: Place, bot: App) -> AsyncIterator[None]:
    """Let the bot's own connection refuse to write, as a read-only file does (root may write to any file)."""
    await pragma(bot, "query_only = 1")
    yield
    await pragma(bot, "query_only = 0")


@asynccontextmanager
async def full(place: Place, bot: App) -> AsyncIterator[None]:
    """Let the file grow no more, as on a full disk."""
    file = Path(str(make_url(place.database_url).database))
    with sqlite3.connect(file) as connection:
        (pages,) = connection.execute("PRAGMA page_count").fetchone()
    await pragma(bot, f"max_page_count = {pages}")
    yield
    await pragma(bot, f"max_page_count = {2**30}")


async def pragma(bot: App, words: str) -> None:
    """Set something of the bot's writing connection, outside any transaction."""
    async with bot.database.session() as connection:
        driver: Any = (await connection.get_raw_connection()).driver_connection
        await driver.execute(f"PRAGMA {words}")


@asynccontextmanager
async def read_only_server(place: Place, _bot: App) -> AsyncIterator[None]:
    """Let the server take no writes, as a standby does."""
    name = make_url(place.database_url).database
    administer(place, f'ALTER DATABASE "{name}" SET default_transaction_read_only = on')
    hang_up(place)
    yield
    administer(place, f'ALTER DATABASE "{name}" RESET default_transaction_read_only')
    hang_up(place)


@asynccontextmanager
async def gone(place: Place, _bot: App) -> AsyncIterator[None]:
    """Let the server hang up on everybody and take no connection."""
    name = make_url(place.database_url).database
    administer(place, f'ALTER DATABASE "{name}" ALLOW_CONNECTIONS false')
    hang_up(place)
    yield
    administer(place, f'ALTER DATABASE "{name}" ALLOW_CONNECTIONS true')


def administer(place: Place, words: str) -> None:
    url = make_url(place.database_url).set(drivername="postgresql", database="postgres")
    with psycopg.connect(url.render_as_string(hide_password=False), autocommit=True) as connection:
        connection.execute(words.encode())


def hang_up(place: Place) -> None:
    name = make_url(place.database_url).database
    administer(place, f"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{name}'")


CASES = [
    pytest.param("sqlite", locked, "locked by another process", id="locked"),
    pytest.param("sqlite", read_only, "read-only: check", id="read-only"),
    pytest.param("sqlite", full, "disk is full", id="full"),
    pytest.param("postgresql", read_only_server, "read-only", id="read-only-server"),
    pytest.param("postgresql", gone, "does not answer", id="server-gone"),
]


def cards(news: Server, story: News) -> list[Message]:
    return [one for one in news.alerts.messages if story.title in one.text]


@pytest.mark.parametrize(("database_url", "weather", "said"), CASES, indirect=["database_url"])
async def test_what_could_not_be_stored_is_said_and_is_told_when_the_weather_is_over(
    database_url: str, weather: Weather, said: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.storage.database.BUSY_TIMEOUT", 0.1)  # five seconds are long in a test
    first, unstored, unrecorded, last = (News(number) for number in range(4))
    with capture_logs() as logs:
        async with opened(database_url) as place:
            paper, news = await place.paper("The Meridian"), place.server("News")
            async with place.running() as bot:
                await place.run(news.admin, "feed add", url=paper.url)
                await place.run(news.admin, "watch add", name="Kursk", query="kursk")
                await place.polled(paper)
                first.told_by(paper)
                await place.polled(paper)
                await until(lambda: cards(news, first), "the first is posted")
                await place.settled()

                async with weather(place, bot):
                    unstored.told_by(paper)
                    for number in range(SOME_MONTHS):  # so much that a page that is half empty can't take it
                        paper.publish(f"Ferry number {number} sails at {number} o'clock")
                    place.clock.advance(REST_OVER)
                    await until(lambda: any(said in one for one in errors(logs)), "it is said why")
                    assert cards(news, unstored) == []
                place.clock.advance(REST_OVER)
                await until(lambda: cards(news, unstored), "what was not stored is told")
                await place.settled()

                fault = place.local.faults.add(r"POST /channels/\d+/messages", hold=True, applied=True)
                unrecorded.told_by(paper)
                place.clock.advance(REST_OVER)
                await until(fault.reached.is_set, "it is posted")
                logs.clear()
                async with weather(place, bot):
                    fault.release()
                    if weather is not full:  # a record fits into the page that its row is in
                        await until(lambda: any("not recorded" in one for one in errors(logs)), "it is said")
                place.clock.advance(LEASE_OVER)
                await until(lambda: cards(news, unrecorded), "it is there")
                await place.settled()

                last.told_by(paper)
                place.clock.advance(REST_OVER)
                await until(lambda: cards(news, last), "it goes on")
                await place.settled()
    assert [len(cards(news, one)) for one in (first, unstored, unrecorded, last)] == [1, 1, 1, 1]


def errors(logs: list[Any]) -> list[str]:
    return [" ".join(map(str, one.values())) for one in logs if one["log_level"] in {"warning", "error"}]
