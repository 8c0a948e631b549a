"""The part of a text that shows why it was found. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from bot.domain.watchlist import Hit
from bot.lookups.reading import Marks, marks

LENGTH = 220  # characters: two or three lines on a phone
BEFORE = 60  # of them before the first hit

_SPACE = re.compile(r"\s")


@dataclass(frozen=True, slots=True)
class Snippet:
    """A part of a stored text, white space folded; `marks` are the hits in it, offsets in characters.

    They stand in order and apart. A hit longer than the snippet is marked as far as it is shown.
    """

    text: str
    marks: Marks
    cut_before: bool
    cut_after: bool


def snippet(text: str, hits: Iterable[Hit]) -> Snippet:
    """Return the part of *text* around its first hit, whole words; its beginning where there is none."""
    places = marks(hits, "text")
    start = _word_start(text, max(0, places[0][0] - BEFORE)) if places else 0
    end = min(len(text), start + LENGTH)
    if not places or places[0][1] <= end:
        end = max(_word_end(text, end), places[0][1] if places else 0)
    shown, within = _folded(text, start, end, places)
    return Snippet(shown, within, cut_before=bool(text[:start].strip()), cut_after=bool(text[end:].strip()))


def _word_start(text: str, at: int) -> int:
    """Return where the first whole word at or after *at* begins; *at* where no word ends nearby."""
    if at == 0 or text[at - 1].isspace():
        return at
    gap = _SPACE.search(text, at, at + BEFORE)
    return gap.end() if gap else at


def _word_end(text: str, at: int) -> int:
    """Return where the last whole word before *at* ends; *at* where no word begins nearby."""
    if at >= len(text) or text[at].isspace():
        return at
    gaps = [gap.start() for gap in _SPACE.finditer(text, max(0, at - BEFORE), at)]
    return gaps[-1] if gaps else at


def _folded(text: str, start: int, end: int, places: Marks) -> tuple[str, Marks]:
    """Return the part with white space folded, and the places of the hits that are shown in it."""
    pieces: list[str] = []
    where: dict[int, int] = {}  # offset in the text -> offset in what is shown
    for at in range(start, end):
        where[at] = len(pieces)
        if not text[at].isspace():
            pieces.append(text[at])
        elif pieces and pieces[-1] != " ":
            pieces.append(" ")
    where[end] = len(pieces)
    shown = "".join(pieces).rstrip()
    within = [
        (where[first], min(where[last], len(shown)))
        for first, last in _shown_of(places, start, end)
        if where[first] < len(shown)
    ]
    return shown, tuple(within)


def _shown_of(places: Marks, start: int, end: int) -> Marks:
    """Return the places that are whole between *start* and *end*; of the first one at least its beginning."""
    return tuple(
        (first, min(last, end))
        for number, (first, last) in enumerate(places)
        if start <= first < end and (last <= end or number == 0)
    )
