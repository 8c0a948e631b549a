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
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from zlib import crc32

from babel import Locale
from babel.core import UnknownLocaleError

from bot.pipeline.cluster.background import RAREST, Background, rarity
from bot.pipeline.cluster.document import Document
from bot.pipeline.cluster.headlines import NUMBER_WORDS, bare_title, in_title_case
from bot.text import Analyser, Lexeme, Tokens

LEAD = 60  # words of the text: who did what where stands in its first sentences
LEAD_CHARACTERS = 600
LEAD_OF_PAIRS = 160  # the same of scripts without spaces, which are cut into pairs of letters

FEWEST_CONSONANTS = 3  # of a name; fewer stand for too many
LONG = 4  # consonants from which a name is hardly another's
LONGEST_ENDING = 6  # letters that a country's name takes on: "Ukrain-ian", "росс-ийские"
SHORTEST_STEM = 4  # letters of a country's name that may take an ending; two in Hangul

# What each kind of name tells of an event.
COUNTRY, NAME, LONG_NAME, LONG_NUMBER, NUMBER = 1.0, 1.5, 2.0, 2.0, 1.0
DIGITS = 3  # of a long number
FEW = 90  # articles of which one bears a name that tells in full
_FULLY = math.log(FEW)
STEPS = 8  # of a doubling, in which it is noted how common a name is
SKETCH = 3  # names of all, besides those of the title, under which an article is found
UNSURE = 16  # marks what may be no name, above all halves

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
    "fr": {"KP": ["nord-coréen"], "KR": ["sud-coréen"], "GB": ["britannique"]},
    "es": {"KP": ["norcoreano"], "KR": ["surcoreano"], "US": ["EE UU", "estadounidense"],
           "GB": ["británico"]},
    "it": {"KP": ["nordcoreano"], "KR": ["sudcoreano"], "US": ["USA", "statunitense"]},
    "pl": {"KP": ["północnokoreański"], "US": ["USA"]},
    "tr": {"US": ["ABD"]},
    "ja": {"US": ["米国"]},
    "ko": {"KP": ["조선민주주의인민공화국"]},
}  # fmt: skip


# Ends of a declined name: what is left of it is its stem; a name without them stands as it is.
_DECLINED = re.compile(r"(?:[аеёиійоуыэюяіїє]|[оеыиуая][мвх]|ами|ями)\Z")
# Languages whose common nouns have capitals too.
_NOUNS_IN_CAPITALS = frozenset({"de", "lb"})
WITHOUT_SPACES = frozenset({"ja", "zh", "yue"})
# Languages that decline no names, so that "Boeing" is no form of a verb.
_UNDECLINED = frozenset({"en", "de", "fr", "es", "it", "pt", "nl", "sv", "da", "no"})
# What stands between a whole number and its decimals.
_DECIMAL_SIGNS = frozenset(",.")
# Before the first word of a sentence.
_SENTENCE_ENDS = frozenset('.!?:…«»“”„"\n')
# Korean writes a number, its unit and what is counted as one word: "1만1천여명".
_HANGUL_NUMBER = re.compile(r"(?:\d+[천만억조]*)+")
_HANGUL_UNITS = {"천": 10**3, "만": 10**4, "억": 10**8, "조": 10**12}
# After a number.
_TEN_THOUSANDS = frozenset("万萬")
_THOUSANDS = re.compile(r"thousand|тыс|тис|tausend|mille?\Z|mil\Z|tysi")


