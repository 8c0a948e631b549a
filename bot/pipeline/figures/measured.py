"""What an amount of money, land, goods or per cent is an amount of."""

from __future__ import annotations

from bot.pipeline.figures.amounts import Amount, Kind
from bot.pipeline.figures.counted import Counted
from bot.pipeline.figures.nouns import phrase_after, phrase_before
from bot.pipeline.figures.tokens import Token, at, keys
from bot.pipeline.figures.votes import vote
from bot.pipeline.figures.words import EXCLUDED, FUNCTION_WORDS, MONTHS, words

_RISES = words("""
    rise rises rose risen rising increase increases increased increasing grow grows grew grown growing
    climb climbs climbed added adds jump jumps jumped gain gains gained up surge surges surged
    soar soars soared expanded higher accelerated accelerates quickened
""")
_FALLS = words("""
    fall falls fell fallen falling drop drops dropped dropping decline declines declined decrease
    decreases decreased down slump slumps slumped shrink shrinks shrank shrunk contracted cut lower slip
    slips slipped slid tumbled eased slowed tumbles plunged plunges dip dips dipped lost
""")
_COPULAS = words("""
    is was are were be been just only has had valued estimated put worth stands stood remains remained
    reached hit at averaged averages will totalled totaled held stayed steady unchanged
""")
_HOLDING = words("hold holds held holding control controls controlled controlling occupy occupies occupied")
_TAKING = words("""
    capture captures captured capturing seize seizes seized seizing takes took taken regained regains
    recaptured retook retaken liberated gained gains gaining advanced advances conquered overran
""")
_BURNING = words("""
    burn burns burned burnt burning scorched scorches charred consumed blackened
""")
_BURNT = words("burned burnt scorched charred")  # "8,500 hectares of forest have burned"
_NAMELESS = words("figure sum amount total number")
_ARTICLES = words("the a an its his her their all")
_ALL = 100  # per cent
_CARRIES = 8  # words between an amount and what changed by or to it
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
    "lend": "loan",
    "lends": "loan",
    "lent": "loan",
}
_WORTH = words("worth valued costing cost costs totalling totaling totaled")


def measured(tokens: list[Token], amount: Amount, *, titled: bool, before: Counted | None) -> Counted | None:
    """Return what *amount* measures; None in doubt. Where the sentence is *titled*, capitals tell nothing.

    *before* is what the amount before it counted.
    """
    if at(tokens, amount.start - 1).key in {"per", "every", "each"} and amount.kind is not Kind.MONEY:
        return None
    subject = _carried(tokens, amount, before) or _SUBJECTS[amount.kind](tokens, amount)
    if subject is None or subject.rsplit(" ", 1)[-1] in EXCLUDED or subject in _NAMELESS:
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


def _carried(tokens: list[Token], amount: Amount, before: Counted | None) -> str | None:
    """Return what the amount before it tells of this one: "rose 27 percent to $58 billion", ", up 6.4%"."""
    if before is None or amount.start - before.end > _CARRIES:
        return None
    changed = before.thing.removeprefix("rise in ").removeprefix("fall in ")
    link = at(tokens, amount.start - 1).key
    if amount.kind is Kind.MONEY:
        goes_on = link == "to" and before.end == amount.start - 1
        return changed if goes_on and changed != before.thing else None
    if amount.kind is not Kind.PERCENT or link not in {"up", "down"} or changed != before.thing:
        return None
    parted = at(tokens, amount.start - 2).text == ","
    return f"{'rise' if link == 'up' else 'fall'} in {before.thing}" if parted else None


def _percent(tokens: list[Token], amount: Amount) -> str | None:
    """Return "white respondents", "rise in spending", "turnout"."""
    after = at(tokens, amount.end)
    if amount.low == _ALL and after.kind == "word" and after.key not in FUNCTION_WORDS:
        return None  # "was 100 per cent sure"
    if after.key == "of":
        found = phrase_after(tokens, amount.end + 1)
        if found is None or at(tokens, amount.end + 1).key in _PRONOUNS:
            return None
        return vote(tokens, amount.start) if found[0] in {"vote", "votes"} else found[0]
    return (
        _share_named(tokens, amount)
        or _percent_of_what_follows(tokens, amount)
        or _changed_by(tokens, amount)
        or _changed(tokens, amount)
    )


