"""What a site's news sitemaps name: found by its robots.txt, and through indexes. Nothing is stored here.

https://www.sitemaps.org/protocol.html says what an index is, and that robots.txt names sitemaps.
"""

from __future__ import annotations

import re
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from urllib.parse import urljoin, urlsplit

from bot.domain.feed import Entry, ParsedFeed
from bot.pipeline.addresses.canonical import canonical
from bot.pipeline.fetch import Fetched

MOST_SITEMAPS = 3  # read of a site, beside their indexes
MOST_INDEXES = 2
ROBOTS_MOST = 500 * 1024  # bytes of robots.txt that are looked at (RFC 9309 section 2.5)
INDEX_MOST = 1024 * 1024  # bytes of an index that are looked at
INDEX_BEGINS_WITHIN = 4096  # bytes

# A sitemap names all of a site, a feed perhaps one section. It stands in for the feed only where, over the
# time that the feed shows, this share of what it names is in the feed too, and so many at least.
ALIKE = 0.8
ALIKE_LEAST = 3

# Each takes time in proportion to a hostile text: no two of their parts can share what they match.
_NAMED = re.compile(rb"^[ \t]*sitemap[ \t]*:[ \t]*(\S{1,2000})[ \t\r]*$", re.IGNORECASE | re.MULTILINE)
_INDEX = re.compile(rb"<(?:[\w.-]{1,40}:)?sitemapindex[\s>]", re.IGNORECASE)
_LISTED_ENDS = re.compile(rb"</(?:[\w.-]{1,40}:)?sitemap>", re.IGNORECASE)
_LOCATION = re.compile(rb"<(?:[\w.-]{1,40}:)?loc>\s{0,99}([^<\s]{1,2000})\s{0,99}<", re.IGNORECASE)
_MODIFIED = re.compile(rb"<(?:[\w.-]{1,40}:)?lastmod>\s{0,99}([^<\s]{1,40})\s{0,99}<", re.IGNORECASE)

Fetch = Callable[[str], Awaitable[Fetched | None]]
Parse = Callable[[Fetched], Awaitable[ParsedFeed | None]]


async def named_by(home: str, fetch: Fetch, parse: Parse) -> AsyncIterator[tuple[Entry, ...]]:
    """Yield what each news sitemap of the site at *home* names; those of one index are read as one."""
    robots = await fetch(urljoin(home, "/robots.txt"))
    if robots is None:
        return
    named = sitemaps_in(robots.body)
    news = [url for url in named if _is_news(url)]
    left, indexes = MOST_SITEMAPS, 0
    for url in news or named[:1]:
        if not left or indexes == MOST_INDEXES:
            return
        answer = await fetch(url)
        if answer is None:
            continue
        if _INDEX.search(answer.body, 0, INDEX_BEGINS_WITHIN) is None:
            left -= 1
            parts = [await parse(answer)]
        else:
            indexes += 1
            inside = _inside(answer.body, all_are_news=_is_news(url))[:left]
            left -= len(inside)
            parts = [await parse(one) for one in [await fetch(part) for part in inside] if one is not None]
        yield tuple(entry for part in parts if part is not None for entry in part.entries)


def sitemaps_in(robots: bytes) -> list[str]:
    """Return the sitemaps that a robots.txt names, each once."""
    return list(dict.fromkeys(map(_text, _NAMED.findall(robots[:ROBOTS_MOST]))))


def _inside(index: bytes, *, all_are_news: bool) -> list[str]:
    """Return the news sitemaps that an index lists, the one that changed last first."""
    found: list[tuple[bytes, str]] = []
    for part in _LISTED_ENDS.split(index[:INDEX_MOST]):
        where, when = _LOCATION.search(part), _MODIFIED.search(part)
        if where is not None:
            found.append((when[1] if when is not None else b"", _text(where[1])))
    found.sort(key=lambda one: one[0], reverse=True)  # times in one form (ISO 8601) sort as texts
    return [url for _, url in found if all_are_news or _is_news(url)]


def _is_news(url: str) -> bool:
    return "news" in url.lower()


def _text(url: bytes) -> str:
    return url.decode("ascii", "replace").replace("&amp;", "&")


def selection(have: Sequence[Entry], named: Sequence[Entry]) -> Callable[[Entry], bool] | None:
    """Return which entries of a sitemap are the feed's too: all, or its section's; None: can't be told.

    Judged over the time that the feed shows, where both name what came.
    """
    urls = {canonical(one.url) for one in have if one.url}
    dates = [one.published for one in have if one.published]
    if not dates:
        return None
    shared = [one for one in named if one.url and one.published and min(dates) <= one.published <= max(dates)]
    sections = {_section(url) for url in urls}
    choices: tuple[Callable[[Entry], bool], ...] = (
        lambda _: True,
        lambda one: _section(one.url or "") in sections,
    )
    for fits in choices:
        chosen = [one for one in shared if fits(one)]
        alike = sum(canonical(one.url or "") in urls for one in chosen)
        if alike >= ALIKE_LEAST and alike >= ALIKE * len(chosen):
            return fits
    return None


def _section(url: str) -> str:
    """Return host and first part of the path, where sites have their sections."""
    parts = urlsplit(url)
    return f"{parts.hostname}/{parts.path.strip('/').partition('/')[0]}"
