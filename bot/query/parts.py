"""A query's parts, each with the query as it would be without it: what a part costs, or adds."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from bot.query.parser import unanchored
from bot.query.tree import All, Any, Node, Not, Published, Query


class Role(StrEnum):
    """What a part does to a query."""

    NARROWS = "narrows"  # it must be there, or must not: without it, more is found
    ADDS = "adds"  # one of several: without it, less is found


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a query, spelled, and what the query is without it."""

    written: str
    role: Role
    rest: Query


def without(query: Query) -> list[Part]:
    """Return the parts that can be left out, from left to right, those of groups too.

    A part without which the rest asks for nothing that could be looked up is not among them.
    """
    return [
        Part(str(part), role, Query(rest))
        for part, role, rest in _without(query.node)
        if unanchored(rest) is None
    ]


def _without(node: Node) -> Iterator[tuple[Node, Role, Node]]:
    if isinstance(node, All):
        for at, child in enumerate(node.children):
            others = (*node.children[:at], *node.children[at + 1 :])
            if not isinstance(child, Published):
                yield child, Role.NARROWS, _all(others)
            if isinstance(child, Any):
                for part, role, rest in _without(child):
                    yield part, role, All((*node.children[:at], rest, *node.children[at + 1 :]))
            elif isinstance(child, Not) and isinstance(child.child, Any):
                for part, rest in _alternatives(child.child):
                    kept = All((*node.children[:at], Not(rest), *node.children[at + 1 :]))
                    yield Not(part), Role.NARROWS, kept
    elif isinstance(node, Any):
        for part, rest in _alternatives(node):
            yield part, Role.ADDS, rest


def _alternatives(node: Any) -> Iterator[tuple[Node, Node]]:
    for at, child in enumerate(node.children):
        others = (*node.children[:at], *node.children[at + 1 :])
        yield child, others[0] if len(others) == 1 else Any(others)


def _all(children: tuple[Node, ...]) -> Node:
    return children[0] if len(children) == 1 else All(children)
