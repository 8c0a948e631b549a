"""The open stories of a sliding window, and which of them an article belongs to."""

from __future__ import annotations

import math
from array import array
from collections import Counter, defaultdict, deque
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from heapq import nsmallest
from typing import Any
from zlib import crc32

from bot.pipeline.cluster.background import Background
from bot.pipeline.cluster.document import Document, page
from bot.pipeline.cluster.index import Index
from bot.pipeline.cluster.names import NameReader, agree
from bot.pipeline.cluster.score import Likeness, apart, score
from bot.pipeline.cluster.stock import Sentences
from bot.pipeline.cluster.story import Entry, Story
from bot.pipeline.cluster.terms import Terms, read_terms, sentences
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
MOST_STORIES = 8
MOST_HEADLINES = 8

# Articles next to a new one that are asked whether they belong to its story, and stories whether they are it.
RETHOUGHT = 12
MERGED = 5

# Terms of a text below which an article says no more than its headline.
FEWEST_TERMS = 30

# Words to have, and articles to have met, below which not even the time makes two headlines one story.
FEWEST_WORDS = 2
FEWEST_ARTICLES = 200

# Share of words that the headlines of one agency's report have in common, at least.
REWORDED = 0.25

# Words of a headline that stand in a sentence which tells what the headline tells, at least.
TOLD = 2

# Articles in two languages are of one event within this time; and of a name that so many titles have, none
# is asked.
ABROAD = timedelta(hours=24)
MOST_OF_A_NAME = 200

# Headlines kept as they were read.
HEADLINES_KEPT = 4_096


@dataclass(frozen=True, slots=True)
class Change:
    """Articles that moved from one story into another after a further article came.

    `whole` where nothing is left of the story they come from: the two were one.
    """

    articles: tuple[int | str, ...]
    source: int
    target: int
    whole: bool


