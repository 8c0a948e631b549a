"""An article as clustering reads it, and the page that its link names."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime
from hashlib import blake2b
from urllib.parse import urlsplit

from bot.pipeline.addresses.canonical import canonical


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


def page(url: str | None) -> tuple[int, str]:
    """Return a hash of the page that *url* names, whatever its scheme, and its host; 0 for a site's front.

    64 bits: of 100,000 pages two are taken for one in every four thousand million windows.
    """
    if not url:
        return 0, ""
    try:
        parts = urlsplit(canonical(url))
    except ValueError:
        return 0, ""
    host = parts.netloc.removeprefix("www.")
    path = parts.path.rstrip("/")
    if not host or not (path or parts.query):
        return 0, host
    digest = blake2b(f"{host}{path}?{parts.query}".encode(errors="surrogatepass"), digest_size=8).digest()
    return int.from_bytes(digest) or 1, host


def language_of(language: str | None) -> str:
    """Return the language of a tag, without its country; English for none."""
    return re.split("[-_]", language or "en", maxsplit=1)[0].lower()
