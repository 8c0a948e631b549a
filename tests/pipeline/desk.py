"""A guild with a feed and a watchlist, whose matched articles are wanted: what delivery starts from."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from bot.domain.delivery import Delivery, Kind, Target, TargetKind
from bot.domain.feed import Feed
from bot.domain.watchlist import Hit, Match, Watchlist
from bot.storage import (
    Database,
    articles,
    deliveries,
    entries,
    feeds,
    following,
    guilds,
    matches,
    past,
    revisions,
    stories,
    watchlists,
)
from bot.storage.entries import NewEntry
from tests.builders import deliveries_of, story_of
from tests.conftest import ManualClock


@dataclass
class Desk:
    """Stores what the conductor would, in as many words as a delivery test needs."""

    database: Database
    clock: ManualClock
    guild_id: int
    channel_id: int
    feed: Feed
    watchlist: Watchlist

    @property
    def target(self) -> Target:
        return Target(TargetKind.CHANNEL, self.channel_id, self.guild_id)

    async def publish(
        self,
        title: str,
        *,
        story_id: int | None = None,
        outlet: str = "The Courier",
        want: bool = True,
        text: str | None = None,
        matched: str | None = None,
    ) -> int:
        """Store a matched article and want its alert (or the next edit of it); return its story's id.

        It matched by the first word of its title, or by *matched*, which stands in its text.
        """
        now = self.clock.now()
        async with self.database.write() as connection:
            story = story_id or await stories.add(connection, now=now)
            url = f"https://{outlet.casefold().replace(' ', '-')}.test/{abs(hash((title, outlet)))}"
            article = await articles.add(connection, story_id=story, url=url, now=now)
            text = text or f"{title}. Officials confirmed it on Monday. More is expected within days."
            version = revisions.Version("feed", url, outlet, title, text, None, "en", None, now, None)
            revision, _ = await revisions.add(connection, article, version, now=now)
            key = revisions.content_hash(title, outlet)
            shown = NewEntry(self.feed.id, key, article, revision, version.content_hash, alertable=True)
            await entries.add(connection, [shown], now=now)
            first_word = title.split(maxsplit=1)[0]
            hit = Hit("kursk", "title", 0, len(first_word), first_word)
            if matched:
                at = text.index(matched)
                hit = Hit("kursk", "text", at, at + len(matched), matched)
            match = Match(self.watchlist.id, article, revision, (hit,))
            await matches.record(connection, article, [(match, "alert")], versions=(1, 0, 0))
        if want:
            await self.want(story)
        return story

    async def revise(self, title: str, *, article_id: int, outlet: str = "The Courier", text: str) -> None:
        """Let the entry of an article show it otherwise, and want the edit of its alert."""
        now = self.clock.now()
        async with self.database.write() as connection:
            version = revisions.Version("feed", None, outlet, title, text, None, "en", None, now, None)
            revision, _ = await revisions.add(connection, article_id, version, now=now)
            for shown in await entries.shown_by(connection, article_id):
                await past.note(connection, shown.entry_id, revision_id=revision, now=now)
                await entries.point(connection, shown.entry_id, revision_id=revision)
            story = await story_of(connection, article_id)
        await self.want(story)

    async def want(self, story_id: int, target: Target | None = None) -> Delivery:
        target = target or self.target
        async with self.database.write() as connection:
            known = await deliveries.find(connection, Kind.ALERT, target, f"story:{story_id}")
            if known is None:
                return await deliveries.want(
                    connection,
                    Kind.ALERT,
                    target,
                    f"story:{story_id}",
                    now=self.clock.now(),
                    story_id=story_id,
                )
            await deliveries.bump(connection, [known.id])
            return known

    async def delivery(self, story_id: int) -> Delivery:
        async with self.database.read() as connection:
            rows = await deliveries.of_story(connection, story_id)
            (one,) = [each for each in rows if each.kind is Kind.ALERT]
            return one

    async def deliveries(self, kind: Kind) -> list[Delivery]:
        async with self.database.read() as connection:
            return await deliveries_of(connection, self.guild_id, kind)


async def open_desk(
    database: Database, clock: ManualClock, *, guild_id: int, channel_id: int, owner_id: int
) -> Desk:
    now: datetime = clock.now()
    async with database.write() as connection:
        await guilds.joined(connection, guild_id, owner_id=owner_id)
        feed = await feeds.add(
            connection,
            url=f"https://courier.test/{guild_id}.xml",
            shown_url=f"https://courier.test/{guild_id}.xml",
            title="The Courier",
            outlet="The Courier",
            site_url=None,
            language="en",
            now=now,
        )
        await following.follow(connection, guild_id, feed.id, by=owner_id, now=now)
        watchlist = await watchlists.add(
            connection,
            guild_id=guild_id,
            channel_id=channel_id,
            name="Kursk",
            query="kursk",
            role_id=None,
            by=owner_id,
            now=now,
        )
    return Desk(database, clock, guild_id, channel_id, feed, watchlist)
