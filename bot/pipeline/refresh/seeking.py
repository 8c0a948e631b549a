"""Find what a site offers in the place of a feed that can't be read any more. Nothing is stored here."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from urllib.parse import urlsplit, urlunsplit

from bot.domain.feed import Failure, Feed, FeedLink
from bot.errors import FetchError, ParseError
from bot.pipeline.addresses.canonical import shown
from bot.pipeline.addresses.spelling import feed_key
from bot.pipeline.fetch import Fetched, Fetcher
from bot.pipeline.fetch.values import PAGE_TYPES
from bot.pipeline.workers.pool import ParserPool

# Failures after which a site may name its feed elsewhere; with others, its pages can't be read either.
SOUGHT = frozenset(
    {Failure.GONE, Failure.MOVED, Failure.NOT_A_FEED, Failure.REDIRECTS, Failure.BLOCKED, Failure.TOO_LARGE}
)
MOST_TRIED = 4  # feeds of a site that are read to see whether they are any
PATIENCE = 45.0  # seconds for all of it


async def replacement(fetcher: Fetcher, pool: ParserPool, feed: Feed) -> str | None:
    """Return the address of a feed with entries that the site of a failing *feed* names, checked; else None.

    One that bears the same title is preferred. What is read is guarded as every fetch is.
    """
    best: str | None = None
    try:
        async with asyncio.timeout(PATIENCE):
            async for link in _named(fetcher, pool, feed):
                title = await _title(fetcher, pool, link.url)
                if title is not None and title == feed.title:
                    return link.url
                if title is not None and best is None:
                    best = link.url
    except TimeoutError:
        pass
    return best


async def _named(fetcher: Fetcher, pool: ParserPool, feed: Feed) -> AsyncIterator[FeedLink]:
    """Yield the feeds that the pages of a feed's site name, each once, without the feed itself."""
    seen = {feed_key(feed.url)}
    for page in _pages(feed):
        for link in await _links(fetcher, pool, page):
            if feed_key(link.url) not in seen and len(seen) <= MOST_TRIED and shown(link.url) == link.url:
                seen.add(feed_key(link.url))
                yield link


def _pages(feed: Feed) -> list[str]:
    """Return where a site may name its feeds: the page that the feed named, and the front page."""
    parts = urlsplit(feed.url)
    front = urlunsplit((parts.scheme, parts.netloc.rpartition("@")[2], "/", "", ""))
    return list(dict.fromkeys(page for page in (feed.site_url, front) if page))


async def _links(fetcher: Fetcher, pool: ParserPool, page: str) -> tuple[FeedLink, ...]:
    try:
        answer = await fetcher.fetch(page, accept=PAGE_TYPES)
        if not isinstance(answer, Fetched):
            return ()
        return await pool.feed_links(answer.body, url=answer.url, content_type=answer.content_type)
    except (FetchError, ParseError):
        return ()


async def _title(fetcher: Fetcher, pool: ParserPool, url: str) -> str | None:
    """Return the title of the feed at *url*; None where there is none, or it is empty."""
    try:
        answer = await fetcher.fetch(url)
        if not isinstance(answer, Fetched):
            return None
        parsed = await pool.parse(answer.body, url=answer.url, content_type=answer.content_type)
    except (FetchError, ParseError):
        return None
    return parsed.title if parsed.entries else None