def _share_named(tokens: list[Token], amount: Amount) -> str | None:
    """Return what "a turnout of 58%" and "an increase of 5% in prices" tell of."""
    place = amount.start - 1
    if at(tokens, place).key != "of":
        return None
    direction = _direction(at(tokens, place - 1).key)
    if direction is None:
        name = phrase_before(tokens, place, nested=False)
        return None if name and (_LEVELS | MONTHS).issuperset(name.lower().split()) else name
    found = phrase_after(tokens, amount.end + 1) if at(tokens, amount.end).key == "in" else None
    return f"{direction} in {found[0]}" if found else None


_LEVELS = words("""
    high low peak average record level rate maximum minimum total highest lowest annual current same speed
    quarterly monthly initial final national global
""")  # of what, is not said


def _percent_of_what_follows(tokens: list[Token], amount: Amount) -> str | None:
    """Return what "a 10% rise in prices", "a 35% pay rise" and "a 21% stake" tell of."""
    after, turned = at(tokens, amount.end), at(tokens, amount.end + 1).key
    direction = _direction(after.key)
    if direction is not None and turned == "in":
        found = phrase_after(tokens, amount.end + 2)
        return f"{direction} in {found[0]}" if found else None
    if after.kind == "word" and after.key not in FUNCTION_WORDS and _direction(turned):
        return f"{_direction(turned)} in {after.key}"
    held = at(tokens, amount.start - 1).key in {"a", "an", "the"}
    return after.key if held and after.key in {"stake", "share", "majority"} else None


def _direction(verb: str) -> str | None:
    return "rise" if verb in _RISES else "fall" if verb in _FALLS else None


def _changed(tokens: list[Token], amount: Amount) -> str | None:
    """Return what "rose 3%", "rose to 4.1%" and "was 58 per cent" tell of."""
    place = amount.start - 1
    if at(tokens, place).key == "to":
        return _changed_to(tokens, place)
    while at(tokens, place).key in {"by", "an", "a", "at"}:  # "grew at a 2% annual rate"
        place -= 1
    direction = _direction(at(tokens, place).key)
    if direction is None:
        return _copular(tokens, amount)
    while at(tokens, place - 1).key in _AUXILIARIES:
        place -= 1
    subject = phrase_before(tokens, place)
    return f"{direction} in {subject}" if subject else None


_AUXILIARIES = words("has have had will would is are was were")


def _changed_by(tokens: list[Token], amount: Amount) -> str | None:
    """Return what somebody changes by so much: "raise taxes by £40bn", "cut emissions by 20%"."""
    end = amount.start - 1
    for place in range(end - 1, max(-1, end - _REACH), -1):
        verb = tokens[place].key if at(tokens, end).key == "by" else ""
        if verb in _RAISE or verb in _REDUCE:
            found = phrase_after(tokens, place + 1)
            whole = found is not None and found[1] == end
            return f"{'rise' if verb in _RAISE else 'fall'} in {found[0]}" if whole and found else None
    return None


_RAISE = words("raise raises raised raising increase increases increased increasing lift lifts lifted boost")
_REDUCE = words("""
    cut cuts cutting reduce reduces reduced reducing lower lowers lowered lowering slash slashes slashed trim
""")


def _changed_to(tokens: list[Token], place: int) -> str | None:
    """Return what stands before the "to" at *place*: "unemployment rose to", "cut its outlook to"."""
    if moved := _moved_to(tokens, place):
        return moved
    earlier = set(keys(tokens, place - _REACH - _REACH, place))
    by = range(place - 1, place - 1 - _REACH, -1)  # "raised its rate by 50 basis points to"
    place = next((back for back in by if at(tokens, back).key == "by"), place)
    return phrase_before(tokens, place) if earlier & _SETTING else None


