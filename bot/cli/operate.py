"""`run`, `demo`, `poll`, `migrate`, `backup`, `restore`: the bot's process and its database."""

from __future__ import annotations

import argparse
import asyncio
import sys
from typing import Any

from bot.cli import invite
from bot.errors import OperatorError
from bot.storage import connect
from bot.storage.migrate import migrate as bring_up_to_date


def run(_args: argparse.Namespace, settings: Any) -> int:
    """Connect to Discord until stopped; without a token say how to get one, and return 2."""
    if settings.discord_token is None:
        sys.stderr.write(invite.without_token())
        return 2
    client_id = settings.invite_client_id or invite.application_id(settings.discord_token.get_secret_value())
    sys.stderr.write(invite.with_token(client_id) + "\n")
    raise unfinished("run")


def migrate(_args: argparse.Namespace, settings: Any) -> int:
    """Bring the database up to date, and say from where to where."""
    before, now = asyncio.run(_migrate(settings.database_url))
    if before == now:
        sys.stdout.write(f"The database is up to date (revision {now}).\n")
    else:
        sys.stdout.write(f"The database went from revision {before or 'none'} to {now}.\n")
    return 0


def demo(args: argparse.Namespace) -> int:
    """Run the whole bot in a browser page, or without one as a check of itself."""
    try:
        # its libraries are an extra, which the bot itself does without
        from bot.demo import run as rehearsal  # noqa: PLC0415
    except ModuleNotFoundError as error:
        raise OperatorError(
            f"The demo needs {error.name}, which is not installed: pip install 'salient[demo]'"
        ) from error
    options = rehearsal.Options(
        headless=args.headless,
        seconds=args.seconds,
        feeds=tuple(args.feed),
        browser=not args.no_browser,
    )
    return asyncio.run(rehearsal.demo(options))


def poll(_args: argparse.Namespace, _settings: Any) -> int:
    """Check the feeds that are due, once."""
    raise unfinished("poll")


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
