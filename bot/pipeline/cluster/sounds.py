"""What a name sounds like, in Latin letters: exactly in Latin and Cyrillic, or roughly in all scripts.

Exactly, "Zelensky" and "Зеленский" are `zlnsk`. Roughly, "Лавров", "ラブロフ" and "لافروف" are `LPLP`, for
Japanese has one sound for l and r, Korean one letter for p and f, Arabic one for b and p. AnyAscii writes
all scripts in Latin letters, letter by letter; what languages spell in other ways is mended here.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from anyascii import anyascii

FEWEST_CONSONANTS = 3  # of a name; fewer stand for too many

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
_SPELT = (
    ("shch", "s"), ("sch", "s"), ("tch", "c"), ("sh", "s"), ("zh", "z"), ("ch", "c"), ("kh", "g"),
    ("ph", "f"),
    ("th", "t"), ("ts", "c"), ("tz", "c"), ("ck", "k"), ("qu", "kv"), ("q", "k"), ("x", "ks"), ("w", "v"),
    ("h", "g"),
)  # fmt: skip
_VOWELS = "aeiouyj'"

# Letters whose sound AnyAscii, or folding, loses: soft "c", small tsu, consonants that are vowels.
_LOST = str.maketrans({"č": "s", "ć": "s", "ç": "s", "ц": "s", "ッ": "", "و": "", "ו": ""})
# What writes one sound: roughly, in this order.
_ROUGHLY = (
    (re.compile(r"d(?=zh|j|s)|t(?=ch|s|z)|\bc(?=z)"), ""),
    (re.compile(r"sch|sh|ch|zh|sz|cz|c(?=[eiy])|\bx|j|z"), "s"),
    (re.compile(r"x"), "ks"),
    (re.compile(r"gn"), "n"),
    (re.compile(r"ph"), "f"),
    (re.compile(r"(?<=[td])h|h\Z"), ""),
)
# Greek writes d, b and g with two letters.
_GREEK = (("nt", "d"), ("mp", "b"), ("gk", "g"))
_CLASSES = str.maketrans("bpfvcqkghslrmntd", "PPPPKKKKKSLLMNTD", "aeiouyw'`-")
# Languages whose "j" is a vowel.
_J_IS_A_VOWEL = frozenset(
    {"de", "pl", "nl", "sv", "da", "nb", "no", "fi", "cs", "sk", "hu", "sl", "hr", "sr", "bs"}
)
# "And", "with", "to" and "the", which Arabic writes in one word with what follows.
_ARTICLE = re.compile("\\A[وف]?(?:[بك]?ال|لل)(?=..)")
_NAMES_KEPT = 20_000  # as the names of some thousand articles; 200 bytes each


def skeleton(word: str) -> str:
    """Return the consonants of a folded name as Latin letters; "" where too few or in another script.

    A vowel before them is an "a", whatever it was.
    """
    latin = unicodedata.normalize("NFKD", word.translate(_CYRILLIC)).encode("ascii", "ignore").decode()
    if len(latin) < len(word) / 2:
        return ""
    if word.isascii():
        for written, meant in _SPELT:
            latin = latin.replace(written, meant)
        latin = latin.replace("c", "k") if "c" in word and "ch" not in word and "ts" not in word else latin
    bones = re.sub(r"(.)\1+", r"\1", "".join(letter for letter in latin if letter not in _VOWELS))
    if len(bones) < FEWEST_CONSONANTS:
        return ""
    return f"a{bones}" if latin[0] in "aeiou" else bones


@lru_cache(maxsize=_NAMES_KEPT)
def sound(word: str, language: str) -> str:
    """Return the classes of the consonants of a *word* in small letters, of a *language* (a primary subtag).

    Those in a row that are alike are one. "" where the word has no consonants that tell.
    """
    latin = word if word.isascii() else anyascii(_ARTICLE.sub("", word).translate(_LOST)).lower()
    if "\u0370" <= word[:1] <= "\u03ff":
        for written, meant in _GREEK:
            latin = latin.replace(written, meant)
    if language in _J_IS_A_VOWEL:
        latin = latin.replace("j", "")
    for spelt, meant in _ROUGHLY:
        latin = spelt.sub(meant, latin)
    return re.sub(r"(.)\1+", r"\1", re.sub("[^A-Z]", "", latin.translate(_CLASSES)))


def is_strange(title: str) -> bool:
    """Say whether most letters of a title are in another script than Latin and Cyrillic."""
    if title.isascii():
        return False
    letters = [letter for letter in title if letter.isalpha()]
    return 2 * sum("\u0370" <= one < "\u0400" or one >= "\u0530" for one in letters) > len(letters)
