"""A feed as its document gives it: what every reader hands over before it is made plain."""

from __future__ import annotations

from dataclasses import dataclass, field

AUTHORS = "\x1f"  # stands between the authors of one entry; no document can hold it
MOST_WRITTEN = 2_000  # characters of several authors


def and_author(earlier: str, author: str) -> str:
    """Return who wrote it, with one author more."""
    if not (earlier and author):
        return earlier or author
    return f"{earlier}{AUTHORS}{author}" if len(earlier) < MOST_WRITTEN else earlier


@dataclass(slots=True)
class RawText:
    """A text as written: HTML, or with `is_plain` none, and the language tag that holds where it stands."""

    value: str
    is_plain: bool = False
    language: str | None = None


@dataclass(slots=True)
class RawEntry:
    """An entry as written; dates as texts, links not yet made absolute against the feed's address."""

    identifier: str = ""
    link: str | None = None
    title: RawText | None = None
    author: str = ""  # several have `AUTHORS` between them
    published: str | None = None
    updated: str | None = None
    summary: RawText | None = None
    contents: list[RawText] = field(default_factory=list)
    images: list[str | None] = field(default_factory=list)  # the best first


@dataclass(slots=True)
class RawFeed:
    """A feed document as written."""

    kind: str  # as `bot.domain.feed.ParsedFeed` names it
    title: RawText | None = None
    link: str | None = None
    language: str | None = None
    author: str = ""
    dates: tuple[str | None, ...] = ()  # the feed's own: they tell in which zone it lives
    entries: list[RawEntry] = field(default_factory=list)
    may_hint: bool = True  # it may say when not to read it, or where its earlier entries are
