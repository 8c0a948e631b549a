"""Text into tokens: the same for watchlists, articles, the archive and clustering.

A token is a word as matching sees it. Positions count tokens; offsets count characters of the text
as it was given. The text is cut into `forms`, and what a form means is worked out once and remembered, so
that an article costs a dictionary look-up a word.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from itertools import chain
from operator import add

from bot.text.forms import cut, each_form, forms, is_unspaced, plain_run, whole
from bot.text.recent import Memory, Recent
from bot.text.stems import STEMMED, korean_stem, primary, stemmer

# Grows whenever the same text would give other tokens.
ANALYSIS_VERSION = 2

# Entries of one generation (forms and stems, of all languages together; two generations are held): a day of
# news in one language has fewer forms that come twice. Some 400 bytes each.
REMEMBERED = 60_000

# Forms longer than this are runs of Chinese or garbage, which hardly come twice: not remembered.
LONGEST_REMEMBERED = 32  # characters


@dataclass(slots=True, eq=False)  # a frozen one takes six times as long to make; it is never changed
class Lexeme:
    """A token without its place: made once for a form and language.

    `surface` is folded; `stem` is its stem in the text's language; `exact` keeps capitals and accents.
    `start` and `end` are characters within the form (0 in a run of Chinese, where `Tokens` counts itself).
    """

    surface: str
    stem: str
    exact: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Tokens:
    """The tokens of one text, in order; `lexemes[i]` stands at `span(i)` of `source`."""

    source: str
    lexemes: tuple[Lexeme, ...]
    _lexemes_of: Callable[[str], tuple[Lexeme, ...]] = field(repr=False, compare=False)
    _spans: list[tuple[int, int]] = field(default_factory=list, repr=False, compare=False)

    def __len__(self) -> int:
        return len(self.lexemes)

    def first(self, number: int) -> Tokens:
        """Return the first *number* tokens alone."""
        return Tokens(self.source, self.lexemes[:number], self._lexemes_of)

    def span(self, position: int) -> tuple[int, int]:
        """Return start and end of a token in `source`, in characters. Worked out when first asked for."""
        if not self._spans:
            self._spans.extend(self._walk())
        return self._spans[position]

    def _walk(self) -> Iterator[tuple[int, int]]:
        for form in each_form(self.source):
            at = form.start()
            if plain_run().fullmatch(form[0]):
                yield from ((place, min(place + 2, form.end())) for place in range(at, form.end()))
                continue
            for lexeme in self._lexemes_of(form[0]):
                yield at + lexeme.start, at + lexeme.end


class Analyser:
    """Analyses texts; remembers the words it met lately. One a thread."""

    def __init__(self) -> None:
        self._memory = Memory(REMEMBERED)
        self._pairs = Recent(_pair, self._memory)
        self._languages: dict[str, _Language] = {}

    def analyse(self, text: str, language: str | None) -> Tokens:
        """Return the tokens of *text*, stemmed as *language* (BCP 47 tag; None or unknown: not stemmed)."""
        lexemes_of = self._language(language).__getitem__
        if not text:
            return Tokens(text, (), lexemes_of)
        return Tokens(text, tuple(chain.from_iterable(map(lexemes_of, forms(text)))), lexemes_of)

    def lexemes(self, text: str, language: str | None) -> Iterator[Lexeme]:
        """Yield the lexemes that `analyse` gives, for callers that ask for no places."""
        return chain.from_iterable(map(self._language(language).__getitem__, forms(text)))

    def forms(self, text: str) -> list[str]:
        """Return the pieces of *text* of which each gives its lexemes by itself, for who remembers them."""
        return forms(text)

    def stem(self, surface: str, language: str | None) -> str:
        """Return the stem of a folded word, as `analyse` gives it in a text of *language*."""
        return self._language(language).stems[surface]

    def stems(self, language: str | None) -> Callable[[str], str]:
        """Return what `stem` does for *language*, for callers that ask often."""
        return self._language(language).stems.__getitem__

    def _language(self, language: str | None) -> _Language:
        try:
            return self._languages[language or ""]
        except KeyError:
            pass
        # Feeds may claim any language: those without a stemmer share what is remembered.
        known = primary(language)
        known = known if known in STEMMED else ""
        if known not in self._languages:
            self._languages[known] = _Language(known, self._pairs, self._memory)
        return self._languages[known]


class _Language(Recent[str, tuple[Lexeme, ...]]):
    """What the forms of one language mean, worked out when first met."""

    def __init__(self, language: str, pairs: Recent[str, Lexeme], memory: Memory) -> None:
        super().__init__(self._mean, memory)
        self._stemmer = stemmer(language)
        self._pairs = pairs
        self.stems = Recent(self._stem, memory)

    def __missing__(self, form: str) -> tuple[Lexeme, ...]:
        if not form.isascii() and plain_run().fullmatch(form):
            return tuple(map(self._pairs.__getitem__, map(add, form, form[1:] + " ")))
        if len(form) > LONGEST_REMEMBERED:
            return self._mean(form)
        return super().__missing__(form)

    def _mean(self, form: str) -> tuple[Lexeme, ...]:
        if simple := whole(form):
            surface, shown, end = simple
            return (Lexeme(surface, self._stem(surface), shown, 0, end),)
        return tuple(
            Lexeme(surface, self._stem(surface), shown, start, end)
            for part in cut(form)
            for surface, shown, start, end in part.tokens
        )

    def _stem(self, surface: str) -> str:
        if "\uac00" <= surface[:1] <= "\ud7a3":
            stem = korean_stem(surface)
        elif self._stemmer is None or is_unspaced(surface):
            stem = surface
        else:
            stem = self._stemmer(surface) or surface
        return sys.intern(stem) if len(stem) <= LONGEST_REMEMBERED else stem


def _pair(letters: str) -> Lexeme:
    """Return the lexeme of two letters, or of one before a space."""
    letters = letters.rstrip()
    return Lexeme(letters, letters, letters, 0, len(letters))
