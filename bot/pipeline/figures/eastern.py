"""Figures in Chinese, Japanese, Korean and Arabic: what a pattern of `eastern.toml` fits, and nothing else.

These languages write a counter or the noun right beside the number, so a pattern holds number, counter, who
and what happened at once. Numbers are read as "1万2000", "3,000", "三千" or "10 آلاف" write them.
"""

from __future__ import annotations

import re

from bot.domain.article import Article
from bot.domain.figure import Figure
from bot.pipeline.figures.patterns import LANGUAGES, SEVERAL, East, Known, east_of
from bot.pipeline.figures.read import Place, Read, figure_of
from bot.text.sentences import sentences as sentence_spans

_LONGEST = 400  # characters; a longer "sentence" is a list
_LEAD = 6  # sentences, as in the ledger
_NEAR = 10  # characters around a match in which those who fight may be named
_BEFORE = 8  # characters before a number in which "each" or "of these" may stand
_DIGITS = str.maketrans("０１２３４５６７８９٠١٢٣٤٥٦٧٨٩٫٬", "01234567890123456789.,")
# Whom a Chinese counter may name without parting some of those who were harmed from the others.
_ANYBODY = frozenset({"", "平民", "民众", "居民", "乘客", "工人", "矿工", "嫌疑人", "嫌犯"})
_ARMED = re.compile(r"[军兵警]$")  # those who fight
_JOINED = re.compile(r"[名位]\w{1,6}(?:和|与|及|以及|、)$")  # "12名乘客和3名机组人员遇难": 15
_YEAR = re.compile(r"(?:19|20)\d\d ?(?:年|년)|عام (?:19|20)\d\d")
_TENS = {"十": 10.0, "百": 100.0, "千": 1000.0}
_Match = re.Match[str]


def figures_eastern(article: Article) -> list[Figure]:
    """Return what an article in one of `LANGUAGES` counts, its title first; nothing for other languages."""
    if article.language not in LANGUAGES:
        return []
    east = east_of(article.language)
    found: list[Figure] = []
    for number, (start, end) in enumerate(sentence_spans(article.text, article.language)):
        if end - start <= _LONGEST:
            place = Place(article.text[start:end], start, end, in_title=False, lead=number < _LEAD)
            found += _in_sentence(article, east, place)
    told = {(one.subject, one.low, one.high) for one in found}
    if len(article.title) > _LONGEST:
        return found
    heading = Place(article.title, 0, len(article.title), in_title=True, lead=True)
    title = _in_sentence(article, east, heading)
    return [*(one for one in title if (one.subject, one.low, one.high) not in told), *found]


def _in_sentence(article: Article, east: East, place: Place) -> list[Figure]:
    text = place.sentence.translate(_DIGITS)
    if not east.may_count.search(text) or east.doubt.search(text):
        return []
    numbers = [(number, number.end()) for number in east.number.finditer(text)]
    if not numbers:
        return []
    found: dict[tuple[int, int], Read] = {}
    measures = east.measures if east.may_measure.search(text) else []
    for number, match, subject in _fitting(text, numbers, (*east.counts, *measures)):
        one = _read(number, match, subject, east)
        if one is not None and not east.skip.search(text[max(0, one.start - _BEFORE) : one.start]):
            found.setdefault(number.span("number"), one)
    if not found:
        return []
    read = sorted(found.values(), key=lambda one: one.start)
    if east.background.search(text) or _YEAR.search(text):
        place = place._replace(lead=False)
    speaker = _speaker(text, east)
    return [figure_of(article, place, _held(one, read), speaker) for one in read]


def _fitting(
    text: str, numbers: list[tuple[_Match, int]], patterns: tuple[Known, ...]
) -> list[tuple[_Match, _Match, str]]:
    """Return what fits: the number's match, the whole one, and the subject, in the order of the patterns."""
    fits: list[tuple[_Match, _Match, str]] = []
    for subject, pattern, follows in patterns:
        if follows:
            for number, end in numbers:
                if match := pattern.match(text, end):
                    fits.append((number, match, subject))
        else:
            fits += [(match, match, subject) for match in pattern.finditer(text)]
    return fits


def _held(one: Read, read: list[Read]) -> Read:
    """Return the figure, not to be held against others where its sentence gives two of its subject."""
    return one._replace(whole=one.whole and sum(other.subject == one.subject for other in read) == 1)


