"""Look at what stands at an address before it is followed: a feed, or the feeds of a site."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.domain.clock import Clock
from bot.domain.feed import Entry, Failure, FeedLink, ParsedFeed
from bot.errors import FetchError, MemberError, OutsideError, ParseError
from bot.pipeline.addresses.canonical import feed_address, shown
from bot.pipeline.feeds.feedless import feedless, unnamed
from bot.pipeline.feeds.guess import site_feeds, usual_addresses
from bot.pipeline.feeds.sift import in_order_of_arrival, is_short
from bot.pipeline.fetch import Fetched, Fetcher
from bot.pipeline.fetch.answer import behind
from bot.pipeline.fetch.walls import wall_in
from bot.pipeline.outlets.outlet import outlet_name
from bot.pipeline.parse.charset import decoded
from bot.pipeline.parse.sniff import Format, sniff
from bot.pipeline.workers.pool import ParserPool

LAST_ENTRIES = 3  # shown in a preview
RATE_WINDOW = timedelta(days=14)

# Addresses that are tried where a page names no feed: a second each, for a host is asked once a second.
MOST_TRIED = 10
LONGEST_SEARCH = 60.0  # seconds for all of them

_BEGINNING = 16 * 1024  # bytes of an answer that tell whether it is a web page

# What one address of a host says of all others: trying more of them helps nobody.
_HOPELESS = frozenset(
    {
        Failure.TIMEOUT,
        Failure.DNS,
        Failure.CONNECT,
        Failure.TLS,
        Failure.CERTIFICATE_EXPIRED,
        Failure.CERTIFICATE_UNTRUSTED,
        Failure.CERTIFICATE_OF_ANOTHER,
        Failure.REFUSED_ADDRESS,
        Failure.RATE_LIMITED,
    }
)


@dataclass(frozen=True, slots=True)
class PreviewedEntry:
    """An entry of a feed that is only looked at; `at` is aware UTC, None where the feed gives no time."""

    title: str
    at: datetime | None


@dataclass(frozen=True, slots=True)
class FeedPreview:
    """What an address holds: a feed, or a page that names several (then `choices` has them).

    `url` is for adding the feed and may hold credentials; `shown_url` is for people. `full_text` tells
    whether most entries hold an article's text, None where there are no entries to tell.
    """

    url: str
    title: str
    outlet: str
    newest: tuple[PreviewedEntry, ...] = ()
    articles_a_day: float | None = None  # None where the entries have no dates to tell
    language: str | None = None
    site_url: str | None = None
    full_text: bool | None = None
    choices: tuple[FeedLink, ...] = ()

    @property
    def shown_url(self) -> str:
        """The address without what opens doors."""
        return shown(self.url)


class Previews:
    """Fetches and reads what people paste. Politeness and refusals are the fetcher's."""

    def __init__(self, fetcher: Fetcher, parsers: ParserPool, clock: Clock) -> None:
        self._fetcher = fetcher
        self._parsers = parsers
        self._clock = clock

    async def at(self, url: str) -> FeedPreview:
        """Return what stands at *url*: a feed, or the one feed of a page, or the choice among several.

        A page that names none is asked for feeds at the usual addresses, `MOST_TRIED` at the most.
        Raises MemberError where there is no feed, with the reason and what to do.
        """
        address = feed_address(url)
        if without := feedless(address):
            raise MemberError(without)
        known = await self._first_feed(site_feeds(address))
        if known is not None:
            return known
        answer = await self._read(address)
        try:
            parsed = await self._parse(answer)
        except ParseError as error:
            return await self._from_page(answer, error)
        return self._previewed(_kept_address(address, answer), parsed)

    async def _from_page(self, answer: Fetched, error: ParseError) -> FeedPreview:
        """Return the feed of a site's page; a choice where it names several."""
        if error.kind == Failure.TOO_COSTLY or error.then:  # it is one, and could be read at another time
            raise MemberError(_said(error)) from error
        links = await self._links(answer)
        if len(links) > 1:
            return _choice(answer, links)
        fault: Exception = error
        said = _no_feed(answer, error)
        if links:
            address = feed_address(links[0].url)
            try:
                return await self._feed_or_choice(address)
            except (FetchError, ParseError) as broken:
                fault, said = broken, f"The page names a feed, {shown(address)}, but: {_said(broken)}"
        found = await self._first_feed(usual_addresses(answer.url))
        if found is None:
            raise MemberError(said) from fault
        return found

    async def _first_feed(self, addresses: Iterable[str]) -> FeedPreview | None:
        """Return the first feed among *addresses*, tried one after the other; None where there is none."""
        try:
            async with asyncio.timeout(LONGEST_SEARCH):
                for address in list(addresses)[:MOST_TRIED]:
                    try:
                        return await self._feed(address)
                    except ParseError:
                        continue
                    except FetchError as error:
                        if error.kind in _HOPELESS:
                            return None
        except TimeoutError:
            pass
        return None

    async def _feed_or_choice(self, address: str) -> FeedPreview:
        """Return the feed at *address*; where that is a page ("RSS" leads to a list of feeds), its choice.

        Raises FetchError and ParseError.
        """
        answer = await self._fetcher.fetch(address)
        assert isinstance(answer, Fetched)  # no validators were sent
        try:
            return self._previewed(_kept_address(address, answer), await self._parse(answer))
        except ParseError:
            links = await self._links(answer)
            if not links:
                raise
        return _choice(answer, links)

    async def _links(self, answer: Fetched) -> tuple[FeedLink, ...]:
        """Return the feeds that a page names, without those that are never fetched."""
        try:
            links = await self._parsers.feed_links(
                answer.body, url=answer.url, content_type=answer.content_type
            )
        except ParseError:
            return ()
        return tuple(link for link in links if self._fetcher.refusal(link.url) is None)

    async def _feed(self, address: str) -> FeedPreview:
        answer = await self._fetcher.fetch(address)
        assert isinstance(answer, Fetched)  # no validators were sent
        return self._previewed(_kept_address(address, answer), await self._parse(answer))

    async def _read(self, url: str) -> Fetched:
        try:
            answer = await self._fetcher.fetch(url)
        except FetchError as error:
            raise MemberError(_said(error)) from error
        assert isinstance(answer, Fetched)  # no validators were sent
        return answer

    async def _parse(self, answer: Fetched) -> ParsedFeed:
        return await self._parsers.parse(answer.body, url=answer.url, content_type=answer.content_type)

    def _previewed(self, url: str, parsed: ParsedFeed) -> FeedPreview:
        newest = _newest(parsed.entries)[:LAST_ENTRIES]
        return FeedPreview(
            url=url,
            title=parsed.title or shown(url),
            outlet=outlet_name(parsed.title, parsed.link or url),
            newest=tuple(PreviewedEntry(one.title, one.published or one.updated) for one in newest),
            articles_a_day=self._rate(parsed),
            language=parsed.language,
            site_url=parsed.link,
            full_text=_is_full(parsed.entries, parsed.language),
        )

    def _rate(self, parsed: ParsedFeed) -> float | None:
        """Return how many of the entries came a day, over the window that they span, at least a day."""
        now = self._clock.now()
        moments = [one.published for one in parsed.entries if one.published and one.published <= now]
        recent = [moment for moment in moments if now - moment <= RATE_WINDOW]
        if not moments:
            return None
        span = max(timedelta(days=1), now - min(recent, default=now))
        return len(recent) / (span / timedelta(days=1))


