"""Keep a client connected for ever.

discord.py reconnects by itself as long as a connection stood once. Its client dies, though, when the very
first connection fails, when an event is malformed, and when Discord closes with certain codes: then a fresh
client is made, after a wait that grows. Only what the operator must mend ends the run.
"""

from __future__ import annotations

import asyncio
import logging
import random
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass

import aiohttp
import discord

from bot.chat.client import SalientClient
from bot.errors import OperatorError

_log = logging.getLogger(__name__)

LONGEST_STOP = 3.0
"""Seconds that a stop waits for a client to close; the whole process has ten."""

LOGIN_REFUSED = (
    "Discord does not accept the token. Copy it anew from https://discord.com/developers/applications "
    "(your application, Bot, Reset Token) into DISCORD_TOKEN."
)
# Close codes that no new attempt mends: https://docs.discord.com/developers/topics/opcodes-and-status-codes
_FINAL_CLOSES = {
    4004: LOGIN_REFUSED,
    4010: "Discord refuses this shard: the shard's number is not below the count of shards.",
    4011: "Discord requires sharding: the bot is in too many servers for one connection.",
    4012: "Discord does not serve this version of its gateway any more: update discord.py.",
    4013: "Discord does not know the intents that were asked for: update discord.py.",
}
PRIVILEGED_INTENTS = (
    "Discord withholds an intent. Salient needs no privileged one: this is a fault in the program or a limit "
    "on the application, see https://discord.com/developers/applications (your application, Bot)."
)


@dataclass(frozen=True, slots=True)
class Backoff:
    """How long to wait before a fresh client, in seconds.

    Each wait is *first* doubled for every failure in a row, at most *longest*, and by chance up to half of it
    less, lest many bots come back at one instant. At 300 s there are under 300 identifies a day (Discord
    allows 1,000). A client that lived for *healthy* seconds ends the row.
    """

    first: float = 1.0
    longest: float = 300.0
    healthy: float = 600.0

    def wait(self, failures: int, chance: float) -> float:
        """Return the seconds to wait after so many failures in a row (1 or more); *chance* is in [0, 1)."""
        whole = min(self.longest, self.first * 2.0 ** min(failures - 1, 30))
        return whole * (1 - chance / 2)


class Supervisor:
    """Runs one client after another. `client` is the one of the moment, connected or not."""

    def __init__(
        self, token: str, make: Callable[[], SalientClient], *, backoff: Backoff | None = None
    ) -> None:
        self._token = token
        self._make = make
        self._backoff = backoff or Backoff()
        self._client: SalientClient | None = None
        self._stopping = asyncio.Event()
        self._ended = asyncio.Event()

    @property
    def client(self) -> SalientClient | None:
        """The client of the moment; None before the first and between two."""
        return self._client

    async def run(self) -> None:
        """Stay connected until `stop`. Raises `OperatorError` where only the operator can help."""
        failures = 0
        try:
            while not self._stopping.is_set():
                began = time.monotonic()
                await self._one_life()
                failures = 1 if time.monotonic() - began > self._backoff.healthy else failures + 1
                await self._pause(self._backoff.wait(failures, random.random()))  # noqa: S311 - no secret
        finally:
            self._ended.set()

    async def stop(self) -> None:
        """Close the connection and let a started `run` return; takes `LONGEST_STOP` at most."""
        self._stopping.set()
        with suppress(TimeoutError):
            await asyncio.wait_for(self._ended.wait(), LONGEST_STOP)

    async def _pause(self, seconds: float) -> None:
        if not self._stopping.is_set():
            _log.info("a fresh connection to Discord in %.1f s", seconds)
            with suppress(TimeoutError):
                await asyncio.wait_for(self._stopping.wait(), seconds)

    async def _one_life(self) -> None:
        """Run a fresh client until it ends, whatever ends it; raise `OperatorError` for what is final."""
        client = self._client = self._make()
        life = asyncio.create_task(client.start(self._token), name="discord client")
        stopping = asyncio.create_task(self._stopping.wait())
        try:
            await asyncio.wait({life, stopping}, return_when=asyncio.FIRST_COMPLETED)
            if life.done():
                self._autopsy(life.exception())
        finally:
            self._client = None
            stopping.cancel()
            life.cancel()
            await asyncio.wait({life, stopping}, timeout=LONGEST_STOP)
            await _close(client)

    def _autopsy(self, error: BaseException | None) -> None:
        """Say why a client ended; raise `OperatorError` where a fresh one would end alike."""
        if isinstance(error, discord.LoginFailure):
            raise OperatorError(LOGIN_REFUSED) from error
        if isinstance(error, discord.PrivilegedIntentsRequired):
            raise OperatorError(PRIVILEGED_INTENTS) from error
        if isinstance(error, discord.ConnectionClosed) and error.code in _FINAL_CLOSES:
            raise OperatorError(_FINAL_CLOSES[error.code]) from error
        if isinstance(error, OSError | aiohttp.ClientConnectionError):
            _log.warning("Discord can't be reached: %s", error)
        else:
            _log.warning("the connection to Discord died: %r", error)
        _log.debug("how it died", exc_info=error)


async def _close(client: SalientClient) -> None:
    """Close a client in time; one that can't close is left to the garbage collector."""
    try:
        async with asyncio.timeout(LONGEST_STOP):
            await client.close()
    except Exception as error:  # noqa: BLE001 - half-made clients fail in closing, too
        _log.warning("the connection to Discord did not close cleanly: %r", error)
