"""Commands that run the bot, and those that keep its database."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from bot.cli.arguments.making import command, seconds

if TYPE_CHECKING:
    from bot.cli.arguments.making import Commands


def running(commands: Commands) -> None:
    """Add the commands that run the bot."""
    command(
        commands,
        "run",
        "bot.cli.process:run",
        "connect to Discord, poll feeds and post alerts, until stopped",
    )
    demo = command(
        commands,
        "demo",
        "bot.cli.demo:run",
        "try the bot in a browser page: a local Discord and local outlets, no token, no internet",
        settings=False,
    )
    demo.add_argument(
        "--headless", action="store_true", help="no page: print each message posted or edited as a JSON line"
    )
    demo.add_argument("--seconds", type=seconds, metavar="N", help="stop by itself after N seconds")
    demo.add_argument(
        "--feed", action="append", default=[], metavar="URL", help="add a real feed (repeatable)"
    )
    demo.add_argument("--no-browser", action="store_true", help="print the page's address and open nothing")


def keeping(commands: Commands) -> None:
    """Add the commands that look after it."""
    command(
        commands, "migrate", "bot.cli.operate:migrate", "bring the database up to date (`run` does it, too)"
    )
    command(
        commands, "check", "bot.cli.check:check", "look at settings, token, database and feeds", json=True
    )
    command(
        commands,
        "poll",
        "bot.cli.poll:poll",
        "check the feeds that are due, once; post nothing",
        json=True,
    )
    backup = command(
        commands, "backup", "bot.cli.operate:backup", "copy the database into FILE while the bot runs"
    )
    backup.add_argument("file", type=Path, metavar="FILE", help="where to")
    backup.add_argument("--overwrite", action="store_true", help="replace an older backup of that name")
    restore = command(
        commands,
        "restore",
        "bot.cli.operate:restore",
        "put a backup in the place of the database; `run` then looks into the channels before sending",
    )
    restore.add_argument("file", type=Path, metavar="FILE", help="what `backup` wrote")
