"""An article as the query language sees it: analysed once, then asked by any number of queries."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import datetime

from bot.text import Analyser, Tokens

# Of a field so many words are read: five times the longest report, and no article is too long to be matched
# in a moment. What stands beyond them is not matched, live or in the archive.
MOST_WORDS = 100_000


class Field:
    """The tokens of one field, and where each stem stands."""

    __slots__ = ("_positions", "_surfaces", "stem", "tokens")

    def __init__(self, tokens: Tokens, stem: Callable[[str], str]) -> None:
        self.tokens = tokens if len(tokens) <= MOST_WORDS else tokens.first(MOST_WORDS)
        self.stem = stem
        self._positions: dict[str, list[int]] | None = None
        self._surfaces: list[str] | None = None

    @property
    def positions(self) -> dict[str, list[int]]:
        """For each stem the positions of its tokens, rising."""
        if self._positions is None:
            positions: dict[str, list[int]] = {}
            for at, lexeme in enumerate(self.tokens.lexemes):
                stem = lexeme.stem
                if stem in positions:
                    positions[stem].append(at)
                else:
                    positions[stem] = [at]
            self._positions = positions
        return self._positions

    @property
    def surfaces(self) -> list[str]:
        """The distinct folded words, sorted."""
        if self._surfaces is None:
            self._surfaces = sorted({lexeme.surface for lexeme in self.tokens.lexemes})
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
