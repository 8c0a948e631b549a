"""When each guild could first see an article: what decides whether it alerts there."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from typing import Any

from sqlalchemy import Select, bindparam, select

from bot.storage.database import Connection
from bot.storage.tables import entry, guild_feed, revision

# What a guild first met in a back catalogue is still news of another feed if it was published so lately.
STILL_NEWS = timedelta(hours=24)


@dataclass(frozen=True, slots=True)
class FirstSight:
    """When a guild could first see an article, through the feeds that it follows now."""

    at: datetime
    alertable: bool
    active_since: datetime | None  # of that feed, for the guild; None while paused


async def by_guild(
    connection: Connection, article_id: int, *, feed_id: int, now: datetime
) -> dict[int, FirstSight]:
    """Return, for every guild that follows a feed which shows the article, the sight of it that counts.

    That is the first by which it could alert: through an active feed, as news, after the guild followed that
    feed. A back catalogue or a paused feed that showed it earlier hides none that was published lately. What
    *feed_id* (which shows it now) has in its back catalogue is that, whatever other feeds showed. A feed that
    was followed after *now*, by a clock that has been set back since, counts as followed before.
    """
    rows = await connection.execute(_shown(), {"article_id": article_id})
    seen: dict[int, list[Any]] = {}
    for row in rows:
        seen.setdefault(row.guild_id, []).append(row)
    return {guild_id: _first_sight(shown, feed_id, now) for guild_id, shown in seen.items()}


@cache
def _shown() -> Select[Any]:
    """Return what asks which guilds' feeds show `article_id`, in order of arrival."""
    return (
        select(
            *(guild_feed.c[name] for name in ("guild_id", "active_since")),
            *(entry.c[name] for name in ("feed_id", "first_stored_at", "alertable")),
            revision.c.published,
        )
        .join(guild_feed, guild_feed.c.feed_id == entry.c.feed_id)
        .join(revision, revision.c.id == entry.c.revision_id)
        .where(entry.c.article_id == bindparam("article_id"))
        .order_by(entry.c.id)
    )


def _first_sight(shown: Sequence[Any], feed_id: int, now: datetime) -> FirstSight:
    """Return the sight that counts of those that one guild has of an article, in order of arrival."""
    catalogue = next((row for row in shown if row.feed_id == feed_id and not row.alertable), None)
    if catalogue is not None and not any(row.feed_id == feed_id and row.alertable for row in shown):
        return FirstSight(catalogue.first_stored_at, alertable=False, active_since=catalogue.active_since)
    first = shown[0]
    news = next((row for row in shown if _could_alert(row, now)), first)
    if news is first or (news.published or first.first_stored_at) >= min(
        news.active_since, news.first_stored_at - STILL_NEWS
    ):
        return FirstSight(news.first_stored_at, news.alertable, news.active_since)
    active_since = next((row.active_since for row in shown if row.active_since is not None), None)
    return FirstSight(first.first_stored_at, first.alertable, first.active_since or active_since)


def _could_alert(row: Any, now: datetime) -> bool:
    active_since = row.active_since
    if not row.alertable or active_since is None:
        return False
    return bool(active_since > now or row.first_stored_at >= active_since)
