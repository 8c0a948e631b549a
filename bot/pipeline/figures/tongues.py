"""The words by which other languages than English count, compiled out of `languages/`, a file a language."""

from __future__ import annotations

import re
import tomllib
from functools import lru_cache
from importlib.resources import files
from typing import Any, NamedTuple

from bot.pipeline.figures.words import INJURED, KILLED

LANGUAGES = frozenset({"ru", "uk", "de", "fr", "es", "it", "pl", "pt", "tr"})

SPACE = r"[ \u00a0\u202f\u2009]"
# Groups of three parted by a space or a point, or digits with a decimal comma: none of them writes else.
_DIGITS = rf"\d{{1,3}}(?:(?:{SPACE}|[.'’])\d{{3}})+(?!\d)|\d+(?:,\d{{1,2}})?(?![\d.]\d)"
_OR = "o|ou|u|oder|lub|albo|czy|ya da|veya|или|або|чи"  # "two or three" are not three
_OPENING = "la|a|el|que|che|dass|что|що|że"  # may open a clause before its subject
_MOST_BARE = 3  # words of a verb: "35 wurden schwer verletzt"


class Tongue(NamedTuple):
    """The words of one language, compiled."""

    amount: re.Pattern[str]
    things: re.Pattern[str]  # a group for each of `named`
    named: list[str]
    outcomes: list[tuple[str, re.Pattern[str]]]
    nations: list[tuple[str, re.Pattern[str]]]
    speakers: list[tuple[str, re.Pattern[str]]]
    joint: re.Pattern[str]
    sends: re.Pattern[str]
    senders: list[
        tuple[str, re.Pattern[str]]
    ]  # as a clause begins, before the number of those whom they send
    share: re.Pattern[str]  # from where on a number's whole is told: "33 of the 62 drones launched"
    partial: re.Pattern[str]
    skipped: re.Pattern[str]  # before a number that is no count of its own: "each 30", "two of the four"
    unsure: re.Pattern[str]
    active: re.Pattern[str]  # behind those who are counted: they did it, and nobody did it to them
    background: re.Pattern[str]
    foretold: re.Pattern[str]  # a plan, a demand or a forecast
    saying: re.Pattern[str]
    ranged: re.Pattern[str]
    rose: re.Pattern[str]
    toll: re.Pattern[str]  # "the number of dead rose to 95": no noun follows
    governed: re.Pattern[str] | None  # "wounded 35", where the verb stands before
    over: re.Pattern[str]  # in the verb of a toll that is larger than its number
    values: dict[str, float]
    spelt: re.Pattern[str]
    scales: list[tuple[float, re.Pattern[str]]]
    hedges: dict[str, re.Pattern[str]]


def words_of(language: str) -> dict[str, Any]:
    """Return the words of *language*, or those of all as "common"."""
    file = files("bot.pipeline.figures").joinpath("languages", f"{language}.toml")
    return tomllib.loads(file.read_text(encoding="utf-8"))


