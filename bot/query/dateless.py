"""A search's words as a watchlist's: without the dates, which a watchlist does not take."""

from __future__ import annotations

from collections.abc import Iterator

from bot.query.foreign_syntax import DATES
from bot.query.lexer import Kind, Symbol, symbols

_SIGNS = {Kind.NOT, Kind.PLUS}


def dateless(text: str) -> str:
    """Return *text*, a query that can be read, without the dates that stand beside its words.

    What else it says stays as it was typed. Dates that OR joins or parentheses hold are left for `parse` to
    refuse: without them the query would say something else.
    """
    kept = text
    for start, end in reversed(list(_dates(list(symbols(text))))):
        kept = kept[:start] + kept[end:]
    return " ".join(kept.split()) if kept != text else text


def _dates(typed: list[Symbol]) -> Iterator[tuple[int, int]]:
    """Yield where each date begins and ends, with the sign before it and one AND beside it."""
    depth = gone = 0
    for at, symbol in enumerate(typed):
        depth += (symbol.kind is Kind.OPEN) - (symbol.kind is Kind.CLOSE)
        if depth or symbol.kind is not Kind.FIELD or symbol.text not in DATES:
            continue
        first, last = at, at + 2  # the field, its date, what comes after
        while first and typed[first - 1].kind in _SIGNS:
            first -= 1
        before = typed[first - 1].kind if first > gone else Kind.END  # two dates may share one AND
        if Kind.OR in {before, typed[last].kind}:
            continue
        if before is Kind.AND:
            first -= 1
        elif typed[last].kind is Kind.AND:
            last += 1
        gone = last
        yield typed[first].position, typed[last].position
