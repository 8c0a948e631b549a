"""The web of a made-up press: a transport for the real fetcher, which answers in virtual time and breaks."""

from __future__ import annotations

import gzip
import hashlib
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta

import httpcore
import httpx

from bot.pipeline.fetch import Fetcher, FetchOptions
from tests.fakes.press.outlets import Fault, Item, PressFeed
from tests.fakes.press.rendering import TYPES, body, entries, page

MOVED_TO = "/moved"  # what a feed's path ends in after it moved
ELSEWHERE = "/elsewhere"

PAGE = b"<html><body><h1>We'll be back soon</h1><p>Our site is being improved.</p></body></html>"


@dataclass
class Truth:
    """The time as it is, and the bot's clock, which may be wrong by `error`."""

    at: datetime
    error: timedelta = timedelta()

    def now(self) -> datetime:
        """Return what the bot's clock says."""
        return self.at + self.error


@dataclass(frozen=True)
class Poll:
    """A feed's answer that was read to its end, with what could be seen in it."""

    at: datetime
    clock: datetime
    tokens: frozenset[str]
    is_whole: bool


@dataclass
class PressWeb:
    """Answers for all outlets of *feeds*; keeps what was read of each feed."""

    feeds: list[PressFeed]
    truth: Truth
    polls: dict[str, list[Poll]] = field(default_factory=dict)  # by the feed's first URL
    requests: int = 0

    def __post_init__(self) -> None:
        self._by_place = {
            (one.host, one.path + end): one for one in self.feeds for end in ("", MOVED_TO, ELSEWHERE)
        }
        self._items: dict[tuple[str, str], tuple[PressFeed, Item]] = {
            (feed.host, item.path): (feed, item) for feed in self.feeds for item in feed.items
        }

    async def handle_async_request(self, asked: httpcore.Request) -> httpx.Response:
        """Answer as the outlet does now."""
        self.requests += 1
        request = httpx.Request(asked.method, bytes(asked.url).decode(), headers=asked.headers)
        place = (request.url.host, request.url.path)
        feed = self._by_place.get(place)
        if feed is not None:
            return self._feed(feed, request)
        article = self._items.get(place)
        if article is not None:
            return _answer(200, page(*article), {"content-type": "text/html; charset=utf-8"})
        return _answer(404)

    async def aclose(self) -> None:
        """Do nothing: there are no connections."""

    def _feed(self, feed: PressFeed, request: httpx.Request) -> httpx.Response:
        at, path = self.truth.at, request.url.path
        _break(feed, at)
        refusal = _refusal(feed, at)
        if refusal is not None:
            return refusal
        if feed.since(Fault.MOVED, at) and path == feed.path:
            return _answer(301, headers={"location": feed.path + MOVED_TO})
        if feed.suffers(Fault.REDIRECT, at) and not path.endswith(ELSEWHERE):
            return _answer(302, headers={"location": f"https://{feed.host}{feed.path}{ELSEWHERE}"})
        return self._document(feed, at, request.headers.get("if-none-match"))

    def _document(self, feed: PressFeed, at: datetime, known: str | None) -> httpx.Response:
        if feed.suffers(Fault.LYING_304, at) and known:
            return _answer(304, headers={"etag": known})
        shown = [] if feed.suffers(Fault.EMPTY, at) else entries(feed, at, session=self.requests)
        data = body(feed, shown)
        etag = f'"{hashlib.md5(data).hexdigest()}"'
        if feed.suffers(Fault.SAME_ETAG, at):
            etag, known = '"1"', None
        if known == etag:
            return _answer(304, headers={"etag": etag})
        headers = {"content-type": TYPES[feed.kind], "etag": etag}
        if feed.suffers(Fault.CHARSET, at):
            headers["content-type"] += "; charset=" + ("utf-8" if feed.russian else "utf-16")
        if feed.suffers(Fault.NO_FEED, at):
            return _answer(200, PAGE, {"content-type": "text/html"})
        if feed.suffers(Fault.BAD_GZIP, at):
            return _answer(200, gzip.compress(data)[:-20], headers | {"content-encoding": "gzip"})
        tokens = frozenset(one.token for one in feed.shows(at)) if shown else frozenset()
        poll = Poll(at, self.truth.now(), tokens, is_whole=not feed.suffers(Fault.TRUNCATED, at))
        if not poll.is_whole:
            data = data[: 2 * len(data) // 3]
        return httpx.Response(
            200, headers=headers, stream=_Body(self, feed, data, poll, cut=feed.suffers(Fault.CUT, at))
        )

    def read(self, feed: PressFeed, poll: Poll) -> None:
        """Take note of an answer that was read to its end."""
        self.polls.setdefault(feed.url, []).append(poll)


class _Body(httpx.AsyncByteStream):
    """A feed's body, in two pieces; one that is *cut* ends in a reset after the first."""

    def __init__(self, web: PressWeb, feed: PressFeed, data: bytes, poll: Poll, *, cut: bool) -> None:
        self._web = web
        self._feed = feed
        self._data = data
        self._poll = poll
        self._cut = cut

    async def __aiter__(self) -> AsyncIterator[bytes]:
        middle = len(self._data) // 2
        yield self._data[:middle]
        if self._cut:
            raise httpcore.RemoteProtocolError("peer closed connection without sending complete message body")
        yield self._data[middle:]
        self._web.read(self._feed, self._poll)


def _break(feed: PressFeed, at: datetime) -> None:
    """Raise what the network does to a request now."""
    if feed.suffers(Fault.TIMEOUT, at):
        raise httpcore.ReadTimeout("nothing came")
    if feed.suffers(Fault.RESET, at):
        raise httpcore.ReadError("connection reset by peer")
    if feed.suffers(Fault.NO_HOST, at):
        raise httpcore.ConnectError("no address associated with hostname")


def _refusal(feed: PressFeed, at: datetime) -> httpx.Response | None:
    """Return how a server refuses a request now."""
    if feed.suffers(Fault.SERVER, at):
        return _answer(500, b"<h1>Internal Server Error</h1>")
    if feed.suffers(Fault.BUSY, at):
        return _answer(503, headers={"retry-after": "900"})
    if feed.suffers(Fault.LIMITED, at):
        return _answer(429, headers={"retry-after": "600"})
    if feed.suffers(Fault.GONE, at):
        return _answer(410)
    return None


class _Bytes(httpx.AsyncByteStream):
    def __init__(self, data: bytes) -> None:
        self._data = data

    async def __aiter__(self) -> AsyncIterator[bytes]:
        yield self._data


def _answer(status: int, data: bytes = b"", headers: dict[str, str] | None = None) -> httpx.Response:
    return httpx.Response(status, headers=headers or {}, stream=_Bytes(data))


class PressFetcher(Fetcher):
    """The real fetcher over the web of the press: redirects, limits, encodings and causes are its own."""

    def __init__(self, web: PressWeb) -> None:
        super().__init__(FetchOptions(start_interval=0.0), clock=web.truth)
        self._transport = web  # type: ignore[assignment]  # a transport as good as another
