"""The keys that some query needs, numbered, and which of them an article meets.

A word stands for its stem in the article's language. So for each language that has come by, a map leads
from stem to words; it is made when the language first comes, and kept up from then on.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import chain

from bot.query.document import Document
from bot.query.needs import LONGEST_PREFIX, other_keys
from bot.query.tree import ARTICLE_FIELDS
from bot.text import Analyser, Lexeme
from bot.text.recent import Memory, Recent

# Words of articles of one generation (two are held) of which it is remembered what keys they meet. Some 150
# bytes each.
WORDS_REMEMBERED = 40_000

# What is no longer true of words is forgotten so many at a time, or the first change after many articles
# would take 15 ms.
SHED = 500

# Counts are halved after so many articles, so that what the news talks of now weighs most.
MEMORY = 20_000  # articles


class Vocabulary:
    """Keys and their numbers, counted by use; and in how many articles each was seen."""

    def __init__(self, analyser: Analyser) -> None:
        self._analyser = analyser
        self._numbers: dict[str, int] = {}
        self._keys: list[str] = []
        self._uses: list[int] = []
        self.seen: list[int] = []  # by number: articles that met the key, as remembered
        self._articles = 0
        self._free: list[int] = []
        self._stems: dict[str | None, dict[str, tuple[int, ...]]] = {}
        self._prefixes: tuple[dict[str, int], ...] = tuple({} for _ in range(LONGEST_PREFIX + 1))  # by length
        self._met: dict[str | None, _Met] = {}  # by language; forgotten when a key comes or goes
        self._met_lately = Memory(WORDS_REMEMBERED)
        self._outdated: list[_Met] = []

    def __len__(self) -> int:
        return len(self._numbers)

    def number(self, key: str) -> int | None:
        """Return the number of *key*; None where no query needs it."""
        return self._numbers.get(key)

    def take(self, key: str) -> int:
        """Return the number of *key*, and count one more use of it."""
        number = self._numbers.get(key)
        if number is not None:
            self._uses[number] += 1
            return number
        if self._free:
            number = self._free.pop()
            self._keys[number], self._uses[number], self.seen[number] = key, 1, 0
        else:
            number = len(self._keys)
            self._keys.append(key)
            self._uses.append(1)
            self.seen.append(0)
        self._numbers[key] = number
        self._forget()
        if key[0] == "w":
            for language, stems in self._stems.items():
                stem = self._analyser.stem(key[1:], language)
                stems[stem] = (*stems.get(stem, ()), number)
        elif key[0] == "p":
            self._prefixes[len(key) - 1][key[1:]] = number
        return number

    def give_back(self, number: int) -> None:
        """Count one use less; a key without use is forgotten."""
        self._uses[number] -= 1
        if self._uses[number]:
            return
        key = self._keys[number]
        del self._numbers[key]
        self._forget()
        self._free.append(number)
        if key[0] == "w":
            for language, stems in self._stems.items():
                stem = self._analyser.stem(key[1:], language)
                stems[stem] = tuple(each for each in stems[stem] if each != number)
                if not stems[stem]:
                    del stems[stem]
        elif key[0] == "p":
            del self._prefixes[len(key) - 1][key[1:]]

    def met(self, document: Document) -> set[int]:
        """Return the numbers of the keys that *document* meets, and remember that they were seen."""
        language = document.language
        if language not in self._met:
            self._met[language] = _Met(self._stems_of(language), self._prefixes, self._met_lately)
        self._shed()
        words = set(chain.from_iterable(document.fields[name].tokens.lexemes for name in ARTICLE_FIELDS))
        met = set(chain.from_iterable(map(self._met[language].__getitem__, words)))
        numbers = self._numbers
        met.update(numbers[key] for key in other_keys(document) if key in numbers)
        seen = self.seen
        for number in met:
            seen[number] += 1
        self._articles += 1
        if self._articles >= MEMORY:
            self._articles //= 2
            self.seen = [count // 2 for count in seen]
        return met

    def _forget(self) -> None:
        """Forget which keys words meet."""
        if self._met:
            self._outdated.extend(self._met.values())
            self._met, self._met_lately = {}, Memory(WORDS_REMEMBERED)
        self._shed()

    def _shed(self) -> None:
        if self._outdated and not self._outdated[-1].shed(SHED):
            self._outdated.pop()

    def _stems_of(self, language: str | None) -> dict[str, tuple[int, ...]]:
        stems = self._stems.get(language)
        if stems is None:
            stems = self._stems[language] = {}
            for key, number in self._numbers.items():
                if key[0] == "w":
                    stem = self._analyser.stem(key[1:], language)
                    stems[stem] = (*stems.get(stem, ()), number)
        return stems


class _Met(Recent[Lexeme, tuple[int, ...]]):
    """The numbers of the keys that a word of title or text meets, worked out when it first comes by."""

    def __init__(
        self, stems: Mapping[str, tuple[int, ...]], prefixes: Sequence[Mapping[str, int]], memory: Memory
    ) -> None:
        super().__init__(self._numbers, memory)
        self._stems = stems
        self._prefixes = [(length, known) for length, known in enumerate(prefixes) if known]

    def _numbers(self, word: Lexeme) -> tuple[int, ...]:
        starts = ((word.surface[:length], known) for length, known in self._prefixes)
        begun = tuple(known[start] for start, known in starts if start in known)
        return self._stems.get(word.stem, ()) + begun
