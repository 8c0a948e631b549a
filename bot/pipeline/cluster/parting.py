"""Find the two parts of a story that may hold two, by how near its articles are to each other. Pure."""

from __future__ import annotations

import math
from collections.abc import Sequence

# Steps of the search for the direction in which articles differ most, and of the reassignment after it.
STEPS = 40
ROUNDS = 4
FEWEST = 2  # articles of a part: one alone is an outlier, not a story


def two_parts(near: Sequence[Sequence[float]]) -> tuple[list[int], list[int]] | None:
    """Return the places of the articles of either part, the larger first; None where there are no two.

    `near[i][j]` is how near two articles are, 0 to 1, symmetric, 0 on the diagonal. The parts are those
    nearer within than their articles' nearness to all lets expect: the sign of the leading eigenvector of the
    modularity matrix (Newman, PNAS 103, 2006), found by power iteration; then each article goes to the part
    that it is nearer to on average.
    """
    size = len(near)
    degrees = [math.fsum(row) for row in near]
    whole = math.fsum(degrees)
    if size < 2 * FEWEST or not whole:
        return None
    first = [value > 0 for value in _leading(near, degrees, whole)]
    for _ in range(ROUNDS):
        again = [_nearer(near[at], first, at) for at in range(size)]
        if again == first:
            break
        first = again
    one = [at for at in range(size) if first[at]]
    other = [at for at in range(size) if not first[at]]
    if min(len(one), len(other)) < FEWEST:
        return None
    return (one, other) if (len(one), -one[0]) > (len(other), -other[0]) else (other, one)


def _leading(near: Sequence[Sequence[float]], degrees: Sequence[float], whole: float) -> list[float]:
    """Return the leading eigenvector of the modularity matrix, or near it."""
    # Without a shift the largest eigenvalue by size may be a negative one.
    shift = max(degrees) * 2
    vector = [1.0 + at / len(near) if at % 2 else -1.0 for at in range(len(near))]
    for _ in range(STEPS):
        along = math.fsum(map(float.__mul__, degrees, vector)) / whole
        turned = [
            math.fsum(map(float.__mul__, row, vector)) - degree * along + shift * value
            for row, degree, value in zip(near, degrees, vector, strict=True)
        ]
        length = math.sqrt(math.fsum(value * value for value in turned)) or 1.0
        vector = [value / length for value in turned]
    return vector


def _nearer(row: Sequence[float], first: Sequence[bool], at: int) -> bool:
    """Say whether an article is nearer to the first part than to the second, itself left out."""
    ones = [value for place, value in enumerate(row) if first[place] and place != at]
    others = [value for place, value in enumerate(row) if not first[place] and place != at]
    mean = math.fsum(ones) / len(ones) if ones else 0.0
    return mean > (math.fsum(others) / len(others) if others else 0.0)
