"""The check of a rewritten sentence in a language that inflects: numbers, names and words by stem. Pure.

What is asked is what `faithful` asks of English: each number with its scale and hedges, each run of
capitalised words in its order, the same negations, and no new word but small ones.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from itertools import groupby
from typing import Final

from bot.pipeline.rewrite import roles
from bot.pipeline.rewrite.tongues import COMPOUNDS, Tongue
from bot.text import Analyser

_HEDGE_REACH: Final = 3  # words before a number among which its hedge stands
_STEM_LEAST: Final = (
    3  # letters that two forms of one word have in common, where the stemmer leaves verbs as they are
)
_ENDING_MOST: Final = (
    2  # letters of an ending that may differ there: of "Блінкен" and "Блінкену", not "Іваненко"
)
_ELIDED: Final = re.compile(r"(?<=^[^\W\d_])['’]|(?<=^[qQ]u)['’]|(?<=squ)['’]")
_LIGHTLY_STEMMED: Final = frozenset({"uk"})
# What such forms may end in, where they differ: "Іран" and "Ірак" are two countries, not two cases of one.
_ENDINGS: Final = frozenset(
    """
    а я у ю і и о е ї є ь й в ом ем єм ою ею єю ів їв ев ам ям ах ях ми ві ої ий ій их им іх ла ло ли ть ти
    """.split()  # noqa: SIM905 - a list of endings is read as words
) | {""}
_FRENCH_ENDING: Final = re.compile(r"(?<=\w{2})e$")  # "touchée" is stemmed to "touche", "touché" to "touch"


class Reading:
    """How the words of one language are read; `key` is the same for the forms of a word."""

    def __init__(self, tongue: Tongue, language: str, analyser: Analyser) -> None:
        self._language = language
        self._analyser = analyser
        self.small = self._keys(tongue.small)
        self._numbers = self._keys(tongue.numbers)
        self._compound = COMPOUNDS[language]
        self.hedges = self._keys(tongue.hedges)
        self.negations = self._keys(tongue.negations)
        self.speech = self._keys(roles.SPEECH[language])

    def parted(self, terms: Sequence[str]) -> list[str]:
        """Return the terms with what French elides apart: "n'a" is "n" and "a"."""
        if self._language != "fr":
            return list(terms)
        return [part for term in terms for part in _ELIDED.split(term) if part]

    def key(self, term: str) -> str:
        """Return the stem of a word, in lower case; a number or a sign as it stands."""
        if not term[0].isalpha():
            return term
        lexemes = self._analyser.analyse(term, self._language).lexemes
        stem = " ".join(one.stem for one in lexemes) or term.casefold()
        return _FRENCH_ENDING.sub("", stem) if self._language == "fr" else stem

    def is_number(self, term: str) -> bool:
        """Say whether a term counts: digits, a number word, per cent, a currency."""
        if term[0].isdigit() or term in "%$€£¥₽₩" or self.key(term) in self._numbers:
            return True
        return self._compound.fullmatch(term.casefold().replace("’", "'")) is not None

    def same(self, one: str, other: str) -> bool:
        """Say whether two keys are forms of one word."""
        if one == other:
            return True
        if self._language not in _LIGHTLY_STEMMED or not (one[0].isalpha() and other[0].isalpha()):
            return False
        shared = next((at for at, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), None)
        shared = min(len(one), len(other)) if shared is None else shared
        near = shared >= _STEM_LEAST and max(len(one), len(other)) - shared <= _ENDING_MOST
        return near and {one[shared:], other[shared:]} <= _ENDINGS

    def stands(self, run: Sequence[str], sentences: Sequence[Sequence[str]]) -> bool:
        """Say whether *run* (keys) stands in one of *sentences* in its order."""
        return any(True for sentence in sentences for _ in self.places(sentence, run))

    def roles(self) -> roles.Words:
        """Return how the roles of a sentence are read."""
        return roles.Words(self._language, self.key, self.is_number, self.small, self.speech)

    def content(self, terms: Sequence[str]) -> frozenset[str]:
        """Return the keys of words that say something."""
        telling = (term for term in self.parted(terms) if term[0].isalnum())
        return frozenset(map(self.key, telling)) - self.small - self.speech

    def places(self, sentence: Sequence[str], run: Sequence[str]) -> list[int]:
        """Return where *run* stands in *sentence*."""
        return [
            at
            for at in range(len(sentence) - len(run) + 1)
            if all(self.same(sentence[at + n], word) for n, word in enumerate(run))
        ]

    def _keys(self, words: frozenset[str]) -> frozenset[str]:
        return frozenset(map(self.key, words))


def fault(words: list[str], theirs: list[list[str]], reading: Reading) -> str | None:
    """Return what of *words*, a sentence's terms, does not stand in *theirs*; None where all does."""
    words = reading.parted(words)
    theirs = [reading.parted(sentence) for sentence in theirs]
    keys = [[reading.key(word) for word in sentence] for sentence in theirs]
    return (
        _number(words, theirs, keys, reading)
        or _name(words, keys, reading)
        or _negation(words, keys, reading)
        or roles.fault(words, theirs, reading.roles())
        or _new_words(words, keys, reading)
    )


