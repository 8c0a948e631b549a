"""Watchlists, their followers, their history, and what they matched."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import fields
from datetime import datetime
from functools import cache
from typing import Any, Final

from sqlalchemy import Insert, Row, Select, bindparam, delete, insert, select, update

from bot.domain.watchlist import Change, Follower, Hit, Match, Notify, State, Watchlist
from bot.storage.database import CHUNK, Connection
from bot.storage.guilds import bump, count, upsert
from bot.storage.tables import follower, match, watchlist, watchlist_change

COUNTER = "watchlists"  # its value is the version of the newest change
# Outcomes, as `bot.pipeline.alerting` calls them.
_HIT: Final = tuple(field.name for field in fields(Hit))
UNHEARD, ALERTING = frozenset({"paused", "old"}), frozenset({"alert", "late"})


def name_key(name: str) -> str:
    """Return the form under which a name is unique in its guild."""
    return " ".join(unicodedata.normalize("NFKC", name).casefold().split())


def _of_row(row: Row[Any]) -> Watchlist:
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
    added = _of_row(row)
    await _remember(connection, None, added, by=by, now=now)
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
    after = _of_row(row)
    await _remember(connection, before, after, by=by, now=now)
    return after


async def remove(connection: Connection, before: Watchlist, *, by: int, now: datetime) -> None:
    """Delete a watchlist with its followers and matches; its history stays."""
    await connection.execute(delete(watchlist).where(watchlist.c.id == before.id))
    await bump(connection, COUNTER)
    await _remember(connection, before, None, by=by, now=now)


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
    shown = _shown(one) or {}
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


async def _remember(
    connection: Connection, before: Watchlist | None, after: Watchlist | None, *, by: int, now: datetime
) -> None:
    known = after or before
    assert known is not None
    await connection.execute(
        insert(watchlist_change).values(
            guild_id=known.guild_id,
            watchlist_id=known.id,
            at=now,
            by=by,
            before=_shown(before),
            after=_shown(after),
        )
    )


def _shown(one: Watchlist | None) -> dict[str, Any] | None:
    if one is None:
        return None
    return {
        "name": one.name,
        "query": one.query,
        "channel_id": one.channel_id,
        "role_id": one.role_id,
        "active": one.active_since is not None,
    }


async def get(connection: Connection, watchlist_id: int) -> Watchlist | None:
    """Return a watchlist by its id."""
    row = (await connection.execute(select(watchlist).where(watchlist.c.id == watchlist_id))).first()
    return _of_row(row) if row else None


async def by_name(connection: Connection, guild_id: int, name: str) -> Watchlist | None:
    """Return a guild's watchlist by its name, whatever its case."""
    row = (
        await connection.execute(
            select(watchlist).where(watchlist.c.guild_id == guild_id, watchlist.c.name_key == name_key(name))
        )
    ).first()
    return _of_row(row) if row else None


async def of_guild(connection: Connection, guild_id: int) -> list[Watchlist]:
    """Return a guild's watchlists by name."""
    rows = await connection.execute(select(watchlist).where(watchlist.c.guild_id == guild_id))
    # Ordered here, for databases order letters differently.
    return sorted(map(_of_row, rows), key=lambda one: name_key(one.name))


async def version(connection: Connection) -> int:
    """Return the version of the newest change; grows with every change of any watchlist."""
    return await count(connection, COUNTER)


async def changed_after(connection: Connection, known: int) -> tuple[list[Watchlist], set[int]]:
    """Return the watchlists changed after version *known*, and the ids of all that exist."""
    rows = await connection.execute(select(watchlist).where(watchlist.c.version > known))
    ids = await connection.scalars(select(watchlist.c.id))
    return [_of_row(row) for row in rows], set(ids)


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


async def changes_of(connection: Connection, guild_id: int, watchlist_id: int) -> list[Change]:
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


async def followers(connection: Connection, watchlist_ids: Iterable[int]) -> list[Follower]:
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


async def record_matches(
    connection: Connection,
    article_id: int,
    found: Sequence[tuple[Match, str]],
    *,
    versions: tuple[int, int, int],
    now: datetime,
) -> set[int]:
    """Store that watchlists matched an article, each with its outcome; return those that do so first.

    One of a paused feed, or of a back catalogue, counts as none once another feed brings the article as news.
    *versions* are those of the analysis, the aliases and the boilerplate that was hidden.
    """
    rows = await connection.execute(_outcomes(), {"article_id": article_id})
    known = {row.watchlist_id: row.outcome for row in rows}
    new, first = [], set()
    for one, outcome in found:
        values: dict[str, Any] = {
            "revision_id": one.revision_id,
            **dict(zip(("analysis_version", "alias_version", "mask_version"), versions, strict=True)),
            "hits": [{name: getattr(hit, name) for name in _HIT} for hit in one.hits],
        }
        before = known.get(one.watchlist_id)
        if before is None or (before in UNHEARD and outcome in ALERTING):
            values |= {"outcome": outcome, "matched_at": now}
            first.add(one.watchlist_id)
        if before is None:
            new.append(values | {"watchlist_id": one.watchlist_id, "article_id": article_id})
            continue
        await connection.execute(
            update(match)
            .where(match.c.watchlist_id == one.watchlist_id, match.c.article_id == article_id)
            .values(**values)
        )
    if new:
        await connection.execute(_new_match(), new)
    return first


@cache
def _outcomes() -> Select[Any]:
    """Return what asks which watchlists matched `article_id` before, and with which outcome."""
    return select(match.c.watchlist_id, match.c.outcome).where(match.c.article_id == bindparam("article_id"))


@cache
def _new_match() -> Insert:
    return insert(match)


async def matches_of(
    connection: Connection, article_ids: Iterable[int], *, guild_id: int
) -> list[tuple[Watchlist, Match, str]]:
    """Return what a guild's watchlists matched among these articles, each with its outcome."""
    rows = await connection.execute(
        select(watchlist, match.c.article_id, match.c.revision_id, match.c.hits, match.c.outcome)
        .join(watchlist, watchlist.c.id == match.c.watchlist_id)
        .where(match.c.article_id.in_(list(article_ids)), watchlist.c.guild_id == guild_id)
        .order_by(match.c.article_id, watchlist.c.id)
    )
    return [
        (
            _of_row(row),
            Match(row.id, row.article_id, row.revision_id, tuple(Hit(**hit) for hit in row.hits)),
            row.outcome,
        )
        for row in rows
    ]
