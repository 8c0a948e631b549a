"""Amounts: numbers with hedge, range and unit: "between 8 and 10 million", "some $2bn", "270-square-mile"."""

from __future__ import annotations

from enum import Enum
from typing import NamedTuple

from bot.domain.figure import Precision
from bot.pipeline.figures.numbers import Number, number_at
from bot.pipeline.figures.tokens import Token, at, keys
from bot.pipeline.figures.words import words


class Bound(Enum):
    """What a hedge does to a number."""

    ABOUT = "about"
    LEAST = "least"
    MOST = "most"


class Kind(Enum):
    """What the unit measures; COUNT where things are counted."""

    COUNT = "count"
    MONEY = "money"
    PERCENT = "percent"
    AREA = "area"
    MASS = "mass"
    OTHER = "other"  # time, length, heat...: not kept in the ledger


class Amount(NamedTuple):
    """An amount that stands in tokens from `start` (with its hedge) to before `end` (with its unit)."""

    low: float | None
    high: float | None
    bound: Bound | None
    precision: Precision
    kind: Kind
    unit: str | None
    start: int
    hedge_end: int  # the hedge is tokens[start:hedge_end]; the same as start where there is none
    number: int  # where the first number begins
    number_end: int  # before the unit
    end: int
    digits: bool
    attributive: bool  # "270-square-mile", "$2.5 million" before a noun: the unit is bound with a hyphen


_HEDGES = {
    Bound.ABOUT: """
        about, around, roughly, approximately, approx, some, nearly, almost, nearing, ~, ≈, circa, estimated,
    an estimated, a reported, close to, just under, just over, just about, just shy of, in the region
    of, in the range of, in the vicinity of, just short of, short of, closer to,
        a little over, a little under, slightly more than, slightly less than, well over about
    """,
    Bound.LEAST: """
        at least, more than, over, well over, no fewer than, no less than, not less than, upwards of,
        upward of, in excess of, above, exceeding, exceeds, exceeded, a minimum of, minimum of, >,
        greater than, much more than
    """,
    Bound.MOST: """
        up to, as many as, as much as, at most, no more than, not more than, fewer than, less than, under,
        below, <, a maximum of, maximum of
    """,
}
_BEFORE = {tuple(hedge.split()): bound for bound, hedges in _HEDGES.items() for hedge in hedges.split(",")}
_LONGEST_HEDGE = 4  # words
_AFTER: dict[tuple[str, ...], Bound] = {
    ("or", "more"): Bound.LEAST,
    ("or", "so"): Bound.ABOUT,
    ("or", "fewer"): Bound.MOST,
    ("or", "less"): Bound.MOST,
    ("+",): Bound.LEAST,
    ("plus",): Bound.LEAST,
}

CLIMBS = words("climbed climbs rose rises risen soared jumped surged went gone passes moved")

_CURRENCY_SIGNS = {
    "$": "USD",
    "€": "EUR",
    "£": "GBP",
    "¥": "JPY",
    "₽": "RUB",
    "₴": "UAH",
    "₹": "INR",
    "₩": "KRW",
}
_DOLLARS = {
    "us": "USD",
    "a": "AUD",
    "au": "AUD",
    "c": "CAD",
    "ca": "CAD",
    "nz": "NZD",
    "hk": "HKD",
    "s": "SGD",
}
_CURRENCY_WORDS = {
    **dict.fromkeys(["dollar", "dollars", "usd"], "USD"),
    **dict.fromkeys(["euro", "euros", "eur"], "EUR"),
    **dict.fromkeys(["gbp", "sterling"], "GBP"),
    **dict.fromkeys(["rouble", "roubles", "ruble", "rubles", "rub"], "RUB"),
    **dict.fromkeys(["hryvnia", "hryvnias", "uah"], "UAH"),
    **dict.fromkeys(["yen", "jpy"], "JPY"),
    **dict.fromkeys(["yuan", "renminbi", "cny", "rmb"], "CNY"),
    **dict.fromkeys(["rupee", "rupees", "inr"], "INR"),
    **dict.fromkeys(["krw"], "KRW"),
    **dict.fromkeys(["chf"], "CHF"),
}
_AREA_UNITS = {
    **dict.fromkeys(["mile", "miles", "mi"], "square miles"),
    **dict.fromkeys(["kilometre", "kilometres", "kilometer", "kilometers", "km"], "square kilometres"),
    **dict.fromkeys(["metre", "metres", "meter", "meters", "m"], "square metres"),
    **dict.fromkeys(["foot", "feet", "ft"], "square feet"),
}
_MASS_UNITS = {
    **dict.fromkeys(["tonne", "tonnes", "mt"], "tonnes"),
    **dict.fromkeys(["ton", "tons"], "tons"),
    **dict.fromkeys(["barrel", "barrels"], "barrels"),
    **dict.fromkeys(["litre", "litres", "liter", "liters"], "litres"),
    **dict.fromkeys(["gallon", "gallons"], "gallons"),
}
_OTHER_UNITS = words("""
    second seconds minute minutes min mins hour hours hr hrs day days night nights week weeks weekend
    weekends fortnight month months quarter quarters year years decade decades century centuries season
    seasons mile miles km kilometre kilometres kilometer kilometers metre metres meter meters m cm mm
    centimetre centimetres millimetre millimetres millimeter millimeters centimeter centimeters foot
    feet ft inch inches yard yards yds mph kph kmh
    kmph knots knot degree degrees celsius fahrenheit kg kilogram kilograms kilo kilos g gram grams lb
    lbs pound pounds ounce ounces stone watt watts kw mw gw mwh gwh kwh megawatts gigawatts megawatt
    volts hz mhz ghz gb mb tb kb gigabytes megabytes megapixels am pm o'clock gmt cst est et bst pt
    light-years nautical ml lightyears c f p s th st nd rd q h x times per-cent basis
""")
_SCALED_MONEY = 1e3  # "two million pounds" are money, "200 pounds" may be a weight
_AMBIGUOUS_MONEY = {"pound": "GBP", "pounds": "GBP", "won": "KRW"}


