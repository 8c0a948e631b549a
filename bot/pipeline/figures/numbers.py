"""Numbers as English writes them: 10,000, 1.5 million, $2bn, twenty-five, half a million, dozens."""

from __future__ import annotations

from typing import NamedTuple

from bot.pipeline.figures.tokens import Token, at

_SMALL = {
    word: float(value)
    for value, word in enumerate(
        [
            "zero",
            "one",
            "two",
            "three",
            "four",
            "five",
            "six",
            "seven",
            "eight",
            "nine",
            "ten",
            "eleven",
            "twelve",
            "thirteen",
            "fourteen",
            "fifteen",
            "sixteen",
            "seventeen",
            "eighteen",
            "nineteen",
        ]
    )
}
_TENS = {
    word: float(value * 10)
    for value, word in enumerate(
        ["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"], start=2
    )
}
_SCALES = {
    "hundred": 1e2,
    "thousand": 1e3,
    "lakh": 1e5,
    "million": 1e6,
    "mln": 1e6,
    "crore": 1e7,
    "billion": 1e9,
    "bln": 1e9,
    "trillion": 1e12,
    "dozen": 12.0,
}
_SUFFIXES = {
    "k": 1e3,
    "m": 1e6,
    "mn": 1e6,
    "mln": 1e6,
    "bn": 1e9,
    "b": 1e9,
    "bln": 1e9,
    "tn": 1e12,
    "trn": 1e12,
}

# Words for a size: the least that each allows.
_SIZES = {
    "dozens": 24.0,
    "scores": 40.0,
    "hundreds": 200.0,
    "thousands": 2e3,
    "millions": 2e6,
    "billions": 2e9,
    "trillions": 2e12,
}
_TENS_OF = {"tens": 20.0, "hundreds": 200.0, "dozens": 24.0}
_VAGUE = frozenset({"half", "several", "few", "couple"})
_DIGITS = 12  # that a number keeps
_SEVERAL = 2.0  # "several hundred", "a few dozen" are at least two

STARTS = frozenset(
    {
        *_SMALL,
        *_TENS,
        *_SIZES,
        "tens",
        "half",
        "several",
        "few",
        "couple",
        "a",
        "an",
    }
)


NUMBER_WORDS = frozenset(_SMALL) | frozenset(_TENS) | frozenset(_SCALES)  # that may end a number


class Number(NamedTuple):
    """A number that stands in tokens from `start` to before `end`."""

    value: float
    start: int
    end: int
    digits: bool  # written in figures
    scaled: bool  # with "million" or the like, so rounded
    vague: bool  # a word for a size
    scale: float  # 1 where it has none


def is_number_word(word: str) -> bool:
    """Tell whether a folded word says how many, alone or beside others: "ten", "million", "dozens"."""
    return (
        word in _SMALL
        or word in _TENS
        or word in _SCALES
        or word in _SIZES
        or word in _TENS_OF
        or word in _VAGUE
    )


def number_at(tokens: list[Token], start: int) -> Number | None:
    """Return the number that begins at *start*; None where none does."""
    first = at(tokens, start)
    if first.kind == "number":
        return _in_figures(tokens, start)
    if first.kind != "word" or first.key not in STARTS:
        return None
    return _size(tokens, start) or _several(tokens, start) or _half(tokens, start) or _in_words(tokens, start)


def _in_figures(tokens: list[Token], start: int) -> Number:
    value = float(tokens[start].text.replace(" . ", ".").translate(_SEPARATORS))
    return _scaled(tokens, start, start + 1, value, digits=True)


_SEPARATORS = str.maketrans(dict.fromkeys(", \u00a0\u202f\u2009", ""))


def _rounded(value: float) -> float:
    """Return 16,630,000,000 for 16.63 times a thousand million, which floats make a little less."""
    return float(f"{value:.{_DIGITS}g}")


def _scaled(tokens: list[Token], start: int, end: int, value: float, *, digits: bool) -> Number:
    """Return the number with the scale that may follow: "2bn", "1.5 million", "2-billion"."""
    after = at(tokens, end)
    if after.glued and after.kind == "word" and after.key in _SUFFIXES:
        return Number(
            _rounded(value * _SUFFIXES[after.key]),
            start,
            end + 1,
            digits,
            scaled=True,
            vague=False,
            scale=_SUFFIXES[after.key],
        )
    if digits and after.key == "and" and at(tokens, end + 1).key == "a" and at(tokens, end + 2).key == "half":
        value, end = value + 0.5, end + 3
        after = at(tokens, end)
    hyphen = after.text == "-" and at(tokens, end + 1).key in _SCALES
    scale = 1.0
    end += hyphen
    while at(tokens, end).key in _SCALES:  # "hundred thousand", "lakh crore"
        scale *= _SCALES[tokens[end].key]
        end += 1
    return Number(_rounded(value * scale), start, end, digits, scaled=scale > 1, vague=False, scale=scale)


