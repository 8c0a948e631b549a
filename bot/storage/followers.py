"""Which members follow which watchlists, and how they hear of them."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from functools import cache
from typing import Any

from sqlalchemy import Row, Select, bindparam, delete, select

from bot.domain.watchlist import Follower, Notify
from bot.storage.database import CHUNK, Connection
from bot.storage.tables import follower
from bot.storage.upserts import upsert


async def follow(
    connection: Connection, watchlist_id: int, member_id: int, notify: Notify, *, now: datetime
) -> None:
    """Let a member follow a watchlist, or change how they hear of it."""
    row = upsert(connection, follower).values(
        watchlist_id=watchlist_id, member_id=member_id, notify=notify.value, since=now
    )
    await connection.execute(
        row.on_conflict_do_update(index_elements=["watchlist_id", "member_id"], set_={"notify": notify.value})
    )


async def unfollow(connection: Connection, watchlist_id: int, member_id: int) -> bool:
    """Let a member leave a watchlist; return whether they followed it."""
    gone = await connection.execute(
        delete(follower).where(follower.c.watchlist_id == watchlist_id, follower.c.member_id == member_id)
    )
    return gone.rowcount > 0


async def of(connection: Connection, watchlist_ids: Iterable[int]) -> list[Follower]:
    """Return who follows any of these watchlists, the earliest first."""
    asked, rows = list(watchlist_ids), list[Row[Any]]()
    for start in range(0, len(asked), CHUNK):
        part = {"watchlist_ids": asked[start : start + CHUNK]}
        rows += await connection.execute(_followers(), part)
    rows.sort(key=lambda row: (row.since, row.member_id))
    return [Follower(row.watchlist_id, row.member_id, Notify(row.notify)) for row in rows]


@cache
def _followers() -> Select[Any]:
    return select(follower).where(follower.c.watchlist_id.in_(bindparam("watchlist_ids", expanding=True)))
