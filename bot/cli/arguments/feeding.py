"""Commands about the feeds of a server."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from bot.cli.arguments.making import command, of_guild

if TYPE_CHECKING:
    from bot.cli.arguments.making import Commands


def feeding(commands: Commands) -> None:
    """Add `feeds`."""
    about = "list the feeds of a server and their health, or change them"
    feeds = command(commands, "feeds", "bot.cli.feeds:feeds", about)
    of_guild(feeds)
    actions = feeds.add_subparsers(title="actions", metavar="ACTION", dest="action")
    _feed_lists(actions)
    for name, does, what in (
        ("list", "list them (without an action, too)", None),
        ("health", "one feed's life: articles a day, failures, gaps, the next check", "FEED"),
        ("repeats", "lines that its articles repeat, which are left out; keep one of them by --line", "FEED"),
        ("add", "look at the feed at URL and follow it; nothing of its back catalogue is posted", "URL"),
        ("remove", "follow a feed no more", "FEED"),
        ("pause", "stop its alerts; its archive stays searchable", "FEED"),
        ("resume", "alert again, for what it publishes from now on", "FEED"),
        ("urgent", "check it as often as the settings allow", "FEED"),
        ("calm", "check it by its own rhythm again", "FEED"),
        ("pages", "read the page of every article that it brings, however much the feed gives", "FEED"),
        ("no-pages", "read an article's page only where the feed gives little again", "FEED"),
    ):
        action = actions.add_parser(name, help=does)
        of_guild(action, default=argparse.SUPPRESS)
        if what is not None:
            named = "its id, title or address" if what == "FEED" else "the feed's address, or its site's page"
            action.add_argument("feed", metavar=what, help=named)
        if name == "list":
            action.add_argument("--folder", metavar="NAME", help="only those of this folder of an OPML file")
        if name == "repeats":
            action.add_argument("--line", help="keep this line, or leave a kept one out again")
        if name == "add":
            action.add_argument(
                "--yes", action="store_true", help="follow it without being asked (so does --json)"
            )


def _feed_lists(actions: Commands) -> None:
    """Add what takes and gives many feeds at once."""
    take = actions.add_parser(
        "import", help="follow all feeds of an OPML file; run again, it adds what is missing"
    )
    take.add_argument("file", metavar="FILE", help="the OPML file; - for standard input")
    take.add_argument("--category", metavar="NAME", help="only the feeds of this folder of the file")
    give = actions.add_parser("export", help="write the feeds as an OPML file, without credentials")
    give.add_argument(
        "file", type=Path, nargs="?", metavar="FILE", help="where to (default: standard output)"
    )
    pack = actions.add_parser("pack", help="show well-known feeds to start with, or add them with --yes")
    pack.add_argument("topic", nargs="?", metavar="TOPIC", help="without topic and country: what there is")
    pack.add_argument("--country", metavar="CODE", help="only of this country, by its code or name")
    pack.add_argument("--yes", action="store_true", help="add them")
    for action in (take, give, pack):
        of_guild(action, default=argparse.SUPPRESS)
