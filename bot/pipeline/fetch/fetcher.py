"""One fetch from start to end: turns, redirects, and the meaning of what came."""

from __future__ import annotations

import asyncio
import ssl
from collections.abc import Awaitable, Callable
from typing import Self, TypeGuard

import httpcore
import httpx

from bot.domain.clock import Clock, SystemClock
from bot.domain.feed import Failure
from bot.errors import FetchError, NotAsked, NotFollowed
from bot.pipeline.addresses.canonical import shown
from bot.pipeline.fetch.answer import REDIRECTS, WALLED, failure, fresh_for
from bot.pipeline.fetch.body import beginning_of, body_of
from bot.pipeline.fetch.connect import PooledTransport, Resolver, SystemResolver, open_pool
from bot.pipeline.fetch.decode import ACCEPTED
from bot.pipeline.fetch.faults import broken, too_many_redirects, too_slow
from bot.pipeline.fetch.guard import Guard
from bot.pipeline.fetch.pace import Pace
from bot.pipeline.fetch.target import basic_auth, checked, redirected
from bot.pipeline.fetch.values import FEED_TYPES, Fetched, FetchOptions, NotModified

OK = 200
OK_BY_A_PROXY = 203  # changed on the way by a proxy, and good enough
NOT_MODIFIED = 304
LONGEST_VALIDATOR = 1024  # characters; a longer one would be sent back with each poll, and refused by most

# So many may wait for a host that others lead to. They have places that no claim of feeds of one host bounds.
CROWD = 8
CROWDED = 30.0  # seconds, at the least, after which it is tried again

Hop = tuple[int, str]
Permission = Callable[[str], Awaitable[bool]]  # of a URL that a redirect leads to
Start = Callable[[str], None]  # of a URL whose turn has come; raises where it is not to be asked any more


def user_agent(contact_url: str) -> str:
    """Return the User-Agent: who reads, and where its operator can be reached (RFC 9110 section 10.1.5)."""
    contact = f"; +{contact_url}" if contact_url else ""
    return f"Salient/0.1 (news alerts, feed reader{contact})"


