"""JSON Feed 1.0 and 1.1 (https://www.jsonfeed.org/version/1.1/). Pure."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

from bot.domain.feed import Entry, Failure, ParsedFeed
from bot.errors import ParseError
from bot.pipeline.parse.dates import Dates
from bot.pipeline.parse.entries import (
    key_of,
    primary_language,
    title_or_lead,
    web_link,
    with_unique_keys,
)
from bot.pipeline.parse.plain import one_line, text_of, without_controls

_VERSIONS = ("jsonfeed.org/version/1",)


def parse_json_feed(text: str, url: str) -> ParsedFeed:
    """Return the JSON Feed in *text*, found at *url*.

    Raises:
        ParseError: if it is no JSON, or JSON of another kind, or nested beyond measure.
    """
    document = _loaded(text)
    if not isinstance(document, dict) or not isinstance(document.get("items"), list):
        raise ParseError("This address gives JSON, but no JSON Feed: there is no list of items.")
    version = str(document.get("version", ""))
    if not any(known in version for known in _VERSIONS):
        raise ParseError("This address gives JSON, but no JSON Feed: its version is not named as such.")
    base = web_link(document.get("home_page_url"), url) or url
    language = primary_language(document.get("language"))
    authors = _authors(document)
    items = [item for item in document["items"] if isinstance(item, dict)]
    dates = Dates(language)
    dates.learn(_text(item.get(name)) for item in items for name in ("date_published", "date_modified"))
    return ParsedFeed(
        title=one_line(_text(document.get("title")), is_plain=True),
        link=web_link(document.get("home_page_url"), url),
        language=language,
        entries=with_unique_keys([_entry(item, base, dates, (language, authors)) for item in items]),
        kind="json11" if version.rstrip("/").endswith("1.1") else "json10",
        next_page=web_link(document.get("next_url"), url),
    )


def _loaded(text: str) -> Any:
    try:
        return json.loads(text)
    except RecursionError as error:
        raise ParseError(
            "This feed is not read: its values are nested beyond measure.", kind=Failure.TOO_COSTLY
        ) from error
    except ValueError as error:
        where = f" at line {error.lineno}" if isinstance(error, json.JSONDecodeError) else ""
        raise ParseError(f"This address gives JSON that is broken or cut off{where}.") from error


def _entry(item: Mapping[str, Any], base: str, dates: Dates, of_feed: tuple[str | None, str | None]) -> Entry:
    """Return an entry; *of_feed* is the language and the authors of one that names none."""
    language, authors = of_feed
    html = _text(item.get("content_html"))
    content = (
        text_of(html)
        if html
        else "".join(
            f"{line.strip()}\n" for line in _text(item.get("content_text")).splitlines() if line.strip()
        )
    )
    summary = text_of(_text(item.get("summary")), is_plain=True)
    url = web_link(item.get("url"), base) or web_link(item.get("external_url"), base)
    published, updated = (dates.utc(_text(item.get(name))) for name in ("date_published", "date_modified"))
    title = title_or_lead(one_line(_text(item.get("title")), is_plain=True), content or summary)
    return Entry(
        key=key_of(_text(item.get("id")), url, title, published or updated),
        url=url,
        title=title,
        author=_authors(item) or authors,
        published=published or updated,
        updated=updated,
        summary=summary,
        content=max(content, summary, key=len),
        language=primary_language(item.get("language")) or language,
        image_url=web_link(item.get("image"), base) or web_link(item.get("banner_image"), base),
    )


def _text(value: object) -> str:
    """Return a string, or a number written as one (identifiers are), else ""."""
    if isinstance(value, str):
        return without_controls(value)  # JSON's escapes can write what no database takes
    return str(value) if isinstance(value, int | float) and not isinstance(value, bool) else ""


def _authors(thing: Mapping[str, Any]) -> str | None:
    """Return the names of the authors: a list in 1.1, one in 1.0."""
    given = thing.get("authors")
    people: Sequence[Any] = given if isinstance(given, list) else [thing.get("author")]
    names = [
        one_line(_text(person.get("name")), is_plain=True) for person in people if isinstance(person, dict)
    ]
    return ", ".join(name for name in names if name) or None
