"""Watchlists that a member was shown and has not saved yet."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import delete, insert, select, update

from bot.storage import guilds
from bot.storage.database import Connection
from bot.storage.tables import draft


async def add(
    connection: Connection, key: str, payload: dict[str, Any], *, guild_id: int, member_id: int, now: datetime
) -> None:
    """Store a draft under a key that nobody can guess."""
    await guilds.know(connection, guild_id)
    await connection.execute(
        insert(draft).values(key=key, guild_id=guild_id, member_id=member_id, at=now, payload=payload)
    )


async def get(connection: Connection, key: str, *, guild_id: int, member_id: int) -> dict[str, Any] | None:
    """Return a member's draft; None where there is none, or it is another's."""
    found: dict[str, Any] | None = await connection.scalar(
        select(draft.c.payload).where(
            draft.c.key == key, draft.c.guild_id == guild_id, draft.c.member_id == member_id
        )
    )
    return found


async def found_by(
    connection: Connection, *, beginning: str, before: datetime
) -> list[tuple[str, int, dict[str, Any]]]:
    """Return (key, guild, payload) of the drafts whose key has this beginning, untouched since *before*."""
    rows = await connection.execute(
        select(draft.c.key, draft.c.guild_id, draft.c.payload)
        .where(draft.c.key.startswith(beginning, autoescape=True), draft.c.at < before)
        .order_by(draft.c.at)
    )
    return [(row.key, row.guild_id, row.payload) for row in rows]


async def change(connection: Connection, key: str, payload: dict[str, Any], *, now: datetime) -> None:
    """Store a draft anew."""
    await connection.execute(update(draft).where(draft.c.key == key).values(payload=payload, at=now))


async def remove(connection: Connection, key: str) -> bool:
    """Forget a draft; return whether there was one."""
    gone = await connection.execute(delete(draft).where(draft.c.key == key))
    return gone.rowcount > 0


async def forget_before(connection: Connection, moment: datetime) -> None:
    """Forget what nobody has touched since *moment*."""
    await connection.execute(delete(draft).where(draft.c.at < moment))
