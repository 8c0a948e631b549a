"""Choose the sentences that tell a story: what happened, then what else matters.

Pure, and evidence-locked: nothing is written, whole sentences are chosen. Each is worth how much of
the story's vocabulary it covers (the centroid of Radev et al., "Centroid-based summarization of
multiple documents", 2004) and how early its article says it; each further one is weighed against its
overlap with those already chosen (maximal marginal relevance, Carbonell and Goldstein, 1998).
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence
from functools import cache
from itertools import chain

from bot.domain.article import Article, Quote
from bot.pipeline.summarise.candidates import Candidate, by_article, gathered, of_the_event, weighed_of
from bot.pipeline.summarise.leads import Lead, Leads, Sentence
from bot.pipeline.summarise.tolls import Toll
from bot.text import Analyser

PER_ARTICLE = 4  # sentences quoted of one article at most, unless set: a quotation, not a copy

# Shares of a sentence's worth; they sum to 1. Set by reading summaries, not yet fitted.
_COVERAGE = 0.5
_EARLINESS = 0.35
_TITLE = 0.15  # of the words of titles that are not told yet

_HEADLINE = 0.8  # worth, for the sentence that comes first: it tells what the headline over it says
# Share of the headline that another article's lead with a toll is held to tell, where the headline's own lead
# can't be quoted or was outgrown: it may be in another language.
_LEADS = 0.5
_ALONE = 0.4  # share of its weight that a word keeps which one of several articles tells alone: mere colour
_TO_THE_POINT = 0.1  # of a sentence's words, told by another article too or by the headline: below it, colour
# Cost of a sentence that is not to the point, counts nothing, and is not the headline's article's.
_COLOUR = 0.2
# Of the shorter title's words, shared with the headline: a lead under it tells the event again, unless it has
# a number that is new, or so many words in which its title differs.
_ALIKE = 0.45
_NEWS = 3
_ALIKE_COST = 0.35

# Cost of a lead that tells the toll told already, or is in another language than what told the event: their
# words can't be compared, and leads tell the event. And of any sentence that adds nothing.
_SURELY_COST = 0.6
_SOME_OVERLAP = 0.2  # with one sentence told: below it a sentence adds something
_NOTHING_NEW = 0.5  # of its words told by now, and all its numbers: it adds nothing

# With one sentence told: from here on a lead without a new number tells one fact in other words.
_SAME_FACT = 0.4
_NUMBER = 2  # words for which a number that two sentences share counts beside itself: one toll told twice

_RETOLD = 0.35  # of its words told by now: from here on a further lead is the event again
# Cost of such a lead, and of the headline's own where another's was chosen: their articles say more.
_RETOLD_COST = 0.2

_OVERLAP_COST = 0.7  # of the share of words already told
_TOO_MUCH_OVERLAP = 0.5  # of the shorter sentence's words: the same said twice
_SAME_NUMBERS = 0.6  # the overlap that sentences in two languages are held to have which count alike
_NEW_OUTLET = 0.2  # worth of hearing another outlet
_OPENING_QUOTATION = 0.15  # cost: an opinion before the fact that it is about
_UNWIELDY = 45  # words
_UNWIELDY_COST = 0.15
_WORTH_LITTLE = 0.3  # of the first sentence's worth: below it the summary is better short
_FEWEST = 2  # sentences, where there are two


def summarise(
    articles: Sequence[Article],
    sentences: int = 3,
    per_article: int = PER_ARTICLE,
    leads: Leads | None = None,
) -> tuple[Quote, ...]:
    """Return up to *sentences* whole sentences of *articles* that tell the story, in reading order.

    Every quote stands at its offsets in its article's text; `Quote.text` is that text with white space
    folded. Fewer come back where fewer can be quoted, none where none can. The same articles in the
    same order give the same summary. *leads* that are kept know the articles of a growing story already.
    """
    leads = leads or Leads(Analyser())
    weighed = weighed_of(articles)
    read = [leads.of(article) for article in weighed]
    candidates = gathered(weighed, read, leads)
    if len({article.id for article in weighed}) == 1 and len(candidates) <= sentences:
        chosen = _lead(candidates, min(sentences, per_article))
    else:
        choice = _Choice(of_the_event(candidates, read), read, [article.outlet for article in weighed])
        chosen = choice.made(sentences, per_article)
    return tuple(_quote(weighed[candidate.article], candidate) for candidate in chosen)


def _coverage(candidates: list[Candidate], told_by: Counter[str]) -> list[float]:
    """Return how much of the story's vocabulary each candidate covers: 1 for the one that covers most."""
    told_in = Counter(chain.from_iterable(candidate.sentence.terms for candidate in candidates))
    every, alone = len(candidates), _ALONE if max(told_by.values(), default=0) > 1 else 1.0

    @cache  # many terms are told by as many articles in as many sentences
    def weight(by: int, count: int) -> float:
        return math.sqrt(by * count) * math.log(1 + every / count) * (alone if by == 1 else 1.0)

    by_articles = map(told_by.__getitem__, told_in)
    weights = dict(zip(told_in, map(weight, by_articles, told_in.values()), strict=True))
    sentences = [candidate.sentence for candidate in candidates]
    # An exact sum: the order in which a set gives its terms, which differs from run to run, decides nothing.
    raw = [math.fsum(map(weights.__getitem__, s.terms)) / math.sqrt(len(s.terms) + 5) for s in sentences]
    most = max(raw, default=0.0) or 1.0
    return [one / most for one in raw]


