"""What happened to a story's articles: what came, and what they said before."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from bot.domain.article import Article


class Happened(StrEnum):
    """What an event of a timeline is."""

    CAME = "came"
    HEADLINE = "headline"
    FIGURE = "figure"
    EDITED = "edited"
    CORRECTED = "corrected"
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True, slots=True)
class Showing:
    """An article as one entry showed it from `since` on; `origin` is where its text came from."""

    article: Article
    since: datetime
    origin: str  # "feed" or "page"
    withdrawn_at: datetime | None = None  # when its page was found gone after it had left the feed


@dataclass(frozen=True, slots=True)
class Event:
    """Something that happened to an article, as the feeds of one guild showed it.

    `now` is what it says since then, word for word: its headline, an amount, or the sentence that corrects or
    withdraws it; `before` is what stood there, where something did. `subject` is of a figure. Of an edited
    text `added` and `removed` are the sentences that came and went, and `now` is empty.
    """

    at: datetime
    what: Happened
    article_id: int
    revision_id: int  # in which `now` stands
    outlet: str
    url: str | None
    now: str
    before: str = ""
    before_revision_id: int | None = None
    subject: str = ""
    added: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()
