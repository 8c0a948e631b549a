"""Which of a story's articles their outlets took back: what nobody stands by is quoted no more. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from bot.domain.article import Article
from bot.domain.timeline import Event, Happened
from bot.pipeline.corrections import withdraws


def withdrawn(articles: Iterable[Article], changes: Iterable[Event]) -> frozenset[int]:
    """Return the ids of those *articles* that are withdrawn now, by a note of their own or without a word.

    *changes* are what happened to them. A note that its outlet removed again withdraws nothing.
    """
    gone = [one for one in changes if one.what is Happened.WITHDRAWN]
    return frozenset(
        article.id
        for article in articles
        if withdraws(article.title)
        or any(one.article_id == article.id and _still_said(one.now, article) for one in gone)
    )


def standing(articles: Sequence[Article], gone: frozenset[int]) -> list[Article]:
    """Return the articles that stand; all of them where all are withdrawn, which must be said beside them."""
    return [one for one in articles if one.id not in gone] or list(articles)


def _still_said(note: str, article: Article) -> bool:
    """Say whether a note still stands in its article; a page that is gone needs none."""
    words = " ".join(note.split())
    return words in " ".join(article.title.split()) or words in " ".join(article.text.split())
