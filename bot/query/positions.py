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
        return field.stem(what.surface) in field.held
    if isinstance(what, Phrase):
        stems = [field.stem(piece.surface) for piece in what.pieces if isinstance(piece, Word)]
        if len(stems) == len(what.pieces):
            return f" {' '.join(stems)} " in field.run
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
        return field.at(field.stem(piece.surface))
    lexemes = field.tokens.lexemes
    if isinstance(piece, Exact):
        same = field.at(field.stem(piece.surface))
        return [at for at in same if lexemes[at].exact == piece.form]
    found: list[int] = []
    for surface in expand(piece, field):
        same = field.at(field.stem(surface))
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
    known = {piece: _positions(piece, field) for piece in set(pieces)}
    if not all(known.values()):
        return []
    # From the rarest piece outwards: the others are only asked at the places that it leaves.
    order = sorted(range(len(pieces)), key=lambda index: len(known[pieces[index]]))
    starts = [at - order[0] for at in known[pieces[order[0]]] if at >= order[0]]
    standing: dict[Piece, frozenset[int]] = {}
    for index in order[1:]:
        piece = pieces[index]
        places = standing[piece] = standing.get(piece) or frozenset(known[piece])
        starts = [start for start in starts if start + index in places]
        if not starts:
            break
    return [(start, start + len(pieces) - 1) for start in starts]


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
    """Follow the chain forth, then back: what is reached both ways belongs to a whole chain."""
    known: dict[tuple[Piece | Phrase, ...], list[Span]] = {}
    for item in near.items:
        if item not in known:
            known[item] = _alternatives(item, field)
        if not known[item]:
            return []
    reached = [known[near.items[0]]]
    for item, distance, ordered in zip(near.items[1:], near.distances, near.ordered, strict=True):
        reached.append(_close(known[item], reached[-1], distance, before=True, after=not ordered))
    chosen = reached[-1]
    words = set(chosen)
    steps = zip(reached[-2::-1], near.distances[::-1], near.ordered[::-1], strict=True)
    for earlier, distance, ordered in steps:
        chosen = _close(earlier, chosen, distance, before=not ordered, after=True)
        words.update(chosen)
    return sorted(words)


def _alternatives(item: tuple[Piece | Phrase, ...], field: Field) -> list[Span]:
    if len(item) == 1:
        return spans(item[0], field)
    return sorted({span for piece in item for span in spans(piece, field)})


def _close(found: list[Span], others: list[Span], distance: int, *, before: bool, after: bool) -> list[Span]:
    """Return those of *found* that have one of *others* at most *distance* words before, or after, them."""
    ends = sorted(end for _, end in others)
    starts = [start for start, _ in others]
    close = []
    for start, end in found:
        if before:
            at = bisect_left(ends, start)
            if at and start - ends[at - 1] <= distance:
                close.append((start, end))
                continue
        if after:
            at = bisect_right(starts, end)
            if at < len(starts) and starts[at] - end <= distance:
                close.append((start, end))
    return close
