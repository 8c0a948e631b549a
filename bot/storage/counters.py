"""Counters by name: versions of what several processes read, and who writes next."""

from __future__ import annotations

from functools import cache
from typing import Any

from sqlalchemy import Select, bindparam, select

from bot.storage.database import Connection
from bot.storage.tables import counter
from bot.storage.upserts import upsert, upsert_in


async def bump(connection: Connection, name: str) -> int:
    """Raise a counter by one and return it."""
    made = _bump(connection.dialect.name)
    return int((await connection.execute(made, {"name": name, "value": 1})).scalar_one())


@cache
def _bump(dialect: str) -> Any:
    row = upsert_in(dialect, counter)
    one_more = row.on_conflict_do_update(index_elements=["name"], set_={"value": counter.c.value + 1})
    return one_more.returning(counter.c.value)


async def count(connection: Connection, name: str) -> int:
    """Return a counter; one never raised is 0."""
    return await connection.scalar(_count(), {"name": name}) or 0


@cache
def _count() -> Select[Any]:
    return select(counter.c.value).where(counter.c.name == bindparam("name"))


async def set_count(connection: Connection, name: str, value: int) -> None:
    """Set a counter."""
    row = upsert(connection, counter).values(name=name, value=value)
    await connection.execute(row.on_conflict_do_update(index_elements=["name"], set_={"value": value}))
