"""Resolve a name, check every address, and connect to the very address that was checked.

A resolver that answers differently the second time (DNS rebinding) gains nothing: there is no second
time. TLS still asks for the name in the URL, because httpcore takes that from the request.
"""

from __future__ import annotations

import asyncio
import socket
import threading
from collections.abc import Iterable
from typing import Protocol

import httpcore
import httpx

from bot.pipeline.fetch.faults import no_such_host, port_refused, refused
from bot.pipeline.fetch.guard import Address, Guard, literal
from bot.pipeline.fetch.pool import Connections
from bot.pipeline.fetch.stream import Stream

SocketOption = tuple[int, int, int] | tuple[int, int, bytes | bytearray] | tuple[int, int, None, int]

# Lookups at once. One that is not answered soon (resolvers wait 5 to 30 s for a name's own servers) makes
# room for the next, unless so many hang already: each holds a thread until the system gives it up.
LOOKUPS = 32
SOON = 1.0  # seconds
MOST_HANGING = 256


class Resolver(Protocol):
    """Finds a name's addresses; the seam where the world's name service begins."""

    async def __call__(self, host: str) -> list[Address]:
        """Return the addresses of *host* in the order of preference.

        Raises:
            OSError: if there is none.
        """
        ...


class SystemResolver:
    """Asks the operating system, in threads of its own that never hold up the end of the process.

    A name is looked up once at a time: whoever asks meanwhile shares the answer, and one that hangs holds one
    thread, however often it is asked for and given up. Used within one event loop.
    """

    def __init__(self) -> None:
        self._turns = asyncio.Semaphore(LOOKUPS)
        self._under_way: dict[str, asyncio.Task[list[Address]]] = {}
        self._hanging = 0

    async def __call__(self, host: str) -> list[Address]:
        """Return the addresses of *host* (see `Resolver`)."""
        lookup = self._under_way.get(host)
        if lookup is None:
            lookup = self._under_way[host] = asyncio.create_task(self._look_up(host), name="name lookup")
            lookup.add_done_callback(lambda done: self._ended(host, done))
        return await asyncio.shield(lookup)

    def _ended(self, host: str, lookup: asyncio.Task[list[Address]]) -> None:
        del self._under_way[host]
        if not lookup.cancelled():
            lookup.exception()  # perhaps nobody waits for it any more

    async def _look_up(self, host: str) -> list[Address]:
        async with self._turns:
            answer = _asked(host)
            await asyncio.wait({answer}, timeout=SOON if self._hanging < MOST_HANGING else None)
        self._hanging += 1
        try:
            return await answer
        finally:
            self._hanging -= 1


def _asked(host: str) -> asyncio.Future[list[Address]]:
    """Let a thread ask for the addresses of *host*."""
    loop = asyncio.get_running_loop()
    answer: asyncio.Future[list[Address]] = loop.create_future()

    def settle(found: list[Address] | OSError) -> None:
        if answer.done():
            return
        if isinstance(found, OSError):
            answer.set_exception(found)
        else:
            answer.set_result(found)

    def look_up() -> None:
        found: list[Address] | OSError
        try:
            found = _addresses(host)
        except (OSError, UnicodeError) as error:
            found = error if isinstance(error, OSError) else socket.gaierror(str(error))
        if not loop.is_closed():
            loop.call_soon_threadsafe(settle, found)

    threading.Thread(target=look_up, name="name lookup", daemon=True).start()
    return answer


def _addresses(host: str) -> list[Address]:
    found: dict[Address, None] = {}  # a set that keeps the resolver's order (RFC 6724)
    for *_, where in socket.getaddrinfo(host, None, type=socket.SOCK_STREAM):
        address = literal(str(where[0]))
        if address is not None:
            found[address] = None
    return list(found)


