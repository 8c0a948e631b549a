"""Answers that change by themselves while work goes on elsewhere."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable
from datetime import timedelta
from typing import Final

import aiohttp
import discord

from bot.errors import MemberError, StorageError

EVERY: Final = timedelta(seconds=3)
"""Between two looks: an answer may be edited 5 times in 5 s, and its buttons need room, too."""

LONGEST: Final = 14 * 60.0
"""Seconds after which an answer is left as it is: Discord takes edits of it for 15 minutes."""

Look = Callable[[], Awaitable[bool]]  # looks once, edits the answer; returns whether there is nothing more

_log = logging.getLogger(__name__)


class Following:
    """Looks again at each tick, until there is nothing more to see.

    Kept in memory only: after a restart answers stay as they are, and a button under them looks once more.
    """

    def __init__(self) -> None:
        self._until: dict[Look, float] = {}  # on the event loop's clock

    def start(self, look: Look) -> None:
        """Look from now on, until *look* returns true or fails, or the answer can't be edited any more."""
        self._until[look] = asyncio.get_running_loop().time() + LONGEST

    def stop(self) -> None:
        """Look no more: the client whose answers these are is closing."""
        self._until.clear()

    async def tick(self) -> None:
        """Look once for each answer."""
        now = asyncio.get_running_loop().time()
        for look, until in list(self._until.items()):
            if self._until.pop(look, None) is None:
                continue  # stopped meanwhile
            # Out while it is looked at: what fails in a way of its own is not looked at again.
            if now <= until and not await _ended(look):
                self._until[look] = until


async def _ended(look: Look) -> bool:
    """Look once; return whether there is nothing more to see, or nobody to show it to."""
    try:
        return await look()
    except (aiohttp.ClientError, OSError, StorageError) as error:  # it may pass
        _log.info("an answer could not be followed just now: %s", error)
        return False
    except (discord.DiscordException, MemberError, RuntimeError) as error:
        # Dismissed by its member, told already, or of a client that is closed ("Session is closed").
        _log.info("an answer is not followed any more: %s", error)
        return True
