"""Rate limits as Discord tells them: a bucket a route and channel, told in headers, 429 beyond."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass

PLENTY = 1000
"""Requests in a bucket where a test does not care."""


@dataclass
class _Bucket:
    left: int
    resets: float


class RateLimits:
    """`messages` = (how many, in how many seconds) a channel; Discord's is about (5, 5.0)."""

    def __init__(
        self,
        messages: tuple[int, float] = (PLENTY, 1.0),
        *,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self.messages = messages
        self._clock = clock
        self._buckets: dict[str, _Bucket] = {}

    def take(self, route: str, channel: str) -> tuple[dict[str, str], float | None]:
        """Count a request; return the headers, and the seconds to wait if it is one too many."""
        posting = route == "POST /channels/{}/messages"
        limit, per = self.messages if posting else (PLENTY, 1.0)
        now, key = self._clock(), f"{route} {channel}"
        bucket = self._buckets.get(key)
        if bucket is None or bucket.resets <= now:
            bucket = self._buckets[key] = _Bucket(limit, now + per)
        wait = None if bucket.left else bucket.resets - now
        bucket.left = max(0, bucket.left - 1)
        headers = {
            "X-RateLimit-Limit": str(limit),
            "X-RateLimit-Remaining": str(bucket.left),
            "X-RateLimit-Reset-After": f"{bucket.resets - now:.3f}",
            "X-RateLimit-Reset": f"{time.time() + bucket.resets - now:.3f}",
            "X-RateLimit-Bucket": f"{abs(hash(route)):x}"[:16],
            "Via": "1.1 google",  # discord.py takes a 429 without it for a ban by Cloudflare
        }
        if wait is not None:
            headers |= {"Retry-After": f"{wait:.3f}", "X-RateLimit-Scope": "user"}
        return headers, wait
