"""Logs: one line an event on standard error, for people or as JSON, and never with a secret in it.

Salient logs with structlog; discord.py, httpx, SQLAlchemy and APScheduler log with the standard library.
Both go through one handler. What is secret is taken out of the finished line, tracebacks included, so
that no way of logging can get around it.
"""

from __future__ import annotations

import json
import logging
import re
import sys
from collections.abc import Iterable
from types import TracebackType
from typing import Literal, TextIO
from urllib.parse import quote

import structlog
from structlog.typing import EventDict, Processor, WrappedLogger

HIDDEN = "[hidden]"

# A secret shorter than this is only hidden where it stands in a URL: taken out everywhere, a password
# like "a" would leave no line readable.
LEAST_SECRET = 4  # characters

# user:password@ of any URL (RFC 3986 section 3.2.1); greedy, so that a password may hold an @.
_USERINFO = re.compile(r"(?<=://)[^\s/?#\"'<>]+@")

# Names under which sites take keys in a URL, as `bot.pipeline.addresses.canonical` has them.
_QUERY_KEY = re.compile(
    r"(?i)(?<=[?&;#])((?:[\w.%\[-]{0,40}?(?:token|key(?:id)?|secret|passw(?:or)?d|pwd|signature|jwt|hmac"
    r"|auth(?:code)?|bearer|sessionid)|(?:[\w.%\[-]{0,40}[_.\[-])?(?:pass|pw|sig|session|sid|hash))\]?)"
    r"=[^&;#\s\"'<>]+"
)

# Discord hands out tokens in paths: /interactions/ID/TOKEN/callback and /webhooks/ID/TOKEN.
_DISCORD_PATH = re.compile(r"(/(?:interactions|webhooks)/\d+/)[\w-]{20,}")

# These tell at INFO or DEBUG what belongs to their own developers: every request, every statement.
_CHATTY = {
    "httpx": logging.WARNING,
    "httpcore": logging.WARNING,
    "apscheduler": logging.ERROR,  # a tick that takes longer than its interval is no news
    "sqlalchemy": logging.WARNING,
    "aiosqlite": logging.WARNING,
    "alembic": logging.WARNING,
    "trafilatura": logging.ERROR,
    "htmldate": logging.ERROR,
    "charset_normalizer": logging.ERROR,
    "asyncio": logging.WARNING,
    "discord": logging.INFO,
}


class Redactor:
    """Takes secrets out of text."""

    def __init__(self, secrets: Iterable[str] = ()) -> None:
        forms: set[str] = set()
        for secret in secrets:
            if len(secret) >= LEAST_SECRET:
                forms |= _spellings(secret)
        # The longest first: a secret may be a part of another one's spelling.
        words = sorted(forms, key=len, reverse=True)
        self._secret = re.compile("|".join(map(re.escape, words))) if words else None

    def __call__(self, text: str) -> str:
        """Return *text* with every secret, and every credential in a URL, replaced by `[hidden]`."""
        if self._secret is not None:
            text = self._secret.sub(HIDDEN, text)
        text = _USERINFO.sub(f"{HIDDEN}@", text)
        text = _QUERY_KEY.sub(rf"\1={HIDDEN}", text)
        return _DISCORD_PATH.sub(rf"\1{HIDDEN}", text)


def _spellings(secret: str) -> set[str]:
    """Return the ways in which *secret* may stand in a log line: plain, percent-encoded, quoted, in JSON."""
    plain = {secret, quote(secret, safe=""), repr(secret)[1:-1]}
    return plain | {
        json.dumps(form, ensure_ascii=ascii_only)[1:-1] for form in plain for ascii_only in (True, False)
    }


class _Redacted:
    """A renderer whose line is redacted."""

    def __init__(self, renderer: Processor, redact: Redactor) -> None:
        self._renderer = renderer
        self._redact = redact

    def __call__(self, logger: WrappedLogger, name: str, event: EventDict) -> str:
        line = self._renderer(logger, name, event)
        return self._redact(line if isinstance(line, str) else str(line))


def configure(
    *,
    level: str = "INFO",
    form: Literal["console", "json"] = "console",
    secrets: Iterable[str] = (),
    stream: TextIO | None = None,
) -> None:
    """Send every log line of the process to *stream* (standard error by default), redacted.

    May be called again: the last call holds. *secrets* are exact texts that must never be shown.
    """
    out = stream if stream is not None else sys.stderr
    shared: list[Processor] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.stdlib.add_logger_name,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        structlog.processors.StackInfoRenderer(),
    ]
    structlog.configure(
        processors=[
            structlog.stdlib.filter_by_level,
            *shared,
            structlog.stdlib.PositionalArgumentsFormatter(),
            structlog.stdlib.ProcessorFormatter.wrap_for_formatter,
        ],
        wrapper_class=structlog.stdlib.BoundLogger,
        logger_factory=structlog.stdlib.LoggerFactory(),
        cache_logger_on_first_use=False,  # so that a later call to configure reaches every logger
    )
    handler = logging.StreamHandler(out)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=[*shared, structlog.stdlib.ExtraAdder()],
            processors=[
                structlog.stdlib.ProcessorFormatter.remove_processors_meta,
                *_last(form),
                _Redacted(_renderer(form, colours=out.isatty()), Redactor(secrets)),
            ],
        )
    )
    root = logging.getLogger()
    for old in root.handlers[:]:
        root.removeHandler(old)
    root.addHandler(handler)
    root.setLevel(level)
    logging.captureWarnings(capture=True)
    sys.excepthook = _uncaught
    for name, least in _CHATTY.items():
        # Whoever asks for DEBUG asks for theirs too, apart from SQL, which would bury the rest.
        quiet = level != "DEBUG" or name in {"sqlalchemy", "aiosqlite"}
        logging.getLogger(name).setLevel(max(least, logging.getLevelName(level)) if quiet else logging.NOTSET)


def _uncaught(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
    """Log what nobody caught: printed as it is, its traceback might tell a secret."""
    if issubclass(kind, KeyboardInterrupt):
        sys.__excepthook__(kind, error, trace)
        return
    logging.getLogger("bot").critical("uncaught", exc_info=(kind, error, trace))


def _last(form: str) -> list[Processor]:
    """Return what comes right before the renderer: JSON has its traceback as text in one field."""
    return [structlog.processors.format_exc_info] if form == "json" else []


def _renderer(form: str, *, colours: bool) -> Processor:
    if form == "json":
        return structlog.processors.JSONRenderer(ensure_ascii=False)
    # The plain traceback: the rich one prints local variables, and breaks lines within a secret.
    return structlog.dev.ConsoleRenderer(colors=colours, exception_formatter=structlog.dev.plain_traceback)
