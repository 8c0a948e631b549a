"""Stories as a guild's members may name them."""

from __future__ import annotations

from bot.domain.delivery import Target, TargetKind
from bot.domain.guild import Viewer
from bot.errors import NotFound
from bot.storage import Connection, deliveries, in_sight, stories


async def story_in_sight(connection: Connection, viewer: Viewer, story_id: int) -> int:
    """Return the id under which a story lives now.

    Raises NotFound where the guild sees no article of it and the viewer was not told of it, be it before a
    feed was dropped: another guild's story is as good as none.
    """
    now_id = await stories.resolve(connection, story_id, guild_id=viewer.guild_id)
    if now_id is not None:
        told = await deliveries.of_story(connection, now_id, guild_id=viewer.guild_id)
        if any(_reached(viewer, one.target) for one in told):
            return now_id
        if await in_sight.of_story(connection, now_id, guild_id=viewer.guild_id):
            return now_id
    raise NotFound(f"Story {story_id} is not stored here, or not any more. /search finds stories by words.")


def _reached(viewer: Viewer, target: Target) -> bool:
    if target.kind is TargetKind.CHANNEL:
        return target.id in viewer.channels
    return target.id == viewer.member_id
