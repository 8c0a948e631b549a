"""Two stored articles that turn out to be one: the newer goes, and all that hangs on it goes to the other."""

from __future__ import annotations

from sqlalchemy import delete, func, insert, select, update

from bot.storage.database import Connection
from bot.storage.tables import address, article, entry, guild_article, match, near_copy, revision, sketch

# Of two matches of one watchlist, one that was told stays: it is what keeps a second alert from being sent.
TOLD = ("alert", "late")


async def join(connection: Connection, kept: int, gone: int) -> None:
    """Make article *gone* a part of *kept*: its revisions, entries, addresses, matches and places in stories.

    Texts stay as they are, revision by revision, under new numbers. Which story it is in is not asked: see
    `stories.merge`. The id of *gone* is never given again.
    """
    offset = await connection.scalar(
        select(func.coalesce(func.max(revision.c.number), 0)).where(revision.c.article_id == kept)
    )
    await connection.execute(
        update(revision)
        .where(revision.c.article_id == gone)
        .values(article_id=kept, number=revision.c.number + int(offset or 0))
    )
    for table in (entry, sketch):
        await connection.execute(update(table).where(table.c.article_id == gone).values(article_id=kept))
    await _join_matches(connection, kept, gone)
    placed = select(guild_article.c.guild_id).where(guild_article.c.article_id == kept)
    await connection.execute(
        update(guild_article)
        .where(guild_article.c.article_id == gone, guild_article.c.guild_id.not_in(placed))
        .values(article_id=kept)
    )
    ours = select(revision.c.id).where(revision.c.article_id == kept)
    await connection.execute(
        delete(near_copy).where(near_copy.c.revision_id.in_(ours), near_copy.c.of_revision_id.in_(ours))
    )
    await _join_addresses(connection, kept, gone)


async def _join_matches(connection: Connection, kept: int, gone: int) -> None:
    """Give *kept* the matches of *gone*; of two by one watchlist the one that was told, else its own."""
    told = select(match.c.watchlist_id).where(match.c.article_id == gone, match.c.outcome.in_(TOLD))
    await connection.execute(
        delete(match).where(
            match.c.article_id == kept,
            match.c.outcome.not_in(TOLD),
            match.c.watchlist_id.in_(told),
        )
    )
    own = set(await connection.scalars(select(match.c.watchlist_id).where(match.c.article_id == kept)))
    others = set(await connection.scalars(select(match.c.watchlist_id).where(match.c.article_id == gone)))
    for watchlist_id in others - own:
        await connection.execute(
            update(match)
            .where(match.c.article_id == gone, match.c.watchlist_id == watchlist_id)
            .values(article_id=kept)
        )


async def _join_addresses(connection: Connection, kept: int, gone: int) -> None:
    """Let *kept* be known by every address of *gone*, and forget that one."""
    one = (await connection.execute(select(article).where(article.c.id == gone))).one()
    await connection.execute(update(address).where(address.c.article_id == gone).values(article_id=kept))
    if one.page_due_at is not None:
        await connection.execute(
            update(article)
            .where(article.c.id == kept, article.c.page_due_at.is_(None))
            .values(page_due_at=one.page_due_at, page_attempts=one.page_attempts)
        )
    await connection.execute(delete(article).where(article.c.id == gone))
    if one.url_hash is not None:
        await connection.execute(insert(address).values(url_hash=one.url_hash, article_id=kept))
