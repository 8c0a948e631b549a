"""`step extract`: HTML pages in, one line an article out."""

from __future__ import annotations

import argparse
import sys

from bot.cli.lines import Faults, write_line
from bot.cli.steps.files import bodies
from bot.errors import ParseError
from bot.pipeline.extract import Page, extract

_NOTHING = Page(title="", text="")


def run(args: argparse.Namespace) -> int:
    """Extract the articles of `args.files`, found at `args.url`; return the exit status.

    A page without an article is a line with an empty text: that, too, is an answer.
    """
    faults = Faults()
    for file, body in bodies(args.files, faults):
        try:
            page = extract(body, url=args.url or "") or _NOTHING
        except ParseError as error:
            faults.tell(file, str(error))
            continue
        write_line(
            sys.stdout,
            file=file,
            url=args.url,
            canonical_url=page.canonical_url,
            title=page.title or None,
            author=page.author,
            published=page.published,
            modified=page.modified,
            language=page.language,
            outlet=page.outlet,
            text=page.text,
            image_url=page.image_url,
            obstacle=page.obstacle,
        )
    return faults.status
