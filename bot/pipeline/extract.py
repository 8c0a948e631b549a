"""Find the article in a web page, by trafilatura. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Page:
    """What a web page says as an article. Texts are plain; paragraphs of `text` end in a newline."""

    title: str
    text: str
    author: str | None = None
    published: datetime | None = None  # aware UTC; midnight where the page gives only a day
    language: str | None = None  # BCP 47 primary subtag, lower case
    outlet: str | None = None  # the site's name as it writes it
    canonical_url: str | None = None
    image_url: str | None = None


def extract(html: bytes, *, url: str, content_type: str | None = None) -> Page | None:
    """Return the article in *html*, None where no text is found. *url* is where the page was."""
    raise NotImplementedError
