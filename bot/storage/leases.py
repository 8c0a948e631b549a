"""Leases with fencing tokens: who plays which role on a database."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import false, select, true, update

from bot.storage.database import Connection
from bot.storage.tables import role_lease
from bot.storage.upserts import upsert


@dataclass(frozen=True, slots=True)
class Held:
    """A role that this process plays until the lease runs out; the token grows with every change of hands."""

    name: str
    holder: str
    token: int


async def take(
    connection: Connection, name: str, holder: str, *, now: datetime, lease: timedelta, dead: bool = False
) -> Held | str:
    """Take a role that is free, ours, or run out. Returns what is held, or the name of the other holder.

    *dead* says that whoever held it is surely gone (see `bot.storage.process_lock`), however long the lease.
    """
    row = upsert(connection, role_lease).values(name=name, holder=holder, token=1, until=now + lease)
    free = (role_lease.c.until < now) | (role_lease.c.holder == holder) | (true() if dead else false())
    token = await connection.scalar(
        row.on_conflict_do_update(
            index_elements=["name"],
            set_={"holder": holder, "token": role_lease.c.token + 1, "until": now + lease},
            where=free,
        ).returning(role_lease.c.token)
    )
    if token is not None:
        return Held(name, holder, int(token))
    return str(await connection.scalar(select(role_lease.c.holder).where(role_lease.c.name == name)))


async def renew(connection: Connection, held: Held, *, now: datetime, lease: timedelta) -> bool:
    """Prolong a lease; return False where another has taken the role."""
    changed = await connection.execute(
        update(role_lease)
        .where(role_lease.c.name == held.name, role_lease.c.token == held.token)
        .values(until=now + lease)
    )
    return changed.rowcount > 0


async def give_back(connection: Connection, held: Held, *, now: datetime) -> None:
    """Free a role at once. The row stays, so that its tokens go on growing."""
    await connection.execute(
        update(role_lease)
        .where(role_lease.c.name == held.name, role_lease.c.token == held.token)
        .values(until=now - timedelta(seconds=1))
    )