def _number(words: list[str], theirs: list[list[str]], keys: list[list[str]], reading: Reading) -> str | None:
    for start, end in _runs(words, reading.is_number):
        run = [reading.key(word) for word in words[start:end]]
        hedges = _hedges([reading.key(word) for word in words[max(0, start - _HEDGE_REACH) : start]], reading)
        stands = (
            _hedges(sentence[max(0, at - _HEDGE_REACH) : at], reading) == hedges
            for said, sentence in zip(theirs, keys, strict=True)
            for at in reading.places(sentence, run)
            if not (at > 0 and reading.is_number(said[at - 1]))
            and not (at + len(run) < len(said) and reading.is_number(said[at + len(run)]))
        )
        if not any(stands):
            return "a number: " + " ".join(words[max(0, start - _HEDGE_REACH) : end])
    return None


def _hedges(before: Sequence[str], reading: Reading) -> frozenset[str]:
    return reading.hedges & frozenset(before)


def _name(words: list[str], keys: list[list[str]], reading: Reading) -> str | None:
    known = [key for sentence in keys for key in sentence]
    for begin, end in _runs(words, lambda term: term[0].isupper()):
        run = [reading.key(word) for word in words[begin:end]]
        start = begin
        if begin == 0 and not reading.stands(run, keys):
            # The first word has its capital from its place: it may be any word of theirs, or a small one.
            if run[0] not in reading.small and not any(reading.same(run[0], key) for key in known):
                return f"a name: {words[0]}"
            start = 1
        if start < end and not reading.stands(run[start - begin :], keys):
            return "a name: " + " ".join(words[start:end])
    return None


def _negation(words: list[str], keys: list[list[str]], reading: Reading) -> str | None:
    said = reading.negations & {reading.key(word) for word in words}
    given = reading.negations & {key for sentence in keys for key in sentence}
    return "a negation: " + ", ".join(sorted(said ^ given)) if said != given else None


def _new_words(words: list[str], keys: list[list[str]], reading: Reading) -> str | None:
    known = {key for sentence in keys for key in sentence}
    asked = [word for word in words if word[0].isalpha() and reading.key(word) not in reading.small]
    new = [
        word
        for word in asked
        if (key := reading.key(word)) not in known and not any(reading.same(key, one) for one in known)
    ]
    return "new words: " + ", ".join(new) if new else None


def _runs(words: list[str], belongs: Callable[[str], bool]) -> list[tuple[int, int]]:
    """Return the longest runs of words that *belongs* is true of, as places from and to."""
    runs = []
    for true, places in groupby(range(len(words)), lambda at: belongs(words[at])):
        if true:
            held = list(places)
            runs.append((held[0], held[-1] + 1))
    return runs
