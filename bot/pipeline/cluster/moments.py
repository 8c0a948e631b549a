"""The day and the hour that a report gives its event: "on the night of 26 October", "at 4:32". Pure.

Two reports under like headlines that give two of them tell of two nights, two quakes, two fires.
"""

from __future__ import annotations

import re
from functools import lru_cache

from babel import Locale
from babel.core import UnknownLocaleError

# Minutes by which two clocks of one event differ: "around half past four".
NEAR = 30
HALF_A_DAY = 12 * 60

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
    r"(?P<pm> ?p\.?m)?",
    re.IGNORECASE,
)
_AFTER_NOON = ("午後", "오후", "下午", "晚上")


def read_moment(lead: str, language: str | None) -> Moment:
    """Return the first day and the first time of the day that a *lead* gives its event."""
    clock = _CLOCK.search(lead)
    if clock is None:
        return _day(lead, _months(language)), -1
    minute = 60 * int(clock["hour"]) + int(clock["minute"])
    late = clock["pm"] or lead[: clock.start()].rstrip().endswith(_AFTER_NOON)
    return _day(lead, _months(language)), minute + HALF_A_DAY * bool(late and minute < HALF_A_DAY)


def _day(lead: str, months: frozenset[str]) -> int:
    for number in _NUMBER.finditer(lead):
        if number["eastern"] or (number["after"] or "").lower() in months:
            end = number.end()
        elif lead[: number.start()].rpartition(" ")[0].rpartition(" ")[2].rstrip(".").lower() in months:
            end = number.end(1)
        else:
            continue
        if not _OF_THE_REPORT.match(lead, end):
            return int(number[1])
    return 0


def part(one: Moment, other: Moment) -> bool:
    """Say whether two moments are of two events: on two days, or, where no days say so, at two hours."""
    if one[0] and other[0] and one[0] != other[0]:
        return True
    return min(one[1], other[1]) >= 0 and abs(one[1] - other[1]) > NEAR


@lru_cache(maxsize=64)
def _months(language: str | None) -> frozenset[str]:
    """Return the names of the months in a language; in English where that is not known."""
    try:
        months = Locale.parse((language or "en").replace("-", "_")).months
    except (UnknownLocaleError, ValueError):
        months = Locale.parse("en").months
    return frozenset(
        name.rstrip(".").lower()
        for form in ("format", "stand-alone")
        for width in ("wide", "abbreviated")
        for name in months[form][width].values()
    )
