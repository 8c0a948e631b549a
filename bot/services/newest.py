"""Post the newest stored article of a feed that matches: how a freshly added feed shows what it can do."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence
from datetime import datetime

from bot.domain.article import Article
from bot.domain.delivery import Delivery, Kind, Target, TargetKind
from bot.domain.guild import Viewer
from bot.domain.watchlist import Match, Watchlist
from bot.errors import NotFound, QueryError
from bot.lookups.reading import matched
from bot.pipeline.alerting import Outcome, subject
from bot.query import parse
from bot.storage import (
    Connection,
    Database,
    aliases,
    deliveries,
    following,
    guilds,
    in_sight,
    masks,
    matches,
    stories,
    watchlists,
)
from bot.text import ANALYSIS_VERSION, Analyser

LOOKED_AT = 200  # stored articles of the feed, newest first: a feed's window is seldom longer


async def post_newest_match(database: Database, viewer: Viewer, feed_id: int, *, now: datetime) -> str:
    """Want the alert of the newest stored article of a feed that an active watchlist in sight matches.

    It goes to each such watchlist's channel where alerts are on and its story is not muted. Returns its
    headline. Raises NotFound where none matches, or where it was told in each of them already.
    """
    async with database.read() as connection:
        stored = await in_sight.of_feed(connection, feed_id, guild_id=viewer.guild_id, limit=LOOKED_AT)
        off = {one.id for one in await guilds.channels(connection, viewer.guild_id) if not one.alerts_on}
        active = [
            one
            for one in await watchlists.of_guild(connection, viewer.guild_id)
            if one.active_since is not None and one.channel_id in viewer.channels - off
        ]
        shown = [one.revision_id for one in stored]
        titles = await following.titles(connection, shown, guild_id=viewer.guild_id)
        mask_versions = await masks.versions_of_masks(connection, shown)
        named = await aliases.meanings(connection, viewer.guild_id)
        alias_version = await aliases.version(connection)
    if not active:
        raise NotFound("There is no active watchlist whose channel takes alerts. Add one first: /watch add")
    found = await asyncio.to_thread(_newest, stored, active, titles, named, now)
    if found is None:
        raise NotFound("No stored article of this feed matches an active watchlist. New ones will.")
    article, matched = found
    async with database.write() as connection:
        await guilds.take_turn(connection, viewer.guild_id)
        await matches.record(
            connection,
            article.id,
            [(match, Outcome.OLD.value) for _, match in matched],
            versions=(ANALYSIS_VERSION, alias_version, mask_versions[article.revision_id]),
        )
        wanted = [
            await _want(connection, article, channel, viewer.guild_id, now=now)
            for channel in sorted({watchlist.channel_id for watchlist, _ in matched})
        ]
    if not any(wanted):
        raise NotFound(f"The newest match was posted already: {article.title}")
    return article.title


def _newest(
    stored: Sequence[Article],
    active: Sequence[Watchlist],
    titles: Mapping[int, Sequence[str]],
    named: Mapping[str, str],
    now: datetime,
) -> tuple[Article, list[tuple[Watchlist, Match]]] | None:
    """Return the first of *stored*, newest first, that any watchlist matches, with its matches.

    Takes a millisecond or two an article, so it is not for the event loop.
    """
    analyser = Analyser()
    queries = []
    for one in active:
        try:
            queries.append((one, parse(one.query, named, now=now, stored=True)))
        except QueryError:  # kept by an older version; /watch show says so
            continue
    for article in stored:
        shown_by = titles.get(article.revision_id, ())
        matches = [
            (one, Match(one.id, article.id, article.revision_id, hits))
            for one, query in queries
            if (hits := matched(query, analyser, article, shown_by)) is not None
        ]
        if matches:
            return article, matches
    return None


async def _want(
    connection: Connection, article: Article, channel_id: int, guild_id: int, *, now: datetime
) -> Delivery | None:
    """Want the story in a channel; None where it was told there before, or is muted there."""
    target = Target(TargetKind.CHANNEL, channel_id, guild_id)
    about = subject(article.story_id)
    muted = await stories.mutes(connection, article.story_id, guild_id=guild_id)
    if any(one.channel_id == channel_id for one in muted):
        return None
    if await deliveries.find(connection, Kind.ALERT, target, about):
        return None
    return await deliveries.want(connection, Kind.ALERT, target, about, now=now, story_id=article.story_id)
