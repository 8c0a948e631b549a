"""The smallest parts of a query: what a word, a phrase, a language or a date in it stands for.

Pure, and raising QueryError with the place in *text* and what was probably meant.
"""

from __future__ import annotations

from datetime import datetime
from textwrap import shorten

from bot.query.dates import guessed, moment
from bot.query.languages import code_of, meant
from bot.query.lexer import Kind, Symbol, refuse
from bot.query.limits import LONGEST_PHRASE
from bot.query.tree import Exact, Phrase, Piece, Published, Term, Wildcard, Within, Word
from bot.query.words import BadWildcardError, pieces

LONGEST_SHOWN = 40  # characters of a bad word in the message about it


def term(symbol: Symbol, scope: str, text: str, *, stored: bool) -> tuple[Term, int]:
    """Return what a word or a phrase in the field *scope* looks for, and how many words that is.

    *stored* lets codes of no language be.
    """
    if scope == "lang":
        return Term(scope, Word(_language(symbol, text, stored=stored))), 1
    try:
        found, written = pieces(symbol.text, exact=symbol.exact)
    except BadWildcardError as error:
        shown = shorten(symbol.text, LONGEST_SHOWN, placeholder="…")
        refuse(f"`{shown}` can't be looked for: {error}", text, symbol.position, _wildcard_hint(symbol))
    if not found:
        hint = (
            "leave it out: signs and emoji are not looked for"
            if symbol.text.strip()
            else "put words between the quotation marks"
        )
        refuse("There is no letter or digit to look for here", text, symbol.position, hint)
    if len(found) > LONGEST_PHRASE:
        refuse(f"A phrase has {LONGEST_PHRASE} words at most", text, symbol.position)
    return Term(scope, _together(found, written, symbol.distance)), len(found)


def _wildcard_hint(symbol: Symbol) -> str:
    """Return what was probably meant by wildcards that can't be looked for."""
    words = symbol.text.replace("*", " ").replace("?", " ").split()
    if symbol.kind is Kind.PHRASE and len(words) > 1:
        return f'"{shorten(" ".join(words), LONGEST_SHOWN, placeholder="…")}"~{len(words)}, for words between'
    if len(words) == 1 and len(words[0]) > 1 and words[0].isalpha() and len(words[0]) <= LONGEST_SHOWN:
        return f"{words[0]}*, for all that begins so"
    return "troop*, sold?er"


def _together(
    found: tuple[Piece, ...], written: str, distance: int | None
) -> Word | Exact | Wildcard | Phrase | Within:
    if len(found) == 1:
        return found[0]
    return Phrase(found, written) if distance is None else Within(found, distance, written)


def published(name: str, value: Symbol, now: datetime, text: str) -> Published:
    """Return the time that `after:` or `before:` (*name*) with *value* leaves, counted from *now*."""
    dated = value.kind is Kind.WORD or (value.kind is Kind.PHRASE and not value.distance)
    when = moment(value.text, now) if dated else None
    if when is None:
        meant = guessed(value.text, now) if dated else None
        hint = f"{name}:{meant}" if meant else date_hint(name)
        refuse("A date is needed here", text, value.position, hint)
    since, until = (when, None) if name == "after" else (None, when)
    return Published(since, until, value.text.lower())


def date_hint(name: str) -> str:
    """Return how a date is written behind `after:` or `before:`."""
    back = "the last seven days" if name == "after" else "what is older than seven days"
    return f"{name}:2024-10-28, or {name}:7d for {back}"


def _language(symbol: Symbol, text: str, *, stored: bool) -> str:
    value = symbol.text.strip().casefold()
    code = code_of(value)
    if code is None and not (stored and value.isascii() and value.isalpha() and len(value) in {2, 3}):
        refuse("A language is named by its code", text, symbol.position, meant(value))
    return code or value
