"""Choose the sentences that tell a story: what happened, then what else matters.

Pure, and evidence-locked: nothing is written, whole sentences are chosen. Each is worth how much of
the story's vocabulary it covers (the centroid of Radev et al., "Centroid-based summarization of
multiple documents", 2004) and how early its article says it; each further one is weighed against its
overlap with those already chosen (maximal marginal relevance, Carbonell and Goldstein, 1998).
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from bot.domain.article import Article, Quote
from bot.pipeline.phrases import EMPTY_WORDS
from bot.pipeline.quotable import Fit, fit, tokenised, without_dateline
from bot.text import Analyser
from bot.text.sentences import sentences as sentence_spans

PER_ARTICLE = 4  # sentences quoted of one article at most, unless set: a quotation, not a copy
_LEAD = 1_800  # characters of an article that are looked at: news says what matters first
_CANDIDATES = 7  # sentences of one article that are weighed
_ARTICLES = 12  # of one story that are weighed: the first to tell it, and the newest
_FIRST_ARTICLES = 6  # of those, how many are the first to tell it

# Shares of a sentence's worth; they sum to 1. Set by reading summaries, not yet fitted.
_COVERAGE = 0.5
_EARLINESS = 0.35
_TITLE = 0.15

_OVERLAP_COST = 0.7  # of the share of words already told
_TOO_MUCH_OVERLAP = 0.5  # of the shorter sentence's words: the same said twice
_NEW_OUTLET = 0.2  # worth of hearing another outlet
_OPENING_QUOTATION = 0.15  # cost: an opinion before the fact that it is about
_UNWIELDY = 45  # words
_UNWIELDY_COST = 0.15
_WORTH_LITTLE = 0.3  # of the first sentence's worth: below it the summary is better short
_FEWEST = 2  # sentences, where there are two

_LONG_ENOUGH = 4  # characters: shorter words in small letters are articles and prepositions


@dataclass(frozen=True, slots=True)
class _Candidate:
    """A sentence that may be quoted. `place` counts the sentences of its article from 0."""

    article: int  # its place in the sequence of articles
    place: int
    start: int
    end: int
    words: int
    terms: frozenset[str]
    quoted_first: bool
    leans: bool


def summarise(
    articles: Sequence[Article],
    sentences: int = 3,
    per_article: int = PER_ARTICLE,
    analyser: Analyser | None = None,
) -> tuple[Quote, ...]:
    """Return up to *sentences* whole sentences of *articles* that tell the story, in reading order.

    Every quote stands at its offsets in its article's text; `Quote.text` is that text with white space
    folded. Fewer come back where fewer can be quoted, none where none can. The same articles in the
    same order give the same summary. An *analyser* that is kept knows its words already and is faster.
    """
    analyser = analyser or Analyser()
    weighed = _weighed(articles)
    candidates = [
        candidate
        for at, article in enumerate(weighed)
        for candidate in _candidates(at, article, _titles(weighed), analyser)
    ]
    if len({article.id for article in weighed}) == 1 and len(candidates) <= sentences:
        chosen = _lead(candidates, min(sentences, per_article))
    else:
        standing = [candidate for candidate in candidates if not candidate.leans]
        worth = _worth(standing, weighed, analyser)
        chosen = _choose(standing, worth, [a.outlet for a in weighed], sentences, per_article)
    return tuple(_quote(weighed[candidate.article], candidate) for candidate in chosen)


def _weighed(articles: Sequence[Article]) -> list[Article]:
    """Return the articles worth reading: all of a small story, the first and the newest of a large one."""
    if len(articles) <= _ARTICLES:
        return list(articles)
    by_time = sorted(articles, key=lambda article: (article.at, article.id))
    return by_time[:_FIRST_ARTICLES] + by_time[_FIRST_ARTICLES - _ARTICLES :]


def _titles(articles: Iterable[Article]) -> frozenset[str]:
    """Return the titles in a form in which a repeated title is recognised."""
    return frozenset(_bare(article.title) for article in articles)


def _bare(text: str) -> str:
    return "".join(filter(str.isalnum, text)).lower()


def _candidates(at: int, article: Article, titles: frozenset[str], analyser: Analyser) -> list[_Candidate]:
    """Return the sentences of an article's lead that may be quoted, in order."""
    text = article.text
    spaced_commas = tokenised(text[:_LEAD])
    found: list[_Candidate] = []
    place = 0
    gap = True  # whether the sentence before is missing, so that none may lean on it
    for start, end in _lead_spans(text, article.language):
        begin = without_dateline(text, start, end) if place <= 1 else start
        sentence = text[begin:end]
        if _bare(sentence) in titles:
            continue
        judged = fit(sentence, article.language, spaced_commas=spaced_commas)
        if judged is Fit.NEVER or (judged is Fit.LEANS and gap):
            gap = True
            place += judged is Fit.LEANS
            continue
        gap = False
        terms = _terms(sentence, article.language, analyser)
        words = sentence.count(" ") + 1
        quoted_first = sentence[0] in '"“„«「'
        leans = judged is Fit.LEANS
        found.append(_Candidate(at, place, begin, end, words, terms, quoted_first, leans))
        place += 1
        if len(found) == _CANDIDATES:
            break
    return found or _only_line(at, article, titles, analyser)


