"""`step extract`: HTML pages in, one line an article out."""

from __future__ import annotations

import argparse
import sys
from dataclasses import dataclass
from datetime import date

from bot.cli.lines import Faults, write_line
from bot.cli.steps.files import bodies
from bot.domain.mask import Mask, hidden, under
from bot.errors import ParseError
from bot.pipeline.boilerplate import Sample, learn, mask, site_of
from bot.pipeline.extract import Page, extract

_NOTHING = Page(title="", text="")


@dataclass(frozen=True, slots=True)
class _Read:
    """A page of the batch, and the site that it is of."""

    file: str
    page: Page
    site: str | None  # None: nothing tells


def run(args: argparse.Namespace) -> int:
    """Extract the articles of `args.files`, found at `args.url`; return the exit status.

    A page without an article is a line with an empty text: that, too, is an answer. Where several pages are
    of one site, the lines that it repeats are left out of each text, and are told in `removed`. So nothing is
    written before the last page is read.
    """
    faults = Faults()
    read: list[_Read] = []
    for file, body in bodies(args.files, faults):
        try:
            page = extract(body, url=args.url or "") or _NOTHING
        except ParseError as error:
            faults.tell(file, str(error))
            continue
        address = args.url or page.canonical_url
        read.append(_Read(file, page, site_of(address, "") if address else None))
    known = {site: _learnt(read, site) for site in {one.site for one in read if one.site}}
    for one in read:
        _write(one, args.url, mask(one.page.text, one.page.title, known.get(one.site or "", ())))
    return faults.status


def _learnt(read: list[_Read], site: str) -> tuple[str, ...]:
    """Return the keys of the lines that this site repeats; each page counts as a story of its own."""
    pages = [one.page for one in read if one.site == site and one.page.text]
    return learn([Sample(at, one.title, one.text, date.min) for at, one in enumerate(pages)])


def _write(one: _Read, url: str | None, spans: Mask) -> None:
    page = one.page
    lines = [line for line in under(spans, page.text).split("\n") if line.strip()]
    write_line(
        sys.stdout,
        file=one.file,
        url=url,
        canonical_url=page.canonical_url,
        title=page.title or None,
        author=page.author,
        published=page.published,
        modified=page.modified,
        language=page.language,
        outlet=page.outlet,
        text="".join(f"{line}\n" for line in lines),
        image_url=page.image_url,
        obstacle=page.obstacle,
        removed=list(hidden(spans, page.text)),
    )