class Fetcher:
    """Fetches URLs over one pool of connections. Made, used and closed within one event loop.

    No cookies are kept and no log is written, because an address may hold a secret. Of the environment
    only SSL_CERT_FILE and SSL_CERT_DIR are read, for operators who trust an authority of their own.
    `resolve` and `clock` stand for the name service and the clock of the world.
    """

    def __init__(
        self,
        options: FetchOptions | None = None,
        *,
        resolve: Resolver | None = None,
        clock: Clock | None = None,
    ) -> None:
        """Raise ValueError if an allowed host or the proxy in *options* can't be read."""
        self._options = o = options or FetchOptions()
        self._now = (clock or SystemClock()).now
        self._guard = Guard(o.allowed_hosts, o.allowed_ports)
        self._pace = Pace(
            in_flight=o.in_flight, per_host=o.connections_per_host, start_interval=o.start_interval
        )
        self._transport = PooledTransport(
            open_pool(
                self._guard,
                resolve or SystemResolver(),
                connections=o.in_flight,
                keepalive=o.keepalive,
                proxy=o.proxy,
            )
        )
        self._headers = {
            "User-Agent": user_agent(o.contact_url),
            "Accept-Encoding": ACCEPTED,
            "Accept-Language": "*",
        }
        self._timeouts = {
            "connect": o.connect_timeout,
            "read": o.read_timeout,
            "write": o.read_timeout,
            "pool": None,  # turns are the pace's business
        }

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_exc: object) -> None:
        await self.aclose()

    async def aclose(self) -> None:
        """Close all connections."""
        await self._transport.aclose()

    def refusal(self, url: str) -> str | None:
        """Return in words why *url* is never fetched (scheme, port, private address); None if it may be.

        Nothing is sent and no name is asked for: a name's addresses are judged when it is connected to.
        """
        try:
            checked(url, self._guard)
        except FetchError as error:
            return str(error)
        return None

    async def fetch(
        self,
        url: str,
        etag: str | None = None,
        last_modified: str | None = None,
        *,
        accept: str = FEED_TYPES,
        max_bytes: int | None = None,
        in_line: str = "",
        may_follow: Permission | None = None,
        before_start: Start | None = None,
    ) -> Fetched | NotModified:
        """Return the answer to a (conditional) GET of *url*, of *max_bytes* at most if that is less than set.

        Whoever waited for its turn at the host *in_line* already is not sent away there, however many wait.
        *may_follow* is asked before each redirect is followed, *before_start* is called when a request's turn
        has come; what they raise goes on to the caller.

        Raises:
            NotFollowed: where `may_follow` says no.
            NotAsked: where too many wait already for the host that a redirect leads to.
            FetchError: with `kind` one of `bot.domain.feed.Failure`, `status` where there was an answer,
                `retry_after` in seconds where the server named one, `permanent` where trying again can't
                help (a bad URL, a refused address, 410).
        """
        headers = {**self._headers, "Accept": accept}
        if _is_validator(etag):
            headers["If-None-Match"] = etag
        if _is_validator(last_modified):
            headers["If-Modified-Since"] = last_modified
        target = checked(url, self._guard)
        hops: list[Hop] = []
        most = min(max_bytes or self._options.max_bytes, self._options.max_bytes)
        left = self._options.total_timeout
        while True:
            async with self._pace.turn(target.host):
                if before_start is not None:
                    before_start(str(target))
                loop = asyncio.get_running_loop()
                started = loop.time()
                answer = await self._one(target, headers, hops, max(left, 0.001), most)
                left -= loop.time() - started
            if not isinstance(answer, httpx.URL):
                return answer
            if may_follow is not None and not await may_follow(str(answer)):
                raise NotFollowed(f"{shown(url)} leads to where it may not be read.", kind=Failure.BLOCKED)
            if answer.host not in {target.host, in_line}:
                self._crowded(target, answer)
            target = answer

    def _crowded(self, target: httpx.URL, there: httpx.URL) -> None:
        """Raise NotAsked where too many wait for the other host to which a redirect leads."""
        waiting = self._pace.waiting(there.host)
        if waiting >= CROWD:
            raise NotAsked(
                f"{shown(str(target))} leads to {there.host}, where {waiting} others wait.",
                retry_after=max(waiting * self._options.start_interval, CROWDED),
                host=there.host,
            )

    async def _one(
        self, target: httpx.URL, headers: dict[str, str], hops: list[Hop], seconds: float, most: int
    ) -> Fetched | NotModified | httpx.URL:
        """Send one request; return its answer, or where it points to."""
        try:
            async with asyncio.timeout(seconds):
                response = await self._send(target, headers)
                try:
                    return await self._read(target, response, headers, hops, most)
                finally:
                    await response.aclose()
        except FetchError:
            raise
        except (TimeoutError, httpcore.TimeoutException) as error:
            raise too_slow(target, error, self._options) from error
        except (
            httpcore.NetworkError,
            httpcore.ProtocolError,
            httpcore.ProxyError,
            ssl.SSLError,
            OSError,
        ) as error:
            raise broken(target, error) from error

    async def _send(self, target: httpx.URL, headers: dict[str, str]) -> httpx.Response:
        # httpx's own Request would look through all of it once more.
        request = httpcore.Request(
            "GET",
            httpcore.URL(
                scheme=target.raw_scheme, host=target.raw_host, port=target.port, target=target.raw_path
            ),
            headers=[(b"Host", target.netloc), *(headers | basic_auth(target)).items()],
            extensions={"timeout": self._timeouts},
        )
        try:
            return await self._transport.handle_async_request(request)
        except httpcore.RemoteProtocolError as error:
            # The server closed an idle connection just as it was used again: no fault of anybody's.
            if "without sending a response" not in str(error):
                raise
            return await self._transport.handle_async_request(request)

    async def _read(
        self,
        target: httpx.URL,
        response: httpx.Response,
        headers: dict[str, str],
        hops: list[Hop],
        most: int,
    ) -> Fetched | NotModified | httpx.URL:
        given = response.headers
        status = response.status_code
        if status in REDIRECTS and "location" in given:
            return self._next(target, status, given["location"], hops)
        if status == NOT_MODIFIED and ("If-None-Match" in headers or "If-Modified-Since" in headers):
            return NotModified(
                url=str(target),
                etag=_validator(given.get("etag")),
                last_modified=_validator(given.get("last-modified")),
                redirects=tuple(hops),
                at=self._now(),
                fresh_for=fresh_for(given),
            )
        if status not in {OK, OK_BY_A_PROXY}:
            beginning = await beginning_of(response) if status in WALLED else b""
            raise failure(str(target), status, given, self._now(), beginning)
        body = await body_of(response, target, most=most, most_raw=min(self._options.max_raw_bytes, most))
        return Fetched(
            url=str(target),
            status=status,
            body=body,
            content_type=given.get("content-type"),
            etag=_validator(given.get("etag")),
            last_modified=_validator(given.get("last-modified")),
            redirects=tuple(hops),
            at=self._now(),
            fresh_for=fresh_for(given),
        )

    def _next(self, target: httpx.URL, status: int, location: str, hops: list[Hop]) -> httpx.URL:
        """Return where *location* points to, having noted the hop."""
        if len(hops) >= self._options.max_redirects:
            raise too_many_redirects(target, self._options.max_redirects, status)
        there = redirected(target, location, self._guard)
        hops.append((status, str(there)))
        return there


def _validator(value: str | None) -> str | None:
    """Return an answer's validator, if it is one that is worth keeping."""
    return value if value is not None and len(value) <= LONGEST_VALIDATOR else None


def _is_validator(value: str | None) -> TypeGuard[str]:
    """Return whether *value* can be sent back as a header, as what is no printable ASCII can't."""
    return bool(value) and value is not None and value.isascii() and value.isprintable()
