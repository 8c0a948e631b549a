"""What goes wrong on the way: answers that fail, connections that drop, requests that are held.

faults.add(r"POST /channels/\\d+/messages", status=503)            # refused, nothing posted
faults.add("POST /channels", status=502, applied=True, times=3)   # posted, but who would know
faults.add("POST /channels", applied=True)                        # posted, then the line is cut
fault = faults.add("PATCH", hold=True); await fault.reached.wait(); ...; fault.release()
"""

from __future__ import annotations

import asyncio
import re
from dataclasses import dataclass, field
from typing import Any


@dataclass(eq=False)
class Fault:
    """One thing that goes wrong, for the next `times` requests whose `METHOD /path` begins with `pattern`.

    `status` None cuts the connection. `applied` says whether the request takes effect all the same. `hold`
    stops the request until `release`, before it takes effect or (`applied`) after; without a `status` it
    then goes on as if nothing had been.
    """

    pattern: str
    status: int | None = None
    body: Any = None
    headers: dict[str, str] = field(default_factory=dict)
    times: int = 1
    applied: bool = False
    hold: bool = False
    reached: asyncio.Event = field(default_factory=asyncio.Event)
    _released: asyncio.Event = field(default_factory=asyncio.Event)

    @property
    def harmless(self) -> bool:
        """Whether the request is held only."""
        return self.hold and self.status is None

    def release(self) -> None:
        """Let held requests go on, undisturbed."""
        self._released.set()

    async def reach(self) -> None:
        """Take note that a request came, and hold it if so wished."""
        self.reached.set()
        if self.hold:
            await self._released.wait()


class Faults:
    """All that is to go wrong, first come first served."""

    def __init__(self) -> None:
        self._waiting: list[Fault] = []

    def add(
        self,
        pattern: str,
        *,
        status: int | None = None,
        body: Any = None,
        headers: dict[str, str] | None = None,
        times: int = 1,
        applied: bool = False,
        hold: bool = False,
    ) -> Fault:
        """Let something go wrong; see `Fault`."""
        fault = Fault(pattern, status, body, headers or {}, times, applied, hold)
        self._waiting.append(fault)
        return fault

    def take(self, request: str) -> Fault | None:
        """Return what is to go wrong with this request, if anything, and count it."""
        for fault in self._waiting:
            if re.match(fault.pattern, request):
                fault.times -= 1
                if not fault.times:
                    self._waiting.remove(fault)
                return fault
        return None

    def clear(self) -> None:
        """Let nothing more go wrong, and release what is held."""
        for fault in self._waiting:
            fault.release()
        self._waiting.clear()
