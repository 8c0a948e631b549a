"""Connections that are kept for a while, by origin.

httpcore's own pool looks at all of its connections twice a request, which is dear where a thousand hosts are
asked in turn. How many are open at once is the pace's business, so nobody has to wait here.
"""

from __future__ import annotations

import ssl
from collections import OrderedDict
from collections.abc import AsyncIterator

import httpcore

from bot.pipeline.fetch.connection import Connection

Origin = tuple[bytes, bytes, int]  # scheme, host, port


class Connections:
    """Sends requests over kept connections, or new ones that *backend* opens.

    At most *kept* idle ones, each for *keepalive* seconds; the longest idle is closed first.
    """

    def __init__(
        self, backend: httpcore.AsyncNetworkBackend, tls: ssl.SSLContext, *, kept: int, keepalive: float
    ) -> None:
        self._backend = backend
        self._tls = tls
        self._kept = kept
        self._keepalive = keepalive
        self._idle: OrderedDict[Connection, Origin] = OrderedDict()
        self._of: dict[Origin, list[Connection]] = {}

    async def handle_async_request(self, request: httpcore.Request) -> httpcore.Response:
        """Return the response to *request*, its body still to be read and closed."""
        wanted = request.url.origin
        origin = (wanted.scheme, wanted.host, wanted.port)
        while True:
            connection = await self._free(origin)
            was_kept = connection.is_open
            try:
                status, headers = await connection.ask(request)
            except BaseException as error:
                await connection.aclose()
                if was_kept and isinstance(error, httpcore.ReadError):
                    continue  # forgotten by the server or a router on the way; a GET may be said again
                raise
            return httpcore.Response(
                status=status, headers=headers, content=_Content(request, self, connection, origin)
            )

    async def aclose(self) -> None:
        """Close what is idle."""
        for connection in list(self._idle):
            await connection.aclose()
        self._idle.clear()
        self._of.clear()

    async def done(self, connection: Connection, origin: Origin) -> None:
        """Keep a connection whose response was read to its end; close another."""
        if not connection.ended():
            await connection.aclose()
            return
        self._idle[connection] = origin
        self._of.setdefault(origin, []).append(connection)
        while len(self._idle) > self._kept:
            oldest = next(iter(self._idle))
            self._taken(oldest)
            await oldest.aclose()

    async def _free(self, origin: Origin) -> Connection:
        while waiting := self._of.get(origin):
            connection = waiting[-1]
            self._taken(connection)
            if connection.is_fit():
                return connection
            await connection.aclose()
        return Connection(origin, self._backend, self._tls, keepalive=self._keepalive)

    def _taken(self, connection: Connection) -> None:
        origin = self._idle.pop(connection)
        self._of[origin].remove(connection)
        if not self._of[origin]:
            del self._of[origin]


class _Content:
    """A response's body; closing it gives its connection back."""

    def __init__(
        self,
        request: httpcore.Request,
        connections: Connections,
        connection: Connection,
        origin: Origin,
    ) -> None:
        self._request = request
        self._connections = connections
        self._connection = connection
        self._origin = origin
        self._is_closed = False

    def __aiter__(self) -> AsyncIterator[bytes]:
        return self._connection.body(self._request)

    async def aclose(self) -> None:
        """Give the connection back."""
        if self._is_closed:
            return
        self._is_closed = True
        await self._connections.done(self._connection, self._origin)
