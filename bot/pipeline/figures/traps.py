"""Numbers that count nothing: dates, ages, scores, flight and brigade numbers, telephones, "Group of 7"."""

from __future__ import annotations

from bot.pipeline.figures.amounts import Amount
from bot.pipeline.figures.numbers import NUMBER_WORDS, STARTS
from bot.pipeline.figures.tokens import Token, at, keys
from bot.pipeline.figures.units import Kind
from bot.pipeline.figures.words import (
    ALIVE,
    FUNCTION_WORDS,
    HEADLINE_VERBS,
    MONTHS,
    SPORTS,
    words,
)

_FIRST_YEAR, _LAST_YEAR = 1500, 2100
_LAST_DAY = 31
_MODEL = 3  # digits: "five 787 jets"
_LARGEST = 1e15  # a thousand trillion: more is a serial number
_OF_SO_MANY = words("two three four five six ten 2 3 4 5 6 10 20 100 1000 1,000 10,000 100,000")
_DESIGNATION = 3  # letters at most: "AK - 47"; longer ones are datelines

# Words after which a number is a name.
_NAMING = words("""
    no nos number numbers flight boeing airbus highway route section sections article articles chapter
    page pages paragraph channel season episode series volume version part phase round game games stage
    grade class category level district ward room gate platform floor unit block group line area exit
    interstate resolution protocol act rule title brigade regiment division battalion company squadron
    bureau precinct radio top big world age aged ages week day year quarter formula track lap turn model
    type form expedition mission tier zone psalm verse magnitude size kilometre km mile score priority camp
    school apollo soyuz falcon windows xbox playstation iphone ipad galaxy extension ext tel phone call dial
    fax code zip box
""")
# Words before "of" after which a number is a name or a share: "Group of 7", "one out of three".
_NAMING_OF = words("""
    mother father mom mum dad parent parents widow group g gang council out age ages end summit rate
    score magnitude speed temperature
""")
_PERIOD_BEFORE = words("""
    first last next past previous final coming opening top bottom
""")
_TRACK = words("50 60 100 110 200 400 800 1500 3000 5000")  # metres that are run or swum
_VAGUELY = words("tens dozens scores hundreds thousands millions")
_POINTING = words("the this another no every any which")  # before "one": a pronoun
_WHOLE = 1_000  # of any money: smaller sums may be the beginning of a larger one
_DISEASES = words("covid sars cov")  # "Covid 19 deaths"
_EMERGENCY = frozenset({"911", "999", "112"})  # numbers that are called
_CALLED = words("call calls operator operators")
_AGED = words("aged age ages turned turning turns")


def counts_nothing(tokens: list[Token], amount: Amount, *, titled: bool = False) -> bool:
    """Say whether the number of *amount* is a name, a date, an age, a score or the like.

    Where the sentence is *titled* (A Headline Like This), a verb has a capital, too.
    """
    if amount.kind is Kind.OTHER or (amount.high or amount.low or 0.0) > _LARGEST:
        return True
    before, after = at(tokens, amount.start - 1), at(tokens, amount.end)
    if after.key.endswith("illion"):  # a scale that nobody counts by: "$20 decillion"
        return True
    if amount.kind is not Kind.COUNT:
        other = at(tokens, amount.number_end)  # "$200MM": a scale that is not read
        return _is_cut(tokens, amount) or (amount.kind is Kind.MONEY and other.glued and other.kind == "word")
    if tokens[amount.number_end - 1].key == "m" and tokens[amount.number].text in _TRACK:
        return True
    return (
        _is_cut(tokens, amount)
        or _glued_into_a_name(tokens, amount)
        or _dated(tokens, amount)
        or _aged(tokens, amount)
        or _scored(tokens, amount)
        or (_named(tokens, amount) and not (titled and _follows_verb(tokens, amount)))
        or before.key in _PERIOD_BEFORE
        or (keys(tokens, amount.number, amount.number_end) == ("one",) and before.key in _POINTING)
        or (tokens[amount.number].text in _EMERGENCY and after.key in _CALLED)
        or before.text == "#"
        or (amount.digits and before.key in NUMBER_WORDS and len(tokens[amount.number].text) == _MODEL)
        or (amount.digits and before.kind == "number" and len(before.text) != 4)  # noqa: PLR2004 - "in 2014 300"
        or (before.key == "or" and at(tokens, amount.start - 2).key in _VAGUELY)  # "tens or hundreds of"
        or (before.key == "from" and after.key == "to")  # "rose from 12 to 22": the old one
        or _in_so_many(tokens, amount)
        or (before.key in {"of", "to"} and _names(at(tokens, amount.start - 2)))
        or after.key in SPORTS
        or at(tokens, amount.end + 1).key in {"away", "apart", "ago", "later", "earlier", "old"}
        or (amount.attributive and at(tokens, amount.end + 1).key not in {"strong", "member"})
    )


def _in_so_many(tokens: list[Token], amount: Amount) -> bool:
    """Say whether the number is half of a share: "nine in 10"."""
    before, after = at(tokens, amount.start - 1).key, at(tokens, amount.end).key
    if after == "in" and at(tokens, amount.end + 1).key in _OF_SO_MANY:
        return True
    other = at(tokens, amount.start - 2)
    return before == "in" and tokens[amount.number].key in _OF_SO_MANY and _is_number(other)


def _names(token: Token) -> bool:
    """Say whether a number of this is a name: "Group of 7", "mother of two"; not "a group of five"."""
    return token.key in _NAMING_OF and (token.capital or token.key != "group")


def _is_number(token: Token) -> bool:
    return token.kind == "number" or token.key in STARTS - {"a", "an"}


