"""What watchlists matched: by which words, under which versions, and what became of it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import fields
from datetime import datetime
from functools import cache
from typing import Any, Final

from sqlalchemy import Insert, Select, bindparam, func, insert, select, update

from bot.domain.watchlist import Hit, Match, Watchlist
from bot.storage.arrivals import last_article_before
from bot.storage.database import Connection
from bot.storage.tables import entry, guild_feed, match, watchlist
from bot.storage.watchlists import of_row

_HIT: Final = tuple(field.name for field in fields(Hit))
# Outcomes, as `bot.pipeline.alerting` calls them.
UNHEARD, ALERTING = frozenset({"paused", "old"}), frozenset({"alert", "late"})


async def record(
    connection: Connection,
    article_id: int,
    found: Sequence[tuple[Match, str]],
    *,
    versions: tuple[int, int, int],
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
            values["outcome"] = outcome
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


async def counted(
    connection: Connection, watchlist_ids: Iterable[int], *, guild_id: int, since: datetime
) -> dict[int, int]:
    """Count the articles stored since a moment that each watchlist matched, of those that a guild sees.

    A watchlist that matched none is left out.
    """
    before = await last_article_before(connection, since)
    rows = await connection.execute(
        select(match.c.watchlist_id, func.count(func.distinct(match.c.article_id)))
        .join(entry, entry.c.article_id == match.c.article_id)
        .join(guild_feed, guild_feed.c.feed_id == entry.c.feed_id)
        .where(
            match.c.watchlist_id.in_(list(watchlist_ids)),
            match.c.article_id > before,
            entry.c.article_id > before,  # the same, for PostgreSQL to begin at either table
            guild_feed.c.guild_id == guild_id,
        )
        .group_by(match.c.watchlist_id)
    )
    return {row[0]: row[1] for row in rows}


async def among(
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
            of_row(row),
            Match(row.id, row.article_id, row.revision_id, tuple(Hit(**hit) for hit in row.hits)),
            row.outcome,
        )
        for row in rows
    ]