def amount_at(tokens: list[Token], start: int) -> Amount | None:
    """Return the amount whose number begins at *start*; None where no number does."""
    first = number_at(tokens, start)
    if first is None:
        return None
    hedge_start, bound, sign = _before(tokens, start)
    low, high, end, digits = first.value, first.value, first.end, first.digits
    rounded = first
    second = _second(tokens, first, hedge_start)
    if second is not None:
        low, high, end, rounded = _range(first, second)[0], second.value, second.end, second
        if at(tokens, hedge_start - 1).key == "between":
            hedge_start -= 1
    elif low == first.value and (after := _after(tokens, end)):
        bound, end = after
    unit, hyphen = _unit(tokens, end, sign, rounded)
    precision = (
        Precision.VAGUE if first.vague else Precision.ABOUT if bound is Bound.ABOUT else Precision.EXACT
    )
    ranged = second is not None
    return Amount(
        low=None if bound is Bound.MOST and not ranged else low,
        high=None if (bound is Bound.LEAST or first.vague) and not ranged else high,
        bound=bound,
        precision=precision,
        kind=unit.kind,
        unit=unit.name,
        start=hedge_start,
        hedge_end=_hedge_end(tokens, hedge_start, start, sign),
        number=start,
        number_end=end,
        end=unit.end,
        digits=digits,
        attributive=hyphen,
    )


def _before(tokens: list[Token], start: int) -> tuple[int, Bound | None, str | None]:
    """Return where the hedge and the sign of money before the number begin, the hedge, and the currency."""
    place, currency = _sign(tokens, start)
    if at(tokens, place - 1).key == "past" and at(tokens, place - 2).key in CLIMBS:
        return place - 1, Bound.LEAST, currency  # "climbed past 200"
    for length in range(_LONGEST_HEDGE, 0, -1):
        bound = _BEFORE.get(keys(tokens, place - length, place)) if place >= length else None
        if bound is not None:
            return place - length, bound, currency
    return place, None, currency


def _sign(tokens: list[Token], start: int) -> tuple[int, str | None]:
    """Return where the currency before the number begins, and its code: "$", "US$", "$US", "EUR"."""
    before, further = at(tokens, start - 1), at(tokens, start - 2)
    if before.text in _CURRENCY_SIGNS:
        parted = not (before.glued or tokens[start].glued) and further.text in {"US", "U.S."}  # "US $ 160"
        if before.text == "$" and (before.glued or parted) and further.key in _DOLLARS:
            return start - 2, _DOLLARS[further.key]
        return start - 1, _CURRENCY_SIGNS[before.text]
    if further.text == "$" and before.glued and before.key in _DOLLARS:
        return start - 2, _DOLLARS[before.key]
    if before.text.isupper() and before.key in _CURRENCY_WORDS:
        return start - 1, _CURRENCY_WORDS[before.key]
    return start, None


def _hedge_end(tokens: list[Token], hedge_start: int, number: int, sign: str | None) -> int:
    return _sign(tokens, number)[0] if sign else max(hedge_start, number)


_PER_CENT = words("% percent")


def _is_share(tokens: list[Token], place: int) -> bool:
    """Say whether a number of per cent stands at *place*."""
    return at(tokens, place).kind == "number" and at(tokens, place + 1).key in _PER_CENT


