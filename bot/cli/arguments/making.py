"""What the words of commands are made of."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from argparse import _SubParsersAction

    Commands = _SubParsersAction[argparse.ArgumentParser]

STATUS = """\
exit status: 0 done; 1 done in part, or not found (standard error says what and why);
2 not possible as asked (a setting, the command's own words, a second process)."""


def command(
    commands: Commands, name: str, code: str, about: str, *, settings: bool = True, json: bool = False
) -> argparse.ArgumentParser:
    """Add a command whose code is "module:function"; *about* is its help, in small letters."""
    made = commands.add_parser(
        name, help=about, description=about[0].upper() + about[1:] + ".", epilog=STATUS
    )
    made.formatter_class = argparse.RawDescriptionHelpFormatter
    made.set_defaults(code=code, settings=settings)
    if json:
        made.add_argument("--json", action="store_true", help="print JSON, one object a line")
    return made


def of_guild(made: argparse.ArgumentParser, default: str | None = None) -> None:
    """Add what all commands about a server have; an action's own default must not undo its command's."""
    made.add_argument(
        "--json", action="store_true", default=default or False, help="print JSON, one object a line"
    )
    made.add_argument(
        "--guild", type=positive, default=default, metavar="ID", help="the server, where there are several"
    )


def seconds(word: str) -> float:
    """Return a length of time; refuse what is none."""
    number = float(word)
    if not 0 < number < float("inf"):
        raise argparse.ArgumentTypeError("must be above 0")
    return number


def positive(word: str) -> int:
    """Return a number of things; refuse what is none."""
    if not (word.isascii() and word.isdigit() and int(word)):
        raise argparse.ArgumentTypeError(f"{word} is not a whole number from 1 on")
    return int(word)
