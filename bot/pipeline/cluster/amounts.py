"""Numbers of a text, written so that they are the same in every language, and apart from days and hours.

"94.93 billion", "94,93 Milliarden", "949億3000万" and "949.3亿" are `94930000000`.
"""

from __future__ import annotations

import math
import re
from decimal import Decimal

from bot.pipeline.cluster.headlines import NUMBER_WORDS
from bot.pipeline.cluster.moments import months
from bot.text import Tokens

# What stands between a whole number and its decimals.
_DECIMAL_SIGNS = frozenset(",.")
# Korean writes a number, its unit and what is counted as one word: "1만1천여명".
_HANGUL_NUMBER = re.compile(r"(?:\d+[천만억조]*)+")
_EASTERN = {
    "천": 10**3, "만": 10**4, "억": 10**8, "조": 10**12,
    "千": 10**3, "万": 10**4, "萬": 10**4, "億": 10**8, "亿": 10**8, "兆": 10**12,
}  # fmt: skip
# How words begin that multiply the number before them, folded. A German "Billion" is another.
_SCALES = {
    10**3: r"thousand тыс тис tausend duizend tusen tusind tisic"
    r" mille?\Z mil\Z tysi tys\Z bin\Z χιλιαδ الف ألف آلاف هزار אלף",
    10**6: r"milli?on milio miljo milhao milhoe milyon mln\Z mio\Z"
    r" млн миллион мільйон εκατομμ مليون ملايين מיליון",
    10**9: r"billions?\Z bn\Z milliard miliard miljard milyar mrd\Z mld\Z md\Z bilhao bilhoe δισεκ δισ\Z"
    r" млрд миллиард мільярд مليار ميليارد מיליארד",
    10**12: r"trillions?\Z трлн триллион трильйон trilhao trilhoe",
}
_SCALE_WORDS = [(re.compile("|".join(words.split())), scale) for scale, words in _SCALES.items()]
_LAST_DAY = 31
DATE = "#"
_BEFORE_A_NAME = frozenset({"de", "of"})


def number(tokens: Tokens, at: int, language: str | None) -> tuple[str, int]:
    """Return the number that begins at a place, and how many tokens write it; "" and 0 where none does.

    `DATE` stands before a day of the month, and before what so marks a month or an hour.
    """
    lexemes = tokens.lexemes
    surface = NUMBER_WORDS.get(lexemes[at].surface, lexemes[at].surface)
    if not surface[0].isdecimal():  # "፩" is a digit, but no decimal one
        return "", 0
    if not surface.isdecimal():
        return _hangul(surface)
    if _is_of_the_calendar(tokens, at, language):
        return f"{DATE}{surface}", 1
    return _written_out(tokens, at, Decimal(surface))


def _hangul(surface: str) -> tuple[str, int]:
    found = _HANGUL_NUMBER.match(surface)
    if found is None:
        return "", 0
    after = surface[found.end() :]
    if after[:1] in {"일", "월", "시"} and after[1:2] not in {"간", "째"}:
        return f"{DATE}{found[0]}", 1
    parts = re.findall(r"(\d+)([천만억조]*)", found[0])
    return str(sum(int(digits) * math.prod(_EASTERN[unit] for unit in units) for digits, units in parts)), 1


def _written_out(tokens: Tokens, at: int, whole: Decimal) -> tuple[str, int]:
    lexemes, end = tokens.lexemes, at + 1
    if _goes_on(tokens, end, _DECIMAL_SIGNS):
        whole += Decimal(f"0.{lexemes[end].surface}")
        end += 1
    amount, part = Decimal(0), whole
    while end < len(lexemes):
        surface = lexemes[end].surface
        if scale := _EASTERN.get(surface[0]):
            amount += part * scale
            part = Decimal(0)
            end += 1
            if end < len(lexemes) and lexemes[end].surface.isdecimal() and _goes_on(tokens, end, {""}):
                part = Decimal(lexemes[end].surface)
                end += 1
                continue
            break
        scale = next((scale for words, scale in _SCALE_WORDS if words.match(surface)), 0)
        if not scale:
            break
        part *= scale
        end += 1
    return f"{(amount + part).normalize():f}", end - at


def _goes_on(tokens: Tokens, at: int, signs: frozenset[str] | set[str]) -> bool:
    """Say whether the token at a place is digits after one of *signs*: the 4 of "5,4"."""
    if at >= len(tokens.lexemes) or not tokens.lexemes[at].surface.isdecimal():
        return False
    return tokens.source[tokens.span(at - 1)[1] : tokens.span(at)[0]] in signs


def _is_of_the_calendar(tokens: Tokens, at: int, language: str | None) -> bool:
    """Say whether digits are a day beside its month, or what is so marked in Chinese and Japanese."""
    lexemes = tokens.lexemes
    if len(lexemes[at].surface) > len(str(_LAST_DAY)):
        return False
    after = lexemes[at + 1].surface if at + 1 < len(lexemes) else " "
    if after[0] in "月日時时點点":
        return after[1:2] not in {"間", "间"}
    if int(lexemes[at].surface) > _LAST_DAY:
        return False
    month = at + 2 if after in _BEFORE_A_NAME and at + 2 < len(lexemes) else at + 1
    beside = [lexemes[one].exact.lower() for one in (at - 1, month) if 0 <= one < len(lexemes)]
    return not months(language).keys().isdisjoint(beside)
