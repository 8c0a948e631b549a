"""Connections to outlets: kept while they are sound, and not more of them than may be."""

from __future__ import annotations

import asyncio
import socket
import struct
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

import pytest

from bot.domain.feed import Failure
from bot.errors import FetchError
from bot.pipeline.fetch import Fetched, Fetcher, FetchOptions, NotModified
from bot.pipeline.fetch.body import LEAST_PIECE, PIECES_A_TURN
from bot.pipeline.fetch.values import MIB
from tests.waiting import PATIENCE

ANSWER = b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok"
UNCHANGED = b'HTTP/1.1 304 Not Modified\r\nETag: "x"\r\n\r\n'


@dataclass
class Site:
    """A server that counts its connections."""

    hangs_up: bool = False
    resets: bool = False  # a connection that it answered before, as a router that forgot it does
    answer: bytes = ANSWER
    port: int = 0
    connections: int = 0
    requests: int = 0
    closed: list[asyncio.Event] = field(default_factory=list)

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.connections += 1
        answered = False
        gone = asyncio.Event()
        self.closed.append(gone)
        try:
            while True:
                await reader.readuntil(b"\r\n\r\n")
                self.requests += 1
                if self.resets and answered:
                    linger = struct.pack("ii", 1, 0)
                    writer.get_extra_info("socket").setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, linger)
                    writer.transport.abort()
                    break
                answered = True
                writer.write(self.answer)
                await writer.drain()
                if self.hangs_up:
                    break
        except (asyncio.IncompleteReadError, ConnectionError):
            pass
        finally:
            writer.close()
            gone.set()


@asynccontextmanager
async def sites(*served: Site, kept: int = 64, most: int = 10 * MIB) -> AsyncIterator[Fetcher]:
    options = FetchOptions(
        allowed_hosts=("127.0.0.0/8",),
        allowed_ports=None,
        start_interval=0.0,
        in_flight=kept,
        max_raw_bytes=most,
    )
    servers = [await asyncio.start_server(site.serve, "127.0.0.1", 0) for site in served]
    for site, server in zip(served, servers, strict=True):
        site.port = server.sockets[0].getsockname()[1]
    async with Fetcher(options) as fetcher:
        yield fetcher
    for server in servers:
        server.close()


async def read(fetcher: Fetcher, site: Site) -> bytes:
    answer = await fetcher.fetch(f"http://127.0.0.1:{site.port}/")
    assert isinstance(answer, Fetched)
    return answer.body


async def test_a_connection_serves_one_poll_after_the_other() -> None:
    site = Site()
    async with sites(site) as fetcher:
        assert [await read(fetcher, site) for _ in range(5)] == [b"ok"] * 5
    assert site.connections == 1


async def test_a_connection_that_brought_a_304_is_used_again_and_one_that_said_too_much_is_not() -> None:
    same, talkative = Site(answer=UNCHANGED), Site(answer=UNCHANGED + ANSWER)
    async with sites(same, talkative) as fetcher:
        for site in (same, talkative):
            for _ in range(3):
                answer = await fetcher.fetch(f"http://127.0.0.1:{site.port}/", '"x"')
                assert isinstance(answer, NotModified)
    assert (same.connections, talkative.connections) == (1, 3)


async def test_a_site_that_hangs_up_after_each_answer_is_asked_again_all_the_same() -> None:
    site = Site(hangs_up=True)
    async with sites(site) as fetcher:
        for number in range(3):
            assert await read(fetcher, site) == b"ok"
            await site.closed[number].wait()


async def test_a_kept_connection_that_is_reset_fails_no_poll() -> None:
    site = Site(resets=True)
    async with sites(site) as fetcher:
        assert [await read(fetcher, site) for _ in range(3)] == [b"ok"] * 3
    assert (site.connections, site.requests) == (3, 5)


async def test_a_site_may_say_a_little_before_it_answers_and_not_say_so_for_ever() -> None:
    early = b"HTTP/1.1 103 Early Hints\r\nLink: </style.css>\r\n\r\n"
    polite, endless = Site(answer=early * 3 + ANSWER), Site(answer=early * 1000 + ANSWER)
    async with sites(polite, endless) as fetcher:
        assert await read(fetcher, polite) == b"ok"
        with pytest.raises(FetchError, match="broke off"):
            await read(fetcher, endless)


async def test_a_body_of_ten_thousands_of_pieces_lets_others_have_their_turn_and_ends_at_a_limit() -> None:
    chunked = b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"
    few, many = (Site(answer=chunked + b"1\r\nx\r\n" * count + b"0\r\n\r\n") for count in (4_000, 8_000))
    turns = 0

    async def others() -> None:
        nonlocal turns
        while True:
            turns += 1
            await asyncio.sleep(0)

    async with sites(few, many, most=5_000 * LEAST_PIECE) as fetcher:
        beside = asyncio.create_task(others())
        assert await read(fetcher, few) == b"x" * 4_000
        with pytest.raises(FetchError, match="more than 5,000 pieces") as error:
            await read(fetcher, many)
        beside.cancel()
    assert error.value.kind == Failure.TOO_LARGE
    assert turns > 9_000 / PIECES_A_TURN


async def test_no_more_idle_connections_are_kept_than_may_be() -> None:
    first, second, third = Site(), Site(), Site()
    async with sites(first, second, third, kept=2) as fetcher, asyncio.timeout(PATIENCE):
        for site in (first, second, third):
            await read(fetcher, site)
        await first.closed[0].wait()  # the longest idle
        await read(fetcher, second)
        await read(fetcher, third)
    assert [site.connections for site in (first, second, third)] == [1, 1, 1]