@dataclass(frozen=True, slots=True)
class Names:
    """What an article names, by the CRC-32 of each name; the first `titles` stand in its title.

    `telling[i]` is what `keys[i]` tells, in halves, and `UNSURE` on top of it where that may be a common word
    or a day of the week; the first `numbers` of the keys are numbers of the title. `shares[i]` is how common
    its word is before any window has met it, in steps of a `STEPS`th of a doubling from the rarest.
    """

    keys: array[int]
    telling: bytes
    shares: bytes
    titles: int
    numbers: int

    def weights(self, *, title: bool = False, sure: bool = False) -> dict[int, float]:
        """Return what each name tells, those of the *title* alone if so asked, or those that are *sure*."""
        most = self.titles if title else len(self.keys)
        return {
            key: (half & ~UNSURE) / 2
            for key, half in zip(self.keys[:most], self.telling, strict=False)
            if not (sure and half & UNSURE)
        }

    def rare(self, counts: Sequence[int], articles: int) -> dict[int, float]:
        """Return what each name that is sure tells, the less the more of a window's *articles* bear it.

        *counts* says in a name's cell how many do. A name that one in `FEW` bears, or fewer, tells in full.
        """
        found: dict[int, float] = {}
        for key, half, share in zip(self.keys, self.telling, self.shares, strict=True):
            if not half & UNSURE:
                others = max(0, counts[key % len(counts)] - 2)  # beside the two that are compared
                known = RAREST * 2 ** (share / STEPS)
                found[key] = half / 2 * min(1.0, rarity(known, having=others, articles=articles) / _FULLY)
        return found

    def marks(self) -> set[int]:
        """Return the names under which an article is found, no countries: its title's, and a few of all.

        Those are the least of their hashes: articles that share many names share one of these (min-hash;
        Broder, Compression and Complexity of Sequences, 1997).
        """
        telling = [half & ~UNSURE > 2 * COUNTRY for half in self.telling]
        title = [key for key, tells in zip(self.keys[: self.titles], telling, strict=False) if tells]
        sure = [
            key
            for key, half in zip(self.keys, self.telling, strict=True)
            if half > 2 * COUNTRY and not half & UNSURE
        ]
        return {*title, *sorted(sure)[:SKETCH]}


class NameReader:
    """Reads names. Keeps the countries' names and the days of the languages that it met."""

    def __init__(self, analyser: Analyser, background: Background) -> None:
        self._analyser = analyser
        self._background = background
        self._countries: dict[str, dict[str, list[tuple[tuple[str, ...], str]]]] = {}
        self._calendars: dict[str, frozenset[str]] = {}

    def read(self, document: Document) -> Names:
        """Return what a document names."""
        title, lead = parts(document)
        shares: dict[str, float] = {}
        first, more = (self._telling(part, document.language, shares) for part in (title, lead))
        found = {**more, **first}
        for name in first.keys() & more.keys():
            found[name] = min(first[name], more[name])  # without the mark of what is unsure
        ordered = sorted(found, key=lambda name: (name not in first, not name[0].isdigit(), name))
        return Names(
            array("I", [crc32(name.encode()) for name in ordered]),
            bytes(found[name] for name in ordered),
            bytes(round(STEPS * math.log2(shares[name] / RAREST)) for name in ordered),
            len(first),
            sum(name[0].isdigit() for name in first),
        )

    def written(self, document: Document) -> dict[str, str]:
        """Return each name of a document as it is first written there."""
        found: dict[str, str] = {}
        for part in parts(document):
            tokens = self._analyser.analyse(part, document.language).first(_lead_of(document.language))
            for name, at, end in self._named(tokens, document.language):
                found.setdefault(name, part[tokens.span(at)[0] : tokens.span(end - 1)[1]])
        return found

    def sure(self, document: Document) -> set[str]:
        """Return what surely is a name or a number of a document, as it is written there."""
        found: set[str] = set()
        for part in (document.title, document.text[: LEAD_CHARACTERS * 5]):
            tokens = self._analyser.analyse(part, document.language)
            shouted = in_title_case(part)
            for name, at, end in self._named(tokens, document.language):
                if name[0] != "~" or self._is_sure(tokens, at, document.language, shouted=shouted):
                    found.add(part[tokens.span(at)[0] : tokens.span(end - 1)[1]])
        return found

    def _telling(self, text: str, language: str | None, shares: dict[str, float]) -> dict[str, int]:
        """Return what each name of a text tells, in halves, marked where it is not sure to be one.

        How common each is in the language goes into *shares*: as common as the rarest of its words.
        """
        known = self._background.of(language)
        tokens = self._analyser.analyse(text, language).first(_lead_of(language))
        shouted = in_title_case(text)
        found: dict[str, int] = {}
        for name, at, end in self._named(tokens, language):
            stems = [name] if len(name) >= DIGITS and name[0].isdigit() else _stems(tokens, at, end)
            share = min(known.get(crc32(stem.encode()), RAREST) for stem in stems)
            shares[name] = max(RAREST, share, shares.get(name, 0.0))
            sure = name[0] != "~" or self._is_sure(tokens, at, language, shouted=shouted)
            half = round(2 * tells(name)) | (0 if sure else UNSURE)
            found[name] = min(half, found.get(name, half))
        return found

    def _named(self, tokens: Tokens, language: str | None) -> Iterator[tuple[str, int, int]]:
        """Yield each name, and the places of its first token and of the one after it."""
        lexemes, countries, tag = tokens.lexemes, self._countries_of(language), language_of(language)
        at = 0
        while at < len(lexemes):
            lexeme = lexemes[at]
            code, words = _country(lexemes, at, countries)
            start = at
            at += max(1, words)
            if code:
                yield f"@{code}", start, at
            elif number := _number(lexeme):
                if at < len(lexemes) and _THOUSANDS.match(lexemes[at].surface):
                    number += "000"
                elif at < len(lexemes) and lexemes[at].surface[0] in _TEN_THOUSANDS:
                    number += "0000"
                elif _is_decimal(tokens, at):
                    number += f".{lexemes[at].surface}"
                    at += 1
                yield number, start, at
            elif lexeme.exact[:1].isupper() and (bones := skeleton(_bare(lexeme, tag))):
                yield f"~{bones}", start, at

    def _is_sure(self, tokens: Tokens, at: int, language: str | None, *, shouted: bool) -> bool:
        """Say whether a word with a capital is a name: rare, or with its capital where others have none.

        Of a language whose nouns all have capitals, those that English knows too are names.
        """
        lexeme = tokens.lexemes[at]
        tag = language_of(language)
        if lexeme.stem in self._calendar(tag, language):
            return False
        if crc32(lexeme.stem.encode()) not in self._background.of(language):
            return True
        if tag in _NOUNS_IN_CAPITALS:
            return crc32(self._analyser.stem(lexeme.surface, "en").encode()) in self._background.of("en")
        before = tokens.source[: tokens.span(at)[0]].rstrip(" '‘’(")
        return not shouted and bool(before) and before[-1] not in _SENTENCE_ENDS

    def _calendar(self, tag: str, language: str | None) -> frozenset[str]:
        """Return the stems of the days of the week and of the months."""
        if tag not in self._calendars:
            try:
                known = Locale.parse(tag)
            except (UnknownLocaleError, ValueError):
                known = Locale.parse("en")
            words = {
                word
                for names in (known.days, known.months)
                for form in ("format", "stand-alone")
                for word in names[form]["wide"].values()
            }
            self._calendars[tag] = frozenset(
                one.stem for word in words for one in self._analyser.analyse(word, language).lexemes
            )
        return self._calendars[tag]

    def _countries_of(self, language: str | None) -> dict[str, list[tuple[tuple[str, ...], str]]]:
        """Return the stems of each country's names, by the first letters of the first stem."""
        tag = language_of(language)
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


