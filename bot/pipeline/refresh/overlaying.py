"""Where members of a guild split a story, each new article of it goes to the part that it is nearest to.

The guild's own view decides: only articles that it sees are asked, and nothing changes for another guild.
"""

from __future__ import annotations

from dataclasses import replace

from bot.domain.article import Article
from bot.pipeline import cluster
from bot.pipeline.refresh.judge import Judge
from bot.storage import Connection, choices, in_sight, overlays, stories

ASKED = 60  # articles of a story, the newest: a millisecond each


async def follow_parts(
    connection: Connection, judge: Judge, article_id: int, story_id: int, document: cluster.Document
) -> None:
    """Put an article that just joined everybody's story beside the nearest one, for guilds that split it."""
    split = await overlays.split_in(connection, story_id)
    if not split:
        return
    members = [
        one for one in await stories.newest_articles(connection, story_id, limit=ASKED) if one != article_id
    ]
    for guild_id in sorted(split):
        seen = await in_sight.of_ids(connection, members, guild_id=guild_id)
        if not seen:
            continue
        nearest = await judge.nearest(replace(document, id=article_id), [_described(one) for one in seen])
        if nearest in split[guild_id]:
            await choices.place_beside(connection, article_id, nearest, guild_id=guild_id)


def _described(one: Article) -> cluster.Document:
    return cluster.Document(
        id=one.id,
        title=one.title,
        text=one.text,
        url=one.url or "",
        published=one.published,
        arrived=one.first_stored_at,
        language=one.language,
        outlet=one.outlet,
    )
