"""Whether two articles name the same, or others: who, where and how many. Pure."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping

from bot.pipeline.cluster.names import Names

# Two articles in two languages are of one event where they share so much, and so much of what they tell.
SHARED = 3.25
ALIKE = 0.45  # cosine
# The same where names are known by their sounds, of which each tells less; and how much of what it does not
# share counts of an article in which most of what may be a name is none.
SHARED_ROUGHLY = 2.5
NOISE = 0.25

# Two reports are of two events where each names so much that the other does not, and so many times what
# they share.
OWN = 2.0
TIMES_SHARED = 2.0


def agree(one: Names, other: Names, ours: Mapping[int, float], theirs: Mapping[int, float]) -> bool:
    """Say whether two articles in two languages clearly name the same: who, where and how many.

    *ours* and *theirs* are what their names tell now, by how rare they are (`Names.rare`): roughly, where one
    of both articles is strange.
    """
    numbers, others = one.keys[: one.numbers], other.keys[: other.numbers]
    if numbers and others and set(numbers).isdisjoint(others):
        return False
    roughly = one.strange or other.strange
    shared = math.fsum((ours[key] + theirs[key]) / 2 for key in ours.keys() & theirs.keys())
    return (
        shared >= (SHARED_ROUGHLY if roughly else SHARED)
        and _cosine(ours, theirs, NOISE if one.strange else 1.0, NOISE if other.strange else 1.0) >= ALIKE
    )


def name_the_same(
    ours: Iterable[Mapping[int, float]], theirs: Iterable[Mapping[int, float]], *, strange: tuple[bool, bool]
) -> bool:
    """Say whether the articles of two stories, all together, name the same more than they name others.

    *strange* says of either whether one of its articles is strange.
    """
    noise, more = (NOISE if one else 1.0 for one in strange)
    return _cosine(_together(ours), _together(theirs), noise, more) >= ALIKE


def _together(articles: Iterable[Mapping[int, float]]) -> dict[int, float]:
    """Return what each name tells in all of some articles."""
    whole: defaultdict[int, float] = defaultdict(float)
    for names in articles:
        for key, weight in names.items():
            whole[key] += weight
    return whole


def differ(one: Names, other: Names, *, brief: bool) -> bool:
    """Say whether two short reports each name more that the other does not than both share.

    Two rulings, two matches: told in the same words, of others. What stands in a title counts as much as all
    that both share; where reports are *brief*, or under one formula, half as much what stands anywhere: in
    others, each tells of more people and places than the other anyway. A word that may be no name tells
    nothing.
    """
    weights, others = one.weights(sure=True), other.weights(sure=True)
    shared = math.fsum(weights[key] for key in weights.keys() & others.keys())
    own, strange = _only(one, others), _only(other, weights)
    if min(own[0], strange[0]) > 0 and min(own[0], strange[0]) >= shared:
        return True
    return brief and min(own[1], strange[1]) >= max(OWN, TIMES_SHARED * shared)


def _only(names: Names, others: Mapping[int, float]) -> tuple[float, float]:
    """Return what names tell that *others* do not have: those of the title, and all."""
    title, every = names.weights(title=True, sure=True), names.weights(sure=True)
    return (
        math.fsum(weight for key, weight in title.items() if key not in others),
        math.fsum(weight for key, weight in every.items() if key not in others),
    )


def _cosine(
    one: Mapping[int, float], other: Mapping[int, float], noise: float = 1.0, noise_there: float = 1.0
) -> float:
    """Return the cosine of two; what only one has counts *noise* of its square, and *noise_there*."""
    shared = one.keys() & other.keys()
    product = math.fsum(one[key] * other[key] for key in shared)
    lengths = _square(one, shared, noise) * _square(other, shared, noise_there)
    return product / math.sqrt(lengths) if lengths else 0.0


def _square(weights: Mapping[int, float], shared: Collection[int], noise: float) -> float:
    return math.fsum(x * x * (1.0 if key in shared else noise) for key, x in weights.items())