class _Choice:
    """Chooses among the candidates of a story, the most telling first."""

    def __init__(self, candidates: list[Candidate], read: list[Lead], outlets: list[str]) -> None:
        """*read* are the articles' leads, the headline's first; *outlets* told them."""
        titles = [lead.title_terms for lead in read]
        self._candidates = candidates
        self._read = read
        self._titles = frozenset[str]().union(*titles)
        self._headline = headline = titles[0] if titles else self._titles
        self._own = [title - headline for title in titles]  # what each title says that the headline does not
        self._alike = [len(title & headline) >= _ALIKE * min(len(title), len(headline)) for title in titles]
        self._outlet = [outlets[candidate.article] for candidate in candidates]
        told_by = Counter(chain.from_iterable(by_article(candidates).values()))
        common = headline | {term for term, by in told_by.items() if by > 1}
        self._to_the_point = [
            len(one.sentence.terms & common) >= _TO_THE_POINT * len(one.sentence.terms) for one in candidates
        ]
        first = candidates[0].article if candidates else 0
        self._worth = [
            _COVERAGE * coverage
            + _EARLINESS / (1 + candidate.place)
            - (_OPENING_QUOTATION if candidate.sentence.quoted_first else 0)
            - (_UNWIELDY_COST if candidate.sentence.words > _UNWIELDY else 0)
            - (0 if to_the_point or candidate.article == first or candidate.sentence.numbers else _COLOUR)
            for coverage, candidate, to_the_point in zip(
                _coverage(candidates, told_by), candidates, self._to_the_point, strict=True
            )
        ]
        self._chosen: list[Candidate] = []
        self._event_in: str | None = None  # the language of the sentence that tells the event
        self._own_lead = any(one.article == 0 and one.place == 0 for one in candidates)
        self._overlap = [0.0] * len(candidates)  # with the nearest of those chosen
        self._told = frozenset[str]()  # what the reader knows: the headline and the sentences chosen

    def made(self, count: int, per_article: int) -> list[Candidate]:
        """Return up to *count* candidates in reading order, of one article *per_article* at most."""
        chosen: list[int] = []
        left = Counter({candidate.article: per_article for candidate in self._candidates})
        untold = self._titles
        while len(chosen) < count:
            heard = {self._outlet[i] for i in chosen}
            open_to = [
                i
                for i, candidate in enumerate(self._candidates)
                if left[candidate.article] > 0 and self._overlap[i] <= _TOO_MUCH_OVERLAP and i not in chosen
            ]
            if len(heard) == 1:  # a second outlet must be heard, where it has something to say
                open_to = self._unheard(open_to, heard) or open_to
            if not open_to:
                break
            gain = {i: self._gain(i, untold, heard) for i in open_to}
            best = max(open_to, key=gain.__getitem__)  # of several the first
            if not chosen:
                least = _WORTH_LITTLE * (self._worth[best] + _TITLE)
            elif len(chosen) >= _FEWEST and gain[best] < least:
                break
            if not chosen:
                self._event_in = self._read[self._candidates[best].article].language
            chosen.append(best)
            left[self._candidates[best].article] -= 1
            untold -= self._candidates[best].sentence.terms
            if len(chosen) < count:
                self._tell(self._candidates[best])
        return _in_reading_order([self._candidates[i] for i in chosen])

    def _unheard(self, open_to: list[int], heard: set[str]) -> list[int]:
        """Return the candidates of outlets not heard yet that are to the point."""
        return [
            i
            for i in open_to
            if self._outlet[i] not in heard and self._adds(i) and self._retold(i) < _SURELY_COST
        ]

    def _adds(self, i: int) -> bool:
        """Say whether a sentence is to the point, or counts something under a headline like the story's."""
        candidate = self._candidates[i]
        return self._to_the_point[i] or (self._alike[candidate.article] and bool(candidate.sentence.numbers))

    def _gain(self, i: int, untold: frozenset[str], heard: set[str]) -> float:
        terms = self._candidates[i].sentence.terms
        gain = self._worth[i] + _TITLE * len(terms & untold) / (len(self._titles) or 1)
        if not heard:
            return gain + _HEADLINE * self._headline_told(self._candidates[i])
        new = self._outlet[i] not in heard and self._to_the_point[i]
        return gain - _OVERLAP_COST * self._overlap[i] + (_NEW_OUTLET if new else 0) - self._retold(i)

    def _headline_told(self, candidate: Candidate) -> float:
        """Return the share of the headline that a sentence tells."""
        share = len(candidate.sentence.terms & self._headline) / (len(self._headline) or 1)
        leads = not self._own_lead and candidate.place == 0 and self._tolls(candidate)
        return max(share, _LEADS) if leads else share

    def _tolls(self, candidate: Candidate) -> frozenset[Toll]:
        return self._read[candidate.article].tolls(candidate.sentence)

    def _adds_nothing(self, sentence: Sentence) -> bool:
        told = len(sentence.terms & self._told)
        return told > _NOTHING_NEW * len(sentence.terms) and sentence.numbers <= self._told

    def _retold(self, i: int) -> float:
        """Return the cost of a sentence that tells nothing new, or of a lead that tells the event again."""
        candidate = self._candidates[i]
        at, terms = candidate.article, candidate.sentence.terms
        if self._overlap[i] > _SOME_OVERLAP and self._adds_nothing(candidate.sentence):
            return _SURELY_COST
        if candidate.place > 0:
            return 0.0
        new = len(terms & self._own[at] - self._told) >= _NEWS or self._counts_new(candidate)
        if self._alike[at] and not new:
            return _ALIKE_COST
        if self._read[at].language != self._event_in or self._same_toll(candidate):
            return _SURELY_COST
        numbers = candidate.sentence.numbers
        if numbers <= self._told and self._overlap[i] > _SAME_FACT:
            return _SURELY_COST if numbers else _ALIKE_COST
        return _RETOLD_COST if at == 0 or len(terms & self._told) > _RETOLD * len(terms) else 0.0

    def _same_toll(self, candidate: Candidate) -> bool:
        """Say whether a lead tells a toll, and none that was not told."""
        tolls = self._tolls(candidate)
        return bool(tolls) and tolls <= frozenset[Toll]().union(*map(self._tolls, self._chosen))

    def _counts_new(self, candidate: Candidate) -> bool:
        """Say whether a lead counts something else than what is told: its numbers are others."""
        numbers = candidate.sentence.numbers
        return not numbers <= self._told and not numbers & self._told

    def _tell(self, one: Candidate) -> None:
        """Note how much of each candidate is told by now."""
        told, language = one.sentence, self._read[one.article].language
        self._told |= self._headline | told.terms
        self._chosen.append(one)
        for i, candidate in enumerate(self._candidates):
            if self._overlap[i] > _TOO_MUCH_OVERLAP:
                continue
            sentence = candidate.sentence
            shared = len(told.terms & sentence.terms)
            if told.numbers and (numbers := len(told.numbers & sentence.numbers)):
                shared += _NUMBER * numbers
                fewer = min(len(told.numbers), len(sentence.numbers))
                if 2 * numbers >= fewer and self._read[candidate.article].language != language:
                    self._overlap[i] = max(self._overlap[i], _SAME_NUMBERS)
            shorter = min(len(told.terms), len(sentence.terms)) or 1
            self._overlap[i] = max(self._overlap[i], shared / shorter)


def _in_reading_order(chosen: list[Candidate]) -> list[Candidate]:
    """Put the sentences of one article into its own order, each article keeping its turns."""
    turns: dict[int, list[Candidate]] = {}
    for candidate in sorted(chosen, key=lambda candidate: candidate.sentence.start):
        turns.setdefault(candidate.article, []).append(candidate)
    return [turns[candidate.article].pop(0) for candidate in chosen]


def _lead(candidates: list[Candidate], count: int) -> list[Candidate]:
    """Return the first *count* sentences of a short article; one that leans has the one before it."""
    return candidates[:count]


def _quote(article: Article, candidate: Candidate) -> Quote:
    start, end = candidate.sentence.start, candidate.sentence.end
    return Quote(
        text=" ".join(article.text[start:end].split()),
        article_id=article.id,
        revision_id=article.revision_id,
        start=start,
        end=end,
        outlet=article.outlet,
        url=article.url,
    )
