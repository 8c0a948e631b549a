"""No secret reaches a log, whoever logs and however."""

from __future__ import annotations

import io
import json
import logging
import sys
import warnings
from collections.abc import Iterator

import httpx
import pytest
import structlog

from config import logs
from config.settings import fixed

TOKEN = "MTIzNDU2Nzg5MDEyMzQ1Njc4.GabcdE.long-secret_part"
PASSWORD = 'p4ss"wörd/\\x'


@pytest.fixture(autouse=True)
def logging_as_it_was() -> Iterator[None]:
    root = logging.getLogger()
    handlers, level, hook = root.handlers[:], root.level, sys.excepthook
    yield
    sys.excepthook = hook
    logging.captureWarnings(capture=False)
    root.handlers[:] = handlers
    root.setLevel(level)
    for name in ("discord", "httpx", "httpcore", "apscheduler", "sqlalchemy", "asyncio", "aiosqlite"):
        logging.getLogger(name).setLevel(logging.NOTSET)
    structlog.reset_defaults()


@pytest.fixture(params=["console", "json"])
def log(request: pytest.FixtureRequest) -> io.StringIO:
    stream = io.StringIO()
    logs.configure(level="DEBUG", form=request.param, secrets=(TOKEN, PASSWORD), stream=stream)
    return stream


def no_secret(text: str) -> bool:
    assert text.strip(), "nothing was logged at all"
    return not any(
        part in text for part in (TOKEN, "long-secret_part", PASSWORD, "p4ss", "wörd", "w%C3%B6rd")
    )


def test_a_secret_in_an_event_or_a_value_is_hidden(log: io.StringIO) -> None:
    logger = structlog.get_logger("bot")
    event = f"connecting with {TOKEN}"
    logger.info(event, password=PASSWORD, nested={"headers": [f"Bot {TOKEN}"]})

    assert no_secret(log.getvalue())
    assert logs.HIDDEN in log.getvalue()


def test_a_secret_in_a_traceback_is_hidden(log: io.StringIO) -> None:
    def connect(password: str) -> None:
        raise ConnectionError(f"no route for {password}")

    try:
        connect(PASSWORD)
    except ConnectionError:
        structlog.get_logger("bot").exception("failed", token=TOKEN)
        logging.getLogger("sqlalchemy.pool").exception("failed")

    assert no_secret(log.getvalue())
    assert "ConnectionError" in log.getvalue()


@pytest.mark.parametrize(
    "name", ["discord.http", "discord.gateway", "httpx", "sqlalchemy.engine", "apscheduler"]
)
def test_other_libraries_lines_are_redacted_too(log: io.StringIO, name: str) -> None:
    logging.getLogger(name).warning("sent %s to %s", {"token": TOKEN}, f"postgresql://u:{PASSWORD}@db/x")

    assert no_secret(log.getvalue())


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("https://reader:open%20sesame@news.example/feed?x=1", "https://[hidden]@news.example/feed?x=1"),
        ("https://apikey@news.example/feed", "https://[hidden]@news.example/feed"),
        ("postgresql+psycopg://salient:pw@db:5432/news", "postgresql+psycopg://[hidden]@db:5432/news"),
        (
            "https://news.example/feed?page=2&api_key=abc&x=1",
            "https://news.example/feed?page=2&api_key=[hidden]&x=1",
        ),
        ("https://news.example/feed?token=abc#top", "https://news.example/feed?token=[hidden]#top"),
        ("https://news.example/feed?userKey=abc&rss_hash=def", "?userKey=[hidden]&rss_hash=[hidden]"),
        ("https://news.example/feed;jsessionid=abc", ";jsessionid=[hidden]"),
        ("https://news.example/feed?a[token]=def", "?a[token]=[hidden]"),
        (
            "https://discord.com/api/v10/interactions/123/aW50ZXJhY3Rpb246MTIzNDU2Nzg5/callback",
            "https://discord.com/api/v10/interactions/123/[hidden]/callback",
        ),
        ("https://news.example/2024/10/kursk?page=2", "https://news.example/2024/10/kursk?page=2"),
        (
            "mail me@news.example about https://news.example/x",
            "mail me@news.example about https://news.example/x",
        ),
    ],
)
def test_credentials_in_any_url_are_hidden_though_no_setting_knows_them(
    log: io.StringIO, written: str, shown: str
) -> None:
    structlog.get_logger("bot").info("fetching", target=written)

    assert shown in log.getvalue()


def test_httpx_at_debug_does_not_tell_a_feeds_password(log: io.StringIO) -> None:
    transport = httpx.MockTransport(lambda _request: httpx.Response(200))
    with httpx.Client(transport=transport) as client:
        client.get("https://reader:sesame@news.example/feed")

    assert "HTTP Request" in log.getvalue()
    assert "sesame" not in log.getvalue()


def test_the_traceback_that_ends_the_process_is_redacted(log: io.StringIO) -> None:
    try:
        raise RuntimeError(TOKEN)  # noqa: TRY301 - sys.excepthook is what is tried
    except RuntimeError as error:
        sys.excepthook(RuntimeError, error, error.__traceback__)

    assert no_secret(log.getvalue())
    assert "RuntimeError" in log.getvalue()


def test_python_warnings_are_lines_of_the_log(log: io.StringIO) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("always")
        logging.captureWarnings(capture=False)
        logging.captureWarnings(capture=True)
        warnings.warn(f"deprecated {TOKEN}", UserWarning, stacklevel=1)

    assert no_secret(log.getvalue())


def test_a_json_line_is_one_object_with_time_level_and_name() -> None:
    stream = io.StringIO()
    logs.configure(form="json", stream=stream)

    structlog.get_logger("bot.refresh").warning("feed failed", feed=7, title="Курск")
    logging.getLogger("discord.gateway").info("resumed %s", 1)

    ours, theirs = map(json.loads, stream.getvalue().splitlines())
    assert {
        "event": "feed failed",
        "feed": 7,
        "level": "warning",
        "logger": "bot.refresh",
    }.items() <= ours.items()
    assert ours["title"] == "Курск"
    assert ours["timestamp"].endswith("Z")
    assert theirs["event"] == "resumed 1"


def test_an_empty_or_tiny_secret_does_not_blot_out_the_log() -> None:
    redact = logs.Redactor(fixed(database_url="postgresql://u:a@db/news").secrets())

    assert redact("a banana at postgresql://u:a@db/news") == "a banana at postgresql://[hidden]@db/news"


def test_the_chosen_level_holds() -> None:
    stream = io.StringIO()
    logs.configure(level="WARNING", stream=stream)

    structlog.get_logger("bot").info("quiet")
    logging.getLogger("discord").info("quiet")
    structlog.get_logger("bot").warning("loud")

    assert "quiet" not in stream.getvalue()
    assert "loud" in stream.getvalue()
