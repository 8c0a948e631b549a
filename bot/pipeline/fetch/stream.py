"""One connection's bytes, for httpcore: TCP, and TLS over it, on asyncio's own transports.

httpcore's own backend goes by way of anyio, which takes a third of the processor time of a poll.
"""

from __future__ import annotations

import asyncio
import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, Self

import httpcore

# Bytes held for a reader who is slower than the site; then the site has to wait.
HELD = 256 * 1024


class Stream(httpcore.AsyncNetworkStream):
    """A connection, for one reader and one writer at a time."""

    def __init__(self, wire: _Wire) -> None:
        self._wire = wire
        self._has_waited = True  # for what was read last

    @classmethod
    async def connect(cls, address: str, port: int, timeout: float | None) -> Self:  # noqa: ASYNC109  as httpcore's
        """Connect. Raises httpcore.ConnectError and ConnectTimeout."""
        loop = asyncio.get_running_loop()
        with _as_httpcore(httpcore.ConnectTimeout, httpcore.ConnectError):
            async with asyncio.timeout(timeout):
                _, wire = await loop.create_connection(_Wire, address, port)
        return cls(wire)

    async def start_tls(
        self,
        ssl_context: ssl.SSLContext,
        server_hostname: str | None = None,
        timeout: float | None = None,  # noqa: ASYNC109  the signature is httpcore's
    ) -> Stream:
        """Return the connection with TLS over it. Raises as `connect` does."""
        wire = _Wire()
        with _as_httpcore(httpcore.ConnectTimeout, httpcore.ConnectError):
            try:
                async with asyncio.timeout(timeout):
                    transport = await asyncio.get_running_loop().start_tls(
                        self._wire.transport, wire, ssl_context, server_hostname=server_hostname
                    )
            except BaseException:
                self._wire.transport.abort()
                raise
        assert transport is not None
        wire.connection_made(transport)
        return Stream(wire)

    async def read(self, max_bytes: int, timeout: float | None = None) -> bytes:  # noqa: ASYNC109  as httpcore's
        """Return the next bytes, none at the end. Raises httpcore.ReadError and ReadTimeout.

        Of what is there already, one part after the other, so that others have their turn in between: 64 KB
        may hold ten thousand chunks, each of which costs its time.
        """
        wire = self._wire
        if wire.has_news():
            if not self._has_waited:
                await asyncio.sleep(0)
            self._has_waited = False
            return wire.take(max_bytes)
        self._has_waited = True
        with _as_httpcore(httpcore.ReadTimeout, httpcore.ReadError):
            async with asyncio.timeout(timeout):
                await wire.news()
            return wire.take(max_bytes)

    async def write(self, buffer: bytes, timeout: float | None = None) -> None:  # noqa: ARG002, ASYNC109  as httpcore's
        """Send bytes: a request's head, which is small. Raises httpcore.WriteError."""
        if self._wire.is_over:
            raise httpcore.WriteError("the connection is closed")
        if buffer:
            self._wire.transport.write(buffer)

    async def aclose(self) -> None:
        """Hang up."""
        self._wire.transport.abort()

    def get_extra_info(self, info: str) -> Any:
        """Return what httpcore asks of a connection."""
        if info == "is_readable":  # of an idle connection: it was closed, or holds what nobody asked for
            return self._wire.has_news()
        return self._wire.transport.get_extra_info({"server_addr": "peername"}.get(info, info))


class _Wire(asyncio.Protocol):
    """What has come over a connection and is not taken yet."""

    transport: asyncio.Transport

    def __init__(self) -> None:
        self._held = bytearray()
        self._waiter: asyncio.Future[None] | None = None
        self._error: Exception | None = None
        self._is_paused = False
        self.is_over = False

    def has_news(self) -> bool:
        """Return whether there is something to take, or the end was reached."""
        return bool(self._held) or self.is_over

    async def news(self) -> None:
        """Wait until there is something to take."""
        self._waiter = asyncio.get_running_loop().create_future()
        try:
            await self._waiter
        finally:
            self._waiter = None

    def take(self, most: int) -> bytes:
        """Return what has come. Raises what broke the connection."""
        if not self._held and self._error is not None:
            raise httpcore.ReadError(str(self._error)) from self._error
        taken = bytes(self._held[:most])
        del self._held[:most]
        if self._is_paused and len(self._held) <= HELD:
            self._is_paused = False
            self.transport.resume_reading()
        return taken

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self.transport = transport  # type: ignore[assignment]  # of a stream, which asyncio's types don't say

    def data_received(self, data: bytes) -> None:
        self._held += data
        if len(self._held) > HELD and not self._is_paused and not self.is_over:
            self._is_paused = True
            self.transport.pause_reading()
        self._wake()

    def eof_received(self) -> None:
        self.is_over = True
        self._wake()

    def connection_lost(self, exc: Exception | None) -> None:
        self.is_over = True
        self._error = exc
        self._wake()

    def _wake(self) -> None:
        if self._waiter is not None and not self._waiter.done():
            self._waiter.set_result(None)


@contextmanager
def _as_httpcore(late: type[Exception], broken: type[Exception]) -> Iterator[None]:
    """Raise asyncio's errors as httpcore's."""
    try:
        yield
    except TimeoutError as error:
        raise late(str(error)) from error
    except (OSError, ssl.SSLError) as error:
        raise broken(str(error)) from error
