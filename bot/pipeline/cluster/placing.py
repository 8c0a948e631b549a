"""Find the story of an article that comes: the first look, with what is known by then."""

from __future__ import annotations

import math
from bisect import insort
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Sequence
from datetime import timedelta
from operator import itemgetter

from bot.pipeline.cluster.document import Document
from bot.pipeline.cluster.headlines import near, same_headline
from bot.pipeline.cluster.score import apart
from bot.pipeline.cluster.story import Entry
from bot.pipeline.cluster.terms import read_terms, sentences
from bot.pipeline.cluster.vectors import Vector
from bot.pipeline.cluster.window import MOST_HEADLINES, REWORDED, Window

# One outlet that gives one headline to two pages so far apart writes a column ("Stocks close higher").
COLUMN = timedelta(hours=12)

# Stories compared in full: those whose articles share most.
MOST_STORIES = 8

# Words of a headline that stand in a sentence which tells what the headline tells, at least.
TOLD = 2


class Placing:
    """Decides where articles go; what it asks is in the window."""

    def __init__(self, window: Window) -> None:
        self._window = window

    def story_for(self, document: Document) -> int | None:
        """Return the story of an article that is not in the window; None where it starts a new one."""
        entry = self._window.read(document)
        return self._same_page(entry) or self._nearest(document, entry)

    def _same_page(self, entry: Entry) -> int | None:
        """Return the story of the first article of the window that is the entry's page."""
        if not entry.page:
            return None
        first = min(self._window.by_page.of(entry.page), default=None)
        return None if first is None else self._window.entries[first].story

    def _nearest(self, document: Document, entry: Entry) -> int | None:
        """Return the story of the nearest headline, where one says the same, else that of the highest score.

        The older one where two are as near. A story with a headline that is nearly the same and yet tells
        of another event (the 12th and the 13th package) is not looked at.
        """
        if self._window.says_too_little(entry):
            return None
        shared = self._window.sharing(entry)
        same, barred = self._by_headline(entry, shared)
        if same is not None:
            return same
        bearers = [self._window.sentences.bearer(hash_, self._window.entries) for hash_ in entry.sentences]
        stock = self._stock(document, entry, filter(None, bearers))
        vector = self._without(stock, document, entry)
        near_by = [number for number, _ in shared]
        best: tuple[float, int] | None = None
        for story in self._proposed(shared):
            if story in barred:
                continue
            told = self._window.stories[story]
            several = told.tellers(entry.language) > 1
            first = not stock and several and near_by[0] in told.members  # nearest by no stock sentence
            points = self._window.vectors.points(vector, entry, told, near_by, first=first)
            if points <= 0 or (best is not None and (-points, story) > best):
                continue
            latest = told.latest(MOST_HEADLINES)
            if more := self._stock(document, entry, latest) - stock:
                left = self._without(stock | more, document, entry)
                points = self._window.vectors.points(left, entry, told, near_by)
            alike = told.told_in(entry.language)[-MOST_HEADLINES:] or latest
            if points > 0 and not (
                self._window.looks_alike(entry, alike) or self._window.names_others(entry, told)
            ):
                best = min(best or (-points, story), (-points, story))
        if best is not None:
            return best[1]
        return self._abroad(entry, barred)

    def _abroad(self, entry: Entry, barred: Collection[int]) -> int | None:
        """Return the story of the first article in another language that clearly names the same.

        Not one in which what is in the entry's language tells of another event under a like headline.
        """
        for number in self._window.abroad(entry):
            story = self._window.entries[number].story
            alike = self._window.stories[story].told_in(entry.language)[-MOST_HEADLINES:]
            if story not in barred and not (alike and self._window.looks_alike(entry, alike)):
                return story
        return None

    def _proposed(self, shared: Sequence[tuple[int, float]]) -> list[int]:
        """Return the stories whose articles share most, most first."""
        entries, stories = self._window.entries, self._window.stories
        weights: defaultdict[int, float] = defaultdict(float)
        for number, weight in shared:
            weights[entries[number].story] += weight
        best: list[tuple[float, int]] = []
        for story, weight in sorted(weights.items(), key=itemgetter(1), reverse=True):
            if len(best) == MOST_STORIES and -weight > best[-1][0]:
                break  # what comes weighs less, and no story has less than one article
            insort(best, (-weight / math.sqrt(len(stories[story].members)), story))
            del best[MOST_STORIES:]
        return [story for _, story in best]

    def _by_headline(self, entry: Entry, shared: Sequence[tuple[int, float]]) -> tuple[int | None, set[int]]:
        """Return the story that carries the entry's headline, and stories that carry its look-alike."""
        headline = self._window.headline(entry)
        asked = {number for number, _ in shared[:MOST_HEADLINES]}
        best: tuple[float, int, int] | None = None
        alike: Counter[int] = Counter()
        for number in asked.union(self._window.by_core.of(entry.core) if entry.core else ()):
            other = self._window.entries[number]
            others = self._window.headline(other)
            same = same_headline(headline, others)
            if same and self._in_time(entry, other):
                found = (-near(headline, others), number, other.story)
                best = found if best is None else min(best, found)
            elif same or self._window.are_look_alikes(entry, other):
                alike[other.story] += 1
        barred = {
            story for story, n in alike.items() if 2 * n > self._window.stories[story].tellers(entry.language)
        }
        return (None if best is None else best[2]), barred

    def _stock(self, document: Document, entry: Entry, others: Iterable[Entry]) -> set[int]:
        """Return the sentences of an article that stand below *others* too, and tell of neither.

        A sentence that comes again counts where it tells what both headlines tell: it is an agency's.
        """
        headline = self._window.headline(entry)
        stock: set[int] = set()
        for other in others:
            there = (set(entry.sentences) - stock).intersection(other.sentences)
            if not there or near(headline, self._window.headline(other)) >= REWORDED:
                continue
            words = self._window.headline(other).words
            for hash_, sentence in sentences(document):
                if hash_ in there:
                    stems = {
                        one.stem for one in self._window.analyser.analyse(sentence, document.language).lexemes
                    }
                    if min(len(stems & headline.words), len(stems & words)) < TOLD:
                        stock.add(hash_)
        return stock

    def _without(self, stock: Collection[int], document: Document, entry: Entry) -> Vector:
        """Return the vector of an article whose sentences in *stock* don't count."""
        terms = entry.terms
        if stock:
            shares = self._window.background.of(document.language)
            terms = read_terms(document, self._window.analyser, shares, stock=stock)
        return self._window.vectors.of(terms, document.language)

    def _in_time(self, one: Entry, other: Entry) -> bool:
        """Say whether the times allow one event under one headline. An absent time tells nothing."""
        distance = apart(one.published, other.published)
        if distance is None:
            return True
        return distance <= (
            min(COLUMN, self._window.span) if one.host and one.host == other.host else self._window.span
        )
