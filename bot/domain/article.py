"""Articles, and how they are quoted."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Article:
    """An article in one revision, as the feeds of one guild show it (or all feeds, inside the pipeline).

    `text` is the stored text; quotes and highlights are offsets into it, in characters.
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
