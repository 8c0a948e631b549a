"""The articles of a sliding window, and their stories."""

from __future__ import annotations

import math
from array import array
from collections import Counter, deque
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from sys import intern
from zlib import crc32

from bot.pipeline.cluster.accord import SHARED, agree, differ, name_the_same
from bot.pipeline.cluster.background import Background
from bot.pipeline.cluster.document import Document, page
from bot.pipeline.cluster.headlines import Headline, look_alike, near, read_headline
from bot.pipeline.cluster.index import Index
from bot.pipeline.cluster.moments import part, read_moment
from bot.pipeline.cluster.naming import NameReader, parts
from bot.pipeline.cluster.postings import Postings
from bot.pipeline.cluster.score import apart
from bot.pipeline.cluster.stock import Sentences
from bot.pipeline.cluster.story import Entry, Story
from bot.pipeline.cluster.terms import read_terms, sentences
from bot.pipeline.cluster.vectors import Vectors
from bot.text import Analyser

# Headlines further apart than this are of two events; agencies repeat one for a day or two.
WINDOW = timedelta(hours=48)

# Articles remembered: two days of some 2,000 busy feeds.
CAPACITY = 100_000

# Articles looked at for a further one: those that share most.
MOST_ARTICLES = 200

# Terms of a text below which an article says no more than its headline.
FEWEST_TERMS = 30

# Words to have, and articles to have met, below which not even the time makes two headlines one story.
FEWEST_WORDS = 2
FEWEST_ARTICLES = 200

# Headlines of a story that are compared: the newest.
MOST_HEADLINES = 8

# Share of words that the headlines of one agency's report have in common, at least.
REWORDED = 0.25

# Headlines kept as they were read.
HEADLINES_KEPT = 4_096

# Articles in two languages are of one event within this time; and of a name that so many titles have, none
# is asked.
ABROAD = timedelta(hours=24)
MOST_OF_A_NAME = 200

# Cells that count the articles that bear a name, by its key's last bits: 4 MB.
NAMES_COUNTED = 1 << 20

# Sentences of a report that a feed alone tells: what it shares with another is its template as often as its
# event.
SHORT_REPORT = 8
BRIEF = 2  # sentences of one that says nothing beside its event

# Share of words from which two headlines may be one formula with other names in it.
FORMULA = 0.25


@dataclass(frozen=True, slots=True)
class Change:
    """Articles that moved from one story into another after a further article came."""

    articles: tuple[int | str, ...]
    source: int
    target: int


