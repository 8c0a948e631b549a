"""`feeds import`, `feeds export`, `feeds pack`: many feeds at once."""

from __future__ import annotations

import argparse
import asyncio
import sys
from collections.abc import Sequence
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

from bot import app
from bot.cli.lines import write_line
from bot.cli.stored import operator, stored
from bot.cli.tables import show
from bot.domain.guild import Viewer
from bot.errors import OperatorError
from bot.pipeline.feeds.opml import Outline, of_category
from bot.services import Added, Packs, load_packs
from bot.services.packs import UNVERIFIED

_STDIN = "-"


def run(args: argparse.Namespace, settings: Any) -> int:
    """Do `args.action`; return 1 where a part of it was not possible."""
    if args.action == "pack" and not (args.topic or args.country):
        return _overview(args, load_packs())
    return asyncio.run(_run(args, settings))


async def _run(args: argparse.Namespace, settings: Any) -> int:
    async with stored(settings.database_url) as database:
        viewer = await operator(database, args.guild)
    async with app.open(settings) as opened:
        match args.action:
            case "import":
                found = await opened.needs.many_feeds.read(_content(args.file))
                return await _add(args, opened, viewer, of_category(found.outlines, args.category))
            case "export":
                return await _export(args, opened, viewer)
            case _:
                return await _pack(args, opened, viewer, load_packs())


async def _export(args: argparse.Namespace, opened: app.App, viewer: Viewer) -> int:
    """Write the server's feeds as OPML to a file or to standard output."""
    export = await opened.needs.many_feeds.export(viewer)
    if args.file is None:
        sys.stdout.write(export.file.decode())
    else:
        try:
            args.file.write_bytes(export.file)
        except OSError as error:
            raise OperatorError(f"{args.file} can't be written: {error.strerror}.") from error
    if args.file is not None and args.json:
        write_line(sys.stdout, file=str(args.file), feeds=export.feeds, without_credentials=export.bared)
    elif args.file is not None:
        sys.stdout.write(f"{export.feeds:,} feeds are in {args.file}.\n")
    if export.bared:
        sys.stderr.write(f"The credentials of {export.bared:,} addresses are left out.\n")
    return 0


async def _pack(args: argparse.Namespace, opened: app.App, viewer: Viewer, packs: Packs) -> int:
    """Show a pack; add it where that was asked for."""
    feeds = packs.chosen(args.topic, args.country)
    if args.yes:
        return await _add(args, opened, viewer, [one.outline for one in feeds])
    show(
        map(asdict, feeds),
        as_json=args.json,
        columns=("name", "country", "language", "topic", "url"),
        now=datetime.now(UTC),
    )
    known = await opened.needs.many_feeds.known(viewer, [one.outline for one in feeds])
    sys.stderr.write(f"{UNVERIFIED} {known:,} of {len(feeds):,} are followed already. To add them: --yes\n")
    return 0


async def _add(args: argparse.Namespace, opened: app.App, viewer: Viewer, outlines: Sequence[Outline]) -> int:
    """Add feeds with a progress bar, and tell what came of it. The poller checks them."""
    with Progress(
        TextColumn("feeds"),
        BarColumn(),
        MofNCompleteColumn(),
        console=Console(stderr=True),
        disable=not sys.stderr.isatty(),
    ) as bar:
        task = bar.add_task("feeds", total=len(outlines))

        async def progress(done: int, _total: int) -> None:
            bar.update(task, completed=done)

        came = await opened.needs.many_feeds.add(viewer, outlines, progress)
    _tell(args, came)
    return 1 if came.refused else 0


def _tell(args: argparse.Namespace, came: Added) -> None:
    for one in came.refused:
        sys.stderr.write(f"{one.url or one.title or 'an outline'}: {one.reason}\n")
    if args.json:
        write_line(
            sys.stdout,
            total=came.total,
            added=came.added,
            known=came.known,
            twice=came.twice,
            refused=[{"url": one.url, "title": one.title, "reason": one.reason} for one in came.refused],
        )
        return
    sys.stdout.write(
        f"{came.added:,} of {came.total:,} feeds added; {came.known:,} were followed already, {came.twice:,} "
        f"are in the list more than once, {len(came.refused):,} can't be added.\n"
    )
    if came.added:
        sys.stdout.write(
            "They are checked one after the other by the running bot, or by `salient poll`; what can't be "
            "read, `salient feeds` shows.\n"
        )


def _overview(args: argparse.Namespace, packs: Packs) -> int:
    rows = [
        {"what": "topic", "key": key, "name": packs.topics[key], "feeds": number}
        for key, number in packs.by_topic.items()
    ]
    rows += [
        {"what": "country", "key": key, "name": packs.countries[key], "feeds": number}
        for key, number in packs.by_country.items()
    ]
    show(rows, as_json=args.json, columns=("what", "key", "name", "feeds"), now=datetime.now(UTC))
    sys.stderr.write(f"{UNVERIFIED}\n")
    return 0


def _content(file: str) -> bytes:
    if file == _STDIN:
        return sys.stdin.buffer.read()
    try:
        return Path(file).read_bytes()
    except OSError as error:
        raise OperatorError(f"{file} can't be read: {error.strerror}.") from error
