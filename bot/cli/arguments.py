"""Every command of the command line: its words, its help, and where its code stands.

A command names its code as "module:function" and the module is imported when the command is run, so that
`--help` and the small commands need not wait for libraries that they don't use.
"""

from __future__ import annotations

import argparse
from importlib import metadata
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from argparse import _SubParsersAction

    Commands = _SubParsersAction[argparse.ArgumentParser]

DAYS = 30  # that a search looks back, unless asked otherwise, as in chat
TRIED = 7  # days that a query is tried on
RESULTS = 10
SENTENCES = 3  # of a summary, as in alerts

_STATUS = """\
exit status: 0 done; 1 done in part, or not found (standard error says what and why);
2 not possible as asked (a setting, the command's own words, a second process)."""


def parser() -> argparse.ArgumentParser:
    """Return the parser of the whole command line.

    A parsed command has `code` ("module:function") and `settings` (whether that function takes them).
    """
    top = argparse.ArgumentParser(
        prog="salient",
        description="Salient: a Discord bot for people who must not miss news. One living alert per story.",
        epilog=_STATUS,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    top.add_argument("--version", action="version", version=f"Salient {metadata.version('salient')}")
    commands = top.add_subparsers(title="commands", metavar="COMMAND", required=True)
    _running(commands)
    _keeping(commands)
    _asking(commands)
    _steps(commands)
    return top


def _command(
    commands: Commands, name: str, code: str, about: str, *, settings: bool = True, json: bool = False
) -> argparse.ArgumentParser:
    made = commands.add_parser(
        name, help=about, description=about[0].upper() + about[1:] + ".", epilog=_STATUS
    )
    made.formatter_class = argparse.RawDescriptionHelpFormatter
    made.set_defaults(code=code, settings=settings)
    if json:
        made.add_argument("--json", action="store_true", help="print JSON, one object a line")
    return made


def _running(commands: Commands) -> None:
    _command(
        commands,
        "run",
        "bot.cli.process:run",
        "connect to Discord, poll feeds and post alerts, until stopped",
    )
    demo = _command(
        commands,
        "demo",
        "bot.cli.demo:run",
        "try the bot in a browser page: a local Discord and local outlets, no token, no internet",
        settings=False,
    )
    demo.add_argument(
        "--headless", action="store_true", help="no page: print each message posted or edited as a JSON line"
    )
    demo.add_argument("--seconds", type=_seconds, metavar="N", help="stop by itself after N seconds")
    demo.add_argument(
        "--feed", action="append", default=[], metavar="URL", help="add a real feed (repeatable)"
    )
    demo.add_argument("--no-browser", action="store_true", help="print the page's address and open nothing")


def _keeping(commands: Commands) -> None:
    _command(
        commands, "migrate", "bot.cli.operate:migrate", "bring the database up to date (`run` does it, too)"
    )
    _command(
        commands, "check", "bot.cli.check:check", "look at settings, token, database and feeds", json=True
    )
    _command(
        commands,
        "poll",
        "bot.cli.poll:poll",
        "check the feeds that are due, once; post nothing",
        json=True,
    )
    backup = _command(
        commands, "backup", "bot.cli.operate:backup", "copy the database into FILE while the bot runs"
    )
    backup.add_argument("file", type=Path, metavar="FILE")
    restore = _command(
        commands,
        "restore",
        "bot.cli.operate:restore",
        "put a backup in the place of the database; `run` then looks into the channels before sending",
    )
    restore.add_argument("file", type=Path, metavar="FILE")


def _asking(commands: Commands) -> None:
    search = _command(commands, "search", "bot.cli.ask:search", "search the archive as a server sees it")
    search.add_argument("words", nargs="+", metavar="WORD", help="a query, as in chat")
    search.add_argument("--days", type=_positive, default=DAYS, help=f"how many days back (default {DAYS})")
    search.add_argument("--outlet", help="only of this outlet")
    search.add_argument("--newest", action="store_true", help="newest first instead of best first")
    search.add_argument("--limit", type=_positive, default=RESULTS, help=f"results (default {RESULTS})")
    story = _command(commands, "story", "bot.cli.ask:story", "show one story with its articles")
    story.add_argument("story", type=_positive, metavar="ID")
    for made in (search, story):
        _of_guild(made)
    _feeding(commands)
    _watching(commands)


def _feeding(commands: Commands) -> None:
    about = "list the feeds of a server and their health, or change them"
    feeds = _command(commands, "feeds", "bot.cli.feeds:feeds", about)
    _of_guild(feeds)
    actions = feeds.add_subparsers(title="actions", metavar="ACTION", dest="action")
    _feed_lists(actions)
    for name, does, what in (
        ("list", "list them (without an action, too)", None),
        ("health", "one feed's life: articles a day, failures, gaps, the next check", "FEED"),
        ("add", "look at the feed at URL and follow it; nothing of its back catalogue is posted", "URL"),
        ("remove", "follow a feed no more", "FEED"),
        ("pause", "stop its alerts; its archive stays searchable", "FEED"),
        ("resume", "alert again, for what it publishes from now on", "FEED"),
        ("urgent", "check it as often as the settings allow", "FEED"),
        ("calm", "check it by its own rhythm again", "FEED"),
    ):
        action = actions.add_parser(name, help=does)
        _of_guild(action, default=argparse.SUPPRESS)
        if what is not None:
            named = "its id, title or address" if what == "FEED" else "the feed's address, or its site's page"
            action.add_argument("feed", metavar=what, help=named)
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
        _of_guild(action, default=argparse.SUPPRESS)


def _watching(commands: Commands) -> None:
    about = "list the watchlists of a server, or change them"
    watch = _command(commands, "watch", "bot.cli.watch:watch", about)
    watch.set_defaults(action="list")
    _of_guild(watch)
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
        _of_guild(action, default=argparse.SUPPRESS)
        if name not in {"list", "test"}:
            action.add_argument("name", metavar="NAME")
    made["test"].add_argument("query", metavar="QUERY")
    made["test"].add_argument(
        "--days", type=_positive, default=TRIED, help=f"how many days back (default {TRIED})"
    )
    made["add"].add_argument("query", metavar="QUERY")
    made["edit"].add_argument("--name", dest="new_name", metavar="NEW", help="its new name")
    made["edit"].add_argument("--query")
    for name in ("add", "edit"):
        made[name].add_argument(
            "--channel", type=_positive, metavar="ID", required=name == "add", help="where its alerts go"
        )
        made[name].add_argument("--role", type=_positive, metavar="ID", help="the role that is mentioned")


def _of_guild(made: argparse.ArgumentParser, default: str | None = None) -> None:
    """Add what all commands about a server have; an action's own default must not undo its command's."""
    made.add_argument(
        "--json", action="store_true", default=default or False, help="print JSON, one object a line"
    )
    made.add_argument(
        "--guild", type=_positive, default=default, metavar="ID", help="the server, where there are several"
    )


def _steps(commands: Commands) -> None:
    about = "run one step of the pipeline by itself: JSON Lines in and out, for shells"
    step = commands.add_parser("step", help=about, description=about[0].upper() + about[1:] + ".")
    steps = step.add_subparsers(title="steps", metavar="STEP", required=True)

    parse = _command(
        steps, "parse", "bot.cli.steps.parse:run", "read feed files, write one line an entry", settings=False
    )
    parse.add_argument("--url", help="where they were found: relative links are resolved against it")
    parse.add_argument("files", nargs="+", metavar="FILE", help="a feed, also .gz; - for standard input")

    extract = _command(
        steps,
        "extract",
        "bot.cli.steps.extract:run",
        "read HTML pages, write one line an article",
        settings=False,
    )
    extract.add_argument("--url", help="where the page was")
    extract.add_argument("files", nargs="+", metavar="FILE", help="a page, also .gz; - for standard input")

    match = _command(
        steps,
        "match",
        "bot.cli.steps.match:run",
        "read articles {id, title, text, ...} on standard input, write {id, matches} for each",
        settings=False,
    )
    match.add_argument("--queries", type=Path, required=True, metavar="FILE", help="a line {id, query} each")

    _command(
        steps,
        "cluster",
        "bot.cli.steps.cluster:run",
        "read articles {id, title, text, published?, url?, language?} in order of arrival on standard input, "
        "write {id, story} for each after the last",
        settings=False,
    )
    _command(
        steps,
        "figures",
        "bot.cli.steps.figures:run",
        "read the articles of one story on standard input, write "
        "{subject, low, high, unit, hedge, attributed_to, sentence, article} a figure",
        settings=False,
    )
    summarise = _command(
        steps,
        "summarise",
        "bot.cli.steps.summarise:run",
        "read the articles of one story on standard input, write {text, article, start, end} a sentence",
        settings=False,
    )
    summarise.add_argument(
        "--sentences", type=_positive, default=SENTENCES, metavar="N", help=f"at most (default {SENTENCES})"
    )


def _seconds(word: str) -> float:
    number = float(word)
    if not 0 < number < float("inf"):
        raise argparse.ArgumentTypeError("must be above 0")
    return number


def _positive(word: str) -> int:
    number = int(word)
    if number < 1:
        raise argparse.ArgumentTypeError("must be 1 or more")
    return number
