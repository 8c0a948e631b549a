"""The words of a match that a page shows, without reading all of its text. Pure.

A page shows the title and some 220 characters from the first hit on. By the article's codes it is known which
word of the text that is, and so about where it stands; the text around it is analysed, and its codes tell
exactly which words of the article they are. Where they don't, the text must be read from its beginning.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import replace
from typing import Final

from bot.domain.article import Article
from bot.domain.watchlist import Hit
from bot.lookups import snippets
from bot.query import Coded, Document, Query, Sought, hits, read, span_of
from bot.text import Analyser

EDGE: Final = 3  # words at a cut that may be cut: a number has groups
AFTER: Final = snippets.LENGTH + 180  # characters analysed behind the first hit: what is shown, and an edge
DRIFT: Final = (
    12  # characters: how far a word stands from where it would by the mean, times its number's root
)
TRIES: Final = 2


def glimpse(
    query: Query, sought: Sought, analyser: Analyser, article: Article, coded: Coded
) -> tuple[Hit, ...] | None:
    """Return the hits of a match in its title and in the part of its text that is shown; None: read it all.

    *query* is known to match, and *sought*, which is made of it, `tells_places`.
    """
    first = sought.first(coded)
    if first is None:
        return hits(query, _document(analyser, article, ""))
    text, number = article.text, coded.length
    guess = len(text) * first // number
    slack = 30 + DRIFT * math.isqrt(min(first, number - first))
    for _ in range(TRIES):
        start, end = max(0, guess - slack), min(len(text), guess + slack + AFTER)
        document = _document(analyser, article, text[start:end])
        tokens = document.fields["text"].tokens
        low = EDGE if start else 0
        high = len(tokens) - (EDGE if end < len(text) else 0)
        at = span_of(document, coded, low, high, near=first)
        if at is None:
            return None
        here = first - at + low  # the first hit, among the tokens of the part
        if low <= here < high:
            shown_to = tokens.span(here)[0] + snippets.LENGTH
            if end < len(text) and tokens.span(high - 1)[1] < shown_to:
                return None
            whole = tokens.span(low)[0], tokens.span(high - 1)[1]
            return tuple(_moved(hits(query, document), whole, start))
        guess = max(0, start + tokens.span(low)[0] + (here - low) * (end - start) // max(1, len(tokens)))
        slack = 2 * slack
    return None


def _document(analyser: Analyser, article: Article, text: str) -> Document:
    return read(analyser, title=article.title, text=text, language=article.language, published=article.at)


def _moved(found: tuple[Hit, ...], whole: tuple[int, int], start: int) -> Iterator[Hit]:
    """Yield hits in the part that is whole by their places in the text, which begins *start* before it."""
    for hit in found:
        if hit.field != "text":
            yield hit
        elif whole[0] <= hit.start and hit.end <= whole[1]:
            yield replace(hit, start=hit.start + start, end=hit.end + start)
