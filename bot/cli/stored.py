"""Open the database for a command beside the running bot."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from bot.domain.guild import Viewer
from bot.errors import OperatorError
from bot.storage import Connection, Database, connect, guilds, watchlists
from bot.storage.database import sqlite_file
from bot.storage.migrate import current, newest

OPERATOR = 0  # stands for a member's id where the operator did something; Discord gives none


@asynccontextmanager
async def stored(url: str) -> AsyncIterator[Database]:
    """Give the database at *url* and close it again.

    Raises:
        OperatorError: there is none yet, or its tables are not those of this version.
        StorageError: it does not answer.
    """
    file = sqlite_file(url)
    if file is not None and not file.exists():
        raise OperatorError(f"There is no database {file} yet: `salient run` or `salient migrate` makes one.")
    database = connect(url)
    try:
        if (revision := await current(database)) != newest():
            raise OperatorError(
                f"The database is at revision {revision or 'none'}, this version needs {newest()}: "
                "run `salient migrate`."
            )
        yield database
    finally:
        await database.close()


async def chosen_guild(connection: Connection, wanted: int | None) -> int:
    """Return the server that is meant: *wanted*, or the only one there is. Raises OperatorError."""
    known = [guild.id for guild in await guilds.everyone(connection)]
    if wanted is not None:
        if wanted not in known:
            raise OperatorError(f"The bot is not in a server {wanted}.")
        return wanted
    if not known:
        raise OperatorError("The bot is in no server yet: `salient run` prints the address that invites it.")
    if len(known) > 1:
        listed = ", ".join(map(str, sorted(known)))
        raise OperatorError(f"The bot is in several servers, choose one by --guild: {listed}.")
    return known[0]


async def operator(database: Database, wanted: int | None) -> Viewer:
    """Return who the operator is to services and lookups: an admin who sees every channel that is used."""
    async with database.read() as connection:
        guild = await chosen_guild(connection, wanted)
        channels = {channel.id for channel in await guilds.channels(connection, guild)}
        channels |= {one.channel_id for one in await watchlists.of_guild(connection, guild)}
    return Viewer(guild, OPERATOR, frozenset(channels), is_admin=True)
