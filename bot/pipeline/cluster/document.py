"""An article as clustering reads it, and the page that its link names."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlsplit

from bot.pipeline.canonical import canonical


@dataclass(frozen=True, slots=True)
class Document:
    """What clustering reads of an article. Times are aware UTC.

    `arrived` is when it was first stored: it bounds the window and never goes back from one article
    to the next. `published` is as the feed says. Either may be absent, which tells nothing.
    """

    id: int | str
    title: str
    text: str = ""
    url: str | None = None
    published: datetime | None = None
    arrived: datetime | None = None
    language: str | None = None
    outlet: str = ""


def page(url: str | None) -> tuple[str | None, str]:
    """Return the page that *url* names, whatever its scheme, and its host; no page for a site's front."""
    if not url:
        return None, ""
    try:
        parts = urlsplit(canonical(url))
    except ValueError:
        return None, ""
    host = parts.netloc.removeprefix("www.")
    path = parts.path.rstrip("/")
    if not host or not (path or parts.query):
        return None, host
    return f"{host}{path}?{parts.query}", host
