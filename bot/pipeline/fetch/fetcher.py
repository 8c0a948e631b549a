"""One fetch from start to end: turns, redirects, limits, and the meaning of what came."""

from __future__ import annotations

import asyncio
import re
import ssl
from base64 import b64encode
from typing import Self, TypeGuard
from urllib.parse import unquote

import httpcore
import httpx

from bot.domain.clock import Clock, SystemClock
from bot.domain.feed import Failure
from bot.errors import FetchError
from bot.pipeline.canonical import LONGEST, shown
from bot.pipeline.fetch.answer import REDIRECTS, failure
from bot.pipeline.fetch.connect import PooledTransport, Resolver, SystemResolver, open_pool, refused
from bot.pipeline.fetch.decode import ACCEPTED, BadEncoding, decoder_for
from bot.pipeline.fetch.guard import Guard
from bot.pipeline.fetch.pace import Pace
from bot.pipeline.fetch.values import FEED_TYPES, MIB, Fetched, FetchOptions, NotModified

OK = 200
OK_BY_A_PROXY = 203  # changed on the way by a proxy, and good enough
NOT_MODIFIED = 304

_HOST = re.compile(rb"[a-z0-9_.-]+|\[?[0-9a-f:.]+(?:%[\w.-]+)?\]?")  # a name in ASCII, or an IPv6 address

Hop = tuple[int, str]


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
        headers = {**self._headers, "Accept": accept}
        if _is_validator(etag):
            headers["If-None-Match"] = etag
        if _is_validator(last_modified):
            headers["If-Modified-Since"] = last_modified
        target = self._checked(url)
        hops: list[Hop] = []
        left = self._options.total_timeout
        while True:
            async with self._pace.turn(target.host):
                loop = asyncio.get_running_loop()
                started = loop.time()
                answer = await self._one(target, headers, hops, max(left, 0.001))
                left -= loop.time() - started
            if not isinstance(answer, httpx.URL):
                return answer
            target = answer

    async def _one(
        self, target: httpx.URL, headers: dict[str, str], hops: list[Hop], seconds: float
    ) -> Fetched | NotModified | httpx.URL:
        """Send one request; return its answer, or where it points to."""
        try:
            async with asyncio.timeout(seconds):
                response = await self._send(target, headers)
                try:
                    return await self._read(target, response, headers, hops)
                finally:
                    await response.aclose()
        except FetchError:
            raise
        except (TimeoutError, httpcore.TimeoutException) as error:
            raise self._too_slow(target, error) from error
        except (
            httpcore.NetworkError,
            httpcore.ProtocolError,
            httpcore.ProxyError,
            ssl.SSLError,
            OSError,
        ) as error:
            raise _broken(target, error) from error

    async def _send(self, target: httpx.URL, headers: dict[str, str]) -> httpx.Response:
        request = httpx.Request(
            "GET",
            target.copy_with(userinfo=b""),
            headers=headers | _basic_auth(target),
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
        self, target: httpx.URL, response: httpx.Response, headers: dict[str, str], hops: list[Hop]
    ) -> Fetched | NotModified | httpx.URL:
        given = response.headers
        status = response.status_code
        if status in REDIRECTS and "location" in given:
            return self._redirected(target, status, given["location"], hops)
        if status == NOT_MODIFIED and ("If-None-Match" in headers or "If-Modified-Since" in headers):
            return NotModified(
                url=str(target),
                etag=given.get("etag"),
                last_modified=given.get("last-modified"),
                redirects=tuple(hops),
                at=self._now(),
            )
        if status not in {OK, OK_BY_A_PROXY}:
            raise failure(str(target), status, given, self._now())
        body = await self._body(target, response)
        return Fetched(
            url=str(target),
            status=status,
            body=body,
            content_type=given.get("content-type"),
            etag=given.get("etag"),
            last_modified=given.get("last-modified"),
            redirects=tuple(hops),
            at=self._now(),
        )

    async def _body(self, target: httpx.URL, response: httpx.Response) -> bytes:
        """Return the decompressed body, stopping at the first byte over a limit."""
        options = self._options
        declared = response.headers.get("content-length", "")
        if declared.isdigit() and int(declared[:18]) > options.max_raw_bytes:
            raise _too_large(target, options.max_raw_bytes)
        raw = size = 0
        pieces: list[bytes] = []
        try:
            decoder = decoder_for(response.headers.get("content-encoding"))
            async for data in response.stream:  # type: ignore[union-attr]  # always the transport's
                raw += len(data)
                if raw > options.max_raw_bytes:
                    raise _too_large(target, options.max_raw_bytes)
                for number, piece in enumerate(decoder.feed(data)):
                    size += len(piece)
                    if size > options.max_bytes:
                        raise _too_large(target, options.max_bytes)
                    pieces.append(piece)
                    if number:  # more than one piece of a packet: let others have their turn
                        await asyncio.sleep(0)
            decoder.finish()
        except BadEncoding as error:
            raise FetchError(
                f"{shown(str(target))} sent {error}. It is asked again.", kind=Failure.SERVER, status=OK
            ) from error
        return b"".join(pieces)

    def _redirected(self, target: httpx.URL, status: int, location: str, hops: list[Hop]) -> httpx.URL:
        """Return where *location* points to, checked as the first URL was."""
        if len(hops) >= self._options.max_redirects:
            raise FetchError(
                f"{shown(str(target))} redirects more than {self._options.max_redirects} times, perhaps for "
                "ever. Open it in a browser and use the address where it ends.",
                kind=Failure.REDIRECTS,
                status=status,
            )
        try:
            there = target.copy_with(userinfo=b"").join(location).copy_with(fragment=None)
        except (httpx.InvalidURL, ValueError) as error:
            raise _bad_url(f"{shown(str(target))} redirects to what is no address.") from error
        if _origin(there) == _origin(target) and target.userinfo and not there.userinfo:
            there = there.copy_with(userinfo=target.userinfo)
        elif _origin(there) != _origin(target):
            there = there.copy_with(userinfo=b"")  # nobody but the feed's own host is told a password
        checked = self._checked(str(there))
        hops.append((status, str(checked)))
        return checked

    def _checked(self, url: str) -> httpx.URL:
        """Return *url* parsed, if its scheme, host and port may be read; addresses come when connecting."""
        try:
            parsed = httpx.URL(url.strip())
        except (httpx.InvalidURL, ValueError, UnicodeError) as error:
            raise _bad_url(
                "That is not a web address. Write it in full, as in https://example.org/feed"
            ) from error
        if parsed.scheme not in {"http", "https"}:
            raise _bad_url(f"Only http and https addresses can be read, not {parsed.scheme or 'bare'} ones.")
        if not _HOST.fullmatch(parsed.raw_host) or len(url) > LONGEST:
            raise _bad_url(f"{shown(url)[:200]} names no host that can be, or is too long.")
        if self._guard.port_refused(parsed.port or (443 if parsed.scheme == "https" else 80)):
            raise FetchError(
                f"{shown(url)}: port {parsed.port} is not read. Use one that the operator allows (80, 443).",
                kind=Failure.REFUSED_ADDRESS,
                permanent=True,
            )
        why = self._guard.literal_refusal(parsed.host)
        if why is not None:
            raise refused(parsed.host, None, why)
        return parsed

    def _too_slow(self, target: httpx.URL, error: Exception) -> FetchError:
        options = self._options
        if isinstance(error, httpcore.ConnectTimeout):
            what = f"did not take a connection within {options.connect_timeout:g} seconds"
        elif isinstance(error, httpcore.TimeoutException):
            what = f"sent nothing for {options.read_timeout:g} seconds"
        else:
            what = f"was not done after {options.total_timeout:g} seconds"
        return FetchError(f"{shown(str(target))} {what}. It is asked again.", kind=Failure.TIMEOUT)


