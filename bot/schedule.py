"""Periodic ticks and nothing else: what is due, the database says."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from datetime import timedelta

import structlog
from apscheduler.schedulers.asyncio import AsyncIOScheduler
from apscheduler.triggers.interval import IntervalTrigger

from bot.errors import OutsideError

log = structlog.get_logger()

Tick = Callable[[], Awaitable[object]]


class Schedule:
    """Calls each tick at its interval; one that is still under way is not begun a second time."""

    def __init__(self, ticks: Mapping[str, tuple[timedelta, Tick]]) -> None:
        self._scheduler = AsyncIOScheduler(timezone="UTC")
        for name, (every, tick) in ticks.items():
            self._scheduler.add_job(
                _careful(name, tick),
                IntervalTrigger(seconds=every.total_seconds()),
                id=name,
                max_instances=1,
                coalesce=True,
                misfire_grace_time=None,  # a late tick is as good as one in time
            )

    def start(self) -> None:
        """Begin, in the running event loop."""
        self._scheduler.start()

    def stop(self) -> None:
        """Begin no further tick."""
        if self._scheduler.running:
            self._scheduler.shutdown(wait=False)


def _careful(name: str, tick: Tick) -> Tick:
    """Return the tick with its failures logged: the next one tries again."""

    async def careful() -> None:
        try:
            await tick()
        except asyncio.CancelledError:
            log.debug("tick ended by the stop", tick=name)  # what it had begun is due at the next start
        except OutsideError as error:
            log.warning("tick failed, to be tried again", tick=name, said=str(error))
        except Exception:
            log.exception("tick failed", tick=name)

    return careful