class Window:
    """The articles of a sliding window, by number of arrival, and their stories. One a clusterer."""

    def __init__(self, analyser: Analyser, *, span: timedelta = WINDOW, capacity: int = CAPACITY) -> None:
        self.analyser = analyser
        self.span = span
        self._capacity = capacity
        self.entries: dict[int, Entry] = {}
        self._order: deque[int] = deque()  # numbers, by arrival
        self._next = 0
        self.by_id: dict[int | str, int] = {}
        self.by_page = Postings()
        self.by_core = Postings()
        self.by_name = Postings()
        self._by_sound = Postings()
        self._strange_by_sound = Postings()
        self.stories: dict[int, Story] = {}
        self.index = Index()
        self.sentences = Sentences()
        self.background = Background()
        self.vectors = Vectors(self.index, self.background, span)
        self._bearing = array("I", [0]) * NAMES_COUNTED
        self._names = NameReader(self.analyser, self.background)
        self.languages: Counter[str | None] = Counter()
        self._last: tuple[Document, Entry] | None = None  # what was asked last is mostly added next
        self._headlines: dict[tuple[str, str | None, str, str | None], Headline] = {}

    def __len__(self) -> int:
        return len(self.entries)

    def add(self, document: Document, story: int) -> None:
        """Put *document* into the window as an article of *story* (1 or more).

        A revision takes the place of what it revises.
        """
        entry = self.read(document, story)
        number = self.by_id.get(document.id)
        if number is None:
            number = self._next
            self._next += 1
            self._order.append(number)
            self.by_id[entry.id] = number
        else:
            self._unlist(number)
        self.entries[number] = entry
        for postings, key in self._keys(entry):
            postings.add(key, number)
        for key in entry.names.counted():
            self._bearing[key % NAMES_COUNTED] += 1
        self.index.add(number, entry.terms)
        self.vectors.forget()
        self.sentences.add(number, entry.sentences)
        self.stories.setdefault(story, Story()).add(number, entry)
        self.languages[entry.language] += 1
        self.expire(entry.arrived)

    def remove(self, id_: int | str) -> None:
        """Take an article out of the window, because it was not stored after all; the newest is cheapest."""
        number = self.by_id.pop(id_, None)
        if number is None:
            return
        self.sentences.undo(number, self.entries[number].sentences, self.entries)
        self._unlist(number)
        if self._order[-1] == number:
            self._order.pop()
        else:
            self._order.remove(number)

    def story_of(self, id_: int | str) -> int | None:
        """Return the story of an article; None where the window does not have it."""
        number = self.by_id.get(id_)
        return None if number is None else self.entries[number].story

    def move(self, id_: int | str, target: int) -> Change:
        """Put an article of the window into another story."""
        number = self.by_id[id_]
        entry = self.entries[number]
        source = entry.story
        self.stories[source].remove(number)
        if not self.stories[source].members:
            del self.stories[source]
        moved = self.entries[number] = replace(entry, story=target)
        self.stories.setdefault(target, Story()).add(number, moved)
        return Change((id_,), source, target)

    def merge(self, source: int, target: int) -> Change:
        """Put all articles of a story into another one."""
        members = self.stories[source].members
        ids = tuple(members[number].id for number in sorted(members))
        for id_ in ids:
            self.move(id_, target)
        return Change(ids, source, target)

    def sharing(self, entry: Entry) -> list[tuple[int, float]]:
        """Return the articles that share most with an entry: number and weight, most first."""
        return self.index.sharing(entry.terms, self.background.of(entry.language), MOST_ARTICLES)

    def abroad(self, entry: Entry) -> Iterator[int]:
        """Yield the articles in other languages that clearly name the same, the first that came first.

        Who, where and how many must agree, and the time: a wrong join is worse than a missed one.
        """
        if len(self.languages) <= (entry.language in self.languages):
            return
        for number in sorted(self._proposed_abroad(entry)):
            other = self.entries[number]
            distance = apart(entry.published, other.published)
            if (
                other.language != entry.language
                and (distance is None or distance <= ABROAD)
                and self.agree(entry, other)
            ):
                yield number

    def _proposed_abroad(self, entry: Entry) -> set[int]:
        """Return the articles that bear a telling name of the entry's."""
        asked = [(self.by_name, key) for key in entry.names.marks()]
        if entry.names.strange:
            asked = [(self._by_sound, key) for key in entry.names.marks_abroad()]
        elif self._strange_by_sound:
            asked += [(self._strange_by_sound, key) for key in entry.names.counted()]
        found: set[int] = set()
        for postings, key in asked:
            numbers = postings.of(key)
            if len(numbers) <= MOST_OF_A_NAME:
                found.update(numbers)
        return found

    def agree(self, entry: Entry, other: Entry) -> bool:
        """Say whether two articles in two languages clearly name the same, by how rare names are now."""
        roughly = entry.names.strange or other.names.strange
        return agree(
            entry.names,
            other.names,
            self.names(entry, roughly=roughly),
            self.names(other, roughly=roughly),
        )

    def names_others(self, entry: Entry, story: Story) -> bool:
        """Say whether an article names others than every article of a story in several languages.

        Words may be shared by two events; what one event is called, its articles in two languages agree in.
        """
        own = story.told_in(entry.language)[-MOST_HEADLINES:]
        abroad = [one for one in story.latest(MOST_HEADLINES) if one.language != entry.language]
        roughly = entry.names.strange
        ours = self.names(entry, roughly=roughly)
        if not own or not abroad or math.fsum(ours.values()) < SHARED:
            return False
        strange = roughly, roughly
        return not any(
            name_the_same([ours], [self.names(one, roughly=roughly)], strange=strange) for one in own
        ) and not any(self.agree(entry, one) for one in abroad)

    def names(self, entry: Entry, *, roughly: bool = False) -> dict[int, float]:
        """Return what each name of an entry tells, by how many articles of the window bear it now."""
        return entry.names.rare(self._bearing, len(self), roughly=roughly)

    def says_too_little(self, entry: Entry) -> bool:
        """Say whether an article can't be told from others: "Morning briefing", "Live updates"."""
        if entry.core or len(entry.terms.keys) >= FEWEST_TERMS:
            return False
        return (
            entry.published is None or len(entry.terms.indexed) < FEWEST_WORDS or len(self) < FEWEST_ARTICLES
        )

    def looks_alike(self, entry: Entry, others: Sequence[Entry]) -> bool:
        """Say whether most of *others* have headlines only like the entry's, or all tell of others."""
        alike = sum(self.are_look_alikes(entry, one) for one in others)
        return 2 * alike > len(others) or self.tell_of_others(entry, others)

    def are_look_alikes(self, one: Entry, other: Entry) -> bool:
        """Say whether two headlines are alike and yet of two events, by what they say or when it was."""
        headline, others = self.headline(one), self.headline(other)
        return look_alike(headline, others) or (
            part(one.moment, other.moment) and near(headline, others) >= FORMULA
        )

    def tell_of_others(self, entry: Entry, others: Collection[Entry]) -> bool:
        """Say whether all of *others* are short reports, as the entry is, of what it does not name.

        Long reports of one event may name much that the other does not; the words that they share tell. A
        title alone says too little to differ.
        """
        return bool(others) and all(self._tells_of_another(entry, one) for one in others)

    def _tells_of_another(self, entry: Entry, other: Entry) -> bool:
        fewer, more = sorted((len(entry.sentences), len(other.sentences)))
        if not fewer or more > SHORT_REPORT or other.language != entry.language:
            return False
        brief = more <= BRIEF or near(self.headline(entry), self.headline(other)) >= FORMULA
        return differ(entry.names, other.names, brief=brief)

    def headline(self, entry: Entry) -> Headline:
        """Return what an entry's headline says, remembered while it is asked for often."""
        key = (entry.title, entry.language, entry.outlet, entry.url)
        known = self._headlines.get(key)
        if known is None:
            if len(self._headlines) >= HEADLINES_KEPT:
                self._headlines.clear()
            known = self._headlines[key] = read_headline(
                entry.title, self.analyser, language=entry.language, outlet=entry.outlet, url=entry.url
            )
        return known

    def read(self, document: Document, story: int = 0) -> Entry:
        """Return what clustering reads of a document; what was asked last is remembered."""
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
            intern(document.outlet),
            document.url,
            page_,
            intern(host),
            0,
            array("I", [hash_ for hash_, _ in sentences(document)]),
            document.published,
            document.arrived,
            read_terms(document, self.analyser, self.background.of(document.language)),
            self._names.read(document),
            read_moment(parts(document)[1], document.language, document.published or document.arrived),
        )
        headline = self.headline(entry)
        entry = replace(entry, core=_core(headline)) if headline.telling else entry
        self._last = (document, entry)
        return entry

    def expire(self, now: datetime | None) -> None:
        """Let go of what is too old to decide anything, and of the oldest beyond the capacity."""
        while self._order:
            number = self._order[0]
            entry = self.entries[number]
            age = apart(now, entry.arrived)
            aged = age is not None and age > self.span
            if not aged and len(self.entries) <= self._capacity:
                return
            self._order.popleft()
            self._unlist(number)
            del self.by_id[entry.id]

    def _keys(self, entry: Entry) -> Iterator[tuple[Postings, int]]:
        """Yield under what the entry is found, and where."""
        if entry.page:
            yield self.by_page, entry.page
        if entry.core:
            yield self.by_core, entry.core
        for key in entry.names.marks():
            yield self.by_name, key
        for key in entry.names.marks_abroad():
            yield self._by_sound, key
            if entry.names.strange:
                yield self._strange_by_sound, key

    def _unlist(self, number: int) -> None:
        """Take an entry out of everything but the order of arrival."""
        entry = self.entries.pop(number)
        for postings, key in self._keys(entry):
            postings.remove(key, number)
        for key in entry.names.counted():
            self._bearing[key % NAMES_COUNTED] -= 1
        self.index.remove(number, entry.terms)
        self.vectors.forget()
        self.languages[entry.language] -= 1
        if not self.languages[entry.language]:
            del self.languages[entry.language]
        story = self.stories[entry.story]
        story.remove(number)
        if not story.members:
            del self.stories[entry.story]


def _core(headline: Headline) -> int:
    """Return a hash of what a headline says, the same in every process; never 0."""
    return crc32(" ".join(sorted(headline.core)).encode()) or 1
