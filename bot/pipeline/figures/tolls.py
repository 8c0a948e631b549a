"""Amounts without a noun: "22 dead", "killing 22", "a toll of 22", "the number of soldiers at 8,000"."""

from __future__ import annotations

from bot.pipeline.figures.amounts import CLIMBS, Amount
from bot.pipeline.figures.counted import Counted, done, happened, size, subject_of
from bot.pipeline.figures.deeds import deed_before
from bot.pipeline.figures.idioms import HOSPITALISED, idiom
from bot.pipeline.figures.nouns import counted_noun
from bot.pipeline.figures.outcomes import DENIED, outcome_after, outcome_before, told_by
from bot.pipeline.figures.tokens import Token, at, keys
from bot.pipeline.figures.words import (
    ARRESTED,
    BARE,
    CAPTURED,
    DISPLACED,
    EVACUATED,
    FIGHTERS,
    FUNCTION_WORDS,
    INJURED,
    KILLED,
    MODALS,
    OUTCOMES,
    PARTIAL,
    words,
)

_TOLL = words("toll count tally number total figure estimate strength")
_GATHERED = words("gathered marched rallied protested demonstrated descended fled attended turned took voted")
_CROWD = 10  # people at least who gather without being called so
_VOTERS = 1_000  # below it states or members of a parliament may have voted
_LOSSES = {  # "the toll rose to 22", "flood deaths reach 158"
    **dict.fromkeys(["toll", "deaths", "fatalities"], KILLED),
    "injuries": INJURED,
}
_SIZES = {
    **{
        name: name
        for name in words("population workforce membership attendance readership enrolment turnout")
    },
    "crowd": "people",
}
_TAKES = words("took take takes taking taken holding held hold holds")
_TAKEN = {"hostage": "kidnapped", "captive": CAPTURED, "prisoner": CAPTURED}  # "took 20 prisoner"
_MORE = words("more others another")
_ADDING = words("another more additional extra further")
_ENDING = FUNCTION_WORDS | words("overnight outright")
_STILL = words("still reported feared presumed believed confirmed now listed")
# What happens to things, too: a number alone that was "lost" counts nobody.
_OF_THINGS = {"lost", "destroyed", "damaged", "fired", "shot down", "seized", "sold", "cancelled", "sunk"}
_LINKS = words(
    ": to at of is was reach top reached hit hits reaches passes passed tops topped exceeds exceeded"
)
_VERBS = words("was were are have had has died perished drowned")
_OF_THEM = {("of", "them"), ("of", "whom"), ("of", "which")}
_OF_PEOPLE = {KILLED, INJURED, ARRESTED, CAPTURED, DISPLACED, EVACUATED, HOSPITALISED, "kidnapped"}
_STAFF = words("hired recruited employed evicted indicted vaccinated trained suspended dismissed") | {
    "laid off"
}
_REACH = 28  # words before an amount in which "number of" is looked for
_NEAR = 4  # words after a verb in which a possibility is looked for


def toll(tokens: list[Token], amount: Amount, before: Counted | None) -> Counted | None:
    """Return what *amount* counts though no noun follows it; None in doubt.

    *before* is what the amount before it counted: "three soldiers died and 11 were wounded".
    """
    if at(tokens, amount.start - 1).key in {"per", "every", "each"}:
        return None
    of_them = keys(tokens, amount.end, amount.end + 2) in _OF_THEM
    partial = at(tokens, amount.end).key in PARTIAL
    place = amount.end + (2 if of_them else partial)
    if at(tokens, place).key in _STILL and at(tokens, place + 1).key in BARE | _STILL:
        place += 1 + (at(tokens, place + 1).key in _STILL)  # "with 21 still reported missing"
    word = at(tokens, place).key
    idiomatic = idiom(tokens, amount.start, place, "people") if size(amount) > 1 else None
    if word in _VERBS or idiomatic in _OF_PEOPLE:
        part = partial or of_them
        told = _people(idiomatic, place, whole=not part) if idiomatic in _OF_PEOPLE else None
        told = told or _told(tokens, place, before, partial=part)
        return told or (None if of_them else _number_of(tokens, amount, before))
    if word in _GATHERED and not of_them and size(amount) >= (_VOTERS if word == "voted" else _CROWD):
        return Counted("people", None, "people", whole=False, end=place)
    if before is not None and (shared := _part(tokens, amount, before, place)):
        return shared
    if word in BARE:
        return _bare(tokens, place, before, partial=partial or of_them)
    return None if size(amount) == 1 else _object(tokens, amount, before, place)


def _object(tokens: list[Token], amount: Amount, before: Counted | None, place: int) -> Counted | None:
    """Return what "killing 22", "a toll of 22" and "22 in attendance" count."""
    after = at(tokens, place)
    if keys(tokens, place, place + 2) == ("in", "attendance"):
        return Counted("attendance", None, "attendance", whole=False, end=place)
    if after.key in _TAKEN and at(tokens, amount.start - 1).key in _TAKES:
        return _people(_TAKEN[after.key], place + 1, whole=place == amount.end)
    ends = after.key in FUNCTION_WORDS or place >= len(tokens) or not after.key.isalpha()
    told = _governed(tokens, amount, before, place) if ends and after.key != "of" else None
    return told or _number_of(tokens, amount, before)


