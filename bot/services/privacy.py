"""What is stored of a member, and its deletion."""

from __future__ import annotations

from bot.domain.guild import Viewer
from bot.storage import Database, traces


class PrivacyService:
    """Shows and deletes what a guild's data holds of the viewer."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def stored(self, viewer: Viewer) -> dict[str, int]:
        """Count what is stored of the viewer, by what it is, in words."""
        async with self._database.read() as connection:
            return await traces.stored_of(connection, viewer.guild_id, viewer.member_id)

    async def owns(self, viewer: Viewer) -> bool:
        """Return whether the viewer is noted as the guild's owner, who hears what admins must hear."""
        async with self._database.read() as connection:
            return await traces.owns(connection, viewer.guild_id, viewer.member_id)

    async def forget(self, viewer: Viewer) -> None:
        """Delete what is the viewer's own, and take their name off what belongs to the team."""
        async with self._database.write() as connection:
            await traces.forget(connection, viewer.guild_id, viewer.member_id)
