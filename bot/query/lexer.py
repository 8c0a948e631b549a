"""A query's characters into symbols: operators, fields, words, phrases."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import get_close_matches
from enum import Enum, auto
from typing import NoReturn

from bot.errors import QueryError
from bot.query.tree import FIELDS

# What `NEAR/n` and `"..."~n` allow: further apart, words say nothing of each other.
FARTHEST = 100  # words

DATES = ("after", "before")

# Keyboards of phones and of other scripts; one character each, so that positions hold.
_TYPED = str.maketrans(
    {**dict.fromkeys("“”„‟«»＂", '"'), "（": "(", "）": ")", "：": ":", "＠": "@", "\u3000": " "}
)

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


# What Lucene, web searches and readers' habits call the fields.
_MEANT = {
    **dict.fromkeys(("intitle", "headline", "head", "subject"), "title"),
    **dict.fromkeys(("body", "content", "intext", "summary", "description"), "text"),
    **dict.fromkeys(("source", "publisher", "paper", "newspaper", "from"), "outlet"),
    **dict.fromkeys(("site", "domain", "inurl", "link", "host"), "url"),
    **dict.fromkeys(("by", "byline", "writer"), "author"),
    **dict.fromkeys(("language", "locale"), "lang"),
    **dict.fromkeys(("since", "date", "newer", "published"), "after"),
    **dict.fromkeys(("until", "till", "older"), "before"),
}
# What Lucene reads and this language does not have: taken for words, they would ask for other things.
_BOOST = re.compile(r"(.*)\^(\d+(?:\.\d+)?)")
_FUZZY = re.compile(r"(.*\w)~(?:\d+(?:\.\d+)?)?")
_RANGE = re.compile(r"[\[{][^\s\]}]+\s+TO\s+[^\s\]}]+[\]}]")


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
            symbol = _near(query, position, found)
        elif kind in {"plus", "minus"}:
            symbol = _sign(query, typed, position, kind, at)
        else:
            if kind == "word":
                _refuse_lucene(query, typed, position, found[0])
            symbol = _plain(query, position, kind or "", found[0])
        yield symbol
    yield Symbol(Kind.END, len(query))


def _plain(query: str, position: int, kind: str, text: str) -> Symbol:
    simple = {"open": Kind.OPEN, "close": Kind.CLOSE, "and": Kind.AND, "or": Kind.OR, "not": Kind.NOT}
    if kind in simple:
        return Symbol(simple[kind], position, text)
    if kind == "alias":
        if text == "@":
            refuse("Here the name of an alias is missing", query, position, "@name, without a space")
        return Symbol(Kind.ALIAS, position, text[1:].casefold())
    if text.startswith("="):
        if text == "=":
            refuse("`=` needs a word right after it", query, position, "=WHO")
        return Symbol(Kind.WORD, position, text[1:], exact=True)
    return Symbol(Kind.WORD, position, text)


def _refuse_lucene(query: str, typed: str, position: int, word: str) -> None:
    """Raise QueryError where *word* is an operator of Lucene's that is not known here."""
    if _RANGE.match(typed, position):
        refuse(
            "There are no ranges of words", query, position, "of dates: after:2024-10-01 before:2024-11-01"
        )
    if boost := _BOOST.fullmatch(word):
        said = f"`^{boost[2]}` is not known: no word weighs more than another"
        refuse(said, query, position + boost.end(1), boost[1] or "leave it out")
    if fuzzy := _FUZZY.fullmatch(word):
        hint = f'{fuzzy[1]}* for all that begins so, or "two words"~8'
        refuse("`~` goes with a phrase, not with one word", query, position + fuzzy.end(1), hint)


def _phrase(query: str, typed: str, position: int, at: int) -> tuple[Symbol, int]:
    exact = typed[position] == "="
    end = typed.find('"', at)
    if end < 0:
        refuse("This quotation mark is never closed", query, position, f'{query[position:].rstrip()}"')
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


def _field(query: str, typed: str, position: int, name: str, at: int) -> Symbol:
    known = name.casefold()
    if known in FIELDS or known in DATES:
        return Symbol(Kind.FIELD, position, known)
    if typed.startswith("//", at):
        address = re.compile(r'[^\s()"]+').match(query, position)
        refuse("An address needs the field url", query, position, f"url:{address[0] if address else ''}")
    close = (
        [_MEANT[known]] if known in _MEANT else get_close_matches(known, (*FIELDS, *DATES), n=1, cutoff=0.7)
    )
    hint = f"{close[0]}:" if close else "fields are " + ", ".join((*FIELDS, *DATES))
    return refuse(f"There is no field {name}", query, position, hint)


def _near(query: str, position: int, found: re.Match[str]) -> Symbol:
    operator = "ONEAR" if found["near"].upper().startswith("O") else "NEAR"
    at = position if found["distance"] is None else position + len(operator) + 1
    distance = _distance(query, at, found["distance"] or "", f"{operator}/8")
    return Symbol(Kind.NEAR, position, found[0], distance=distance, ordered=operator == "ONEAR")


def _distance(query: str, at: int, number: str, hint: str) -> int:
    if number.isascii() and number.isdigit() and 1 <= int(number[:9]) <= FARTHEST:
        return int(number)
    return refuse(f"A number of words is needed here, 1 to {FARTHEST}", query, min(at, len(query)), hint)


def _sign(query: str, typed: str, position: int, kind: str, at: int) -> Symbol:
    sign = typed[position]
    if at >= len(typed) or typed[at].isspace():
        refuse(f"`{sign}` needs a word right after it", query, position, f"{sign}word, without a space")
    if typed[at] in "+-!–−":
        refuse("Two signs stand in a row", query, at, "one is enough: -word leaves out, +word asks for it")
    return Symbol(Kind.PLUS if kind == "plus" else Kind.NOT, position, sign)


def refuse(message: str, query: str, position: int, hint: str = "") -> NoReturn:
    """Raise the QueryError."""
    raise QueryError(message, query=query, position=position, hint=hint)
