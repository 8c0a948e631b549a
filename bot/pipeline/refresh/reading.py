"""Read a feed: fetch, parse, see what is new, and fetch the pages of what the feed only hints at.

Nothing is stored here. Readers run side by side; what they bring goes to the one keeper.
"""

from __future__ import annotations

import asyncio
import hashlib
from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from bot.domain.clock import Clock
from bot.domain.feed import Failure, Feed, KnownEntry, ParsedFeed
from bot.errors import FetchError, NotAsked, ParseError
from bot.pipeline.extract import Page
from bot.pipeline.feeds.absent import Absence
from bot.pipeline.feeds.identity import Names, names_of
from bot.pipeline.feeds.moves import moved
from bot.pipeline.feeds.rhythm import TELL_AFTER
from bot.pipeline.feeds.sift import NOISY_AFTER, News, Sifted, sift, wants_page
from bot.pipeline.fetch import Fetched, Fetcher, NotModified
from bot.pipeline.fetch.answer import no_feed
from bot.pipeline.refresh.catching_up import caught_up, is_incomplete, with_caught
from bot.pipeline.refresh.paging import PageReader
from bot.pipeline.refresh.rests import Rests
from bot.pipeline.refresh.seeking import SOUGHT, replacement
from bot.pipeline.refresh.values import (
    AbsenceSeen,
    Failed,
    PageRead,
    Reading,
    RefreshOptions,
    Unchanged,
)
from bot.pipeline.workers.pool import ParserPool
from bot.storage import Database, entries, feeds

# Pages of one poll that its alerts wait for, the newest: more do not come in a few seconds from one host.
PAGES_AT_ONCE = 20

# Polls that ask the database at once what they know. More would only open connections beside those that are
# kept, which costs more than the asking, and leave none for members' lookups.
ASKING = 2

# By so many headlines a feed's language is told well, each of them too short by itself.
HEADLINES = 20

# So long an entry that left its feed is known by its link and title; what is shown again later is known by
# key or URL.
REMEMBERED = timedelta(days=30)