def _moved_to(tokens: list[Token], place: int) -> str | None:
    """Return what stands before "rose to", "will fall to" whose "to" is at *place*."""
    place -= 1
    if not _direction(at(tokens, place).key):
        return None
    while at(tokens, place - 1).key in _AUXILIARIES:
        place -= 1
    return phrase_before(tokens, place)


_SETTING = words(
    "cut cuts raised raises lowered lowers trimmed trims revised revises lifted lifts hiked hikes"
)
_PRONOUNS = words("them those these it that this us")


def _copular(tokens: list[Token], amount: Amount) -> str | None:
    """Return the noun of "turnout was 58 per cent", "interest rates at 0.5%"."""
    place = amount.start
    while amount.start - place < _MOST_LINKS and at(tokens, place - 1).key in _COPULAS:
        place -= 1
    if place == amount.start:
        return None
    place = _before_when(tokens, _before_reported(tokens, place))
    if "turnout" in keys(tokens, place - 2 * _REACH, place):  # "turnout among the 3.5 million voters was"
        return "turnout"
    subject = phrase_before(tokens, place)
    return None if subject and subject.endswith("trading") else subject  # "last trading at $1.29"


def _before_reported(tokens: list[Token], place: int) -> int:
    """Return where "which was reported to" begins that ends before the "be" at *place*."""
    if at(tokens, place - 1).key == "to" and at(tokens, place).key == "be":
        place -= 1
        while at(tokens, place - 1).key in _THOUGHT:
            place -= 1
    which = at(tokens, place - 1).key == "which" and at(tokens, place - 2).text == ","
    return place - 2 if which else place


def _before_when(tokens: list[Token], place: int) -> int:
    """Return where a time begins that ends before *place*: "growth in 2019", "prices last month"."""
    when, which = at(tokens, place - 1), at(tokens, place - 2).key
    if which in {"in", "for"} and (when.kind == "number" or (when.capital and when.key in MONTHS)):
        return place - 2
    return place - 2 if which in {"this", "last", "next"} and when.key in _TIMES else place


_TIMES = words("year month week quarter")


def _named_after(tokens: list[Token], place: int) -> str | None:
    """Return the noun phrase at *place*, if one begins there."""
    token = at(tokens, place)
    bound = at(tokens, place + 1).text == "-" and at(tokens, place + 1).glued  # "over-claimed interest"
    if token.kind != "word" or (token.key in FUNCTION_WORDS and token.key not in _ARTICLES and not bound):
        return None
    found = phrase_after(tokens, place)
    return found[0] if found else None


def _money(tokens: list[Token], amount: Amount) -> str | None:
    """Return "military aid", "fine", "book deal"."""
    if by := _changed_by(tokens, amount):
        return by
    bound = at(tokens, amount.end).text == "-" and at(tokens, amount.end).glued
    place = amount.end + bound
    after, before = at(tokens, place).key, at(tokens, amount.start - 1).key
    subject = None
    if keys(tokens, place, place + 2) == ("worth", "of"):
        return _named_after(tokens, place + 2)
    if (
        before == "of"
        and at(tokens, amount.start - 2).key != "lieu"
        and not (after == "in" and _is_wealth(tokens, place + 1))
    ):
        subject = phrase_before(tokens, amount.start - 1)
    elif before in _WORTH:
        subject = _worth(tokens, amount.start - 1) or _copular(tokens, amount)
    if subject is None and after in {"of", "in"}:
        subject = None if at(tokens, place + 1).capital else _named_after(tokens, place + 1)
        subject = None if subject in {"cash", "total"} else subject
    spent = after == "on" and not _SPENDING.isdisjoint(keys(tokens, amount.start - _REACH, amount.start))
    if subject is None and (spent or after in {"toward", "towards"}):
        subject = _named_after(tokens, place + 1)
    subject = subject or _done(tokens, amount.start) or _attached(tokens, place, amount.start)
    return subject or (_moved_to(tokens, amount.start - 1) if before == "to" else _copular(tokens, amount))


