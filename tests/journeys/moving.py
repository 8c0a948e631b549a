"""Time as the journeys have it: it runs as always, and a test may let hours pass at once."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta


class MovingClock:
    """The machine's clock, and so many seconds ahead of it."""

    def __init__(self, ahead: float = 0.0) -> None:
        self.ahead = ahead

    def now(self) -> datetime:
        return datetime.now(UTC) + timedelta(seconds=self.ahead)

    def advance(self, delta: timedelta) -> None:
        self.ahead += delta.total_seconds()
