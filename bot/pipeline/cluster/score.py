"""How near an article is to a story, from what both say and when.

A sum of a few likenesses. Logistic regression found the weights on half of the topics of the measured
sets, a search then set them for B-cubed F1 (DECISIONS.md has the figures). Above 0 it is one story.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from datetime import datetime, timedelta

HOUR = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class Likeness:
    """What an article and a story have in common. Cosines are 0 to 1.

    `members` counts the story's articles, `length` the article's
    terms, `window` the articles there are; `apart` is the time between the
    article and the story's newest, None where either has none.
    """

    terms: float
    names: float
    members: int
    length: int
    window: int
    apart: timedelta | None


# What each likeness adds.
TERMS = 19.11
NAMES = 7.49
ALONE = 1.16  # for a story of one article, fading with the root of how many it has
SHORT = 2.13  # for an article of few terms, which can't share as much
BIAS = -5.09
# How much more a likeness tells of a short article published with the story's newest, fading with the
# hours between, once the window has met so many articles that it knows which words are common.
BURST = 7.0
ENOUGH = 200  # articles
# So many articles halve what a likeness tells while the window hardly knows a word.
FIRST = 2

# Terms of a short article: a headline has some 15 with its pairs of words.
FEW_TERMS = 20


def score(likeness: Likeness) -> float:
    """Return how much speaks for one story; more than 0 where it is one."""
    alike = TERMS * likeness.terms + NAMES * likeness.names
    alike *= likeness.window / (likeness.window + FIRST)
    short = math.exp(-likeness.length / FEW_TERMS)
    if likeness.apart is not None:
        known = likeness.window / (likeness.window + ENOUGH)
        alike *= 1 + BURST * short * known / (1 + likeness.apart / HOUR)
    return BIAS + alike + ALONE / math.sqrt(likeness.members) + SHORT * short


def apart(one: datetime | None, other: datetime | None) -> timedelta | None:
    """Return how far apart two times are; None where one is absent."""
    return None if one is None or other is None else abs(one - other)
