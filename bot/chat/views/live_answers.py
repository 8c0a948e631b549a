"""Answers that change by themselves while work goes on elsewhere."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable
from contextvars import Context, copy_context
from datetime import timedelta
from typing import Final

import aiohttp
import discord

from bot.errors import MemberError, StorageError

EVERY: Final = timedelta(seconds=3)
"""Between two looks: an answer may be edited 5 times in 5 s, and its buttons need room, too."""

MOST: Final = 14 * 60 // 3
"""Looks after which an answer is left as it is: Discord takes edits of it for 15 minutes."""

Look = Callable[[], Awaitable[bool]]  # looks once, edits the answer; returns whether there is nothing more

_log = logging.getLogger(__name__)


class LiveAnswers:
    """Looks again at each tick, until there is nothing more to see.

    Kept in memory only: after a restart answers stay as they are, and a button under them looks once more.
    """

    def __init__(self) -> None:
        # Looks that are left (counted, for a simulated Discord has a clock of its own), and the context of
        # the command, by which discord.py knows how to reach the answer.
        self._left: dict[Look, tuple[int, Context]] = {}

    def start(self, look: Look) -> None:
        """Look from now on, until *look* returns true or fails, or the answer can't be edited any more."""
        self._left[look] = MOST, copy_context()

    def stop(self) -> None:
        """Look no more: the client whose answers these are is closing."""
        self._left.clear()

    async def tick(self) -> None:
        """Look once for each answer."""
        for look, (left, context) in list(self._left.items()):
            if self._left.pop(look, None) is None:
                continue  # stopped meanwhile
            # Out while it is looked at: what fails in a way of its own is not looked at again.
            if left > 0 and not await asyncio.create_task(_ended(look), context=context):
                self._left[look] = left - 1, context


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
