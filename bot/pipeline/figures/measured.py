"""What an amount of money, land, goods or per cent is an amount of."""

from __future__ import annotations

from bot.pipeline.figures.amounts import Amount
from bot.pipeline.figures.changes import changed_by, copular, direction_of, what_changed
from bot.pipeline.figures.counted import Counted
from bot.pipeline.figures.deeds import deed_after, deed_before
from bot.pipeline.figures.money import attached, money_for
from bot.pipeline.figures.numbers import NUMBER_WORDS, number_at
from bot.pipeline.figures.outcomes import DENIED, outcome_before
from bot.pipeline.figures.phrases import named_after, phrase_after, phrase_before
from bot.pipeline.figures.tokens import Token, at, keys
from bot.pipeline.figures.units import Kind
from bot.pipeline.figures.votes import vote
from bot.pipeline.figures.words import EXCLUDED, FUNCTION_WORDS, MONTHS, words

_HOLDING = words("hold holds held holding control controls controlled controlling occupy occupies occupied")
_TAKING = words("""
    capture captures captured capturing seize seizes seized seizing takes took taken regained regains
    recaptured retook retaken liberated gained gains gaining advanced advances conquered overran
""")
_BURNING = words("""
    burn burns burned burnt burning scorched scorches charred consumed blackened
""")
_BURNT = words("burned burnt scorched charred")  # "8,500 hectares of forest have burned"
_UNCOUNTED = (EXCLUDED - {"losses"}) | NUMBER_WORDS
_NAMELESS = words("level figure sum amount total number tune start point share range average") | MONTHS
_ALL = 100  # per cent
_CARRIES = 8  # words between an amount and what changed by or to it
_REACH = 4  # words before an area in which the verb stands
_LAND = words("territory land area ground soil forest terrain space")


def measured(tokens: list[Token], amount: Amount, *, titled: bool, before: Counted | None) -> Counted | None:
    """Return what *amount* measures; None in doubt. Where the sentence is *titled*, capitals tell nothing.

    *before* is what the amount before it counted.
    """
    if at(tokens, amount.start - 1).key in {"per", "every", "each"} and amount.kind is not Kind.MONEY:
        return None
    subject = _carried(tokens, amount, before) or _SUBJECTS[amount.kind](tokens, amount)
    if subject is None or subject.rsplit(" ", 1)[-1] in _UNCOUNTED or subject.lower() in _NAMELESS:
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
    place = amount.start - 1
    while at(tokens, place).key in _RECORD:
        place -= 1
    link = at(tokens, place).key
    if amount.kind is Kind.MONEY:
        between = keys(tokens, before.end, place)
        named = set(changed.lower().split()) | _RISEN
        goes_on = link == "to" and named.issuperset(between)  # "a 2% increase in revenue, to $16bn"
        return changed if goes_on and changed != before.thing else None
    if amount.kind is not Kind.PERCENT:
        return None
    if repeated := _repeated(tokens, amount, before) or _changed_too(tokens, amount, before):
        return repeated
    if link == "or" and at(tokens, place - 1).text == ",":  # "down $1.20, or 1.9%"
        place = next(
            (back for back in range(place - 2, before.end - 1, -1) if tokens[back].key in _MOVED), place
        )
        link = at(tokens, place).key
    if link not in _MOVED or changed != before.thing:
        return None
    parted = at(tokens, place - 1).text == ","
    return f"{'rise' if link == 'up' else 'fall'} in {before.thing}" if parted else None


def _repeated(tokens: list[Token], amount: Amount, before: Counted) -> str | None:
    """Return what is told of another place, too: "70% of shops in Oslo, and 60% in Bergen, were shut"."""
    start = before.end
    if at(tokens, start).key == "of" and (whole := phrase_after(tokens, start + 1)):
        start = whole[1]
    between = tokens[start : amount.start]
    told = any(token.key in {"in", "for"} for token in between)
    named = all(token.capital or token.key in _BESIDE for token in between)
    elsewhere = at(tokens, amount.end).key in {"in", "for"} or at(tokens, amount.start - 1).key == "by"
    elsewhere = elsewhere or at(tokens, amount.start - 2).key == "in"
    placed = at(tokens, amount.end + 1).capital or at(tokens, amount.start - 2).capital
    placed = placed or at(tokens, amount.start - 1).capital
    return before.subject if told and named and elsewhere and placed else None


