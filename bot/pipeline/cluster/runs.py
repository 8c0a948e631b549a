"""What texts without spaces share, as whole runs of letters, not the pairs that they are cut into. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable

# Letters that end or begin no name: hiragana, and the commonest particles of Chinese.
_LOOSE = re.compile(
    r"^[\u3041-\u3096\sのー的了在和与與是为為于於被将將把已也]+|[\u3041-\u3096\s的了在和与與是为為于於被将將把已也]+$"
)
SHORTEST = 2  # letters of a run


def runs(text: str, spans: Iterable[tuple[int, int, float]], others: Iterable[str]) -> dict[str, float]:
    """Return the runs of a *text* that one of *others* has too, with the weight of what they are made of.

    *spans* are the words that are shared: where each begins and ends, in order, and its weight. Words that
    touch or overlap are one run for as long as another text has it all; a number begins a new one.
    """
    whole = "\n".join(others)
    found: dict[str, float] = {}
    start, end, weight = 0, 0, 0.0
    for first, last, worth in [*spans, (len(text) + 1, len(text) + 2, 0.0)]:
        if weight and first <= end and not text[first : first + 1].isdigit() and text[start:last] in whole:
            end, weight = max(end, last), weight + worth
            continue
        run = _LOOSE.sub("", text[start:end])
        if len(run) >= SHORTEST:
            found[run] = max(weight, found.get(run, 0.0))
        start, end, weight = first, last, worth
    return {
        run: worth for run, worth in found.items() if not any(run != more and run in more for more in found)
    }
