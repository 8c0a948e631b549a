"""What a transaction records of matches: for the guilds that follow the feed, and for no others."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.domain.watchlist import Match, Watchlist
from bot.pipeline.alerting import Outcome, outcome
from bot.pipeline.refresh.judge import Found, Judge
from bot.pipeline.refresh.values import Counts
from bot.pipeline.refresh.wanting import Wanting
from bot.storage import Connection, first_sights, following, matches, overlays
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

    def __init__(
        self, connection: Connection, judge: Judge, counts: Counts, *, now: datetime, edited: timedelta
    ) -> None:
        self._connection = connection
        self._judge = judge
        self._counts = counts
        self._now = now
        self._wanting = Wanting(connection, now=now, edited=edited)
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
        # Of a guild that dropped the feed this very moment there is no sight.
        seen = [one for one in matched if one[0].guild_id in sights]
        became = [await self._outcome(sighting, one, sights[one.guild_id]) for one, _ in seen]
        first = await matches.record(
            self._connection,
            sighting.article_id,
            [
                (Match(one.id, sighting.article_id, sighting.revision_id, hits), outcome.value)
                for (one, hits), outcome in zip(seen, became, strict=True)
            ],
            versions=(ANALYSIS_VERSION, self._judge.alias_version, sighting.mask_version),
        )
        self._counts.matches += len(first)
        await self._tell(
            sighting,
            told_as,
            {
                one: outcome
                for (one, _), outcome in zip(seen, became, strict=True)
                if one.id in first and outcome in (Outcome.ALERT, Outcome.LATE)
            },
        )

    async def _told_as(self, sighting: Sighting) -> dict[int, int]:
        """Return the article's story in each guild whose members said that it is another one."""
        if self._overlaid is None:
            self._overlaid = await overlays.exist(self._connection)
        if not self._overlaid:
            return {}
        return await overlays.told_as(self._connection, sighting.article_id, sighting.story_id)

    async def _outcome(self, sighting: Sighting, watchlist: Watchlist, sight: FirstSight) -> Outcome:
        """Return what comes of a match, if it is the article's first one by its watchlist."""
        return outcome(
            seen_at=sight.at,
            alertable=sight.alertable,
            following_since=sight.active_since,
            watching_since=watchlist.active_since,
            alerts_on=await self._wanting.alerts_on(watchlist.channel_id),
            late=sighting.late is not None,
            now=self._now,
        )

    async def _tell(
        self, sighting: Sighting, told_as: Mapping[int, int], alerting: Mapping[Watchlist, Outcome]
    ) -> None:
        """Want what is told of an article, which is told as another story in some guilds."""
        await self._wanting.know_members(one.id for one in alerting)
        for watchlist, became in alerting.items():
            late = sighting.late if became is Outcome.LATE else None
            story_id = told_as.get(watchlist.guild_id, sighting.story_id)
            await self._wanting.matched(story_id, watchlist, late=late)

    async def _guilds(self, feed_id: int) -> Collection[int]:
        if feed_id not in self._following:
            self._following[feed_id] = frozenset(await following.guilds_following(self._connection, feed_id))
        return self._following[feed_id]
