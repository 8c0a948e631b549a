"""`run`: the bot's own process, from the first connection to the last message."""

from __future__ import annotations

import argparse
import asyncio
import gc
import signal
import sys
from contextlib import suppress
from functools import partial
from typing import Any

from bot import app
from bot.chat.supervisor import Supervisor
from bot.cli import invite
from bot.storage import connect
from bot.storage.database import ping, sqlite_file


def run(_args: argparse.Namespace, settings: Any) -> int:
    """Connect to Discord until SIGINT or SIGTERM; without a token say how to get one, and return 2.

    Where the database does not answer either, that is said, too, so that nobody mends one after the other.
    """
    if settings.discord_token is None:
        sys.stderr.write(invite.without_token())
        asyncio.run(_reached(settings.database_url))
        return 2
    token = settings.discord_token.get_secret_value()
    client_id = settings.invite_client_id or invite.application_id(token)
    sys.stderr.write(invite.with_token(client_id) + "\n")
    asyncio.run(_run(token, settings))
    return 0


async def _reached(url: str) -> None:
    """Raise OperatorError or StorageError where no database can be had at *url*; makes no file."""
    database, file = connect(url), sqlite_file(url)
    try:
        if file is None or file.exists():
            await ping(database)
    finally:
        await database.close()


async def _run(token: str, settings: Any) -> None:
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGINT, signal.SIGTERM):
        with suppress(NotImplementedError):  # Windows: Ctrl-C arrives as KeyboardInterrupt
            loop.add_signal_handler(number, stop.set)
    async with app.open(settings) as opened, app.running(opened, partial(Supervisor, token)) as connection:
        # What is there now stays. To look through it for garbage again and again holds all up, 40 ms a time.
        gc.collect()
        gc.freeze()
        await app.until(stop, connection)
