"""Aliases: what `@name` stands for in the queries of a guild."""

from __future__ import annotations

from dataclasses import asdict
from datetime import datetime
from typing import Any

from sqlalchemy import Row, delete, select

from bot.domain.alias import Alias
from bot.storage.counters import bump, count
from bot.storage.database import Connection
from bot.storage.tables import alias
from bot.storage.upserts import upsert

COUNTER = "aliases"  # its value is the version of the newest change; a match records it


def _of_row(row: Row[Any]) -> Alias:
    return Alias(
        guild_id=row.guild_id,
        name=row.name,
        query=row.query,
        set_by=row.set_by,
        set_at=row.set_at,
        version=row.version,
    )


async def put(
    connection: Connection, guild_id: int, name: str, query: str, *, by: int, now: datetime
) -> Alias:
    """Store what a name stands for, over what it stood for before."""
    new = Alias(guild_id, name, query, by, now, version=await bump(connection, COUNTER))
    values = asdict(new)
    row = upsert(connection, alias).values(**values)
    await connection.execute(row.on_conflict_do_update(index_elements=["guild_id", "name"], set_=values))
    return new


async def remove(connection: Connection, guild_id: int, name: str) -> None:
    """Let a name stand for nothing."""
    await connection.execute(delete(alias).where(alias.c.guild_id == guild_id, alias.c.name == name))
    await bump(connection, COUNTER)


async def of_guild(connection: Connection, guild_id: int) -> list[Alias]:
    """Return a guild's aliases by name."""
    rows = await connection.execute(select(alias).where(alias.c.guild_id == guild_id).order_by(alias.c.name))
    return [_of_row(row) for row in rows]


async def meanings(connection: Connection, guild_id: int) -> dict[str, str]:
    """Return what each name of a guild stands for, as `bot.query.parse` takes it."""
    return {one.name: one.query for one in await of_guild(connection, guild_id)}


async def everyones(connection: Connection) -> dict[int, dict[str, str]]:
    """Return the `meanings` of every guild that has any, by guild."""
    found: dict[int, dict[str, str]] = {}
    for row in await connection.execute(select(alias.c.guild_id, alias.c.name, alias.c.query)):
        found.setdefault(row.guild_id, {})[row.name] = row.query
    return found


async def version(connection: Connection) -> int:
    """Return the version of the newest change; grows with every change of any alias."""
    return await count(connection, COUNTER)
