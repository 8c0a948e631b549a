"""One date as feeds write it. Naive where it names no zone.

Five readers, the cheapest first: RFC 5322 to the letter; ISO 8601; RFC 5322 in all its spellings; dateutil
for other orders; dateparser for months that are named in another language than English. What none of them
reads in full (day, month and year) is no date.
"""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta, tzinfo
from typing import Any

from bot.pipeline.parse.zones import offset, zone_named

LONGEST = 100  # characters; the longest real forms have 60

# What dateparser may cost one document: it takes 1 ms a date that it reads, 3 one that it can't.
LOCAL_READS = 1_000
LOCAL_FAILURES = 30
# Languages whose months feeds write in words, after the feed's own. English is dateutil's.
LANGUAGES = (
    *("ru", "de", "fr", "es", "it", "pt", "nl", "pl", "uk", "cs", "sk", "sv", "da", "nb", "fi", "hu", "ro"),
    *("bg", "sr", "hr", "el", "tr", "ar", "he", "fa", "hi", "ja", "ko", "zh", "vi", "id", "th"),
)

_MONTHS = dict(
    zip(
        ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"),
        range(1, 13),
        strict=True,
    )
)
# Of the usual form, where a month stands between spaces: as ISO 8601 writes it.
_MONTH_NUMBERS = {f" {name.title()} ": f"-{number:02}-" for name, number in _MONTHS.items()}
_WEEKDAYS = frozenset(f"{name}, " for name in ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"))
_SHORTEST = len("Sat, 21 Mar 2020 06:29:51 Z")
_AT_GREENWICH = frozenset({" GMT", " UTC", " UT", " Z", " +0000"})
_MONTH_NAMES = (
    *("january", "february", "march", "april", "may", "june", "july"),
    *("august", "sept", "september", "october", "november", "december"),
)
_NUMERIC_ZONE = r"(?:(?:GMT|UTC|UT|Etc/GMT)\s*)?([+-])(\d{1,2}):?(\d{2}|(?<=:)\d)?"
_ZONE_NAME = r"(?![AaPp][Mm]\b)[A-Za-z]{1,5}|[A-Z][A-Za-z]+/[A-Za-z_/]{3,40}"
_ZONE = rf"(?:{_NUMERIC_ZONE}(?:\[[^\[\]]{{1,40}}\])?|\[?({_ZONE_NAME})\]?)?(?:\s*\([^()]{{0,40}}\))?"
# RFC 5322 section 3.3 and its obsolete forms, and what sites make of it: no weekday or a wrong one, no comma,
# hyphens, no seconds, no time, a zone with a colon. And the order of America, with its two halves of a day.
_MAIL = re.compile(
    r"(?:[A-Za-z]{2,9}\.?,?\s*)?"
    r"(?:(\d{1,2})[\s-]+([A-Za-z]{3,9})\.?,?[\s-]+(\d{2,4})|([A-Za-z]{3,9})\.?\s+(\d{1,2}),?\s+(\d{4}))"
    rf"(?:,?\s+(\d{{1,2}}):(\d{{1,2}})(?::(\d{{1,2}})(?:\.\d+)?)?(?:\s*([AaPp])[Mm]\b)?)?\s*{_ZONE}"
)
# ISO 8601 and RFC 3339 as sites write it: spaces, a comma for the fraction, hours of one digit, a named zone,
# and the words for year, month and day that China and Japan write.
_ISO = re.compile(
    r"(\d{4})[-年]?(\d{1,2})[-月]?(\d{1,2})日?"
    rf"(?:[Tt\s]\s*(\d{{1,2}}):?(\d{{2}})(?::?(\d{{2}})(?:[.,]\d+)?)?)?\s*{_ZONE}"
)
_WEEKDAY = re.compile(r"^[^\W\d]+\.?,\s*")  # often English before a month that is not
# The two shortest forms of the W3C's note on dates, and the day of the year of ISO 8601.
_SHORT = re.compile(r"(\d{4})(?:-(?:(\d{2})|(\d{3})))?")
_UNIX = re.compile(r"(\d{10})(\d{3})?(?:\.\d+)?")  # seconds, or milliseconds
_DOTTED = re.compile(r"\d{1,2}\.\s?\d{1,2}\.\s?\d{2,4}")  # a day comes first wherever dates have dots

# dateutil fills in what a text does not name: read upon two defaults, a date in full is the same.
_DEFAULTS = (datetime(1904, 1, 1), datetime(1908, 2, 2))  # noqa: DTZ001  of no zone


class DateForms:
    """Reads the dates of one document, whose language is *language* if it names one."""

    def __init__(self, language: str | None) -> None:
        self._language = language
        self._local: Any = None
        self._reads, self._failures = LOCAL_READS, LOCAL_FAILURES

    def read(self, text: str) -> datetime | None:
        """Return the time that *text* names; None where it is no date."""
        text = text.strip()
        if not text or len(text) > LONGEST:
            return None
        try:
            return _usual_mail(text) or _iso(text) or _mail(text) or self._in_words(text)
        except (ValueError, OverflowError):
            return None

    def _in_words(self, text: str) -> datetime | None:
        return self._other_order(text) or self._other_language(text)

    def _other_order(self, text: str) -> datetime | None:
        from dateutil import parser  # noqa: PLC0415  rarely needed

        day_first = not text[:4].isdigit() and (
            bool(_DOTTED.match(text)) or self._language not in {None, "en"}
        )
        try:
            first, second = (
                parser.parse(text, default=default, dayfirst=day_first, tzinfos=_zone)
                for default in _DEFAULTS
            )
        except (ValueError, OverflowError, TypeError, AttributeError):
            return None
        return first if first == second and isinstance(first, datetime) else None

    def _other_language(self, text: str) -> datetime | None:
        if self._reads <= 0 or self._failures <= 0 or not any(letter.isdigit() for letter in text):
            return None
        self._reads -= 1
        if self._local is None:
            self._local = _local_reader(self._language)
        moment = self._local.get_date_data(_WEEKDAY.sub("", text)).date_obj
        self._failures -= moment is None
        return moment if isinstance(moment, datetime) else None


def _usual_mail(text: str) -> datetime | None:
    """Return the time of a date as most are, exactly by RFC 5322: "Sat, 21 Mar 2020 06:29:51 -0400"."""
    if text[:5] not in _WEEKDAYS or len(text) < _SHORTEST:
        return None
    month, zone = _MONTH_NUMBERS.get(text[7:12]), text[25:]
    if month is None or text[16] != " " or text[19:23:3] != "::":
        return None
    if zone in _AT_GREENWICH:
        zone = "+00:00"
    elif len(zone) == 6 and zone[0] == " ":  # noqa: PLR2004  " -0400"
        zone = f"{zone[1:4]}:{zone[4:]}"
    else:
        return None
    try:
        return datetime.fromisoformat(f"{text[12:16]}{month}{text[5:7]}T{text[17:25]}{zone}")
    except ValueError:
        return None


def _iso(text: str) -> datetime | None:
    if not text[:4].isdigit():
        return None
    if "-" not in text and (unix := _UNIX.fullmatch(text)):
        return datetime.fromtimestamp(int(unix[1]), UTC)
    try:
        return datetime.fromisoformat(text)
    except ValueError:
        pass
    short = _SHORT.fullmatch(text)
    if short:
        year_begins = datetime(int(short[1]), int(short[2] or 1), 1)  # noqa: DTZ001  it names no zone
        return year_begins + timedelta(days=int(short[3] or 1) - 1)
    match = _ISO.fullmatch(text)
    if match is None:
        return None
    year, month, day, hour, minute, second, *zone = match.groups()
    return _moment((int(year), int(month), int(day)), (hour, minute, second), zone)


def _mail(text: str) -> datetime | None:
    match = _MAIL.fullmatch(text)
    if match is None:
        return None
    day, month_name, year, *american, hour, minute, second, half, sign, hours, minutes, zone = match.groups()
    if day is None:
        month_name, day, year = american
    month = _MONTHS.get(month_name[:3].lower())
    if month is None or (len(month_name) > 3 and month_name.lower() not in _MONTH_NAMES):  # noqa: PLR2004
        return None  # another language's month may begin likewise
    full_year = int(year)
    if len(year) < 4:  # noqa: PLR2004  RFC 5322 section 4.3; three digits are years since 1900
        full_year += 2000 if full_year < 50 else 1900  # noqa: PLR2004
    moment = _moment((full_year, month, int(day)), (hour, minute, second), [sign, hours, minutes, zone])
    if half is None:
        return moment
    if int(hour) > 12:  # noqa: PLR2004  of half a day
        return None
    return moment.replace(hour=int(hour) % 12 + (12 if half in "Pp" else 0))


def _moment(
    date: tuple[int, int, int], time: tuple[str | None, str | None, str | None], zone: list[str | None]
) -> datetime:
    """Return date, time and zone (sign, hours, minutes, name) put together; a zone nobody knows is none."""
    hour, minute, second = (int(number or 0) for number in time)
    sign, hours, minutes, name = zone
    minutes = minutes and minutes.ljust(2, "0")  # "+05:3" is cut short: no zone is 3 minutes off the hour
    tz = offset(sign, hours or "0", minutes) if sign else zone_named(name) if name else None
    midnight = datetime(*date, tzinfo=tz)
    if hour > 24 or minute > 59 or second > 60:  # noqa: PLR2004  24:00 ends a day, 60 is a leap second
        raise ValueError
    return midnight + timedelta(hours=hour, minutes=minute, seconds=min(second, 59))


def _zone(name: str | None, seconds: int | None) -> tzinfo | None:
    """Return the zone for dateutil, which hands over a name, or seconds ahead of UTC."""
    if seconds is not None:
        sign = "-" if seconds < 0 else "+"
        return offset(sign, "0", str(abs(seconds) // 60))
    return zone_named(name) if name else None


def _local_reader(language: str | None) -> Any:
    from dateparser.date import DateDataParser  # noqa: PLC0415  takes a tenth of a second, rarely needed

    settings = {"REQUIRE_PARTS": ["day", "month", "year"], "PARSERS": ["absolute-time"]}
    if language and language != "en" and language not in LANGUAGES:
        try:
            return DateDataParser(languages=[language, *LANGUAGES], settings=settings)
        except ValueError:
            pass  # a language that it does not know
    first = [language] if language in LANGUAGES else []
    return DateDataParser(
        languages=[*first, *(one for one in LANGUAGES if one != language)],
        settings=settings,
        use_given_order=True,
    )