def _changed_too(tokens: list[Token], amount: Amount, before: Counted) -> str | None:
    """Return "fall in wages" of "would cut output by 0.3 percent and wages by 0.2 percent"."""
    direction = next((told for told in ("rise in ", "fall in ") if before.thing.startswith(told)), None)
    joined = at(tokens, before.end).key == "and" and at(tokens, amount.start - 1).key == "by"
    found = phrase_after(tokens, before.end + 1) if direction and joined else None
    return f"{direction}{found[0]}" if found and found[1] == amount.start - 1 else None


_BESIDE = words("in of for the and , by")
_RISEN = words(", rise increase gain jump fall drop decline decrease in")
_MOVED = words("up down")
_RECORD = words("a an the record new historic staggering")  # "to a record $309 billion"


def _percent(tokens: list[Token], amount: Amount) -> str | None:
    """Return "white respondents", "rise in spending", "turnout"."""
    after = at(tokens, amount.end)
    if amount.low == _ALL and after.kind == "word" and after.key not in FUNCTION_WORDS:
        return None  # "was 100 per cent sure"
    if _FORETELLING & set(keys(tokens, amount.start - _CARRIES, amount.start)):
        return None  # "expects inflation of 4%"
    if after.key == "of":
        return _share_of(tokens, amount)
    if at(tokens, amount.start - 1).key in _POLLS and (after.kind != "word" or after.key in _AFTER_POLLS):
        return vote(tokens, amount.start)
    if after.key == "off" and at(tokens, amount.end + 1).key != "the":
        return "discount"
    readers = (_among, _share_named, _percent_of_what_follows, changed_by, what_changed, _in_brackets)
    return next(filter(None, (read(tokens, amount) for read in readers)), None)


def _share_of(tokens: list[Token], amount: Amount) -> str | None:
    """Return of what so many per cent are told, which stands behind "of"."""
    start = amount.end + 1
    while at(tokens, start).key in _HEDGING:  # "10% of more than 2,000 votes"
        start += 1
    whole = number_at(tokens, start)
    found = phrase_after(tokens, whole.end if whole else amount.end + 1)
    if found is None or at(tokens, amount.end + 1).key in _PRONOUNS:
        return None
    if found[0] in {"GDP", "gross domestic product"}:  # "the deficit widened to 5.6% of GDP"
        return what_changed(tokens, amount)
    if found[0] in {"vote", "votes"}:
        return vote(tokens, amount.start)
    if "turnout" in keys(tokens, amount.start - _REACH, amount.start):
        return "turnout"
    return None if at(tokens, found[1]).key in _TO_COME else _who(tokens, found[0], amount.start, found[1])


def _in_brackets(tokens: list[Token], amount: Amount) -> str | None:
    """Return whose share stands in brackets: "Sandu (42%) led"."""
    opens, closed = amount.start - 1, at(tokens, amount.end).text in {")", ","}
    return phrase_before(tokens, opens, nested=False) if closed and at(tokens, opens).text == "(" else None


def _among(tokens: list[Token], amount: Amount) -> str | None:
    """Return of whom so many are, where that comes first: "Of white respondents, 66% believed it"."""
    comma = amount.start - 1
    opens = range(comma - 2, max(-1, comma - _CARRIES), -1) if at(tokens, comma).text == "," else ()
    of = next((place for place in opens if tokens[place].text in {"Of", "Among"}), comma)
    found = phrase_after(tokens, of + 1) if of < comma else None
    return _who(tokens, found[0], of, amount.end) if found and found[1] == comma else None


