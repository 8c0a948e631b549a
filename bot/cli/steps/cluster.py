"""`step cluster`: articles in on standard input in order of arrival, the story of each out."""

from __future__ import annotations

import argparse
import sys

from bot.cli.lines import ArticleLine, Faults, read_lines, write_line
from bot.pipeline.cluster import Document, cluster
from bot.text import Analyser, LanguageDetector


def run(_args: argparse.Namespace) -> int:
    """Cluster the articles of standard input; return the exit status.

    Nothing is written before the last line is read, so that merges are in what is written.
    """
    faults = Faults()
    languages = LanguageDetector()
    lines = read_lines(sys.stdin.buffer, ArticleLine, name="stdin", faults=faults)
    documents = (_document(line, languages) for _, line in lines)
    for article, story in cluster(documents, Analyser()):
        write_line(sys.stdout, id=article, story=story)
    return faults.status


def _document(line: ArticleLine, languages: LanguageDetector) -> Document:
    return Document(
        id=line.id,
        title=line.title,
        text=line.text,
        url=line.url,
        published=line.published,
        language=languages.detect(f"{line.title}\n{line.text}", line.language),
        outlet=line.outlet or "",
    )
