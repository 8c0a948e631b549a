"""Stored articles as the query language reads them: just as the pipeline read them when they arrived."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from bot.domain.article import Article
from bot.domain.watchlist import Hit
from bot.query import Document, Query, evaluate, read
from bot.text import Analyser

Marks = tuple[tuple[int, int], ...]


def document(analyser: Analyser, one: Article, feed: str = "") -> Document:
    """Return an article as the feed of this title shows it."""
    return read(
        analyser,
        title=one.title,
        text=one.text,
        language=one.language,
        outlet=one.outlet,
        feed=feed,
        author=one.author,
        url=one.url,
        published=one.at,
    )


def matched(
    query: Query, analyser: Analyser, one: Article, feeds: Sequence[str] = ()
) -> tuple[Hit, ...] | None:
    """Return the words of an article that fulfil *query*; None where it doesn't match.

    *feeds* are the titles of the feeds that show it to the guild. A watchlist looks at it through one feed at
    a time, and so does a search: it matches where it does through any of them.
    """
    for feed in dict.fromkeys(feeds or ("",)):
        hits = evaluate(query, document(analyser, one, feed))
        if hits is not None:
            return hits
    return None


def marks(hits: Iterable[Hit], field: str) -> Marks:
    """Return the places of the hits in *field*, in order and apart: those that overlap are one."""
    found: list[tuple[int, int]] = []
    for start, end in sorted((hit.start, hit.end) for hit in hits if hit.field == field):
        if found and start < found[-1][1]:
            found[-1] = found[-1][0], max(end, found[-1][1])
        else:
            found.append((start, end))
    return tuple(found)
