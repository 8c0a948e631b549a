"""Addresses that lead to a sentence of a page, not only to the page.

Text fragments: https://wicg.github.io/scroll-to-text-fragment/. A browser that does not know them, or
does not find the words, opens the page as ever.
"""

from __future__ import annotations

from typing import Final
from urllib.parse import quote

from bot.chat.plain import web_address

EDGE_WORDS: Final = 4
"""Words of a sentence's beginning and of its end that name it: enough to be found, few enough to link."""

FRAGMENT_MOST: Final = 300
"""Characters of a fragment; one in a script of three bytes a letter may pass that, and is left out."""


def sentence_address(url: str | None, sentence: str) -> str | None:
    """Return *url* leading to *sentence* on its page; *url* as it is where there is no room for that.

    None where *url* is no web address that can be linked.
    """
    address = web_address(url)
    words = sentence.split()
    if address is None or not words:
        return address
    if len(words) <= 2 * EDGE_WORDS:
        directive = _encoded(words)
    else:
        directive = f"{_encoded(words[:EDGE_WORDS])},{_encoded(words[-EDGE_WORDS:])}"
    joint = ":~:text=" if "#" in address else "#:~:text="
    if len(directive) > FRAGMENT_MOST or ":~:" in address:
        return address
    return web_address(address + joint + directive) or address


def _encoded(words: list[str]) -> str:
    """Return words for a text directive, in which dashes, commas and ampersands have a meaning."""
    return quote(" ".join(words), safe="", errors="replace").replace("-", "%2D")