class Reader:
    """Reads feeds and pages over one fetcher and one pool of parsers."""

    def __init__(
        self, database: Database, fetcher: Fetcher, pool: ParserPool, clock: Clock, options: RefreshOptions
    ) -> None:
        self._database = database
        self._fetcher = fetcher
        self._pool = pool
        self._clock = clock
        self._options = options
        self._asking = asyncio.Semaphore(ASKING)
        self.rests = Rests(clock)
        self._page_reader = PageReader(fetcher, pool, clock, self.rests, max_bytes=options.page_bytes)

    async def aclose(self) -> None:
        """Give up what is still asked for."""
        await self._page_reader.aclose()

    async def feed(self, feed: Feed) -> Unchanged | Reading | Failed:
        """Poll a claimed feed.

        Raises StorageError where the database can't be asked what is known, and NotAsked where too many wait
        for the host that the feed leads to.
        """
        try:
            return await self._poll(feed)
        except NotAsked:
            raise
        except (FetchError, ParseError) as error:
            at, kind = self._clock.now(), Failure(error.kind)
            failed = Failed(feed, at, kind, str(error), error.retry_after, then=error.then)
            if kind not in SOUGHT or feed.failing_since is None or at - feed.failing_since < TELL_AFTER:
                return failed
            return replace(failed, replacement=await replacement(self._fetcher, self._pool, feed))

    async def _poll(self, feed: Feed) -> Unchanged | Reading:
        # Else a 304 would leave it without its first parse, or what was held back as noise untold for ever.
        stored = feed.primed_at is not None and feed.rewrites <= NOISY_AFTER
        answer = await self._fetcher.fetch(
            feed.url,
            feed.etag if stored else None,
            feed.last_modified if stored else None,
            in_line=feed.host,  # claims bound how many of its feeds are under way
        )
        at = self._clock.now()
        moved_to = moved(feed.url, answer.redirects)
        host = feeds.host_of(answer.url)
        if isinstance(answer, NotModified):
            etag, last_modified = answer.etag or feed.etag, answer.last_modified or feed.last_modified
            return Unchanged(feed, at, etag, last_modified, answer.fresh_for, moved_to, host)
        body_hash = hashlib.blake2b(answer.body, digest_size=16).hexdigest()
        if stored and body_hash == feed.body_hash:
            return Unchanged(feed, at, answer.etag, answer.last_modified, answer.fresh_for, moved_to, host)
        found = await self._parsed(answer, at, feed.asks.zone, known=feed.shown_hash if stored else None)
        if found is None:  # written anew, and nothing in it is new
            return Unchanged(
                feed, at, answer.etag, answer.last_modified, answer.fresh_for, moved_to, host, body_hash
            )
        parsed, shown = found
        names, known = await self._stored(feed, parsed, at)
        caught = None
        if is_incomplete(feed, parsed, names, known):
            caught = await caught_up(self._fetcher, self._pool, feed, parsed, at=at)
            parsed = with_caught(parsed, caught)
            names, known = await self._stored(feed, parsed, at)
        sifted, short = await asyncio.to_thread(_sifted, feed, parsed, names, known, at)
        return Reading(
            feed,
            at,
            answer.etag,
            answer.last_modified,
            body_hash,
            shown,
            parsed,
            sifted,
            pages=await self._pages(short),
            fresh_for=answer.fresh_for,
            moved_to=moved_to,
            host=host,
            caught=caught,
            past=await self._past(feed, parsed) if sifted.news else (),
        )

    async def _parsed(
        self, answer: Fetched, at: datetime, zone: int | None, *, known: str | None
    ) -> tuple[ParsedFeed, str] | None:
        """Return the feed in an answer and its `shown_hash`; None where that is the *known* one.

        Raises ParseError and FetchError that say what it is instead.
        """
        try:
            return await self._pool.parse_if_changed(
                answer.body,
                known=known,
                url=answer.url,
                content_type=answer.content_type,
                fetched_at=at,
                zone=zone,
            )
        except ParseError as error:
            raise (no_feed(answer) if error.kind == Failure.NOT_A_FEED else None) or error from error

    async def _stored(
        self, feed: Feed, parsed: ParsedFeed, at: datetime
    ) -> tuple[list[Names], list[KnownEntry]]:
        """Return the names of a feed's entries, and the stored ones that it may show again.

        By key; what has none by other names.
        """
        names = await asyncio.to_thread(names_of, parsed.entries)
        keys = list(dict.fromkeys(key for one in names for key in (one.guid, one.key(feed.identifier))))
        async with self._asking, self._database.read() as connection:
            known = await entries.known(connection, feed.id, keys)
            # One that is known by its key is known; but one key may name whatever the feed shows.
            left = [
                one
                for one in names
                if (found := known.get(one.guid) or known.get(one.key(feed.identifier))) is None
                or (one.link, one.title) != (found.link_hash, found.title_hash)
            ]
            named = await entries.named(
                connection,
                feed.id,
                links=list({one.link for one in left if one.link}),
                titles=list({one.title for one in left if one.title}),
                since=at - REMEMBERED,
                shown=feed.window,
            )
        return names, list({one.id: one for one in (*known.values(), *named)}.values())

    async def _past(self, feed: Feed, parsed: ParsedFeed) -> Sequence[str]:
        """Return headlines that a feed brought before, where it shows too few to tell its language by."""
        if len(parsed.entries) >= HEADLINES:
            return ()
        async with self._asking, self._database.read() as connection:
            return await entries.newest_titles(connection, feed.id, limit=HEADLINES)

    async def _pages(self, short: Sequence[News]) -> dict[str, Page]:
        """Return the pages of these that come within `page_wait`, by key hash."""
        if not short or self._options.page_wait <= 0:
            return {}
        under_way = {
            asyncio.create_task(self._page_reader.read(one.entry.url or "")): one.key_hash
            for one in reversed(short[-PAGES_AT_ONCE:])
        }
        try:
            done, _ = await asyncio.wait(under_way, timeout=self._options.page_wait)
        finally:
            late = [task for task in under_way if not task.done()]
            for task in late:
                task.cancel()
            await asyncio.gather(*late, return_exceptions=True)
        await self.rests.keep(self._database)
        found: dict[str, Page] = {}
        for task in done:
            tried = task.result()
            if not tried.failed:
                found[under_way[task]] = tried.page
        return found

    async def absence(self, absence: Absence) -> AbsenceSeen:
        """Look whether the page of an entry that left its feed is gone; only then at another one, too."""
        page_gone = await self._page_reader.is_gone(absence.page)
        other = absence.neighbour if page_gone else None
        neighbour_gone = await self._page_reader.is_gone(other) if other else None
        await self.rests.keep(self._database)
        return AbsenceSeen(absence, self._clock.now(), page_gone, neighbour_gone)

    async def page(self, article_id: int, url: str, attempts: int) -> PageRead:
        """Read the page of a stored article."""
        tried = await self._page_reader.read(url)
        await self.rests.keep(self._database)
        return PageRead(
            article_id,
            attempts,
            self._clock.now(),
            tried.page,
            failed=tried.failed,
            retry_after=tried.retry_after,
            asked=tried.asked,
        )


def _sifted(
    feed: Feed, parsed: ParsedFeed, names: Sequence[Names], stored: Collection[KnownEntry], at: datetime
) -> tuple[Sifted, list[News]]:
    """Return what a parse brings, and what of it is worth waiting for its page: not a back catalogue."""
    sifted = sift(feed, parsed, stored, at=at, named=names)
    if sifted.primes:
        return sifted, []
    return sifted, [
        one
        for one in sifted.news
        if one.identity and wants_page(one.text, one.entry.language, whole_pages=feed.whole_pages)
    ]
