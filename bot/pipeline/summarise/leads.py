"""The sentences of an article's lead that may be quoted: read once, however often its story is told anew.

Pure, save that it remembers: the same article gives the same sentences.
"""

from __future__ import annotations

import re
from collections import OrderedDict
from collections.abc import Iterator, Sequence
from itertools import chain, count
from typing import NamedTuple

from bot.domain.article import Article
from bot.pipeline.summarise import clues as clue
from bot.pipeline.summarise.captions import is_credited
from bot.pipeline.summarise.datelines import without_dateline, without_label
from bot.pipeline.summarise.heading import asks, explains
from bot.pipeline.summarise.phrases import EMPTY_WORDS
from bot.pipeline.summarise.quotable import Fit, fit
from bot.pipeline.summarise.tolls import Toll, tolls
from bot.text import Analyser, Lexeme
from bot.text.recent import Memory, Recent
from bot.text.sentences import each_sentence
from bot.text.stems import STEMMED, primary

LEAD = 1_800  # characters of an article that are looked at: news says what matters first

# Articles of which the sentences are remembered: those that open stories are told from. Some 15 KB each.
ARTICLES_REMEMBERED = 1_000

WORDS_REMEMBERED = 20_000  # of one generation: what they say of a story. Some 100 bytes each

_GROUPS = re.compile(r"\d\s(?=\d)")  # "10 000"
_YEAR = re.compile(r"(?:19|20)\d\d")
# Korean writes a number, what is counted and a particle as one word: "5억원과", "8명이", "28일".
_HANGUL_COUNTED = re.compile(r"(?P<number>(?:\d+[천만억조]*)+)(?:(?P<date>[년월일])|[가-힣])")
_TOLLS = 300  # characters from the beginning within which a toll is the event's
_NO_TOLLS = frozenset[Toll]()
_LONG_PIECES = 30  # characters on average: such text has no white space between its words

_LONG_ENOUGH = 4  # characters: shorter words in small letters are articles and prepositions


class Sentence(NamedTuple):
    """A sentence at its offsets in its article's text, without its dateline.

    `terms` are the stems of the words that say something, `numbers` those of them that are numbers; they are
    left empty where it does not stand by itself, and `words` (how many) where it is never quoted. It may tell
    the event's toll where it `counts_hurt`.
    """

    start: int
    end: int
    fit: Fit
    words: int = 0
    terms: frozenset[str] = frozenset()
    numbers: frozenset[str] = frozenset()
    quoted_first: bool = False
    counts_hurt: bool = False


class Lead:
    """The sentences of one article's lead, each judged when it is first asked for."""

    def __init__(self, article: Article, leads: Leads) -> None:
        self._words = leads.words(article.language)
        self.title_terms = self._words.terms(article.title, article.title.split())
        self.language = article.language
        self.at = article.at
        self.asks = asks(article.title)
        self.explains = explains(article.title, article.language)
        self._text = article.text[:LEAD]
        # The cut at the end of the lead may halve the sentence that ends there.
        self._last = LEAD if len(article.text) <= LEAD else len(self._text.rstrip()) - 1
        self._unsplit = each_sentence(self._text, article.language)
        self._spans: list[tuple[int, int]] = []  # those that were split so far
        self._judged: dict[int, Sentence] = {}  # by its beginning
        self._tolls: dict[int, frozenset[Toll]] = {}  # by its sentence's beginning

    def spans(self) -> Iterator[tuple[int, int]]:
        """Yield the sentences in order, as (start, end); what nobody asks for is not looked for."""
        for at in count():
            if at == len(self._spans):
                following = next(self._unsplit, None)
                if following is None or following[1] > self._last:
                    return
                self._spans.append(following)
            yield self._spans[at]

    def begin(self, start: int, end: int, *, opens: bool) -> int:
        """Return where a sentence begins after a label; where it *opens* the text, after a dateline too."""
        begin = without_label(self._text, start, end)
        return without_dateline(self._text, begin, end) if opens else begin

    def sentence(self, begin: int, end: int) -> Sentence:
        """Return the sentence at (begin, end), judged."""
        known = self._judged.get(begin)
        if known is None:
            known = self._judged[begin] = self._judge(begin, end)
        return known

    def tolls(self, sentence: Sentence) -> frozenset[Toll]:
        """Return the tolls that one of its sentences tells."""
        if not sentence.counts_hurt:
            return _NO_TOLLS
        known = self._tolls.get(sentence.start)
        if known is None:
            text = self._text[sentence.start : sentence.end]
            known = self._tolls[sentence.start] = tolls(text, self.language)
        return known

    def _judge(self, begin: int, end: int) -> Sentence:
        sentence = self._text[begin:end]
        pieces = sentence.split()
        clues = self._words.clues(sentence, pieces)
        judged = fit(sentence, self.language, text=self._text, clues=clues)
        if judged is Fit.NEVER or is_credited(self._text, end):
            return Sentence(begin, end, Fit.NEVER)
        stands = judged is Fit.STANDS
        terms = self._words.terms(sentence, pieces, clues) if stands else frozenset[str]()
        return Sentence(
            begin,
            end,
            judged,
            words=sentence.count(" ") + 1,
            terms=terms,
            numbers=_numbers(terms) if clues & clue.DIGITS else frozenset(),
            quoted_first=sentence[0] in '"“„«»「',
            counts_hurt=stands and begin < _TOLLS and clue.tell_toll(clues),
        )


