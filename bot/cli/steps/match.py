"""`step match`: articles in on standard input, the ids of the queries that match each out."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from bot.cli.lines import ArticleLine, Faults, QueryLine, read_lines, write_line
from bot.errors import OperatorError, QueryError
from bot.query import ALIAS_NAME, Document, Matcher, parse, read
from bot.text import Analyser, LanguageDetector


def run(args: argparse.Namespace) -> int:
    """Match the articles of standard input against the queries in `args.queries`; return the exit status."""
    faults = Faults()
    analyser, languages = Analyser(), LanguageDetector()
    matcher = Matcher(analyser)
    names = _add_queries(matcher, args.queries, args.aliases, faults)
    for _, line in read_lines(sys.stdin.buffer, ArticleLine, name="stdin", faults=faults):
        matches = matcher.matching(_document(line, analyser, languages))
        write_line(sys.stdout, id=line.id, matches=[names[at] for at in matches])
    return faults.status


def _add_queries(matcher: Matcher, file: Path, apart: Path | None, faults: Faults) -> list[int | str]:
    """Give *matcher* the queries of *file*, numbered from 0; return their ids in that order.

    Aliases stand among the queries, before or after those that use them, or in the file *apart*.
    """
    lines = [*(_lines(apart, faults) if apart else ()), *_lines(file, faults)]
    aliases: dict[str, str] = {}
    for place, line in lines:
        if line.alias is not None:
            name = line.alias.strip().removeprefix("@").casefold()
            if not ALIAS_NAME.fullmatch(name):
                faults.tell(place, f"an alias is named by letters, digits, - and _ alone, not {line.alias!r}")
            elif name in aliases:
                faults.tell(place, f"@{name} stands for something already")
            else:
                aliases[name] = line.query
    names: list[int | str] = []
    for place, line in lines:
        try:
            query = parse(line.query, aliases)
        except QueryError as error:
            faults.tell(place, _pointed(error))
            continue
        if line.id is not None:
            matcher.add(len(names), query)
            names.append(line.id)
    return names


def _lines(file: Path, faults: Faults) -> list[tuple[str, QueryLine]]:
    """Return the lines of *file*, each with its place ("queries.jsonl:3")."""
    try:
        with file.open("rb") as stream:
            read_in = read_lines(stream, QueryLine, name=str(file), faults=faults)
            return [(f"{file}:{number}", line) for number, line in read_in]
    except OSError as error:
        raise OperatorError(f"{file}: {error.strerror}") from error


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
