"""Commands about the watchlists and aliases of a server."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING

from bot.cli.arguments.making import command, of_guild, positive

if TYPE_CHECKING:
    from bot.cli.arguments.making import Commands

TRIED = 7  # days that a query is tried on


def watching(commands: Commands) -> None:
    """Add `watch` and `aliases`."""
    _watch(commands)
    _aliases(commands)


def _watch(commands: Commands) -> None:
    about = "list the watchlists of a server, or change them"
    watch = command(commands, "watch", "bot.cli.watch:watch", about)
    watch.set_defaults(action="list")
    of_guild(watch)
    actions = watch.add_subparsers(title="actions", metavar="ACTION", dest="action")
    made = {
        name: actions.add_parser(name, help=about)
        for name, about in (
            ("list", "list them (without an action, too)"),
            ("test", "tell what a query would have found; nothing is saved"),
            ("add", "add one"),
            ("edit", "change one"),
            ("remove", "delete one; what it posted stays"),
            ("pause", "stop its alerts"),
            ("resume", "alert again, for what is published from now on"),
        )
    }
    for name, action in made.items():
        of_guild(action, default=argparse.SUPPRESS)
        if name not in {"list", "test"}:
            action.add_argument("name", metavar="NAME")
    made["test"].add_argument("query", metavar="QUERY")
    made["test"].add_argument(
        "--days", type=positive, default=TRIED, help=f"how many days back (default {TRIED})"
    )
    made["add"].add_argument("query", metavar="QUERY")
    made["edit"].add_argument("--name", dest="new_name", metavar="NEW", help="its new name")
    made["edit"].add_argument("--query")
    for name in ("add", "edit"):
        made[name].add_argument(
            "--channel", type=positive, metavar="ID", required=name == "add", help="where its alerts go"
        )
        made[name].add_argument("--role", type=positive, metavar="ID", help="the role that is mentioned")


def _aliases(commands: Commands) -> None:
    about = "list what @names stand for in the queries of a server, or change them"
    aliases = command(commands, "aliases", "bot.cli.aliases:aliases", about)
    aliases.set_defaults(action="list")
    of_guild(aliases)
    actions = aliases.add_subparsers(title="actions", metavar="ACTION", dest="action")
    for name, does in (
        ("list", "list them (without an action, too)"),
        ("set", "let NAME stand for QUERY in all watchlists and searches"),
        ("remove", "delete one that nothing uses"),
        ("starters", "add the examples that come with Salient"),
    ):
        action = actions.add_parser(name, help=does)
        of_guild(action, default=argparse.SUPPRESS)
        if name in {"set", "remove"}:
            action.add_argument("name", metavar="NAME", help="with or without its @")
        if name == "set":
            action.add_argument("query", metavar="QUERY")
