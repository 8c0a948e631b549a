"""Any XML feed, however broken, read by feedparser. Pure.

feedparser's own cleaning of HTML is left out, because no HTML is kept.
"""

from __future__ import annotations

import io
import re
import sys
from collections import deque
from collections.abc import Mapping
from html.entities import html5
from typing import Any

from bot.errors import ParseError
from bot.pipeline.parse.plain import without_controls
from bot.pipeline.parse.raw import RawEntry, RawFeed, RawText
from bot.pipeline.parse.sniff import root_at, root_name
from bot.pipeline.parse.survey import survey
from bot.pipeline.parse.tree import BLANK, with_entities

_DECLARES = re.compile(r"<!(?:DOCTYPE|ENTITY)", re.IGNORECASE)
_ENTRY_END = re.compile(r"</(?:[\w.-]+:)?(?:item|entry)\s*>", re.IGNORECASE)
# What feedparser's parser for broken feeds raises on some of them.
_BEYOND_READING = (ValueError, TypeError, LookupError, AttributeError, ArithmeticError, AssertionError)
# An ampersand that begins no reference: "AT&T" and "?a=1&copy=2", not "&nbsp now".
_BARE = re.compile(r"&(?!#|[a-zA-Z][\w.-]{0,40};)(\w{0,40}=?)")
_VERBATIM, _VERBATIM_END = "<![CDATA[", "]]>"
_REFERENCE = re.compile(r"&#(?:[xX]([0-9a-fA-F]+)|(\d{1,4000}));")


def read_thoroughly(text: str) -> RawFeed:
    """Return the feed in *text*; an entry that was cut in the middle is left out.

    Raises:
        ParseError: if there is no feed, or it ends before its first entry does, or is built to be costly.
    """
    text = text.lstrip(BLANK)
    start = root_at(text)
    if start is not None and not text[:start].lstrip().startswith(("<?xml", "<!DOCTYPE", "<!--")):
        text = text[start:]  # a warning of the site's software in front of the feed
    text = without_controls(text)
    declares = _DECLARES.search(text) is not None
    if survey(text):
        document = _read(text)
    elif not declares and (resolved := with_entities(text)) is not text and survey(resolved):
        document = _read(resolved)
    else:
        repaired = _with_ampersands(_REFERENCE.sub(_possible, whole_part(text, _ENTRY_END)))
        document = _read(repaired) if declares or repaired != text else _read_loosely(repaired)
    if not document.version and not document.entries:
        raise ParseError("This address gives XML, but neither RSS nor Atom.")
    feed = as_raw(document)
    if not feed.kind and (root_name(text) or "").lower() == "channel":
        feed.kind = "cdf"
    return feed


def as_raw(document: Any) -> RawFeed:
    """Return what feedparser made of a document."""
    about = document.feed
    return RawFeed(
        kind=document.version,
        title=_text(about.get("title_detail")),
        link=about.get("link"),
        language=about.get("language"),
        author=about.get("author") or "",
        dates=tuple(date for date in (_own(about, "updated"), _own(about, "published")) if date),
        entries=[_entry(item) for item in document.entries],
    )


def _read(text: str) -> Any:
    """Return what feedparser makes of *text*.

    Without the feed's own URL, so that an identifier stays what it is when the feed moves.
    """
    import feedparser  # noqa: PLC0415  a third of what a worker loads, and few feeds need it

    try:
        return feedparser.parse(
            io.BytesIO(text.encode("utf-8", "replace")),
            response_headers={"content-type": "application/xml; charset=utf-8"},
            sanitize_html=False,
            resolve_relative_uris=False,
        )
    except _BEYOND_READING as error:
        raise _broken(error) from error


def _read_loosely(text: str) -> Any:
    """Return what feedparser makes of *text*, which has no document type and is known not to be well-formed.

    As `_read`, without its first attempt: that by a strict parser.
    """
    from feedparser.api import LooseFeedParser  # noqa: PLC0415  as above
    from feedparser.util import FeedParserDict  # noqa: PLC0415  as above

    parser = LooseFeedParser("", None, "utf-8", {})
    parser.resolve_relative_uris = parser.sanitize_html = False
    try:
        parser.feed(text.encode("utf-8", "replace").decode())
    except _BEYOND_READING as error:
        raise _broken(error) from error
    return FeedParserDict(feed=parser.feeddata, entries=parser.entries, version=parser.version)


def _broken(error: Exception) -> ParseError:
    return ParseError(f"This feed is broken beyond reading ({type(error).__name__}).")


def _possible(reference: re.Match[str]) -> str:
    """Return a character *reference* if there is such a character, else nothing (XML 1.0 section 4.1)."""
    code = int(reference[1], 16) if reference[1] else int(reference[2])
    return reference[0] if code <= sys.maxunicode and without_controls(chr(code)) else ""


def _with_ampersands(text: str) -> str:
    """Return *text* with the bare ampersands escaped; feedparser makes "AT&T;" of them."""
    first, *others = text.split(_VERBATIM)
    parts = [_BARE.sub(_meant, first)]
    for other in others:
        verbatim, end, after = other.partition(_VERBATIM_END)
        parts.append(f"{verbatim}{end}{_BARE.sub(_meant, after)}")
    return _VERBATIM.join(parts)


def _meant(bare: re.Match[str]) -> str:
    return bare[0] if bare[1] in html5 else f"&amp;{bare[1]}"


def whole_part(text: str, entry_end: re.Pattern[str]) -> str:
    """Return *text* without an entry that was cut off; a text that has its end is returned as it is.

    Raises:
        ParseError: if no entry ends in it.
    """
    name = root_name(text)
    if name is None or f"</{name.lower()}" in text.lower():
        return text
    ends = deque((match.end() for match in entry_end.finditer(text)), maxlen=1)
    if not ends:
        raise ParseError(
            "This feed is cut off in the middle of its first entry.", then="It is asked for again."
        )
    return text[: ends[0]]


def _entry(item: Mapping[str, Any]) -> RawEntry:
    contents = (_text(detail) for detail in item.get("content") or [])
    return RawEntry(
        identifier=item.get("id") or "",
        link=item.get("link"),
        title=_text(item.get("title_detail")),
        author=item.get("author") or "",
        published=_own(item, "published"),
        updated=_own(item, "updated"),
        summary=_text(item.get("summary_detail")),
        contents=[content for content in contents if content is not None],
        images=_images(item),
    )


def _text(detail: Mapping[str, Any] | None) -> RawText | None:
    if not detail:
        return None
    return RawText(
        detail.get("value") or "",
        is_plain=detail.get("type") == "text/plain",
        language=detail.get("language"),
    )


def _own(item: Mapping[str, Any], name: str) -> str | None:
    """Return a text as it was given, without feedparser's answering for one name with another."""
    value = dict.get(item, name) if isinstance(item, dict) else None
    return value if isinstance(value, str) else None


def _images(item: Mapping[str, Any]) -> list[str | None]:
    """Return what may be the entry's picture, from media:, enclosures or itunes:."""
    return [
        *(m.get("url") for m in item.get("media_content") or [] if _is_image(m)),
        *(m.get("url") for m in item.get("media_thumbnail") or []),
        *(m.get("href") for m in item.get("enclosures") or [] if _is_image(m)),
        (item.get("image") or {}).get("href"),
    ]


def _is_image(media: Mapping[str, Any]) -> bool:
    return media.get("medium") == "image" or str(media.get("type", "")).startswith("image/")
