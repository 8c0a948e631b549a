"""`migrate`, `backup`, `restore`: the database as a whole."""

from __future__ import annotations

import argparse
import asyncio
import sys
from pathlib import Path
from typing import Any

from bot.cli.stored import stored
from bot.storage import connect
from bot.storage.backup import backup as write_backup
from bot.storage.backup import restore as read_backup
from bot.storage.migrate import migrate as bring_up_to_date
from bot.storage.process_lock import alone


def migrate(_args: argparse.Namespace, settings: Any) -> int:
    """Bring the database up to date, and say from where to where."""
    before, now = asyncio.run(_migrate(settings.database_url))
    if before == now:
        sys.stdout.write(f"The database is up to date (revision {now}).\n")
    else:
        how = f"went from revision {before} to {now}" if before else f"is new, at revision {now}"
        sys.stdout.write(f"The database {how}.\n")
    return 0


def backup(args: argparse.Namespace, settings: Any) -> int:
    """Copy everything stored into `args.file`, while the bot runs or not."""
    rows = asyncio.run(_backup(settings.database_url, args.file, overwrite=args.overwrite))
    sys.stdout.write(f"{args.file} holds {rows:,} {'row' if rows == 1 else 'rows'}.\n")
    return 0


def restore(args: argparse.Namespace, settings: Any) -> int:
    """Put the backup `args.file` in the place of everything stored; the bot must not run."""
    rows = asyncio.run(_restore(settings.database_url, args.file))
    told = f"{rows:,} {'row was' if rows == 1 else 'rows were'} restored"
    sys.stdout.write(f"{told}. The next start looks into the channels before it sends anything.\n")
    return 0


async def _backup(url: str, file: Path, *, overwrite: bool) -> int:
    async with stored(url) as database:
        return await write_backup(database, file, overwrite=overwrite)


async def _restore(url: str, file: Path) -> int:
    database = connect(url)
    try:
        await bring_up_to_date(database)
        async with alone(database, url, "`salient restore`"):
            return await read_backup(database, file)
    finally:
        await database.close()


async def _migrate(url: str) -> tuple[str | None, str]:
    database = connect(url)
    try:
        return await bring_up_to_date(database)
    finally:
        await database.close()