class GuardedBackend(httpcore.AsyncNetworkBackend):
    """Opens connections for httpcore, to checked addresses only."""

    def __init__(self, guard: Guard, resolve: Resolver) -> None:
        self._guard = guard
        self._resolve = resolve

    async def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,  # noqa: ASYNC109  the signature is httpcore's
        local_address: str | None = None,  # noqa: ARG002  and this too
        socket_options: Iterable[SocketOption] | None = None,  # noqa: ARG002  and this too
    ) -> httpcore.AsyncNetworkStream:
        """Connect to the first address of *host* that answers; all of them must be allowed."""
        try:
            async with asyncio.timeout(timeout):
                addresses = await self._checked(host, port)
                return await self._first(addresses, port, timeout)
        except TimeoutError as error:
            raise httpcore.ConnectTimeout("no connection in time") from error

    async def _checked(self, host: str, port: int) -> list[Address]:
        if self._guard.port_refused(port):
            raise port_refused(port)
        spelled = literal(host)
        try:
            addresses = [spelled] if spelled is not None else await self._resolve(host)
        except OSError as error:
            raise no_such_host(host) from error
        if not addresses:
            raise no_such_host(host)
        for address in addresses:
            why = self._guard.refusal(host, address)
            if why is not None:
                raise refused(host, address, why)
        return addresses

    async def _first(
        self,
        addresses: list[Address],
        port: int,
        timeout: float | None,  # noqa: ASYNC109  as httpcore's
    ) -> httpcore.AsyncNetworkStream:
        failed: Exception | None = None
        for left, address in zip(range(len(addresses), 0, -1), addresses, strict=True):
            # One dead address may not use up the time of those after it.
            share = timeout / min(left, 2) if timeout is not None else None
            try:
                return await Stream.connect(str(address), port, share)
            except (httpcore.ConnectError, httpcore.ConnectTimeout) as error:
                failed = error
        assert failed is not None
        raise failed

    async def connect_unix_socket(
        self,
        path: str,
        timeout: float | None = None,  # noqa: ASYNC109, ARG002  the signature is httpcore's
        socket_options: Iterable[SocketOption] | None = None,  # noqa: ARG002  and this too
    ) -> httpcore.AsyncNetworkStream:
        """Refuse: no outlet is behind a socket file."""
        raise httpcore.UnsupportedProtocol(path)

    async def sleep(self, seconds: float) -> None:
        """Wait, as httpcore asks before it tries again."""
        await asyncio.sleep(seconds)


class PooledTransport:
    """Requests over one pool whose connections a `GuardedBackend` opens, answered as httpx does.

    httpx's own transport has no place for a network backend. Errors of httpcore come out as they are.
    """

    def __init__(self, pool: Connections | httpcore.AsyncConnectionPool) -> None:
        self._pool = pool

    async def handle_async_request(self, request: httpcore.Request) -> httpx.Response:
        """Send *request* and return the response, its body still to be read."""
        answer = await self._pool.handle_async_request(request)
        return httpx.Response(answer.status, headers=answer.headers, stream=_Body(answer))

    async def aclose(self) -> None:
        """Close all connections."""
        await self._pool.aclose()


class _Body(httpx.AsyncByteStream):
    """An httpcore response's body as httpx wants it."""

    def __init__(self, answer: httpcore.Response) -> None:
        self._answer = answer

    def __aiter__(self) -> object:  # type: ignore[override]  # httpcore's own iterator, unwrapped for speed
        return self._answer.aiter_stream()

    async def aclose(self) -> None:
        await self._answer.aclose()


def open_pool(
    guard: Guard,
    resolve: Resolver,
    *,
    connections: int,
    keepalive: float,
    proxy: str | None,
) -> Connections | httpcore.AsyncConnectionPool:
    """Return a pool of *connections* that keeps idle ones for *keepalive* seconds.

    With a *proxy* the pool connects to nothing but the proxy, which is the operator's own choice and so
    not checked.
    """
    tls = httpx.create_ssl_context()
    if proxy is None:
        tls.set_alpn_protocols(["http/1.1"])
        return Connections(GuardedBackend(guard, resolve), tls, kept=connections, keepalive=keepalive)
    via = httpx.Proxy(proxy)
    if via.url.scheme not in {"http", "https"} or not via.url.host:
        raise ValueError("a proxy is written as http://host:port or https://host:port")
    return httpcore.AsyncHTTPProxy(
        proxy_url=httpcore.URL(
            scheme=via.url.raw_scheme, host=via.url.raw_host, port=via.url.port, target=via.url.raw_path
        ),
        proxy_auth=via.raw_auth,
        ssl_context=tls,
        max_connections=connections,
        max_keepalive_connections=connections,
        keepalive_expiry=keepalive,
    )
