"""Outlets as the web has them: real HTTP servers on loopback, each with an address of its own.

async with Web() as web:
    outlet = await web.outlet()
    outlet.answers("/feed", body(b"<rss/>", "application/rss+xml"))
    ... fetch outlet.url("/feed") ...
    assert outlet.asked[0].headers["User-Agent"]
"""

from __future__ import annotations

import asyncio
import gzip
import itertools
import ssl
import zlib
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import Self

import brotli
from aiohttp import web
from multidict import CIMultiDictProxy

Answer = Callable[[web.Request], Awaitable[web.StreamResponse]]


def body(content: bytes | str, content_type: str | None = None, status: int = 200, **headers: str) -> Answer:
    """Answer with *content*; underscores in the names of *headers* stand for hyphens."""
    data = content.encode() if isinstance(content, str) else content

    async def answer(request: web.Request) -> web.StreamResponse:
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        if content_type:
            named["Content-Type"] = content_type
        return web.Response(body=data, status=status, headers=named)

    return answer


def conditional(content: bytes | str, *, etag: str, last_modified: str | None = None) -> Answer:
    """Answer 304 to whoever has *etag* already, else with *content*."""

    async def answer(request: web.Request) -> web.StreamResponse:
        headers = {"ETag": etag} | ({"Last-Modified": last_modified} if last_modified else {})
        if request.headers.get("If-None-Match") == etag:
            return web.Response(status=304, headers=headers)
        return web.Response(body=content if isinstance(content, bytes) else content.encode(), headers=headers)

    return answer


def redirect(to: str, status: int = 302) -> Answer:
    """Answer with a redirect to *to*."""

    async def answer(request: web.Request) -> web.StreamResponse:
        return web.Response(status=status, headers={"Location": to})

    return answer


def silence() -> Answer:
    """Take the request and never answer."""

    async def answer(request: web.Request) -> web.StreamResponse:
        await asyncio.Event().wait()
        raise AssertionError

    return answer


def drip(piece: bytes, every: float) -> Answer:
    """Answer at once, then send *piece* for ever, one each *every* seconds."""

    async def answer(request: web.Request) -> web.StreamResponse:
        response = web.StreamResponse()
        await response.prepare(request)
        while True:
            await response.write(piece)
            await asyncio.sleep(every)

    return answer


def endless(piece: bytes = b"x" * 65536, *, sent: list[int] | None = None) -> Answer:
    """Send without end and without a length; *sent* counts the bytes."""

    async def answer(request: web.Request) -> web.StreamResponse:
        response = web.StreamResponse()
        await response.prepare(request)
        while True:
            await response.write(piece)
            if sent is not None:
                sent.append(len(piece))

    return answer


def cut(content: bytes, promised: int) -> Answer:
    """Promise *promised* bytes, send *content*, hang up."""

    async def answer(request: web.Request) -> web.StreamResponse:
        assert request.transport is not None
        request.transport.write(b"HTTP/1.1 200 OK\r\nContent-Length: %d\r\n\r\n" % promised + content)
        request.transport.close()
        return web.Response()

    return answer


def raw(data: bytes) -> Answer:
    """Send *data* as it is, then hang up: what no HTTP server would say."""

    async def answer(request: web.Request) -> web.StreamResponse:
        assert request.transport is not None
        request.transport.write(data)
        request.transport.close()
        return web.Response()

    return answer


def zeros(encoding: str, size: int) -> bytes:
    """Return *size* zero bytes compressed: a bomb in a few kilobytes."""
    if encoding == "gzip":
        return gzip.compress(bytes(size), 9)
    if encoding == "deflate":
        return zlib.compress(bytes(size), 9)
    return bytes(brotli.compress(bytes(size), quality=5))


@dataclass
class Asked:
    """A request that an outlet got."""

    path: str  # with the query
    headers: CIMultiDictProxy[str]
    at: float  # on the event loop's clock


@dataclass
class Outlet:
    """One server on one address."""

    host: str
    port: int = 0
    scheme: str = "http"
    asked: list[Asked] = field(default_factory=list)
    at_once: int = 0
    most_at_once: int = 0
    _answers: dict[str, Answer] = field(default_factory=dict)

    def url(self, path: str = "/", *, user: str = "") -> str:
        return f"{self.scheme}://{user + '@' if user else ''}{self.host}:{self.port}{path}"

    def answers(self, path: str, answer: Answer) -> str:
        """Answer requests for *path* from now on; return the URL."""
        self._answers[path] = answer
        return self.url(path)

    async def handle(self, request: web.Request) -> web.StreamResponse:
        self.asked.append(Asked(request.path_qs, request.headers, asyncio.get_running_loop().time()))
        self.at_once += 1
        self.most_at_once = max(self.most_at_once, self.at_once)
        try:
            answer = self._answers.get(request.path)
            if answer is None:
                return web.Response(status=404)
            return await answer(request)
        finally:
            self.at_once -= 1


class Web:
    """All outlets of a test; closed together."""

    _addresses = itertools.count(1)

    def __init__(self) -> None:
        self._runners: list[web.AppRunner] = []

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_exc: object) -> None:
        await asyncio.gather(*(runner.cleanup() for runner in self._runners))

    async def outlet(self, host: str | None = None, tls: ssl.SSLContext | None = None) -> Outlet:
        """Start a server on *host*, or on a loopback address that no other outlet has."""
        number = next(self._addresses)
        outlet = Outlet(host or f"127.77.{number // 250}.{number % 250 + 1}")
        application = web.Application()
        application.router.add_route("*", "/{path:.*}", outlet.handle)
        runner = web.AppRunner(application, access_log=None, shutdown_timeout=0, handler_cancellation=True)
        await runner.setup()
        self._runners.append(runner)
        site = web.TCPSite(runner, outlet.host, 0, ssl_context=tls)
        await site.start()
        outlet.port = runner.addresses[0][1]
        outlet.scheme = "https" if tls else "http"
        return outlet
