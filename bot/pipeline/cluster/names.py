"""Names, countries and numbers of an article, written so that they are the same in every language.

A country is its code (CLDR's names of territories, by way of Babel), a name of another script the consonants
that it is made of: "Zelensky" and "Зеленский" are `zlnsk`. Two reports of one event in two languages agree
in several of them; two that agree in one or two are of one war.
"""

from __future__ import annotations

import math
import re
import unicodedata
from array import array
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from zlib import crc32

from babel import Locale
from babel.core import UnknownLocaleError

from bot.pipeline.cluster.document import Document
from bot.pipeline.headlines import NUMBER_WORDS, bare_title
from bot.text import Analyser, Lexeme

LEAD = 60  # words of the text: who did what where stands in its first sentences
LEAD_CHARACTERS = 600

FEWEST_CONSONANTS = 3  # of a name; fewer stand for too many
LONG = 4  # consonants from which a name is hardly another's
LONGEST_ENDING = 6  # letters that a country's name takes on: "Ukrain-ian", "росс-ийские"
SHORTEST_STEM = 4  # letters of a country's name that may take an ending; two in Hangul

# What each kind of name tells of an event.
COUNTRY, NAME, LONG_NAME, LONG_NUMBER, NUMBER = 1.0, 1.5, 2.0, 2.0, 1.0
DIGITS = 3  # of a long number

# Two articles are of one event where they agree on so much, in titles and in all.
SHARED = 3
SHARED_IN_TITLES = 2
SHARED_WEIGHT = 4.5
ALIKE = 0.5  # cosine

_CYRILLIC = str.maketrans(
    {
        **dict(
            zip(
                "абвгґдеёєжзиіїйклмнопрстуфхцчшщъыьэюяў",
                "abvggdeeezziiijklmnoprstufgccss'y'euav",
                strict=True,
            )
        ),
        "х": "g",
    }
)
# What Latin letters write of one sound, as the Cyrillic table above does.
_SOUNDS = (
    ("shch", "s"), ("sch", "s"), ("tch", "c"), ("sh", "s"), ("zh", "z"), ("ch", "c"), ("kh", "g"),
    ("ph", "f"),
    ("th", "t"), ("ts", "c"), ("tz", "c"), ("ck", "k"), ("qu", "kv"), ("q", "k"), ("x", "ks"), ("w", "v"),
    ("h", "g"),
)  # fmt: skip
_VOWELS = "aeiouyj'"
# What CLDR does not call a country, by language: short names, and what is made of them in another way.
_MORE_COUNTRIES = {
    "en": {"KP": ["DPRK"], "US": ["USA", "US", "America"], "GB": ["UK", "Britain", "British"],
           "DE": ["German"], "FR": ["French"], "CN": ["Chinese"], "ES": ["Spanish"],
           "TR": ["Turkey", "Turkish"], "PL": ["Polish"]},
    "ru": {"KP": ["Северная Корея", "северокорейский"], "US": ["США", "Америка"], "GB": ["британский"],
           "KR": ["Южная Корея", "южнокорейский"], "CN": ["китайский"], "DE": ["немецкий"]},
    "uk": {"KP": ["КНДР", "північнокорейський"], "US": ["США"], "GB": ["британський"]},
    "de": {"KP": ["nordkoreanisch"], "US": ["USA"], "RU": ["russisch"], "KR": ["südkoreanisch"]},
    "ko": {"KP": ["조선민주주의인민공화국"]},
}  # fmt: skip


# Ends of a declined name: what is left of it is its stem; a name without them stands as it is.
_DECLINED = re.compile(r"(?:[аеёиійоуыэюяіїє]|[оеыиуая][мвх]|ами|ями)\Z")
# After a number.
_THOUSANDS = re.compile(r"thousand|тыс|тис|tausend|mille?\Z|mil\Z|tysi")


