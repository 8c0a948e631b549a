"""Stories as a guild's members may name them."""

from __future__ import annotations

from bot.domain.guild import Viewer
from bot.errors import NotFound
from bot.storage import Connection, articles, deliveries, stories

MOST_ID = 2**63 - 1  # what a column of ids holds


async def story_in_sight(connection: Connection, viewer: Viewer, story_id: int) -> int:
    """Return the id under which a story lives now.

    Raises NotFound where the guild neither sees an article of it nor was told of it: another guild's story is
    as good as none.
    """
    now_id = await stories.resolve(connection, story_id) if 0 < story_id <= MOST_ID else None
    if now_id is not None and (
        await articles.of_story(connection, now_id, guild_id=viewer.guild_id)
        or await deliveries.of_story(connection, now_id, guild_id=viewer.guild_id)
    ):
        return now_id
    raise NotFound("This story is not stored any more.")