def _is_cut(tokens: list[Token], amount: Amount) -> bool:
    """Say whether the number may be the rest of one: ". 5 million" at the beginning of a sentence."""
    before, further = at(tokens, amount.number - 1), at(tokens, amount.number - 2)
    first, after = tokens[amount.number], at(tokens, amount.number + 1)
    listed = before.text == "," and before.glued and not first.glued  # "in 1994, 40 people"
    ends = after.text == "." and not after.glued and amount.number + 2 == len(tokens)
    broken = ends and amount.kind is Kind.MONEY and (amount.low or amount.high or 0.0) < _WHOLE
    return (
        broken  # "stealing $2 .": of a tokenised text, broken before its "6 million"
        or (before.text in {".", ","} and further.kind == "number" and not listed)
        or after.text == "…"
        or keys(tokens, amount.number + 1, amount.number + 4) == (".", ".", ".")
        or (before.text == "." and amount.number == 1)
        or (before.glued and before.text == "-" and further.kind == "number" and amount.kind is Kind.COUNT)
    )


def _glued_into_a_name(tokens: list[Token], amount: Amount) -> bool:
    """Say whether letters or marks stick to the number: "F-16", "MH17", "24/7", "5th", "1990s", "10:30"."""
    first, after = tokens[amount.number], at(tokens, amount.number_end)
    before, further = at(tokens, amount.number - 1), at(tokens, amount.number - 2)
    if first.glued and (
        before.kind == "word" or before.text in {"/", "@", "#", "_", "&", "=", "*", "+", "’", "'", ".", ":"}
    ):
        return True
    dated = before.text == "/" and further.kind == "number"  # "11 / 28 / 05"
    hyphened = first.glued and before.text in {"-", "–"} and (before.glued or amount.number == 1)
    if dated or hyphened or before.key in _DISEASES:
        return True
    if before.text in {"-", "–"} and further.text.isupper() and len(further.text) <= _DESIGNATION:
        return True  # "AK - 47", as tokenised texts have it
    if after.glued and (after.kind == "word" or after.text in {"/", "@", "_", "&", "=", "*", "^"}):
        return True
    further_on = at(tokens, amount.number_end + 1)
    return (after.text == ":" and further_on.kind == "number") or (
        before.text == ":" and further.kind == "number"
    )


def _dated(tokens: list[Token], amount: Amount) -> bool:
    """Say whether the number is a year, or the day beside a month."""
    first = tokens[amount.number]
    value = amount.low if amount.low is not None else amount.high
    if not amount.digits or value is None:
        return False
    before, after = at(tokens, amount.number - 1), at(tokens, amount.number_end)
    days = before.key in {"and", "to", "or"} and at(tokens, amount.number - 2).kind == "number"
    month = at(tokens, amount.number - 3) if days else before  # "between Oct. 8 and 13"
    if value <= _LAST_DAY and (month.key in MONTHS or after.key in MONTHS):
        return True
    if len(first.text) != 4 or not _FIRST_YEAR <= value <= _LAST_YEAR or amount.start < amount.number:  # noqa: PLR2004 - digits
        return False
    plural = after.kind == "word" and after.key.endswith("s") and not after.capital
    return (
        not plural
        or before.key
        in {"in", "since", "the", "of", "by", "until", "from", "during", "'s", "and", "early", "late"}
        or bool(value % 50)
    )


def _aged(tokens: list[Token], amount: Amount) -> bool:
    """Say whether the number is an age: "aged 10 to 14", "Lopez, 20, was"."""
    before, after = at(tokens, amount.start - 1), at(tokens, amount.number_end)
    if before.key in _AGED:
        return True
    name = at(tokens, amount.number - 2)
    closed = after.text in {",", ")", "."} or after.text == ";"
    return (
        before.text in {",", "("}
        and name.kind == "word"
        and closed
        and at(tokens, amount.number_end - 1).kind != "mark"
    )


def _scored(tokens: list[Token], amount: Amount) -> bool:
    """Say whether two numbers are a score: "2-1", "20 - 13"."""
    link, other = at(tokens, amount.number_end), at(tokens, amount.number_end + 1)
    back, first = at(tokens, amount.number - 1), at(tokens, amount.number - 2)
    marks = {"-", "–", "—"}
    return (link.text in marks and other.kind == "number") or (back.text in marks and first.kind == "number")


def _follows_verb(tokens: list[Token], amount: Amount) -> bool:
    """Say whether so many stand behind what may be a headline's verb: "Submits 107 Questions"."""
    verb, thing = at(tokens, amount.start - 1).key, at(tokens, amount.end)
    to_come = at(tokens, amount.start - 2).key in {"to", "will"}  # "Plant To Hire 1,000 Workers"
    enough = (amount.low or amount.high or 0.0) >= _NO_SEQUEL
    verbal = verb not in _NAMING and (to_come or verb.endswith("s"))
    return enough and verbal and thing.kind == "word" and thing.capital


_NO_SEQUEL = 20  # "Transformers 4 Trailers"


def _named(tokens: list[Token], amount: Amount) -> bool:
    """Say whether the number belongs to the name before it: "Brigade 47", "Xbox 360", "flight 370"."""
    before = at(tokens, amount.start - 1)
    if before.kind != "word" or amount.start < amount.number:
        return False
    if before.key in _NAMING:
        return not before.key.endswith("s") or before.key in {"class", "series", "nos"} or before.capital
    known = before.key in FUNCTION_WORDS or before.key in HEADLINE_VERBS
    known = known or at(tokens, amount.end).key in ALIVE  # "Launch Attracts 693,000 Viewers"
    return before.capital and amount.start > 1 and not known
