"""What makes two spellings of a word one: case, accents and invisible characters folded away.

`exact` keeps what a person would see as a difference (capitals, accents); `fold` goes on from there.
Both work on a single word and are idempotent.
"""

from __future__ import annotations

import unicodedata
from functools import cache

# Characters that are there but not seen: soft hyphen, zero-width space and (non-)joiners, word joiner, the
# marks of direction, byte order mark, variation selectors. Grapheme joiner as well.
INVISIBLE = "\u00ad\u034f\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufe00-\ufe0f\ufeff"

# Letters that readers take for a variant of another although Unicode does not decompose them.
_VARIANTS = {
    "ø": "o", "đ": "d", "ð": "d", "ł": "l", "ħ": "h", "ŧ": "t", "ı": "i", "ĸ": "k", "ŋ": "n",
    "æ": "ae", "œ": "oe", "þ": "th", "ƒ": "f", "ə": "e", "ё": "е",
    "ی": "ي", "ک": "ك", "ى": "ي",  # Persian and Arabic keyboards write one letter with two codes
}  # fmt: skip

# These decompose into a letter and a mark, but are letters of their own to those who read them.
_OWN_LETTERS = frozenset("йїўѓќ")


@cache
def _invisible() -> dict[int, None]:
    """Return a table for `str.translate` that drops the invisible characters."""
    table: dict[int, None] = {}
    pieces = INVISIBLE
    at = 0
    while at < len(pieces):
        if pieces[at + 1 : at + 2] == "-":
            table.update(dict.fromkeys(range(ord(pieces[at]), ord(pieces[at + 2]) + 1)))
            at += 3
        else:
            table[ord(pieces[at])] = None
            at += 1
    table[0x640] = None  # Arabic tatweel only stretches a word
    return table


def exact(word: str) -> str:
    """Return *word* in NFKC, without invisible characters, with one apostrophe; capitals stay."""
    if word.isascii():
        return word.replace("'", "ʼ")
    word = unicodedata.normalize("NFKC", word.translate(_invisible()))
    # Dropping and composing may meet each other's results: the second pass finds nothing more to do.
    word = unicodedata.normalize("NFKC", word.translate(_invisible()))
    return word.replace("'", "ʼ").replace("’", "ʼ").replace("‘", "ʼ").replace("＇", "ʼ")


def fold(word: str) -> str:
    """Return *word* as matching sees it: `exact`, then case and accents folded, digits ASCII."""
    return folded(exact(word))


def folded(word: str) -> str:
    """Return what `fold` does, of a word that `exact` would leave as it is."""
    word = word.casefold()
    if word.isascii():
        return word
    return unicodedata.normalize("NFKC", "".join(map(_fold_letter, unicodedata.normalize("NFKC", word))))


@cache
def _fold_letter(letter: str) -> str:
    if letter.isascii() or letter in _OWN_LETTERS:
        return letter
    if letter in _VARIANTS:
        return _VARIANTS[letter]
    if letter.isdecimal():
        return str(unicodedata.decimal(letter))
    if "\uac00" <= letter <= "\ud7a3":  # Hangul syllables decompose too, into letters
        return letter
    parts = unicodedata.normalize("NFD", letter).casefold()
    kept = "".join(_VARIANTS.get(part, part) for part in parts if not _is_accent(part))
    return unicodedata.normalize("NFC", kept)


def _is_accent(mark: str) -> bool:
    """Whether *mark* is an accent of Latin, Greek or Cyrillic, or a vowel mark of Hebrew or Arabic.

    The marks of Indic and Thai writing and of kana are vowels and consonants: they stay.
    """
    return (
        "\u0300" <= mark <= "\u036f"
        or "\u0591" <= mark <= "\u05c7"
        or "\u0610" <= mark <= "\u061a"
        or "\u064b" <= mark <= "\u065f"
        or mark == "\u0670"
        or "\u06d6" <= mark <= "\u06ed"
    )
