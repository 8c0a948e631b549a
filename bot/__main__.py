"""The command line: `python -m bot`, installed as `salient`."""

from __future__ import annotations

import argparse
import os
import re
import sys
from collections.abc import Sequence
from pkgutil import resolve_name

from bot.cli.arguments import parser
from bot.errors import MemberError, OperatorError, OutsideError, QueryError
from config import logs
from config.load import load

INTERRUPTED = 130  # 128 + SIGINT, as shells have it
NOT_POSSIBLE = 2
FAILED = 1

IN_SHELL = {"feed": "feeds", "watch": "watch", "alias": "aliases", "search": "search", "story": "story"}
"""What commands of chat are called here; their actions have the same names."""

_ACTIONS = "add|edit|export|health|import|list|pack|pause|remove|resume|set|show|test"
_CHAT = re.compile(rf"(?<![\w/.:])/({'|'.join(IN_SHELL)})((?: (?:{_ACTIONS}))?)\b(?!/|\.\w)")


def main(words: Sequence[str] | None = None) -> int:
    """Run one command and return its exit status; *words* are the process's own unless given."""
    args = parser().parse_args(words)
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")
    try:
        return _run(args)
    except OperatorError as error:
        return _tell(str(error), NOT_POSSIBLE)
    except QueryError as error:
        return _tell(f"{': '.join(filter(None, (str(error), error.hint)))}\n{error.pointed()}", FAILED)
    except (MemberError, OutsideError) as error:
        return _tell(str(error), FAILED)
    except KeyboardInterrupt:
        return INTERRUPTED
    except BrokenPipeError:
        # Whoever read our output has enough (`| head`); the interpreter's last flush must not complain.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return FAILED


def _run(args: argparse.Namespace) -> int:
    """Run the command's code, with the settings where it takes them."""
    if not args.settings:
        return int(resolve_name(args.code)(args) or 0)
    settings = load()
    logs.configure(level=settings.log_level, form=settings.log_format, secrets=settings.secrets())
    return int(resolve_name(args.code)(args, settings) or 0)


def _tell(text: str, status: int) -> int:
    """Write an error, which may name a command of chat, as a shell has it."""
    sys.stderr.write(_CHAT.sub(lambda found: f"`salient {IN_SHELL[found[1]]}{found[2]}`", text) + "\n")
    return status


if __name__ == "__main__":
    sys.exit(main())
