"""The dates of `after:` and `before:`."""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Iterator
from contextlib import suppress
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
_IN_WORDS = ("%d %B %Y", "%d %b %Y", "%B %d %Y", "%b %d %Y", "%B %Y", "%b %Y")
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
        r"(?:last|past|-)?([0-9]{1,3})(?:-?(hour|day|week|month|year|d|w|m|y)[a-z]*)?", words
    ):
        return f"{ago[1]}{(ago[2] or 'd')[0]}"
    days: list[tuple[str, str, str]] = []
    if date := re.match(r"([0-9]{4})[-./]?([0-9]{2})[-./]?([0-9]{2})(?![0-9])", typed):
        days = [(date[1], date[2], date[3]), (date[1], date[3], date[2])]
    elif date := re.fullmatch(r"([0-9]{1,2})([-./])([0-9]{1,2})[-./]([0-9]{4})", typed):
        days = [(date[4], date[3], date[1]), (date[4], date[1], date[3])][: 1 if date[2] == "." else 2]
    found = [one for each in days if moment(one := "-".join(part.zfill(2) for part in each), now)]
    if days and not found:
        found = _last_of(*days[0])
    elif days and days[0][0] == typed[:4]:
        found = found[:1]  # the year stands first, so the month comes second where it can
    return ", or ".join(dict.fromkeys(found or _in_words(typed, now))) or None


def _in_words(text: str, now: datetime) -> Iterator[str]:
    """Yield the date that *text* names with its month in English: `28 October 2024`, `oct 28`, `October`."""
    words = re.sub(r"(?<=[0-9])(?:st|nd|rd|th)\b|[.,]|\bof\b", " ", text).split()
    for form in _IN_WORDS:
        for year in (now.year, now.year - 1):
            given = words if re.fullmatch(r"[0-9]{4}", words[-1] if words else "") else [*words, str(year)]
            with suppress(ValueError):
                found = datetime.strptime(" ".join(given), form)  # noqa: DTZ007 - a day, in any zone
                if found.replace(tzinfo=now.tzinfo) <= now:
                    yield f"{found:%Y-%m-%d}" if "%d" in form else f"{found:%Y-%m}"
                    return


def _last_of(year: str, month: str, day: str) -> list[str]:
    """Return a month's last day, where *day* is one that it does not have and others have."""
    if not (int(year) and 1 <= int(month) <= 12 and int(day) <= 31):  # noqa: PLR2004 - months, days of the longest
        return []
    return [f"{year}-{month.zfill(2)}-{monthrange(int(year), int(month))[1]}"]
