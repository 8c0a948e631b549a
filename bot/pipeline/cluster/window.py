"""The open stories of a sliding window, and which of them an article belongs to."""

from __future__ import annotations

import math
from collections import Counter, defaultdict, deque
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from heapq import nsmallest
from typing import Any
from zlib import crc32

from bot.pipeline.cluster.document import Document, page
from bot.pipeline.cluster.index import Index
from bot.pipeline.cluster.score import ENOUGH, Likeness, apart, score
from bot.pipeline.cluster.story import Entry, Story
from bot.pipeline.cluster.terms import read_terms, wording
from bot.pipeline.headlines import Headline, look_alike, near, read_headline, same_headline
from bot.text import Analyser

# Headlines further apart than this are of two events; agencies repeat one for a day or two.
WINDOW = timedelta(hours=48)

# One outlet that gives one headline to two pages so far apart writes a column ("Stocks close higher").
COLUMN = timedelta(hours=12)

# Articles remembered: two days of some 2,000 busy feeds.
CAPACITY = 100_000

# Articles that propose their stories, stories compared in full, and headlines: those that share most.
MOST_ARTICLES = 200
MOST_STORIES = 6
MOST_HEADLINES = 8

# Terms of a text below which an article says no more than its headline.
FEWEST_TERMS = 30

# Words to share, and to have, below which not even the time makes two headlines one story.
FEWEST_WORDS = 2

# Share of words that the headlines of one agency's report have in common, at least.
REWORDED = 0.25

# Headlines kept as they were read.
HEADLINES_KEPT = 4_096


