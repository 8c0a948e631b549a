"""Money, shares and land in Russian, Ukrainian, German, French and Spanish: read surely, or left out."""

from __future__ import annotations

import re
import tomllib
from functools import lru_cache
from importlib.resources import files
from typing import Any, NamedTuple

from bot.pipeline.figures.read import Read
from bot.pipeline.figures.tongues import LANGUAGES, SPACE, Tongue, tongue_of

_NUMBER = rf"\d{{1,3}}(?:(?:{SPACE}|[.'])\d{{3}})+(?!\d)|\d+(?:[.,]\d{{1,2}})?(?![\d.,]\d)"
_DIGIT = re.compile(r"\d")
_GROUPED = re.compile(rf"(?:{SPACE}|[.'])(?=\d{{3}}(?!\d))")
_CLAUSE_ENDS = re.compile(r"[;:()]|,(?!\d)|\s[–—-]\s")


class Measures(NamedTuple):
    """The words of one language, compiled; `subjects` by kind of unit."""

    may_measure: re.Pattern[str]  # the units alone: quickly told
    amount: re.Pattern[str]
    units: list[tuple[str, str, re.Pattern[str]]]  # kind, name in the ledger, words
    subjects: dict[str, list[tuple[str, re.Pattern[str]]]]
    changes: re.Pattern[str]
    to: re.Pattern[str]  # before the amount that a change reaches


@lru_cache(maxsize=1)
def _words() -> dict[str, Any]:
    return tomllib.loads(files("bot.pipeline.figures").joinpath("measures.toml").read_text(encoding="utf-8"))


@lru_cache(maxsize=len(LANGUAGES))
def measures_of(language: str) -> Measures:
    """Compile the words of *language*; only when an article in it comes."""
    data, tongue = _words(), tongue_of(language)
    own, signs = data[language], data["signs"]
    units = [
        ("percent", "%", rf"%|{own['percent']}"),
        *(("money", code, f"{signs.get(code, '(?!)')}|{words}") for code, words in own["money"].items()),
        *(("money", code, words) for code, words in signs.items() if code not in own["money"]),
        *(("area", name, words) for name, words in own["area"].items()),
    ]
    hedges = "|".join(words.pattern for words in tongue.hedges.values())
    scales = "|".join(words.pattern for _, words in tongue.scales)
    amount = re.compile(
        rf"(?<![\w.,:/+–-])(?:(?P<hedge>{hedges})\s*)?(?:(?P<sign>{'|'.join(signs.values())})\s?)?"
        rf"(?P<number>{_NUMBER})(?:{SPACE}*(?P<scale>{scales})(?!\w))?"
        rf"(?:{SPACE}*(?:{own['of']})?(?P<unit>{'|'.join(words for _, _, words in units)})(?!\w))?"
    )
    return Measures(
        may_measure=re.compile(
            rf"\d\W{{0,2}}(?:\w+\W{{1,2}}){{0,2}}(?:{'|'.join(words for _, _, words in units)})|[$€£₽₴]"
        ),
        amount=amount,
        units=[(kind, name, re.compile(words)) for kind, name, words in units],
        subjects={
            kind: [(name, re.compile(rf"\b(?:{words})(?!\w)")) for name, words in own[table].items()]
            for kind, table in (("percent", "shares"), ("money", "sums"), ("area", "areas"))
        },
        changes=re.compile(rf"\b(?:{own['changes']})(?!\w)"),
        to=re.compile(rf"\b(?:{own['to']})\s+$"),
    )


def measured_abroad(low: str, sentence: str, language: str, tongue: Tongue) -> list[Read]:
    """Return the money, shares and land in *sentence*, of which *low* is the same in small letters.

    What is measured is named by one word of its clause: none or two, a change, a doubt: left out.
    """
    if not _DIGIT.search(low):
        return []
    words = measures_of(language)
    if not words.may_measure.search(low):
        return []
    amounts = [(match, _unit(match, words)) for match in words.amount.finditer(low)]
    found = [(match, unit) for match, unit in amounts if unit is not None]
    made: list[Read] = []
    before = 0
    for place, (match, (kind, name)) in enumerate(found):
        after = found[place + 1][0].start() if place + 1 < len(found) else len(low)
        begins, ends = _clause(low, (before, match.start(), match.end(), after), tongue)
        before = match.end()
        clause = low[begins:ends]
        subjects = [thing for thing, known in words.subjects[kind] if known.search(clause)]
        changes = kind == "percent" and words.changes.search(clause)
        reached = changes and words.to.search(low, begins, match.start("number"))
        if len(subjects) == 1 and not tongue.unsure.search(clause) and bool(changes) == bool(reached):
            one = _read(match, subjects[0], name, sentence, tongue)
            made.append(one._replace(low=one.high, hedge=None) if reached and one.low is None else one)
    return made


def _unit(match: re.Match[str], words: Measures) -> tuple[str, str] | None:
    written = match["unit"] or match["sign"]
    if not written or (match["unit"] and match["sign"]):
        return None
    return next(((kind, name) for kind, name, known in words.units if known.fullmatch(written)), None)


def _clause(low: str, around: tuple[int, int, int, int], tongue: Tongue) -> tuple[int, int]:
    """Return where the clause of an amount begins and ends, between the amounts beside it."""
    before, start, end, after = around
    parts = [found.end() for found in _CLAUSE_ENDS.finditer(low, before, start)]
    parts += [found.end() for found in tongue.joint.finditer(low, before, start) if found[0].isalpha()]
    cuts = [found.start() for found in (_CLAUSE_ENDS.search(low, end, after),) if found]
    cuts += [found.start() for found in tongue.joint.finditer(low, end, after) if found[0].isalpha()][:1]
    return max(parts, default=before), min(cuts, default=after)


def _read(match: re.Match[str], subject: str, unit: str, sentence: str, tongue: Tongue) -> Read:
    scale = next((size for size, known in tongue.scales if known.fullmatch(match["scale"] or "")), 1.0)
    value = round(float(_GROUPED.sub("", match["number"]).replace(",", ".")) * scale, 6)
    hedge = match["hedge"]
    kind = next((name for name, known in tongue.hedges.items() if hedge and known.fullmatch(hedge)), None)
    written = " ".join(sentence[match.start("hedge") : match.end("hedge")].split()) if hedge else None
    return Read(
        subject=subject,
        low=None if kind == "high" else value,
        high=None if kind == "low" else value,
        unit=unit,
        hedge=written,
        about=kind == "about",
        start=match.start(),
        end=match.end(),
        whole=True,
    )
