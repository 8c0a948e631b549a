"""Amounts without a noun: "22 dead", "killing 22", "a toll of 22", "the number of soldiers at 8,000"."""

from __future__ import annotations

from bot.pipeline.figures.amounts import Amount
from bot.pipeline.figures.counted import Counted, happened, size, subject_of
from bot.pipeline.figures.nouns import counted_noun
from bot.pipeline.figures.outcomes import DENIED, outcome_after, outcome_before, told_by
from bot.pipeline.figures.tokens import Token, at, keys
from bot.pipeline.figures.words import (
    ARRESTED,
    BARE,
    CAPTURED,
    DISPLACED,
    EVACUATED,
    FUNCTION_WORDS,
    INJURED,
    KILLED,
    MODALS,
    OUTCOMES,
    PARTIAL,
    words,
)

_TOLL = words("toll count tally number total figure estimate strength")
_LINKS = words(": to at of is was reached hit hits reaches passes passed tops topped exceeds exceeded")
_VERBS = words("was were are have had has")
_OF_PEOPLE = {KILLED, INJURED, ARRESTED, CAPTURED, DISPLACED, EVACUATED}
_REACH = 12  # words before an amount in which "number of" is looked for
_NEAR = 4  # words after a verb in which a possibility is looked for


def toll(tokens: list[Token], amount: Amount, before: Counted | None) -> Counted | None:
    """Return what *amount* counts though no noun follows it; None in doubt.

    *before* is what the amount before it counted: "three soldiers died and 11 were wounded".
    """
    if at(tokens, amount.start - 1).key in {"per", "every", "each"}:
        return None
    partial = at(tokens, amount.end).key in PARTIAL
    place = amount.end + partial
    word = at(tokens, place).key
    if word in _VERBS:
        return _told(tokens, place, before, partial=partial)
    if word in BARE:
        passive = at(tokens, place + 1).key not in {"the", "a", "an"}
        outcome = told_by(tokens, place, passive=passive)
        return _people(outcome, place + 1, whole=not partial or outcome == INJURED)
    if size(amount) == 1:
        return None
    ends = word in FUNCTION_WORDS or place >= len(tokens) or not word.isalpha()
    if ends and word != "of" and outcome_before(tokens, amount.start) in _OF_PEOPLE:
        return _people(outcome_before(tokens, amount.start), place, whole=not partial)
    return _number_of(tokens, amount)


def _told(tokens: list[Token], place: int, before: Counted | None, *, partial: bool) -> Counted | None:
    """Return what "22 were killed" counts."""
    outcome = outcome_after(tokens, place)
    if outcome is None or outcome == DENIED:
        return None
    possible = bool(MODALS & set(keys(tokens, place, place + _NEAR)))
    whole = not possible and (not partial or outcome == INJURED)
    if before is not None and before.outcome:
        return happened(before._replace(whole=whole, end=place), outcome)
    return _people(outcome, place, whole=whole)


def _people(outcome: str | None, end: int, *, whole: bool) -> Counted | None:
    return Counted(f"people {outcome}", outcome, "people", whole, end) if outcome else None


def _number_of(tokens: list[Token], amount: Amount) -> Counted | None:
    """Return what a number is told of: "the death toll rose to 22"."""
    if at(tokens, amount.start - 1).key not in _LINKS:
        return None
    for place in range(amount.start - 2, max(-1, amount.start - 2 - _REACH), -1):
        token = tokens[place]
        if token.text in {",", ";"} or (token.kind == "number" and at(tokens, place - 1).key != "from"):
            return None
        if token.key == "toll":
            dead = at(tokens, place - 1).key not in {"injury", "casualty"}
            return _people(KILLED, amount.end, whole=True) if dead else None
        if token.key in _TOLL:
            return _of(tokens, place + 1, amount)
    return None


def _of(tokens: list[Token], place: int, amount: Amount) -> Counted | None:
    """Return the noun of "number of ..."."""
    if at(tokens, place).key != "of":
        return None
    start = place + 1
    while at(tokens, start).key in {"the", "its", "all"}:
        start += 1
    noun = counted_noun(tokens, start, single=False, titled=False)
    if noun is not None:
        outcome = outcome_after(tokens, noun.end)
        if outcome == DENIED:
            return None
        return Counted(subject_of(noun, outcome), outcome, noun.head, whole=True, end=amount.end)
    word = at(tokens, start).key
    return _people(OUTCOMES.get(word), amount.end, whole=True) if word in BARE else None
