"""What a feed says of its own reading: when not to, and where its earlier entries are. Pure.

RSS 2.0: `ttl`, `skipHours`, `skipDays`. RFC 5005 (paged and archived feeds): `rel=next` and
`rel=prev-archive`. They stand beside the entries, so the texts of entries are not looked at.
"""

from __future__ import annotations

import re
from html import unescape

from bot.domain.feed import Asks, ParsedFeed
from bot.pipeline.parse.entries import web_link

_ENTRY_BEGINS = re.compile(r"<(?:[\w.-]{1,40}+:)?+(?:item|entry)[\s>]", re.IGNORECASE)
_ENTRY_ENDS = re.compile(r"</(?:[\w.-]{1,40}+:)?+(?:item|entry)\s{0,9}>", re.IGNORECASE)
_TTL = re.compile(r"<ttl>\s{0,99}(\d{1,6})\s{0,99}</ttl>", re.IGNORECASE)
_HOURS = re.compile(r"<hour>\s{0,99}(\d{1,2})\s{0,99}</hour>", re.IGNORECASE)
_DAYS = re.compile(r"<day>\s{0,99}(\w{6,9})\s{0,99}</day>", re.IGNORECASE)
_LINK = re.compile(r"<(?:[\w.-]{1,40}+:)?+link\s([^<>]{1,4000})>", re.IGNORECASE)
_ATTRIBUTE = re.compile(r"""\b(rel|href)\s{0,9}=\s{0,9}(?:"([^"]*)"|'([^']*)')""", re.IGNORECASE)

_WEEK = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
EARLIER = ("next", "prev-archive")  # a page of the same feed, else an archive of it
_TELLING = ("<ttl", "<skiphours", "<skipdays", *EARLIER)  # without these, nothing is said
LONGEST_HEAD = 64 * 1024  # characters looked at before the first entry, and after the last


def with_hints(feed: ParsedFeed, text: str, url: str) -> ParsedFeed:
    """Return *feed*, parsed of an XML *text* found at *url*, with what it says of its own reading."""
    around = _around(text)
    lowered = around.lower()
    if not any(word in lowered for word in _TELLING):
        return feed
    asks = Asks(
        ttl=_ttl(around) if "<ttl" in lowered else None,
        skip_hours=_skipped_hours(around) if "<skiphours" in lowered else (),
        skip_days=_skipped_days(around) if "<skipdays" in lowered else (),
    )
    page = _next_page(around, url) if any(rel in lowered for rel in EARLIER) else None
    if asks == Asks() and page is None:
        return feed
    return feed._replace(asks=asks, next_page=page)


def _around(text: str) -> str:
    """Return what stands before the first entry and after the last."""
    begins = _ENTRY_BEGINS.search(text)
    if begins is None:
        return text[:LONGEST_HEAD]
    tail = text[-LONGEST_HEAD:] if len(text) > begins.start() + LONGEST_HEAD else text[begins.start() :]
    ends = 0
    # From the last one in the usual spelling: there may be others behind it.
    for match in _ENTRY_ENDS.finditer(tail, max(0, tail.rfind("</item>"), tail.rfind("</entry>"))):
        ends = match.end()
    return text[: min(begins.start(), LONGEST_HEAD)] + "\n" + (tail[ends:] if ends else "")


def _ttl(around: str) -> float | None:
    found = _TTL.search(around)
    return int(found[1]) * 60.0 if found else None


def _skipped_hours(around: str) -> tuple[int, ...]:
    """Return the hours of the day; some count them from 1 to 24. All of them: none is meant."""
    hours = {int(hour) % 24 for hour in _HOURS.findall(around) if int(hour) <= 24}  # noqa: PLR2004  see above
    return tuple(sorted(hours)) if len(hours) < 24 else ()  # noqa: PLR2004  hours of a day


def _skipped_days(around: str) -> tuple[int, ...]:
    days = {_WEEK.index(day.lower()) for day in _DAYS.findall(around) if day.lower() in _WEEK}
    return tuple(sorted(days)) if len(days) < len(_WEEK) else ()


def _next_page(around: str, url: str) -> str | None:
    found: dict[str, str] = {}
    for link in _LINK.findall(around):
        given = {name.lower(): unescape(one or other) for name, one, other in _ATTRIBUTE.findall(link)}
        found.setdefault(given.get("rel", "").strip().lower(), given.get("href", ""))
    href = next((found[rel] for rel in EARLIER if found.get(rel)), None)
    page = web_link(href, url) if href else None
    return page if page != url else None
