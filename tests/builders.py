"""A newsroom made of rows: guilds, feeds, articles and watchlists, stored as the pipeline stores them.

newsroom = Newsroom(database, clock)
await newsroom.guild(1)
courier = await newsroom.feed("The Courier", 1)
await newsroom.watch("Kursk", "kursk", guild_id=1, channel_id=100)
piece = await newsroom.publish(courier, "Kursk holds out")   # matched, indexed, its alert wanted
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from sqlalchemy import select

from bot.domain.delivery import Delivery, Kind, Target, TargetKind
from bot.domain.feed import Feed
from bot.domain.guild import Channel, Viewer
from bot.domain.mask import Mask, under
from bot.domain.watchlist import Match, Notify, Watchlist
from bot.pipeline.alerting import subject
from bot.query import Document, evaluate, lexemes, parse, read
from bot.storage import (
    Connection,
    Database,
    aliases,
    articles,
    claims,
    deliveries,
    entries,
    feeds,
    followers,
    following,
    fulltext,
    guilds,
    matches,
    past,
    revisions,
    stories,
    watchlists,
)
from bot.storage.entries import NewEntry
from bot.storage.tables import delivery
from bot.text import ANALYSIS_VERSION, Analyser
from tests.conftest import ManualClock

OWNER, MEMBER = 900, 901
GUILD, CHANNEL = 1, 100


def primed_feed(primed_at: datetime, **changes: Any) -> Feed:
    """Return a feed as it is stored once it was read, with these *changes*; it is due when it was primed."""
    stored = Feed(
        id=1,
        url="https://paper.test/feed",
        shown_url="https://paper.test/feed",
        title="Paper",
        outlet="Paper",
        site_url=None,
        language=None,
        etag=None,
        last_modified=None,
        body_hash=None,
        next_check_at=primed_at,
        last_checked_at=primed_at,
        last_success_at=primed_at,
        primed_at=primed_at,
        failures=0,
        failing_since=None,
        failure=None,
        failure_detail=None,
    )
    return replace(stored, **changes)


async def story_of(connection: Connection, article_id: int) -> int:
    """Return the story that an article is in."""
    found = await articles.first_stored(connection, article_id)
    assert found is not None
    return found[0]


async def deliveries_of(connection: Connection, guild_id: int, kind: Kind = Kind.ALERT) -> list[Delivery]:
    """Return a guild's deliveries of a kind, the oldest first."""
    asked = select(delivery).where(delivery.c.guild_id == guild_id, delivery.c.kind == kind.value)
    return [deliveries.of_row(row) for row in await connection.execute(asked.order_by(delivery.c.id))]


def viewer(*channels: int, guild_id: int = GUILD, member_id: int = MEMBER, is_admin: bool = False) -> Viewer:
    return Viewer(guild_id, member_id, frozenset(channels), is_admin)


@dataclass(frozen=True)
class Piece:
    """An article as one feed shows it; `document` is what a watchlist is matched against."""

    story_id: int
    article_id: int
    revision_id: int
    document: Document


