"""Why does an article not match? The first condition that fails, in the order in which it was written."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from bot.domain.watchlist import Hit
from bot.query.document import Document
from bot.query.evaluate import hits, holds
from bot.query.positions import stands
from bot.query.tree import (
    ARTICLE_FIELDS,
    All,
    Any,
    Near,
    Node,
    Not,
    Phrase,
    Piece,
    Published,
    Query,
    Term,
    Within,
)


class Fault(StrEnum):
    """How a condition fails, in words that follow the condition."""

    MISSING = "is not there"
    NONE = "has nothing that is there"
    APART = "has its words there, but not so close together"
    EARLIER = "begins after the article"
    LATER = "ends before the article"
    UNDATED = "asks for a time, and the article has none"
    PRESENT = "leaves out what is there"


@dataclass(frozen=True, slots=True)
class Failure:
    """The first condition of a query that an article fails: `part` spells it.

    `hits` are the words that did it where the condition is a NOT.
    """

    part: str
    fault: Fault
    hits: tuple[Hit, ...] = ()


def explain(query: Query, document: Document) -> Failure | None:
    """Return the first condition of *query* that *document* fails; None where it matches."""
    return None if holds(query.node, document) else _failing(query.node, document)


def _failing(node: Node, document: Document) -> Failure:
    """Return what fails in *node*, which is known to be false."""
    if isinstance(node, All):
        return _failing(next(child for child in node.children if not holds(child, document)), document)
    if isinstance(node, Any):
        return Failure(str(node), Fault.NONE)
    if isinstance(node, Not):
        return Failure(str(node), Fault.PRESENT, hits(Query(node.child), document))
    if isinstance(node, Published):
        return Failure(str(node), _when(node, document))
    return Failure(str(node), Fault.APART if _all_stand(node, document) else Fault.MISSING)


def _when(node: Published, document: Document) -> Fault:
    if document.published is None:
        return Fault.UNDATED
    early = node.since is not None and document.published < node.since
    return Fault.EARLIER if early else Fault.LATER


def _all_stand(term: Term, document: Document) -> bool:
    """Return whether what a term joins stands in one field, each by itself."""
    fields = (term.field,) if term.field else ARTICLE_FIELDS
    groups = _joined(term)
    return bool(groups) and any(
        all(any(stands(each, document.fields[name]) for each in group) for group in groups) for name in fields
    )


def _joined(term: Term) -> list[tuple[Piece | Phrase, ...]]:
    if isinstance(term.what, Phrase | Within):
        return [(piece,) for piece in term.what.pieces]
    if isinstance(term.what, Near):
        return list(term.what.items)
    return []
