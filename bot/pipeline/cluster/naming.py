"""Read the names, countries and numbers of an article."""

from __future__ import annotations

import math
import re
from array import array
from collections.abc import Iterator
from typing import NamedTuple
from zlib import crc32

from bot.pipeline.cluster.amounts import DATE, number
from bot.pipeline.cluster.background import RAREST, Background
from bot.pipeline.cluster.countries import Countries, country
from bot.pipeline.cluster.document import Document, language_of
from bot.pipeline.cluster.headlines import bare_title, in_title_case
from bot.pipeline.cluster.moments import locale_of
from bot.pipeline.cluster.names import (
    DAY,
    DIGITS,
    HEARD,
    SHORTEST_SOUND,
    SOUND,
    STEPS,
    UNSURE,
    Names,
    sound_key,
    tells,
)
from bot.pipeline.cluster.sounds import is_strange, skeleton, sound
from bot.text import Analyser, Lexeme, Tokens

LEAD = 60  # words of the text: who did what where stands in its first sentences
LEAD_CHARACTERS = 600
LEAD_OF_PAIRS = 160  # the same of scripts without spaces, which are cut into pairs of letters

# Share of articles with a word, from which it is no name in a script without capitals.
COMMON = 2e-2
MOST_SYLLABLES = 3  # words with capitals that are one name: "Choe Son Hui"
LONGEST_SYLLABLE = 7  # letters

# Ends of a declined name: what is left of it is its stem; a name without them stands as it is.
_DECLINED = re.compile(r"(?:[аеёиійоуыэюяіїє]|[оеыиуая][мвх]|ами|ями)\Z")
# Languages whose common nouns have capitals too.
_NOUNS_IN_CAPITALS = frozenset({"de", "lb"})
WITHOUT_SPACES = frozenset({"ja", "zh", "yue"})
# Languages that decline no names, so that "Boeing" is no form of a verb.
_UNDECLINED = frozenset({"en", "de", "fr", "es", "it", "pt", "nl", "sv", "da", "no"})
# Before the first word of a sentence.
_SENTENCE_ENDS = frozenset('.!?:…«»“”„"\n')
# What Japanese writes foreign names in; and Hebrew, Arabic and Hangul, which have no capitals.
_KATAKANA = re.compile("[\u30a1-\u30fa\u30fc]+")
_WITHOUT_CAPITALS = re.compile("[\u0590-\u06ff\uac00-\ud7a3]")


class Named(NamedTuple):
    """A name, its sound, and the places of its first token and of the one after it."""

    name: str
    heard: str
    at: int
    end: int