@lru_cache(maxsize=len(LANGUAGES))
def tongue_of(language: str) -> Tongue:
    """Compile the words of *language*; only when an article in it comes."""
    own = words_of(language)
    first, to = own["range"]
    units, tens = _spelt(own["units"], 0, 1), _spelt(own["tens"], 20, 10)
    hedges = "|".join(sorted(own["hedges"].values(), key=len, reverse=True))
    scale = "|".join(own["scales"].values())
    every = "|".join(own["things"].values())
    outcome = "|".join(own["outcomes"].values())
    unit, ten, glue = _either(units), _either(tens), own["glue"]
    pair = rf"(?:(?:{unit}){glue})?(?:{ten})" if language == "de" else rf"(?:{ten})(?:{glue}(?:{unit}))?"
    spelt, more = rf"{pair}|{unit}", own.get("more", "(?!)")
    larger = rf"(?:{scale}|{own['hundreds']}|{ten})(?:\s+(?:{own['joints']}))?"
    amount = re.compile(
        rf"(?<![\w.,:/+–-])(?<!\d )(?:(?P<hedge>{hedges})\s*)?(?<![^\s(«„\"'])"
        rf"(?P<number>{_DIGITS}|(?:{spelt})\b)"
        rf"(?![-–:/%°])(?:\s*(?P<scale>{scale})(?:(?!\w)|(?={more}))"
        rf"(?:\s+(?P<rest>\d{{1,3}})(?:\s+(?P<less>{scale}))?(?![\w.,:/%'-]))?)?(?P<more>{more})?(?P<share>\s+(?:{own['of']})\s+[\d.]+)?"
        rf"(?:(?:\s+(?:{own['adjectives']})){{0,3}}?\s+(?P<noun>{every})\b"
        rf"|(?=(?:\s+\w+){{0,{_MOST_BARE - 1}}}?\s+(?:{outcome})\b))"
    )
    return Tongue(
        amount=amount,
        things=_any("|".join(f"({words})" for words in own["things"].values())),
        named=list(own["things"]),
        outcomes=_compiled(own["outcomes"]),
        nations=_compiled(own["nations"]),
        speakers=_compiled(words_of("common")["speakers"]),
        joint=re.compile(rf"[,;:(]|\s[–—-]\s|\b(?:{own['joints']})\b"),
        sends=_any(own["sends"]),
        senders=[
            (name, re.compile(rf"\W*(?:(?:{_OPENING})\s+){{0,2}}{words}(?!\w)"))
            for name, words in own["senders"].items()
        ],
        share=re.compile(rf"\s(?:{own['of']})\s\d"),
        partial=_any(own["partial"]),
        skipped=re.compile(rf"\b(?:{own['each']}|{own['of']}|{_OR}|{larger})\s+$"),
        unsure=_any(
            rf"(?:{own['negation']})(?!\s(?:менее|меньше|более|больше|менше|більше|weniger|moins|menos|meno|mniej))|{own['doubt']}"
        ),
        active=_any(own.get("active", "(?!)")),
        background=_any(own["background"]),
        foretold=_any(own["foretold"]),
        saying=_any(f"{own['says']}|{own['according']}"),
        ranged=re.compile(
            rf"(?:(?P<opened>\b(?:{first}))\s+)?(?P<number>{_DIGITS})(?:\s*(?P<scale>{scale}))?\s+(?:{to})\s+$"
        ),
        rose=_any(own["rose"] or "(?!)"),
        toll=re.compile(
            own.get("toll")
            or rf"\b(?:{own['number_of']})\s+(?:\w+\s+){{0,2}}?(?P<what>{every})\b"
            rf"(?P<between>[^,;.:()\d]{{0,60}}?)"
            rf"\b(?P<to>{own['reaches']})\s+(?P<least>(?:{own['hedges']['low']})\s+)?(?P<number>{_DIGITS})"
            rf"(?![-–:/%°])(?:\s*(?P<scale>{scale})(?!\w))?"
        ),
        governed=_governed(own) if "others" in own else None,
        over=re.compile(own["over"]),
        values=units | tens,
        spelt=re.compile(rf"{ten}|{unit}"),
        scales=[(float(size), re.compile(words)) for size, words in own["scales"].items()],
        hedges={kind: re.compile(words) for kind, words in own["hedges"].items()},
    )


def _governed(own: dict[str, Any]) -> re.Pattern[str]:
    """Compile "wounded 35" and "35 others", behind which no noun follows."""
    return re.compile(
        rf"\b(?P<verb>{own['outcomes'][KILLED]}|{own['outcomes'][INJURED]})\s+(?:a\s+)?(?P<other>(?:{own['others']})\s+)?"
        rf"(?P<number>\d{{1,3}}(?!\d|[.,]\d))(?P<behind>\s+(?:{own['others']}))?"
        rf"(?=\s*(?:[.,;:)]|$)|\s+(?:{own['joints']}|{own['places']})\b)"
    )


def _spelt(names: list[str], first: int, step: int) -> dict[str, float]:
    """Return the value of each of the words in *names*, which go on from *first* by *step*."""
    return {
        word: float(first + step * place)
        for place, words in enumerate(names)
        for word in words.split("|")
        if word
    }


def _either(words: dict[str, float]) -> str:
    return "|".join(sorted(map(re.escape, words), key=len, reverse=True))


def _compiled(named: dict[str, str]) -> list[tuple[str, re.Pattern[str]]]:
    return [(name, _any(words)) for name, words in named.items()]


def _any(words: str) -> re.Pattern[str]:
    return re.compile(rf"\b(?:{words})(?!\w)")
