"""What a query that can be read says, and is often not meant.

Said beside what it finds: refused it would be, were it never meant. What no query can say is refused where it
is read (`foreign_syntax`).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Final

from bot.errors import QueryError
from bot.query.foreign_syntax import DATES
from bot.query.languages import otherwise
from bot.query.lexer import Kind, Symbol, symbols

MOST: Final = 3  # said of one query
LONGEST_SHOWN: Final = 80  # characters of a query's words that are shown

_JOIN: Final = {
    "AND": "to join words, write AND",
    "OR": "to join words, write OR",
    "NOT": "to leave a word out, write NOT or -",
}
_SMALL: Final = {
    "and": _JOIN["AND"],
    "or": _JOIN["OR"],
    "not": _JOIN["NOT"],
    "near": "within eight words is NEAR/8",
    "without": _JOIN["NOT"],
    "except": _JOIN["NOT"],
}
"""English words that are no operators here, in any letters but those of one."""

_CAPITALS: Final = {
    **dict.fromkeys(("И", "ТА", "UND", "ET", "Y"), _JOIN["AND"]),
    **dict.fromkeys(("ИЛИ", "АБО", "ЧИ", "ODER", "OU", "O", "LUB", "XOR"), _JOIN["OR"]),
    **dict.fromkeys(("НЕ", "NICHT", "SAUF", "BUT", "NOR"), _JOIN["NOT"]),
    "ADJ": 'side by side is "two words"',
    "SAME": "within a sentence or so is NEAR/15",
}
"""Operators of other languages and systems, where they stand in capitals and not all else does."""

_UNITS: Final = {Kind.WORD, Kind.PHRASE, Kind.ALIAS, Kind.OPEN}
_LIST: Final = re.compile(r"[^\W\d_][,;+/][^\W\d_]")
_OPERATOR: Final = re.compile(r"\b(?:AND|OR|NOT)\b")
_WHEN: Final = re.compile(r"\d{4}(?:-\d\d?){0,2}|\d{1,4}[hdwmy]")


def pitfalls(query: str) -> tuple[str, ...]:
    """Return what *query* says and is often not meant: a sentence each; nothing where it can't be read.

    In small letters `and`, `or` and `not` are words like others, as in Lucene.
    """
    try:
        typed = list(symbols(query))
    except QueryError:
        return ()
    said = [
        *_words(typed, query),
        *_phrases(typed),
        *_lists(typed),
        *_fields(typed),
        *_readings(typed, query),
    ]
    return tuple(dict.fromkeys(said))[:MOST]


def _words(typed: Sequence[Symbol], query: str) -> Iterator[str]:
    """Find operators that are none, and dates that are words, between other words."""
    shouted = query == query.upper()
    for symbol in typed[1:-2]:
        if symbol.kind is not Kind.WORD or symbol.exact:
            continue
        meant = _SMALL.get(symbol.text.casefold())
        if meant is None and not shouted:
            meant = _CAPITALS.get(symbol.text)
        if meant:
            yield f"`{_shown(symbol.text)}` is looked for as a word here: {meant}"
    for symbol, after in pairwise(typed):
        name = {"since": "after", "until": "before"}.get(symbol.text.casefold(), symbol.text.casefold())
        if symbol.kind is Kind.WORD and name in DATES and _WHEN.fullmatch(after.text):
            yield f"`{_shown(symbol.text)}` is looked for as a word here: a date is {name}:{after.text}"


def _phrases(typed: Sequence[Symbol]) -> Iterator[str]:
    for symbol in typed:
        if symbol.kind is Kind.PHRASE and (found := _OPERATOR.search(symbol.text)):
            yield f"`{found[0]}` between quotation marks is a word: write it outside of them"


def _lists(typed: Sequence[Symbol]) -> Iterator[str]:
    """Find words that a sign joins, which are a phrase, and words with commas, which are all looked for."""
    before = Symbol(Kind.END, 0)
    for at, symbol in enumerate(typed):
        if symbol.kind is Kind.WORD and not symbol.exact and before.text not in {"url", *DATES}:
            if _LIST.search(symbol.text):
                parts = [part for part in re.split(r"[,;+/]", symbol.text) if part]
                either = " OR ".join(parts)
                either = f"{before.text}:({either})" if before.kind is Kind.FIELD else either
                said = f"`{_shown(symbol.text)}` is looked for as words side by side"
                yield f"{said}: one of them is `{_shown(either)}`"
            elif symbol.text[-1] in ",;" and typed[at + 1].kind is Kind.WORD:
                yield "All words with commas between them are looked for: for one of them, write OR"
        before = symbol


def _fields(typed: Sequence[Symbol]) -> Iterator[str]:
    """Find fields that were probably to reach over an OR, and countries that were named as languages."""
    for name, value in pairwise(typed):
        if name.kind is Kind.FIELD and name.text == "lang" and (said := otherwise(value.text.casefold())):
            yield said
    for name, first, joined, second in zip(typed, typed[1:], typed[2:], typed[3:], strict=False):
        if (
            name.kind is Kind.FIELD
            and {first.kind, second.kind} <= {Kind.WORD, Kind.PHRASE}
            and joined.kind is Kind.OR
        ):
            either = f"{name.text}:({_written(first)} OR {_written(second)})"
            yield f"`{name.text}:` reaches its next word only: for one of two, write `{_shown(either)}`"


@dataclass(slots=True)
class _Group:
    """What stands between two parentheses: where its branches begin, and how much is in each."""

    starts: list[int]
    units: list[int] = field(default_factory=lambda: [0])


def _readings(typed: Sequence[Symbol], query: str) -> Iterator[str]:
    """Find groups in which OR has more than one thing beside it: AND binds closer, as in Lucene."""
    open_ = [_Group([0])]
    before = Kind.END
    for symbol in typed:
        if not open_:
            return  # a parenthesis that closes nothing
        if symbol.kind in {Kind.CLOSE, Kind.END}:
            group = open_.pop()
            if len(group.units) > 1 and max(group.units) > 1:
                yield _reading(group, symbol.position, query)
        elif symbol.kind is Kind.OR:
            open_[-1].starts.append(symbol.position + len(symbol.text))
            open_[-1].units.append(0)
        elif symbol.kind in _UNITS and before is not Kind.NEAR:
            open_[-1].units[-1] += 1
        if symbol.kind is Kind.OPEN:
            open_.append(_Group([symbol.position + 1]))
        before = symbol.kind


def _reading(group: _Group, end: int, query: str) -> str:
    branches = []
    for at, start in enumerate(group.starts):
        until = group.starts[at + 1] if at + 1 < len(group.starts) else end
        branch = query[start:until].strip().removesuffix("OR").removesuffix("||").strip()
        branches.append(f"({branch})" if group.units[at] > 1 else branch)
    read = " OR ".join(branches)
    if len(read) > LONGEST_SHOWN:
        return "AND binds closer than OR: parentheses say what belongs together"
    return f"It is read as `{_shown(read)}`; parentheses group it otherwise"


def _written(symbol: Symbol) -> str:
    return f'"{symbol.text}"' if symbol.kind is Kind.PHRASE else symbol.text


def _shown(text: str) -> str:
    """Return *text* as it may stand between backticks: a query's words may be 2,000 characters long."""
    cut = text if len(text) <= LONGEST_SHOWN else f"{text[: LONGEST_SHOWN - 1]}…"
    return cut.replace("`", "'")
