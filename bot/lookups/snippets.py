"""The part of a text that shows why it was found. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from bot.domain.watchlist import Hit

LENGTH = 220  # characters: two or three lines on a phone
BEFORE = 60  # of them before the first hit


@dataclass(frozen=True, slots=True)
class Snippet:
    """A part of a stored text, white space folded; `marks` are the hits in it, offsets in characters."""

    text: str
    marks: tuple[tuple[int, int], ...]
    cut_before: bool
    cut_after: bool


def snippet(text: str, hits: Iterable[Hit]) -> Snippet:
    """Return the part of *text* around its first hit, whole words; its beginning where there is none."""
    places = sorted({(hit.start, hit.end) for hit in hits if hit.field == "text"})
    start = _word_start(text, max(0, places[0][0] - BEFORE)) if places else 0
    end = _word_end(text, min(len(text), start + LENGTH))
    if places:
        end = max(end, min(len(text), places[0][1]))
    shown, marks = _folded(text, start, end, places)
    return Snippet(shown, marks, cut_before=bool(text[:start].strip()), cut_after=bool(text[end:].strip()))


def _word_start(text: str, at: int) -> int:
    """Return where the first whole word at or after *at* begins."""
    if at == 0 or text[at - 1].isspace():
        return at
    gap = re.compile(r"\s").search(text, at, at + BEFORE)
    return gap.end() if gap else at


def _word_end(text: str, at: int) -> int:
    """Return where the last whole word before *at* ends."""
    if at >= len(text) or text[at].isspace():
        return at
    gap = max(text.rfind(" ", at - BEFORE, at), text.rfind("\n", at - BEFORE, at))
    return gap if gap > 0 else at


def _folded(
    text: str, start: int, end: int, places: Iterable[tuple[int, int]]
) -> tuple[str, tuple[tuple[int, int], ...]]:
    """Return the part with white space folded, and the places of the hits that lie in it."""
    pieces: list[str] = []
    where: dict[int, int] = {}  # offset in the text -> offset in what is shown
    length = 0
    for at in range(start, end):
        where[at] = length
        blank = text[at].isspace()
        if blank and (not pieces or pieces[-1] == " "):
            continue
        pieces.append(" " if blank else text[at])
        length += 1
    where[end] = length
    marks = tuple((where[first], where[last]) for first, last in places if start <= first and last <= end)
    return "".join(pieces).rstrip(), marks
