"""The dates of `after:` and `before:`."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta

_UNITS = {
    "h": timedelta(hours=1),
    "d": timedelta(days=1),
    "w": timedelta(weeks=1),
    "m": timedelta(days=30),
    "y": timedelta(days=365),
}
_MOST = 100 * 365  # days back that make sense


def moment(text: str, now: datetime) -> datetime | None:
    """Return the time that *text* names, None where it names none.

    A date (2024, 2024-10, 2024-10-28) is its first moment in UTC; 7d, 12h, 2w, 3m, 1y count back from *now*.
    """
    if ago := re.fullmatch(r"([0-9]{1,6})([hdwmy])", text.lower()):
        back = int(ago[1]) * _UNITS[ago[2]]
        return now - back if back <= timedelta(days=_MOST) else None
    date = re.fullmatch(r"([0-9]{4})(?:-([0-9]{1,2})(?:-([0-9]{1,2}))?)?", text)
    if date is None:
        return None
    try:
        return datetime(int(date[1]), int(date[2] or 1), int(date[3] or 1), tzinfo=UTC)
    except ValueError:
        return None
