"""Say why an article is in its story: the terms that they share."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence

from bot.pipeline.cluster.document import Document
from bot.pipeline.cluster.terms import weigh
from bot.text import Analyser


def explain(document: Document, story: Sequence[Document], analyser: Analyser) -> list[tuple[str, float]]:
    """Return the terms that *document* shares with the other articles of *story*, heaviest first.

    A term is a stem or two with a space between; its share of all that is shared is between 0 and 1.
    Names, numbers and what stands in titles weigh more. Pure: it asks no window, so that it
    says the same long after the story has closed.
    """
    own, _ = weigh(document, analyser)
    others: Counter[str] = Counter()
    for other in story:
        if other.id != document.id:
            others.update(weigh(other, analyser)[0])
    shared = {term: own[term] * others[term] for term in own if term in others}
    whole = math.fsum(shared.values())
    ordered = sorted(shared.items(), key=lambda term: (-term[1], term[0]))
    return [(term, weight / whole) for term, weight in ordered]