def _lead_of(language: str | None) -> int:
    return LEAD_OF_PAIRS if language_of(language) in WITHOUT_SPACES else LEAD


def tells(name: str) -> float:
    """Return what a name tells of an event, as it is written for all languages."""
    if name[0] == "@":
        return COUNTRY
    if name[0] == "~":
        return LONG_NAME if len(name) > LONG else NAME
    return LONG_NUMBER if len(name) >= DIGITS else NUMBER


def language_of(language: str | None) -> str:
    """Return the language of a tag, without its country."""
    return re.split("[-_]", language or "en", maxsplit=1)[0].lower()


def parts(document: Document) -> tuple[str, str]:
    """Return the title and the lead, in which names are read."""
    title = bare_title(document.title, document.outlet, document.url)
    return title, document.text[: LEAD_CHARACTERS + len(title)].removeprefix(document.title)


def _stems(tokens: Tokens, at: int, end: int) -> list[str]:
    return [lexeme.stem for lexeme in tokens.lexemes[at:end]]


def _number(lexeme: Lexeme) -> str:
    """Return the number that a word is, or begins with in Korean; "" where it is none."""
    surface = NUMBER_WORDS.get(lexeme.surface, lexeme.surface)
    if surface.isdigit():
        return surface
    korean = _HANGUL_NUMBER.match(surface) if surface[0].isdigit() else None
    if korean is None:
        return ""
    parts = re.findall(r"(\d+)([천만억조]*)", korean[0])
    return str(sum(int(digits) * math.prod(_HANGUL_UNITS[unit] for unit in units) for digits, units in parts))


def _is_decimal(tokens: Tokens, at: int) -> bool:
    """Say whether the token at a place goes on with the number before it: the 4 of "5,4"."""
    if at >= len(tokens.lexemes) or not tokens.lexemes[at].surface.isdigit():
        return False
    return tokens.source[tokens.span(at - 1)[1] : tokens.span(at)[0]] in _DECIMAL_SIGNS


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


def _bare(lexeme: Lexeme, tag: str) -> str:
    """Return a name without its ending; Russian stemming takes "Блинкен" for a declined word."""
    if tag in _UNDECLINED:
        return lexeme.surface.removesuffix("'s").removesuffix("s")
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
