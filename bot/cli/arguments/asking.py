"""Commands that ask the archive."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from bot.cli.arguments.making import command, of_guild, positive

if TYPE_CHECKING:
    from bot.cli.arguments.making import Commands

DAYS = 30  # that a search looks back, unless asked otherwise, as in chat
RESULTS = 10


def asking(commands: Commands) -> None:
    """Add `search` and `story`."""
    search = command(commands, "search", "bot.cli.ask:search", "search the archive as a server sees it")
    search.add_argument("words", nargs="+", metavar="WORD", help="a query, as in chat")
    search.add_argument(
        "--days", type=positive, help=f"how many days back (default {DAYS}; all, where the query has dates)"
    )
    search.add_argument("--outlet", help="only of this outlet")
    search.add_argument("--newest", action="store_true", help="newest first instead of best first")
    search.add_argument(
        "--zone",
        type=_zone,
        metavar="NAME",
        help="time zone in which days begin, as Europe/Kyiv (default UTC)",
    )
    search.add_argument("--limit", type=positive, default=RESULTS, help=f"results (default {RESULTS})")
    story = command(commands, "story", "bot.cli.ask:story", "show one story with its articles")
    story.add_argument("story", type=positive, metavar="ID")
    for made in (search, story):
        of_guild(made)


def _zone(name: str) -> ZoneInfo:
    """Return a time zone by its IANA name; refuse what is none."""
    try:
        return ZoneInfo(name)
    except (ValueError, OSError, LookupError) as error:
        raise argparse.ArgumentTypeError(f"{name} is no time zone: write one such as Europe/Kyiv") from error
