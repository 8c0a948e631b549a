"""Stay clear of Discord's ban for invalid requests.

An address that gets 10,000 answers of 401, 403 or 429 in 10 minutes is banned for a while
(https://docs.discord.com/developers/topics/rate-limits#invalid-request-limit-aka-cloudflare-bans).
A channel that lost its permission, asked again and again, would bring that about for all guilds.
"""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Callable
from types import SimpleNamespace

import aiohttp

from bot.errors import RateLimited

WINDOW = 600.0
"""Seconds in which Discord counts."""

MOST = 5_000
"""Answers after which we stop asking: half of Discord's 10,000, for others may share our address."""

_INVALID = frozenset({401, 403, 429})


class InvalidRequests:
    """Counts invalid answers; `check` refuses to ask while there were too many.

    Give `trace()` to every client of the process, so that answers to commands count as well.
    """

    def __init__(
        self, *, most: int = MOST, window: float = WINDOW, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._most = most
        self._window = window
        self._clock = clock
        self._seen: deque[float] = deque(maxlen=most)

    def count(self, status: int, *, shared: bool = False) -> None:
        """Take note of an answer; a 429 of a limit shared with others (*shared*) is not our fault."""
        if status in _INVALID and not shared:
            self._seen.append(self._clock())

    def check(self) -> None:
        """Return quietly, or raise `RateLimited` with the time until the oldest answer stops counting."""
        now = self._clock()
        while self._seen and self._seen[0] <= now - self._window:
            self._seen.popleft()
        if len(self._seen) >= self._most:
            raise RateLimited(
                f"Discord refused {self._most} requests within {self._window:.0f} s; we pause lest it ban us",
                retry_after=self._seen[0] + self._window - now,
            )

    def trace(self) -> aiohttp.TraceConfig:
        """Return a trace for discord.py's `http_trace` that counts every answer to its requests."""

        async def ended(
            _session: aiohttp.ClientSession,
            _context: SimpleNamespace,
            params: aiohttp.TraceRequestEndParams,
        ) -> None:
            scope = params.response.headers.get("X-RateLimit-Scope")
            self.count(params.response.status, shared=scope == "shared")

        trace = aiohttp.TraceConfig()
        trace.on_request_end.append(ended)
        return trace
