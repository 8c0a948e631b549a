"""What members of a guild said of stories, stored with what it makes of the guild's `overlays`."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from sqlalchemy import and_, delete, insert, literal, or_, select, update

from bot.domain.choice import Choice, ChoiceKind
from bot.storage import overlays
from bot.storage.database import Connection
from bot.storage.tables import article, guild_article, guild_story, story, story_choice
from bot.storage.upserts import upsert


async def place_beside(connection: Connection, article_id: int, beside: int, *, guild_id: int) -> None:
    """Put an article where a guild has put another one; nothing changes where it has put that nowhere."""
    there = select(
        guild_article.c.guild_id,
        literal(article_id).label("article_id"),
        guild_article.c.story_id,
        guild_article.c.choice_id,
    ).where(guild_article.c.guild_id == guild_id, guild_article.c.article_id == beside)
    await connection.execute(
        insert(guild_article).from_select(["guild_id", "article_id", "story_id", "choice_id"], there)
    )


async def split(
    connection: Connection,
    story_id: int,
    article_ids: Iterable[int],
    *,
    guild_id: int,
    by: int,
    now: datetime,
) -> Choice:
    """Put articles of a story into a new one, for a guild; `other_id` of what is returned is that."""
    part = int(await connection.scalar(insert(story).values(last_at=now).returning(story.c.id)) or 0)
    choice = await _choose(connection, ChoiceKind.SPLIT, (story_id, part), guild_id=guild_id, by=by, now=now)
    for article_id in article_ids:
        row = upsert(connection, guild_article).values(
            guild_id=guild_id, article_id=article_id, story_id=part, choice_id=choice.id
        )
        await connection.execute(
            row.on_conflict_do_update(
                index_elements=["guild_id", "article_id"], set_={"story_id": part, "choice_id": choice.id}
            )
        )
    return choice


async def join(
    connection: Connection, newer: int, older: int, *, guild_id: int, by: int, now: datetime
) -> Choice:
    """Make a story a part of another one, for a guild; neither is a part of a third."""
    choice = await _choose(connection, ChoiceKind.MERGE, (newer, older), guild_id=guild_id, by=by, now=now)
    await _say(connection, newer, older, guild_id=guild_id, choice_id=choice.id)
    return choice


async def undo(connection: Connection, choice: Choice, *, home: int, by: int, now: datetime) -> list[int]:
    """Take back what a member said; *home* is the story under which `choice.story_id` lives now.

    The number of a part split off leads there for ever. Returns the stories that are no part of another one
    any more: of one that was joined, what everybody's splits made of it as well.
    """
    await connection.execute(
        update(story_choice).where(story_choice.c.id == choice.id).values(undone_by=by, undone_at=now)
    )
    if choice.kind is ChoiceKind.MERGE:
        said = guild_story.c.choice_id == choice.id
        freed = sorted(await connection.scalars(select(guild_story.c.story_id).where(said)))
        await connection.execute(delete(guild_story).where(said))
        await _lead(connection, choice.guild_id)
        return freed
    placed = await connection.execute(
        select(guild_article.c.article_id, article.c.story_id)
        .join(article, article.c.id == guild_article.c.article_id)
        .where(guild_article.c.guild_id == choice.guild_id, guild_article.c.choice_id == choice.id)
    )
    for row in placed.all():
        of_article = and_(
            guild_article.c.guild_id == choice.guild_id, guild_article.c.article_id == row.article_id
        )
        if await overlays.root(connection, row.story_id, guild_id=choice.guild_id) == home:
            await connection.execute(delete(guild_article).where(of_article))
        else:  # it was in a part already
            await connection.execute(update(guild_article).where(of_article).values(story_id=choice.story_id))
    await _say(connection, choice.other_id, home, guild_id=choice.guild_id, choice_id=choice.id)
    return []


async def get(connection: Connection, choice_id: int, *, guild_id: int) -> Choice | None:
    """Return what a member of a guild said."""
    row = (
        await connection.execute(
            select(story_choice).where(story_choice.c.id == choice_id, story_choice.c.guild_id == guild_id)
        )
    ).first()
    return _of_row(row) if row else None


async def of_story(connection: Connection, story_id: int, *, guild_id: int) -> list[Choice]:
    """Return what members of a guild said of a story, the oldest first."""
    there = select(guild_story.c.story_id).where(
        guild_story.c.guild_id == guild_id, guild_story.c.into_id == story_id
    )
    concerned = or_(
        story_choice.c.story_id == story_id,
        story_choice.c.other_id == story_id,
        story_choice.c.story_id.in_(there),
        story_choice.c.other_id.in_(there),
    )
    rows = await connection.execute(
        select(story_choice).where(story_choice.c.guild_id == guild_id, concerned).order_by(story_choice.c.id)
    )
    return [_of_row(row) for row in rows]


async def follow_merge(connection: Connection, older: int, newer: int) -> list[tuple[int, int, int]]:
    """Let overlays follow a merge of two stories for everybody.

    Returns (guild, older, newer) for each guild in which two further stories are one thereby: a member said
    that one of the two is the same as a third.
    """
    await connection.execute(
        update(guild_article).where(guild_article.c.story_id == newer).values(story_id=older)
    )
    rows = (
        await connection.execute(
            select(guild_story).where(
                or_(guild_story.c.story_id.in_((older, newer)), guild_story.c.said_id == newer)
            )
        )
    ).all()
    further = []
    for guild_id in sorted({row.guild_id for row in rows}):
        gone = next((row for row in rows if (row.guild_id, row.story_id) == (guild_id, newer)), None)
        here = guild_story.c.guild_id == guild_id
        await connection.execute(delete(guild_story).where(here, guild_story.c.story_id == newer))
        await connection.execute(
            update(guild_story).where(here, guild_story.c.said_id == newer).values(said_id=older)
        )
        await connection.execute(
            delete(guild_story).where(here, guild_story.c.said_id == guild_story.c.story_id)
        )
        await _lead(connection, guild_id)
        home = await overlays.root(connection, older, guild_id=guild_id)
        third = home if gone is None else await overlays.root(connection, gone.into_id, guild_id=guild_id)
        if gone is not None and third != home:
            first, second = sorted((home, third))
            await _say(connection, second, first, guild_id=guild_id, choice_id=gone.choice_id)
            further.append((guild_id, first, second))
        if (lives := await overlays.root(connection, older, guild_id=guild_id)) != older:
            further.append((guild_id, lives, older))
    return list(dict.fromkeys(further))


async def _choose(
    connection: Connection, kind: ChoiceKind, of: tuple[int, int], *, guild_id: int, by: int, now: datetime
) -> Choice:
    row = await connection.execute(
        insert(story_choice)
        .values(guild_id=guild_id, kind=kind.value, story_id=of[0], other_id=of[1], by=by, at=now)
        .returning(story_choice)
    )
    return _of_row(row.one())


async def _say(connection: Connection, story_id: int, of: int, *, guild_id: int, choice_id: int) -> None:
    """Store that a story is a part of another one for a guild."""
    values = {"said_id": of, "into_id": of, "choice_id": choice_id}
    row = upsert(connection, guild_story).values(guild_id=guild_id, story_id=story_id, **values)
    await connection.execute(row.on_conflict_do_update(index_elements=["guild_id", "story_id"], set_=values))
    await _lead(connection, guild_id)


async def _lead(connection: Connection, guild_id: int) -> None:
    """Work out where each story of a guild leads in the end: what members said may come in chains."""
    rows = (await connection.execute(select(guild_story).where(guild_story.c.guild_id == guild_id))).all()
    said = {row.story_id: row.said_id for row in rows}
    for row in rows:
        end, steps = row.said_id, 0
        while end in said and steps < len(said):
            end, steps = said[end], steps + 1
        if end != row.into_id:
            await connection.execute(
                update(guild_story)
                .where(guild_story.c.guild_id == guild_id, guild_story.c.story_id == row.story_id)
                .values(into_id=end)
            )


def _of_row(row: Any) -> Choice:
    return Choice(
        id=row.id,
        guild_id=row.guild_id,
        kind=ChoiceKind(row.kind),
        story_id=row.story_id,
        other_id=row.other_id,
        by=row.by,
        at=row.at,
        undone_by=row.undone_by,
        undone_at=row.undone_at,
    )
