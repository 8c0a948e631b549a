"""Find the one of a story's articles that a further article of it is nearest to."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence

from bot.pipeline.cluster.document import Document
from bot.pipeline.cluster.terms import weigh
from bot.text import Analyser


def nearest(document: Document, others: Sequence[Document], analyser: Analyser) -> int | str:
    """Return the id of the one of *others* (not none) nearest to *document*; the newest of several as near.

    Cosine of their terms, each weighed by how few of *others* have it: what all of a story say tells no part
    of it from another. Pure.
    """
    weighed = [(other.id, weigh(other, analyser)[0]) for other in others]
    met = Counter(term for _, terms in weighed for term in terms)
    rare = {term: math.log(1 + len(others) / count) for term, count in met.items()}
    own = {term: weight * rare[term] for term, weight in weigh(document, analyser)[0].items() if term in rare}
    best: tuple[float, int | str] = (-1.0, others[-1].id)
    for id_, terms in weighed:
        length = math.sqrt(math.fsum((weight * rare[term]) ** 2 for term, weight in terms.items()))
        shared = math.fsum(weight * rare[term] * own[term] for term, weight in terms.items() if term in own)
        likeness = shared / length if length else 0.0
        if likeness >= best[0]:
            best = (likeness, id_)
    return best[1]
