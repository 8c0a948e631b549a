"""How near an article is to a story, from what both say and when.

Average linkage over cosines: a story is as near as its articles are on average. Above 0 it is one story.
The weights were chosen for B-cubed F1 on half A of the topics of `measure/stories.py` (DECISIONS.md has the
figures of half B).
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from datetime import datetime, timedelta


@dataclass(frozen=True, slots=True)
class Likeness:
    """What an article and a story, or two stories, have in common.

    `terms` is the mean cosine of their articles, 0 to 1, `nearest` that of the few nearest. `second` is what
    is left of the mean without the word that adds most and without pairs of words. `length` is the number of
    terms of the shorter of both; `apart` the time between their newest articles, None where either has none.
    `first` says that of all articles of the window the one that shares most is in the story, beside others.
    """

    terms: float
    nearest: float
    second: float
    length: float
    apart: timedelta | None
    first: bool = False


# What the nearest articles count beside all: a story of many sides is near where one side is.
NEAREST = 0.1
# Cosine from which two texts tell of one event, and how much less a short one needs, which shares less.
ENOUGH = 0.19
SHORT = 0.10
# A headline that is published at the hour of the story's newest: its likeness tells that much more,
# fading with the hours between.
BURST = 2.0
TOGETHER = 0.04
FADING = timedelta(hours=3)
# Reports of one event come within hours, those of a running topic's next event a day later: how much more
# must be alike after a silence, and how soon. Of reports that follow each other in a story and have the day
# in their address nine in ten are of one day; chosen on look-alikes with times (DECISIONS.md, 0127).
LATER = 0.1
SILENCE = timedelta(hours=24)
# Terms of a short article: a headline has some 15 with its pairs of words.
FEW_TERMS = 20
# One word alone, however rare, is a place or a person, not an event: what must be left without it of two
# headlines, and how much more of whole texts, where some small word is always shared.
SECOND = 0.01
SECOND_OF_TEXTS = 0.06
# How much more tells for a story of several that has the article that shares most. Not for a lone one: the
# first report of an event has a nearest article too, of another event.
FIRST = 0.07


def score(likeness: Likeness) -> float:
    """Return how much speaks for one story; more than 0 where it is one."""
    short = math.exp(-likeness.length / FEW_TERMS)
    alike = likeness.terms + NEAREST * likeness.nearest + SHORT * short + FIRST * likeness.first
    if likeness.apart is not None:
        alike += (
            (TOGETHER + BURST * (likeness.terms + NEAREST * likeness.nearest) / (1 + NEAREST))
            * short
            * math.exp(-likeness.apart / FADING)
        )
        alike -= LATER * (1 - math.exp(-likeness.apart / SILENCE))
    left = SECOND + SECOND_OF_TEXTS * (1 - short) ** 3
    return min(alike - ENOUGH, likeness.second - left)


def apart(one: datetime | None, other: datetime | None) -> timedelta | None:
    """Return how far apart two times are; None where one is absent."""
    return None if one is None or other is None else abs(one - other)
