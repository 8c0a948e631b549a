"""What to ask an archive's index for a query: candidates, never fewer than match.

The index holds a bag of *lexemes* for each article, without positions (PostgreSQL caps those): words and
prefixes under AND and OR are safe, so phrases and NEAR become their words, and NOT is left out. What
the index proposes, `evaluate` decides.

A lexeme is one letter that tells its kind, then the token:

    w  stem of a word of title or text        s  its folded form, where that is not the stem
    t  stem of a word of the title            l  language
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from itertools import chain

from bot.query.document import Document
from bot.query.tree import All as AllNode
from bot.query.tree import Any as AnyNode
from bot.query.tree import (
    Exact,
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
)
from bot.text import Analyser


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
class Everything:
    """The index can't narrow it down."""


Candidates = All | Any | Lexeme | Prefix | Everything


def lexemes(document: Document) -> set[str]:
    """Return what an index must hold of *document* for `plan` to find it."""
    found: set[str] = set()
    for name in ("title", "text"):
        for word in set(document.fields[name].tokens.lexemes):
            found.add("w" + word.stem)
            if word.surface != word.stem:
                found.add("s" + word.surface)
    found.update("t" + word.stem for word in document.fields["title"].tokens.lexemes)
    found.update("l" + word.surface for word in document.fields["lang"].tokens.lexemes)
    return found


def plan(query: Query, languages: Iterable[str | None], analyser: Analyser | None = None) -> Candidates:
    """Return what to ask the index for *query*; *languages* are those of the archive's articles.

    *analyser* lends its stemmers, or one is made.
    """
    stem = (analyser or Analyser()).stem
    known = list(dict.fromkeys(chain(languages, [None])))
    return _node(query.node, lambda word: tuple(dict.fromkeys(stem(word, language) for language in known)))


Stems = Callable[[str], tuple[str, ...]]


def _node(node: Node, stems: Stems) -> Candidates:
    if isinstance(node, Term):
        return _term(node, stems)
    if isinstance(node, AllNode):
        return _all(_node(child, stems) for child in node.children)
    if isinstance(node, AnyNode):
        return _any(_node(child, stems) for child in node.children)
    assert isinstance(node, Not | Published)
    return Everything()


def _term(term: Term, stems: Stems) -> Candidates:
    if term.field == "lang":
        return Lexeme(f"l{term.what}")
    if term.field not in {"", "title", "text"}:
        return Everything()
    kind = "t" if term.field == "title" else "w"
    return _place(term.what, lambda piece: _piece(piece, kind, stems))


def _place(what: Place, piece: Callable[[Piece], Candidates]) -> Candidates:
    if isinstance(what, Phrase | Within):
        return _all(map(piece, what.pieces))
    if isinstance(what, Near):
        return _all(_any(_place(each, piece) for each in item) for item in what.items)
    return piece(what)


def _piece(piece: Piece, kind: str, stems: Stems) -> Candidates:
    if isinstance(piece, Wildcard):
        return _any([Prefix(f"w{piece.prefix}"), Prefix(f"s{piece.prefix}")])
    if isinstance(piece, Exact) and kind == "w":
        return _any([Lexeme(f"w{piece.surface}"), Lexeme(f"s{piece.surface}")])
    return _any([Lexeme(kind + stem) for stem in stems(piece.surface)])


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
