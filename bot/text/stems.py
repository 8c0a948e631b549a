"""Stems: Snowball's for the languages that it has, Ukrainian and Korean by lists, else the word itself."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import cast

import Stemmer

from bot.text import ukrainian

# BCP 47 primary subtags of Snowball's languages (https://snowballstem.org/algorithms/). Left out: Porter's
# first stemmer and Kraaij's Dutch, which have better ones beside them.
SNOWBALL = {
    "ar": "arabic", "ca": "catalan", "cs": "czech", "da": "danish", "de": "german", "el": "greek",
    "en": "english", "eo": "esperanto", "es": "spanish", "et": "estonian", "eu": "basque", "fa": "persian",
    "fi": "finnish", "fr": "french", "ga": "irish", "hi": "hindi", "hu": "hungarian", "hy": "armenian",
    "id": "indonesian", "it": "italian", "lt": "lithuanian", "nb": "norwegian", "ne": "nepali", "nl": "dutch",
    "nn": "norwegian", "no": "norwegian", "pl": "polish", "pt": "portuguese", "ro": "romanian",
    "ru": "russian", "sr": "serbian", "st": "sesotho", "sv": "swedish", "ta": "tamil", "tr": "turkish",
    "yi": "yiddish",
}  # fmt: skip

STEMMED = SNOWBALL | {"uk": "ukrainian"}
"""The languages whose words have stems, by their subtags, with their English names."""

# Korean particles, longest first; at least two syllables must remain before one, or "종이" (paper) would
# lose its end. 아, 야, 나, 고 and 들 are left out: too many names end in them.
_PARTICLES = (
    "에서부터|으로부터|에게서는|에서는|에서도|에게는|에게도|으로는|으로도|으로서|으로써|이라고|이라는|에게서|한테서|"
    "까지는|까지도|부터는|이지만|이었다|에서|에게|께서|한테|으로|까지|부터|보다|처럼|마다|조차|마저|밖에|이나|이며|"
    "이란|라고|라는|로서|로써|에는|에도|와의|과의|로는|로도|만이|만은|만을|이다|은|는|이|가|을|를|의|에|와|과|도|로|만"
)
_KOREAN = re.compile(rf"([가-힣]{{2,}}?)(?:{_PARTICLES})\Z")


def primary(language: str | None) -> str:
    """Return the primary subtag of a BCP 47 tag in lower case ("pt-BR" -> "pt"); "" where unknown."""
    return re.split("[-_]", language or "", maxsplit=1)[0].strip().lower()


def stemmer(language: str) -> Callable[[str], str] | None:
    """Return what stems a folded word of *language* (a primary subtag), None where nothing does.

    What is returned keeps state between calls: it belongs to one thread.
    """
    if language == "uk":
        return ukrainian.stem
    name = SNOWBALL.get(language)
    if name is None:
        return None
    # The analyser remembers whole words already, so Snowball's own cache would only cost memory.
    return cast(Callable[[str], str], Stemmer.Stemmer(name, 0).stemWord)


def korean_stem(word: str) -> str:
    """Return a folded Hangul *word* without its particle."""
    found = _KOREAN.match(word)
    return found[1] if found else word
