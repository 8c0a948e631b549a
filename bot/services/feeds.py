"""Feeds of a guild: look at one before it is added, add, drop, pause, resume."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from bot.domain.clock import Clock
from bot.domain.feed import Feed, FollowedFeed
from bot.domain.guild import Viewer
from bot.errors import AlreadyExists, MemberError, NotAllowed, NotFound
from bot.lookups.did_you_mean import did_you_mean
from bot.pipeline.addresses.canonical import feed_address, shown
from bot.pipeline.addresses.spelling import feed_key
from bot.pipeline.fetch import Fetcher
from bot.pipeline.workers.pool import ParserPool
from bot.services.checks import cut, one_line, require_admin
from bot.services.newest import post_newest_match
from bot.services.previews import FeedPreview, Previews
from bot.storage import Connection, Database, feeds, following, guilds, polls

MOST_URGENT = 25  # feeds of a guild: each costs its site a request a minute
MOST_FEEDS = 2_000  # a guild may follow: an OPML file of a large newsroom holds half as many
MOST_LISTED = 10  # addresses in a message
LONGEST_SHOWN = 100  # characters of what was typed, in a message about it


@dataclass(frozen=True, slots=True)
class AddedFeed:
    """A feed that the guild follows now; `known` says that its archive was there already."""

    feed: Feed
    preview: FeedPreview
    known: bool


class FeedService:
    """Changes which feeds a guild follows."""

    def __init__(self, database: Database, fetcher: Fetcher, parsers: ParserPool, clock: Clock) -> None:
        self._database = database
        self._previews = Previews(fetcher, parsers, clock)
        self._clock = clock

    async def preview(self, url: str) -> FeedPreview:
        """Return what stands at *url*, as `Previews.at` does. Raises MemberError."""
        return await self._previews.at(url)

    async def followed_as(self, viewer: Viewer, url: str) -> Feed | None:
        """Return the feed that the guild follows already under this address or another spelling of it.

        Raises MemberError where *url* is no web address.
        """
        address = feed_address(url)
        async with self._database.read() as connection:
            return await followed_as(connection, viewer.guild_id, address)

    async def add(self, viewer: Viewer, url: str) -> AddedFeed:
        """Let the guild follow the feed at *url*; `preview` and `follow` in one.

        Raises NotAllowed, AlreadyExists, and MemberError as `preview` does (also for a choice of several).
        """
        require_admin(viewer, "add a feed")
        return await self.follow(viewer, await self.preview(url))

    async def follow(self, viewer: Viewer, preview: FeedPreview) -> AddedFeed:
        """Let the guild follow the feed that was previewed. Its back catalogue is stored, and not posted.

        Raises NotAllowed, AlreadyExists, and MemberError for a choice of several.
        """
        require_admin(viewer, "add a feed")
        if preview.choices:
            listed = ", ".join(shown(link.url) for link in preview.choices[:MOST_LISTED])
            raise MemberError(f"This page names several feeds; add one of them by its address: {listed}")
        now = self._clock.now()
        async with self._database.write() as connection:
            await guilds.take_turn(connection, viewer.guild_id)
            alike = await followed_as(connection, viewer.guild_id, preview.url)
            if alike is not None:
                raise AlreadyExists(already(alike, preview.url))
            if len(await following.addresses(connection, viewer.guild_id)) >= MOST_FEEDS:
                raise NotAllowed(f"A server can follow {MOST_FEEDS:,} feeds; remove one first.")
            known = await feeds.by_url(connection, preview.url)
            feed = known or await feeds.add(
                connection,
                url=preview.url,
                shown_url=preview.shown_url,
                title=preview.title,
                outlet=preview.outlet,
                site_url=preview.site_url,
                language=preview.language,
                now=now,
            )
            await following.wake(connection, feed.id, now)
            await following.follow(connection, viewer.guild_id, feed.id, by=viewer.member_id, now=now)
        return AddedFeed(feed=feed, preview=preview, known=known is not None)

    async def remove(self, viewer: Viewer, name: str) -> Feed:
        """Let the guild drop a feed; nothing of it is shown to the guild any more. Returns the feed."""
        require_admin(viewer, "remove a feed")
        async with self._database.write() as connection:
            one = await self._named(connection, viewer, name)
            await following.unfollow(connection, viewer.guild_id, one.feed.id)
            await following.retire_unfollowed(connection, [one.feed.id])
        return one.feed

    async def pause(self, viewer: Viewer, name: str) -> Feed:
        """Stop alerts from a feed until it is resumed; its archive stays searchable."""
        require_admin(viewer, "pause a feed")
        async with self._database.write() as connection:
            one = await self._named(connection, viewer, name)
            if one.active_since is None:
                raise MemberError(f"{one.feed.title} is paused already. /feed resume starts it again.")
            await following.set_active(connection, viewer.guild_id, one.feed.id, None)
        return one.feed

    async def resume(self, viewer: Viewer, name: str) -> Feed:
        """Alert from a feed again, for what it publishes from now on."""
        require_admin(viewer, "resume a feed")
        async with self._database.write() as connection:
            one = await self._named(connection, viewer, name)
            if one.active_since is not None:
                raise MemberError(f"{one.feed.title} is not paused.")
            await following.set_active(connection, viewer.guild_id, one.feed.id, self._clock.now())
        return one.feed

    async def set_urgent(self, viewer: Viewer, name: str, *, urgent: bool) -> Feed:
        """Have a feed checked as often as the operator allows, or by its own rhythm again.

        Raises NotAllowed, NotFound, and MemberError where it is so already, or too many are urgent.
        """
        require_admin(viewer, "mark a feed as urgent")
        async with self._database.write() as connection:
            await guilds.take_turn(connection, viewer.guild_id)
            one = await self._named(connection, viewer, name)
            if one.urgent == urgent:
                raise MemberError(f"{one.feed.title} is {'urgent already' if urgent else 'not urgent'}.")
            followed = await following.followed(connection, viewer.guild_id, now=self._clock.now())
            if urgent and sum(each.urgent for each in followed) >= MOST_URGENT:
                raise NotAllowed(
                    f"A server can have {MOST_URGENT} urgent feeds. /feed urgent with on:False makes room."
                )
            await following.set_urgent(connection, viewer.guild_id, one.feed.id, urgent=urgent)
            if urgent and one.active_since is not None and not one.feed.failures:
                await polls.reschedule(connection, one.feed.id, self._clock.now())
        return one.feed

    async def set_whole_pages(self, viewer: Viewer, name: str, *, whole_pages: bool) -> Feed:
        """Have the page of each article that a feed brings read, or only where the feed gives little of it.

        Raises NotAllowed, NotFound, and MemberError where it is so already.
        """
        require_admin(viewer, "say when pages are read")
        async with self._database.write() as connection:
            one = await self._named(connection, viewer, name)
            if one.whole_pages == whole_pages:
                raise MemberError(
                    f"Every page of {one.feed.title} is read already."
                    if whole_pages
                    else f"The pages of {one.feed.title} are read only where the feed gives little already."
                )
            await following.set_whole_pages(connection, viewer.guild_id, one.feed.id, whole_pages=whole_pages)
        return one.feed

    async def named(self, viewer: Viewer, name: str) -> FollowedFeed:
        """Return the followed feed that *name* means: its id, its title, or its address. Raises NotFound."""
        async with self._database.read() as connection:
            return await self._named(connection, viewer, name)

    async def post_newest_match(self, viewer: Viewer, feed_id: int) -> str:
        """Want an alert of the feed's newest stored article that a watchlist matches; return its headline.

        Raises NotAllowed, and NotFound where nothing stored matches, or the feed is not followed.
        """
        require_admin(viewer, "post a stored article")
        await self.named(viewer, str(feed_id))
        return await post_newest_match(self._database, viewer, feed_id, now=self._clock.now())

    async def _named(self, connection: Connection, viewer: Viewer, name: str) -> FollowedFeed:
        wanted = one_line(name)
        followed = await following.followed(connection, viewer.guild_id, now=self._clock.now())
        found = _meant(wanted, followed)
        said = cut(shown(wanted), LONGEST_SHOWN)
        if len(found) > 1:
            listed = ", ".join(one.feed.shown_url for one in found[:MOST_LISTED])
            raise MemberError(
                f"Several feeds are called {said}; choose one while you type, or name it by its address: "
                f"{listed}"
            )
        if not found:
            near = did_you_mean(wanted, [one.feed.title for one in followed])
            raise NotFound(
                f"This server follows no feed called {said}. {near}/feed list shows those it follows."
            )
        return found[0]


def already(feed: Feed, asked: str) -> str:
    """Return in words that a guild follows *feed* already, which was *asked* for in some spelling."""
    said = f"This server follows {feed.title} already, as {feed.shown_url}."
    if feed.url == asked:
        return said
    return f"{said} To follow it under the new address instead, remove that one first: /feed remove."


async def followed_as(connection: Connection, guild_id: int, url: str) -> Feed | None:
    """Return the feed that a guild follows under *url* or another spelling of it; the exact one first."""
    key = feed_key(url)
    alike = [
        feed_id
        for feed_id, address in await following.addresses(connection, guild_id)
        if address == url or feed_key(address) == key
    ]
    found = [feed for each in alike if (feed := await feeds.get(connection, each)) is not None]
    return min(found, key=lambda one: one.url != url, default=None)


def _meant(wanted: str, followed: Iterable[FollowedFeed]) -> list[FollowedFeed]:
    """Return the feeds that a name means: by id, else by address, else by title whatever its case."""
    known = list(followed)
    for found in (
        [one for one in known if str(one.feed.id) == wanted],
        [one for one in known if one.feed.url in {wanted, _spelled(wanted)}],
        [one for one in known if one.feed.shown_url in {wanted, _spelled(wanted)}],
    ):
        if found:
            return found
    return [one for one in known if one_line(one.feed.title).casefold() == wanted.casefold()]


def _spelled(address: str) -> str:
    """Return an address in its one spelling; as it is where it is none."""
    try:
        return feed_address(address)
    except MemberError:
        return address
