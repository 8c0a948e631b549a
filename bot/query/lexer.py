"""A query's characters into symbols: operators, fields, words, phrases."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum, auto
from typing import NoReturn

from bot.errors import QueryError
from bot.query.foreign_syntax import DATES, known_field, slip
from bot.query.tree import FIELDS

# What `NEAR/n` and `"..."~n` allow: further apart, words say nothing of each other.
FARTHEST = 100  # words

# Keyboards of phones and of other scripts; one character each, so that positions hold.
_TYPED = str.maketrans(
    {
        **dict.fromkeys("“”„‟«»＂″〝〞〟", '"'),
        **dict.fromkeys("—‒‑―－﹣", "–"),
        **dict(zip("（）：＠＋＝＊～／＆｜！\u3000", "():@+=*~/&|! ", strict=True)),
    }
)

_SIGNS = "+-!–−"
_END = r'(?=[\s()"]|$)'
_SYMBOLS = re.compile(
    rf"""
      (?P<space>\s+)
    | (?P<open>\() | (?P<close>\))
    | (?P<quote>=?")
    | (?P<and>AND{_END}|&&) | (?P<or>OR{_END}|\|\|) | (?P<not>NOT{_END})
    | (?P<near>(?:O?NEAR|(?i:O?NEAR)(?=/\d))(?:/(?P<distance>[^\s()"]*))?{_END})
    | (?P<field>[^\W\d_]+):
    | (?P<alias>@[\w-]*)
    | (?P<plus>\+) | (?P<minus>[-!–−])
    | (?P<word>\d{{1,3}}(?:[ ]\d{{3}})+{_END} | [^\s()"]+)
    """,
    re.VERBOSE,
)


class Kind(Enum):
    """What a symbol is."""

    OPEN = auto()
    CLOSE = auto()
    AND = auto()
    OR = auto()
    NOT = auto()
    PLUS = auto()
    NEAR = auto()
    FIELD = auto()
    ALIAS = auto()
    WORD = auto()
    PHRASE = auto()
    END = auto()


@dataclass(frozen=True, slots=True)
class Symbol:
    """A symbol of a query, at `position` (characters from 0).

    `text` is the word, the phrase without quotation marks, the name of field or alias, the operator as typed.
    `distance` belongs to NEAR and PHRASE~n, `ordered` to ONEAR, `exact` to `=`.
    """

    kind: Kind
    position: int
    text: str = ""
    distance: int | None = None
    ordered: bool = False
    exact: bool = False


def symbols(query: str) -> Iterator[Symbol]:
    """Yield the symbols of *query*, END last. Raises QueryError where a character can't be read."""
    typed = query.translate(_TYPED)
    at = 0
    raw = False  # after `url:` and the dates a word is taken as it stands, colons and all
    while at < len(typed):
        found = _SYMBOLS.match(typed, at)
        assert found is not None  # any character is at least a word
        kind, position = found.lastgroup, at
        at = found.end()
        if kind == "space":
            continue
        if raw and kind in {"field", "minus", "plus", "alias", "word"}:
            word = re.compile(r'[^\s()"]+').match(typed, position)
            assert word is not None
            at, raw = word.end(), False
            yield Symbol(Kind.WORD, position, word[0])
            continue
        raw = False
        if kind == "quote":
            symbol, at = _phrase(query, typed, position, at)
        elif kind == "field":
            symbol = _field(query, typed, position, found["field"], at)
            raw = symbol.text in {"url", *DATES}
        elif kind in {"near", "distance"}:
            symbol = _near(query, typed, position, found)
        elif kind in {"plus", "minus"}:
            symbol = _sign(query, typed, position, kind, at)
        else:
            if kind == "word" and (meant := slip(typed, position, found[0])):
                refuse(meant.message, query, position + meant.offset, meant.hint)
            symbol = _plain(query, position, kind or "", found[0])
        yield symbol
    yield Symbol(Kind.END, len(query))


def _plain(query: str, position: int, kind: str, text: str) -> Symbol:
    simple = {"open": Kind.OPEN, "close": Kind.CLOSE, "and": Kind.AND, "or": Kind.OR, "not": Kind.NOT}
    if kind in simple:
        return Symbol(simple[kind], position, text)
    if kind == "alias":
        if text == "@":
            refuse(
                "Here the name of an alias is missing",
                query,
                position,
                f"@{_next_word(query, position + 1, 'name')}, without a space",
            )
        return Symbol(Kind.ALIAS, position, text[1:].casefold())
    if text.startswith("="):
        if text == "=":
            refuse("`=` needs a word right after it", query, position, f"={_next_word(query, position + 1)}")
        return Symbol(Kind.WORD, position, text[1:], exact=True)
    return Symbol(Kind.WORD, position, text)


def _phrase(query: str, typed: str, position: int, at: int) -> tuple[Symbol, int]:
    exact = typed[position] == "="
    end = typed.find('"', at)
    if end < 0:
        refuse("This quotation mark is never closed", query, position, _closed(query, typed, position, at))
    text = query[at:end]
    distance = None
    at = end + 1
    if typed.startswith("~", at):
        number = re.compile(r'~([^\s()"]*)').match(typed, at)
        assert number is not None
        distance = _distance(query, at + 1, number[1], '"two words"~8')
        if exact:
            refuse("`=` and `~` can't be combined", query, position, typed[position + 1 : number.end()])
        at = number.end()
    return Symbol(Kind.PHRASE, position, text, distance=distance, exact=exact), at


def _closed(query: str, typed: str, position: int, at: int) -> str:
    """Return a query whose quotation mark at *position* has its other one, where that can be guessed."""
    if any(letter.isalnum() for letter in query[at:]):
        return f'{query[position:].rstrip()}"'
    words = query[:position].strip()
    if '"' in typed[:position] or not words or any(sign in typed[:position] for sign in "():@"):
        return "leave it out, or look whether one before it was never closed"
    return f'"{words}"'


def _field(query: str, typed: str, position: int, name: str, at: int) -> Symbol:
    known = name.casefold()
    if known in FIELDS or known in DATES:
        return Symbol(Kind.FIELD, position, known)
    if typed.startswith("//", at):
        address = re.compile(r'[^\s()"]+').match(query, position)
        refuse("An address needs the field url", query, position, f"url:{address[0] if address else ''}")
    meant = known_field(known, typed[at:].lstrip())
    word = re.compile(r'[^\s()"]+').match(query, position)
    fields = ", ".join((*FIELDS, *DATES))
    return refuse(
        f"There is no field {name}",
        query,
        position,
        f"{meant}:{_value(meant, typed, at)}"
        if meant
        else f'fields are {fields}; with a colon in it: "{word[0] if word else name}"',
    )


def _value(meant: str, typed: str, at: int) -> str:
    """Return what was typed behind a field's other name, as the field *meant* takes it; else nothing."""
    found = re.compile(r'\s*("[^"]*"|[^\s()"]+)').match(typed, at)
    if found is None or (meant in DATES and not re.match(r"\d{4}(?:-|$)|\d+[hdwmy]$", found[1])):
        return ""
    return found[1]


def _near(query: str, typed: str, position: int, found: re.Match[str]) -> Symbol:
    operator = "ONEAR" if found["near"].upper().startswith("O") else "NEAR"
    at = position if found["distance"] is None else position + len(operator) + 1
    later = re.compile(r"\s*/?\s*([1-9][0-9]?)(?=\s|$)").match(typed, found.end())
    meant = f"{operator}/{later[1] if later else 8}"
    distance = _distance(query, at, found["distance"] or "", meant)
    return Symbol(Kind.NEAR, position, found[0], distance=distance, ordered=operator == "ONEAR")


def _distance(query: str, at: int, number: str, hint: str) -> int:
    if number.isascii() and number.isdigit() and 1 <= int(number[:9]) <= FARTHEST:
        return int(number)
    return refuse(f"A number of words is needed here, 1 to {FARTHEST}", query, min(at, len(query)), hint)


def _sign(query: str, typed: str, position: int, kind: str, at: int) -> Symbol:
    sign = {"plus": "+", "minus": "-"}[kind]
    shown = typed[position]
    if at >= len(typed) or typed[at].isspace():
        hint = f"{sign}{_next_word(query, at)}, without a space; or leave it out"
        refuse(f"`{shown}` needs a word right after it", query, position, hint)
    if typed[at] in _SIGNS:
        refuse("Two signs stand in a row", query, at, "one is enough: -word leaves out, +word asks for it")
    return Symbol(Kind.PLUS if kind == "plus" else Kind.NOT, position, shown)


def _next_word(query: str, at: int, otherwise: str = "word") -> str:
    found = re.compile(r"\s+([\w-]{1,40})(?=\s|$)").match(query, at)
    return found[1] if found else otherwise


def refuse(message: str, query: str, position: int, hint: str = "") -> NoReturn:
    """Raise the QueryError."""
    raise QueryError(message, query=query, position=position, hint=hint)