class Leads:
    """The leads of the articles that summaries were lately made of. One a thread, as its analyser."""

    def __init__(self, analyser: Analyser) -> None:
        self._analyser = analyser
        self._memory = Memory(WORDS_REMEMBERED)
        self._words: dict[str, Words] = {}  # by language
        self._clues = Recent(clue.of_word, self._memory)
        self._read: OrderedDict[tuple[int, str | None, int, int], Lead] = OrderedDict()

    def of(self, article: Article) -> Lead:
        """Return the lead of *article* in this revision, as its readers see it."""
        key = article.revision_id, article.language, hash(article.text), hash(article.title)
        lead = self._read.pop(key, None) or Lead(article, self)
        self._read[key] = lead  # the newest are last
        if len(self._read) > ARTICLES_REMEMBERED:
            self._read.popitem(last=False)
        return lead

    def words(self, language: str | None) -> Words:
        """Return what the words of *language* say."""
        known = primary(language)  # feeds may claim any language: those without a stemmer are one
        known = known if known in STEMMED else ""
        if known not in self._words:
            self._words[known] = Words(known, self._analyser, self._clues, self._memory)
        return self._words[known]


class Words:
    """What the words of one language say: those met lately are remembered."""

    def __init__(self, language: str, analyser: Analyser, clues: Recent[str, str], memory: Memory) -> None:
        """*language* is a subtag of `STEMMED`, or nothing; *clues* are those of words in any language."""
        self._language = language
        self._analyser = analyser
        self._clues = clues
        self._terms = Recent(self._told_by, memory)

    def clues(self, sentence: str, pieces: Sequence[str]) -> int:
        """Return which rules may find something in *sentence*, whose *pieces* white space parts."""
        if len(sentence) > _LONG_PIECES * len(pieces):
            return clue.ALL
        clues = clue.of_sentence(sentence, pieces, "".join(map(self._clues.__getitem__, pieces)))
        return clues if self._language == "en" else clues | clue.ENGLISH

    def terms(self, text: str, pieces: Sequence[str], clues: int = clue.ALL) -> frozenset[str]:
        """Return the stems of the words in *text* that say something of a story; *pieces* as of `clues`."""
        # No form but a number in groups goes on after white space; without it a piece may be a text.
        if (clues & clue.DIGITS and _GROUPS.search(text)) or len(text) > _LONG_PIECES * len(pieces):
            pieces = self._analyser.forms(text)
        return frozenset(chain.from_iterable(map(self._terms.__getitem__, pieces)))

    def _told_by(self, piece: str) -> tuple[str, ...]:
        return tuple(filter(None, map(_telling, self._analyser.lexemes(piece, self._language))))


def _numbers(terms: frozenset[str]) -> frozenset[str]:
    return frozenset(term for term in terms if term[0].isdigit() and not _YEAR.fullmatch(term))


def _telling(lexeme: Lexeme) -> str:
    """Return the stem of a word that says something of a story, else nothing."""
    if lexeme.surface in EMPTY_WORDS:
        return ""
    if lexeme.surface[0].isdigit() and (counted := _HANGUL_COUNTED.match(lexeme.surface)):
        return "" if counted["date"] else counted["number"]
    long = len(lexeme.surface) >= _LONG_ENOUGH
    return lexeme.stem if long or not lexeme.exact.isascii() or not lexeme.exact.islower() else ""
