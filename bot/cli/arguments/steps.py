"""Every step of the pipeline as a command."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from bot.cli.arguments.making import command, positive

if TYPE_CHECKING:
    from bot.cli.arguments.making import Commands

SENTENCES = 3  # of a summary, as in alerts


def stepping(commands: Commands) -> None:
    """Add `step` with its steps."""
    about = "run one step of the pipeline by itself: JSON Lines in and out, for shells"
    step = commands.add_parser("step", help=about, description=about[0].upper() + about[1:] + ".")
    steps = step.add_subparsers(title="steps", metavar="STEP", required=True)

    parse = command(
        steps, "parse", "bot.cli.steps.parse:run", "read feed files, write one line an entry", settings=False
    )
    parse.add_argument("--url", help="where they were found: relative links are resolved against it")
    parse.add_argument("files", nargs="+", metavar="FILE", help="a feed, also .gz; - for standard input")

    extract = command(
        steps,
        "extract",
        "bot.cli.steps.extract:run",
        "read HTML pages, write one line an article",
        settings=False,
    )
    extract.add_argument("--url", help="where the page was")
    extract.add_argument("files", nargs="+", metavar="FILE", help="a page, also .gz; - for standard input")

    match = command(
        steps,
        "match",
        "bot.cli.steps.match:run",
        "read articles {id, title, text, ...} on standard input, write {id, matches} for each",
        settings=False,
    )
    match.add_argument(
        "--queries",
        type=Path,
        required=True,
        metavar="FILE",
        help="a line {id, query} each; a line {alias, query} says what @alias stands for in all of them",
    )
    match.add_argument(
        "--aliases", type=Path, metavar="FILE", help="lines {alias, query} in a file of their own"
    )

    command(
        steps,
        "cluster",
        "bot.cli.steps.cluster:run",
        "read articles {id, title, text, published?, url?, language?} in order of arrival on standard input, "
        "write {id, story} for each after the last",
        settings=False,
    )
    command(
        steps,
        "figures",
        "bot.cli.steps.figures:run",
        "read the articles of one story on standard input, write "
        "{subject, low, high, unit, hedge, attributed_to, sentence, article} a figure",
        settings=False,
    )
    summarise = command(
        steps,
        "summarise",
        "bot.cli.steps.summarise:run",
        "read the articles of one story on standard input, write {text, article, start, end} a sentence",
        settings=False,
    )
    summarise.add_argument(
        "--sentences", type=positive, default=SENTENCES, metavar="N", help=f"at most (default {SENTENCES})"
    )
