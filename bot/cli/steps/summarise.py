"""`step summarise`: the articles of one story in on standard input, the sentences of its summary out."""

from __future__ import annotations

import argparse
import sys

from bot.cli.lines import ArticleLine, Faults, read_lines, write_line
from bot.cli.steps.articles import article_of
from bot.pipeline.summarise import summarise
from bot.text import LanguageDetector


def run(args: argparse.Namespace) -> int:
    """Summarise the articles of standard input; return the exit status."""
    faults = Faults()
    languages = LanguageDetector()
    lines = [line for _, line in read_lines(sys.stdin.buffer, ArticleLine, name="stdin", faults=faults)]
    articles = [article_of(at, line, languages) for at, line in enumerate(lines)]
    for quote in summarise(articles, sentences=args.sentences):
        write_line(
            sys.stdout, text=quote.text, article=lines[quote.article_id].id, start=quote.start, end=quote.end
        )
    return faults.status
