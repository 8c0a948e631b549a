"""What articles count, who says so, and where they differ."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from bot.domain.article import Quote


class Precision(StrEnum):
    """How closely a figure is meant."""

    EXACT = "exact"
    ABOUT = "about"  # "around 8,000", "nearly 400"
    VAGUE = "vague"  # "dozens", "several hundred": a word for a size, not a count


@dataclass(frozen=True, slots=True)
class Period:
    """The days that a figure refers to, both included."""

    first: date
    last: date


@dataclass(frozen=True, slots=True)
class Figure:
    """One count in one sentence of one article.

    `low` and `high` are equal for a plain number, "about" or not; "at least" has no `high`, "up to" no
    `low`, and `dozens` has the least that the word allows as `low`. `unit` is an ISO 4217 code for money,
    "%", "square miles" and the like, None where things or people are counted. `words` is the amount and
    `hedge` the hedge as the article writes them, white space folded.
    """

    subject: str  # "North Korean troops", "people killed"
    low: float | None
    high: float | None
    unit: str | None
    hedge: str | None
    precision: Precision
    words: str
    attributed_to: str | None
    period: Period | None  # None where the sentence names no day, month or year
    at: datetime  # when the article was published
    quote: Quote  # the whole sentence
    in_title: bool  # then the quote's offsets are those of the article's title
    comparable: bool  # the sentence gives the whole of a subject on which articles can be held together


@dataclass(frozen=True, slots=True)
class Claim:
    """One answer to a question on which answers differ: `about 10,000 (Pentagon, via B, C)`."""

    words: str
    attributed_to: str | None
    outlets: tuple[str, ...]  # in order of their articles
    figures: tuple[Figure, ...]  # the evidence, oldest first
    newest: bool


@dataclass(frozen=True, slots=True)
class Conflict:
    """A subject on which outlets or speakers differ beyond their hedges; claims from low to high."""

    subject: str
    claims: tuple[Claim, ...]
