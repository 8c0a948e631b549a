"""Point discord.py at the local Discord instead of the real one."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import yarl
from discord.gateway import DiscordWebSocket
from discord.http import Route


def point_at(url: str) -> None:
    """Point this process's discord.py at *url* (`http://127.0.0.1:port`) for good: for child processes."""
    Route.BASE = f"{url}/api/v10"
    DiscordWebSocket.DEFAULT_GATEWAY = yarl.URL(url.replace("http", "ws", 1) + "/")


@contextmanager
def pointed_at(url: str) -> Iterator[None]:
    """Point discord.py at *url* within the block."""
    before = Route.BASE, DiscordWebSocket.DEFAULT_GATEWAY
    point_at(url)
    try:
        yield
    finally:
        Route.BASE, DiscordWebSocket.DEFAULT_GATEWAY = before
