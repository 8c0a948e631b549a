"""Made-up prose for measurements: Zipf words, a fixed seed, the same on every machine.

Word number n comes with a frequency in proportion to 1 / (n + 2.7), Mandelbrot's form of Zipf's law, which
fits English news well: the commonest word is 4% of a text, half of a long text's words are met once. Words
are made of syllables, the commoner the shorter, with English endings so that stemming has its usual work.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from itertools import accumulate

WORDS = 60_000  # in the vocabulary of the articles
LENGTH = 600  # words of an article
SENTENCE = 20  # words
SEED = 17

_ONSETS = (
    "b",
    "br",
    "c",
    "ch",
    "d",
    "dr",
    "f",
    "g",
    "h",
    "k",
    "l",
    "m",
    "n",
    "p",
    "r",
    "s",
    "st",
    "t",
    "v",
    "w",
)
_VOWELS = ("a", "e", "i", "o", "u", "ai", "ea", "ou")
_ENDS = ("", "n", "r", "l", "s", "nd", "ck", "rt")
_ENDINGS = ("", "", "", "s", "ed", "ing", "er", "ly", "ment", "ation")


def vocabulary(number: int = WORDS, seed: int = SEED) -> list[str]:
    """Return *number* distinct words, the commonest first."""
    draw = random.Random(seed)
    words: dict[str, None] = {}
    while len(words) < number:
        syllables = 1 if len(words) < 400 else 2 if len(words) < 8_000 else 3
        word = "".join(
            draw.choice(_ONSETS) + draw.choice(_VOWELS) + draw.choice(_ENDS) for _ in range(syllables)
        )
        words[word + draw.choice(_ENDINGS)] = None
    return list(words)


def in_sentences(words: list[str]) -> list[str]:
    """Return the words as sentences."""
    return [" ".join(words[at : at + SENTENCE]).capitalize() + "." for at in range(0, len(words), SENTENCE)]


class Prose:
    """Draws texts from a vocabulary."""

    def __init__(self, words: list[str], seed: int = SEED) -> None:
        self.words = words
        self._draw = random.Random(seed)
        self._weights = list(accumulate(1 / (rank + 2.7) for rank in range(1, len(words) + 1)))

    def some(self, count: int) -> list[str]:
        """Return *count* words, each as often as its rank says."""
        return self._draw.choices(self.words, cum_weights=self._weights, k=count)

    def article(self, count: int = LENGTH, *, planted: tuple[str, ...] = ()) -> tuple[str, str]:
        """Return (title, text) of about *count* words; *planted* are put in between two sentences each."""
        sentences = in_sentences(self.some(count))
        for what in planted:
            sentences.insert(self._draw.randrange(len(sentences)), what + ".")
        return " ".join(self.some(8)).capitalize(), " ".join(sentences)

    def articles(self, number: int) -> Iterator[tuple[str, str]]:
        """Yield (title, text) of *number* articles."""
        for _ in range(number):
            yield self.article()
