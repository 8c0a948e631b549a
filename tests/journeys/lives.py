"""Start lives of the bot, watch what they commit, let them die: the test's side of `tests.journeys.life`."""

from __future__ import annotations

import asyncio
import json
import os
import signal
import subprocess
import sys
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager, suppress
from dataclasses import asdict
from pathlib import Path
from typing import IO, Any

from tests.journeys.life import Orders
from tests.waiting import PATIENCE, until

ROOT = Path(__file__).parents[2]


class Life:
    """One process. `commits` are the functions that committed so far, in order."""

    def __init__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.commits: list[str] = []
        self.ended: str | None = None  # why it ended by itself
        self.pid = 0
        self.to_die: object = None  # where and on which side it was told to
        self.dead = asyncio.Event()
        self._reader, self._writer = reader, writer

    async def follow(self) -> None:
        """Take note of what it says until it is gone."""
        try:
            async for line in self._reader:
                said = json.loads(line)
                self.pid = said.get("pid", self.pid)
                self.ended = said.get("ended", self.ended)
                if "commit" in said:
                    self.commits.append(said["commit"])
        except ConnectionError:
            pass
        finally:
            self._writer.close()
            self.dead.set()

    def say(self, **said: object) -> None:
        self.to_die = said.get("die", self.to_die)
        self._writer.write(json.dumps(said).encode() + b"\n")

    def alive(self) -> bool:
        assert self.ended is None, f"the bot ended by itself: {self.ended}"
        return not self.dead.is_set()

    async def dies_within(self, seconds: float) -> bool:
        """Wait so long for its death; return whether it came."""
        with suppress(TimeoutError):
            async with asyncio.timeout(seconds):
                await self.dead.wait()
        return self.dead.is_set()

    async def died(self) -> None:
        """Wait until the process is gone with all its locks."""
        if not await self.dies_within(PATIENCE):
            told = f"it was to die at {self.to_die}, lives on, and committed last {self.commits[-20:]}"
            raise AssertionError(told)
        assert self.ended is None, f"the bot ended by itself: {self.ended}"
        await until(lambda: not self.pid or not _exists(self.pid), "its process is gone")

    async def kill(self) -> None:
        """Kill it from outside."""
        os.kill(self.pid, signal.SIGKILL)
        await self.died()


class Nursery:
    """Starts one life after another."""

    def __init__(self, cradle: IO[bytes], port: int, born: asyncio.Queue[Life]) -> None:
        self._cradle = cradle
        self._port = port
        self._born = born
        self.lives = 0

    async def start(self, **orders: Any) -> Life:
        """Start a life with these `Orders`."""
        line = json.dumps(asdict(Orders(port=self._port, **orders)))
        self._cradle.write(line.encode() + b"\n")
        self._cradle.flush()
        async with asyncio.timeout(PATIENCE):
            life = await self._born.get()
        life.to_die = orders.get("die")
        self.lives += 1
        return life


@contextmanager
def cradle() -> Iterator[IO[bytes]]:
    """Load the bot, which takes two seconds, to fork lives from; yield where that process reads orders."""
    orders = [sys.executable, "-m", "tests.journeys.life"]
    with subprocess.Popen(orders, stdin=subprocess.PIPE, cwd=ROOT) as process:
        assert process.stdin is not None
        yield process.stdin


@asynccontextmanager
async def nursery(cradle: IO[bytes]) -> AsyncIterator[Nursery]:
    """Start lives from a `cradle`; all of them end with the block."""
    born: asyncio.Queue[Life] = asyncio.Queue()
    lives: list[Life] = []

    async def connected(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        life = Life(reader, writer)
        lives.append(life)
        born.put_nowait(life)
        await life.follow()

    server = await asyncio.start_server(connected, "127.0.0.1", 0)
    try:
        yield Nursery(cradle, server.sockets[0].getsockname()[1], born)
    finally:
        for life in lives:
            if not life.dead.is_set() and life.pid:
                await life.kill()
        server.close()
        await server.wait_closed()


def _exists(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True
