"""`step match`: articles in on standard input, the ids of the queries that match each out."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from bot.cli.lines import ArticleLine, Faults, QueryLine, read_lines, write_line
from bot.errors import OperatorError, QueryError
from bot.query import Document, Matcher, parse, read
from bot.text import Analyser, LanguageDetector


def run(args: argparse.Namespace) -> int:
    """Match the articles of standard input against the queries in `args.queries`; return the exit status."""
    faults = Faults()
    analyser, languages = Analyser(), LanguageDetector()
    matcher = Matcher(analyser)
    names = _add_queries(matcher, args.queries, faults)
    for _, line in read_lines(sys.stdin.buffer, ArticleLine, name="stdin", faults=faults):
        matches = matcher.match(_document(line, analyser, languages))
        write_line(sys.stdout, id=line.id, matches=[names[at] for at in sorted(at for at, _hits in matches)])
    return faults.status


def _add_queries(matcher: Matcher, file: Path, faults: Faults) -> list[int | str]:
    """Give *matcher* the queries of *file*, numbered from 0; return their ids in that order."""
    names: list[int | str] = []
    try:
        with file.open("rb") as stream:
            for number, line in read_lines(stream, QueryLine, name=str(file), faults=faults):
                try:
                    matcher.add(len(names), parse(line.query))
                except QueryError as error:
                    faults.tell(f"{file}:{number}", _pointed(error))
                else:
                    names.append(line.id)
    except OSError as error:
        raise OperatorError(f"{file}: {error.strerror}") from error
    return names


def _document(line: ArticleLine, analyser: Analyser, languages: LanguageDetector) -> Document:
    return read(
        analyser,
        title=line.title,
        text=line.text,
        language=languages.detect(f"{line.title}\n{line.text}", line.language),
        outlet=line.outlet or "",
        feed=line.feed or "",
        author=line.author,
        url=line.url,
        published=line.published,
    )


def _pointed(error: QueryError) -> str:
    hint = f": {error.hint}" if error.hint else ""
    return f"{error.message}{hint}\n{error.pointed()}"
