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
_WORDS = {
    "today": "1d",
    "yesterday": "2d",
    "lastweek": "7d",
    "last": "7d",
    "week": "7d",
    "month": "30d",
    "lastmonth": "30d",
    "lastyear": "1y",
}
_MOST = 100 * 365  # days back that make sense


def moment(text: str, now: datetime) -> datetime | None:
    """Return the time that *text* names, None where it names none.

    A date (2024, 2024-10, 2024-10-28) is its first moment in the time zone of *now*; 7d, 12h, 2w, 3m, 1y
    count back from *now*, in hours that have passed: within a zone, Python would count those of its clocks.
    """
    if ago := re.fullmatch(r"([0-9]{1,6})([hdwmy])", text.lower()):
        back = int(ago[1]) * _UNITS[ago[2]]
        return now.astimezone(UTC) - back if back <= timedelta(days=_MOST) else None
    date = re.fullmatch(r"([0-9]{4})(?:-([0-9]{1,2})(?:-([0-9]{1,2}))?)?", text)
    if date is None:
        return None
    try:
        begins = datetime(int(date[1]), int(date[2] or 1), int(date[3] or 1), tzinfo=now.tzinfo)
        return begins.astimezone(UTC)
    except (ValueError, OverflowError):
        return None


def guessed(text: str, now: datetime) -> str | None:
    """Return how *text*, which `moment` does not know, is written here, if it is a date in another dress.

    `28.10.2024` has the day first. With slashes it may be either; where both make a date, both are told.
    """
    typed = text.lower()
    words = re.sub(r"\s+|ago$", "", typed)
    if words in _WORDS:
        return _WORDS[words]
    if ago := re.fullmatch(
        r"(?:last|past)?([0-9]{1,3})(?:-?(hour|day|week|month|year|d|w|m|y)[a-z]*)?", words
    ):
        return f"{ago[1]}{(ago[2] or 'd')[0]}"
    found: list[str] = []
    if date := re.match(r"([0-9]{4})[-./]?([0-9]{2})[-./]?([0-9]{2})(?![0-9])", typed):
        found.append(f"{date[1]}-{date[2]}-{date[3]}")
    elif date := re.fullmatch(r"([0-9]{1,2})([-./])([0-9]{1,2})[-./]([0-9]{4})", typed):
        found.append(f"{date[4]}-{int(date[3]):02}-{int(date[1]):02}")
        if date[2] != ".":
            found.append(f"{date[4]}-{int(date[1]):02}-{int(date[3]):02}")
    known = [one for one in dict.fromkeys(found) if moment(one, now)]
    return ", or ".join(known) or None
