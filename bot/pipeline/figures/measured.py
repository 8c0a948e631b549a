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
    slips slipped slid tumbled tumbles plunged plunges dip dips dipped lost
""")
_COPULAS = words("""
    is was are were be been valued estimated put worth stands stood remains remained reached hit at
    totalled totaled
""")
_HOLDING = words("""
    hold holds held holding control controls controlled controlling occupy occupies occupied capture
    captures captured seize seizes seized seizing capturing takes took taken regained regains recaptured
    retook retaken liberated
""")
_BURNING = words("""
    burn burns burned burnt burning scorched scorches charred consumed blackened
""")
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
_POSSESSIVES = words("the a an its his her their our this that all total")


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
    return Counted(subject, None, subject.rsplit(" ", 1)[-1], whole, amount.end)


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
        if at(tokens, place).key == "to":
            return None
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
    seen = 0
    while seen < 3 and at(tokens, place - 1).key in _COPULAS | {"just", "only", "estimated", "has", "had"}:  # noqa: PLR2004 - "has been at"
        place -= 1
        seen += 1
    if seen == 0:
        return None
    return phrase_before(tokens, place)


def _money(tokens: list[Token], amount: Amount) -> str | None:
    """Return "military aid", "fine", "book deal"."""
    place = amount.end
    after = at(tokens, place)
    if after.text == "-" and after.glued:
        place += 1
        after = at(tokens, place)
    if at(tokens, amount.end).key == "worth" and at(tokens, amount.end + 1).key == "of":
        found = phrase_after(tokens, amount.end + 2)
        return found[0] if found else None
    before = at(tokens, amount.start - 1)
    if before.key == "of" and (noun := phrase_before(tokens, amount.start - 1)):
        return noun
    if before.key in _WORTH:
        return phrase_before(tokens, amount.start - 1) or _copular(tokens, amount)
    if after.key in {"of", "in"}:
        found = phrase_after(tokens, place + 1)
        dated = found and at(tokens, place + 1).capital
        return found[0] if found and not dated and found[0] not in {"cash", "total"} else None
    if before.key in _ACTIONS:
        return _ACTIONS[before.key]
    if after.kind == "word" and after.key not in FUNCTION_WORDS:
        found = phrase_after(tokens, place)
        return found[0] if found else None
    return _copular(tokens, amount)


def _area(tokens: list[Token], amount: Amount) -> str | None:
    """Return "salient", "territory held"."""
    before = at(tokens, amount.start - 1).key
    after = at(tokens, amount.end)
    if amount.attributive and (found := phrase_after(tokens, amount.end + (after.text == "-"))):
        return found[0]
    if before == "of" and (noun := phrase_before(tokens, amount.start - 1)) and noun not in _LAND:
        return noun
    start = amount.start - (2 if before == "of" else 0)
    verbs = set(keys(tokens, start - 4, start))
    if verbs & _HOLDING:
        return "territory held"
    if verbs & _BURNING:
        return "area burned"
    if after.key == "of":
        found = phrase_after(tokens, amount.end + 1)
        return found[0] if found else None
    place = amount.end + (after.text == "-" and after.glued)
    if at(tokens, place).kind == "word" and at(tokens, place).key not in FUNCTION_WORDS:
        found = phrase_after(tokens, place)
        return found[0] if found else None
    return _copular(tokens, amount)


def _mass(tokens: list[Token], amount: Amount) -> str | None:
    """Return "grain" of "40 tonnes of grain"."""
    if at(tokens, amount.end).key != "of":
        return None
    found = phrase_after(tokens, amount.end + 1)
    return found[0] if found else None


_SUBJECTS = {Kind.MONEY: _money, Kind.PERCENT: _percent, Kind.AREA: _area, Kind.MASS: _mass}
