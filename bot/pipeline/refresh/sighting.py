"""What a transaction records of matches: for the guilds that follow the feed, and for no others."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import datetime

from bot.domain.watchlist import Match, Watchlist
from bot.pipeline.refresh.judge import Found, Judge
from bot.pipeline.refresh.values import Counts
from bot.pipeline.refresh.wanting import Wanting
from bot.pipeline.want import Outcome, outcome
from bot.storage import Connection, first_sights, following, overlays, watchlists
from bot.storage.first_sights import FirstSight
from bot.text import ANALYSIS_VERSION


@dataclass(frozen=True, slots=True)
class Sighting:
    """An article that a feed now shows in this revision, and what it matches."""

    feed_id: int
    story_id: int
    article_id: int
    revision_id: int
    found: Found
    late: str | None = None  # subject of the digest that tells it
    mask_version: int = 0  # of the boilerplate that was hidden


class Sightings:
    """One transaction's sightings. `done()` ends what they want of deliveries."""

    def __init__(self, connection: Connection, judge: Judge, counts: Counts, *, now: datetime) -> None:
        self._connection = connection
        self._judge = judge
        self._counts = counts
        self._now = now
        self._wanting = Wanting(connection, now=now)
        self._following: dict[int, frozenset[int]] = {}
        self._overlaid: bool | None = None  # whether any guild has stories of its own

    def begun(self, story_id: int) -> None:
        """Take note that a story was just started: nothing of it has been told."""
        self._wanting.begun(story_id)

    def merged(self) -> None:
        """Take note that a story became part of another one."""
        self._wanting.merged()

    async def done(self) -> None:
        """Store what is wanted of deliveries."""
        self._counts.wanted += await self._wanting.done()

    async def add(self, sighting: Sighting) -> None:
        """Record what matched for the guilds that follow the feed, and want what they are to be told."""
        guilds = await self._guilds(sighting.feed_id)
        if not guilds:
            return
        told_as = await self._told_as(sighting)
        for story_id in {sighting.story_id, *told_as.values()}:
            there = [one for one in guilds if told_as.get(one, sighting.story_id) == story_id]
            if there:
                await self._wanting.joined(story_id, there)
        matched = [
            (self._judge.watchlists[watchlist_id], hits)
            for watchlist_id, hits in sighting.found
            if self._judge.watchlists[watchlist_id].guild_id in guilds
        ]
        if not matched:
            return
        sights = await first_sights.by_guild(
            self._connection, sighting.article_id, feed_id=sighting.feed_id, now=self._now
        )
        for watchlist, hits in matched:
            sight = sights.get(watchlist.guild_id)
            if sight is None:  # the guild dropped the feed this very moment
                continue
            match = Match(watchlist.id, sighting.article_id, sighting.revision_id, hits)
            story_id = told_as.get(watchlist.guild_id, sighting.story_id)
            await self._record(replace(sighting, story_id=story_id), watchlist, match, sight)

    async def _told_as(self, sighting: Sighting) -> dict[int, int]:
        """Return the article's story in each guild whose members said that it is another one."""
        if self._overlaid is None:
            self._overlaid = await overlays.exist(self._connection)
        if not self._overlaid:
            return {}
        return await overlays.told_as(self._connection, sighting.article_id, sighting.story_id)

    async def _record(
        self, sighting: Sighting, watchlist: Watchlist, match: Match, sight: FirstSight
    ) -> None:
        """Record a match; only an article's first one by a watchlist can alert."""
        became = outcome(
            seen_at=sight.at,
            alertable=sight.alertable,
            following_since=sight.active_since,
            watching_since=watchlist.active_since,
            alerts_on=await self._wanting.alerts_on(watchlist.channel_id),
            late=sighting.late is not None,
            now=self._now,
        )
        is_first = await watchlists.record_match(
            self._connection,
            match,
            outcome=became.value,
            analysis_version=ANALYSIS_VERSION,
            alias_version=self._judge.alias_version,
            mask_version=sighting.mask_version,
            now=self._now,
        )
        self._counts.matches += is_first
        if is_first and became in (Outcome.ALERT, Outcome.LATE):
            late = sighting.late if became is Outcome.LATE else None
            await self._wanting.matched(sighting.story_id, watchlist, late=late)

    async def _guilds(self, feed_id: int) -> Collection[int]:
        if feed_id not in self._following:
            self._following[feed_id] = frozenset(await following.guilds_following(self._connection, feed_id))
        return self._following[feed_id]
