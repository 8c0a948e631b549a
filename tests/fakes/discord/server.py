"""Serves the world on a free port of loopback."""

from __future__ import annotations

from types import TracebackType
from typing import Self

from aiohttp import web

from tests.fakes.discord.faults import Faults
from tests.fakes.discord.gateway import Gateway
from tests.fakes.discord.interactions import Interactions
from tests.fakes.discord.ratelimits import RateLimits
from tests.fakes.discord.rest import PREFIX, Request, Rest
from tests.fakes.discord.world import World

_HOST = "127.0.0.1"
_LARGEST = 30 * 2**20


class LocalDiscord:
    """A Discord for the length of an `async with`. It may go down in between; the world stays."""

    def __init__(self, world: World | None = None, *, ratelimits: RateLimits | None = None) -> None:
        self.world = world or World()
        self.faults = Faults()
        self.gateway = Gateway(self.world)
        self.interactions = Interactions(self.world)
        self._rest = Rest(self.world, self.interactions, self.faults, ratelimits or RateLimits())
        self._runner: web.AppRunner | None = None
        self._port = 0

    @property
    def url(self) -> str:
        return f"http://{_HOST}:{self._port}"

    @property
    def requests(self) -> list[Request]:
        """Every request that reached it, in order."""
        return self._rest.requests

    async def __aenter__(self) -> Self:
        await self.come_back()
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.go_down()

    async def go_down(self) -> None:
        """Refuse every connection and cut those that stand."""
        self.faults.clear()
        self.gateway.cut()
        if self._runner is not None:
            await self._runner.cleanup()
            self._runner = None

    async def come_back(self) -> None:
        """Serve (again, on the same port)."""
        app = web.Application(client_max_size=_LARGEST)
        app.router.add_get("/", self.gateway.handle)
        app.router.add_get("/attachments/{tail:.*}", self._attached)
        app.router.add_route("*", PREFIX + "/{tail:.*}", self._rest.handle)
        self._runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.1)
        await self._runner.setup()
        site = web.TCPSite(self._runner, _HOST, self._port)
        await site.start()
        self._port = self._runner.addresses[0][1]
        self.world.base = self.url

    async def _attached(self, request: web.Request) -> web.Response:
        content = self.world.uploads.get(request.path)
        return web.Response(body=content) if content is not None else web.Response(status=404)
