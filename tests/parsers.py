"""One worker that parses for all tests of a process: a new one costs a tenth of a second, with pages half."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable, Coroutine
from functools import cache, partial
from typing import Any

from bot.pipeline.workers.pool import ParserPool, PoolOptions


class SharedParsers:
    """A `ParserPool` with all its steps, in a loop of its own that outlives the loops of the tests."""

    def __init__(self) -> None:
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, name="parsers", daemon=True)
        self._thread.start()
        self._pool = ParserPool(PoolOptions(workers=1))

    def __getattr__(self, step: str) -> Callable[..., Coroutine[Any, Any, Any]]:
        return partial(self._done, getattr(self._pool, step))

    async def _done(self, step: Callable[..., Coroutine[Any, Any, Any]], *given: Any, **named: Any) -> Any:
        return await asyncio.wrap_future(asyncio.run_coroutine_threadsafe(step(*given, **named), self._loop))

    def close(self) -> None:
        asyncio.run_coroutine_threadsafe(self._pool.aclose(), self._loop).result()
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()
        self._loop.close()


@cache
def shared_parsers() -> SharedParsers:
    """Return those of this process, which `close_shared_parsers` ends."""
    return SharedParsers()


def close_shared_parsers() -> None:
    if shared_parsers.cache_info().currsize:
        shared_parsers().close()
        shared_parsers.cache_clear()
