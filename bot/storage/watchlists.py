"""Watchlists. See `watchlist_changes` (what they were), `matches` and `followers`, too."""

from __future__ import annotations

import unicodedata
from datetime import datetime
from typing import Any

from sqlalchemy import Row, delete, insert, select, update

from bot.domain.watchlist import Watchlist
from bot.storage import watchlist_changes
from bot.storage.counters import bump, count
from bot.storage.database import Connection
from bot.storage.tables import watchlist, watchlist_change

COUNTER = "watchlists"  # its value is the version of the newest change


def name_key(name: str) -> str:
    """Return the form under which a name is unique in its guild."""
    return " ".join(unicodedata.normalize("NFKC", name).casefold().split())


def of_row(row: Row[Any]) -> Watchlist:
    """Return the watchlist of a row that holds its columns."""
    return Watchlist(
        id=row.id,
        guild_id=row.guild_id,
        channel_id=row.channel_id,
        name=row.name,
        query=row.query,
        role_id=row.role_id,
        created_by=row.created_by,
        created_at=row.created_at,
        active_since=row.active_since,
        version=row.version,
    )


async def add(
    connection: Connection,
    *,
    guild_id: int,
    channel_id: int,
    name: str,
    query: str,
    role_id: int | None,
    by: int,
    now: datetime,
) -> Watchlist:
    """Store a watchlist, active from now on."""
    row = (
        await connection.execute(
            insert(watchlist)
            .values(
                guild_id=guild_id,
                channel_id=channel_id,
                name=name,
                name_key=name_key(name),
                query=query,
                role_id=role_id,
                created_by=by,
                created_at=now,
                active_since=now,
                version=await bump(connection, COUNTER),
            )
            .returning(watchlist)
        )
    ).one()
    added = of_row(row)
    await watchlist_changes.note(connection, None, added, by=by, now=now)
    return added


async def change(
    connection: Connection, before: Watchlist, *, by: int, now: datetime, **values: Any
) -> Watchlist:
    """Change a watchlist's columns and keep what it was."""
    if "name" in values:
        values["name_key"] = name_key(values["name"])
    row = (
        await connection.execute(
            update(watchlist)
            .where(watchlist.c.id == before.id)
            .values(version=await bump(connection, COUNTER), **values)
            .returning(watchlist)
        )
    ).one()
    after = of_row(row)
    await watchlist_changes.note(connection, before, after, by=by, now=now)
    return after


async def remove(connection: Connection, before: Watchlist, *, by: int, now: datetime) -> None:
    """Delete a watchlist with its followers and matches; its history stays."""
    await connection.execute(delete(watchlist).where(watchlist.c.id == before.id))
    await bump(connection, COUNTER)
    await watchlist_changes.note(connection, before, None, by=by, now=now)


async def begin_anew(
    connection: Connection, one: Watchlist, name: str, before: str, after: str, *, by: int, now: datetime
) -> None:
    """Let a watchlist that uses the alias *name* begin anew with its new meaning, and keep the old one.

    It alerts of what is stored from now on, as after a change of its query; a paused one stays paused.
    """
    await connection.execute(
        update(watchlist)
        .where(watchlist.c.id == one.id)
        .values(
            version=await bump(connection, COUNTER),
            active_since=now if one.active_since is not None else None,
        )
    )
    shown = watchlist_changes.shown(one) or {}
    await connection.execute(
        insert(watchlist_change).values(
            guild_id=one.guild_id,
            watchlist_id=one.id,
            at=now,
            by=by,
            before=shown | {"alias": {"name": name, "query": before}},
            after=shown | {"alias": {"name": name, "query": after}},
        )
    )


async def get(connection: Connection, watchlist_id: int) -> Watchlist | None:
    """Return a watchlist by its id."""
    row = (await connection.execute(select(watchlist).where(watchlist.c.id == watchlist_id))).first()
    return of_row(row) if row else None


async def by_name(connection: Connection, guild_id: int, name: str) -> Watchlist | None:
    """Return a guild's watchlist by its name, whatever its case."""
    row = (
        await connection.execute(
            select(watchlist).where(watchlist.c.guild_id == guild_id, watchlist.c.name_key == name_key(name))
        )
    ).first()
    return of_row(row) if row else None


async def of_guild(connection: Connection, guild_id: int) -> list[Watchlist]:
    """Return a guild's watchlists by name."""
    rows = await connection.execute(select(watchlist).where(watchlist.c.guild_id == guild_id))
    # Ordered here, for databases order letters differently.
    return sorted(map(of_row, rows), key=lambda one: name_key(one.name))


async def version(connection: Connection) -> int:
    """Return the version of the newest change; grows with every change of any watchlist."""
    return await count(connection, COUNTER)


async def changed_after(connection: Connection, known: int) -> tuple[list[Watchlist], set[int]]:
    """Return the watchlists changed after version *known*, and the ids of all that exist."""
    rows = await connection.execute(select(watchlist).where(watchlist.c.version > known))
    ids = await connection.scalars(select(watchlist.c.id))
    return [of_row(row) for row in rows], set(ids)