def _lead_spans(text: str, language: str | None) -> list[tuple[int, int]]:
    """Return the sentences of the lead, without one that the cut would halve."""
    spans = sentence_spans(text[:_LEAD], language)
    return spans if len(text) <= _LEAD else spans[:-1]


def _only_line(at: int, article: Article, titles: frozenset[str], analyser: Analyser) -> list[_Candidate]:
    """Return the text of an article that is one line without a stop, as some feeds give; else nothing."""
    text = article.text.strip()
    if "\n" in text or not text or text[-1] in ".…?!:,;]" or _bare(text) in titles:
        return []
    judged = fit(text + ".", article.language)
    if judged is not Fit.STANDS or len(sentence_spans(text, article.language)) != 1:
        return []
    start = article.text.index(text)
    terms = _terms(text, article.language, analyser)
    words = text.count(" ") + 1
    return [_Candidate(at, 0, start, start + len(text), words, terms, quoted_first=False, leans=False)]


def _terms(text: str, language: str | None, analyser: Analyser) -> frozenset[str]:
    """Return the stems of the words in *text* that say something of a story."""
    return frozenset(
        lexeme.stem
        for lexeme in analyser.analyse(text, language).lexemes
        if lexeme.surface not in EMPTY_WORDS
        and (len(lexeme.surface) >= _LONG_ENOUGH or not lexeme.exact.isascii() or not lexeme.exact.islower())
    )


def _worth(candidates: list[_Candidate], articles: list[Article], analyser: Analyser) -> list[float]:
    """Return what each candidate is worth by itself, 0 to 1."""
    told_by: dict[str, set[int]] = {}
    told_in: Counter[str] = Counter()
    for candidate in candidates:
        told_in.update(candidate.terms)
        for term in candidate.terms:
            told_by.setdefault(term, set()).add(candidate.article)
    every = len(candidates)
    weights = {
        term: math.sqrt(len(told_by[term]) * count) * math.log(1 + every / count)
        for term, count in told_in.items()
    }
    title = frozenset[str]().union(*(_terms(a.title, a.language, analyser) for a in articles))
    raw = [sum(weights[t] for t in c.terms) / math.sqrt(len(c.terms) + 5) for c in candidates]
    most = max(raw, default=0.0) or 1.0
    return [
        _COVERAGE * coverage / most
        + _EARLINESS / (1 + candidate.place)
        + _TITLE * len(candidate.terms & title) / (len(title) or 1)
        - (_OPENING_QUOTATION if candidate.quoted_first else 0)
        - (_UNWIELDY_COST if candidate.words > _UNWIELDY else 0)
        for coverage, candidate in zip(raw, candidates, strict=True)
    ]


def _choose(
    candidates: list[_Candidate], worth: list[float], outlets: list[str], count: int, per_article: int
) -> list[_Candidate]:
    """Choose up to *count* candidates, the most telling first."""
    chosen: list[int] = []
    overlap = [0.0] * len(candidates)  # with the nearest of those chosen
    left = dict.fromkeys(range(len(outlets)), per_article)
    while len(chosen) < count:
        heard = {outlets[candidates[i].article] for i in chosen}
        open_to = [
            i
            for i, c in enumerate(candidates)
            if left[c.article] > 0 and overlap[i] <= _TOO_MUCH_OVERLAP and i not in chosen
        ]
        unheard = [i for i in open_to if outlets[candidates[i].article] not in heard]
        if len(heard) == 1 and unheard:  # a second outlet must be heard, where it has something to say
            open_to = unheard
        if not open_to:
            break
        gain = {
            i: worth[i]
            - _OVERLAP_COST * overlap[i]
            + (_NEW_OUTLET if outlets[candidates[i].article] not in heard else 0)
            for i in open_to
        }
        best = max(open_to, key=lambda i: (gain[i], -i))
        if len(chosen) >= _FEWEST and gain[best] < _WORTH_LITTLE * worth[chosen[0]]:
            break
        chosen.append(best)
        left[candidates[best].article] -= 1
        told = candidates[best].terms
        for i, candidate in enumerate(candidates):
            shorter = min(len(told), len(candidate.terms)) or 1
            overlap[i] = max(overlap[i], len(told & candidate.terms) / shorter)
    return _in_reading_order([candidates[i] for i in chosen])


def _in_reading_order(chosen: list[_Candidate]) -> list[_Candidate]:
    """Put the sentences of one article into its own order, each article keeping its turns."""
    turns: dict[int, list[_Candidate]] = {}
    for candidate in sorted(chosen, key=lambda candidate: candidate.start):
        turns.setdefault(candidate.article, []).append(candidate)
    return [turns[candidate.article].pop(0) for candidate in chosen]


def _lead(candidates: list[_Candidate], count: int) -> list[_Candidate]:
    """Return the first *count* sentences of a short article; one that leans has the one before it."""
    return candidates[:count]


def _quote(article: Article, candidate: _Candidate) -> Quote:
    return Quote(
        text=" ".join(article.text[candidate.start : candidate.end].split()),
        article_id=article.id,
        revision_id=article.revision_id,
        start=candidate.start,
        end=candidate.end,
        outlet=article.outlet,
        url=article.url,
    )
