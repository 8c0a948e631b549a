"""A figure as a sentence in another language than English gives it, before it becomes one of the ledger."""

from __future__ import annotations

from typing import NamedTuple

from bot.domain.article import Article, Quote
from bot.domain.figure import Figure, Precision


class Read(NamedTuple):
    """What was read between `start` and `end` of a sentence; `whole` where it can be held against others."""

    subject: str
    low: float | None
    high: float | None
    unit: str | None
    hedge: str | None  # as the sentence writes it
    about: bool
    start: int
    end: int
    whole: bool


class Place(NamedTuple):
    """A sentence, between which characters of its article's title or text it stands, and whether it leads."""

    sentence: str
    start: int
    end: int
    in_title: bool
    lead: bool


def figure_of(article: Article, place: Place, one: Read, speaker: str | None) -> Figure:
    """Return the figure with its evidence."""
    return Figure(
        subject=one.subject,
        low=one.low,
        high=one.high,
        unit=one.unit,
        hedge=one.hedge,
        precision=Precision.ABOUT if one.about else Precision.EXACT,
        words=" ".join(place.sentence[one.start : one.end].split()),
        attributed_to=speaker,
        period=None,
        at=article.at,
        quote=Quote(
            text=" ".join(place.sentence.split()),
            article_id=article.id,
            revision_id=article.revision_id,
            start=place.start,
            end=place.end,
            outlet=article.outlet,
            url=article.url,
        ),
        in_title=place.in_title,
        comparable=one.whole and place.lead,
    )
