"""Gather the sentences of a story that come into question: whole, standing by themselves, of the event.

Pure. `choosing` weighs them against each other.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import chain
from typing import NamedTuple

from bot.domain.article import Article
from bot.pipeline.summarise.leads import Lead, Leads, Sentence
from bot.pipeline.summarise.quotable import Fit, fit, is_links
from bot.pipeline.summarise.tolls import Toll
from bot.text.sentences import sentences as sentence_spans

# Sentences of one article that are weighed, by how many articles tell the story: of summaries of labelled
# stories, one in seventy held a later one.
_CANDIDATES = {1: 7, 2: 5, 3: 4}
_CANDIDATES_OF_MANY = 3
_ARTICLES = 12  # of one story that are weighed: the first to tell it, and the newest
_FIRST_ARTICLES = 6  # of those, how many are the first to tell it

_ENOUGH = 4  # articles, to say which of them is far from the others
# Of the share of words that the nearest article has in common with others: below it an article tells of
# something else. Chosen by reading the demo's and labelled stories: features and wrong joins have .1 to .4.
_CENTRAL = 0.4
_ENOUGH_SENTENCES = 2  # to leave out others
# Of its title's words that what opens an article tells: below it, it sets a scene. Of 114 openings of
# labelled and invented stories 20 are below and count nothing; 18 of those were no news of their event.
_TITLE_TOLD = 0.2
_OPENING = 1  # the place of the last sentence that opens an article
_GROWTH = 20  # times: a toll of one event hardly grows more from report to report
_FEW = 4  # a part of the articles: a word that no more than these tell is not what the story is about

_SMALL = bytes(range(256)).lower()
_ASCII_MARKS = bytes(code for code in range(128) if not chr(code).isalnum())
_HEAD = 8  # characters of a sentence by which nearly all are told from all titles
_HEAD_LETTERS = 3  # letters and digits of them that are compared


class Candidate(NamedTuple):
    """A sentence that may be quoted. `place` counts the sentences of its article from 0."""

    article: int  # its place in the sequence of articles
    place: int
    sentence: Sentence


def weighed_of(articles: Sequence[Article]) -> list[Article]:
    """Return the articles worth reading: all of a small story, the first and the newest of a large one."""
    if len(articles) <= _ARTICLES:
        return list(articles)
    by_time = sorted(articles, key=lambda article: (article.at, article.id))
    return by_time[:_FIRST_ARTICLES] + by_time[_FIRST_ARTICLES - _ARTICLES :]


def gathered(articles: Sequence[Article], read: Sequence[Lead], leads: Leads) -> list[Candidate]:
    """Return the first sentences of each of *articles* that may be quoted; *read* are their leads."""
    titles = _Titles(articles)
    most = _CANDIDATES.get(len(articles), _CANDIDATES_OF_MANY)
    return [
        candidate
        for at, (article, lead) in enumerate(zip(articles, read, strict=True))
        for candidate in _candidates(at, article, lead, titles, most)
        or _only_line(at, article, titles, leads)
    ]


def of_the_event(candidates: Sequence[Candidate], read: Sequence[Lead]) -> list[Candidate]:
    """Return those that stand by themselves and tell what the story is about, where enough tell it."""
    standing = [candidate for candidate in candidates if candidate.sentence.fit is Fit.STANDS]
    standing = _without_explaining(standing, read)
    standing = _without_openings(standing, read)
    return _without_outgrown(_central(standing, read), read)


def _are_enough(candidates: list[Candidate]) -> bool:
    """Say whether others may be left out: two outlets' copies of one sentence tell it once."""
    return len({one.sentence.terms for one in candidates}) >= _ENOUGH_SENTENCES


def _without_explaining(candidates: list[Candidate], read: Sequence[Lead]) -> list[Candidate]:
    """Leave out the articles that explain or advise. The headline's own is kept."""
    explaining = {at for at, lead in enumerate(read) if lead.explains and at > 0}
    kept = [one for one in candidates if one.article not in explaining] if explaining else candidates
    return kept if _are_enough(kept) else candidates


def _without_outgrown(candidates: list[Candidate], read: Sequence[Lead]) -> list[Candidate]:
    """Leave out what opens an article with a toll that a later article opens with, and larger."""
    openings = [one for one in candidates if one.place <= _OPENING and one.sentence.counts_hurt]
    if len({one.article for one in openings}) <= 1:
        return candidates
    told = [(read[one.article].at, read[one.article].tolls(one.sentence), one) for one in openings]
    outgrown = [
        one
        for at, tolls, one in told
        if any(later > at and _outgrow(newer, tolls) for later, newer, _ in told)
    ]
    kept = [one for one in candidates if one not in outgrown]
    return kept if _are_enough(kept) else candidates


def _outgrow(newer: frozenset[Toll], older: frozenset[Toll]) -> bool:
    return any(
        old.kind == new.kind and old.people < new.people <= _GROWTH * old.people
        for old in older
        for new in newer
    )


