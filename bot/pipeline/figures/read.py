"""A figure as a sentence in another language than English gives it, before it becomes one of the ledger."""

from __future__ import annotations

import re
from typing import NamedTuple

from bot.domain.article import Article, Quote
from bot.domain.figure import Figure, Precision

# How badly somebody is hurt: such a count is a part of all who are, and no other count of them.
_DEGREE = re.compile(
    r"\b(?:suffer|sustain|receiv)\w* (?!(?:injuries|wounds)\b)(?:[\w-]+ ){0,3}?(?:injuries|wounds|burns)\b"
    r"|\b(?:seriously|critically|severely|badly|gravely|slightly|lightly)[ -](?:injured|wounded|hurt)\b"
    r"|\bin (?:a )?(?:critical|serious) condition\b|\bтяжел\w*|\bлегко ранен\w*|\bважк\w+|\bтяжк\w+"
    r"|\b(?:schwer|leicht) ?ver(?:letz|wund)\w*|\blebensgef\w+|\b(?:grièvement|gravement|légèrement)\b"
    r"|\bétat (?:grave|critique)|\b(?:graves?|gravi|gravemente|leves?|levemente|lievemente)\b"
    r"|\bciężk\w+|\blekko\b|\b(?:ağır|hafif)\b"
    r"|重伤|轻伤|重傷|軽傷|중상|경상|خطيرة",
    re.IGNORECASE,
)
_CLAUSES = ",;，、；،"
_HURT = ("injured", "wounded")
# What somebody says is not so, before or behind a count, without a comma: in doubt it is no count at all.
_DENIED = re.compile(
    r"\b(?:опроверг\w*|фейк\w*|не подтверд\w+|спросту\w+|заперечи\w+|dementier\w*|bestritt(?:en)?|bestreit\w*"
    r"|zurückgewiesen|wies\b.{0,40}\bzurück|démen(?:ti|t)\w*|réfut\w+|desmint\w+|desmiente\w*"
    r"|neg(?:ó|aron|ou)|niega\w*|smenti\w+|nega(?:no|to|m|ou|ram)?|non confermat\w+|desment\w+|não confirm\w+"
    r"|zaprzecz\w+|zdementowa\w+|nie potwierdz\w+|yalanla\w+|doğrulanma\w+|reddet\w+|asılsız\w*"
    r"|(?:è|é|es|est|ist) (?:falso|faux|falsch)|nieprawd\w+|неправд\w+|ложь)\b",
    re.IGNORECASE,
)


def grades(subject: str, sentence: str, at: int) -> bool:
    """Say whether the count at *at* is of those who are badly hurt, or lightly: it may not count all."""
    if not subject.endswith(_HURT):
        return False
    begins = max(sentence.rfind(mark, 0, at) for mark in _CLAUSES) + 1
    ends = min((end for mark in _CLAUSES if (end := sentence.find(mark, at)) >= 0), default=len(sentence))
    return _DEGREE.search(sentence, begins, ends) is not None


def denied_abroad(sentence: str) -> bool:
    """Say whether somebody denies something in *sentence*, in a language of `languages/`."""
    return _DENIED.search(sentence) is not None


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
        comparable=one.whole and place.lead and not grades(one.subject, place.sentence, one.start),
    )
