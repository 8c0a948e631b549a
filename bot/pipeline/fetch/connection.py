"""One connection of HTTP/1.1: what to say and what was said, by h11, over a stream.

httpcore's own does the same with three locks, a trace for each step and a shield against cancelling, which
take a fifth of the processor time of a poll. Here one request is sent at a time, and nobody listens.
"""

from __future__ import annotations

import math
import ssl
import time
from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager, suppress

import h11
import httpcore

LARGEST_HEAD = 100 * 1024  # bytes of a head, or of a chunk's line, as httpcore has it
AT_ONCE = 64 * 1024  # bytes read
INTERIM = 20  # heads (100, 102, 103) before that of the answer; each costs its time, and some never end


class Connection:
    """Opened by its first request; for one request after the other. Errors are httpcore's."""

    def __init__(
        self,
        origin: tuple[bytes, bytes, int],
        backend: httpcore.AsyncNetworkBackend,
        tls: ssl.SSLContext,
        *,
        keepalive: float,
    ) -> None:
        self._scheme, self._host, self._port = origin
        self._backend = backend
        self._tls = tls
        self._keepalive = keepalive
        self._stream: httpcore.AsyncNetworkStream | None = None
        self._protocol = h11.Connection(h11.CLIENT, max_incomplete_event_size=LARGEST_HEAD)
        self._idle_until = -math.inf  # on the monotonic clock, while it waits for a request

    @property
    def is_open(self) -> bool:
        """Whether it was opened, and perhaps used."""
        return self._stream is not None

    async def ask(self, request: httpcore.Request) -> tuple[int, list[tuple[bytes, bytes]]]:
        """Send a request without a body; return status and headers of its answer. `body` is next."""
        timeouts = request.extensions["timeout"]
        self._idle_until = -math.inf
        if self._stream is None:
            self._stream = await self._opened(timeouts["connect"])
        with _as_httpcore():
            asked = h11.Request(
                method=request.method, target=request.url.target, headers=list(request.headers)
            )
            head = (self._protocol.send(asked) or b"") + (self._protocol.send(h11.EndOfMessage()) or b"")
        with suppress(httpcore.WriteError):  # a server that hung up may have said why
            await self._stream.write(head, timeouts["write"])
        for _ in range(INTERIM + 1):
            event = await self._event(self._stream, timeouts["read"])
            if isinstance(event, h11.Response):
                return event.status_code, event.headers.raw_items()
        raise httpcore.RemoteProtocolError("many heads, and no answer")

    async def body(self, request: httpcore.Request) -> AsyncIterator[bytes]:
        """Yield the body of the answer to *request*."""
        assert self._stream is not None
        while True:
            event = await self._event(self._stream, request.extensions["timeout"]["read"])
            if not isinstance(event, h11.Data):
                return
            yield bytes(event.data)

    def ended(self) -> bool:
        """End an answer; return whether it was read to its end, so that another request may be sent."""
        protocol = self._protocol
        if (
            protocol.their_state is h11.SEND_BODY
        ):  # not asked for; of a 304 there is none, and that is its end
            with suppress(h11.RemoteProtocolError):
                protocol.next_event()
        if (protocol.our_state, protocol.their_state) != (h11.DONE, h11.DONE) or protocol.trailing_data[0]:
            return False
        protocol.start_next_cycle()
        self._idle_until = time.monotonic() + self._keepalive
        return True

    def is_fit(self) -> bool:
        """Return whether a request may be sent: it waited not too long, and the server did not hang up."""
        return (
            self._stream is not None
            and time.monotonic() <= self._idle_until
            and not self._stream.get_extra_info("is_readable")
        )

    async def aclose(self) -> None:
        """Hang up."""
        if self._stream is not None:
            await self._stream.aclose()

    async def _opened(self, timeout: float | None) -> httpcore.AsyncNetworkStream:  # noqa: ASYNC109  as httpcore's
        host = self._host.decode("ascii")
        stream = await self._backend.connect_tcp(host, self._port, timeout)
        if self._scheme != b"https":
            return stream
        return await stream.start_tls(self._tls, host, timeout)

    async def _event(self, stream: httpcore.AsyncNetworkStream, timeout: float | None) -> h11.Event:  # noqa: ASYNC109  as httpcore's
        """Return what the server says next."""
        while True:
            with _as_httpcore():
                event = self._protocol.next_event()
            if isinstance(event, h11.Event):
                return event
            if event is h11.PAUSED:  # it says more than it was asked for
                raise httpcore.RemoteProtocolError("more than one answer")
            data = await stream.read(AT_ONCE, timeout)
            if not data and self._protocol.their_state is h11.SEND_RESPONSE:
                raise httpcore.RemoteProtocolError("Server disconnected without sending a response.")
            with _as_httpcore():
                self._protocol.receive_data(data)


@contextmanager
def _as_httpcore() -> Iterator[None]:
    """Raise h11's errors as httpcore's."""
    try:
        yield
    except h11.RemoteProtocolError as error:
        raise httpcore.RemoteProtocolError(str(error)) from error
    except h11.LocalProtocolError as error:
        raise httpcore.LocalProtocolError(str(error)) from error
