"""What people type who know other systems, and what was probably meant.

The operators are those of Lucene, Factiva, LexisNexis and web searches. Taken for words they would ask for
other things than their writer believes, so they are refused with the spelling that is known here.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Final

from bot.query.tree import FIELDS

DATES: Final = ("after", "before")

_MEANT: Final = {
    **dict.fromkeys(("intitle", "allintitle", "headline", "head", "subject", "hlead"), "title"),
    **dict.fromkeys(("body", "content", "intext", "summary", "description"), "text"),
    **dict.fromkeys(("source", "publisher", "paper", "newspaper", "from"), "outlet"),
    **dict.fromkeys(("site", "domain", "inurl", "link", "host"), "url"),
    **dict.fromkeys(("by", "byline", "writer"), "author"),
    **dict.fromkeys(("language", "locale"), "lang"),
    **dict.fromkeys(("since", "date", "newer", "published", "when", "last", "past"), "after"),
    **dict.fromkeys(("until", "till", "older"), "before"),
}
_DATE: Final = re.compile(r"\d{4}-\d|\d{1,4}[hdwmy]\b")

_BOOST: Final = re.compile(r"(.*)\^(\d+(?:\.\d+)?)")
_FUZZY: Final = re.compile(r"(.*\w)~(?:\d+(?:\.\d+)?)?")
_RANGE: Final = re.compile(r"[\[{][^\s\]}]+\s+TO\s+[^\s\]}]+[\]}]")
_APART: Final = re.compile(r"(?:(?:w|n|p|pre|adj|within)?/|(?:o?near|adj))(?P<number>\d{1,3})", re.IGNORECASE)
_ONE_UNIT: Final = re.compile(r"w?/[sp]|same|NEARS?", re.IGNORECASE)  # within a sentence, a paragraph
_IN_ORDER: Final = ("p/", "pre/", "adj", "onear")
_APOSTROPHES: Final = "'‘’‚‛`´"
_SINGLE_QUOTED: Final = re.compile(rf"[{_APOSTROPHES}](\w[^\"\s]*+\s[^\"]*?\w)[{_APOSTROPHES}](?=[\s()]|$)")

# No part is tried again, or a query of brackets that none closes would cost its square at each of them.
_GROUPED: Final = re.compile(r"[\[{【［｛〔「]([^\]}】］｝〕」]*+)[\]}】］｝〕」]")
_EITHER: Final = re.compile(r"\s(?:OR|\|\|)\s")
_REGULAR: Final = re.compile(r"/\W*(\w{2,})\S*/")

_SMALL: Final = re.compile(r'"[^"]*"|[^\s()"]+')


@dataclass(frozen=True, slots=True)
class Slip:
    """What is wrong at `offset` characters after a word's beginning, and what was probably meant."""

    message: str
    hint: str
    offset: int = 0


def slip(typed: str, position: int, word: str) -> Slip | None:
    """Return what is wrong with a *word* at *position*, where it is an operator of another system's."""
    if _RANGE.match(typed, position):
        return Slip("There are no ranges of words", "of dates: after:2024-10-01 before:2024-11-01")
    if boost := _BOOST.fullmatch(word):
        said = f"`^{boost[2]}` is not known: no word weighs more than another"
        return Slip(said, boost[1] or "leave it out", boost.end(1))
    if fuzzy := _FUZZY.fullmatch(word):
        hint = f'{fuzzy[1]}* for all that begins so, or "two words"~8'
        return Slip("`~` goes with a phrase, not with one word", hint, fuzzy.end(1))
    if word.startswith("~"):
        return Slip(
            "`~` stands right after a phrase's closing quotation mark", '"two words"~8, without a space'
        )
    return (
        _bracket(typed, position)
        or _joined(word)
        or _apart(word)
        or _colon(typed, position, word)
        or _quoted(typed, position)
    )


def known_field(name: str, rest: str) -> str | None:
    """Return the field that was probably meant by *name*, before *rest*; None where it can't be guessed."""
    if name in _MEANT or name.removesuffix("s") in _MEANT:
        meant = _MEANT.get(name) or _MEANT[name.removesuffix("s")]
        return "after" if meant == "outlet" and _DATE.match(rest) else meant
    close = get_close_matches(name, (*FIELDS, *DATES), n=1, cutoff=0.7)
    return close[0] if close else None


def dated(query: str) -> bool:
    """Return whether *query* itself says of what time it asks, by `after:` or `before:`."""
    words = (word.lstrip("+-!–").casefold() for word in _SMALL.findall(query))
    return any(word.startswith(tuple(f"{name}:" for name in DATES)) for word in words)


def _joined(word: str) -> Slip | None:
    """Find `|` and `&` alone, and `|` inside; "and/or"; a regular expression."""
    if word.casefold() == "and/or":
        return Slip(f"`{word}` is not known here", "OR: it finds what has both, too")
    if expression := _REGULAR.fullmatch(word):
        return Slip("There are no regular expressions", f"{expression[1]}* for all that begins so")
    if word == "&":
        return Slip("`&` is not known here", "AND, or nothing: words side by side are all looked for")
    if "|" in word.strip("|") or word == "|":
        hint = " OR ".join(part for part in word.split("|") if part) or "OR"
        return Slip("`|` is not known here", hint, word.index("|"))
    return None


def _bracket(typed: str, position: int) -> Slip | None:
    """Find a group in other brackets: they would be signs, and the OR in them would reach further."""
    grouped = _GROUPED.match(typed, position)
    if grouped and _EITHER.search(grouped[1]):
        return Slip("A group stands between ( and )", f"({grouped[1].strip()})")
    return None


def _apart(word: str) -> Slip | None:
    if apart := _APART.fullmatch(word):
        operator = "ONEAR" if word.casefold().startswith(_IN_ORDER) else "NEAR"
        return Slip(f"`{word}` is not known here", f"kursk {operator}/{int(apart['number']) or 8} troops")
    if "/" in word and _ONE_UNIT.fullmatch(word):
        return Slip(f"`{word}` is not known here", "kursk NEAR/15 troops, for a sentence or so")
    return None


def _colon(typed: str, position: int, word: str) -> Slip | None:
    before = typed[:position].split()
    if word.startswith(":") and before and before[-1].casefold() in {*FIELDS, *DATES}:
        name = before[-1].casefold()
        after = re.match(r"\s*([\w-]+)", typed[position + 1 :])
        value = after[1] if after else "word"
        return Slip("A field's colon stands right after its name", f"{name}:{value}")
    return None


def _quoted(typed: str, position: int) -> Slip | None:
    if quoted := _SINGLE_QUOTED.match(typed, position):
        return Slip("A phrase stands between double quotation marks", f'"{quoted[1]}"')
    return None