@dataclass(frozen=True, slots=True)
class Names:
    """What an article names, by the CRC-32 of each name; the first `titles` stand in its title.

    `telling[i]` is what `keys[i]` tells, in halves; the first `numbers` of the keys are numbers of the title.
    """

    keys: array[int]
    telling: bytes
    titles: int
    numbers: int

    def weights(self, *, title: bool = False) -> dict[int, float]:
        """Return what each name tells, those of the *title* alone if so asked."""
        most = self.titles if title else len(self.keys)
        return {key: half / 2 for key, half in zip(self.keys[:most], self.telling, strict=False)}

    def telling_title(self) -> list[int]:
        """Return the names of the title that are no countries."""
        return [
            key
            for key, half in zip(self.keys[: self.titles], self.telling, strict=False)
            if half > 2 * COUNTRY
        ]


class NameReader:
    """Reads names. Keeps the countries' names of the languages that it met."""

    def __init__(self, analyser: Analyser) -> None:
        self._analyser = analyser
        self._countries: dict[str, dict[str, list[tuple[tuple[str, ...], str]]]] = {}

    def read(self, document: Document) -> Names:
        """Return what a document names."""
        title = bare_title(document.title, document.outlet, document.url)
        lead = document.text[: LEAD_CHARACTERS + len(title)].removeprefix(document.title)
        countries = self._countries_of(document.language)
        first = _telling(self._named(self._analyser.analyse(title, document.language).lexemes, countries))
        more = self._analyser.analyse(lead, document.language).lexemes[:LEAD]
        found = {**_telling(self._named(more, countries)), **first}
        ordered = sorted(found, key=lambda name: (name not in first, not name[0].isdigit(), name))
        return Names(
            array("I", [crc32(name.encode()) for name in ordered]),
            bytes(round(2 * found[name]) for name in ordered),
            len(first),
            sum(name[0].isdigit() for name in first),
        )

    def written(self, document: Document) -> dict[str, str]:
        """Return each name of a document as it is first written there."""
        title = bare_title(document.title, document.outlet, document.url)
        countries = self._countries_of(document.language)
        found: dict[str, str] = {}
        for part in (title, document.text[:LEAD_CHARACTERS]):
            lexemes = self._analyser.analyse(part, document.language).lexemes[:LEAD]
            for name, _, words in self._named(lexemes, countries):
                found.setdefault(name, " ".join(word.exact for word in words))
        return found

    def _named(
        self, lexemes: Sequence[Lexeme], countries: Mapping[str, list[tuple[tuple[str, ...], str]]]
    ) -> Iterator[tuple[str, float, Sequence[Lexeme]]]:
        """Yield each name, what it tells, and the words it stands in."""
        at = 0
        while at < len(lexemes):
            lexeme = lexemes[at]
            surface = NUMBER_WORDS.get(lexeme.surface, lexeme.surface)
            code, words = _country(lexemes, at, countries)
            start = at
            at += max(1, words)
            if code:
                yield f"@{code}", COUNTRY, lexemes[start:at]
            elif surface.isdigit():
                if at < len(lexemes) and _THOUSANDS.match(lexemes[at].surface):
                    surface += "000"
                yield surface, LONG_NUMBER if len(surface) >= DIGITS else NUMBER, [lexeme]
            elif lexeme.exact[:1].isupper() and (bones := skeleton(_bare(lexeme))):
                yield f"~{bones}", LONG_NAME if len(bones) >= LONG else NAME, [lexeme]

    def _countries_of(self, language: str | None) -> dict[str, list[tuple[tuple[str, ...], str]]]:
        """Return the stems of each country's names, by the first letters of the first stem."""
        tag = re.split("[-_]", language or "en", maxsplit=1)[0].lower()
        if tag not in self._countries:
            try:
                known = Locale.parse(tag).territories
            except (UnknownLocaleError, ValueError):
                tag, known = "en", Locale.parse("en").territories
            names = [(name, code) for code, name in known.items() if len(code) == 2 and code.isalpha()]  # noqa: PLR2004  ISO 3166
            names += [(name, code) for code, more in _MORE_COUNTRIES.get(tag, {}).items() for name in more]
            found: dict[str, list[tuple[tuple[str, ...], str]]] = {}
            for name, code in names:
                stems = [one.stem for one in self._analyser.analyse(name, language or "en").lexemes]
                if len(stems) > 1 and len(stems[-1]) == 1:
                    stems.pop()  # the last letter of a run without spaces
                if stems:
                    found.setdefault(stems[0][:2], []).append((tuple(stems), code))
            self._countries[tag] = found
        return self._countries[tag]


