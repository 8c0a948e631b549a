"""One fetch from start to end."""

from __future__ import annotations

from typing import Self

from bot.pipeline.fetch.values import FEED_TYPES, Fetched, FetchOptions, NotModified


class Fetcher:
    """Fetches URLs over one pool of connections. Made and closed within one event loop."""

    def __init__(self, options: FetchOptions | None = None) -> None:
        self._options = options or FetchOptions()

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_exc: object) -> None:
        await self.aclose()

    async def aclose(self) -> None:
        """Close all connections."""

    async def fetch(
        self,
        url: str,
        etag: str | None = None,
        last_modified: str | None = None,
        *,
        accept: str = FEED_TYPES,
    ) -> Fetched | NotModified:
        """Return the answer to a (conditional) GET of *url*.

        Raises:
            FetchError: with `kind` one of `bot.domain.feed.Failure`, `status` where there was an answer,
                `retry_after` in seconds where the server named one, `permanent` where trying again can't
                help (a bad URL, a refused address, 410).
        """
        raise NotImplementedError
