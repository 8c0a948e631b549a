"""Articles, and how they are quoted."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class Obstacle(StrEnum):
    """Why a page's text is not its article. The values are stored."""

    PAYWALL = "paywall"
    CONSENT = "consent"
    SCRIPTS = "scripts"
    MISSING = "missing"
    LIVE = "live"
    ROBOTS = "robots"  # robots.txt asks not to read it
    UNREAD = "unread"  # it could not be fetched


@dataclass(frozen=True, slots=True)
class Article:
    """An article in one revision, as the feeds of one guild show it (or all feeds, inside the pipeline).

    `text` is the stored text, in which what its site repeats everywhere is blanked out; quotes and highlights
    are offsets into it, in characters. `left_out` are the lines that were blanked out.
    """

    id: int
    revision_id: int
    story_id: int
    url: str | None
    outlet: str
    title: str
    text: str
    author: str | None
    published: datetime | None  # as the feed says; may be absent
    first_stored_at: datetime
    language: str | None
    image_url: str | None = None
    feed_id: int = 0
    credit: str | None = None  # the wire service whose report it is, by its short name
    copy_of: int | None = None  # the first article of the same list whose text it repeats in large part
    obstacle: Obstacle | None = None  # why this is the feed's text and not the page's
    left_out: tuple[str, ...] = ()

    @property
    def at(self) -> datetime:
        """When it was published, or first stored where the feed does not say."""
        return self.published or self.first_stored_at


@dataclass(frozen=True, slots=True)
class Quote:
    """A sentence, word for word from `article.text[start:end]` of one revision."""

    text: str
    article_id: int
    revision_id: int
    start: int
    end: int
    outlet: str
    url: str | None
