"""The words of an article as numbers, in order: words, phrases and NEAR are found without reading it again.

A code is the CRC-32 of a stem and of the stemmer that gave it, four bytes: one article of 600 words in seven
million holds another stem with the code of a word. What is shown of an article is always evaluated in full.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import chain
from typing import Final
from zlib import crc32

from bot.query.document import Document, Field
from bot.query.positions import spans
from bot.query.tree import (
    All,
    Any,
    Near,
    Node,
    Not,
    Phrase,
    Place,
    Published,
    Term,
    Wildcard,
    Within,
    Word,
    walk,
)
from bot.text import Analyser
from bot.text.stems import STEMMED, primary

CODE: Final = 4  # bytes
UNSTEMMED: Final = "xx"

OF_ARTICLE: Final = frozenset({"", "title", "text"})  # fields whose words are coded; "": either

Counts = dict[str, tuple[int, int]]  # of each positive term: how often in the title, how often in the text


def stemmed_by(language: str | None) -> str:
    """Return two letters for the stemmer of a language: the same where all words have the same stems."""
    known = primary(language)
    return known if known in STEMMED else UNSTEMMED


def code(by: str, stem: str) -> bytes:
    """Return the code of a stem that the stemmer *by* gave."""
    return crc32(f"{by}{stem}".encode()).to_bytes(CODE)


@dataclass(frozen=True, slots=True)
class Coded:
    """The codes of an article's words, one after the other; `by` is its stemmer."""

    by: str
    title: bytes
    text: bytes

    @property
    def length(self) -> int:
        """The words of the text."""
        return len(self.text) // CODE

    @classmethod
    def of(cls, document: Document) -> Coded:
        """Return a document's words as codes."""
        by = stemmed_by(document.language)
        title, text = document.fields["title"], document.fields["text"]
        codes = {stem: code(by, stem) for stem in title.held | text.held}
        return cls(by, *(b"".join([codes[stem] for stem in field.stems]) for field in (title, text)))


class _Places(Field):
    """Codes as a field whose stems they are, for what is asked of places alone (no surfaces, no offsets)."""

    __slots__ = ("_codes", "_found")

    def __init__(self, codes: bytes, stem: Callable[[str], str]) -> None:
        self.stem = stem
        self._codes = codes
        self._found: dict[str, list[int]] = {}

    def at(self, stem: str) -> Sequence[int]:
        """Return the positions of a code, rising: few are asked for, and looking for them is done in C."""
        if (known := self._found.get(stem)) is None:
            known = self._found[stem] = list(_places(stem.encode("latin-1"), self._codes))
        return known


def span_of(document: Document, coded: Coded, low: int, high: int, *, near: int) -> int | None:
    """Return which word of an article's text the word *low* of a part of it is; None where it can't be told.

    *document* is the part; its words from *low* to before *high* are whole. Where they stand in the article
    more than once, it is the last place that begins at or before the word *near*, else the first one.
    """
    stems = document.fields["text"].stems[low:high]
    if not stems:
        return None
    run = b"".join([code(coded.by, stem) for stem in stems])
    at = coded.text.rfind(run, 0, (near + 1) * CODE + len(run) - CODE)
    while at > 0 and at % CODE:
        at = coded.text.rfind(run, 0, at + len(run) - 1)
    if at < 0:
        at = _place(run, coded.text)
    return at // CODE if at >= 0 else None


