"""A light stemmer for Ukrainian, which Snowball lacks: endings of nouns, names and adjectives go, verbs stay.

Light stemming as Savoy's for inflected languages ("Light Stemming Approaches for the French, Portuguese,
German and Hungarian Languages", SAC 2006): endings alone, no dictionary. Where a base ends as if in an ending
(`проблем` of `проблема`), both come to one stem, even where that is shorter than the root.
"""

from __future__ import annotations

import re
from typing import Final

_CASES: Final = (
    r"(.{3,}?)(?:ього|ьому|ьої|ьою|ого|ому|ами|ями|ий|их|іх|єю|ам|ям|ах|ях|ей)\Z"
    r"|(.{4,}?)(?:ими|іми|ій|им|ім|ом|ем|єм|ої|ою|ею)\Z"  # as Крим, режим, Коре-ю and збро-ї end, too
)
_NAMES: Final = r"(.{3,}?)(?:ів|ов|ев)\Z|(..+?)(?:їв|єв)\Z"  # Харків, Харкова; Київ, Києва
_FIRST: Final = re.compile(rf"{_CASES}|{_NAMES}|(.{{3,}})[аяоеєиіїуюьй]\Z")
_THEN: Final = re.compile(rf"{_CASES}|{_NAMES}|(.{{4,}})і\Z")  # дивізі-я as дивіз-ій


def stem(word: str) -> str:
    """Return a folded Ukrainian *word* without its endings."""
    found = _FIRST.match(word)
    while found:
        word = found[found.lastindex or 0]
        found = _THEN.match(word)
    return word
