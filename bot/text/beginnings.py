"""What two texts are told of one matter by, in any language, without an analysis of it. Pure."""

from __future__ import annotations

import re
import unicodedata

_LONG_WORD = re.compile(r"[^\W\d_\u0e00-\u0eff\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]{4,}")
_UNSPACED = re.compile(r"[\u0e00-\u0eff\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]{2,}")


def beginnings(text: str) -> set[str]:
    """Return the first five letters of longer words, and pairs of letters where no spaces part words."""
    folded = unicodedata.normalize("NFKC", text).casefold()
    found = {word[:5] for word in _LONG_WORD.findall(folded)}
    return found | {run[at : at + 2] for run in _UNSPACED.findall(folded) for at in range(len(run) - 1)}


def unspaced(text: str) -> int:
    """Return how many letters of *text* stand in runs that no spaces part into words."""
    return sum(map(len, _UNSPACED.findall(text)))