def _governed(tokens: list[Token], amount: Amount, before: Counted | None, place: int) -> Counted | None:
    """Return what the verb before an amount tells, behind which, at *place*, no noun stands."""
    outcome = outcome_before(tokens, amount.start)
    if keys(tokens, place, place + 2) == ("into", "custody") and at(tokens, amount.start - 1).key in _TAKES:
        outcome = ARRESTED
    if outcome in _OF_PEOPLE or outcome == DENIED:
        return None if outcome == DENIED else _people(outcome, place, whole=place == amount.end)
    deed = deed_before(tokens, amount.start, place)
    if deed is not None and before is not None and _has_the_same(tokens, before, amount):
        return done(before._replace(subject=before.thing, whole=False, end=place, deed=None), deed)
    hired = deed is not None and deed.removeprefix("to be ") in _STAFF
    return Counted(f"people {deed}", None, "people", whole=False, end=place) if hired else None


def _has_the_same(tokens: list[Token], before: Counted, amount: Amount) -> bool:
    """Say whether a second verb has the object of the first: "bought 12 buses and sold 10"."""
    between = keys(tokens, before.end, amount.start)
    governed = deed_before(tokens, before.start, before.end) or outcome_before(tokens, before.start)
    return governed is not None and len(between) <= _REACH and "and" in between[-_NEAR:]


def _bare(tokens: list[Token], place: int, before: Counted | None, *, partial: bool) -> Counted | None:
    """Return what "22 dead" counts."""
    outcome = told_by(tokens, place, passive=at(tokens, place + 1).key not in {"the", "a", "an"})
    whole = not partial or (outcome == INJURED and not _adds(tokens, place))
    if outcome and before is not None and before.outcome and before.head in FIGHTERS:
        return happened(before._replace(whole=whole, end=place + 1), outcome)
    return _people(outcome, place + 1, whole=whole)


def _part(tokens: list[Token], amount: Amount, before: Counted, place: int) -> Counted | None:
    """Return what "destroyed 2,300 homes and damaged 11,000 more" and "109 drones, including 27" count."""
    after = at(tokens, place)
    if after.kind == "number" or (after.kind == "word" and after.key not in _ENDING):
        return None
    outcome = outcome_before(tokens, amount.start)
    more = at(tokens, amount.end).key in _MORE or (
        outcome not in _OF_PEOPLE and _has_the_same(tokens, before, amount)
    )
    if at(tokens, amount.end).key == "others" and outcome in _OF_PEOPLE and not before.outcome:
        return _people(outcome, place, whole=False)  # others than those who were counted as the doers
    if more and outcome and outcome != DENIED:
        return happened(before._replace(whole=False, end=place), outcome)
    added = before.outcome and keys(tokens, amount.start - 2, amount.start) == ("and", "another")
    if added or at(tokens, amount.start - 1).key in {"including", "among"}:
        return before._replace(whole=False, end=amount.end)
    return None


def _told(tokens: list[Token], place: int, before: Counted | None, *, partial: bool) -> Counted | None:
    """Return what "22 were killed" counts."""
    outcome = outcome_after(tokens, place)
    if outcome is None or outcome == DENIED:
        return None
    possible = bool(MODALS & set(keys(tokens, place, place + _NEAR)))
    whole = not possible and (not partial or (outcome == INJURED and not _adds(tokens, place)))
    if before is not None and (before.outcome or outcome not in _OF_PEOPLE):
        one = happened(before._replace(whole=whole, end=place), outcome)
        if one.outcome:
            return one
    return None if outcome in _OF_THINGS else _people(outcome, place, whole=whole)


def _adds(tokens: list[Token], place: int) -> bool:
    """Say whether the number before *place* comes on top of another: "12 more were hurt", not "12 others"."""
    return bool(_ADDING & set(keys(tokens, place - 3, place)))


def _people(outcome: str | None, end: int, *, whole: bool) -> Counted | None:
    return Counted(f"people {outcome}", outcome, "people", whole, end) if outcome else None


def _number_of(tokens: list[Token], amount: Amount, before: Counted | None) -> Counted | None:
    """Return what a number is told of: "the death toll rose to 22", "bringing the total to 22"."""
    if at(tokens, amount.start - 1).key not in _LINKS | CLIMBS:
        return None
    inside = False  # an aside: "the toll, which was raised twice, has risen to 22"
    for place in range(amount.start - 2, max(-1, amount.start - 2 - _REACH), -1):
        token = tokens[place]
        other = token.key == "toll" and at(tokens, place - 1).key in {"injury", "casualty"}
        closes = at(tokens, place + 1).key in _VERBS
        aside = token.text == "," and (inside or closes or amount.start - place <= _NEAR + 1)
        inside = closes if token.text == "," else inside
        cut = (token.text in {",", ";"} and not aside) or (
            token.kind == "number" and at(tokens, place - 1).key != "from"
        )
        if cut or other:
            return None
        if token.key in _SIZES:
            return Counted(_SIZES[token.key], None, token.key, whole=False, end=amount.end)
        if token.key in _LOSSES:
            return _people(_LOSSES[token.key], amount.end, whole=True)
        if token.key in _TOLL:
            total = at(tokens, place + 1).key == "to" and place + 2 == amount.start and before
            return total._replace(whole=True, end=amount.end) if total else _of(tokens, place + 1, amount)
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
        reduced = at(tokens, noun.end).key in BARE  # "the number of people killed rose to"
        outcome = OUTCOMES[at(tokens, noun.end).key] if reduced else outcome_after(tokens, noun.end)
        if outcome == DENIED:
            return None
        possible = bool(MODALS & set(keys(tokens, amount.start - _NEAR, amount.start)))
        return Counted(subject_of(noun, outcome), outcome, noun.head, not possible, amount.end, noun.name)
    word = at(tokens, start).key
    return _people(OUTCOMES.get(word), amount.end, whole=True) if word in BARE else None
