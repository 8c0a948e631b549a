"""Stories as a guild sees them, whose members may have split or joined some (`choices`).

Stories are shared by all guilds, and overlays are laid over them: `laid_over` and `articles_of` are the one
place where a guild's view of a story is told from everybody's. A part that was split off has a number of its
own, under which no other guild finds anything.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from functools import cache
from typing import Any

from sqlalchemy import (
    ColumnElement,
    CompoundSelect,
    FromClause,
    Select,
    and_,
    bindparam,
    exists,
    func,
    literal,
    or_,
    select,
    union_all,
)

from bot.storage.database import CHUNK, Connection
from bot.storage.tables import article, guild_article, guild_story


def laid_over(of: FromClause, guild_id: int | ColumnElement[int]) -> tuple[FromClause, ColumnElement[int]]:
    """Return *of*, which holds `article`, with a guild's overlay joined to it, and an article's story."""
    base = func.coalesce(guild_article.c.story_id, article.c.story_id)
    placed = and_(guild_article.c.guild_id == guild_id, guild_article.c.article_id == article.c.id)
    joined = and_(guild_story.c.guild_id == guild_id, guild_story.c.story_id == base)
    over = of.outerjoin(guild_article, placed).outerjoin(guild_story, joined)
    return over, func.coalesce(guild_story.c.into_id, base)


def articles_of(story_id: int, guild_id: int) -> CompoundSelect[Any]:
    """Return a SELECT of the ids of all articles that are in a story for a guild, in its sight or not."""
    bases = union_all(
        select(literal(story_id).label("id")),
        select(guild_story.c.story_id).where(
            guild_story.c.guild_id == guild_id, guild_story.c.into_id == story_id
        ),
    ).subquery()
    elsewhere = exists().where(
        guild_article.c.guild_id == guild_id, guild_article.c.article_id == article.c.id
    )
    return union_all(
        select(article.c.id).where(article.c.story_id.in_(select(bases.c.id)), ~elsewhere),
        select(guild_article.c.article_id).where(
            guild_article.c.guild_id == guild_id, guild_article.c.story_id.in_(select(bases.c.id))
        ),
    )


async def stories_of(connection: Connection, article_ids: Sequence[int], *, guild_id: int) -> dict[int, int]:
    """Return the story of each article for a guild."""
    asked = list(article_ids)
    over, in_story = laid_over(article, guild_id)
    found: dict[int, int] = {}
    for start in range(0, len(asked), CHUNK):
        rows = await connection.execute(
            select(article.c.id, in_story)
            .select_from(over)
            .where(article.c.id.in_(asked[start : start + CHUNK]))
        )
        found |= {row[0]: row[1] for row in rows}
    return found


async def root(connection: Connection, story_id: int, *, guild_id: int) -> int:
    """Return the story that a story is a part of for a guild; itself where it is its own."""
    return (
        await connection.scalar(
            select(guild_story.c.into_id).where(
                guild_story.c.guild_id == guild_id, guild_story.c.story_id == story_id
            )
        )
        or story_id
    )


async def exist(connection: Connection) -> bool:
    """Return whether any guild has an overlay: few have, and without one nothing more is to be asked."""
    return bool(await connection.scalar(_exist()))


@cache
def _exist() -> Select[Any]:
    return select(or_(select(guild_article).exists(), select(guild_story).exists()))


async def told_as(connection: Connection, article_id: int, story_id: int) -> dict[int, int]:
    """Return the story of an article in each guild where it is another one than *story_id*, everybody's."""
    placed = {
        row.guild_id: row.story_id
        for row in await connection.execute(
            select(guild_article).where(guild_article.c.article_id == article_id)
        )
    }
    joined = {
        (row.guild_id, row.story_id): row.into_id
        for row in await connection.execute(
            select(guild_story).where(guild_story.c.story_id.in_({story_id, *placed.values()}))
        )
    }
    told = {}
    for guild_id in placed.keys() | {guild_id for guild_id, _ in joined}:
        base = placed.get(guild_id, story_id)
        told[guild_id] = joined.get((guild_id, base), base)
    return {guild_id: there for guild_id, there in told.items() if there != story_id}


async def split_in(connection: Connection, story_id: int) -> dict[int, set[int]]:
    """Return, for each guild that placed articles of everybody's story elsewhere, which ones."""
    rows = await connection.execute(_placed_elsewhere(), {"story_id": story_id})
    found: dict[int, set[int]] = defaultdict(set)
    for row in rows:
        found[row.guild_id].add(row.article_id)
    return found


@cache
def _placed_elsewhere() -> Select[Any]:
    return (
        select(guild_article.c.guild_id, guild_article.c.article_id)
        .join(article, article.c.id == guild_article.c.article_id)
        .where(article.c.story_id == bindparam("story_id"))
    )
