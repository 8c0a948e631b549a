"""A sentence as words, numbers and marks, each with its place."""

from __future__ import annotations

import re
from typing import NamedTuple

_ABBREVIATED = (
    "sq|no|nos|lt|gen|col|mr|mrs|ms|dr|sgt|maj|capt|sen|rep|gov|st"
    "|jan|feb|mar|apr|jun|jul|aug|sept?|oct|nov|dec"
)
_NO_MODEL = r"(?!7\d7 (?:Max|jet|plane|aircraft))"  # "400 737 Max jets"
_TOKEN = re.compile(
    # Groups of three are one number whatever parts them; text that was tokenised writes "170 , 000", "1 . 5".
    rf"(?P<number>\d{{1,3}}(?:[,\u00a0\u202f\u2009 ]{_NO_MODEL}\d{{3}})+(?!\d)(?:\.\d+)?"
    r"|\d{1,3}(?: , \d{3})+(?!\d)"
    r"|\d{1,2}(?:,\d\d)+,\d{3}(?!\d)"  # 12,34,567, as India writes
    r"|\d+ \. \d+(?!\d)|\d+(?:\.\d+)?)"
    rf"|(?P<word>(?:[^\W\d_]\.){{2,}}|(?:{_ABBREVIATED})\.(?=\s)|[^\W\d_]+(?:['’][^\W\d_]+)*)"
    r"|(?P<mark>[^\w\s]|_)",
    re.IGNORECASE,
)


class Token(NamedTuple):
    """A word, a number or a mark; `key` is the word in small letters without stops."""

    text: str
    key: str
    kind: str  # "number", "word" or "mark"
    start: int
    end: int
    glued: bool  # no white space before it

    @property
    def capital(self) -> bool:
        """Whether it begins with a capital letter."""
        return self.text[:1].isupper()


END = Token("", "", "mark", -1, -1, glued=False)


def tokenise(text: str) -> list[Token]:
    """Return the tokens of *text* in order."""
    found: list[Token] = []
    before = -1
    for match in _TOKEN.finditer(text):
        kind = match.lastgroup or "mark"
        word = match[0]
        key = word.lower().replace(".", "").replace("’", "'") if kind == "word" else word
        found.append(Token(word, key, kind, match.start(), match.end(), match.start() == before))
        before = match.end()
    return found


def at(tokens: list[Token], index: int) -> Token:
    """Return the token at *index*, or one that is like nothing where there is none."""
    return tokens[index] if 0 <= index < len(tokens) else END


def keys(tokens: list[Token], start: int, end: int) -> tuple[str, ...]:
    """Return the keys from *start* to before *end*."""
    return tuple(token.key for token in tokens[max(start, 0) : end])