def _who(tokens: list[Token], name: str, start: int, end: int) -> str:
    """Return *name* with what a verb says of that share, whose amount begins at *start*: "voters opposed"."""
    deed = deed_after(tokens, end, end, share=True) or outcome_before(tokens, start)
    deed = deed_before(tokens, start, end) if deed in {None, DENIED} else deed
    return f"{name} {deed}" if deed else name


def _share_named(tokens: list[Token], amount: Amount) -> str | None:
    """Return what "a turnout of 58%" and "an increase of 5% in prices" tell of."""
    place = amount.start - 1
    if at(tokens, place).key != "of":
        return None
    direction = direction_of(at(tokens, place - 1).key)
    if direction is None:
        name = phrase_before(tokens, place, nested=False)
        return None if name and (_LEVELS | MONTHS).issuperset(name.lower().split()) else name
    found = phrase_after(tokens, amount.end + 1) if at(tokens, amount.end).key == "in" else None
    return f"{direction} in {found[0]}" if found else None


_HEDGING = words("the more than over about some nearly almost at least up to around")
_POLLS = words("polled won secured garnered")  # "won 45% in the first round"
_AFTER_POLLS = words("in to against and with while but nationwide")  # workers won 38% over four years
_FORETELLING = words("expect expects predict predicts forecasts projects foresees")
_LEVELS = words("""
    high low peak average record level rate maximum minimum total highest lowest annual current same speed
    quarterly monthly initial final national global
""")  # of what, is not said


def _percent_of_what_follows(tokens: list[Token], amount: Amount) -> str | None:
    """Return what "a 10% rise in prices", "a 35% pay rise" and "a 21% stake" tell of."""
    after, turned = at(tokens, amount.end), at(tokens, amount.end + 1).key
    direction = direction_of(after.key)
    if direction is not None and turned == "in":
        found = phrase_after(tokens, amount.end + 2)
        return f"{direction} in {found[0]}" if found and found[0].lower() not in MONTHS else None
    if after.kind == "word" and after.key not in FUNCTION_WORDS and direction_of(turned):
        return f"{direction_of(turned)} in {after.key}"
    held = at(tokens, amount.start - 1).key in {"a", "an", "the"}
    if held and after.key in _CHANCES and turned in {"of", "that"}:
        found = phrase_after(tokens, amount.end + 2)
        doing = at(tokens, amount.end + 2).key
        of = doing if doing.endswith("ing") else found[0] if found else ""
        return f"{after.key} of {of}" if of else after.key
    named = after.key in _LEVIES or (held and after.key in {"stake", "share", "majority"})
    return after.key if named else None


_CHANCES = words("chance probability risk likelihood")


_LEVIES = words("tariff tariffs duty duties levy levies tax surcharge")


_TO_COME = words("will would should must could can may might")
_PRONOUNS = words("them those these it that this us")


def _area(tokens: list[Token], amount: Amount) -> str | None:
    """Return "salient", "territory held"."""
    before, after = at(tokens, amount.start - 1).key, at(tokens, amount.end)
    if amount.attributive and (subject := attached(tokens, amount.end + (after.text == "-"), amount.start)):
        return subject
    if before == "of" and (subject := phrase_before(tokens, amount.start - 1)) and subject not in _LAND:
        return subject
    if done := _done_to_land(tokens, amount, amount.start - (2 if before == "of" else 0)):
        return done
    if after.key == "of":
        return named_after(tokens, amount.end + 1)
    if (named := attached(tokens, amount.end, amount.start) or copular(tokens, amount)) is not None:
        return named
    deed = deed_before(tokens, amount.start, amount.end) or deed_after(tokens, amount.end, amount.start)
    return f"area {deed}" if deed and " " not in deed.removeprefix("to be ") else None


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
    return named_after(tokens, amount.end + 1) if at(tokens, amount.end).key == "of" else None


_SUBJECTS = {Kind.MONEY: money_for, Kind.PERCENT: _percent, Kind.AREA: _area, Kind.MASS: _mass}
