"""Find the story that an article belongs to, or say that it starts a new one.

Pure: it decides and never stores. `refresh` asks for each article in order of arrival and hands back
what it stored; after a restart it hands in the rows of the window, in that order, and the decisions
are those of an unbroken run.

Two articles tell of one story when they are one page, or carry one headline, or nearly.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urlsplit

from bot.pipeline.canonical import canonical
from bot.pipeline.headlines import EXTRA_WORDS, Headline, read_headline, same_headline
from bot.text import Analyser

# Headlines further apart than this are of two events; agencies repeat one for a day or two.
WINDOW = timedelta(hours=48)

# One outlet that gives one headline to two pages so far apart writes a column ("Stocks close higher").
COLUMN = timedelta(hours=12)

# Articles remembered: two days of some 2,000 busy feeds, in some 200 MB.
CAPACITY = 100_000


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


@dataclass(frozen=True, slots=True)
class _Entry:
    """An article in the window."""

    id: int | str
    story: int
    headline: Headline
    page: str | None
    host: str
    published: datetime | None
    arrived: datetime | None


class Clusterer:
    """The open stories of a sliding window, and which of them an article belongs to.

    One a keeper. Deciding costs a look at the articles that share one of the headline's rarest words.
    """

    def __init__(
        self, analyser: Analyser | None = None, *, window: timedelta = WINDOW, capacity: int = CAPACITY
    ) -> None:
        self._analyser = analyser or Analyser()
        self._window = window
        self._capacity = capacity
        self._entries: dict[int, _Entry] = {}  # by order of arrival, which dictionaries keep
        self._next = 0
        self._by_id: dict[int | str, int] = {}
        self._by_page: dict[str, set[int]] = {}
        self._by_word: dict[str, set[int]] = {}
        self._by_core: dict[frozenset[str], set[int]] = {}
        self._order: deque[int] = deque()

    def __len__(self) -> int:
        return len(self._entries)

    def story_for(self, document: Document) -> int | None:
        """Return the story of *document*; None where it starts a new one.

        A new revision of an article stays in its story, whatever its headline says now.
        """
        known = self._by_id.get(document.id)
        if known is not None:
            return self._entries[known].story
        entry = self._read(document, story=0)
        return self._same_page(entry) or self._nearest(entry)

    def add(self, document: Document, story: int) -> None:
        """Put *document* into the window as an article of *story* (1 or more).

        A revision takes the place of what it revises.
        """
        entry = self._read(document, story)
        number = self._by_id.get(document.id)
        if number is None:
            number = self._next
            self._next += 1
            self._order.append(number)
            self._by_id[entry.id] = number
        else:
            self._unlist(number, self._entries[number])
        self._entries[number] = entry
        for postings, key in self._keys(entry):
            postings.setdefault(key, set()).add(number)
        self._expire(entry.arrived)

    def remove(self, id_: int | str) -> None:
        """Take an article out of the window, because it was not stored after all; the newest is cheapest."""
        number = self._by_id.pop(id_, None)
        if number is None:
            return
        self._unlist(number, self._entries.pop(number))
        if self._order[-1] == number:
            self._order.pop()
        else:
            self._order.remove(number)

    def _nearest(self, entry: _Entry) -> int | None:
        """Return the story whose headline is nearest to the entry's; the older one where two are as near."""
        best: tuple[float, int] | None = None
        words = entry.headline.words
        for number in self._proposed(entry.headline):
            other = self._entries[number]
            others = other.headline.words
            near = len(words & others) / len(words | others)
            if near < EXTRA_WORDS and entry.headline.core != other.headline.core:
                continue  # most of what is proposed, so looked at first
            if self._in_time(entry, other) and same_headline(entry.headline, other.headline):
                best = (near, -number) if best is None else max(best, (near, -number))
        return None if best is None else self._entries[-best[1]].story

    def _same_page(self, entry: _Entry) -> int | None:
        """Return the story of the first article of the window that is the entry's page."""
        if entry.page is None:
            return None
        numbers = (
            number
            for number in self._by_page.get(entry.page, ())
            if _apart(entry.arrived, self._entries[number].arrived) <= self._window
        )
        first = min(numbers, default=None)
        return None if first is None else self._entries[first].story

    def _proposed(self, headline: Headline) -> set[int]:
        """Return every entry that may carry this headline.

        Of n words at least `EXTRA_WORDS` * n are shared, so one of any n - that many + 1 of them is: the
        rarest ones are asked (prefix filtering, Chaudhuri et al., "A primitive operator for similarity
        joins", 2006).
        """
        if not headline.telling:
            return set()
        words = sorted(headline.words, key=lambda word: (len(self._by_word.get(word, ())), word))
        asked = words[: int(len(words) * (1 - EXTRA_WORDS) + 1e-9) + 1]
        return set().union(
            self._by_core.get(headline.core, ()), *(self._by_word.get(word, ()) for word in asked)
        )

    def _in_time(self, one: _Entry, other: _Entry) -> bool:
        """Say whether the times allow one event. An absent time tells nothing."""
        if _apart(one.arrived, other.arrived) > self._window:
            return False
        apart = _apart(one.published, other.published)
        if one.host and one.host == other.host:
            return apart <= min(COLUMN, self._window)
        return apart <= self._window

    def _read(self, document: Document, story: int) -> _Entry:
        headline = read_headline(
            document.title,
            self._analyser,
            language=document.language,
            outlet=document.outlet,
            url=document.url,
        )
        page, host = _page(document.url)
        return _Entry(document.id, story, headline, page, host, document.published, document.arrived)

    def _expire(self, now: datetime | None) -> None:
        """Let go of what is too old to decide anything, and of the oldest beyond the capacity."""
        while self._order:
            number = self._order[0]
            entry = self._entries[number]
            aged = _apart(now, entry.arrived) > self._window
            if not aged and len(self._entries) <= self._capacity:
                return
            self._order.popleft()
            self._unlist(number, entry)
            del self._entries[number], self._by_id[entry.id]

    def _keys(self, entry: _Entry) -> Iterator[tuple[dict[Any, set[int]], object]]:
        """Yield under what the entry is found, and where."""
        if entry.page is not None:
            yield self._by_page, entry.page
        if entry.headline.telling:
            yield self._by_core, entry.headline.core
            for word in entry.headline.words:
                yield self._by_word, word

    def _unlist(self, number: int, entry: _Entry) -> None:
        for postings, key in self._keys(entry):
            postings[key].discard(number)
            if not postings[key]:
                del postings[key]


def cluster(documents: Iterable[Document], analyser: Analyser | None = None) -> list[tuple[int | str, int]]:
    """Return (id, story) of each of *documents*, in the order given; stories are numbered from 1."""
    return list(_placed(documents, Clusterer(analyser)))


def _placed(documents: Iterable[Document], clusterer: Clusterer) -> Iterator[tuple[int | str, int]]:
    stories = 0
    for document in documents:
        story = clusterer.story_for(document)
        if story is None:
            stories += 1
            story = stories
        clusterer.add(document, story)
        yield document.id, story


def _apart(one: datetime | None, other: datetime | None) -> timedelta:
    """Return how far apart two times are; nothing where one is absent."""
    return timedelta() if one is None or other is None else abs(one - other)


def _page(url: str | None) -> tuple[str | None, str]:
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