def _said(error: OutsideError) -> str:
    """Return what went wrong to somebody who looked once: what is not followed is not asked again."""
    return f"{error.what} Nothing is followed yet: try again later." if error.then else str(error)


def _no_feed(answer: Fetched, error: ParseError) -> str:
    """Return in words that what came is no feed, what it is instead, and what to do."""
    whose = wall_in(answer.body)
    if whose is not None:
        return f"{shown(answer.url)}: {behind(whose)}"
    instead = unnamed(answer.url) or (
        "Look on the site for a link called RSS, Feed or Atom, and add its address."
    )
    if sniff(decoded(answer.body[:_BEGINNING], answer.content_type)) is Format.HTML:
        where = f"{shown(answer.url)} is a web page that names no feed"
        return f"{where}, and none is where feeds usually are. {instead}"
    return f"{shown(answer.url)} is not a feed. {error} {instead}"


def _choice(answer: Fetched, links: tuple[FeedLink, ...]) -> FeedPreview:
    return FeedPreview(url=answer.url, title=shown(answer.url), outlet="", choices=links)


def _is_full(entries: Sequence[Entry], language: str | None) -> bool | None:
    """Return whether most entries hold more than a few sentences; None without entries."""
    if not entries:
        return None
    short = sum(is_short(one.content or one.summary, one.language or language) for one in entries)
    return 2 * short < len(entries)


def _kept_address(asked: str, answer: Fetched) -> str:
    """Return the address to poll: what was asked for, unless it has moved for good."""
    permanent = {301, 308}
    if answer.redirects and all(status in permanent for status, _ in answer.redirects):
        return feed_address(answer.url)
    return asked


def _newest(entries: Sequence[Entry]) -> list[Entry]:
    """Return a feed's entries newest first: by their dates where all have one, else as the feed has them."""
    return in_order_of_arrival(entries)[::-1]
