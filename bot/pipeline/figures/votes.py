"""Whose share of the vote it is: only shares of one party can be held against each other."""

from __future__ import annotations

from bot.pipeline.figures.tokens import Token, at
from bot.pipeline.figures.words import FUNCTION_WORDS, NATIONS, words

_WINS = words("won wins took takes received receives got gets gained secured polled scored has had")
_GIVES = words("gave gives giving")
_BETWEEN = words("the almost nearly about around")
_AUXILIARIES = words("has have had")
_REACH = 6  # words before a share in which its verb stands


def vote(tokens: list[Token], end: int) -> str:
    """Return "Georgian Dream vote" where a share ends "Georgian Dream won" or "a poll gave Georgian Dream".

    The share begins before *end*. Without a name it is "vote".
    """
    for place in range(end - 1, max(-1, end - _REACH), -1):
        token = tokens[place]
        if token.key in _WINS:
            return _named_before(tokens, place)
        if token.key in _GIVES:
            return _named_before(tokens, end)
        if not token.capital and token.key not in _BETWEEN:
            break
    return "vote"


def _named_before(tokens: list[Token], end: int) -> str:
    while at(tokens, end - 1).key in _AUXILIARIES or at(tokens, end - 1).text == "party":
        end -= 1
    start = end
    while start > 0 and _belongs(tokens[start - 1]):
        start -= 1
    name = " ".join(token.text for token in tokens[start:end])
    return f"{name} vote" if name else "vote"


def _belongs(token: Token) -> bool:
    """Say whether a word is a part of a name: Georgians' parties are called Georgian, too."""
    return token.capital and (token.key in NATIONS or token.key not in FUNCTION_WORDS)
