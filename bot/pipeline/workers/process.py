"""One worker process as the bot holds it: started, given jobs, slowed down, ended."""

from __future__ import annotations

import asyncio
import fcntl
import os
import pickle
import sys
import time
from asyncio.subprocess import PIPE, Process
from contextlib import suppress
from pathlib import Path
from typing import Any, Self

from bot.pipeline.workers.child import LENGTH

LOW_PRIORITY = 10  # added to the process's niceness
CLOSING = 2.0  # seconds in which an idle worker may end by itself
BUFFER = 1024 * 1024  # bytes read from a worker at once
# Linux names a process's clock by its id and this (CPUCLOCK_SCHED in include/linux/posix-timers.h), as
# clock_getcpuclockid(3) does; asking it takes a quarter of a microsecond, reading /proc fifty.
OF_A_PROCESS = 2

# What a worker is told of the environment: enough to start Python, and none of the bot's secrets.
ENVIRONMENT = (
    "PATH",
    "HOME",
    "LANG",
    "LC_ALL",
    "LC_CTYPE",
    "TZ",
    "TMPDIR",
    "PYTHONHOME",
    "PYTHONPATH",
    "LD_LIBRARY_PATH",
    "SYSTEMROOT",
)


class Worker:
    """One worker process and the pipes to it."""

    def __init__(self, process: Process) -> None:
        self._process = process

    @classmethod
    async def start(cls, *, memory_bytes: int, cpu_seconds: float) -> Self:
        """Start a process whose jobs may cost so much; it loads its code while nobody waits."""
        root = str(Path(__file__).parents[3])
        environment = {name: os.environ[name] for name in ENVIRONMENT if name in os.environ}
        environment["PYTHONPATH"] = os.pathsep.join(filter(None, (root, environment.get("PYTHONPATH"))))
        process = await asyncio.create_subprocess_exec(
            sys.executable,
            "-P",
            *("-W", "ignore"),
            *("-m", "bot.pipeline.workers.child"),
            str(memory_bytes),
            str(cpu_seconds),
            stdin=PIPE,
            stdout=PIPE,
            env=environment,
            limit=BUFFER,
        )
        if sys.platform == "linux" and process.stdin is not None:
            with suppress(OSError):  # by default a pipe holds 64 KB: most feeds went in several pieces
                fcntl.fcntl(process.stdin.get_extra_info("pipe"), fcntl.F_SETPIPE_SZ, BUFFER)
        return cls(process)

    async def do(self, job: bytes) -> tuple[bool, Any]:
        """Send a pickled *job* and return its outcome (see `bot.pipeline.workers.child.outcome`).

        Raises:
            IncompleteReadError, ConnectionError: if the process dies of it.
        """
        into, out = self._process.stdin, self._process.stdout
        assert into is not None
        assert out is not None
        into.write(LENGTH.pack(len(job)) + job)  # in one piece, which wakes the worker once
        await into.drain()
        size = LENGTH.unpack(await out.readexactly(LENGTH.size))[0]
        succeeded, result = pickle.loads(await out.readexactly(size))  # noqa: S301  by our own process
        return succeeded, result

    def processor_time(self) -> float | None:
        """Return the seconds of processor time that the process took; None where the system does not tell."""
        try:
            return time.clock_gettime(~self._process.pid << 3 | OF_A_PROCESS)
        except OSError:
            return None

    @property
    def pid(self) -> int:
        """The process's id."""
        return self._process.pid

    @property
    def is_alive(self) -> bool:
        """Whether the process has not ended."""
        return self._process.returncode is None

    async def ended(self) -> None:
        """Wait until the process is gone."""
        await self._process.wait()

    def yield_to_others(self) -> None:
        """Lower the process's priority."""
        with suppress(OSError):
            os.setpriority(os.PRIO_PROCESS, self._process.pid, LOW_PRIORITY)

    async def end(self, *, at_once: bool) -> None:
        """End the process; one that is idle ends by itself when its input does."""
        if self._process.stdin is not None:
            self._process.stdin.close()
        if not at_once:
            with suppress(TimeoutError):
                async with asyncio.timeout(CLOSING):
                    await self._process.wait()
        if self._process.returncode is None:
            with suppress(ProcessLookupError):
                self._process.kill()
        await self._process.wait()
