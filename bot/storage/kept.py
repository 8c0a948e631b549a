"""Lines that feeds repeat and that admins want in their texts all the same.

A feed's texts and masks are one for all who follow it. A line that one guild keeps is left out for none of
them, as long as that guild follows the feed: it only shows again what the feed itself says.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import and_, insert, select, update

from bot.storage import masks
from bot.storage.database import Connection
from bot.storage.tables import boilerplate, kept_line


@dataclass(frozen=True, slots=True)
class Kept:
    """A line that a guild keeps, or kept until it was undone; who is None once they asked to be forgotten."""

    key: str
    line: str
    by: int | None
    at: datetime
    undone_by: int | None = None
    undone_at: datetime | None = None


async def of_guild(connection: Connection, guild_id: int, feed_id: int) -> list[Kept]:
    """Return what a guild ever kept of a feed, the newest first."""
    columns = kept_line.c
    rows = await connection.execute(
        select(columns.key, columns.line, columns.by, columns.at, columns.undone_by, columns.undone_at)
        .where(columns.guild_id == guild_id, columns.feed_id == feed_id)
        .order_by(columns.id.desc())
    )
    return [Kept(*row) for row in rows]


async def add(
    connection: Connection, line: str, key: str, *, guild_id: int, feed_id: int, by: int, now: datetime
) -> None:
    """Let a guild keep a line: it is forgotten wherever it was learnt in the feed, and masks follow."""
    await connection.execute(
        insert(kept_line).values(guild_id=guild_id, feed_id=feed_id, key=key, line=line, by=by, at=now)
    )
    await _forget(connection, feed_id, {key})


async def undo(
    connection: Connection, key: str, *, guild_id: int, feed_id: int, by: int, now: datetime
) -> None:
    """Let a guild keep a line no more; where the feed goes on repeating it, it is learnt again."""
    await connection.execute(
        update(kept_line)
        .where(
            and_(
                kept_line.c.guild_id == guild_id,
                kept_line.c.feed_id == feed_id,
                kept_line.c.key == key,
                kept_line.c.undone_at.is_(None),
            )
        )
        .values(undone_by=by, undone_at=now)
    )


async def go_over(connection: Connection, left: int, feed_id: int) -> None:
    """Keep of a feed what the guilds kept of another one that it turned out to be."""
    names = ["guild_id", "key", "line", "by", "at", "undone_by", "undone_at"]
    rows = select(*(kept_line.c[name] for name in names)).where(kept_line.c.feed_id == left)
    found = [dict(row) for row in (await connection.execute(rows)).mappings()]
    if found:
        await connection.execute(insert(kept_line), [{**row, "feed_id": feed_id} for row in found])
        await _forget(connection, feed_id, {row["key"] for row in found if row["undone_at"] is None})


async def _forget(connection: Connection, feed_id: int, keys: set[str]) -> None:
    """Forget lines wherever they were learnt in a feed; masks follow."""
    sites = await connection.execute(
        select(boilerplate.c.site, boilerplate.c.lines)
        .where(boilerplate.c.site.startswith(f"{feed_id}:"))
        .with_for_update()
    )
    for site, lines in sites.all():
        if keys.intersection(lines):
            await masks.learnt(connection, site, [one for one in lines if one not in keys])
