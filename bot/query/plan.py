"""What to ask an archive's index for a query: candidates, never fewer than match.

The index holds a bag of *lexemes* for each article, without positions (PostgreSQL caps those). Words and
beginnings of words, under AND, OR and NOT, are *decided* by it: what it proposes matches. Phrases and NEAR
are told by the article's codes (`bot.query.coded`), what else a query asks by `evaluate`, which has the last
word on whatever is shown.

A lexeme is one letter that tells its kind, then for stems two letters that tell by which stemmer ("xx": by
none), then the token:

    b  folded word of title or text that is its own stem
    w  stem of a word of title or text, where no word is spelled so
    s  folded word of title or text that is not its own stem
    t  stem of a word of the title            l  language

Finer ones, which tell no more but make short work of phrases and beginnings:

    p  20 bits of the CRC-32 of two stems that follow each other in title or text
    x  the first two, three or four letters of a folded word of title or text
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from itertools import chain, pairwise
from typing import Final
from zlib import crc32

from bot.query.coded import CODE, Coded, code, stemmed_by
from bot.query.document import Document
from bot.query.tree import All as AllNode
from bot.query.tree import Any as AnyNode
from bot.query.tree import (
    Near,
    Node,
    Not,
    Phrase,
    Piece,
    Place,
    Published,
    Query,
    Term,
    Wildcard,
    Within,
    Word,
)
from bot.text import Analyser

PAIR: Final = 2  # words that follow each other, of which the index tells
PAIRS: Final = 0xFFFFF  # lexemes for them: of a million articles each is held by some six hundred by chance
BEGINNINGS: Final = (2, 3, 4)  # letters of a word's beginning: longer ones have few words


@dataclass(frozen=True, slots=True)
class Lexeme:
    """Articles that hold this lexeme."""

    text: str


@dataclass(frozen=True, slots=True)
class Prefix:
    """Articles that hold a lexeme that begins so."""

    text: str


@dataclass(frozen=True, slots=True)
class All:
    """Articles that all children propose; two children or more."""

    children: tuple[Candidates, ...]


@dataclass(frozen=True, slots=True)
class Any:
    """Articles that any child proposes; two children or more."""

    children: tuple[Candidates, ...]


@dataclass(frozen=True, slots=True)
class Except:
    """Articles that `wanted` proposes and `unwanted` does not."""

    wanted: Candidates
    unwanted: Candidates


@dataclass(frozen=True, slots=True)
class Everything:
    """The index can't narrow it down."""


@dataclass(frozen=True, slots=True)
class Finer:
    """The same asked in two ways: `fine` of an index that holds the finer lexemes, `coarse` of one without.

    Neither loses an article; they need not propose the same ones.
    """

    fine: Candidates
    coarse: Candidates


Candidates = All | Any | Except | Finer | Lexeme | Prefix | Everything


@dataclass(frozen=True, slots=True)
class Lexemes:
    """What an index holds of an article: two bags of lexemes, and its words in order as codes.

    `finer` are pairs and beginnings, for an index to which they are cheap.
    """

    words: frozenset[str]
    finer: frozenset[str]
    coded: Coded


def lexemes(document: Document) -> Lexemes:
    """Return what an index must hold of *document* for `plan` to find it."""
    words: set[str] = set()
    surfaces: set[str] = set()
    by = stemmed_by(document.language)
    for name in ("title", "text"):
        for word in set(document.fields[name].tokens.lexemes):
            words.add(f"b{by}{word.stem}" if word.surface == word.stem else f"s{word.surface}")
            surfaces.add(word.surface)
    title = document.fields["title"].held
    words.update(
        f"w{by}{stem}" for stem in title | document.fields["text"].held if f"b{by}{stem}" not in words
    )
    words.update(f"t{by}{stem}" for stem in title)
    words.update(f"l{word}" for word in document.fields["lang"].held)
    coded = Coded.of(document)
    finer = {f"x{word[:length]}" for word in surfaces for length in BEGINNINGS if len(word) >= length}
    finer.update(pairs(coded))
    return Lexemes(frozenset(words), frozenset(finer), coded)


def pairs(coded: Coded) -> set[str]:
    """Return the lexemes of words that follow each other."""
    return {
        f"p{crc32(codes[at : at + PAIR * CODE]) & PAIRS:05x}"  # as `pair`, twice as fast: most of indexing
        for codes in (coded.title, coded.text)
        for at in range(0, len(codes) - CODE, CODE)
    }


def pair(codes: bytes) -> str:
    """Return the lexeme of two codes that follow each other: one of a million."""
    return f"p{crc32(codes) & PAIRS:05x}"


@dataclass(frozen=True, slots=True)
class Decided:
    """What to ask the index, the times that the query asks for, and what else it asks; None: nothing."""

    wanted: Candidates
    rest: Query | None
    since: datetime | None = None
    until: datetime | None = None


def plan(query: Query, languages: Iterable[str | None], analyser: Analyser | None = None) -> Candidates:
    """Return what to ask the index for *query*; *languages* are those of the archive's articles.

    *analyser* lends its stemmers, or one is made.
    """
    return _Planner(languages, analyser or Analyser()).node(query.node)


