"""What an amount of money, land, goods or per cent is an amount of."""

from __future__ import annotations

from bot.pipeline.figures.amounts import Amount, Kind
from bot.pipeline.figures.counted import Counted
from bot.pipeline.figures.nouns import phrase_after, phrase_before
from bot.pipeline.figures.tokens import Token, at, keys
from bot.pipeline.figures.words import EXCLUDED, FUNCTION_WORDS, words

_RISES = words("""
    rise rises rose risen rising increase increases increased increasing grow grows grew grown growing
    climb climbs climbed jump jumps jumped gain gains gained up surge surges surged soar soars soared
    expanded higher
""")
_FALLS = words("""
    fall falls fell fallen falling drop drops dropped dropping decline declines declined decrease
    decreases decreased down slump slumps slumped shrink shrinks shrank shrunk contracted cut lower slip
    slips slipped slid tumbled eased slowed tumbles plunged plunges dip dips dipped lost
""")
_COPULAS = words("""
    is was are were be been just only has had valued estimated put worth stands stood remains remained
    reached hit at totalled totaled
""")
_HOLDING = words("""
    hold holds held holding control controls controlled controlling occupy occupies occupied capture
    captures captured seize seizes seized seizing capturing takes took taken regained regains recaptured
    retook retaken liberated
""")
_BURNING = words("""
    burn burns burned burnt burning scorched scorches charred consumed blackened
""")
_ARTICLES = words("the a an its his her their all")
_MOST_LINKS = 3  # words: "has been at"
_REACH = 4  # words before an area in which the verb stands
_LAND = words("territory land area ground soil forest terrain space")
_ACTIONS = {
    "fined": "fine",
    "fines": "fine",
    "fine": "fine",
    "bail": "bail",
    "ransom": "ransom",
    "pledged": "pledge",
    "pledges": "pledge",
    "donated": "donation",
    "donates": "donation",
    "owes": "debt",
    "owed": "debt",
    "raise": "money raised",
    "raises": "money raised",
    "raised": "money raised",
    "seeking": "money sought",
    "stole": "money stolen",
    "stolen": "money stolen",
}
_WORTH = words("worth valued costing cost costs totalling totaling totaled")


def measured(tokens: list[Token], amount: Amount, *, titled: bool) -> Counted | None:
    """Return what *amount* measures; None in doubt. Where the sentence is *titled*, capitals tell nothing."""
    if at(tokens, amount.start - 1).key in {"per", "every", "each"} and amount.kind is not Kind.MONEY:
        return None
    subject = _SUBJECTS[amount.kind](tokens, amount)
    if subject is None or subject.rsplit(" ", 1)[-1] in EXCLUDED:
        return None
    if titled:
        subject = " ".join(word if word.isupper() else word.lower() for word in subject.split())
    around = set(keys(tokens, amount.start - 2, amount.start)) | set(keys(tokens, amount.end, amount.end + 2))
    whole = not around & {
        "another",
        "further",
        "additional",
        "more",
        "extra",
        "each",
        "per",
        "apiece",
        "every",
    }
    return Counted(subject, None, subject.rsplit(" ", 1)[-1], whole, amount.end, subject)


def _percent(tokens: list[Token], amount: Amount) -> str | None:
    """Return "white respondents", "rise in spending", "turnout"."""
    after = at(tokens, amount.end)
    if after.key == "of":
        found = phrase_after(tokens, amount.end + 1)
        return found[0] if found and at(tokens, amount.end + 1).key not in _PRONOUNS else None
    direction = "rise" if after.key in _RISES else "fall" if after.key in _FALLS else None
    if direction is not None and at(tokens, amount.end + 1).key == "in":
        found = phrase_after(tokens, amount.end + 2)
        return f"{direction} in {found[0]}" if found else None
    turned = at(tokens, amount.end + 1).key
    if after.kind == "word" and after.key not in FUNCTION_WORDS and (turned in _RISES or turned in _FALLS):
        return f"{'rise' if turned in _RISES else 'fall'} in {after.key}"  # "a 35% pay rise"
    place = amount.start - 1
    if at(tokens, place).key in {"by", "an", "a", "to"}:
        if at(tokens, place).key == "to":  # "unemployment rose to 4.1%"
            changed = at(tokens, place - 1).key in _RISES | _FALLS
            return phrase_before(tokens, place - 1) if changed else None
        place -= 1
    verb = at(tokens, place).key
    if verb in _RISES or verb in _FALLS:
        while at(tokens, place - 1).key in {
            "has",
            "have",
            "had",
            "will",
            "would",
            "is",
            "are",
            "was",
            "were",
        }:
            place -= 1
        subject = phrase_before(tokens, place)
        return f"{'rise' if verb in _RISES else 'fall'} in {subject}" if subject else None
    return _copular(tokens, amount)


