"""The history of watchlists: every change of each, and what it was before."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from sqlalchemy import Row, insert, select

from bot.domain.watchlist import Change, State, Watchlist
from bot.storage.database import Connection
from bot.storage.tables import watchlist, watchlist_change


async def note(
    connection: Connection, before: Watchlist | None, after: Watchlist | None, *, by: int, now: datetime
) -> None:
    """Keep what a watchlist was and what it is; None where it begins or ends."""
    known = after or before
    assert known is not None
    await connection.execute(
        insert(watchlist_change).values(
            guild_id=known.guild_id,
            watchlist_id=known.id,
            at=now,
            by=by,
            before=shown(before),
            after=shown(after),
        )
    )


def shown(one: Watchlist | None) -> dict[str, Any] | None:
    """Return what is kept of a watchlist."""
    if one is None:
        return None
    return {
        "name": one.name,
        "query": one.query,
        "channel_id": one.channel_id,
        "role_id": one.role_id,
        "active": one.active_since is not None,
    }


def _change_of(row: Row[Any]) -> Change:
    return Change(row.id, row.watchlist_id, row.at, row.by or None, _state(row.before), _state(row.after))


def _state(shown: dict[str, Any] | None) -> State | None:
    if shown is None:
        return None
    alias = shown.get("alias")
    return State(
        name=shown["name"],
        query=shown["query"],
        channel_id=shown["channel_id"],
        role_id=shown["role_id"],
        active=shown["active"],
        alias=(alias["name"], alias["query"]) if alias else None,
    )


async def of(connection: Connection, guild_id: int, watchlist_id: int) -> list[Change]:
    """Return all that was done to a watchlist, the newest first; it may be gone by now."""
    rows = await connection.execute(
        select(watchlist_change)
        .where(watchlist_change.c.watchlist_id == watchlist_id, watchlist_change.c.guild_id == guild_id)
        .order_by(watchlist_change.c.id.desc())
    )
    return [_change_of(row) for row in rows]


async def removals(connection: Connection, guild_id: int) -> list[Change]:
    """Return the changes by which a guild's watchlists were removed, the newest first."""
    rows = await connection.execute(
        select(watchlist_change)
        .where(
            watchlist_change.c.guild_id == guild_id,
            watchlist_change.c.watchlist_id.not_in(select(watchlist.c.id)),
        )
        .order_by(watchlist_change.c.id.desc())
    )
    return [one for one in map(_change_of, rows) if one.after is None]


async def past_queries(connection: Connection, watchlist_ids: Iterable[int]) -> dict[int, list[str]]:
    """Return the queries that these watchlists had before the one of now, each once, the newest first."""
    rows = await connection.execute(
        select(watchlist_change.c.watchlist_id, watchlist_change.c.before)
        .where(watchlist_change.c.watchlist_id.in_(list(watchlist_ids)))
        .order_by(watchlist_change.c.id.desc())
    )
    found: dict[int, dict[str, None]] = {}
    for row in rows:
        if row.before:
            found.setdefault(row.watchlist_id, {})[row.before["query"]] = None
    return {one: list(queries) for one, queries in found.items()}
