"""`migrate`, `backup`, `restore`: the database as a whole."""

from __future__ import annotations

import argparse
import asyncio
import sys
from typing import Any

from bot.errors import OperatorError
from bot.storage import connect
from bot.storage.migrate import migrate as bring_up_to_date


def migrate(_args: argparse.Namespace, settings: Any) -> int:
    """Bring the database up to date, and say from where to where."""
    before, now = asyncio.run(_migrate(settings.database_url))
    if before == now:
        sys.stdout.write(f"The database is up to date (revision {now}).\n")
    else:
        sys.stdout.write(f"The database went from revision {before or 'none'} to {now}.\n")
    return 0


def backup(_args: argparse.Namespace, _settings: Any) -> int:
    """Copy the database into `args.file`."""
    raise unfinished("backup")


def restore(_args: argparse.Namespace, _settings: Any) -> int:
    """Put the backup `args.file` in the place of the database."""
    raise unfinished("restore")


def unfinished(command: str) -> OperatorError:
    """Return what a command says that has its words and not yet its work."""
    return OperatorError(f"`salient {command}` does nothing yet in this version.")


async def _migrate(url: str) -> tuple[str | None, str]:
    database = connect(url)
    try:
        return await bring_up_to_date(database)
    finally:
        await database.close()
