"""Find what left a feed's window unseen: on its earlier pages, or in the news sitemap of its site.

Asked for only where the window rolled over between two polls. Nothing is stored here.
"""

from __future__ import annotations

import asyncio
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from urllib.parse import urlsplit

from bot.domain.feed import Entry, Feed, KnownEntry, ParsedFeed
from bot.errors import FetchError, ParseError
from bot.pipeline.addresses.canonical import canonical
from bot.pipeline.feeds.identity import Names, names_of, recognise
from bot.pipeline.feeds.rhythm import possibly_lost
from bot.pipeline.feeds.rolling import WINDOW_HASH, goes_on, rolled_over
from bot.pipeline.feeds.sift import ROLLS_ALWAYS, in_order_of_arrival
from bot.pipeline.fetch import Fetched, Fetcher
from bot.pipeline.refresh.sitemaps import named_by, selection
from bot.pipeline.workers.pool import ParserPool

MOST_PAGES = 10  # earlier pages of a feed (RFC 5005); a site is asked for one a second
PATIENCE = 60.0  # seconds for all of it

EARLY = timedelta(hours=1)  # an article's date may lie before its appearance in the feed


@dataclass(frozen=True, slots=True)
class Caught:
    """What was found beyond a window that rolled over; `lost` is how many may still be missing."""

    entries: tuple[Entry, ...]
    lost: int
    where: str  # in words, for the feed's record; empty where nothing was found


def is_incomplete(
    feed: Feed, parsed: ParsedFeed, names: Sequence[Names], stored: Collection[KnownEntry]
) -> bool:
    """Return whether a feed that shows more than one entry rolled over since its last poll.

    *names* are those of its entries; *stored* are the entries that it may show again, under whatever names.
    """
    if feed.primed_at is None or len(feed.window) <= ROLLS_ALWAYS:
        return False
    if goes_on(feed.window, (one.guid for one in names)):
        return False
    entries = in_order_of_arrival(parsed.entries)
    seen = recognise(entries, names_of(entries), stored, feed.identifier)
    return None in seen.known and rolled_over(feed.window, seen.keys)


async def caught_up(
    fetcher: Fetcher, pool: ParserPool, feed: Feed, parsed: ParsedFeed, *, at: datetime
) -> Caught:
    """Return what *parsed* lacks of what came since the last poll, and how much may be lost for good."""
    found: list[Entry] = []
    whole, where = False, ""
    try:
        async with asyncio.timeout(PATIENCE):
            reader = _Reader(fetcher, pool, feed, at)
            found, whole = await reader.pages(parsed)
            where = "on its earlier pages" if found else ""
            if not whole:
                more, whole = await reader.sitemaps(parsed, found)
                where = where or ("in the site's news sitemap" if more else "")
                found += more
    except TimeoutError:
        pass
    if whole:
        return Caught(tuple(found), 0, where)
    dates = [one.published for one in parsed.entries if one.published]
    estimate = possibly_lost(feed.rhythm, dates, last_read=feed.last_success_at, at=at)
    return Caught(tuple(found), max(1, estimate - len(found)), where)


class _Reader:
    """Reads what a site has beside the feed itself."""

    def __init__(self, fetcher: Fetcher, pool: ParserPool, feed: Feed, at: datetime) -> None:
        self._fetcher = fetcher
        self._pool = pool
        self._feed = feed
        self._at = at

    async def pages(self, parsed: ParsedFeed) -> tuple[list[Entry], bool]:
        """Return the entries of earlier pages, and whether they reach back to what is known."""
        found: list[Entry] = []
        seen = {entry.key for entry in parsed.entries}
        asked = {self._feed.url}
        page = parsed.next_page
        while page is not None and page not in asked and len(asked) <= MOST_PAGES:
            asked.add(page)
            earlier = await self._parsed(_as_credible(page, self._feed.url))
            if earlier is None:
                break
            new = [entry for entry in earlier.entries if entry.key not in seen]
            known = next((place for place, one in enumerate(new) if self._is_known(one)), None)
            found += new[:known]
            if known is not None or self._reaches_back(new):
                return found, True
            seen |= {entry.key for entry in new}
            page = earlier.next_page if new else None
        return found, False

    async def sitemaps(self, parsed: ParsedFeed, found: Sequence[Entry]) -> tuple[list[Entry], bool]:
        """Return what the news sitemap has of the feed beyond *parsed*, and whether it reaches back."""
        have = [*parsed.entries, *found]
        known = {canonical(one.url) for one in have if one.url}
        # What the feed keeps on top says nothing of the time that it shows.
        shown = [one for one in have if one.published is not None and one.published >= self._since()]
        home = self._feed.site_url or self._feed.url
        async for named in named_by(home, self._fetched, self._read):
            fits = selection(shown, named)
            if fits is None:
                continue
            oldest = min((one.published for one in shown if one.published), default=self._at)
            missing = [
                one
                for one in named
                if one.url
                and canonical(one.url) not in known
                and one.published is not None
                and self._since() <= one.published <= oldest
                and fits(one)
            ]
            return missing, self._reaches_back(named)
        return [], False

    def _is_known(self, entry: Entry) -> bool:
        (names,) = names_of([entry])
        keys = (names.guid, names.key(self._feed.identifier))
        return any(key[:WINDOW_HASH] in self._feed.window for key in keys)

    def _reaches_back(self, entries: Sequence[Entry]) -> bool:
        """Return whether entries that all have dates lead back to before the last poll."""
        dates = [entry.published for entry in entries if entry.published]
        return bool(dates) and len(dates) == len(entries) and min(dates) < self._since()

    def _since(self) -> datetime:
        """Return from when on entries are missed: some are dated before they appear."""
        return (self._feed.last_success_at or self._at) - EARLY

    async def _parsed(self, url: str) -> ParsedFeed | None:
        answer = await self._fetched(url)
        return await self._read(answer) if answer is not None else None

    async def _read(self, answer: Fetched) -> ParsedFeed | None:
        try:
            return await self._pool.parse(
                answer.body,
                url=answer.url,
                content_type=answer.content_type,
                fetched_at=self._at,
                zone=self._feed.asks.zone,
            )
        except ParseError:
            return None

    async def _fetched(self, url: str) -> Fetched | None:
        try:
            answer = await self._fetcher.fetch(url)
        except FetchError:
            return None
        return answer if isinstance(answer, Fetched) else None


def with_caught(parsed: ParsedFeed, caught: Caught) -> ParsedFeed:
    """Return the feed with what was found beyond its window, after its own entries."""
    return parsed._replace(entries=(*parsed.entries, *caught.entries)) if caught.entries else parsed


def _as_credible(page: str, feed_url: str) -> str:
    """Return a page's address with the credentials of the feed, if it is of the same origin."""
    here, there = urlsplit(feed_url), urlsplit(page)
    user = here.netloc.rpartition("@")[0]
    same = (here.scheme, here.netloc.rpartition("@")[2]) == (there.scheme, there.netloc)
    return there._replace(netloc=f"{user}@{there.netloc}").geturl() if user and same else page