def decide(query: Query, languages: Iterable[str | None], analyser: Analyser) -> Decided:
    """Return what `plan` does, narrower where words are under NOT, and what the index leaves open."""
    times = [part for part in _parts(query.node) if isinstance(part, Published)]
    wanted, rest = _Planner(languages, analyser).split(query.node)
    left = [] if rest is None else [part for part in _parts(rest) if not isinstance(part, Published)]
    return Decided(
        wanted,
        Query(left[0] if len(left) == 1 else AllNode(tuple(left))) if left else None,
        max((part.since for part in times if part.since), default=None),
        min((part.until for part in times if part.until), default=None),
    )


def _parts(node: Node) -> tuple[Node, ...]:
    """Return what must all be true for *node* to be."""
    return node.children if isinstance(node, AllNode) else (node,)


class _Planner:
    """Turns a query into candidates, for the stemmers of the archive's languages."""

    def __init__(self, languages: Iterable[str | None], analyser: Analyser) -> None:
        self._stem = analyser.stem
        self._languages = {stemmed_by(language): language for language in chain(languages, [None])}

    def node(self, node: Node) -> Candidates:
        if isinstance(node, Term):
            return self._term(node)
        if isinstance(node, AllNode):
            return _all(map(self.node, node.children))
        if isinstance(node, AnyNode):
            return _any(map(self.node, node.children))
        assert isinstance(node, Not | Published)
        return Everything()

    def split(self, node: Node) -> tuple[Candidates, Node | None]:
        """Return the candidates for *node*, and what of it they don't decide."""
        if isinstance(node, AllNode):
            return self._split_all(node)
        if isinstance(node, AnyNode):
            parts = [self.split(child) for child in node.children]
            return _any(wanted for wanted, _ in parts), None if all(r is None for _, r in parts) else node
        if isinstance(node, Term) and _is_decided(node):
            return self._term(node), None
        return self.node(node), node

    def _split_all(self, node: AllNode) -> tuple[Candidates, Node | None]:
        parts = [self.split(child) for child in node.children]
        wanted = _all(wanted for wanted, _ in parts)
        rests = []
        for child, (_, rest) in zip(node.children, parts, strict=True):
            if isinstance(child, Not) and not isinstance(wanted, Everything):
                unwanted, open_ = self.split(child.child)
                if open_ is None:
                    wanted = Except(wanted, unwanted)
                    continue
            if rest is not None:
                rests.append(rest)
        if not rests:
            return wanted, None
        return wanted, rests[0] if len(rests) == 1 else AllNode(tuple(rests))

    def _term(self, term: Term) -> Candidates:
        if term.field == "lang":
            return Lexeme(f"l{term.what}")
        if term.field not in {"", "title", "text"}:
            return Everything()
        return self._place(term.what, in_title=term.field == "title")

    def _place(self, what: Place, *, in_title: bool) -> Candidates:
        if isinstance(what, Phrase):
            return self._phrase(what, in_title=in_title)
        if isinstance(what, Within):
            return _all(self._piece(piece, in_title=in_title) for piece in what.pieces)
        if isinstance(what, Near):
            return _all(_any(self._place(each, in_title=in_title) for each in item) for item in what.items)
        return self._piece(what, in_title=in_title)

    def _piece(self, piece: Piece, *, in_title: bool) -> Candidates:
        languages = self._languages
        if isinstance(piece, Wildcard):
            start = piece.prefix
            among = _any([*(Prefix(f"b{by}{start}") for by in languages), Prefix(f"s{start}")])
            return Finer(Lexeme(f"x{start}"), among) if len(start) in BEGINNINGS else among
        stems = [(by, self._stem(piece.surface, language)) for by, language in languages.items()]
        if in_title:
            return _any([Lexeme(f"t{by}{stem}") for by, stem in stems])
        return _any([Lexeme(f"{kind}{by}{stem}") for by, stem in stems for kind in "bw"])

    def _phrase(self, phrase: Phrase, *, in_title: bool) -> Candidates:
        pieces = [self._piece(piece, in_title=in_title) for piece in phrase.pieces]
        found = [
            self._pair(one, two)
            for one, two in pairwise(phrase.pieces)
            if isinstance(one, Word) and isinstance(two, Word)
        ]
        if not found:
            return _all(pieces)
        # Where pairs tell of each word, the words by themselves would only cost time. But the lexeme of one
        # pair alone may be that of another that stands everywhere, and each article proposed costs a look.
        told = len(found) == len(pieces) - 1 > 1 and not in_title
        return Finer(_all(found if told else pieces + found), _all(pieces))

    def _pair(self, one: Word, two: Word) -> Candidates:
        stem = self._stem
        return _any(
            Lexeme(pair(code(by, stem(one.surface, language)) + code(by, stem(two.surface, language))))
            for by, language in self._languages.items()
        )


def _is_decided(term: Term) -> bool:
    """Whether the index alone tells where *term* is true."""
    what = term.what
    if isinstance(what, Word):
        return term.field in {"", "title"}
    if term.field:
        return False
    return isinstance(what, Wildcard) and what.pattern == f"{what.prefix}*"


def _all(children: Iterable[Candidates]) -> Candidates:
    found = dict.fromkeys(child for child in children if not isinstance(child, Everything))
    if not found:
        return Everything()
    return next(iter(found)) if len(found) == 1 else All(tuple(found))


def _any(children: Iterable[Candidates]) -> Candidates:
    found = tuple(dict.fromkeys(children))
    if any(isinstance(child, Everything) for child in found):
        return Everything()
    return found[0] if len(found) == 1 else Any(found)