class NameReader:
    """Reads names. Keeps the countries' names and the days of the languages that it met."""

    def __init__(self, analyser: Analyser, background: Background) -> None:
        self._analyser = analyser
        self._background = background
        self._countries = Countries(analyser)
        self._calendars: dict[str, frozenset[str]] = {}

    def read(self, document: Document) -> Names:
        """Return what a document names."""
        title, lead = parts(document)
        shares: dict[str, float] = {}
        sounds: dict[str, str] = {}
        first, more = (self._telling(part, document.language, shares, sounds) for part in (title, lead))
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
            array("I", [sound_key(sounds[name]) for name in ordered]),
            is_strange(title),
        )

    def written(self, document: Document) -> dict[str, str]:
        """Return each name of a document as it is first written there, by itself and by its sound."""
        found: dict[str, str] = {}
        for part in parts(document):
            tokens = self._analyser.analyse(part, document.language).first(_lead_of(document.language))
            for name, heard, at, end in self._named(tokens, document.language):
                there = part[tokens.span(at)[0] : tokens.span(end - 1)[1]]
                found.setdefault(name, there)
                if len(heard) >= SHORTEST_SOUND:
                    found.setdefault(f"{SOUND}{heard}", there)
        return found

    def sure(self, document: Document) -> set[str]:
        """Return what surely is a name or a number of a document, as it is written there."""
        found: set[str] = set()
        for part in (document.title, document.text[: LEAD_CHARACTERS * 5]):
            tokens = self._analyser.analyse(part, document.language)
            shouted = in_title_case(part)
            for name, _, at, end in self._named(tokens, document.language):
                if name[0] != "~" or self._is_sure(tokens, at, document.language, shouted=shouted):
                    found.add(part[tokens.span(at)[0] : tokens.span(end - 1)[1]])
        return found

    def _telling(
        self, text: str, language: str | None, shares: dict[str, float], sounds: dict[str, str]
    ) -> dict[str, int]:
        """Return what each name of a text tells, in halves, marked where it is not sure to be one.

        How common each is in the language goes into *shares*: as common as the rarest of its words; what it
        sounds like into *sounds*.
        """
        known = self._background.of(language)
        tokens = self._analyser.analyse(text, language).first(_lead_of(language))
        shouted = in_title_case(text)
        found: dict[str, int] = {}
        for name, heard, at, end in self._named(tokens, language):
            sure = name[0] not in {"~", SOUND} or self._is_sure(tokens, at, language, shouted=shouted)
            if name[0] == SOUND and not sure:
                continue
            stems = [name] if len(name) >= DIGITS and name[0].isdigit() else _stems(tokens, at, end)
            share = min(known.get(crc32(stem.encode()), RAREST) for stem in stems)
            shares[name] = max(RAREST, share, shares.get(name, 0.0))
            sounds.setdefault(name, heard)
            half = round(2 * tells(name)) | (0 if sure else UNSURE)
            if name[0] in {SOUND, DATE}:
                half = UNSURE | HEARD if name[0] == SOUND else half | DAY
            found[name] = min(half, found.get(name, half))
        return found

    def _named(self, tokens: Tokens, language: str | None) -> Iterator[Named]:
        """Yield each name in order."""
        lexemes, countries = tokens.lexemes, self._countries.of(language)
        at = 0
        while at < len(lexemes):
            code, words = country(lexemes, at, countries)
            start = at
            at += max(1, words)
            if code:
                yield Named(f"@{code}", "", start, at)
                continue
            counted, words = number(tokens, start, language)
            at = max(at, start + words)
            if counted:
                yield Named(counted, "", start, at)
            elif not words and (found := self._name(tokens, start, language)):
                if found.name:
                    yield found
                if lexemes[start].surface[0] >= "\u30a1":
                    at = found.end  # a run of letters; other names may stand in the words of one

    def _name(self, tokens: Tokens, at: int, language: str | None) -> Named | None:
        """Return what may be a name at a place; None, or without a name, where nothing is."""
        lexeme, tag = tokens.lexemes[at], language_of(language)
        if lexeme.exact[:1].isupper():
            heard = _sound(lexeme, tag)
            if bones := skeleton(_bare(lexeme, tag)):
                return Named(f"~{bones}", heard, at, at + 1)
            return _heard(heard, at, at + 1) if len(heard) >= SHORTEST_SOUND else _syllables(tokens, at, tag)
        if lexeme.surface.isascii():
            return None
        if _KATAKANA.match(lexeme.surface):
            run = _KATAKANA.match(tokens.source, tokens.span(at)[0])
            length = len(run[0]) if run else 1  # each letter begins a token
            return _heard(sound(run[0] if run else "", tag), at, min(at + length, len(tokens.lexemes)))
        if (
            _WITHOUT_CAPITALS.match(lexeme.surface)
            and self._background.of(language).get(crc32(lexeme.stem.encode()), 0.0) < COMMON
        ):
            hangul = lexeme.surface >= "\uac00"
            return _heard(sound(lexeme.stem if hangul else lexeme.surface, tag), at, at + 1)
        return None

    def _is_sure(self, tokens: Tokens, at: int, language: str | None, *, shouted: bool) -> bool:
        """Say whether a word with a capital is a name: rare, or with its capital where others have none.

        Of a language whose nouns all have capitals, those that English knows too are names.
        """
        lexeme = tokens.lexemes[at]
        tag = language_of(language)
        if _KATAKANA.match(lexeme.surface):
            return True
        if lexeme.stem in self._calendar(tag, language):
            return False
        if _WITHOUT_CAPITALS.match(lexeme.surface):
            return True
        if crc32(lexeme.stem.encode()) not in self._background.of(language):
            return True
        if tag in _NOUNS_IN_CAPITALS:
            return crc32(self._analyser.stem(lexeme.surface, "en").encode()) in self._background.of("en")
        before = tokens.source[: tokens.span(at)[0]].rstrip(" '‘’(")
        return not shouted and bool(before) and before[-1] not in _SENTENCE_ENDS

    def _calendar(self, tag: str, language: str | None) -> frozenset[str]:
        """Return the stems of the days of the week and of the months."""
        if tag not in self._calendars:
            known = locale_of(tag)
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


def _heard(heard: str, at: int, end: int) -> Named:
    return Named(f"{SOUND}{heard}" if len(heard) >= SHORTEST_SOUND else "", heard, at, end)


def _syllables(tokens: Tokens, at: int, tag: str) -> Named | None:
    """Return a name in short words, each too short to be known: "Choe Son Hui"."""
    lexemes, end, heard = tokens.lexemes, at, ""
    while (
        end < min(len(lexemes), at + MOST_SYLLABLES)
        and lexemes[end].exact[:1].isupper()
        and len(lexemes[end].surface) <= LONGEST_SYLLABLE
        and (end == at or tokens.source[tokens.span(end - 1)[1] : tokens.span(end)[0]] in {" ", "-"})
    ):
        heard += _sound(lexemes[end], tag)
        end += 1
    heard = re.sub(r"(.)\1+", r"\1", heard)
    return _heard(heard, at, end) if end > at + 1 else None


def _sound(lexeme: Lexeme, tag: str) -> str:
    """Return what a name without its ending sounds like, its accents told."""
    bare = _bare(lexeme, tag)
    return sound(bare if lexeme.exact.isascii() else lexeme.exact.lower()[: len(bare)], tag)


def _lead_of(language: str | None) -> int:
    return LEAD_OF_PAIRS if language_of(language) in WITHOUT_SPACES else LEAD


def parts(document: Document) -> tuple[str, str]:
    """Return the title and the lead, in which names are read."""
    title = bare_title(document.title, document.outlet, document.url)
    return title, document.text[: LEAD_CHARACTERS + len(title)].removeprefix(document.title)


def _stems(tokens: Tokens, at: int, end: int) -> list[str]:
    return [lexeme.stem for lexeme in tokens.lexemes[at:end]]


def _bare(lexeme: Lexeme, tag: str) -> str:
    """Return a name without its ending; Russian stemming takes "Блинкен" for a declined word."""
    if tag in _UNDECLINED:
        return lexeme.surface.removesuffix("'s").removesuffix("s")
    if "\u0400" <= lexeme.surface[:1] <= "\u04ff" and not _DECLINED.search(lexeme.surface):
        return lexeme.surface
    return lexeme.stem