def _size(tokens: list[Token], start: int) -> Number | None:
    """Return "dozens", "tens of thousands"."""
    word = tokens[start].key
    value = _SIZES.get(word)
    end = start + 1
    if word in _TENS_OF and at(tokens, end).key == "of" and at(tokens, end + 1).key in _SIZES:
        value, end = _TENS_OF[word] * _SIZES[tokens[end + 1].key] / _SEVERAL, end + 2
    if value is None:
        return None
    if at(tokens, end).key == "of":
        end += 1
    return Number(value, start, end, digits=False, scaled=False, vague=True, scale=1.0)


def _several(tokens: list[Token], start: int) -> Number | None:
    """Return "several hundred", "a few dozen", "a couple of thousand"."""
    at_word = start + (tokens[start].key in {"a", "an"})
    if at(tokens, at_word).key not in {"several", "few", "couple"}:
        return None
    end = at_word + 1
    end += at(tokens, end).key == "of"
    if at(tokens, end).key not in _SCALES:
        return None
    value = _SEVERAL * _SCALES[tokens[end].key]
    if at(tokens, end + 1).key in _SCALES:
        end += 1
        value *= _SCALES[tokens[end].key]
    return Number(value, start, end + 1, digits=False, scaled=True, vague=True, scale=1.0)


def _half(tokens: list[Token], start: int) -> Number | None:
    """Return "half a million", "a half-million", "half a dozen", "a quarter of a million"."""
    place = start + (tokens[start].key == "a")
    part = _FRACTIONS.get(at(tokens, place).key)
    if part is None:
        return None
    place += 1 + (part != 1 / 2 and at(tokens, place + 1).key == "of")
    place += at(tokens, place).key in {"a", "an", "-"}
    scale = _SCALES.get(at(tokens, place).key)
    if scale is None:
        return None
    return Number(scale * part, start, place + 1, digits=False, scaled=True, vague=False, scale=scale)


_FRACTIONS = {"half": 1 / 2, "quarter": 1 / 4}


def _in_words(tokens: list[Token], start: int) -> Number | None:
    """Return "twenty-five", "three hundred and one", "a hundred thousand", "one and a half million"."""
    total = group = 0.0
    place, end, scaled = start, start, False
    last = 0.0  # the size of the word before, so that "two three" are two numbers
    while True:
        word = at(tokens, place).key
        if word in {"a", "an"} and place == start and at(tokens, place + 1).key in _SCALES:
            group, last = 1.0, 1.0
        elif word in _SMALL and (last == 0 or (last >= 10 and not _crowded(last, _SMALL[word]))):  # noqa: PLR2004 - ten
            group, last = group + _SMALL[word], _SMALL[word] or 1.0
        elif word in _TENS and (last == 0 or last >= 100):  # noqa: PLR2004 - a hundred
            group, last = group + _TENS[word], _TENS[word]
        elif word in _SCALES and (group or total or place == start):
            scale = _SCALES[word]
            if scale == 100 or word == "dozen":  # noqa: PLR2004 - a hundred
                group = (group or 1.0) * scale
            else:
                total, group = total + (group or 1.0) * scale, 0.0
            last, scaled = scale, True
        elif word in {"-", "and"} and place > start and _goes_on(tokens, place, last):
            place += 1
            continue
        else:
            break
        place += 1
        end = place
    if end == start:
        return None
    if at(tokens, end).key == "and" and at(tokens, end + 1).key == "a" and at(tokens, end + 2).key == "half":
        return _scaled(tokens, start, end + 3, total + group + 0.5, digits=False)
    return Number(
        total + group, start, end, digits=False, scaled=scaled, vague=False, scale=last if scaled else 1.0
    )


def _crowded(last: float, small: float) -> bool:
    """Say whether a small number can't follow the last: "ten five", "twenty twelve", "fifteen two"."""
    teens, hundred = 20, 100
    return last < teens or (last < hundred and small >= teens / 2)


def _goes_on(tokens: list[Token], place: int, last: float) -> bool:
    """Say whether the number goes on after the hyphen or "and" at *place*."""
    after = at(tokens, place + 1).key
    hundred = 100
    if tokens[place].key == "and":
        return (
            last >= hundred
            and (after in _SMALL or after in _TENS)
            and after != "zero"
            and not _another(tokens, place)
        )
    return after in _SMALL or after in _SCALES


def _another(tokens: list[Token], place: int) -> bool:
    """Say whether what follows "and" is a number of its own: "two hundred and three thousand" is not."""
    return at(tokens, place - 1).key == "dozen"
