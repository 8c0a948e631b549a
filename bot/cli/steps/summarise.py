"""`step summarise`: the articles of one story in on standard input, the sentences of its summary out."""

from __future__ import annotations

import argparse
import sys
from datetime import UTC, datetime

from bot.cli.lines import ArticleLine, Faults, read_lines, write_line
from bot.domain.article import Article
from bot.pipeline.summarise import summarise
from bot.text import Analyser, LanguageDetector


def run(args: argparse.Namespace) -> int:
    """Summarise the articles of standard input; return the exit status."""
    faults = Faults()
    languages = LanguageDetector()
    lines = [line for _, line in read_lines(sys.stdin.buffer, ArticleLine, name="stdin", faults=faults)]
    articles = [_article(at, line, languages) for at, line in enumerate(lines)]
    for quote in summarise(articles, sentences=args.sentences, analyser=Analyser()):
        write_line(
            sys.stdout, text=quote.text, article=lines[quote.article_id].id, start=quote.start, end=quote.end
        )
    return faults.status


def _article(at: int, line: ArticleLine, languages: LanguageDetector) -> Article:
    """Return the line as the article number *at* of one story."""
    return Article(
        id=at,
        revision_id=at,
        story_id=1,
        url=line.url,
        outlet=line.outlet or "",
        title=line.title,
        text=line.text,
        author=line.author,
        published=line.published,
        first_stored_at=line.published or datetime.now(UTC),
        language=languages.detect(f"{line.title}\n{line.text}", line.language),
    )
