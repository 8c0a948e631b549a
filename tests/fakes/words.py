"""Words of no language, for texts that share none with each other."""

from __future__ import annotations

from random import Random

_SYLLABLES = [consonant + vowel for consonant in "bdglmn" for vowel in "aeiou"]


def invented(seed: object, number: int) -> list[str]:
    """Return *number* words that no other seed gives, and the same ones each time."""
    random = Random(str(seed))
    return ["".join(random.choices(_SYLLABLES, k=4)) for _ in range(number)]