@dataclass(frozen=True, slots=True)
class _Vector:
    """An article's terms weighed by how rare they are now: `weights[key]` once more by rarity."""

    weights: Mapping[int, float]
    words: frozenset[int]
    square: float
    length: int


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
        self._stories: dict[int, Story] = {}
        self._index = Index()
        self._sentences = Sentences()
        self._background = Background(self._analyser)
        self._names = NameReader(self._analyser)
        self._by_name: dict[int, set[int]] = {}
        self._languages: Counter[str | None] = Counter()
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
        return self._same_page(entry) or self._nearest(document, entry)

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
        self._sentences.add(number, entry.sentences)
        self._stories.setdefault(story, Story()).add(number, entry)
        self._languages[entry.language] += 1
        self._expire(entry.arrived)

    def remove(self, id_: int | str) -> None:
        """Take an article out of the window, because it was not stored after all; the newest is cheapest."""
        number = self._by_id.pop(id_, None)
        if number is None:
            return
        self._sentences.undo(number, self._entries[number].sentences, self._entries)
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

    def _nearest(self, document: Document, entry: Entry) -> int | None:
        """Return the story of the nearest headline, where one says the same, else that of the highest score.

        The older one where two are as near. A story with a headline that is nearly the same and yet tells
        of another event (the 12th and the 13th package) is not looked at.
        """
        if self._says_too_little(entry):
            return None
        shared = self._sharing(entry)
        same, barred = self._by_headline(entry, shared)
        if same is not None:
            return same
        bearers = [self._sentences.bearer(hash_, self._entries) for hash_ in entry.sentences]
        stock = self._stock(document, entry, filter(None, bearers))
        vector = self._without(stock, document, entry)
        best: tuple[float, int] | None = None
        for story in self._proposed(shared):
            if story in barred:
                continue
            points = self._points(vector, entry, self._stories[story])
            if points <= 0 or (best is not None and (-points, story) > best):
                continue
            members = self._stories[story].latest(MOST_HEADLINES)
            if more := self._stock(document, entry, members) - stock:
                points = self._points(
                    self._without(stock | more, document, entry), entry, self._stories[story]
                )
            if points > 0 and not self._looks_alike(entry, members):
                best = min(best or (-points, story), (-points, story))
        return self._abroad(entry) if best is None else best[1]

    def _abroad(self, entry: Entry) -> int | None:
        """Return the story of the first article in another language that clearly names the same.

        Who, where and how many must agree, and the time: a wrong join is worse than a missed one.
        """
        if len(self._languages) <= (entry.language in self._languages):
            return None
        found: set[int] = set()
        for key in entry.names.telling_title():
            numbers = self._by_name.get(key, ())
            if len(numbers) <= MOST_OF_A_NAME:
                found.update(numbers)
        for number in sorted(found):
            other = self._entries[number]
            distance = apart(entry.published, other.published)
            if (
                other.language != entry.language
                and (distance is None or distance <= ABROAD)
                and agree(entry.names, other.names)
            ):
                return other.story
        return None

    def _says_too_little(self, entry: Entry) -> bool:
        """Say whether an article can't be told from others: "Morning briefing", "Live updates"."""
        if entry.core or len(entry.terms.keys) >= FEWEST_TERMS:
            return False
        return (
            entry.published is None or len(entry.terms.indexed) < FEWEST_WORDS or len(self) < FEWEST_ARTICLES
        )

    def _sharing(self, entry: Entry) -> list[tuple[int, float]]:
        return self._index.sharing(entry.terms, self._background.of(entry.language), MOST_ARTICLES)

    def _proposed(self, shared: Sequence[tuple[int, float]]) -> list[int]:
        """Return the stories whose articles share most, most first."""
        weights: defaultdict[int, float] = defaultdict(float)
        for number, weight in shared:
            weights[self._entries[number].story] += weight
        asked = nsmallest(
            MOST_STORIES,
            (
                (-weight / math.sqrt(len(self._stories[story].members)), story)
                for story, weight in weights.items()
            ),
        )
        return [story for _, story in asked]

    def _vector(self, terms: Terms, language: str | None) -> _Vector:
        shares = self._background.of(language)
        weights: dict[int, float] = {}
        square = 0.0
        for key, weight in terms.items():
            rare = self._index.rarity(key, shares)
            weights[key] = weight * rare * rare
            square += (weight * rare) ** 2
        return _Vector(weights, frozenset(terms.keys[: terms.words]), square, len(terms.keys))

    def _points(self, vector: _Vector, entry: Entry, story: Story, *, inside: bool = False) -> float:
        """Return how much speaks for an article in a story; *inside*, without itself."""
        distance = apart(entry.published, story.newest())
        if distance is not None and distance > self._window:
            return -math.inf
        sums = story.shared(vector.weights)
        members = story.tellers(entry.language)
        if inside:
            members -= 1
            for key, weight in entry.terms.items():
                if key in sums:
                    sums[key] -= weight
        if not members or not vector.square:
            return -math.inf
        # Whole sums first, in order: a sum of floats in another order may decide otherwise.
        whole = vector.square * members
        parts = {key: vector.weights[key] * weight for key, weight in sums.items()}
        words = [part for key, part in parts.items() if key in vector.words]
        return score(
            Likeness(
                terms=math.fsum(parts.values()) / whole,
                second=(math.fsum(words) - max(words, default=0.0)) / whole,
                length=min(vector.length, story.length),
                apart=distance,
            )
        )

    def rethink(self, id_: int | str, *, moves: bool = True) -> list[Change]:
        """Return which articles near the one just added belong elsewhere now; the window knows it already.

        Its neighbours may be nearer to its story than to their own, and two stories may turn out to be one.
        Without *moves* only whole stories are told to be one.
        """
        number = self._by_id.get(id_)
        if number is None or self._says_too_little(self._entries[number]):
            return []
        entry = self._entries[number]
        shared = [one for one, _ in self._sharing(entry) if one != number][: RETHOUGHT * 4]
        changes = [
            self.move(self._entries[other].id, self._entries[number].story)
            for other in shared[: RETHOUGHT * moves]
            if self._belongs(other, number)  # by what has moved so far
        ]
        stories = list(dict.fromkeys(self._entries[other].story for other in shared))[: MERGED + 1]
        for story in stories:
            own = self._entries[number].story
            if story != own and story in self._stories and self._one_story(own, story, entry):
                older, newer = sorted((own, story))
                changes.append(self.merge(newer, older))
        return changes

    def _belongs(self, number: int, other: int) -> bool:
        """Say whether an article is nearer to the story of another one than to its own."""
        entry, neighbour = self._entries[number], self._entries[other]
        if entry.story == neighbour.story or self._says_too_little(entry):
            return False
        if self._are_apart(entry, neighbour):
            return False
        own = self._stories[entry.story]
        if entry.core and any(
            member.core == entry.core for place, member in own.members.items() if place != number
        ):
            return False
        vector = self._vector(entry.terms, entry.language)
        there = self._points(vector, entry, self._stories[neighbour.story])
        if there <= 0 or there <= self._points(vector, entry, own, inside=True):
            return False
        return not self._looks_alike(entry, self._stories[neighbour.story].latest(MOST_HEADLINES))

    def _are_apart(self, one: Entry, other: Entry) -> bool:
        """Say whether two articles may not lead to one story: look-alikes, or of one stock text."""
        headline, others = self._headline(one), self._headline(other)
        if look_alike(headline, others):
            return True
        stock = not set(one.sentences).isdisjoint(other.sentences)
        return stock and near(headline, others) < REWORDED

    def _one_story(self, one: int, other: int, entry: Entry) -> bool:
        """Say whether two stories are one, on average over all pairs of their articles."""
        first, second = self._stories[one], self._stories[other]
        if len(first.members) > len(second.members):
            first, second = second, first
        distance = apart(first.newest(), second.newest())
        if distance is not None and distance > self._window:
            return False
        shares = self._background.of(entry.language)
        mine = dict(first.sums())
        parts = []
        square = self._vector(entry.terms, entry.language).square
        for key, weight in second.shared(mine).items():
            parts.append(mine[key] * weight * self._index.rarity(key, shares) ** 2)
        if not parts or not square:
            return False
        whole = square * len(first.members) * len(second.members)
        terms = math.fsum(parts) / whole
        likeness = Likeness(terms, terms - max(parts) / whole, min(first.length, second.length), distance)
        return score(likeness) > 0 and not any(
            self._are_apart(member, entry) for member in self._stories[other].members.values()
        )

    def move(self, id_: int | str, target: int) -> Change:
        """Put an article of the window into another story."""
        number = self._by_id[id_]
        entry = self._entries[number]
        source = entry.story
        self._stories[source].remove(number)
        whole = not self._stories[source].members
        if whole:
            del self._stories[source]
        moved = self._entries[number] = replace(entry, story=target)
        self._stories.setdefault(target, Story()).add(number, moved)
        return Change((id_,), source, target, whole)

    def merge(self, source: int, target: int) -> Change:
        """Put all articles of a story into another one."""
        ids = tuple(entry.id for entry in self._stories[source].members.values())
        for id_ in ids:
            self.move(id_, target)
        return Change(ids, source, target, whole=True)

    def _by_headline(self, entry: Entry, shared: Sequence[tuple[int, float]]) -> tuple[int | None, set[int]]:
        """Return the story that carries the entry's headline, and stories that carry its look-alike."""
        headline = self._headline(entry)
        asked = {number for number, _ in shared[:MOST_HEADLINES]}
        best: tuple[float, int, int] | None = None
        alike: Counter[int] = Counter()
        for number in asked | (self._by_core.get(entry.core, set()) if entry.core else set()):
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

    def _looks_alike(self, entry: Entry, others: Sequence[Entry]) -> bool:
        """Say whether most of *others* have headlines that only look like the entry's."""
        headline = self._headline(entry)
        return 2 * sum(look_alike(headline, self._headline(one)) for one in others) > len(others)

    def _stock(self, document: Document, entry: Entry, others: Iterable[Entry]) -> set[int]:
        """Return the sentences of an article that stand below *others* too, and tell of neither.

        A sentence that comes again counts where it tells what both headlines tell: it is an agency's.
        """
        headline = self._headline(entry)
        stock: set[int] = set()
        for other in others:
            there = (set(entry.sentences) - stock).intersection(other.sentences)
            if not there or near(headline, self._headline(other)) >= REWORDED:
                continue
            words = self._headline(other).words
            for hash_, sentence in sentences(document):
                if hash_ in there:
                    stems = {one.stem for one in self._analyser.analyse(sentence, document.language).lexemes}
                    if min(len(stems & headline.words), len(stems & words)) < TOLD:
                        stock.add(hash_)
        return stock

    def _without(self, stock: Collection[int], document: Document, entry: Entry) -> _Vector:
        """Return the vector of an article whose sentences in *stock* don't count."""
        terms = entry.terms
        if stock:
            shares = self._background.of(document.language)
            terms = read_terms(document, self._analyser, shares, stock=stock)
        return self._vector(terms, document.language)

    def _in_time(self, one: Entry, other: Entry) -> bool:
        """Say whether the times allow one event under one headline. An absent time tells nothing."""
        distance = apart(one.published, other.published)
        if distance is None:
            return True
        return distance <= (
            min(COLUMN, self._window) if one.host and one.host == other.host else self._window
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
            array("I", [hash_ for hash_, _ in sentences(document)]),
            document.published,
            document.arrived,
            read_terms(document, self._analyser, self._background.of(document.language)),
            self._names.read(document),
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
        for key in entry.names.telling_title():
            yield self._by_name, key

    def _unlist(self, number: int) -> None:
        """Take an entry out of everything but the order of arrival."""
        entry = self._entries.pop(number)
        for postings, key in self._keys(entry):
            postings[key].discard(number)
            if not postings[key]:
                del postings[key]
        self._index.remove(number, entry.terms)
        self._languages[entry.language] -= 1
        if not self._languages[entry.language]:
            del self._languages[entry.language]
        story = self._stories[entry.story]
        story.remove(number)
        if not story.members:
            del self._stories[entry.story]


def _core(headline: Headline) -> int:
    """Return a hash of what a headline says, the same in every process; never 0."""
    return crc32(" ".join(sorted(headline.core)).encode()) or 1
