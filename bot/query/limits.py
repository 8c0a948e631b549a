"""How large a query may be, and the count of what it has used; its aliases use up the same."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime

from bot.query.lexer import Symbol, refuse

LONGEST = 2_000  # characters of a query, or of an alias
MOST_TERMS = 200  # with the aliases' terms
LONGEST_PHRASE = 50  # words between two quotation marks
LONGEST_CHAIN = 10  # things that NEAR joins
DEEPEST = 20  # parentheses, signs and aliases within each other

SHORTER = "part it in two; /alias set gives words that come again a name"


@dataclass(slots=True)
class Shared:
    """What a query and the aliases in it have in common."""

    aliases: Mapping[str, str]
    now: datetime
    watching: bool = False  # a watchlist: dates are refused
    stored: bool = False  # saved by an older version, maybe: codes of no language are let be
    terms: int = 0
    depth: int = 0
    inside: list[str] = field(default_factory=list)  # aliases being read, outermost first

    def count(self, symbol: Symbol, text: str) -> None:
        """Count a word, phrase or date of *text*. Raises QueryError where it is one too many."""
        self.terms += 1
        if self.terms > MOST_TERMS:
            refuse(f"A query has {MOST_TERMS} words and phrases at most", text, symbol.position, SHORTER)

    @contextmanager
    def deeper(self, symbol: Symbol, text: str) -> Iterator[None]:
        """Stand one group deeper within the block. Raises QueryError where that is too deep."""
        self.depth += 1
        if self.depth > DEEPEST:
            said = f"Groups stand in each other {DEEPEST} deep at most"
            refuse(said, text, symbol.position, "leave out parentheses that join nothing")
        yield
        self.depth -= 1
