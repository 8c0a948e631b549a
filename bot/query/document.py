"""An article as the query language sees it: analysed once, then asked by any number of queries."""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime

from bot.text import Analyser, Tokens

# Of a field so many words are read: five times the longest report, and no article is too long to be matched
# in a moment. What stands beyond them is not matched, live or in the archive.
MOST_WORDS = 100_000

# So many stems are looked up by going through the field, before all their places are set down.
MOST_SCANS = 8


class Field:
    """The tokens of one field, and where each stem stands; made when first asked for."""

    __slots__ = ("_held", "_positions", "_run", "_scans", "_stems", "_surfaces", "stem", "tokens")

    def __init__(self, tokens: Tokens, stem: Callable[[str], str]) -> None:
        self.tokens = tokens if len(tokens) <= MOST_WORDS else tokens.first(MOST_WORDS)
        self.stem = stem
        self._positions: dict[str, list[int]] | None = None
        self._scans = 0
        self._stems: list[str] | None = None
        self._held: frozenset[str] | None = None
        self._run: str | None = None
        self._surfaces: list[str] | None = None

    def at(self, stem: str) -> Sequence[int]:
        """Return the positions of the tokens with this stem, rising.

        A few are looked for in the list of stems, in C; only then all are set down.
        """
        if self._positions is None:
            if self._scans < MOST_SCANS:
                self._scans += 1
                return self._scan(stem)
            positions: defaultdict[str, list[int]] = defaultdict(list)
            for at, each in enumerate(self.stems):
                positions[each].append(at)
            self._positions = dict(positions)
        return self._positions.get(stem, ())

    def _scan(self, stem: str) -> list[int]:
        find, found, at = self.stems.index, [], -1
        with suppress(ValueError):
            while True:
                at = find(stem, at + 1)
                found.append(at)
        return found

    @property
    def stems(self) -> list[str]:
        """The stems of the tokens, in order."""
        if self._stems is None:
            self._stems = [lexeme.stem for lexeme in self.tokens.lexemes]
        return self._stems

    @property
    def held(self) -> frozenset[str]:
        """The distinct stems."""
        if self._held is None:
            self._held = frozenset(lexeme.stem for lexeme in set(self.tokens.lexemes))
        return self._held

    @property
    def run(self) -> str:
        """The stems in order with a space around each: a phrase stands in the field where it stands in it."""
        if self._run is None:
            self._run = f" {' '.join(self.stems)} "
        return self._run

    @property
    def surfaces(self) -> list[str]:
        """The distinct folded words, sorted."""
        if self._surfaces is None:
            self._surfaces = sorted({lexeme.surface for lexeme in set(self.tokens.lexemes)})
        return self._surfaces

    def beginning(self, prefix: str) -> list[str]:
        """Return the distinct folded words that begin with *prefix*."""
        surfaces = self.surfaces
        at = bisect_left(surfaces, prefix)
        found = []
        while at < len(surfaces) and surfaces[at].startswith(prefix):
            found.append(surfaces[at])
            at += 1
        return found


@dataclass(frozen=True, slots=True)
class Document:
    """An article ready to be matched.

    `fields` has `title`, `text`, `outlet`, `feed`, `author`, `lang` and `url`. Only title and text are
    stemmed, in `language`.
    """

    language: str | None
    published: datetime | None
    fields: dict[str, Field] = field(repr=False)


def read(
    analyser: Analyser,
    *,
    title: str,
    text: str,
    language: str | None = None,
    outlet: str = "",
    feed: str | Iterable[str] = "",
    author: str | None = None,
    url: str | None = None,
    published: datetime | None = None,
) -> Document:
    """Return an article's strings as a document; *feed* may be the titles of several feeds.

    *published* is the time that `after:` and `before:` ask for (`Article.at`), aware.
    """
    feeds = feed if isinstance(feed, str) else "\n".join(feed)
    stem = analyser.stems(language)
    fields = {
        name: Field(analyser.analyse(value, language), stem)
        for name, value in (("title", title), ("text", text))
    }
    for name, value in (
        ("outlet", outlet),
        ("feed", feeds),
        ("author", author),
        ("lang", language),
        ("url", url),
    ):
        fields[name] = Field(analyser.analyse(value or "", None), str)
    return Document(language, published, fields)
