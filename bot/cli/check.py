"""`check`: look at the settings, the token, the database and the feeds, and say what is wrong."""

from __future__ import annotations

import argparse
import asyncio
import sys
from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from bot.cli.invite import application_id
from bot.cli.lines import write_line
from bot.cli.stored import stored
from bot.errors import OperatorError, OutsideError
from bot.storage import Connection, Database, following, guilds


@dataclass(frozen=True, slots=True)
class Finding:
    """What was looked at, whether it is as it should be, and what was seen."""

    what: str
    ok: bool
    detail: str


def check(args: argparse.Namespace, settings: Any) -> int:
    """Print one finding a line; return 1 where something is wrong.

    That this runs at all says that the settings can be read.
    """
    findings = asyncio.run(_all(settings))
    for finding in findings:
        if args.json:
            write_line(sys.stdout, what=finding.what, ok=finding.ok, detail=finding.detail)
        else:
            sys.stdout.write(f"{'ok   ' if finding.ok else 'WRONG'}  {finding.what:<9} {finding.detail}\n")
    return 0 if all(finding.ok for finding in findings) else 1


async def _all(settings: Any) -> list[Finding]:
    findings = [Finding("settings", ok=True, detail="every value is allowed"), _token(settings)]
    try:
        async with stored(settings.database_url) as database:
            findings += [finding async for finding in _database(database)]
    except (OperatorError, OutsideError) as error:
        findings.append(Finding("database", ok=False, detail=str(error)))
    return findings


def _token(settings: Any) -> Finding:
    if settings.discord_token is None:
        return Finding(
            "token", ok=False, detail="DISCORD_TOKEN is not set: `salient run` says how to get one"
        )
    found = application_id(settings.discord_token.get_secret_value())
    if found is None:
        return Finding(
            "token",
            ok=False,
            detail="DISCORD_TOKEN is no bot's token: copy it again from the developer portal, page Bot",
        )
    return Finding(
        "token", ok=True, detail=f"of application {found}; whether Discord takes it, `run` will say"
    )


async def _database(database: Database) -> AsyncIterator[Finding]:
    kind = "SQLite" if database.is_sqlite else "PostgreSQL"
    yield Finding("database", ok=True, detail=f"{kind}, up to date")
    async with database.read() as connection:
        for guild in await guilds.everyone(connection):
            async for finding in _feeds(connection, guild.id):
                yield finding


async def _feeds(connection: Connection, guild_id: int) -> AsyncIterator[Finding]:
    """Yield what stands with one server's feeds: how many, and each that fails."""
    followed = await following.followed(connection, guild_id, now=datetime.now(UTC))
    failing = [one.feed for one in followed if one.feed.failure is not None and one.active_since is not None]
    count = f"{len(followed) - len(failing)} of {len(followed)} are well"
    yield Finding("feeds", ok=not failing, detail=f"server {guild_id}: {count}")
    for feed in failing:
        why = feed.failure_detail or (feed.failure.value if feed.failure else "")
        since = f" since {feed.failing_since:%Y-%m-%d %H:%M} UTC" if feed.failing_since else ""
        yield Finding("feed", ok=False, detail=f"{feed.title} <{feed.shown_url}>{since}: {why}")
