"""Does one article match one query, and by which words? This has the last word everywhere."""

from __future__ import annotations

from bot.domain.watchlist import Hit
from bot.query.document import Document
from bot.query.positions import spans, stands
from bot.query.tree import ARTICLE_FIELDS, All, Any, Node, Not, Published, Query, Term

# Of one part in one field so many places are told; what is shown of them is less.
MOST_HITS = 20


def evaluate(query: Query, document: Document) -> tuple[Hit, ...] | None:
    """Return the words of *document* that fulfil the positive parts of *query*; None where it doesn't match.

    Hits in the title come first, then those in the text, then other fields; each from left to right.
    """
    if not holds(query.node, document):
        return None
    return hits(query, document)


def holds(node: Node, document: Document) -> bool:
    """Whether *node* is true of *document*."""
    if isinstance(node, Term):
        if node.field:
            return stands(node.what, document.fields[node.field])
        fields = document.fields
        return stands(node.what, fields["text"]) or stands(node.what, fields["title"])
    # Loops, not generators: this is where the time of matching goes.
    if isinstance(node, All | Any):
        wanted = isinstance(node, Any)
        for child in node.children:
            if holds(child, document) is wanted:
                return wanted
        return not wanted
    if isinstance(node, Not):
        return not holds(node.child, document)
    return _in_time(node, document)


def hits(query: Query, document: Document) -> tuple[Hit, ...]:
    """Return the hits of a query that is known to match."""
    found: dict[Hit, None] = {}
    _collect(query.node, document, found)
    order = {name: index for index, name in enumerate(document.fields)}
    return tuple(sorted(found, key=lambda hit: (order[hit.field], hit.start, hit.end)))


def _collect(node: Node, document: Document, found: dict[Hit, None]) -> None:
    if isinstance(node, Term):
        for name in (node.field,) if node.field else ARTICLE_FIELDS:
            tokens = document.fields[name].tokens
            for first, last in spans(node.what, document.fields[name])[:MOST_HITS]:
                start, end = tokens.span(first)[0], tokens.span(last)[1]
                found[Hit(str(node), name, start, end, tokens.source[start:end])] = None
    elif isinstance(node, All):
        for child in node.children:
            _collect(child, document, found)
    elif isinstance(node, Any):
        for child in node.children:
            if holds(child, document):
                _collect(child, document, found)


def _in_time(node: Published, document: Document) -> bool:
    at = document.published
    if at is None:
        return False
    return (node.since is None or at >= node.since) and (node.until is None or at < node.until)
