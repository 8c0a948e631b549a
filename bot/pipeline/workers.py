"""Parse and extract in worker processes, away from the event loop, within limits of time and memory."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Self

from bot.domain.feed import FeedLink, ParsedFeed
from bot.pipeline.extract import Page


@dataclass(frozen=True, slots=True)
class PoolOptions:
    """How many workers, and what one job may cost."""

    workers: int = 2
    cpu_seconds: float = 30.0
    wall_seconds: float = 120.0
    memory_bytes: int = 1024**3


class ParserPool:
    """Worker processes, started when first needed, replaced when one dies.

    A job that costs too much is ended with a `ParseError` (`kind` `Failure.TOO_COSTLY`), and delays no
    other.
    """

    def __init__(self, options: PoolOptions | None = None) -> None:
        self._options = options or PoolOptions()

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_exc: object) -> None:
        await self.aclose()

    async def aclose(self) -> None:
        """End all workers; jobs under way are given up."""

    async def parse(self, body: bytes, *, url: str, content_type: str | None = None) -> ParsedFeed:
        """`bot.pipeline.parse.parse` in a worker; raises `ParseError`."""
        raise NotImplementedError

    async def extract(self, html: bytes, *, url: str, content_type: str | None = None) -> Page | None:
        """`bot.pipeline.extract.extract` in a worker; raises `ParseError` where it costs too much."""
        raise NotImplementedError

    async def feed_links(
        self, html: bytes, *, url: str, content_type: str | None = None
    ) -> tuple[FeedLink, ...]:
        """`bot.pipeline.discover.feed_links` in a worker; raises `ParseError` where it costs too much."""
        raise NotImplementedError