def _read(number: _Match, match: _Match, subject: str, east: East) -> Read | None:
    value = _value(number["number"].replace(",", "").replace(" ", ""), east)
    unit = _unit(match, east)
    if value is None or value == 0 or (unit is None and value != int(value)):
        return None
    text = match.string
    around = text[max(0, min(number.start(), match.start()) - _NEAR) : match.end() + _NEAR]
    if subject.startswith("people") and east.fighters.search(around):
        return None  # soldiers are no "people killed"
    group = match["group"] if _has(match, "group") else ""
    if _ARMED.search(group) or (group and _JOINED.search(text, 0, number.start())):
        return None
    more = (match.start("plus"), match.end("plus")) if _has(match, "plus") else None
    if more is None and (behind := east.plus.match(text, match.end())):
        more = behind.span()
    several = number["number"][0] in SEVERAL
    low = several or more is not None or number["least"] is not None
    before = number["hedge"] or ""
    known = (kind for kind, words in east.hedges if before and words.fullmatch(before.strip()))
    kind = next(known, None) or ("low" if low else "about" if number["near"] else None)
    hedge = before or number["least"] or number["near"] or (text[more[0] : more[1]] if more else "")
    ends = [number.end(name) for name in ("number", "least", "near")] + ([match.end("unit")] if unit else [])
    nation = _nation(match, east)
    return Read(
        subject=f"{nation} {subject}".strip(),
        low=None if kind == "high" else value,
        high=None if kind == "low" else value,
        unit=unit,
        hedge=hedge.strip() or None,
        about=kind == "about",
        start=number.start("hedge" if before else "number"),
        end=max(*ends, more[1] if more and not before else 0),
        whole=not several and group in _ANYBODY,
    )


def _unit(match: re.Match[str], east: East) -> str | None:
    """Return the unit that a pattern of measures found, by the ledger's name."""
    if not _has(match, "unit"):
        return None
    return next(name for name, words in east.units if words.fullmatch(match["unit"]))


def _nation(match: re.Match[str], east: East) -> str:
    """Return the nation that a pattern of counts found, by the ledger's name; nothing where it found none."""
    if not _has(match, "nation"):
        return ""
    return next(name for name, words in east.nations if words.fullmatch(match["nation"]))


def _has(match: re.Match[str], name: str) -> bool:
    return name in match.re.groupindex and match[name] is not None


def _value(written: str, east: East) -> float | None:
    """Return the number that is written; None for one that is not sure: "三四十" is thirty or forty."""
    if written[0] in SEVERAL:
        one = _value(written[1:].replace("십", "10"), east) if written[1:] else None
        return None if one is None else 2 * one
    total = 0.0
    rest = written if written not in east.scales else f"1{written}"
    for scale, size in east.scales.items():
        if size < 1e4 and east.digits:  # noqa: PLR2004 - ten thousand: smaller ones are read with their digits
            continue
        head, found, tail = rest.partition(scale)
        if found:
            part = _small(head, east)
            if part is None:
                return None
            total, rest = total + part * size, tail
    last = _small(rest, east) if rest else 0.0
    return None if last is None else round(total + last, 6)


def _small(written: str, east: East) -> float | None:
    """Return a number below ten thousand: "2000", "三千五百", "3千"."""
    if re.fullmatch(r"\d+(?:\.\d+)?", written):
        return float(written)
    for word, value in east.spelt.items():
        rest = written.removeprefix(word).removeprefix("و")
        if written == word or (written.startswith(word) and rest in east.spelt):
            return value + east.spelt.get(rest, 0.0)
    total = 0.0
    digit: float | None = None
    for part in re.findall(r"\d+(?:\.\d+)?|.", written):
        if part in _TENS:
            total, digit = total + (1.0 if digit is None else digit) * _TENS[part], None
        elif digit is not None:
            return None
        elif part[0].isdigit():
            digit = float(part)
        elif part in east.digits or part == "两":
            digit = 2.0 if part == "两" else float(east.digits.index(part) + 1)
        else:
            return None
    return total + (digit or 0.0)


def _speaker(text: str, east: East) -> str | None:
    """Return who is said to say it, where that is one who is known and nobody else is named."""
    if not east.says.search(text):
        return None
    named = [name for name, words in east.speakers if words.search(text)]
    return named[0] if len(named) == 1 else None
