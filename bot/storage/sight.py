"""Which channels' watchlists a viewer may see."""

from __future__ import annotations

from bot.domain.guild import Viewer
from bot.storage.database import Connection
from bot.storage.guilds import deleted_channels


async def channels_in_sight(connection: Connection, viewer: Viewer) -> frozenset[int]:
    """Return the channels in the viewer's sight, for admins those too that were deleted.

    A deleted channel is in nobody's sight: without this, nobody could give its watchlists another one.
    """
    if not viewer.is_admin:
        return viewer.channels
    return viewer.channels | await deleted_channels(connection, viewer.guild_id)
