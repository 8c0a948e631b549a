"""Whose words are they, and how sure of them? Pure, and rather no than yes.

A quotation stands in quotation marks in a cited sentence, too; words that stand there in a quotation alone
are nobody else's; all that is said stands in one cited sentence; what somebody says, denies or asks "that" is
not told by itself; and what may be, is planned or alleged stays so.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Sequence
from typing import Final

# A single mark opens only where no letter stands before it: "the workers' pay" quotes nobody.
_QUOTED: Final = re.compile(
    r"[“\"„‟]([^“”\"„‟]+)[”\"“]|«([^«»]+)»|»([^«»]+)«|[「『]([^「『」』]+)[」』]|[‹›]([^‹›]+)[‹›]"
    r"|(?<!\w)[‘'‚]([^‘'’‚]+(?:['’]\w[^‘'’‚]*)*)[’'‘](?!\w)"
)
_THAT: Final = re.compile(r"\b(?:that|dass|daß|que|что|що)\b|\bqu['’]", re.IGNORECASE)
_WORD: Final = re.compile(r"[^\W\d_]+")

Stems = Callable[[str], Collection[str]]


def fault(text: str, cited: Sequence[str], stems: Stems) -> str | None:
    """Return what of *text* is put into another mouth or by itself; None where nothing is.

    *stems* are those of a text's words without the small ones; words of saying are none of these.
    """
    said = set(stems(text))
    whole = [one for one in cited if said <= set(stems(one))]
    if not whole:
        return "words of two sentences"
    for one in whole:
        found = _THAT.search(one)
        if found and said.isdisjoint(stems(one[: found.start()])):
            return f"what is only said or asked: {one[: found.end()]}"
    theirs = {stem for one in cited for words in quoted(one) for stem in stems(words)}
    own = {stem for one in cited for stem in stems(_QUOTED.sub(" ", one))}
    taken = (theirs - own) & set(stems(_QUOTED.sub(" ", text)))
    return "words of a quotation: " + ", ".join(sorted(taken)) if taken else None


def invented(text: str, cited: Sequence[str]) -> str | None:
    """Return a quotation of *text* that is none in any of the *cited* sentences."""
    theirs = [_bare(words) for one in cited for words in quoted(one)]
    for words in quoted(text):
        if not any(f" {_bare(words)} " in f" {one} " for one in theirs):
            return f"a quotation: {words}"
    return None


def surer(text: str, cited: Sequence[str], uncertain: Collection[str]) -> str | None:
    """Return a word of the *uncertain*, in lower case, that came or went; within quotations none counts."""
    given = frozenset[str]().union(*(_words(one) for one in cited))
    changed = (_words(text) ^ given) & frozenset(uncertain)
    return "a doubt: " + ", ".join(sorted(changed)) if changed else None


def _words(text: str) -> frozenset[str]:
    """Return the words of *text* outside quotations; with a capital only the first, for "May" is a month."""
    found = _WORD.findall(_QUOTED.sub(" ", text))
    return frozenset(word.casefold() if at == 0 else word for at, word in enumerate(found))


def quoted(text: str) -> list[str]:
    """Return what stands in quotation marks, from the outermost marks on."""
    return ["".join(found.groups(default="")) for found in _QUOTED.finditer(text)]


def _bare(text: str) -> str:
    """Return *text* with single spaces and without the stops that style puts inside the marks."""
    return " ".join(text.split()).strip(" .,;")
