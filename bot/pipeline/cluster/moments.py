"""The day and the hour that a report gives its event: "on the night of 26 October", "at 4:32". Pure.

Two reports under like headlines that give two of them tell of two nights, two quakes, two fires.
"""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from functools import lru_cache

from babel import Locale
from babel.core import UnknownLocaleError

# Minutes by which two clocks of one event differ: "around half past four".
NEAR = 30
HALF_A_DAY = 12 * 60
# Minutes by which the hours of the world differ, nearly everywhere: 4:32 in Lima is 9:32 GMT.
ZONE = 30
# Days before a report, and after it, that may be its event's: others are an anniversary's, or an election's.
BEFORE, AFTER = 7, 1

Moment = tuple[int, int]  # day of the month, 0 for none; minute of the day, -1 for none
NONE: Moment = (0, -1)

# A day's number, with the word that follows; the word before it is looked up.
_NUMBER = re.compile(
    r"(?<![\d.,:])(\d{1,2})(?![\d%])(?:(?P<eastern> ?[日일](?![간間]))|\.? (?:de )?(?P<after>[^\W\d_]+))?"
)
# After a date, it is that of the report and not of the event: "KYIV, Oct 28 (Agency) -", "28日电".
_OF_THE_REPORT = re.compile(r"\s*[-–—(.,:)/]|\s*20\d\d|[電电訊讯]")
_CLOCK = re.compile(
    r"(?<![\d.,:\-–])(?P<hour>[01]?\d|2[0-4])(?::|[時时시点點] ?)(?P<minute>[0-5]\d)(?![\d:])"
    r"(?: ?(?:(?P<pm>p)|(?P<am>a))\.?m\b)?",
    re.IGNORECASE,
)
_AFTER_NOON = ("午後", "오후", "下午", "晚上")


def read_moment(lead: str, language: str | None, published: datetime | None = None) -> Moment:
    """Return the first day and the first time of the day that a *lead* gives its event.

    A day that is far from when it was *published*, where that is known, is none of the event's.
    """
    day = _day(lead, language, published)
    clock = _CLOCK.search(lead)
    if clock is None:
        return day, -1
    minute = 60 * int(clock["hour"]) + int(clock["minute"])
    late = clock["pm"] or lead[: clock.start()].rstrip().endswith(_AFTER_NOON)
    if clock["am"] and minute >= HALF_A_DAY:
        minute -= HALF_A_DAY
    return day, minute + HALF_A_DAY * bool(late and minute < HALF_A_DAY)


def _day(lead: str, language: str | None, published: datetime | None) -> int:
    named = months(language)
    capital = (language or "en").lower().startswith("en")  # "12 may have died"
    for number in _NUMBER.finditer(lead):
        after = number["after"] or ""
        month = named.get(after.lower(), 0) if not (capital and after.islower()) else 0
        if month or number["eastern"]:
            end = number.end()
        elif before := named.get(
            lead[: number.start()].rpartition(" ")[0].rpartition(" ")[2].rstrip(".").lower()
        ):
            month, end = before, number.end(1)
        else:
            continue
        if not _OF_THE_REPORT.match(lead, end) and _is_near(int(number[1]), month, published):
            return int(number[1])
    return 0


def _is_near(day: int, month: int, published: datetime | None) -> bool:
    """Say whether a *day* of a *month*, 0 for any, is one of those around a report."""
    if published is None:
        return 0 < day <= 31  # noqa: PLR2004  of a month
    around = (published + timedelta(days=apart) for apart in range(-BEFORE, AFTER + 1))
    return any(day == one.day and month in {0, one.month} for one in around)


def part(one: Moment, other: Moment) -> bool:
    """Say whether two moments are of two events: on two days, or, where no days say so, at two hours.

    The same odd minute of two hours is one moment, told in two time zones, of which one may have a day more.
    """
    clocks = min(one[1], other[1]) >= 0
    apart = abs(one[1] - other[1])
    days = abs(one[0] - other[0]) if one[0] and other[0] else 0
    if clocks and apart and days <= 1 and apart % ZONE == 0 and one[1] % ZONE:
        return False
    return days > 0 or (clocks and apart > NEAR)


@lru_cache(maxsize=64)
def calendar_words(language: str | None) -> frozenset[str]:
    """Return the names of months, weekdays and halves of the day in a language; in English, too."""
    words = set(months("en")) | set(months(language))
    for locale in (locale_of("en"), locale_of(language)):
        for names in (locale.days, locale.day_periods):
            for form in ("format", "stand-alone"):
                for width in ("wide", "abbreviated"):
                    words.update(_bare(name) for name in names.get(form, {}).get(width, {}).values())
    return frozenset(words)


@lru_cache(maxsize=64)
def months(language: str | None) -> dict[str, int]:
    """Return the months by their names in a language, in small letters. Not to be changed."""
    named = locale_of(language).months
    return {
        _bare(name): number
        for form in ("format", "stand-alone")
        for width in ("wide", "abbreviated")
        for number, name in named[form][width].items()
    }


def _bare(name: str) -> str:
    return name.rstrip(".").lower()


def locale_of(language: str | None) -> Locale:
    """Return what Babel knows of a language; of English where that is not known."""
    try:
        return Locale.parse((language or "en").replace("-", "_"))
    except (UnknownLocaleError, ValueError):
        return Locale.parse("en")
