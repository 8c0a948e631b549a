"""Post the newest stored article of a feed that matches: how a freshly added feed shows what it can do."""

from __future__ import annotations

from datetime import datetime

from bot.domain.article import Article
from bot.domain.delivery import Delivery, Kind, Target, TargetKind
from bot.domain.guild import Viewer
from bot.domain.watchlist import Match, Watchlist
from bot.errors import NotFound, QueryError
from bot.pipeline.want import subject
from bot.query import evaluate, parse, read
from bot.storage import Connection, Database, articles, deliveries, watchlists
from bot.text import ANALYSIS_VERSION, Analyser

LOOKED_AT = 200  # stored articles of the feed, newest first: a feed's window is seldom longer


async def post_newest_match(database: Database, viewer: Viewer, feed_id: int, *, now: datetime) -> str:
    """Want the alert of the newest stored article of a feed that an active watchlist in sight matches.

    Returns its headline. Raises NotFound where none matches, or where it was told already.
    """
    async with database.read() as connection:
        stored = await articles.of_feed(connection, feed_id, guild_id=viewer.guild_id, limit=LOOKED_AT)
        active = [
            one
            for one in await watchlists.of_guild(connection, viewer.guild_id)
            if one.active_since is not None and one.channel_id in viewer.channels
        ]
    if not active:
        raise NotFound("There is no active watchlist yet. Add one first: /watch add")
    article, matches = _newest(stored, active)
    async with database.write() as connection:
        for _, match in matches:
            await watchlists.record_match(
                connection, match, outcome="old", analysis_version=ANALYSIS_VERSION, now=now
            )
        wanted = [
            await _want(connection, article, channel, viewer.guild_id, now=now)
            for channel in sorted({watchlist.channel_id for watchlist, _ in matches})
        ]
    if not any(wanted):
        raise NotFound(f"The newest match was posted already: {article.title}")
    return article.title


def _newest(stored: list[Article], active: list[Watchlist]) -> tuple[Article, list[tuple[Watchlist, Match]]]:
    analyser = Analyser()
    queries = []
    for one in active:
        try:
            queries.append((one, parse(one.query)))
        except QueryError:  # kept by an older version; /watch show says so
            continue
    for article in stored:
        document = read(
            analyser,
            title=article.title,
            text=article.text,
            language=article.language,
            outlet=article.outlet,
            author=article.author,
            url=article.url,
            published=article.published,
        )
        matches = [
            (one, Match(one.id, article.id, article.revision_id, hits))
            for one, query in queries
            if (hits := evaluate(query, document)) is not None
        ]
        if matches:
            return article, matches
    raise NotFound("No stored article of this feed matches an active watchlist. New ones will.")


async def _want(
    connection: Connection, article: Article, channel_id: int, guild_id: int, *, now: datetime
) -> Delivery | None:
    target = Target(TargetKind.CHANNEL, channel_id, guild_id)
    about = subject(article.story_id)
    if await deliveries.find(connection, Kind.ALERT, target, about):
        return None
    return await deliveries.want(connection, Kind.ALERT, target, about, now=now, story_id=article.story_id)
