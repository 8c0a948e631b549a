"""The demo starts, is stopped, and tells how it went: here without the engine, so nothing is posted."""

from __future__ import annotations

import asyncio
import os
import signal
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import httpx
import pytest

from bot.demo.engine import Wanted
from bot.demo.local_discord import Newsroom
from bot.demo.run import Options, demo
from tests.demo.room import open_room
from tests.waiting import PATIENCE


class Idle:
    """Takes what it is told and asks for every feed twice, as a poller would; it never posts."""

    def __init__(self, newsroom: Newsroom) -> None:
        self.newsroom = newsroom
        self.watched: list[str] = []
        self.polling: list[asyncio.Task[None]] = []

    async def follow(self, url: str) -> None:
        self.polling.append(asyncio.create_task(self._poll(url)))

    async def watch(self, name: str, query: str) -> None:
        self.watched.append(name)

    async def _poll(self, url: str) -> None:
        async with httpx.AsyncClient() as web:
            while True:
                await web.get(url)
                await asyncio.sleep(0.2)


@asynccontextmanager
async def idle(wanted: Wanted) -> AsyncIterator[Idle]:
    async with open_room() as room:
        engine = Idle(room.newsroom)
        yield engine
        for task in engine.polling:
            task.cancel()
        await asyncio.gather(*engine.polling, return_exceptions=True)
        assert engine.watched == ["Kursk", "North Korean troops"]
        assert len(wanted.hosts) == 4


async def test_a_headless_run_without_alerts_fails_and_says_why(capsys: pytest.CaptureFixture[str]) -> None:
    status = await demo(Options(headless=True, seconds=1.5), idle)

    assert status == 1
    assert "the Kursk story was posted 0 times instead of once" in capsys.readouterr().err


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
async def test_it_says_what_to_try_and_stops_cleanly_when_told_to(
    number: signal.Signals, capsys: pytest.CaptureFixture[str]
) -> None:
    running = asyncio.create_task(demo(Options(browser=False), idle))
    printed = ""
    async with asyncio.timeout(PATIENCE):
        while "Ctrl-C stops it" not in printed:
            await asyncio.sleep(0.05)
            printed += capsys.readouterr().out
        os.kill(os.getpid(), number)
        status = await running

    assert status == 0
    assert "http://127.0.0.1:" in printed
    assert "Press Sources" in printed
