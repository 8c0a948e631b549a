"""What an article must hold for a query to be worth a look: the keys of the matcher's index.

A key is one letter that tells its kind, then its text:

    w  a word of title or text, folded (it stands for its stem in the article's language)
    p  what a word of title or text begins with, at most LONGEST_PREFIX letters of it
    m  field and word, as "outlet:reuters"; "outlet:" alone: that field is not empty
"""

from __future__ import annotations

from collections.abc import Callable, Iterable

from bot.query.document import Document
from bot.query.tree import (
    ARTICLE_FIELDS,
    FIELDS,
    All,
    Any,
    Near,
    Node,
    Not,
    Phrase,
    Piece,
    Place,
    Term,
    Wildcard,
    Within,
    Word,
)

OTHER_FIELDS = tuple(name for name in FIELDS if name not in ARTICLE_FIELDS)

# An article's words are cut at each length up to here; longer ones would propose little less.
LONGEST_PREFIX = 6  # letters

Group = tuple[str, ...]  # keys, one of which at least must be there
Cost = Callable[[str], float]


def needs(node: Node, cost: Cost) -> list[Group]:
    """Return groups of keys of which each must be met wherever *node* is true; [] where none must.

    Of alternatives the cheapest group of each is taken, by *cost* of a key (how many articles hold it).
    """
    if isinstance(node, Term):
        return _place(node.what, node.field, cost)
    if isinstance(node, All):
        return list(dict.fromkeys(group for child in node.children for group in needs(child, cost)))
    if isinstance(node, Any):
        return _either((needs(child, cost) for child in node.children), cost)
    return []


def bans(node: Node) -> list[str]:
    """Return the keys of which none may be met wherever *node* is true: words under NOT."""
    if isinstance(node, All):
        return [key for child in node.children for key in bans(child)]
    if isinstance(node, Not):
        return [_key(word, "") for word in _words(node.child) or ()]
    return []


def is_decided(node: Node) -> bool:
    """Whether `needs` and `bans` are all that *node* asks: words, alternatives of words, words under NOT."""
    if isinstance(node, All):
        return all(is_decided(child) for child in node.children)
    return _words(node.child if isinstance(node, Not) else node) is not None


def _words(node: Node) -> list[Word] | None:
    """Return the words of title or text of which *node* asks for any; None where it asks for more."""
    nodes = node.children if isinstance(node, Any) else (node,)
    found = []
    for child in nodes:
        if not isinstance(child, Term) or child.field or not isinstance(child.what, Word):
            return None
        found.append(child.what)
    return found


def cheapest(groups: list[Group], cost: Cost) -> Group:
    """Return the group that the fewest articles meet: the sum over its keys, at most."""
    return min(groups, key=lambda group: sum(map(cost, group)))


def other_keys(document: Document) -> list[str]:
    """Return the keys of the fields beside title and text that *document* meets."""
    keys = []
    for name in OTHER_FIELDS:
        lexemes = document.fields[name].tokens.lexemes
        if lexemes:
            keys.append(f"m{name}:")
            keys.extend(f"m{name}:{lexeme.surface}" for lexeme in lexemes)
    return keys


def _place(what: Place, field: str, cost: Cost) -> list[Group]:
    if isinstance(what, Phrase | Within):
        return [(key,) for key in dict.fromkeys(_key(piece, field) for piece in what.pieces)]
    if isinstance(what, Near):
        return [
            group
            for item in what.items
            for group in _either((_place(each, field, cost) for each in item), cost)
        ]
    return [(_key(what, field),)]


def _key(piece: Piece, field: str) -> str:
    if field in OTHER_FIELDS:
        return f"m{field}:" if isinstance(piece, Wildcard) else f"m{field}:{piece.surface}"
    return f"p{piece.prefix[:LONGEST_PREFIX]}" if isinstance(piece, Wildcard) else f"w{piece.surface}"


def _either(alternatives: Iterable[list[Group]], cost: Cost) -> list[Group]:
    """Return the one group of which a key is met whichever alternative is true."""
    union: dict[str, None] = {}
    listed = list(alternatives)
    if len(listed) == 1:
        return listed[0]
    for groups in listed:
        if not groups:
            return []
        union.update(dict.fromkeys(cheapest(groups, cost)))
    return [tuple(union)]
