"""What a feed document says, whatever its format."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from html import escape


@dataclass(frozen=True, slots=True)
class Item:
    """One article in a feed. Times are aware UTC.

    `paragraphs` is empty where the feed gives the summary only.
    """

    url: str
    title: str
    author: str
    summary: str
    paragraphs: tuple[str, ...]
    published: datetime
    updated: datetime

    @property
    def html(self) -> str:
        """The text as HTML, or an empty string."""
        return "".join(f"<p>{escape(paragraph, quote=False)}</p>" for paragraph in self.paragraphs)


@dataclass(frozen=True, slots=True)
class Issue:
    """A feed at a moment, newest item first."""

    title: str
    tagline: str
    site_url: str
    feed_url: str
    updated: datetime
    items: tuple[Item, ...]
