"""`poll`: one round over the feeds that are due, with a progress bar. Alerts are wanted, `run` sends them."""

from __future__ import annotations

import argparse
import asyncio
import sys
from dataclasses import asdict
from typing import Any

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from bot import app
from bot.cli.lines import write_line
from bot.pipeline.refresh import Counts
from bot.storage.process_lock import alone


def poll(args: argparse.Namespace, settings: Any) -> int:
    """Check the feeds that are due, once; return 1 where one failed."""
    counts = asyncio.run(_poll(settings))
    if args.json:
        write_line(sys.stdout, **asdict(counts))
    else:
        sys.stdout.write(
            f"{counts.feeds} feeds checked: {counts.unchanged} unchanged, {counts.failed} failed, "
            f"{counts.articles} new articles, {counts.revisions} changed, {counts.matches} matches, "
            f"{counts.wanted} alerts wanted.\n"
        )
    return 1 if counts.failed else 0


async def _poll(settings: Any) -> Counts:
    """Poll as the keeper does, alone: beside a running bot there is nothing to poll, and it would clash."""
    async with app.open(settings) as opened, alone(opened.database, settings.database_url, "`salient poll`"):
        refresh = opened.refresh()
        await refresh.start()
        try:
            with Progress(
                TextColumn("feeds"),
                BarColumn(),
                MofNCompleteColumn(),
                TimeElapsedColumn(),
                console=Console(stderr=True),
                disable=not sys.stderr.isatty(),
            ) as bar:
                task = bar.add_task("feeds", total=None)
                return await refresh.once(lambda done, of: bar.update(task, completed=done, total=of))
        finally:
            await refresh.drain()