@dataclass
class Newsroom:
    """Stores what the conductor would."""

    database: Database
    clock: ManualClock
    analyser: Analyser = field(default_factory=Analyser)

    async def guild(self, guild_id: int = GUILD) -> None:
        async with self.database.write() as connection:
            await guilds.joined(connection, guild_id, owner_id=OWNER)

    async def feed(self, title: str, *guild_ids: int, url: str | None = None) -> Feed:
        """Store a feed that these guilds follow."""
        now = self.clock.now()
        address = url or f"https://{title.casefold().replace(' ', '-')}.test/feed.xml"
        async with self.database.write() as connection:
            feed = await feeds.add(
                connection,
                url=address,
                shown_url=address,
                title=title,
                outlet=title,
                site_url=None,
                language="en",
                now=now,
            )
            for guild_id in guild_ids:
                await following.follow(connection, guild_id, feed.id, by=OWNER, now=now)
        return feed

    async def unfollow(self, feed: Feed, guild_id: int = GUILD) -> None:
        async with self.database.write() as connection:
            await following.unfollow(connection, guild_id, feed.id)

    async def watch(
        self, name: str, query: str, *, guild_id: int = GUILD, channel_id: int = CHANNEL
    ) -> Watchlist:
        async with self.database.write() as connection:
            return await watchlists.add(
                connection,
                guild_id=guild_id,
                channel_id=channel_id,
                name=name,
                query=query,
                role_id=None,
                by=OWNER,
                now=self.clock.now(),
            )

    async def alias(self, name: str, query: str, *, guild_id: int = GUILD) -> None:
        async with self.database.write() as connection:
            await aliases.put(connection, guild_id, name, query, by=OWNER, now=self.clock.now())

    async def follower(self, watchlist: Watchlist, member_id: int, notify: Notify = Notify.MENTION) -> None:
        async with self.database.write() as connection:
            await followers.follow(connection, watchlist.id, member_id, notify, now=self.clock.now())

    async def publish(
        self,
        feed: Feed,
        title: str,
        text: str = "",
        *,
        story_id: int | None = None,
        article_id: int | None = None,
        language: str | None = "en",
        published: datetime | None = None,
        mask: Mask = (),
        alertable: bool = True,
    ) -> Piece:
        """Let a feed show an article: a new one, or the feed's own version of a known one.

        What *mask* covers of its text counts as boilerplate. Watchlists of the
        guilds that follow the feed are matched, and their alerts wanted.
        """
        async with self.database.write() as connection:
            return await self._published(
                connection,
                feed,
                title,
                text,
                story_id,
                article_id,
                language,
                published,
                mask,
                alertable=alertable,
            )

    async def _published(
        self,
        connection: Connection,
        feed: Feed,
        title: str,
        text: str,
        story_id: int | None,
        article_id: int | None,
        language: str | None,
        published: datetime | None,
        mask: Mask,
        *,
        alertable: bool,
    ) -> Piece:
        now = self.clock.now()
        if article_id is not None:
            story_id = await story_of(connection, article_id)
        story = story_id or await stories.add(connection, now=now)
        article = article_id or await articles.add(connection, story_id=story, url=None, now=now)
        url = f"https://outlet.test/{article}"
        version = revisions.Version(
            "feed", url, feed.outlet, title, text, None, language, None, published, None, mask=mask
        )
        revision, is_new = await revisions.add(connection, article, version, now=now)
        known = [one for one in await entries.shown_by(connection, article) if one.feed_id == feed.id]
        if known:
            await past.note(connection, known[0].entry_id, revision_id=revision, now=now)
            await entries.point(connection, known[0].entry_id, revision_id=revision)
        else:
            shown = NewEntry(
                feed.id, str(article), article, revision, version.content_hash, alertable=alertable
            )
            await entries.add(connection, [shown], now=now)
        document = read(
            self.analyser,
            title=title,
            text=under(mask, text),
            language=language,
            outlet=feed.outlet,
            feed=feed.title,
            url=url,
            published=published or now,
        )
        if is_new:
            await fulltext.add(connection, revision, lexemes(document), language)
        piece = Piece(story, article, revision, document)
        await self._matched(connection, feed, piece, outcome="alert" if alertable else "old")
        return piece

    async def _matched(self, connection: Connection, feed: Feed, piece: Piece, *, outcome: str) -> None:
        now = self.clock.now()
        followers = await following.guilds_following(connection, feed.id)
        named = await aliases.everyones(connection)
        for one in (await watchlists.changed_after(connection, -1))[0]:
            query = parse(one.query, named.get(one.guild_id))
            hits = evaluate(query, piece.document) if one.guild_id in followers else None
            if hits is None:
                continue
            match = Match(one.id, piece.article_id, piece.revision_id, hits)
            versions = (ANALYSIS_VERSION, 0, 0)
            await matches.record(connection, piece.article_id, [(match, outcome)], versions=versions)
            target = Target(TargetKind.CHANNEL, one.channel_id, one.guild_id)
            about = subject(piece.story_id)
            if outcome == "alert" and not await deliveries.find(connection, Kind.ALERT, target, about):
                await deliveries.want(connection, Kind.ALERT, target, about, now=now, story_id=piece.story_id)

    async def sent(self, story_id: int, channel_id: int, message_id: int) -> None:
        """Do what the deliverer does when Discord took the story's alert in a channel."""
        now = self.clock.now()
        async with self.database.write() as connection:
            (told,) = [
                one
                for one in await deliveries.of_story(connection, story_id)
                if one.target.id == channel_id and one.kind is Kind.ALERT
            ]
            await claims.record_sent(connection, told, message_id=message_id, sent_at=now, not_before=now)

    async def alerts_off(self, channel_id: int, guild_id: int = GUILD) -> None:
        async with self.database.write() as connection:
            await guilds.save_channel(connection, Channel(channel_id, guild_id, alerts_on=False))

    async def deliveries(self, story_id: int, *, guild_id: int = GUILD) -> list[Delivery]:
        async with self.database.read() as connection:
            return await deliveries.of_story(connection, story_id, guild_id=guild_id)
