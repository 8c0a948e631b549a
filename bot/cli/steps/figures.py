"""`step figures`: the articles of one story in on standard input, what they count out."""

from __future__ import annotations

import argparse
import sys

from bot.cli.lines import ArticleLine, Faults, read_lines, write_line
from bot.cli.steps.articles import article_of
from bot.domain.figure import Figure, Period
from bot.pipeline.figures import figures
from bot.text import LanguageDetector


def run(_args: argparse.Namespace) -> int:
    """Write the figures of the articles on standard input; return the exit status."""
    faults = Faults()
    languages = LanguageDetector()
    lines = [line for _, line in read_lines(sys.stdin.buffer, ArticleLine, name="stdin", faults=faults)]
    articles = [article_of(at, line, languages) for at, line in enumerate(lines)]
    for figure in figures(articles):
        _write(figure, lines[figure.quote.article_id].id)
    return faults.status


def _write(figure: Figure, article: int | str) -> None:
    """Write one figure; `start` and `end` are offsets of its sentence into the text, or the title."""
    write_line(
        sys.stdout,
        subject=figure.subject,
        low=_plain(figure.low),
        high=_plain(figure.high),
        unit=figure.unit,
        hedge=figure.hedge,
        attributed_to=figure.attributed_to,
        sentence=figure.quote.text,
        article=article,
        words=figure.words,
        period=_days(figure.period),
        in_title=figure.in_title,
        start=figure.quote.start,
        end=figure.quote.end,
    )


def _plain(number: float | None) -> float | int | None:
    """Return a whole number without its ".0"."""
    return int(number) if number is not None and number.is_integer() else number


def _days(period: Period | None) -> list[str] | None:
    return [period.first.isoformat(), period.last.isoformat()] if period else None
