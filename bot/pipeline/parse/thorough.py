"""Any XML feed, however broken, read by feedparser. Pure.

feedparser's own cleaning of HTML is left out, because no HTML is kept.
"""

from __future__ import annotations

import io
import re
from collections.abc import Mapping
from functools import reduce
from typing import Any

from bot.errors import ParseError
from bot.pipeline.parse.mend import from_root, mended
from bot.pipeline.parse.raw import RawEntry, RawFeed, RawText, and_author
from bot.pipeline.parse.sniff import root_name
from bot.pipeline.parse.survey import survey
from bot.pipeline.parse.tree import with_entities

_DECLARES = re.compile(r"<!(?:DOCTYPE|ENTITY)", re.IGNORECASE)
# What feedparser's parser for broken feeds raises on some of them.
_BEYOND_READING = (ValueError, TypeError, LookupError, AttributeError, ArithmeticError, AssertionError)


def read_thoroughly(text: str) -> RawFeed:
    """Return the feed in *text*; an entry that was cut in the middle is left out.

    Raises:
        ParseError: if there is no feed, or it ends before its first entry does, or is built to be costly.
    """
    text = from_root(text)
    declares = _DECLARES.search(text) is not None
    if survey(text):
        document = _read(text)
    elif not declares and (resolved := with_entities(text)) is not text and survey(resolved):
        document = _read(resolved)
    else:
        better = mended(text)
        document = _read(better) if declares or better != text else _read_loosely(better)
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
        author=_author(about),
        dates=(_own(about, "updated"), _own(about, "published")),
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


def _author(thing: Mapping[str, Any]) -> str:
    """Return who wrote it. Of a name behind an address feedparser may leave some of the address."""
    people = thing.get("authors") or []
    if len(people) < 2:  # noqa: PLR2004  feedparser's own choice
        return thing.get("author") or ""
    names = (one.get("name", "") for one in people)
    return reduce(and_author, (one.rpartition("(")[2] if "@" not in one else one for one in names), "")


def _entry(item: Mapping[str, Any]) -> RawEntry:
    contents = (_text(detail) for detail in item.get("content") or [])
    return RawEntry(
        identifier=item.get("id") or "",
        link=item.get("link"),
        title=_text(item.get("title_detail")),
        author=_author(item),
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