class Sought:
    """A query's nodes, ready to be asked of many coded articles; keeps the codes of its words by stemmer.

    `tells_all`: all that it asks for can be told by codes. `beginnings` are those of its wildcards.
    """

    def __init__(self, node: Node, analyser: Analyser) -> None:
        self._node = node
        self._stem = analyser.stem
        self._needles: dict[tuple[str, Phrase | Word], bytes] = {}
        terms = [each for each in walk(node) if isinstance(each, Term)]
        self.tells_all = all(term.field in OF_ARTICLE and _is_told(term.what) for term in terms)
        stars = [term.what.prefix for term in _positive(node) if isinstance(term.what, Wildcard)]
        self.beginnings = tuple(stars)
        self._counted = [
            term for term in _positive(node) if term.field in OF_ARTICLE and _is_plain(term.what)
        ]

    def holds(self, coded: Coded, at: datetime) -> bool | None:
        """Whether the query is true of an article of the time *at*; None where codes can't tell."""
        return self._holds(self._node, coded, at)

    def runs(self, stemmers: Iterable[str]) -> list[tuple[str, bytes]]:
        """Return phrases of which each match holds one, as (stemmer, codes); none where it need hold none."""
        phrases = _phrases(self._node)
        if not any(isinstance(each, Phrase) for each in phrases):
            return []  # an index tells of single words by itself
        return [(by, self._needle(by, each)) for by in stemmers for each in phrases]

    @property
    def told_by_runs(self) -> bool:
        """Whether all that it asks is that an article hold one of its `runs`.

        Each is of two codes or more: where its bytes stand, they don't begin within a code by chance.
        """
        terms = self._node.children if isinstance(self._node, Any) else (self._node,)
        return all(
            isinstance(term, Term) and not term.field and _is_plain(term.what) and _words(term.what) > 1
            for term in terms
        )

    def counts(self, coded: Coded) -> Counts:
        """Return how often each positive word and phrase stands in an article; others are left out."""
        found: Counts = {}
        for term in self._counted:
            needle = self._needle(coded.by, term.what)
            title = coded.title.count(needle) if term.field != "text" else 0
            text = coded.text.count(needle) if term.field != "title" else 0
            if title or text:
                found[str(term)] = title, text
        return found

    @property
    def tells_places(self) -> bool:
        """Whether all that is marked of a match are words and phrases, each by itself."""
        return _is_flat(self._node) and all(
            term.field in OF_ARTICLE and _is_plain(term.what) for term in _positive(self._node)
        )

    def first(self, coded: Coded) -> int | None:
        """Return the number of the text's first word that a positive word or phrase names, from 0."""
        needles = [self._needle(coded.by, term.what) for term in self._counted if term.field != "title"]
        return min((at // CODE for each in needles if (at := _place(each, coded.text)) >= 0), default=None)

    def _holds(self, node: Node, coded: Coded, at: datetime) -> bool | None:
        if isinstance(node, Term):
            return self._stands(node, coded)
        if isinstance(node, Not):
            inner = self._holds(node.child, coded, at)
            return None if inner is None else not inner
        if isinstance(node, Published):
            return (node.since is None or at >= node.since) and (node.until is None or at < node.until)
        settles = isinstance(node, Any)
        answer: bool | None = not settles
        for child in node.children:
            one = self._holds(child, coded, at)
            if one is settles:
                return settles
            if one is None:
                answer = None
        return answer

    def _stands(self, term: Term, coded: Coded) -> bool | None:
        if term.field not in OF_ARTICLE:
            return None
        told = [
            self._in(term.what, coded.by, codes)
            for name, codes in (("text", coded.text), ("title", coded.title))
            if term.field in {"", name}
        ]
        return True if True in told else None if None in told else False

    def _in(self, what: Place, by: str, codes: bytes) -> bool | None:
        if _is_plain(what):
            return _stands(self._needle(by, what), codes)
        if isinstance(what, Within):
            options: Iterable[tuple[Place, ...]] = ((piece,) for piece in what.pieces)
        elif isinstance(what, Near):
            options = what.items
        elif isinstance(what, Phrase):
            options = ((piece,) for piece in what.pieces)
        else:
            return None
        sure = True
        for alternatives in options:
            plain = [each for each in alternatives if _is_plain(each)]
            if len(plain) < len(alternatives):
                sure = False
            elif not any(_stands(self._needle(by, each), codes) for each in plain):
                return False
        if not sure or isinstance(what, Phrase):
            return None
        return bool(spans(what, _Places(codes, lambda word: self._needle(by, Word(word)).decode("latin-1"))))

    def _needle(self, by: str, what: Place) -> bytes:
        assert isinstance(what, Phrase | Word)
        if (known := self._needles.get((by, what))) is None:
            pieces = what.pieces if isinstance(what, Phrase) else (what,)
            language = None if by == UNSTEMMED else by
            known = b"".join(
                code(by, self._stem(piece.surface, language)) for piece in pieces if isinstance(piece, Word)
            )
            self._needles[by, what] = known
        return known


def _is_plain(what: Place) -> bool:
    """Whether *what* is a word or a phrase of words: a run of codes."""
    if isinstance(what, Phrase):
        return all(isinstance(piece, Word) for piece in what.pieces)
    return isinstance(what, Word)


def _is_told(what: Place) -> bool:
    """Whether codes alone tell where *what* stands."""
    if isinstance(what, Near):
        return all(_is_plain(each) for item in what.items for each in item)
    if isinstance(what, Within):
        return all(map(_is_plain, what.pieces))
    return _is_plain(what)


def _phrases(node: Node) -> tuple[Place, ...]:
    """Return phrases and words of which one stands wherever *node* is true; none where that is not sure."""
    if isinstance(node, Term):
        return (node.what,) if node.field in OF_ARTICLE and _is_plain(node.what) else ()
    if isinstance(node, Any):
        parts = [_phrases(child) for child in node.children]
        return tuple(chain.from_iterable(parts)) if all(parts) else ()
    if isinstance(node, All):  # the one that asks for the longest runs
        return max(map(_phrases, node.children), key=_shortest)
    return ()


def _shortest(phrases: Sequence[Place]) -> int:
    """Return how many words the shortest has."""
    return min(map(_words, phrases), default=0)


def _words(what: Place) -> int:
    """Return how many words a word or a phrase of words has."""
    return len(what.pieces) if isinstance(what, Phrase) else 1


def _positive(node: Node) -> Iterable[Term]:
    """Yield the terms that are not under NOT."""
    if isinstance(node, Term):
        yield node
    elif isinstance(node, All | Any):
        for child in node.children:
            yield from _positive(child)


def _stands(needle: bytes, codes: bytes) -> bool:
    """Whether a run of codes stands in others, at the beginning of one."""
    return _place(needle, codes) >= 0


def _place(needle: bytes, codes: bytes) -> int:
    """Return where a run of codes first stands in others, in bytes; negative where it does not."""
    at = codes.find(needle)
    while at > 0 and at % CODE:
        at = codes.find(needle, at + 1)
    return at


def _places(needle: bytes, codes: bytes) -> Iterable[int]:
    """Yield the number of each code that is *needle*."""
    at = codes.find(needle)
    while at >= 0:
        if at % CODE == 0:
            yield at // CODE
        at = codes.find(needle, at + 1)


def _is_flat(node: Node) -> bool:
    """Whether each positive term is marked wherever it stands, whatever else does."""
    if isinstance(node, All):
        return all(isinstance(child, Not | Published) or _is_flat(child) for child in node.children)
    if isinstance(node, Any):
        return all(isinstance(child, Term) for child in node.children)
    return isinstance(node, Term)