def _second(tokens: list[Token], first: Number, hedge_start: int) -> Number | None:
    """Return the upper number of a range: "8,000 to 10,000", "8-10", "between 8 and 10", "two or three"."""
    shares = at(tokens, first.end).key in _PER_CENT and _is_share(tokens, first.end + 2)
    joint = first.end + shares  # "80% to 90%"
    link = at(tokens, joint)
    opening = at(tokens, hedge_start - 1).key
    place = joint + 1
    if link.text in {"-", "–", "—"}:
        if not first.digits or not link.glued:
            return None
    elif link.key not in {"to", "or"} and not (link.key == "and" and opening == "between"):
        return None
    if at(tokens, place).text in _CURRENCY_SIGNS:
        place += 1
    if link.key == "to" and at(tokens, place).key in {"about", "around", "almost", "nearly"}:
        return None
    second = number_at(tokens, place)
    changes = opening == "from" and at(tokens, hedge_start - 2).key not in {"anywhere", "ranging"}
    if second is None or second.vague or first.vague or changes:
        return None
    low = _range(first, second)[0]
    too_wide = 20  # times: "from 5 to 10,000" is no estimate
    if not low < second.value <= low * too_wide or (link.key == "or" and low + 2 < second.value < 2 * low):
        return None
    return second


def _range(first: Number, second: Number) -> tuple[float, float]:
    """Return the numbers of a range, the first with the second's scale: "8 to 10 million"."""
    shares = first.scale == 1 and second.scale > 1 and first.value < second.value / second.scale
    return (round(first.value * second.scale, 6) if shares else first.value), second.value


def _after(tokens: list[Token], end: int) -> tuple[Bound, int] | None:
    """Return the hedge after the number and where it ends."""
    for length in (2, 1):
        bound = _AFTER.get(keys(tokens, end, end + length))
        if bound is not None:
            return bound, end + length
    return None


class _Unit(NamedTuple):
    """What is measured, in which unit, and where the unit ends."""

    kind: Kind
    name: str | None
    end: int


def _unit(tokens: list[Token], end: int, sign: str | None, number: Number) -> tuple[_Unit, bool]:
    """Return the unit after the number, and whether a hyphen binds it to a noun."""
    if sign is not None:
        return _Unit(Kind.MONEY, sign, end + (at(tokens, end).key in {"dollars", "usd"})), False
    hyphen = at(tokens, end).text == "-"
    place = end + hyphen
    unit = (
        _per_cent(tokens, place)
        or _area(tokens, place)
        or _money(tokens, place, number)
        or _other(tokens, place)
        or _Unit(Kind.COUNT, None, end)
    )
    return unit, hyphen


def _per_cent(tokens: list[Token], place: int) -> _Unit | None:
    pair = keys(tokens, place, place + 2)
    if pair == ("per", "cent"):
        end = place + 2
    elif pair and pair[0] in {"%", "percent", "pct"}:
        end = place + 1
    else:
        return None
    points = at(tokens, end).key in {"point", "points"}  # a difference of shares is no share
    return _Unit(Kind.OTHER if points else Kind.PERCENT, "%", end)


def _area(tokens: list[Token], place: int) -> _Unit | None:
    word, after = at(tokens, place).key, at(tokens, place + 1)
    if word in {"square", "sq"}:
        end = place + 1 + (after.text == "-")
        unit = _AREA_UNITS.get(at(tokens, end).key)
        return _Unit(Kind.AREA, unit, end + 1) if unit else _Unit(Kind.OTHER, None, end)
    if word == "km" and after.text in {"²", "2"} and after.glued:
        return _Unit(Kind.AREA, "square kilometres", place + 2)
    if word in {"hectare", "hectares", "acre", "acres"}:
        return _Unit(Kind.AREA, word.removesuffix("s") + "s", place + 1)
    return None


def _money(tokens: list[Token], place: int, number: Number) -> _Unit | None:
    word = at(tokens, place).key
    if word in {"us", "american"} and at(tokens, place + 1).key in {"dollars", "dollar"}:
        return _Unit(Kind.MONEY, "USD", place + 2)
    code = _CURRENCY_WORDS.get(word)
    if code is None and number.scaled and number.value >= _SCALED_MONEY:
        code = _AMBIGUOUS_MONEY.get(word)
    return _Unit(Kind.MONEY, code, place + 1) if code else None


def _other(tokens: list[Token], place: int) -> _Unit | None:
    token = at(tokens, place)
    if token.key == "metric" and at(tokens, place + 1).key in _MASS_UNITS:
        return _Unit(Kind.MASS, _MASS_UNITS[at(tokens, place + 1).key], place + 2)
    if token.key in _MASS_UNITS:
        return _Unit(Kind.MASS, _MASS_UNITS[token.key], place + 1)
    if token.key in _OTHER_UNITS or token.text in {"°", "º", "'", "′"}:
        return _Unit(Kind.OTHER, None, place + 1)
    return None
