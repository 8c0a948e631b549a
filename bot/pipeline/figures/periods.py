"""The day, month or year that a figure refers to."""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta

from bot.domain.figure import Period

_MONTHS = {
    name: number
    for number, names in enumerate(
        [
            "january|jan",
            "february|feb",
            "march|mar",
            "april|apr",
            "may",
            "june|jun",
            "july|jul",
            "august|aug",
            "september|sept|sep",
            "october|oct",
            "november|nov",
            "december|dec",
        ],
        start=1,
    )
    for name in names.split("|")
}
_DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_MONTH = "|".join(sorted(_MONTHS, key=len, reverse=True))
_YEAR = r"(?:19|20)\d\d"
_PART = r"(?:(?:early|late|mid)[ -])?"
_PERIOD = re.compile(
    rf"\b(?:(?P<day1>\d{{1,2}})(?:st|nd|rd|th)? (?P<month1>{_MONTH})\b\.?(?:,? (?P<year1>{_YEAR}))?"
    rf"|(?P<month2>{_MONTH})\b\.? (?P<day2>\d{{1,2}})(?:st|nd|rd|th)?(?!\d)(?: ?, ?(?P<year2>{_YEAR}))?"
    rf"|(?:(?P<since>since)|in|during|from|of|last|early|late|mid-?) {_PART}(?P<month3>{_MONTH})\b\.?"
    rf"(?:,? (?P<year3>{_YEAR}))?"
    r"|(?:(?P<since4>since)|in|during|from|of|the|a|an|before|after|until|by|and) "
    rf"{_PART}(?P<year4>{_YEAR})\b(?!\s(?:people|troops|soldiers))"
    r"|(?P<ago>(?:last|previous) (?:year|month|week|season)|(?:years|decades?|months) ago"
    r"|earlier this (?:year|month))"
    r"|(?P<relative>yesterday|today|tonight)"
    rf"|(?P<weekday>{'|'.join(_DAYS)}))",
    re.IGNORECASE,
)
_SAID = re.compile(
    r"\b(?:said|says|told|announced|reported|confirmed|reporters|briefing|statement|interview|claimed|added)[^,;.]{0,40}$",
    re.IGNORECASE,
)
_LOOK_BACK = 60  # characters before a date in which the verb of saying stands


def period_at(sentence: str, offset: int, published: datetime | None) -> Period | None:
    """Return the period nearest to *offset* in *sentence*; None where it names none that can be known.

    The day on which something was said is not the day of the figure. Without *published*, only dates
    with their year are known.
    """
    best: tuple[int, Period] | None = None
    for match in _PERIOD.finditer(sentence):
        if (match["weekday"] or match["relative"]) and _SAID.search(
            sentence[max(0, match.start() - _LOOK_BACK) : match.start()]
        ):
            continue
        period = _period(match, published.date() if published else None)
        distance = abs(match.start() - offset)
        if period is not None and (best is None or distance < best[0]):
            best = distance, period
    return best[1] if best else None


def _period(match: re.Match[str], today: date | None) -> Period | None:
    year = match["year1"] or match["year2"] or match["year3"] or match["year4"]
    month = (match["month1"] or match["month2"] or match["month3"] or "").lower()
    day = match["day1"] or match["day2"]
    since = bool(match["since"] or match["since4"])
    try:
        if day:
            return _on(int(year) if year else None, _MONTHS[month], int(day), today)
        if month:
            return _in_month(int(year) if year else None, _MONTHS[month], today, since=since)
        if year:
            last = today if since and today else date(int(year), 12, 31)
            return Period(date(int(year), 1, 1), max(last, date(int(year), 1, 1)))
    except ValueError:  # 31 February
        return None
    return _relative(match, today) if today else None


def _on(year: int | None, month: int, day: int, today: date | None) -> Period | None:
    if year is None:
        if today is None:
            return None
        year = today.year - ((month, day) > (today.month, today.day) and month - today.month > 2)  # noqa: PLR2004 - months ahead: last year's
    one = date(year, month, day)
    return Period(one, one)


def _in_month(year: int | None, month: int, today: date | None, *, since: bool) -> Period | None:
    if year is None:
        if today is None:
            return None
        year = today.year - (month > today.month)
    first = date(year, month, 1)
    last = date(year + month // 12, month % 12 + 1, 1) - timedelta(days=1)
    return Period(first, max(first, today) if since and today else last)


def _relative(match: re.Match[str], today: date) -> Period:
    if weekday := (match["weekday"] or "").lower():
        one = today - timedelta(days=(today.weekday() - _DAYS.index(weekday)) % 7)
        return Period(one, one)
    if match["relative"]:
        one = today - timedelta(days=match["relative"].lower() == "yesterday")
        return Period(one, one)
    ago = match["ago"].lower()
    if "week" in ago:
        return Period(today - timedelta(days=13), today - timedelta(days=7))
    if "month" in ago:
        return Period(today - timedelta(days=62), today - timedelta(days=28))
    return Period(date(today.year - 1, 1, 1), date(today.year - 1, 12, 31))
