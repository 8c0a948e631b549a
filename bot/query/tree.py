"""A query as a tree of frozen values, and its canonical spelling.

    Query ── node: All | Any | Not | Term | Published
    Term  ── field ("" is title or text) and what stands in it:
             Word | Exact | Wildcard | Phrase | Within | Near

Fields are pushed down to the terms and aliases are replaced while parsing, so a tree needs nothing
around it to be evaluated.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from itertools import pairwise

ARTICLE_FIELDS = ("title", "text")
FIELDS = (*ARTICLE_FIELDS, "outlet", "feed", "author", "lang", "url")


@dataclass(frozen=True, slots=True)
class Word:
    """A folded word that matches by stem."""

    surface: str

    def __str__(self) -> str:
        return self.surface


@dataclass(frozen=True, slots=True)
class Exact:
    """A word that matches with its capitals and accents; `surface` is the folded form."""

    form: str
    surface: str

    def __str__(self) -> str:
        return f"={self.form}"


@dataclass(frozen=True, slots=True)
class Wildcard:
    """A folded pattern that matches whole words: `*` any characters, `?` one."""

    pattern: str

    def __str__(self) -> str:
        return self.pattern

    @property
    def prefix(self) -> str:
        """What every matching word begins with."""
        return self.pattern.split("*", 1)[0].split("?", 1)[0]


Piece = Word | Exact | Wildcard


@dataclass(frozen=True, slots=True)
class Phrase:
    """Words that follow each other; `written` spells them in a way that parses to the same pieces."""

    pieces: tuple[Piece, ...]
    written: str

    def __str__(self) -> str:
        return f'{"=" if isinstance(self.pieces[0], Exact) else ""}"{self.written}"'


@dataclass(frozen=True, slots=True)
class Within:
    """Words in any order, the first and the last at most `distance` words apart."""

    pieces: tuple[Piece, ...]
    distance: int
    written: str

    def __str__(self) -> str:
        return f'"{self.written}"~{self.distance}'


@dataclass(frozen=True, slots=True)
class Near:
    """A chain: each item at most `distances[i]` words from the next one, which follows it where `ordered[i]`.

    An item is a group of alternatives.
    """

    items: tuple[tuple[Piece | Phrase, ...], ...]
    distances: tuple[int, ...]
    ordered: tuple[bool, ...]

    def __str__(self) -> str:
        spelled = [
            str(item[0]) if len(item) == 1 else f"({' OR '.join(map(str, item))})" for item in self.items
        ]
        text = spelled[0]
        for distance, ordered, item in zip(self.distances, self.ordered, spelled[1:], strict=True):
            text += f" {'ONEAR' if ordered else 'NEAR'}/{distance} {item}"
        return text


Place = Piece | Phrase | Within | Near


@dataclass(frozen=True, slots=True)
class Term:
    """Something that must stand in a field; "" is the title or the text."""

    field: str
    what: Place

    def __str__(self) -> str:
        if not self.field:
            return str(self.what)
        return f"{self.field}:({self.what})" if isinstance(self.what, Near) else f"{self.field}:{self.what}"


@dataclass(frozen=True, slots=True)
class Published:
    """Published at or after `since`, or before `until`; `written` is what was asked, as "7d"."""

    since: datetime | None
    until: datetime | None
    written: str

    def __str__(self) -> str:
        return f"{'before' if self.since is None else 'after'}:{self.written}"


@dataclass(frozen=True, slots=True)
class All:
    """Every child matches; two children or more."""

    children: tuple[Node, ...]

    def __str__(self) -> str:
        parts = [f"({child})" if isinstance(child, Any) else str(child) for child in self.children]
        return beside(parts, " AND ")


@dataclass(frozen=True, slots=True)
class Any:
    """At least one child matches; two children or more."""

    children: tuple[Node, ...]

    def __str__(self) -> str:
        return " OR ".join(map(str, self.children))


@dataclass(frozen=True, slots=True)
class Not:
    """The child does not match."""

    child: Node

    def __str__(self) -> str:
        return f"-({self.child})" if isinstance(self.child, All | Any) else f"-{self.child}"


Node = All | Any | Not | Term | Published


@dataclass(frozen=True, slots=True)
class Query:
    """A parsed query. `str()` gives the canonical spelling; `source` is what was typed."""

    node: Node
    source: str = field(default="", compare=False)

    def __str__(self) -> str:
        return str(self.node)

    @property
    def terms(self) -> tuple[Term, ...]:
        """All terms, from left to right, those under NOT too."""
        return tuple(node for node in walk(self.node) if isinstance(node, Term))


def walk(node: Node) -> Iterator[Node]:
    """Yield *node* and everything under it, from left to right."""
    yield node
    if isinstance(node, All | Any):
        for child in node.children:
            yield from walk(child)
    elif isinstance(node, Not):
        yield from walk(node.child)


def beside(parts: list[str], between_numbers: str) -> str:
    """Join *parts* by a space, which would make one number of two: those by *between_numbers*."""
    joined = parts[0] if parts else ""
    for before, after in pairwise(parts):
        joined += (between_numbers if before[-1:].isdigit() and after[:1].isdigit() else " ") + after
    return joined