class _Titles:
    """The titles of a story's articles, in a form in which a repeated title is recognised."""

    def __init__(self, articles: Iterable[Article]) -> None:
        self._bare = frozenset(_bare(article.title) for article in articles)
        self._heads = frozenset(bare[:_HEAD_LETTERS] for bare in self._bare)

    def __contains__(self, text: str) -> bool:
        begins = text[:_HEAD_LETTERS]
        if begins.isascii() and begins.isalnum() and begins.lower() not in self._heads:
            return False
        head = text[:_HEAD]
        if head.isascii():  # elsewhere a small letter may depend on what follows
            bare = _bare(head)[:_HEAD_LETTERS]
            if len(bare) == _HEAD_LETTERS and bare not in self._heads:
                return False
        return _bare(text) in self._bare


def _bare(text: str) -> str:
    if text.isascii():
        return text.encode().translate(_SMALL, _ASCII_MARKS).decode()
    return "".join(filter(str.isalnum, text)).lower()


def _candidates(at: int, article: Article, lead: Lead, titles: _Titles, most: int) -> list[Candidate]:
    """Return the first *most* sentences of an article's lead that may be quoted, in order."""
    found: list[Candidate] = []
    place = 0
    links = False  # whether the line before heads a list of links
    gap = True  # whether the sentence before is missing, so that none may lean on it
    for start, end in lead.spans():
        begin = lead.begin(start, end, opens=place <= 1)
        if article.text[begin:end] in titles:
            continue
        sentence = lead.sentence(begin, end)
        leans = sentence.fit is Fit.LEANS
        under_links, links = links, sentence.fit is Fit.NEVER and is_links(article.text[begin:end])
        if sentence.fit is Fit.NEVER or under_links or (leans and gap):
            gap = True
            place += leans
            continue
        gap = False
        found.append(Candidate(at, place, sentence))
        place += 1
        if len(found) == most:
            break
    return found


def _only_line(at: int, article: Article, titles: _Titles, leads: Leads) -> list[Candidate]:
    """Return the text of an article that is one line without a stop, as some feeds give; else nothing."""
    text = article.text.strip()
    if "\n" in text or not text or text[-1] in ".…?!:,;]" or text in titles:
        return []
    judged = fit(text + ".", article.language)
    if judged is not Fit.STANDS or len(sentence_spans(text, article.language)) != 1:
        return []
    start = article.text.index(text)
    terms = leads.words(article.language).terms(text, text.split())
    words = text.count(" ") + 1
    return [Candidate(at, 0, Sentence(start, start + len(text), judged, words, terms))]


def _central(candidates: list[Candidate], read: Sequence[Lead]) -> list[Candidate]:
    """Leave out the sentences of articles that tell something else than most do, where enough tell the story.

    An article that shares few of its words with the others may have been joined wrongly, or is a feature. The
    headline's own is kept, and one in a language of its own, whose words can't be compared.
    """
    if len({one.article for one in candidates}) < _ENOUGH:
        return candidates
    told = by_article(candidates)
    words = {at: terms | read[at].title_terms for at, terms in told.items()}
    in_language = Counter(read[at].language for at in told)
    told_by = Counter(chain.from_iterable(words.values()))
    few = max(1, len(words) // _FEW)
    common = {term for term, by in told_by.items() if by > few}
    shared = {at: len(terms & common) / len(terms) for at, terms in words.items() if terms}
    least = _CENTRAL * max(shared.values(), default=0.0)
    far = {at for at in told if shared.get(at, 0.0) < least and in_language[read[at].language] > 1}
    kept = [one for one in candidates if one.article == 0 or one.article not in far]
    return kept if _are_enough(kept) else candidates


def _without_openings(candidates: list[Candidate], read: Sequence[Lead]) -> list[Candidate]:
    """Leave out the scene that an article sets before it tells its news.

    News tells of what its title tells, or counts something; under a headline that *asks* the opening is a
    scene unless it counts. The headline's own article is kept.
    """
    arrived = {0}  # articles whose news began
    kept: list[Candidate] = []
    for one in candidates:
        lead = read[one.article]
        scene = not one.sentence.numbers and (lead.asks or _tells_little(one.sentence, lead))
        if one.article in arrived or not scene:
            kept.append(one)
        if lead.asks or not scene:
            arrived.add(one.article)
    several = len({one.article for one in kept}) >= _ENOUGH_SENTENCES
    return kept if several and _are_enough(kept) else candidates


def _tells_little(opening: Sentence, lead: Lead) -> bool:
    """Say whether an opening tells next to nothing of its article's own title."""
    return len(opening.terms & lead.title_terms) < _TITLE_TOLD * len(lead.title_terms)


def by_article(candidates: list[Candidate]) -> dict[int, frozenset[str]]:
    """Return the terms that each article tells."""
    terms: dict[int, list[frozenset[str]]] = {}
    for candidate in candidates:
        terms.setdefault(candidate.article, []).append(candidate.sentence.terms)
    return {article: frozenset[str]().union(*told) for article, told in terms.items()}
