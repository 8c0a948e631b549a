"""What the entries of feeds showed before, as a guild may see it: the past of its own feeds and no others."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

from sqlalchemy import Row, insert, literal, select

from bot.domain.timeline import Showing
from bot.storage import absences
from bot.storage.database import Connection
from bot.storage.in_sight import of_row, visible
from bot.storage.overlays import articles_of
from bot.storage.tables import article, entry, entry_past
from bot.storage.types import UtcDateTime


async def note(connection: Connection, entry_id: int, *, revision_id: int, now: datetime) -> None:
    """Keep what an entry shows, before it is let show another revision."""
    shown = select(entry.c.id, entry.c.revision_id, literal(now, UtcDateTime())).where(
        entry.c.id == entry_id, entry.c.revision_id != revision_id
    )
    await connection.execute(insert(entry_past).from_select(["entry_id", "revision_id", "until"], shown))


async def of_story(
    connection: Connection, story_id: int, *, guild_id: int, changed: bool = False
) -> list[list[Showing]]:
    """Return what the guild's feeds showed of a story's articles, a list an entry, the oldest showing first.

    The last of each list is what the entry shows now; entries come in order of their ids. Of those that never
    showed anything else, nothing comes where only the *changed* ones are asked for.
    """
    of_entry = entry.c.id.label("entry_id"), entry.c.first_stored_at.label("entry_since")
    here = article.c.id.in_(articles_of(story_id, guild_id))
    before = visible(guild_id, few=True, earlier=True).add_columns(*of_entry, entry_past.c.until)
    now = visible(guild_id, few=True).add_columns(*of_entry)
    showings: dict[int, list[Showing]] = defaultdict(list)
    since: dict[int, datetime] = {}
    for row in await connection.execute(before.where(here).order_by(entry_past.c.id)):
        showings[row.entry_id].append(_showing(row, since))
        since[row.entry_id] = row.until
    withdrawn = await absences.withdrawn_of(connection, story_id)
    if changed and not since and not withdrawn:
        return []
    wanted = here & entry.c.id.in_([*since, *withdrawn]) if changed else here
    for row in await connection.execute(now.where(wanted).order_by(entry.c.id)):
        shown = _showing(row, since)
        showings[row.entry_id].append(replace(shown, withdrawn_at=withdrawn.get(row.entry_id)))
    return [showings[entry_id] for entry_id in sorted(showings)]


def _showing(row: Row[Any], since: Mapping[int, datetime]) -> Showing:
    return Showing(of_row(row), since.get(row.entry_id, row.entry_since), row.origin)
