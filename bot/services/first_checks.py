"""The first checks of feeds that were added together: how far they are, and which can't be read.

A batch is a row (among drafts, whose key nobody is shown but who added it), so it outlives a restart. Who
watches its progress is told there; else the guild is told by one notice, once every feed was checked.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, Final

from bot.domain.clock import Clock
from bot.domain.feed import Feed
from bot.domain.guild import Viewer
from bot.errors import NotFound
from bot.pipeline.notices import notify
from bot.storage import Connection, Database, drafts, feed_events, following

BEGINNING: Final = "batch-"  # of a batch's key, before 22 random characters

# A reply to a command can be edited for 15 minutes (Discord, interaction tokens): until then it tells.
REPLY_TELLS: Final = timedelta(minutes=16)
# After this what was not checked yet (the process was down, or one host has hundreds) is told as it stands.
LONGEST_WAIT: Final = timedelta(hours=2)

# Feeds that fail from the first and were told in a list are not told again one by one; so many are no flood.
FEW: Final = 3
LISTED: Final = 10  # feeds in a notice
LONGEST_LINE: Final = 110  # characters of it for one of them


@dataclass(frozen=True, slots=True)
class Standing:
    """How far the first checks of a batch are; feeds that the guild dropped meanwhile don't count."""

    total: int
    read: int
    failing: tuple[Feed, ...]

    @property
    def waiting(self) -> int:
        """Feeds that were not asked for yet."""
        return self.total - self.read - len(self.failing)


@dataclass(slots=True)
class Batch:
    """A batch that is being made; stored with its first feeds."""

    key: str
    guild_id: int
    member_id: int
    ids: list[int] = field(default_factory=list)

    async def extend(self, connection: Connection, ids: list[int], *, now: datetime) -> None:
        """Take feeds in, in the transaction that adds them."""
        if not ids:
            return
        is_new = not self.ids
        self.ids += ids
        payload = {"feeds": self.ids, "at": now.isoformat()}
        if is_new:
            await drafts.add(
                connection, self.key, payload, guild_id=self.guild_id, member_id=self.member_id, now=now
            )
        else:
            await drafts.change(connection, self.key, payload, now=now)


class FirstChecks:
    """Looks at batches, and tells what came of them."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    async def standing(self, viewer: Viewer, key: str) -> Standing:
        """Return how far the viewer's batch is. Raises NotFound where it was told already."""
        async with self._database.read() as connection:
            found = await drafts.get(connection, key, guild_id=viewer.guild_id, member_id=viewer.member_id)
            if found is None or "feeds" not in found:
                raise NotFound("This is told already. /feed list shows how each feed is doing.")
            return await _standing(connection, viewer.guild_id, found)

    async def told(self, viewer: Viewer, key: str) -> None:
        """Forget the viewer's batch, because the viewer was told what came of it."""
        async with self._database.write() as connection:
            found = await drafts.get(connection, key, guild_id=viewer.guild_id, member_id=viewer.member_id)
            if found is not None and "feeds" in found:
                standing = await _standing(connection, viewer.guild_id, found)
                await self._close(connection, key, viewer.guild_id, standing)

    async def tick(self) -> None:
        """Tell the guilds of batches that nobody watched to the end."""
        now = self._clock.now()
        async with self._database.read() as connection:
            due = await drafts.found_by(connection, beginning=BEGINNING, before=now - REPLY_TELLS)
        for key, guild_id, payload in due:
            async with self._database.write() as connection:
                standing = await _standing(connection, guild_id, payload)
                if standing.waiting and now - datetime.fromisoformat(payload["at"]) < LONGEST_WAIT:
                    continue
                if standing.failing:
                    title, text = _notice(standing)
                    await notify(connection, guild_id, f"checked:{key}", title, text, now=now)
                await self._close(connection, key, guild_id, standing)

    async def _close(self, connection: Connection, key: str, guild_id: int, standing: Standing) -> None:
        """Forget a batch. Many feeds that failed in it are noted as told, where no other guild is to hear."""
        if len(standing.failing) > FEW:
            for feed in standing.failing:
                if set(await following.guilds_following(connection, feed.id)) == {guild_id}:
                    await feed_events.note(
                        connection, feed.id, "listed", "told in a list of new feeds", self._clock.now()
                    )
        await drafts.remove(connection, key)


async def _standing(connection: Connection, guild_id: int, payload: dict[str, Any]) -> Standing:
    found = await following.followed_among(connection, guild_id, payload["feeds"])
    failing = tuple(one for one in found if one.failures)
    read = sum(one.last_success_at is not None and not one.failures for one in found)
    return Standing(total=len(found), read=read, failing=failing)


def _notice(standing: Standing) -> tuple[str, str]:
    """Return title and text of a notice about the feeds of a batch that can't be read."""
    number = len(standing.failing)
    lines = [
        f"{one.title} ({one.shown_url}): {one.failure_detail or one.failure or 'not read'}"[:LONGEST_LINE]
        for one in standing.failing[:LISTED]
    ]
    more = f" and {number - LISTED} more" if number > LISTED else ""
    text = (
        f"{'; '.join(lines)}{more}. Each is tried again by itself, at least once a day. "
        "/feed list shows them, /feed health shows why, /feed remove drops one."
    )
    return f"{number} of {standing.total} new feeds can't be read", text
