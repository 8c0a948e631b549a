"""How a test waits: for an event, never for a length of time, so that no slow machine makes it fail."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from inspect import isawaitable

PATIENCE = 120.0
"""Seconds that a test waits for what must come: it comes at once, but where the machine is very busy."""

FOR_EVER = 100 * PATIENCE
"""Seconds that the bot may wait in a test that shows that it does not: the test gives up long before."""


async def until(done: Callable[[], object | Awaitable[object]], what: str = "it is so") -> None:
    """Wait until *done* is true; *what* says in the failure what was waited for."""
    try:
        async with asyncio.timeout(PATIENCE):
            while not await _true(done()):  # noqa: ASYNC110 - rows, caches and the web have no event for it
                await asyncio.sleep(0.01)
    except TimeoutError:
        raise AssertionError(f"waited in vain until {what}") from None


class JumpingLoop(asyncio.SelectorEventLoop):
    """Its clock begins at 0 and jumps to what is due next: for work that waits for nothing but the clock."""

    def __init__(self) -> None:
        super().__init__()
        self._now = 0.0
        look: Callable[[float | None], list[object]] = self._selector.select

        def jump(timeout: float | None) -> list[object]:
            if timeout is None:
                return look(None)
            self._now += timeout
            return look(0)

        self._selector.select = jump

    def time(self) -> float:
        return self._now


async def _true(found: object | Awaitable[object]) -> bool:
    return bool(await found if isawaitable(found) else found)
