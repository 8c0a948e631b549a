"""What the demo asks of the bot, and how much faster than usual it wants it."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from bot.demo.local_discord import Newsroom

CHECK_EVERY = 2.0  # seconds between two looks at a feed, at the story's own pace
EDIT_EVERY = 10.0  # seconds between two edits of an alert: once a minute is too slow to watch
LEAST = 1.0  # seconds; the settings allow no less


@dataclass(frozen=True, slots=True)
class Wanted:
    """How the bot is to run: where its database is, which loopback servers it may read, how fast.

    `pace` is story seconds a real second.
    """

    folder: Path
    hosts: tuple[str, ...]
    ports: tuple[int, ...]
    pace: float

    @property
    def check_every(self) -> float:
        """Seconds between two looks at a feed."""
        return max(LEAST, CHECK_EVERY / self.pace)

    @property
    def edit_every(self) -> float:
        """Seconds between two edits of an alert."""
        return max(LEAST, EDIT_EVERY / self.pace)


class Engine(Protocol):
    """The whole bot, running, in the local Discord. What is added is added by the server's owner."""

    @property
    def newsroom(self) -> Newsroom:
        """The server that the bot is in."""

    async def follow(self, url: str) -> None:
        """Follow a feed."""

    async def watch(self, name: str, query: str) -> None:
        """Add a watchlist whose alerts go to the alerts channel."""


OpenEngine = Callable[[Wanted], AbstractAsyncContextManager[Engine]]
