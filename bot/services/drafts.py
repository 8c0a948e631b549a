"""Watchlists as they are shown before they are saved: kept for a day, for who asked alone."""

from __future__ import annotations

import secrets
from dataclasses import asdict, dataclass
from datetime import timedelta
from typing import Final

from bot.domain.clock import Clock
from bot.domain.guild import Viewer
from bot.errors import NotFound
from bot.storage import Database, drafts

KEPT: Final = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Draft:
    """What is to be saved: a new watchlist, or changes of the one called `editing`.

    Of an edit what is None stays as it is; `name` is then the new one.
    """

    query: str
    name: str | None = None
    channel_id: int | None = None
    role_id: int | None = None
    no_role: bool = False
    editing: str | None = None


class DraftService:
    """Keeps drafts in the database, so that their buttons work after a restart and may be ignored."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    async def keep(self, viewer: Viewer, draft: Draft) -> str:
        """Keep a draft; return its key, 22 URL-safe characters."""
        key, now = secrets.token_urlsafe(16), self._clock.now()
        async with self._database.write() as connection:
            await drafts.add(
                connection,
                key,
                asdict(draft),
                guild_id=viewer.guild_id,
                member_id=viewer.member_id,
                now=now,
            )
        return key

    async def get(self, viewer: Viewer, key: str) -> Draft:
        """Return the viewer's draft. Raises NotFound where it was saved, cancelled or forgotten."""
        async with self._database.read() as connection:
            found = await drafts.get(connection, key, guild_id=viewer.guild_id, member_id=viewer.member_id)
        if found is None or "query" not in found:  # a draft of a feed has none
            raise NotFound("This was saved or cancelled already, or is older than a day. Start again.")
        return Draft(**found)

    async def change(self, viewer: Viewer, key: str, draft: Draft) -> None:
        """Keep a draft anew under its key. Raises NotFound."""
        await self.get(viewer, key)
        async with self._database.write() as connection:
            await drafts.change(connection, key, asdict(draft), now=self._clock.now())

    async def drop(self, viewer: Viewer, key: str) -> None:
        """Forget a draft. Raises NotFound where it is gone already."""
        await self.get(viewer, key)
        async with self._database.write() as connection:
            await drafts.remove(connection, key)

    async def purge(self) -> None:
        """Forget the drafts that nobody has touched for a day."""
        async with self._database.write() as connection:
            await drafts.forget_before(connection, self._clock.now() - KEPT)
