"""RSS 0.9x, 1.0 and 2.0, Atom 0.3 and 1.0, CDF: read by feedparser, made plain by us. Pure.

feedparser's own cleaning of HTML is left out, because no HTML is kept; that is most of its time.
"""

from __future__ import annotations

import calendar
import io
import re
import sys
from collections import deque
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

import feedparser

from bot.domain.feed import Entry, ParsedFeed
from bot.errors import ParseError
from bot.pipeline.parse.entries import key_of, primary_language, title_or_lead, web_link, with_unique_keys
from bot.pipeline.parse.plain import one_line, text_of, without_controls
from bot.pipeline.parse.sniff import root_at, root_name
from bot.pipeline.parse.survey import survey

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_ENTRY_END = re.compile(r"</(?:[\w.-]+:)?(?:item|entry)\s*>", re.IGNORECASE)
_REFERENCE = re.compile(r"&#(?:[xX]([0-9a-fA-F]+)|(\d{1,4000}));")
_EMAIL = re.compile(r"[(<]?(?:mailto:)?[\w.+-]{1,64}@[\w.-]{1,255}[)>]?")


def parse_syndication(text: str, url: str) -> ParsedFeed:
    """Return the feed in *text*, found at *url*.

    An entry that was cut in the middle is left out: it will be whole at the next poll.

    Raises:
        ParseError: if there is no feed, or it ends before its first entry does, or is built to be costly.
    """
    start = root_at(text)
    if start is not None and not text[:start].lstrip().startswith(("<?xml", "<!DOCTYPE", "<!--")):
        text = text[start:]  # a warning of the site's software in front of the feed
    text = without_controls(text)
    if not survey(text):
        text = _REFERENCE.sub(_possible, _whole_part(text))
    document = _read(text)
    if not document.version and not document.entries:
        raise ParseError("This address gives XML, but neither RSS nor Atom.")
    about = document.feed
    language = primary_language(about.get("language"))
    kind = document.version or ("cdf" if (root_name(text) or "").lower() == "channel" else "")
    # An Atom feed's author is its entries' author too (RFC 4287 section 4.2.1); RSS has only an editor.
    author = _author(about) if kind.startswith("atom") else None
    return ParsedFeed(
        title=_title(about),
        link=web_link(about.get("link"), url),
        language=language,
        entries=with_unique_keys(_entry(item, url, language, author) for item in document.entries),
        kind=kind,
    )


def _read(text: str) -> Any:
    """Return what feedparser makes of *text*.

    Without the feed's own URL, so that an identifier stays what it is when the feed moves.
    """
    try:
        return feedparser.parse(
            io.BytesIO(text.encode("utf-8", "replace")),
            response_headers={"content-type": "application/xml; charset=utf-8"},
            sanitize_html=False,
            resolve_relative_uris=False,
        )
    except (ValueError, TypeError, LookupError, AttributeError, ArithmeticError, AssertionError) as error:
        # What its parser for broken feeds raises on some of them.
        raise ParseError(f"This feed is broken beyond reading ({type(error).__name__}).") from error


def _possible(reference: re.Match[str]) -> str:
    """Return a character *reference* if there is such a character, else nothing (XML 1.0 section 4.1)."""
    code = int(reference[1], 16) if reference[1] else int(reference[2])
    return reference[0] if code <= sys.maxunicode and without_controls(chr(code)) else ""


def _whole_part(text: str) -> str:
    """Return *text* without an entry that was cut off; a text that has its end is returned as it is."""
    name = root_name(text)
    if name is None or f"</{name.lower()}" in text.lower():
        return text
    ends = deque((match.end() for match in _ENTRY_END.finditer(text)), maxlen=1)
    if not ends:
        raise ParseError("This feed is cut off in the middle of its first entry. It is asked for again.")
    return text[: ends[0]]


def _entry(item: Mapping[str, Any], url: str, language: str | None, author: str | None) -> Entry:
    given = item.get("content") or []
    texts = {_text(detail) for detail in given}
    summary_detail = item.get("summary_detail") or {}
    is_repeated = any(detail.get("value") == summary_detail.get("value") for detail in given)
    summary = "" if is_repeated else _text(summary_detail)
    content = max((*texts, summary), key=len)
    updated = _moment(_own(item, "updated_parsed"))
    published = _moment(_own(item, "published_parsed")) or updated
    link = web_link(item.get("link"), url)
    title = title_or_lead(_title(item), content)
    return Entry(
        key=key_of(item.get("id") or "", link, title, published),
        url=link,
        title=title,
        author=_author(item) or author,
        published=published,
        updated=updated,
        summary=summary,
        content=content,
        language=_language(item) or language,
        image_url=_image(item, url),
    )


def _title(thing: Mapping[str, Any]) -> str:
    detail = thing.get("title_detail") or {}
    return one_line(detail.get("value") or "", is_plain=detail.get("type") == "text/plain")


def _text(detail: Mapping[str, Any]) -> str:
    return text_of(detail.get("value") or "", is_plain=detail.get("type") == "text/plain")


def _language(item: Mapping[str, Any]) -> str | None:
    details = [*(item.get("content") or []), item.get("summary_detail") or {}, item.get("title_detail") or {}]
    return next((tag for tag in (primary_language(d.get("language")) for d in details) if tag), None)


def _author(thing: Mapping[str, Any]) -> str | None:
    """Return the author's name; an e-mail address is nobody's business."""
    return one_line(_EMAIL.sub(" ", thing.get("author") or ""), is_plain=True).strip("() ") or None


def _own(item: Mapping[str, Any], name: str) -> Any:
    """Return a value as it was given, without feedparser's answering for one name with another."""
    return dict.get(item, name) if isinstance(item, dict) else None


def _moment(parsed: Any) -> datetime | None:
    """Return feedparser's time (a UTC struct_time) as a datetime; None where it is out of range."""
    if not parsed:
        return None
    try:
        return _EPOCH + timedelta(seconds=calendar.timegm(parsed))
    except (OverflowError, ValueError, TypeError):
        return None


def _image(item: Mapping[str, Any], url: str) -> str | None:
    """Return the entry's picture, from media:, enclosures or itunes:."""
    candidates = [
        *(m.get("url") for m in item.get("media_content") or [] if _is_image(m)),
        *(m.get("url") for m in item.get("media_thumbnail") or []),
        *(m.get("href") for m in item.get("enclosures") or [] if _is_image(m)),
        (item.get("image") or {}).get("href"),
    ]
    return next((link for link in (web_link(c, url) for c in candidates) if link), None)


def _is_image(media: Mapping[str, Any]) -> bool:
    return media.get("medium") == "image" or str(media.get("type", "")).startswith("image/")
