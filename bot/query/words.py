"""What is typed as one word, or between quotation marks, into pieces: words, exact words, wildcards."""

from __future__ import annotations

import re
from itertools import groupby

from bot.query.tree import Exact, Piece, Wildcard, Word, beside
from bot.text.folding import fold
from bot.text.forms import LONGEST_TOKEN, cut, forms, is_unspaced, word_characters

# Fewer letters before the first wildcard would name a good part of the vocabulary.
LETTERS_BEFORE_WILDCARD = 2


class BadWildcardError(ValueError):
    """A wildcard stands where it can't; says why."""


def pieces(text: str, *, exact: bool) -> tuple[tuple[Piece, ...], str]:
    """Return the pieces of *text* and a spelling that gives the same ones; both empty where it has no word.

    With *exact* the words match with their capitals and accents. Raises BadWildcardError.
    """
    found: list[Piece] = []
    written: list[str] = []
    open_run = False  # the last piece is the lone last letter of a run that its bigrams hold already
    for wild, chunk in _chunks(text):
        if wild:
            if exact:
                raise BadWildcardError("`=` takes no wildcard")
            pattern = _pattern(chunk)
            if isinstance(pattern, Wildcard):
                found.append(pattern)
                written.append(str(pattern))
                open_run = False
                continue
            chunk = pattern  # noqa: PLW2901 (a run without spaces: its wildcard says nothing)
        for part in (part for form in forms(chunk) for part in cut(form)):
            for surface, shown, _, _ in part.tokens:
                found.append(Exact(shown, surface) if exact else Word(surface))
            written.append(part.shown if exact else part.written)
            open_run = part.unspaced and len(part.tokens) > 1
    if found and (open_run or is_unspaced(_surface(found[-1]))):
        found = _close_run(found, drop=open_run)
    return tuple(found), beside(written, "-")


def _close_run(found: list[Piece], *, drop: bool) -> list[Piece]:
    """Let a run go on in the text where the query's ends: its last letter begins any bigram."""
    if drop:
        return found[:-1]
    last = found[-1]
    if isinstance(last, Wildcard):
        return found
    return [*found[:-1], Wildcard(f"{last.surface}*")]


def _surface(piece: Piece) -> str:
    return piece.pattern if isinstance(piece, Wildcard) else piece.surface


def _chunks(text: str) -> list[tuple[bool, str]]:
    """Cut *text* at white space into stretches with wildcards and without."""
    words = re.findall(r"\S+", text)
    return [
        (wild, word)
        for wild, group in groupby(words, key=lambda word: "*" in word or "?" in word)
        for word in ((piece for each in group for piece in _wild_words(each)) if wild else (" ".join(group),))
    ]


def _wild_words(word: str) -> list[str]:
    """Part what hyphens and the like join: `north-kor*` is `north` and `kor*`."""
    return re.findall(rf"[{word_characters()}*?]+", word)


def _pattern(chunk: str) -> Wildcard | str:
    """Return the folded wildcard, or the run without spaces (which is matched anywhere as it is)."""
    if "*" not in chunk and "?" not in chunk:
        return chunk
    literal = re.split(r"[*?]", chunk)
    if any(is_unspaced(letter) for part in literal for letter in part):
        if len(literal[0]) == 1 or chunk.rstrip("*") != literal[0]:
            if chunk == f"{literal[0]}*":
                return Wildcard(f"{fold(literal[0])}*")
            raise BadWildcardError("a script without spaces needs no wildcard: write the letters alone")
        return literal[0]
    parts = [part if part in {"*", "?"} else _letters(fold(part)) for part in re.split(r"([*?])", chunk)]
    pattern = re.sub(r"\*+", "*", "".join(parts))
    if len(Wildcard(pattern).prefix) < LETTERS_BEFORE_WILDCARD:
        raise BadWildcardError(f"a wildcard needs {LETTERS_BEFORE_WILDCARD} letters or more before it")
    if len(pattern) > LONGEST_TOKEN:
        raise BadWildcardError("no word is that long")
    return Wildcard(pattern)


def _letters(folded: str) -> str:
    """Drop what no token holds: symbols."""
    return "".join(re.findall(rf"[{word_characters()}]", folded)).replace("_", "")
