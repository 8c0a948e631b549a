"""The unit of an amount: a currency before or after the number, per cent, land, mass."""

from __future__ import annotations

from enum import Enum
from typing import NamedTuple

from bot.pipeline.figures.numbers import Number
from bot.pipeline.figures.tokens import Token, at, keys
from bot.pipeline.figures.words import words


class Kind(Enum):
    """What the unit measures; COUNT where things are counted."""

    COUNT = "count"
    MONEY = "money"
    PERCENT = "percent"
    AREA = "area"
    MASS = "mass"
    OTHER = "other"  # time, length, heat...: not kept in the ledger


class Unit(NamedTuple):
    """What is measured, in which unit, and where the unit ends."""

    kind: Kind
    name: str | None
    end: int


CURRENCY_SIGNS = {
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
    **dict.fromkeys(["shekel", "shekels"], "ILS"),
    **dict.fromkeys(["lira", "liras"], "TRY"),
    **dict.fromkeys(["zloty", "zlotys"], "PLN"),
    **dict.fromkeys(["forint", "forints"], "HUF"),
    **dict.fromkeys(["kronor"], "SEK"),
    **dict.fromkeys(["baht"], "THB"),
    **dict.fromkeys(["ringgit"], "MYR"),
    **dict.fromkeys(["rupiah"], "IDR"),
    **dict.fromkeys(["reais"], "BRL"),
    **dict.fromkeys(["naira"], "NGN"),
    **dict.fromkeys(["tenge"], "KZT"),
    **dict.fromkeys(["lari"], "GEL"),
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
    **dict.fromkeys(["kg", "kilogram", "kilograms", "kilo", "kilos"], "kilograms"),
    **dict.fromkeys(["lb", "lbs"], "pounds"),
    **dict.fromkeys(["gallon", "gallons"], "gallons"),
}
_OTHER_UNITS = words("""
    second seconds minute minutes min mins hour hours hr hrs day days night nights week weeks weekend
    weekends fortnight month months quarter quarters year years decade decades century centuries season
    seasons mile miles km kilometre kilometres kilometer kilometers metre metres meter meters m cm mm
    centimetre centimetres millimetre millimetres millimeter millimeters centimeter centimeters foot
    feet ft inch inches yard yards yds mph kph kmh
    kmph knots knot degree degrees celsius fahrenheit g gram grams
    pound pounds ounce ounces stone watt watts kw mw gw mwh gwh kwh megawatts gigawatts megawatt
    volts hz mhz ghz gb mb tb kb gigabytes megabytes megapixels pixels pixel am pm o'clock gmt cst est et bst
    pt light-years nautical ml lightyears c f p s th st nd rd q h x times per-cent basis
""")
_SCALED_MONEY = 1e3  # "two million pounds" are money, "200 pounds" may be a weight
_AMBIGUOUS_MONEY = {"pound": "GBP", "pounds": "GBP", "won": "KRW"}


def currency_before(tokens: list[Token], start: int) -> tuple[int, str | None]:
    """Return where the currency before the number begins, and its code: "$", "US$", "$US", "EUR"."""
    before, further = at(tokens, start - 1), at(tokens, start - 2)
    if before.text in CURRENCY_SIGNS:
        parted = not (before.glued or tokens[start].glued) and further.text in {"US", "U.S."}  # "US $ 160"
        if before.text == "$" and (before.glued or parted) and further.key in _DOLLARS:
            return start - 2, _DOLLARS[further.key]
        return start - 1, CURRENCY_SIGNS[before.text]
    if further.text == "$" and before.glued and before.key in _DOLLARS:
        return start - 2, _DOLLARS[before.key]
    if before.text.isupper() and before.key in _CURRENCY_WORDS:
        return start - 1, _CURRENCY_WORDS[before.key]
    return start, None


def unit_after(tokens: list[Token], end: int, sign: str | None, number: Number) -> tuple[Unit, bool]:
    """Return the unit after the number, and whether a hyphen binds it to a noun."""
    if sign is not None:
        return Unit(Kind.MONEY, sign, end + (at(tokens, end).key in {"dollars", "usd"})), False
    hyphen = at(tokens, end).text == "-"
    place = end + hyphen
    unit = (
        _per_cent(tokens, place)
        or _area(tokens, place)
        or _money(tokens, place, number)
        or _other(tokens, place)
        or Unit(Kind.COUNT, None, end)
    )
    return unit, hyphen


def _per_cent(tokens: list[Token], place: int) -> Unit | None:
    pair = keys(tokens, place, place + 2)
    if pair == ("per", "cent"):
        end = place + 2
    elif pair and pair[0] in {"%", "percent", "pct"}:
        end = place + 1
    else:
        return None
    points = at(tokens, end).key in {"point", "points"}  # a difference of shares is no share
    return Unit(Kind.OTHER if points else Kind.PERCENT, "%", end)


def _area(tokens: list[Token], place: int) -> Unit | None:
    word, after = at(tokens, place).key, at(tokens, place + 1)
    if word in {"square", "sq"}:
        end = place + 1 + (after.text == "-")
        unit = _AREA_UNITS.get(at(tokens, end).key)
        return Unit(Kind.AREA, unit, end + 1) if unit else Unit(Kind.OTHER, None, end)
    if word == "km" and after.text in {"²", "2"} and after.glued:
        return Unit(Kind.AREA, "square kilometres", place + 2)
    if word in {"hectare", "hectares", "acre", "acres"}:
        return Unit(Kind.AREA, word.removesuffix("s") + "s", place + 1)
    return None


def _money(tokens: list[Token], place: int, number: Number) -> Unit | None:
    word = at(tokens, place).key
    if word in {"us", "american"} and at(tokens, place + 1).key in {"dollars", "dollar"}:
        return Unit(Kind.MONEY, "USD", place + 2)
    code = _CURRENCY_WORDS.get(word)
    if code is None and number.scaled and number.value >= _SCALED_MONEY:
        code = _AMBIGUOUS_MONEY.get(word)
    return Unit(Kind.MONEY, code, place + 1) if code else None


def _other(tokens: list[Token], place: int) -> Unit | None:
    token = at(tokens, place)
    if token.key == "metric" and at(tokens, place + 1).key in _MASS_UNITS:
        return Unit(Kind.MASS, _MASS_UNITS[at(tokens, place + 1).key], place + 2)
    if token.key in _MASS_UNITS:
        return Unit(Kind.MASS, _MASS_UNITS[token.key], place + 1)
    if token.key in _OTHER_UNITS or token.text in {"°", "º", "'", "′"}:
        return Unit(Kind.OTHER, None, place + 1)
    return None
