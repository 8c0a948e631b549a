"""Hosts that asked to be left alone, and until when: a restart is no reason to ask them again."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import delete, select

from bot.storage.database import Connection
from bot.storage.tables import host_rest
from bot.storage.upserts import upsert


async def load(connection: Connection, *, now: datetime) -> dict[str, datetime]:
    """Return until when each host that rests is to be left alone."""
    rows = await connection.execute(select(host_rest).where(host_rest.c.until > now))
    return {row.host: row.until for row in rows}


async def keep(connection: Connection, rests: Mapping[str, datetime], *, now: datetime) -> None:
    """Store until when hosts rest, and forget the rests that are over."""
    await connection.execute(delete(host_rest).where(host_rest.c.until <= now))
    for host, until in rests.items():
        statement = upsert(connection, host_rest).values(host=host, until=until)
        await connection.execute(
            statement.on_conflict_do_update(index_elements=["host"], set_={"until": statement.excluded.until})
        )
