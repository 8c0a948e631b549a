"""Countries that a text names, as codes: by CLDR's names of territories, by way of Babel, and a few more."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from babel import Locale
from babel.core import UnknownLocaleError

from bot.pipeline.cluster.document import language_of
from bot.text import Analyser, Lexeme

LONGEST_ENDING = 6  # letters that a country's name takes on: "Ukrain-ian", "росс-ийские"
SHORTEST_STEM = 4  # letters of a country's name that may take an ending; two in Hangul

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

ByStem = Mapping[str, Sequence[tuple[tuple[str, ...], str]]]


class Countries:
    """The countries' names in the languages that it met."""

    def __init__(self, analyser: Analyser) -> None:
        self._analyser = analyser
        self._countries: dict[str, ByStem] = {}

    def of(self, language: str | None) -> ByStem:
        """Return the stems of each country's names, by the first letters of the first stem."""
        tag = language_of(language)
        if tag not in self._countries:
            try:
                known = Locale.parse(tag).territories
            except (UnknownLocaleError, ValueError):
                self._countries[tag] = self.of(None)
                return self._countries[tag]
            names = [(name, code) for code, name in known.items() if len(code) == 2 and code.isalpha()]  # noqa: PLR2004  ISO 3166
            names += [(name, code) for code, more in _MORE_COUNTRIES.get(tag, {}).items() for name in more]
            found: dict[str, list[tuple[tuple[str, ...], str]]] = {}
            for name, code in names:
                stems = [one.stem for one in self._analyser.analyse(name, tag).lexemes]
                if len(stems) > 1 and len(stems[-1]) == 1:
                    stems.pop()  # the last letter of a run without spaces
                if stems:
                    found.setdefault(stems[0][:2], []).append((tuple(stems), code))
            self._countries[tag] = found
        return self._countries[tag]


def country(lexemes: Sequence[Lexeme], at: int, countries: ByStem) -> tuple[str, int]:
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
