"""Close languages told apart by letters and small words that only one of them has. Pure.

A headline of five words leaves a statistical model in doubt between Danish and Norwegian, Czech and Slovak.
The words are common ones of each language that its neighbours write differently.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

# A telling word or letter counts as much as this share of the model's belief.
WEIGHT = 0.15
MOST = 4  # of them counted

# So many letters of Czech or Slovak without one long vowel are another language.
LONG_ENOUGH = 25

_WORDS: Mapping[str, frozenset[str]] = {
    language: frozenset(words.split())
    for language, words in {
        "no": "av etter ble blir seg noen noe hva uke nå sier mellom opplyser inn ut hvor mye bare kveld",
        "da": "af efter blev bliver sig nogle noget hvad uge siger mellem oplyser ind ud hvor kun mod nu",
        "sv": "och att är för inte från efter säger mellan också hur mycket bara nu ett",
        "cs": "se jsou který která které při jako také než pro ve ze den řekl uvedl uvedla byl byla není",
        "sk": "sa sú ktorý ktorá ktoré pri ako tiež než pre vo zo deň povedal povedala bol bola",
        "pl": "się są który która które przy jako także niż dla we ze dzień powiedział był była jest",
        "sl": "in je bo ki so pri kot tudi dan tretji bil bila ni za ter pa leto med ali",
        "hr": "i je će koji koja koje su pri kao također dan treći bio bila nije za te godine među",
    }.items()
}
_LETTERS: Mapping[str, re.Pattern[str]] = {
    "no": re.compile("[æø]"),
    "da": re.compile("[æø]"),
    "sv": re.compile("[äö]"),
    "cs": re.compile("[ěřů]"),
    "sk": re.compile("[ľĺŕôä]"),
    "pl": re.compile("[łąęśźżńw]"),
    "hr": re.compile("[ćđ]"),
}
_LONG_VOWEL = re.compile("[áéíóúýěů]")
_GROUPS = (frozenset({"no", "da", "sv"}), frozenset({"cs", "sk", "pl", "sl", "hr"}))
_WORD = re.compile(r"[^\W\d_]+")


def weighed(text: str, shares: Mapping[str, float]) -> dict[str, float]:
    """Return the *shares* of belief in each language, with what *text* tells of close ones added.

    Languages without close neighbours among the shares keep theirs.
    """
    best = max(shares, key=lambda language: shares[language], default="")
    group = next((one for one in _GROUPS if best in one), frozenset[str]())
    if not group:
        return dict(shares)
    lowered = text.lower()
    words = _WORD.findall(lowered)
    found = dict(shares)
    for language in group & shares.keys():
        hits = sum(word in _WORDS[language] for word in words)
        letters = _LETTERS.get(language)
        hits += len(letters.findall(lowered)) if letters is not None else 0
        found[language] += WEIGHT * min(hits, MOST)
    if sum(map(len, words)) >= LONG_ENOUGH and not _LONG_VOWEL.search(lowered):
        for language in {"cs", "sk"} & found.keys():
            found[language] -= 2 * WEIGHT
    return found
