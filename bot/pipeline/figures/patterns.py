"""The patterns by which Chinese, Japanese, Korean and Arabic count, compiled out of `eastern.toml`."""

from __future__ import annotations

import re
import tomllib
from functools import lru_cache
from importlib.resources import files
from typing import Any, NamedTuple

LANGUAGES = frozenset({"zh", "ja", "ko", "ar"})
SEVERAL = "数數几幾수"  # before a size: "数千" are at least two thousand


class Known(NamedTuple):
    """A pattern; `follows` where it is only what stands behind a number, which then is read but once."""

    subject: str
    pattern: re.Pattern[str]
    follows: bool


class East(NamedTuple):
    """The words of one language, compiled."""

    counts: list[Known]
    measures: list[Known]
    number: re.Pattern[str]  # with its hedges
    units: list[tuple[str, re.Pattern[str]]]  # by the ledger's names
    may_measure: re.Pattern[str]  # the units alone: quickly told
    may_count: re.Pattern[str]  # a number
    spelt: dict[str, float]  # of Arabic, where they are words among others
    scales: dict[str, float]  # from large to small
    digits: str
    hedges: list[tuple[str, re.Pattern[str]]]
    plus: re.Pattern[str]  # "or more" behind the counter
    fighters: re.Pattern[str]
    skip: re.Pattern[str]
    doubt: re.Pattern[str]
    background: re.Pattern[str]
    says: re.Pattern[str]
    speakers: list[tuple[str, re.Pattern[str]]]
    nations: list[tuple[str, re.Pattern[str]]]


@lru_cache(maxsize=1)
def _words() -> dict[str, Any]:
    return tomllib.loads(files("bot.pipeline.figures").joinpath("eastern.toml").read_text(encoding="utf-8"))


@lru_cache(maxsize=len(LANGUAGES))
def east_of(language: str) -> East:
    """Compile the words of *language*; only when an article in it comes."""
    own = _words()[language]
    hedge = "|".join(own["hedges"].values())
    after = own["after"]
    plain = r"\d{1,3}(?:,\d{3})+(?!\d)|\d+(?:\.\d+)?"
    glyphs = f"{own['digits']}两十" if own["digits"] else ""
    larger = "".join(scale for scale in own["scales"] if len(scale) == 1)
    run = f"[{glyphs}{larger}\\d]"
    if language == "ar":
        spelt = "|".join(sorted(own["spelt"], key=len, reverse=True))
        spelt = rf"(?:{spelt})(?: و(?:{spelt}))?(?!\w| عشر| و(?:{spelt}))"  # "four", "five and twenty"
        number = rf"(?:{plain}|{spelt})(?: (?:{'|'.join(sorted(own['scales'], key=len, reverse=True))}))?"
    else:  # one run of digits and scales, read by `_value`: 1万2000, 三千, 3,000, 1만 2천
        number = rf"[{glyphs}\d](?:{run}|[,.](?=\d)|(?<=[만억]) (?=\d))*|[{SEVERAL}][십十{larger}]+"
    boundary = r"(?<!\w)" if language == "ar" else ""
    joined = r"\s?" if language in {"zh", "ja"} else r"\s*"
    n = (  # not the end of a range: "10〜12"
        rf"(?<![\d.,:：/–~〜～∼{glyphs}{larger}{SEVERAL}-])(?<!\d[、至到])(?<!\d, )(?<!\dから)"
        rf"(?P<hedge>(?:{hedge}){joined})?(?P<number>{number})"
        rf"(?![\d:：/]|[-–~]\d|\.\d)(?:(?P<least>{after['low']})|(?P<near>{after['about']}))?"
    )
    nations = "|".join(own["nations"].values())
    who = rf"{own['counter']}(?P<plus>{own['plus']})?"
    units: dict[str, list[str]] = {"money": [], "percent": [], "area": []}
    for unit, words in own["units"].items():
        units[_kind(unit)].append(words)
    kinds = {f"{{{kind}}}": rf"{{n}}(?P<unit>{'|'.join(words)})" for kind, words in units.items()}

    def known(subject: str, pattern: str) -> Known:
        behind = pattern.removeprefix("{n}")
        whole = behind.replace("{n}", n).replace("{nation}", rf"(?P<nation>{nations})")
        return Known(subject, re.compile(whole), follows=behind != pattern)

    before = r"\w" if language == "ar" else rf"[\d{larger}]"  # "50 million" is a word there
    return East(
        counts=[
            known(name, pattern.replace("{who}", who))
            for name, patterns in own["counts"].items()
            for pattern in patterns
        ],
        measures=[
            known(name, pattern.replace(kind, written))
            for name, patterns in own["measures"].items()
            for pattern in patterns
            for kind, written in kinds.items()
            if kind in pattern
        ],
        number=re.compile(n),
        units=[(unit, re.compile(words)) for unit, words in own["units"].items()],
        may_measure=re.compile(rf"{before}(?:{'|'.join(own['units'].values())})"),
        may_count=re.compile(
            rf"[\d{glyphs}]|[{SEVERAL}][십十{larger}]|(?<!\w)(?:{'|'.join(own.get('spelt', ['(?!)']))})"
        ),
        spelt=own.get("spelt", {}),
        scales=dict(sorted(own["scales"].items(), key=lambda scale: (-scale[1], -len(scale[0])))),
        digits=own["digits"],
        hedges=[(kind, re.compile(words)) for kind, words in own["hedges"].items()],
        plus=re.compile(own["plus"]),
        fighters=re.compile(own["fighters"]),
        skip=re.compile(rf"{boundary}(?:{own['skip']})\s?$"),
        doubt=_word(own["doubt"], language),
        background=_word(own["background"], language),
        says=_word(own["says"], language),
        speakers=[(name, re.compile(words)) for name, words in own["speakers"].items()],
        nations=[(name, re.compile(words)) for name, words in own["nations"].items()],
    )


def _kind(unit: str) -> str:
    """Return "money", "percent" or "area" for a unit by its name in the ledger."""
    return "percent" if unit == "%" else "money" if unit.isupper() else "area"


def _word(words: str, language: str) -> re.Pattern[str]:
    """Compile words that stand alone in Arabic, anywhere in the others, which part no words."""
    return re.compile(rf"(?<!\w)(?:{words})(?!\w)" if language == "ar" else words)
