"""What to ask an archive's index for a query: candidates, never fewer than match.

The index holds a bag of *lexemes* for each article, without positions (PostgreSQL caps those). Words,
beginnings of words and phrases of two, under AND, OR and NOT, are *decided* by it: what it proposes matches.
What else a query asks is left to `evaluate`, which has the last word on whatever is shown.

A lexeme is one letter that tells its kind, then for stems two letters that tell by which stemmer ("xx": by
none), then the token:

    b  folded word of title or text that is its own stem
    w  stem of a word of title or text, where no word is spelled so
    s  folded word of title or text that is not its own stem
    p  CRC-32 of two stems that follow each other in title or text
    t  stem of a word of the title            l  language
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import chain, pairwise
from typing import Final
from zlib import crc32

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
from bot.text.stems import SNOWBALL, primary

UNSTEMMED: Final = "xx"
PAIR: Final = 2  # words that follow each other, of which the index tells


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


Candidates = All | Any | Except | Lexeme | Prefix | Everything


def lexemes(document: Document) -> set[str]:
    """Return what an index must hold of *document* for `plan` to find it."""
    found: set[str] = set()
    by = stemmed_by(document.language)
    for name in ("title", "text"):
        field = document.fields[name]
        for word in set(field.tokens.lexemes):
            if word.surface == word.stem:
                found.add(f"b{by}{word.stem}")
            else:
                found.add(f"s{word.surface}")
        found.update(pair(by, one, two) for one, two in set(pairwise(field.stems)))
    stems = document.fields["title"].held | document.fields["text"].held
    found.update(f"w{by}{stem}" for stem in stems if f"b{by}{stem}" not in found)
    found.update(f"t{by}{stem}" for stem in document.fields["title"].held)
    found.update(f"l{word}" for word in document.fields["lang"].held)
    return found


def stemmed_by(language: str | None) -> str:
    """Return two letters for the stemmer of a language: the same where all words have the same stems."""
    known = primary(language)
    return known if known in SNOWBALL else UNSTEMMED


def pair(by: str, one: str, two: str) -> str:
    """Return the lexeme of two stems that follow each other.

    Of 4 billion, so that one article in millions that hold both words is taken for one that has the phrase.
    """
    return f"p{crc32(f'{by}{one} {two}'.encode()):08x}"


@dataclass(frozen=True, slots=True)
class Decided:
    """What to ask the index, and what is still to be asked of each article proposed; None: nothing."""

    wanted: Candidates
    rest: Query | None


def plan(query: Query, languages: Iterable[str | None], analyser: Analyser | None = None) -> Candidates:
    """Return what to ask the index for *query*; *languages* are those of the archive's articles.

    *analyser* lends its stemmers, or one is made.
    """
    return _Planner(languages, analyser or Analyser()).node(query.node)


def decide(query: Query, languages: Iterable[str | None], analyser: Analyser | None = None) -> Decided:
    """Return what `plan` does, narrower where words are under NOT, and what the index leaves open."""
    planner = _Planner(languages, analyser or Analyser())
    wanted, rest = planner.split(query.node)
    return Decided(wanted, None if rest is None else Query(rest))


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
            pieces = [self._piece(piece, in_title=in_title) for piece in what.pieces]
            pairs = [
                self._pair(one, two)
                for one, two in pairwise(what.pieces)
                if isinstance(one, Word) and isinstance(two, Word)
            ]
            # Where the pairs tell of each word, the words by themselves would only cost time.
            return _all(pairs if len(pairs) == len(pieces) - 1 and not in_title else pieces + pairs)
        if isinstance(what, Within):
            return _all(self._piece(piece, in_title=in_title) for piece in what.pieces)
        if isinstance(what, Near):
            return _all(_any(self._place(each, in_title=in_title) for each in item) for item in what.items)
        return self._piece(what, in_title=in_title)

    def _piece(self, piece: Piece, *, in_title: bool) -> Candidates:
        languages = self._languages
        if isinstance(piece, Wildcard):
            return _any([*(Prefix(f"b{by}{piece.prefix}") for by in languages), Prefix(f"s{piece.prefix}")])
        stems = [(by, self._stem(piece.surface, language)) for by, language in languages.items()]
        if in_title:
            return _any([Lexeme(f"t{by}{stem}") for by, stem in stems])
        return _any([Lexeme(f"{kind}{by}{stem}") for by, stem in stems for kind in "bw"])

    def _pair(self, one: Word, two: Word) -> Candidates:
        stem = self._stem
        return _any(
            Lexeme(pair(by, stem(one.surface, language), stem(two.surface, language)))
            for by, language in self._languages.items()
        )


def _is_decided(term: Term) -> bool:
    """Whether the index alone tells where *term* is true."""
    what = term.what
    if isinstance(what, Word):
        return term.field in {"", "title"}
    if term.field:
        return False
    if isinstance(what, Wildcard):
        return what.pattern == f"{what.prefix}*"
    return (
        isinstance(what, Phrase)
        and len(what.pieces) == PAIR
        and all(isinstance(piece, Word) for piece in what.pieces)
    )


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
