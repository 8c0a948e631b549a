"""Whether the bot itself is cut off: then no feed is at fault, and none is to wait long for another try."""

from __future__ import annotations

from datetime import datetime, timedelta

from bot.domain.feed import Failure

# Failures that our own line, resolver or proxy may be the cause of.
UNREACHED = frozenset({Failure.TIMEOUT, Failure.DNS, Failure.CONNECT})

# So many hosts without one answer from any are no chance; who follows fewer can't tell.
HOSTS = 5

# Nobody is cut off for longer without knowing it: these sites are gone.
LONGEST = timedelta(days=3)

AGAIN = timedelta(minutes=5)  # between two tries at a feed while the line is down


class Connectivity:
    """Keeps which hosts gave no answer since the last answer of any. One a keeper."""

    def __init__(self) -> None:
        self._silent: set[str] = set()
        self._heard_at: datetime | None = None  # or when the first silence was noted

    def heard(self, at: datetime) -> None:
        """Take note of an answer, be it a refusal."""
        self._silent.clear()
        self._heard_at = at

    def failed(self, kind: Failure, host: str, at: datetime) -> None:
        """Take note of a failed poll."""
        if kind not in UNREACHED:
            self.heard(at)
            return
        self._heard_at = self._heard_at or at
        self._silent.add(host)

    def is_down(self, at: datetime) -> bool:
        """Return whether nothing at all can be reached."""
        since = self._heard_at
        return len(self._silent) >= HOSTS and since is not None and at - since < LONGEST