def _is_validator(value: str | None) -> TypeGuard[str]:
    """Return whether *value* can be sent back as a header, as what is no printable ASCII can't."""
    return bool(value) and value is not None and value.isascii() and value.isprintable()


def _origin(url: httpx.URL) -> tuple[str, str, int | None]:
    return url.scheme, url.host, url.port


def _basic_auth(url: httpx.URL) -> dict[str, str]:
    """Return the header for the credentials in *url* (RFC 7617), if there are any."""
    if not url.userinfo:
        return {}
    name, _, password = url.userinfo.decode("ascii", "replace").partition(":")
    pair = f"{unquote(name)}:{unquote(password)}".encode()
    return {"Authorization": "Basic " + b64encode(pair).decode("ascii")}


def _bad_url(text: str) -> FetchError:
    return FetchError(text, kind=Failure.BAD_URL, permanent=True)


def _too_large(target: httpx.URL, limit: int) -> FetchError:
    return FetchError(
        f"{shown(str(target))} is larger than {limit / MIB:.3g} MiB. Look for a smaller feed of the site.",
        kind=Failure.TOO_LARGE,
        status=OK,
    )


def _broken(target: httpx.URL, error: Exception) -> FetchError:
    """Return the error for a connection that could not be made, or broke."""
    where = shown(str(target))
    cause: BaseException | None = error
    while cause is not None:
        if isinstance(cause, ssl.SSLError):
            reason = getattr(cause, "verify_message", None) or cause.reason or "no agreement"
            return FetchError(
                f"{where} has no valid certificate ({reason}). The site has to renew it.", kind=Failure.TLS
            )
        cause = cause.__cause__ or cause.__context__
    if isinstance(error, httpcore.ProxyError):
        return FetchError(f"The proxy refused {where}. Check the proxy setting.", kind=Failure.CONNECT)
    if isinstance(error, httpcore.ConnectError | OSError):
        return FetchError(f"{where} takes no connections. It is asked again.", kind=Failure.CONNECT)
    if isinstance(error, httpcore.LocalProtocolError):
        return _bad_url(
            f"{where} can't be asked for: the address or a stored validator has forbidden characters."
        )
    return FetchError(
        f"{where} broke off in the middle of its answer. It is asked again.", kind=Failure.SERVER
    )
