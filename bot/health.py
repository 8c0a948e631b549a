"""/healthz on loopback, for the container's health check."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager

from aiohttp import web

from bot.errors import OperatorError

HOST = "127.0.0.1"
State = Callable[[], Awaitable[dict[str, bool]]]  # what is looked at, and whether it is well


@asynccontextmanager
async def answering(port: int | None, state: State) -> AsyncIterator[None]:
    """Answer GET /healthz within the block: 200 where all is well, 503 where not, with what was looked at.

    Nothing listens where *port* is None. Raises OperatorError where the port is taken.
    """
    if port is None:
        yield
        return

    async def healthz(_request: web.Request) -> web.Response:
        found = await state()
        return web.json_response(found, status=200 if all(found.values()) else 503)

    app = web.Application()
    app.router.add_get("/healthz", healthz)
    runner = web.AppRunner(app, access_log=None)
    await runner.setup()
    try:
        await web.TCPSite(runner, HOST, port).start()
    except OSError as error:
        await runner.cleanup()
        raise OperatorError(
            f"SALIENT_HEALTH_PORT={port}: the port can't be used ({error.strerror})."
        ) from error
    try:
        yield
    finally:
        await runner.cleanup()
