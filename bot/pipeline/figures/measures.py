"""Money, shares and land in other languages than English: read surely, or left out."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

from bot.pipeline.figures.read import Read
from bot.pipeline.figures.tongues import LANGUAGES, SPACE, Tongue, tongue_of, words_of

_NUMBER = rf"\d{{1,3}}(?:(?:{SPACE}|[.'])\d{{3}})+(?!\d)|\d+(?:[.,]\d{{1,2}})?(?![\d.,]\d)"
_GROUPED = re.compile(rf"(?:{SPACE}|[.'])(?=\d{{3}}(?!\d))")
_CLAUSE_ENDS = re.compile(r"[;:()]|,(?!\d)|\s[–—-]\s")
# What rises to an amount opens its clause, stands just before it, or just behind its verb. Behind a word of
# `_WHY` it is a reason or a time: "wegen der Inflation stiegen die Mieten auf 30 Prozent".
_WHY = (
    "wegen|trotz|angesichts|aufgrund|infolge|nach|bei|durch|mit|ohne|gegen|vor|из-за|на|при|после|от|через|для|по"
    "|под|несмотря|с|со|в|во|після|від|під|попри|у|з|із|зі|pour|après|par|face|malgré|avec|contre|sous|por|ante"
    "|tras|debido|pese|con|contra|en|para|à|а|per|dopo|durante|nonostante|após|przez|po|przy|mimo|przed|wskutek|w|z"
)
_OPENS = re.compile(rf"\W*(?!(?:{_WHY})\b)(?:[\w'’]+\W+){{0,3}}")
_NEAR_WHY = re.compile(rf"\b(?:{_WHY})\W+(?:[\w'’]+\W+){{0,3}}$")
_CHANGED = re.compile(r"(?:\W+\w+){0,2}\W+")  # between a verb and what it changes: "elevó la tasa de interés"
_ANOTHER = re.compile(r"\b(?:die|den|das|les|la|el|los|las)\b")  # begins what else may have changed
_REACHED = 5  # words at most between what changed and the word before the amount


class Measures(NamedTuple):
    """The words of one language, compiled; `subjects` by kind of unit."""

    may_measure: re.Pattern[str]  # the units alone: quickly told
    amount: re.Pattern[str]
    units: list[tuple[str, str, re.Pattern[str]]]  # kind, name in the ledger, words
    subjects: dict[str, list[tuple[str, re.Pattern[str]]]]
    changes: re.Pattern[str]
    to: re.Pattern[str]  # before the amount that a change reaches
    product: re.Pattern[str]  # what a whole economy makes
    grew: list[tuple[str, re.Pattern[str]]]  # "rise" and "fall"


@lru_cache(maxsize=len(LANGUAGES))
def measures_of(language: str) -> Measures:
    """Compile the words of *language*; only when an article in it comes."""
    own, signs, tongue = words_of(language)["measures"], words_of("common")["signs"], tongue_of(language)
    units = [
        ("percent", "%", rf"%|{own['percent']}"),
        *(("money", code, f"{signs.get(code, '(?!)')}|{words}") for code, words in own["money"].items()),
        *(("money", code, words) for code, words in signs.items() if code not in own["money"]),
        *(("area", name, words) for name, words in own["area"].items()),
    ]
    before = "|".join(filter(None, [own.get("before"), *signs.values()]))
    hedges = "|".join(words.pattern for words in tongue.hedges.values())
    scales = "|".join(words.pattern for _, words in tongue.scales)
    amount = re.compile(
        rf"(?<![\w.,:/+–-])(?:(?P<hedge>{hedges})\s*)?(?:(?P<sign>{before})\s?)?"
        rf"(?P<number>{_NUMBER})(?:{SPACE}*(?P<scale>{scales})(?!\w))?"
        rf"(?:{SPACE}*(?:{own['of']})?(?P<unit>{'|'.join(words for _, _, words in units)})(?!\w))?"
    )
    return Measures(
        may_measure=re.compile(
            rf"\d\W{{0,2}}(?:\w+\W{{1,2}}){{0,2}}(?:{'|'.join(words for _, _, words in units)})"
            rf"|[$€£₽₴]|(?:{own.get('before', '(?!)')})\s?\d"
        ),
        amount=amount,
        units=[(kind, name, re.compile(words)) for kind, name, words in units],
        subjects={
            kind: [(name, re.compile(rf"\b(?:{words})(?!\w)")) for name, words in own[table].items()]
            for kind, table in (("percent", "shares"), ("money", "sums"), ("area", "areas"))
        },
        changes=re.compile(rf"\b(?:{own['changes']})(?!\w)"),
        to=re.compile(rf"\b(?:{own['to']})\s+$"),
        product=re.compile(rf"\b{own['growth']['product']}(?!\w)"),
        grew=[(way, re.compile(rf"\b(?:{own['growth'][way]})(?!\w)")) for way in ("rise", "fall")],
    )


def measured_abroad(low: str, sentence: str, language: str, tongue: Tongue) -> list[Read]:
    """Return the money, shares and land in *sentence*, of which *low* is the same in small letters.

    What is measured is named by one word of its clause: none or two, a change, a doubt: left out.
    """
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
        if kind == "percent" and tongue.foretold.search(low):
            continue
        if (
            kind == "percent"
            and not subjects
            and (grown := _grown(clause, match.start() - begins, words, tongue))
        ):
            made.append(_read(match, grown, name, sentence, tongue))
            continue
        changes = kind == "percent" and words.changes.search(clause)
        reached = changes and _is_reached(low, begins, match, words, kind)
        if len(subjects) == 1 and not tongue.unsure.search(clause) and bool(changes) == bool(reached):
            one = _read(match, subjects[0], name, sentence, tongue)
            made.append(one._replace(low=one.high, hedge=None) if reached and one.low is None else one)
    return made


def _grown(clause: str, start: int, words: Measures, tongue: Tongue) -> str | None:
    """Return "rise in GDP" where *clause* says that of an economy; its amount begins at *start*."""
    ways = [way for way, known in words.grew if known.search(clause)]
    sure = len(ways) == 1 and words.product.search(clause, 0, start) and not tongue.unsure.search(clause)
    return f"{ways[0]} in GDP" if sure and not words.to.search(clause, 0, start) else None


def _is_reached(low: str, begins: int, match: re.Match[str], words: Measures, kind: str) -> bool:
    """Say whether what the clause measures is surely what rose or fell to the amount."""
    to = words.to.search(low, begins, match.start("number"))
    things = (known.search(low, begins, to.start()) for _, known in words.subjects[kind]) if to else ()
    thing = next((found for found in things if found), None)
    if to is None or thing is None:
        return False
    between = low[thing.end() : to.start()]
    if len(between.split()) > _REACHED or _ANOTHER.search(between):
        return False
    before = low[begins : thing.start()]
    if _OPENS.fullmatch(before) or not (between.strip() or _NEAR_WHY.search(before)):
        return True
    verbs = words.changes.finditer(low, begins, thing.start())
    return any(_CHANGED.fullmatch(low, verb.end(), thing.start()) for verb in verbs)


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