def _done(tokens: list[Token], start: int) -> str | None:
    """Return what is done with the money at *start*, to somebody who may be named: "fined Example Corp"."""
    place = start - 1
    while start - place < _REACH and at(tokens, place).capital:
        place -= 1
    return _ACTIONS.get(at(tokens, place).key)


def _is_wealth(tokens: list[Token], place: int) -> bool:
    """Say whether what is worth so much follows: "the proceeds of $300 billion in frozen assets"."""
    found = phrase_after(tokens, place)
    return found is not None and found[0].rsplit(" ", 1)[-1] in _WEALTH


_WEALTH = words("assets aid assistance support loans bonds cash weapons damage damages funding grants goods")


def _worth(tokens: list[Token], place: int) -> str | None:
    """Return what stands before the "worth" at *place*: "its offer, reportedly worth"."""
    while at(tokens, place - 1).key in _THOUGHT or at(tokens, place - 1).text == ",":
        place -= 1
    return phrase_before(tokens, place)


_COMPARED = words(
    "cheaper dearer lower higher below short off extra better worse richer poorer each apiece upfront"
)
_SPENDING = words("spend spends spent spending")
_THOUGHT = words("""
    may might could would will reportedly allegedly said thought believed estimated expected reported to be is
    was are were
""")


def _attached(tokens: list[Token], place: int, amount_start: int) -> str | None:
    """Return the noun that an amount stands before: "a $425 million aid package"."""
    after, then = at(tokens, place).key, at(tokens, place + 1).key
    participle = after.endswith("ed") and then in {"by", "from", "in", "to", "on"}  # "$50bn backed by assets"
    happened = after.endswith("ed") and at(tokens, place).text.islower() and at(tokens, place + 1).text != "-"
    if after.endswith("ing") and at(tokens, amount_start - 1).key in _ARTICLES:  # "a $2bn funding package"
        found = phrase_after(tokens, place + 1) if at(tokens, place + 1).key not in FUNCTION_WORDS else None
        return f"{after} {found[0]}" if found else None
    compared = after in _COMPARED  # "$60 cheaper"
    return None if after in _ARTICLES or participle or happened or compared else _named_after(tokens, place)


def _area(tokens: list[Token], amount: Amount) -> str | None:
    """Return "salient", "territory held"."""
    before, after = at(tokens, amount.start - 1).key, at(tokens, amount.end)
    if amount.attributive and (subject := _attached(tokens, amount.end + (after.text == "-"), amount.start)):
        return subject
    if before == "of" and (subject := phrase_before(tokens, amount.start - 1)) and subject not in _LAND:
        return subject
    if done := _done_to_land(tokens, amount, amount.start - (2 if before == "of" else 0)):
        return done
    if after.key == "of":
        return _named_after(tokens, amount.end + 1)
    return _attached(tokens, amount.end, amount.start) or _copular(tokens, amount)


def _done_to_land(tokens: list[Token], amount: Amount, start: int) -> str | None:
    """Return what the verb before *start* does to the area: who holds land and who takes it differ."""
    verbs = set(keys(tokens, start - _REACH, start))
    if verbs & _HOLDING:
        return "territory held"
    if verbs & _TAKING:
        return "territory taken"
    burnt = verbs & _BURNING or set(keys(tokens, amount.end, amount.end + _REACH)) & _BURNT
    return "area burned" if burnt else None


def _mass(tokens: list[Token], amount: Amount) -> str | None:
    """Return "grain" of "40 tonnes of grain"."""
    return _named_after(tokens, amount.end + 1) if at(tokens, amount.end).key == "of" else None


_SUBJECTS = {Kind.MONEY: _money, Kind.PERCENT: _percent, Kind.AREA: _area, Kind.MASS: _mass}
