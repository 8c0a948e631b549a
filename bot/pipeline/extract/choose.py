"""Which of several extracted texts is the article. Pure.

Each extractor fails on pages of its own, so the text that agrees best with the others is believed (the
medoid). The constants were chosen on 181 real pages, both halves in sight; see DECISIONS.md.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from bot.pipeline.extract.tree import words

_RUN = 4  # words: the unit in which texts are compared, long enough not to recur by chance

# A text that holds nearly all of the chosen one and is this many times as long found paragraphs that the
# others missed, because they stand in boxes of their own. A little more is rather comments and teasers.
_FAR_LONGER = 2.0
_HOLDS = 0.8  # share of the runs of the shorter text

Runs = Counter[tuple[str, ...]]


def choose(texts: Sequence[str]) -> str:
    """Return the one of *texts* that is believed; "" of none. Ties go to the earlier one."""
    if not texts:
        return ""
    runs = [_runs(text) for text in texts]
    support = [
        sum(_agreement(one, other) for at, other in enumerate(runs) if at != number)
        for number, one in enumerate(runs)
    ]
    best = max(range(len(texts)), key=lambda number: (support[number], -number))
    for number, one in enumerate(runs):
        if _is_whole_of(one, runs[best]):
            return texts[number]
    return texts[best]


def is_whole_of(text: str, part: str) -> bool:
    """Say whether *text* holds nearly all of *part* and at least as much again."""
    return _is_whole_of(_runs(text), _runs(part))


def _is_whole_of(one: Runs, part: Runs) -> bool:
    size = part.total()
    return one.total() > _FAR_LONGER * size and (one & part).total() > _HOLDS * size


def _runs(text: str) -> Runs:
    found = words(text)
    return Counter(tuple(found[at : at + _RUN]) for at in range(max(1, len(found) - _RUN + 1)))


def _agreement(one: Runs, other: Runs) -> float:
    """Return the share of runs that two texts have in common, 0 to 1 (Dice)."""
    return 2 * (one & other).total() / (one.total() + other.total())