_PRONOUNS = words("them those these it that this us")


def _copular(tokens: list[Token], amount: Amount) -> str | None:
    """Return the noun of "turnout was 58 per cent", "interest rates at 0.5%"."""
    place = amount.start
    while amount.start - place < _MOST_LINKS and at(tokens, place - 1).key in _COPULAS:
        place -= 1
    return phrase_before(tokens, place) if place < amount.start else None


def _named_after(tokens: list[Token], place: int) -> str | None:
    """Return the noun phrase at *place*, if one begins there."""
    token = at(tokens, place)
    if token.kind != "word" or (token.key in FUNCTION_WORDS and token.key not in _ARTICLES):
        return None
    found = phrase_after(tokens, place)
    return found[0] if found else None


def _money(tokens: list[Token], amount: Amount) -> str | None:
    """Return "military aid", "fine", "book deal"."""
    bound = at(tokens, amount.end).text == "-" and at(tokens, amount.end).glued
    place = amount.end + bound
    after, before = at(tokens, place).key, at(tokens, amount.start - 1).key
    subject = None
    if keys(tokens, place, place + 2) == ("worth", "of"):
        return _named_after(tokens, place + 2)
    if before == "of":
        subject = phrase_before(tokens, amount.start - 1)
    elif before in _WORTH:
        subject = phrase_before(tokens, amount.start - 1) or _copular(tokens, amount)
    if subject is None and after in {"of", "in"}:
        subject = None if at(tokens, place + 1).capital else _named_after(tokens, place + 1)
        subject = None if subject in {"cash", "total"} else subject
    return subject or _ACTIONS.get(before) or _attached(tokens, place) or _copular(tokens, amount)


def _attached(tokens: list[Token], place: int) -> str | None:
    """Return the noun that an amount stands before: "a $425 million aid package"."""
    after, then = at(tokens, place).key, at(tokens, place + 1).key
    participle = after.endswith("ed") and then in {"by", "from", "in", "to", "on"}  # "$50bn backed by assets"
    return None if after in _ARTICLES or participle else _named_after(tokens, place)


def _area(tokens: list[Token], amount: Amount) -> str | None:
    """Return "salient", "territory held"."""
    before, after = at(tokens, amount.start - 1).key, at(tokens, amount.end)
    if amount.attributive and (subject := _attached(tokens, amount.end + (after.text == "-"))):
        return subject
    if before == "of" and (subject := phrase_before(tokens, amount.start - 1)) and subject not in _LAND:
        return subject
    start = amount.start - (2 if before == "of" else 0)
    verbs = set(keys(tokens, start - _REACH, start))
    if verbs & _HOLDING:
        return "territory held"
    if verbs & _BURNING:
        return "area burned"
    if after.key == "of":
        return _named_after(tokens, amount.end + 1)
    return _attached(tokens, amount.end) or _copular(tokens, amount)


def _mass(tokens: list[Token], amount: Amount) -> str | None:
    """Return "grain" of "40 tonnes of grain"."""
    return _named_after(tokens, amount.end + 1) if at(tokens, amount.end).key == "of" else None


_SUBJECTS = {Kind.MONEY: _money, Kind.PERCENT: _percent, Kind.AREA: _area, Kind.MASS: _mass}