class Clusterer:
    """The stories of a sliding window. One a keeper.

    What it decides depends on the articles in the window alone, in order of arrival: rebuilt from rows, it
    decides as the run that was cut short. An article costs a look at those that share its rarest words.
    """

    def __init__(
        self, analyser: Analyser | None = None, *, window: timedelta = WINDOW, capacity: int = CAPACITY
    ) -> None:
        self._analyser = analyser or Analyser()
        self._window = window
        self._capacity = capacity
        self._entries: dict[int, Entry] = {}
        self._order: deque[int] = deque()  # numbers, by arrival
        self._next = 0
        self._by_id: dict[int | str, int] = {}
        self._by_page: dict[str, set[int]] = {}
        self._by_core: dict[int, set[int]] = {}
        self._by_wording: dict[int, set[int]] = {}
        self._stories: dict[int, Story] = {}
        self._index = Index()
        self._last: tuple[Document, Entry] | None = None  # what was asked last is mostly added next
        self._headlines: dict[tuple[str, str | None, str, str | None], Headline] = {}

    def __len__(self) -> int:
        return len(self._entries)

    def story_for(self, document: Document) -> int | None:
        """Return the story of *document*; None where it starts a new one.

        A new revision of an article stays in its story, whatever its headline says now.
        """
        self._expire(document.arrived)
        known = self._by_id.get(document.id)
        if known is not None:
            return self._entries[known].story
        entry = self._read(document)
        self._last = (document, entry)
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
            self._unlist(number)
        self._entries[number] = entry
        for postings, key in self._keys(entry):
            postings.setdefault(key, set()).add(number)
        self._index.add(number, entry.terms)
        self._stories.setdefault(story, Story()).add(number, entry)
        self._expire(entry.arrived)

    def remove(self, id_: int | str) -> None:
        """Take an article out of the window, because it was not stored after all; the newest is cheapest."""
        number = self._by_id.pop(id_, None)
        if number is None:
            return
        self._unlist(number)
        if self._order[-1] == number:
            self._order.pop()
        else:
            self._order.remove(number)

    def _same_page(self, entry: Entry) -> int | None:
        """Return the story of the first article of the window that is the entry's page."""
        if entry.page is None:
            return None
        first = min(self._by_page.get(entry.page, ()), default=None)
        return None if first is None else self._entries[first].story

    def _nearest(self, entry: Entry) -> int | None:
        """Return the story of the nearest headline, where one says the same, else that of the highest score.

        The older one where two are as near. A story with a headline that is nearly the same and yet tells
        of another event (the 12th and the 13th package) is not looked at.
        """
        says_little = not entry.core and len(entry.terms.keys) < FEWEST_TERMS
        if says_little and (
            entry.published is None or len(entry.terms.indexed) < FEWEST_WORDS or len(self) < ENOUGH
        ):
            return None  # "Morning briefing", "Live updates"
        shared = self._index.sharing(entry.terms, MOST_ARTICLES)
        same, barred = self._by_headline(entry, shared)
        if same is not None:
            return same
        barred |= self._stock(entry)
        weights: defaultdict[int, float] = defaultdict(float)
        for number, weight in shared:
            weights[self._entries[number].story] += weight
        asked = nsmallest(
            MOST_STORIES,
            (
                (-weight / math.sqrt(len(self._stories[story].members)), story)
                for story, weight in weights.items()
                if story not in barred
            ),
        )
        told = {crc32(word.encode()) for word in self._headline(entry).words}
        best: tuple[float, int] | None = None
        for _, story in asked:
            likeness = self._likeness(entry, story)
            if likeness.apart is None and says_little:
                continue
            if likeness.apart is not None and likeness.apart > self._window:
                continue
            said = self._stories[story].centroid().terms
            if told.isdisjoint(said):
                continue  # they share an outlet's stock phrases
            if len(self) < ENOUGH and sum(word in said for word in entry.terms.indexed) < FEWEST_WORDS:
                continue  # one word, and nobody knows yet how common it is
            points = score(likeness)
            if points > 0 and (best is None or (-points, story) < best):
                best = (-points, story)
        return None if best is None else best[1]

    def _by_headline(self, entry: Entry, shared: Sequence[tuple[int, float]]) -> tuple[int | None, set[int]]:
        """Return the story that carries the entry's headline, and stories that carry its look-alike."""
        if not entry.core:
            return None, set()
        headline = self._headline(entry)
        asked = {number for number, _ in shared[:MOST_HEADLINES]}
        best: tuple[float, int, int] | None = None
        alike: Counter[int] = Counter()
        for number in asked | self._by_core.get(entry.core, set()):
            other = self._entries[number]
            others = self._headline(other)
            same = same_headline(headline, others)
            if same and self._in_time(entry, other):
                found = (-near(headline, others), number, other.story)
                best = found if best is None else min(best, found)
            elif same or look_alike(headline, others):
                alike[other.story] += 1
        barred = {story for story, n in alike.items() if 2 * n > len(self._stories[story].members)}
        return (None if best is None else best[2]), barred

    def _stock(self, entry: Entry) -> set[int]:
        """Return stories whose articles have the entry's very text under other headlines: a stock text.

        Of two outlets it may be one agency's report, if the headlines have something in common.
        """
        headline = self._headline(entry)
        return {
            other.story
            for other in map(self._entries.__getitem__, self._by_wording.get(entry.wording, ()))
            if other.host == entry.host or near(headline, self._headline(other)) < REWORDED
        }

    def _in_time(self, one: Entry, other: Entry) -> bool:
        """Say whether the times allow one event under one headline. An absent time tells nothing."""
        distance = apart(one.published, other.published)
        if distance is None:
            return True
        return distance <= (
            min(COLUMN, self._window) if one.host and one.host == other.host else self._window
        )

    def _likeness(self, entry: Entry, story: int) -> Likeness:
        """Return what an article has in common with a story, terms weighed by how rare they are now."""
        centroid = self._stories[story].centroid()
        rarity = self._index.rarity
        terms = dict(entry.terms.items())
        names = {key: terms[key] for key in entry.terms.keys[: entry.terms.names]}
        return Likeness(
            terms=_cosine(terms, centroid.terms, rarity),
            names=_cosine(names, centroid.names, rarity),
            members=len(self._stories[story].members),
            length=len(terms),
            window=len(self._entries),
            apart=apart(entry.published, centroid.newest),
        )

    def _headline(self, entry: Entry) -> Headline:
        """Return what an entry's headline says, remembered while it is asked for often."""
        key = (entry.title, entry.language, entry.outlet, entry.url)
        known = self._headlines.get(key)
        if known is None:
            if len(self._headlines) >= HEADLINES_KEPT:
                self._headlines.clear()
            known = self._headlines[key] = read_headline(
                entry.title, self._analyser, language=entry.language, outlet=entry.outlet, url=entry.url
            )
        return known

    def _read(self, document: Document, story: int = 0) -> Entry:
        if self._last is not None:
            asked, entry = self._last
            if replace(asked, id=document.id) == document:
                return replace(entry, id=document.id, story=story)
        page_, host = page(document.url)
        entry = Entry(
            document.id,
            story,
            document.title,
            document.language,
            document.outlet,
            document.url,
            page_,
            host,
            0,
            wording(document),
            document.published,
            document.arrived,
            read_terms(document, self._analyser),
        )
        headline = self._headline(entry)
        return replace(entry, core=_core(headline)) if headline.telling else entry

    def _expire(self, now: datetime | None) -> None:
        """Let go of what is too old to decide anything, and of the oldest beyond the capacity."""
        while self._order:
            number = self._order[0]
            entry = self._entries[number]
            age = apart(now, entry.arrived)
            aged = age is not None and age > self._window
            if not aged and len(self._entries) <= self._capacity:
                return
            self._order.popleft()
            self._unlist(number)
            del self._by_id[entry.id]

    def _keys(self, entry: Entry) -> Iterator[tuple[dict[Any, set[int]], object]]:
        """Yield under what the entry is found, and where."""
        if entry.page is not None:
            yield self._by_page, entry.page
        if entry.core:
            yield self._by_core, entry.core
        if entry.wording:
            yield self._by_wording, entry.wording

    def _unlist(self, number: int) -> None:
        """Take an entry out of everything but the order of arrival."""
        entry = self._entries.pop(number)
        for postings, key in self._keys(entry):
            postings[key].discard(number)
            if not postings[key]:
                del postings[key]
        self._index.remove(number, entry.terms)
        story = self._stories[entry.story]
        story.remove(number)
        if not story.members:
            del self._stories[entry.story]


def _core(headline: Headline) -> int:
    """Return a hash of what a headline says, the same in every process; never 0."""
    return crc32(" ".join(sorted(headline.core)).encode()) or 1


def _cosine(one: Mapping[int, int], other: Mapping[int, int], rarity: Callable[[int], float]) -> float:
    """Return the cosine of two vectors whose terms are weighed by *rarity*; 0 where they share none."""
    shared = [key for key in one if key in other]
    if not shared:
        return 0.0
    product = math.fsum(one[key] * other[key] * rarity(key) ** 2 for key in shared)
    lengths = math.fsum((weight * rarity(key)) ** 2 for key, weight in one.items()) * math.fsum(
        (weight * rarity(key)) ** 2 for key, weight in other.items()
    )
    return product / math.sqrt(lengths)
