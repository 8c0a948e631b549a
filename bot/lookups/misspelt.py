"""Which words of a search that found nothing were probably mistyped."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from difflib import get_close_matches
from itertools import chain
from typing import Final

from bot.domain.guild import Viewer
from bot.storage import Connection, stories

STORIES: Final = 500  # the newest, whose headlines are compared
LEAST: Final = 4  # letters: shorter words are near to too many
NEAR: Final = 0.8  # of difflib's ratio: one letter wrong or two swapped in a word of five
TRIED: Final = 6  # words of a query, at some milliseconds each

_LETTERS: Final = rf"[^\W\d_]{{{LEAST},}}"
# What is let be comes first, whole: a name or address with hyphens or dots in it is none of several words.
_WORD: Final = re.compile(
    r"""(?<!\w)(?:\w+:(?:["“][^"”]*["”]|[^\s()"“]+)|@[\w-]+)"""
    rf"""|(?<![\w:@=*?])(?P<word>{_LETTERS})(?![\w:*?])"""
)
_OPERATORS: Final = {"NEAR", "ONEAR"}


async def words_meant(connection: Connection, query: str, viewer: Viewer) -> str:
    """Return *query* spelt as the newest headlines in sight spell it, or nothing (`respelt`)."""
    newest = await stories.newest_of_guild(connection, viewer.guild_id, limit=STORIES)
    return respelt(query, chain.from_iterable(newest.values()))


def respelt(query: str, headlines: Iterable[str]) -> str:
    """Return *query* with words that no headline holds spelt as the nearest one that some do, or nothing.

    Words of fields, aliases and those with wildcards are let be.
    """
    counted = Counter(word for line in headlines for word in re.findall(_LETTERS, line))
    spelt = {
        word.casefold(): word for word, _ in reversed(counted.most_common())
    }  # the commonest spelling last
    changed: dict[str, str] = {}
    for word in list(dict.fromkeys(filter(None, _WORD.findall(query))))[:TRIED]:
        folded = word.casefold()
        if folded in spelt or word in _OPERATORS:
            continue
        if near := get_close_matches(folded, spelt, n=1, cutoff=NEAR):
            changed[word] = spelt[near[0]]
    return _WORD.sub(lambda found: changed.get(found["word"], found[0]), query) if changed else ""