def _telling(named: Iterable[tuple[str, float, Sequence[Lexeme]]]) -> dict[str, float]:
    return {name: telling for name, telling, _ in named}


def _country(
    lexemes: Sequence[Lexeme], at: int, countries: Mapping[str, list[tuple[tuple[str, ...], str]]]
) -> tuple[str, int]:
    """Return the code of the country that is named here, the longest name first, and its number of words."""
    best = ("", 0, 0)
    for stems, code in countries.get(lexemes[at].stem[:2], ()):
        there = lexemes[at : at + len(stems)]
        if len(there) == len(stems) and all(map(_is_word, there, stems)):
            size = sum(map(len, stems))
            best = max(best, (code, len(stems), size), key=lambda one: one[2])
    return best[0], best[1]


def _is_word(lexeme: Lexeme, stem: str) -> bool:
    """Say whether a word is a country's name or made of it; a short one is written in capitals."""
    if lexeme.stem == stem:
        return len(stem) >= SHORTEST_STEM or not stem.isascii() or lexeme.exact.isupper()
    shortest = 2 if "\uac00" <= stem[0] <= "\ud7a3" else SHORTEST_STEM
    return (
        len(stem) >= shortest
        and lexeme.stem.startswith(stem)
        and len(lexeme.stem) - len(stem) <= LONGEST_ENDING
    )


def _bare(lexeme: Lexeme) -> str:
    """Return a name without its ending; Russian stemming takes "Блинкен" for a declined word."""
    if "\u0400" <= lexeme.surface[:1] <= "\u04ff" and not _DECLINED.search(lexeme.surface):
        return lexeme.surface
    return lexeme.stem


def skeleton(word: str) -> str:
    """Return the consonants of a folded name as Latin letters; "" where too few or in another script.

    A vowel before them is an "a", whatever it was.
    """
    latin = unicodedata.normalize("NFKD", word.translate(_CYRILLIC)).encode("ascii", "ignore").decode()
    if len(latin) < len(word) / 2:
        return ""
    if word.isascii():
        for written, sound in _SOUNDS:
            latin = latin.replace(written, sound)
        latin = latin.replace("c", "k") if "c" in word and "ch" not in word and "ts" not in word else latin
    bones = re.sub(r"(.)\1+", r"\1", "".join(letter for letter in latin if letter not in _VOWELS))
    if len(bones) < FEWEST_CONSONANTS:
        return ""
    return f"a{bones}" if latin[0] in "aeiou" else bones


def agree(one: Names, other: Names) -> bool:
    """Say whether two articles in two languages clearly name the same: who, where and how many."""
    numbers, others = one.keys[: one.numbers], other.keys[: other.numbers]
    if numbers and others and set(numbers).isdisjoint(others):
        return False
    titles, other_titles = one.weights(title=True), other.weights(title=True)
    if len(titles.keys() & other_titles.keys()) < SHARED_IN_TITLES:
        return False
    weights, other_weights = one.weights(), other.weights()
    shared = weights.keys() & other_weights.keys()
    if len(shared) < SHARED or sum(weights[key] for key in shared) < SHARED_WEIGHT:
        return False
    return _cosine(weights, other_weights) >= ALIKE and _cosine(titles, other_titles) >= ALIKE


def differ(one: Names, other: Names) -> bool:
    """Say whether two titles each name more that the other report does not than both reports share.

    Two rulings, two matches: told in the same words, of others. Not said of titles without a text.
    """
    if one.titles == len(one.keys) or other.titles == len(other.keys):
        return False
    weights, others = one.weights(), other.weights()
    shared = math.fsum(weights[key] for key in weights.keys() & others.keys())
    own = math.fsum(weights[key] for key in one.keys[: one.titles] if key not in others)
    strange = math.fsum(others[key] for key in other.keys[: other.titles] if key not in weights)
    return min(own, strange) > 0 and min(own, strange) >= shared


def _cosine(one: Mapping[int, float], other: Mapping[int, float]) -> float:
    product = math.fsum(one[key] * other[key] for key in one.keys() & other.keys())
    lengths = math.fsum(x * x for x in one.values()) * math.fsum(x * x for x in other.values())
    return product / math.sqrt(lengths) if lengths else 0.0
