"""The command line as a shell meets it: words and standard input in, two streams and a status out."""

from __future__ import annotations

import io
import json
import logging
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
import structlog

from bot.__main__ import main
from bot.domain.feed import Feed
from bot.storage import Connection, Database, connect, feeds, following, guilds
from config.settings import Settings, variable

GUILD = 77


@dataclass(frozen=True)
class Outcome:
    """What a command left behind."""

    status: int
    out: str
    err: str

    @property
    def lines(self) -> list[dict[str, Any]]:
        return [json.loads(line) for line in self.out.splitlines()]


Shell = Callable[..., Outcome]


@pytest.fixture
def logging_as_it_was() -> Iterator[None]:
    """A command configures the logs of its process, which here is the tests' own."""
    root = logging.getLogger()
    handlers, level, hook = root.handlers[:], root.level, sys.excepthook
    levels = {name: logging.getLogger(name).level for name in list(logging.Logger.manager.loggerDict)}
    yield
    logging.captureWarnings(capture=False)
    sys.excepthook = hook
    root.handlers[:] = handlers
    root.setLevel(level)
    for name in list(logging.Logger.manager.loggerDict):
        logging.getLogger(name).setLevel(levels.get(name, logging.NOTSET))
    structlog.reset_defaults()


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty folder to work in, with nothing set: the database is made under it."""
    monkeypatch.chdir(tmp_path)
    for name in Settings.model_fields:
        monkeypatch.delenv(variable(name), raising=False)
    return tmp_path


@pytest.fixture
def stored(place: Path, sqlite_template: Path) -> Callable[[], Database]:
    """Opens the folder's database, which is there, migrated and empty, as `salient migrate` makes it."""
    (place / "data").mkdir()
    (place / "data" / "salient.sqlite").write_bytes(sqlite_template.read_bytes())
    return lambda: connect("sqlite+aiosqlite:///data/salient.sqlite")


async def courier(connection: Connection, *, title: str, now: datetime) -> Feed:
    """Let a server follow a feed whose address holds a password."""
    await guilds.joined(connection, GUILD, owner_id=1)
    feed = await feeds.add(
        connection,
        url="https://reader:sesame@courier.example/feed",
        shown_url="https://courier.example/feed",
        title=title,
        outlet="Baltic Courier",
        site_url=None,
        language="en",
        now=now,
    )
    await following.follow(connection, GUILD, feed.id, by=1, now=now)
    return feed


@pytest.fixture
def shell(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], logging_as_it_was: None
) -> Shell:
    def run(*words: str, stdin: bytes | str | list[object] = b"") -> Outcome:
        if isinstance(stdin, list):
            stdin = "".join(json.dumps(line, ensure_ascii=False) + "\n" for line in stdin)
        given = stdin.encode() if isinstance(stdin, str) else stdin
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(given)))
        try:
            status = main(words)
        except SystemExit as ended:  # argparse leaves like this
            status = int(ended.code or 0)
        captured = capsys.readouterr()
        return Outcome(status, captured.out, captured.err)

    return run
