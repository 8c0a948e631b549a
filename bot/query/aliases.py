"""Which aliases a query names, itself or through other aliases."""

from __future__ import annotations

import re
from collections.abc import Mapping

from bot.errors import QueryError
from bot.query.lexer import Kind, symbols

ALIAS_NAME = re.compile(r"\w[\w-]*")  # what may stand after the @, folded


def named(text: str) -> frozenset[str]:
    """Return the names that *text* itself uses, folded and without the `@`; none where it can't be read."""
    if "@" not in text and "＠" not in text:
        return frozenset()
    try:
        return frozenset(symbol.text for symbol in symbols(text) if symbol.kind is Kind.ALIAS)
    except QueryError:
        return frozenset()


def used(text: str, aliases: Mapping[str, str]) -> frozenset[str]:
    """Return all names that *text* depends on: those that it uses, and those that these use in turn."""
    found: set[str] = set()
    waiting = set(named(text))
    while waiting:
        name = waiting.pop()
        found.add(name)
        waiting |= named(aliases.get(name, "")) - found
    return frozenset(found)
