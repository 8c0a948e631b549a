"""Where in one field the words of a term stand.

Time is linear in the field (n log n for NEAR): nothing goes back over what it has passed.

A span is (first, last): positions of tokens, both inclusive.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Sequence
from functools import lru_cache

from bot.query.document import Field
from bot.query.tree import Exact, Near, Phrase, Piece, Place, Wildcard, Within, Word

Span = tuple[int, int]


def stands(what: Place, field: Field) -> bool:
    """Whether *what* is in the field."""
    if isinstance(what, Word):
        return field.stem(what.surface) in field.positions
    return bool(spans(what, field))


def spans(what: Place, field: Field) -> list[Span]:
    """Return where *what* is in the field, rising; of `Within` and `Near` the single words that fulfil it."""
    if isinstance(what, Phrase):
        return _phrase(what, field)
    if isinstance(what, Within):
        return _within(what, field)
    if isinstance(what, Near):
        return _near(what, field)
    return [(at, at) for at in _positions(what, field)]


def _positions(piece: Piece, field: Field) -> Sequence[int]:
    if isinstance(piece, Word):
        return field.positions.get(field.stem(piece.surface), ())
    lexemes = field.tokens.lexemes
    if isinstance(piece, Exact):
        same = field.positions.get(field.stem(piece.surface), ())
        return [at for at in same if lexemes[at].exact == piece.form]
    found: list[int] = []
    for surface in expand(piece, field):
        same = field.positions[field.stem(surface)]
        found.extend(at for at in same if lexemes[at].surface == surface)
    return sorted(found)


def expand(wildcard: Wildcard, field: Field) -> list[str]:
    """Return the field's folded words that *wildcard* matches."""
    prefix, pattern = wildcard.prefix, wildcard.pattern
    words = field.beginning(prefix)
    if len(pattern) == len(prefix) + 1 and pattern.endswith("*"):
        return words
    matches = glob(pattern).fullmatch
    return [word for word in words if matches(word)]


@lru_cache(maxsize=4096)
def glob(pattern: str) -> re.Pattern[str]:
    """Return a wildcard as an expression that never goes back over what it has passed.

    All stretches between two stars are found at their first place (atomic groups), only the last one must
    stand at the end; so a word of n letters costs at most n steps a star.
    """
    first, *rest = (
        "".join("." if letter == "?" else re.escape(letter) for letter in stretch)
        for stretch in pattern.split("*")
    )
    if not rest:
        return re.compile(first, re.DOTALL)
    middle = "".join(f"(?>.*?{stretch})" for stretch in rest[:-1])
    return re.compile(f"{first}{middle}.*{rest[-1]}", re.DOTALL)


def _phrase(phrase: Phrase, field: Field) -> list[Span]:
    pieces = phrase.pieces
    places = [_positions(piece, field) for piece in pieces]
    if not all(places):
        return []
    # From the rarest piece outwards: the others are only asked at the places that it leaves.
    order = sorted(range(len(pieces)), key=lambda index: len(places[index]))
    starts = [at - order[0] for at in places[order[0]] if at >= order[0]]
    for index in order[1:]:
        if not starts:
            break
        standing = places[index]
        starts = [start for start in starts if _has(standing, start + index)]
    return [(start, start + len(pieces) - 1) for start in starts]


def _has(rising: Sequence[int], value: int) -> bool:
    at = bisect_left(rising, value)
    return at < len(rising) and rising[at] == value


def _within(within: Within, field: Field) -> list[Span]:
    """Slide a window of `distance` over all places of all pieces."""
    wanted: Counter[object] = Counter(
        field.stem(piece.surface) if isinstance(piece, Word) else piece for piece in within.pieces
    )
    keys = dict(zip(wanted, range(len(wanted)), strict=True))
    events: list[tuple[int, int]] = []
    for piece in dict.fromkeys(within.pieces):
        key = keys[field.stem(piece.surface) if isinstance(piece, Word) else piece]
        places = _positions(piece, field)
        if not places:
            return []
        events.extend((at, key) for at in places)
    events = sorted(set(events))
    missing = list(wanted.values())  # a key how often to be seen yet; negative where seen more often
    lacking = len(missing)
    found: set[int] = set()
    left = marked = 0
    for right, (at, key) in enumerate(events):
        missing[key] -= 1
        lacking -= missing[key] == 0
        while at - events[left][0] > within.distance:
            lacking += missing[events[left][1]] == 0
            missing[events[left][1]] += 1
            left += 1
        if not lacking:
            found.update(place for place, _ in events[max(left, marked) : right + 1])
            marked = right + 1
    return [(at, at) for at in sorted(found)]


def _near(near: Near, field: Field) -> list[Span]:
    """Follow the chain: which spans of each item are reached from one of the item before."""
    layers: list[dict[Span, Span | None]] = []
    for index, item in enumerate(near.items):
        found = sorted({span for piece in item for span in spans(piece, field)})
        if index == 0:
            layers.append(dict.fromkeys(found))
        else:
            layers.append(
                _reached(layers[-1], found, near.distances[index - 1], ordered=near.ordered[index - 1])
            )
        if not layers[-1]:
            return []
    words: set[Span] = set()
    reached = set(layers[-1])
    for layer in reversed(layers):
        words |= reached
        reached = {before for span in reached if (before := layer[span]) is not None}
    return sorted(words)


def _reached(
    before: dict[Span, Span | None], spans_: list[Span], distance: int, *, ordered: bool
) -> dict[Span, Span | None]:
    """Return those of *spans_* that stand near one of *before* without overlap, each with that one."""
    by_end = sorted(before, key=lambda span: span[1])
    ends = [span[1] for span in by_end]
    by_start = sorted(before)
    starts = [span[0] for span in by_start]
    reached: dict[Span, Span | None] = {}
    for span in spans_:
        left = bisect_left(ends, span[0]) - 1
        if left >= 0 and span[0] - ends[left] <= distance:
            reached[span] = by_end[left]
            continue
        right = bisect_right(starts, span[1])
        if not ordered and right < len(starts) and starts[right] - span[1] <= distance:
            reached[span] = by_start[right]
    return reached
