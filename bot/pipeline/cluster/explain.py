"""Say why an article is in its story: what it shares with the others, which is nearest, what it adds."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from functools import lru_cache
from typing import NamedTuple

from bot.pipeline.cluster.amounts import DATE
from bot.pipeline.cluster.background import Background
from bot.pipeline.cluster.document import Document, language_of
from bot.pipeline.cluster.names import COUNTRY, SOUND, tells
from bot.pipeline.cluster.naming import WITHOUT_SPACES, NameReader
from bot.pipeline.cluster.runs import runs
from bot.pipeline.cluster.score import apart
from bot.pipeline.cluster.sounds import is_strange
from bot.pipeline.cluster.terms import LEAD_CHARACTERS, as_written, weigh, worths
from bot.text import Analyser

# A report so much later than the story's first goes on with it; before that, outlets tell the same news.
LATER = timedelta(hours=4)
# What a development is told by: terms that it shares, and names and numbers that are new.
MOST_SHARED = 5
MOST_FRESH = 5
# Weight of a name that two languages share, by what it tells, as one of a rare word in a title.
ABROAD = 20.0
# What the lighter of two words weighs at least that are told together, of the heavier.
BESIDE = 0.05
# Articles whose terms and names are kept: those of the story that is explained, each asked for by all others.
KEPT = 64


class Shared(NamedTuple):
    """A term as the article writes it, and its share of all that is shared, between 0 and 1."""

    term: str
    share: float


@dataclass(frozen=True, slots=True)
class Development:
    """An article goes on with what a story told before.

    `of` is the earlier article that is nearest, `after` how much earlier it came out. `shared` are the terms
    that join the two, heaviest first, and `fresh` the names and numbers that no earlier article has: why it
    is the same story, and why it is news. All as the later article writes them.
    """

    of: int | str
    after: timedelta
    shared: tuple[str, ...]
    fresh: tuple[str, ...]


class Explainer:
    """Explains stories. Pure but for the word lists that it keeps, some MB a language: one a process.

    It asks no window, so that it says the same long after the story has closed.
    """

    def __init__(self, analyser: Analyser) -> None:
        self._analyser = analyser
        self._background = Background()
        self._names = NameReader(analyser, self._background)
        self._written = lru_cache(KEPT)(self._names.written)
        self._worths = lru_cache(KEPT)(self._weigh)

    def explain(self, document: Document, story: Iterable[Document]) -> list[Shared]:
        """Return what *document* shares with the other articles of *story*, heaviest first.

        A term weighs by how often both say it, by how rare it is in its language, and more in a title or as
        a name or number. Two words that stand together are one term. Articles in other languages
        are asked for names, countries and numbers.
        """
        others = [one for one in story if one.id != document.id]
        weights: Counter[str] = Counter()
        written = as_written(document, self._analyser)
        own = self._worths(document)
        for other in others:
            if other.language == document.language:
                theirs = self._worths(other)
                weights.update({term: own[term] * theirs[term] for term in own.keys() & theirs.keys()})
        together = {term: weight for term, weight in weights.items() if term in written}
        if language_of(document.language) in WITHOUT_SPACES:
            shared = self._runs(document, others, together)
        else:
            shared = {written[term]: weight for term, weight in _folded(together).items()}
        for name, weight in self._abroad(document, others).items():
            shared[name] = shared.get(name, 0.0) + weight
        whole = math.fsum(shared.values())
        ordered = sorted(shared.items(), key=lambda term: (-term[1], term[0]))
        return [Shared(term, weight / whole) for term, weight in ordered]

    def _runs(
        self, document: Document, others: Iterable[Document], weights: Mapping[str, float]
    ) -> dict[str, float]:
        """Return what a text without spaces shares, as runs of its letters."""
        text = f"{document.title}\n{document.text[:LEAD_CHARACTERS]}"
        tokens = self._analyser.analyse(text, document.language)
        spans = [
            (*tokens.span(at), weights[lexeme.stem])
            for at, lexeme in enumerate(tokens.lexemes)
            if lexeme.stem in weights
        ]
        return runs(
            text, spans, [f"{one.title}\n{one.text}" for one in others if one.language == document.language]
        )

    def development(self, document: Document, story: Iterable[Document]) -> Development | None:
        """Return how *document* goes on with the articles of *story* that were published before it.

        None where it came out within `LATER` of the first of them, where times are absent, or where it names
        and counts nothing new.
        """
        before = [
            one
            for one in story
            if document.published and one.published and one.published < document.published
        ]
        first = min((one.published for one in before if one.published), default=None)
        since = apart(document.published, first)
        if since is None or since < LATER:
            return None
        nearest = self.nearest(document, before)
        shared = self.explain(document, [nearest])
        fresh = self._fresh(document, before)
        after = apart(document.published, nearest.published)
        if not shared or not fresh or after is None:
            return None
        return Development(nearest.id, after, tuple(one.term for one in shared[:MOST_SHARED]), fresh)

    def nearest(self, document: Document, others: Sequence[Document]) -> Document:
        """Return the one of *others* (not none) nearest to *document*; the last of several as near.

        Cosine of their terms without those that all of *others* have: what all of a story say tells no part
        of it from another. One in another language is as near as the names that both have make it.
        """
        own, theirs = self._worths(document), [self._worths(other) for other in others]
        common = set(own).intersection(*theirs) if len(others) > 1 else set()
        size = _length(own)

        def near(at: int) -> float:
            other = others[at]
            if other.language != document.language:
                shared = math.fsum(self._abroad(document, [other]).values())
                return shared / (size * _length(theirs[at])) if shared else 0.0
            told = {term: worth for term, worth in theirs[at].items() if term not in common}
            shared = math.fsum(own[term] * worth for term, worth in told.items() if term in own)
            return shared / (size * _length(told)) if shared else 0.0

        return others[max(range(len(others)), key=lambda at: (near(at), at))]

    def _fresh(self, document: Document, before: Sequence[Document]) -> tuple[str, ...]:
        """Return the names and numbers that *document* has and no earlier article, heaviest first.

        Names only where an earlier article is in its language: in another one they may stand unrecognised.
        """
        comparable = any(one.language == document.language for one in before)
        known: set[str] = set()
        abroad: set[str] = set()
        for one in before:
            known.update(self._worths(one))
            abroad.update(self._read_in_both(one, document))
        written = as_written(document, self._analyser)
        names = weigh(document, self._analyser, whole=True)[1]
        sure = self._names.sure(document)
        alike = {name for key, name in self._written(document).items() if key in abroad}
        weights = self._worths(document)
        fresh = sorted(
            (
                term
                for term in weights
                if term in names
                and term not in known
                and written[term] not in alike
                and (term[0].isdigit() or (comparable and written[term] in sure))
            ),
            key=lambda term: (-weights[term], term),
        )
        return tuple(written[term] for term in fresh[:MOST_FRESH])

    def _weigh(self, document: Document) -> dict[str, float]:
        return worths(document, self._analyser, self._background.of(document.language))

    def _abroad(self, document: Document, others: Iterable[Document]) -> dict[str, float]:
        """Return the names that articles in other languages have too, as *document* writes them."""
        theirs = Counter(
            key
            for other in others
            if other.language != document.language
            for key in self._read_in_both(other, document)
        )
        return {
            name: ABROAD * theirs[key] * tells(key)
            for key, name in self._written(document).items()
            if key in theirs and (not key.isdigit() or len(key) > 1)
        }

    def _read_in_both(self, one: Document, other: Document) -> Iterator[str]:
        """Yield the names of an article; by sounds only where one of both is in a script read so."""
        roughly = is_strange(one.title) or is_strange(other.title)
        for key in self._written(one):
            if key[0] == SOUND:
                if roughly and tells(key) >= COUNTRY:
                    yield key
            elif key[0] != DATE:
                yield key


def _length(worths: Mapping[str, float]) -> float:
    return math.sqrt(math.fsum(worth * worth for worth in worths.values()))


def _folded(weights: Mapping[str, float]) -> dict[str, float]:
    """Return the terms with words added to the pair that they stand in: "north korean", not both of them.

    A number is told by itself: "10,000" and "north korean", not "10,000 north"; and a word without what is
    common beside it: "Valencia", not "de Valencia".
    """
    folded = {term: weight for term, weight in weights.items() if " " not in term}
    for term, weight in sorted(weights.items(), key=lambda one: (-one[1], one[0])):
        pair = term.split(" ")
        if len(pair) == 1 or any(word not in folded or word[0].isdigit() for word in pair):
            continue
        if min(folded[word] for word in pair) < BESIDE * max(folded[word] for word in pair):
            continue
        folded[term] = weight + sum(folded.pop(word) for word in pair)
    return folded
