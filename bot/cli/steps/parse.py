"""`step parse`: feed files in, one line an entry out."""

from __future__ import annotations

import argparse
import sys

from bot.cli.lines import Faults, write_line
from bot.cli.steps.files import bodies
from bot.errors import ParseError
from bot.pipeline.parse import parse


def run(args: argparse.Namespace) -> int:
    """Parse `args.files`, found at `args.url`; return the exit status."""
    faults = Faults()
    for file, body in bodies(args.files, faults):
        try:
            feed = parse(body, url=args.url or "")
        except ParseError as error:
            faults.tell(file, str(error).replace("This address gives", "This file is", 1))
            continue
        about = {"title": feed.title, "link": feed.link, "language": feed.language}
        for entry in feed.entries:
            write_line(
                sys.stdout,
                file=file,
                feed=about,
                id=entry.key,
                url=entry.url,
                title=entry.title,
                author=entry.author,
                published=entry.published,
                updated=entry.updated,
                summary=entry.summary or None,
                content=entry.content or None,
                language=entry.language,
                image_url=entry.image_url,
                kind=feed.kind,
            )
    return faults.status
