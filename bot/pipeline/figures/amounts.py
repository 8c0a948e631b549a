"""Amounts: numbers with hedge, range and unit: "between 8 and 10 million", "some $2bn", "270-square-mile"."""

from __future__ import annotations

from enum import Enum
from typing import NamedTuple

from bot.domain.figure import Precision
from bot.pipeline.figures.numbers import Number, number_at
from bot.pipeline.figures.tokens import Token, at, keys
from bot.pipeline.figures.units import CURRENCY_SIGNS, Kind, currency_before, unit_after
from bot.pipeline.figures.words import words


class Bound(Enum):
    """What a hedge does to a number."""

    ABOUT = "about"
    LEAST = "least"
    MOST = "most"


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
    ("-", "plus"): Bound.LEAST,
}
CLIMBS = words("climbed climbs rose rises risen soared jumped surged went gone passes moved")


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
    unit, hyphen = unit_after(tokens, end, sign, rounded)
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
    place, currency = currency_before(tokens, start)
    if at(tokens, place - 1).key == "past" and at(tokens, place - 2).key in CLIMBS:
        return place - 1, Bound.LEAST, currency  # "climbed past 200"
    for length in range(_LONGEST_HEDGE, 0, -1):
        bound = _BEFORE.get(keys(tokens, place - length, place)) if place >= length else None
        if bound is not None:
            return place - length, bound, currency
    return place, None, currency


def _hedge_end(tokens: list[Token], hedge_start: int, number: int, sign: str | None) -> int:
    return currency_before(tokens, number)[0] if sign else max(hedge_start, number)


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
    if at(tokens, place).text in CURRENCY_SIGNS:
        place += 1
    if link.key == "to" and at(tokens, place).key in {"about", "around", "almost", "nearly"}:
        return None
    second = number_at(tokens, place)
    changes = (
        opening == "from"
        and hedge_start > 1
        and at(tokens, hedge_start - 2).key not in {"anywhere", "ranging"}
    )
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
