"""Every command of the command line: its words, its help, and where its code stands.

A command names its code as "module:function" and the module is imported when the command is run, so that
`--help` and the small commands need not wait for libraries that they don't use.

    running.py   run, demo; migrate, check, poll, backup, restore
    asking.py    search, story
    feeding.py   feeds
    watching.py  watch, aliases
    steps.py     step
    making.py    what the words of all these are made of
"""

from __future__ import annotations

import argparse
import re
import sys
from importlib import metadata
from typing import Any, NoReturn

from bot.cli.arguments.asking import asking
from bot.cli.arguments.feeding import feeding
from bot.cli.arguments.making import STATUS
from bot.cli.arguments.running import keeping, running
from bot.cli.arguments.steps import stepping
from bot.cli.arguments.watching import watching
from bot.lookups.did_you_mean import did_you_mean


class _Parser(argparse.ArgumentParser):
    """Names the help where a command's words are wrong; the parsers of its commands are made of it, too."""

    def parse_known_args(self, args: Any = None, namespace: Any = None) -> Any:
        """Refuse here what this command does not know: argparse would name the whole line's help."""
        found, unknown = super().parse_known_args(args, namespace)
        if unknown:
            self.error(f"unrecognized arguments: {' '.join(unknown)}")
        return found, unknown

    def error(self, message: str) -> NoReturn:
        """End with status 2."""
        self.print_usage(sys.stderr)
        near = ""
        if unknown := re.search(r"unrecognized arguments: (--[\w-]+)", message):
            near = did_you_mean(unknown[1], re.findall(r"--[\w-]+", self.format_usage()))
        if refused := re.search(r"invalid choice: '(.*)' \(choose from (.*)\)", message):
            near = did_you_mean(refused[1], re.findall(r"[\w-]+", refused[2]))
        self.exit(2, f"{self.prog}: {message}\n{near}{self.prog} --help explains it.\n")


def parser() -> argparse.ArgumentParser:
    """Return the parser of the whole command line.

    A parsed command has `code` ("module:function") and `settings` (whether that function takes them).
    """
    top: argparse.ArgumentParser = _Parser(
        prog="salient",
        description="Salient: a Discord bot for people who must not miss news. One living alert per story.",
        epilog=STATUS,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    top.add_argument("--version", action="version", version=f"Salient {metadata.version('salient')}")
    commands = top.add_subparsers(title="commands", metavar="COMMAND", required=True)
    running(commands)
    keeping(commands)
    asking(commands)
    feeding(commands)
    watching(commands)
    stepping(commands)
    return top
