"""An answer that changes by itself while work goes on elsewhere."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable
from typing import Any, Final

import discord
from discord.ext import tasks

from bot.errors import SalientError

EVERY: Final = 3.0
"""Seconds between two looks: an answer may be edited 5 times in 5 s, and its buttons need room, too."""

LONGEST: Final = 14 * 60.0
"""Seconds after which an answer is left as it is: Discord takes edits of it for 15 minutes."""

Look = Callable[[], Awaitable[bool]]  # looks once, edits the answer; returns whether there is nothing more

_log = logging.getLogger(__name__)


class Following:
    """Looks again and again, each time in a task of discord.py's, until there is nothing more to see.

    Kept in memory only: after a restart answers stay as they are, and a button under them looks once more.
    """

    def __init__(self, *, every: float = EVERY, longest: float = LONGEST) -> None:
        self._every = every
        self._times = max(1, int(longest / every))
        self._loops: set[tasks.Loop[Any]] = set()

    def start(self, look: Look) -> None:
        """Look from now on, until *look* returns true, fails, or the answer can't be edited any more."""

        @tasks.loop(seconds=self._every, count=self._times)
        async def again() -> None:
            try:
                if await look():
                    again.stop()
            except (discord.HTTPException, SalientError) as error:  # dismissed, or not ours to see any more
                _log.info("an answer is not followed any more: %s", error)
                again.stop()

        @again.after_loop
        async def ended() -> None:
            self._loops.discard(again)

        self._loops.add(again)
        again.start()

    async def stop(self) -> None:
        """Look no more, at once; when it returns nothing of it is under way."""
        under_way = [task for each in self._loops if (task := each.get_task()) is not None]
        for each in list(self._loops):
            each.cancel()
        await asyncio.gather(*under_way, return_exceptions=True)
        self._loops.clear()
