"""Feeds of a guild: look at one before it is added, add, drop, pause, resume."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import timedelta

from bot.domain.clock import Clock
from bot.domain.feed import Entry, Failure, Feed, FeedLink, FollowedFeed, ParsedFeed
from bot.domain.guild import Viewer
from bot.errors import AlreadyExists, FetchError, MemberError, NotAllowed, NotFound, ParseError
from bot.pipeline.canonical import feed_address, shown
from bot.pipeline.fetch import Fetched, Fetcher
from bot.pipeline.outlet import outlet_name
from bot.pipeline.sift import in_order_of_arrival
from bot.pipeline.workers import ParserPool
from bot.services.checks import cut, one_line, require_admin
from bot.services.newest import post_newest_match
from bot.storage import Connection, Database, feeds, guilds

MOST_FEEDS = 1_000  # a guild may follow: as many as an OPML file of a large newsroom holds
LAST_ENTRIES = 3  # shown in a preview
MOST_LISTED = 10  # addresses in a message
LONGEST_SHOWN = 100  # characters of what was typed, in a message about it
RATE_WINDOW = timedelta(days=14)


@dataclass(frozen=True, slots=True)
class FeedPreview:
    """What an address holds: a feed, or a page that names several (then `choices` has them).

    `url` is for adding the feed and may hold credentials; `shown_url` is for people.
    """

    url: str
    title: str
    outlet: str
    last_titles: tuple[str, ...] = ()
    articles_a_day: float | None = None  # None where the entries have no dates to tell
    language: str | None = None
    site_url: str | None = None
    choices: tuple[FeedLink, ...] = ()

    @property
    def shown_url(self) -> str:
        """The address without what opens doors."""
        return shown(self.url)


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
        self._fetcher = fetcher
        self._parsers = parsers
        self._clock = clock

    async def preview(self, url: str) -> FeedPreview:
        """Return what stands at *url*: a feed, or the one feed of a page, or the choice among several.

        Raises MemberError where there is neither, with the reason and what to do.
        """
        address = feed_address(url)
        answer = await self._read(address)
        try:
            parsed = await self._parse(answer)
        except ParseError as error:
            return await self._from_page(answer, error)
        return self._previewed(_kept_address(address, answer), parsed)

    async def _from_page(self, answer: Fetched, error: ParseError) -> FeedPreview:
        """Return the feed that a site's page names; a choice where it names several."""
        if error.kind == Failure.TOO_COSTLY:
            raise MemberError(str(error)) from error
        try:
            links = await self._parsers.feed_links(
                answer.body, url=answer.url, content_type=answer.content_type
            )
        except ParseError:
            links = ()
        if not links:
            raise MemberError(
                f"{shown(answer.url)} is not a feed and names none. {error} Look on the site for a link "
                "called RSS, Feed or Atom, and add its address."
            ) from error
        if len(links) > 1:
            return FeedPreview(url=answer.url, title=shown(answer.url), outlet="", choices=tuple(links))
        address = feed_address(links[0].url)
        try:
            found = await self._fetcher.fetch(address)
            assert isinstance(found, Fetched)  # no validators were sent
            return self._previewed(_kept_address(address, found), await self._parse(found))
        except (FetchError, ParseError) as fault:
            raise MemberError(f"The page names a feed, {shown(address)}, but: {fault}") from fault

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
            await guilds.take_turn(connection, viewer.guild_id, now=now)
            followed = await feeds.followed(connection, viewer.guild_id, now=now)
            known = await feeds.by_url(connection, preview.url)
            if known is not None and any(one.feed.id == known.id for one in followed):
                raise AlreadyExists(f"This server follows {known.title} already ({known.shown_url}).")
            if len(followed) >= MOST_FEEDS:
                raise NotAllowed(f"A server can follow {MOST_FEEDS:,} feeds; remove one first.")
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
            await feeds.wake(connection, feed.id, now)
            await feeds.follow(connection, viewer.guild_id, feed.id, by=viewer.member_id, now=now)
        return AddedFeed(feed=feed, preview=preview, known=known is not None)

    async def remove(self, viewer: Viewer, name: str) -> Feed:
        """Let the guild drop a feed; nothing of it is shown to the guild any more. Returns the feed."""
        require_admin(viewer, "remove a feed")
        async with self._database.write() as connection:
            one = await self._named(connection, viewer, name)
            await feeds.unfollow(connection, viewer.guild_id, one.feed.id)
            await feeds.retire_unfollowed(connection, [one.feed.id])
        return one.feed

    async def pause(self, viewer: Viewer, name: str) -> Feed:
        """Stop alerts from a feed until it is resumed; its archive stays searchable."""
        require_admin(viewer, "pause a feed")
        async with self._database.write() as connection:
            one = await self._named(connection, viewer, name)
            if one.active_since is None:
                raise MemberError(f"{one.feed.title} is paused already. /feed resume starts it again.")
            await feeds.set_active(connection, viewer.guild_id, one.feed.id, None)
        return one.feed

    async def resume(self, viewer: Viewer, name: str) -> Feed:
        """Alert from a feed again, for what it publishes from now on."""
        require_admin(viewer, "resume a feed")
        async with self._database.write() as connection:
            one = await self._named(connection, viewer, name)
            if one.active_since is not None:
                raise MemberError(f"{one.feed.title} is not paused.")
            await feeds.set_active(connection, viewer.guild_id, one.feed.id, self._clock.now())
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
        found = _meant(wanted, await feeds.followed(connection, viewer.guild_id, now=self._clock.now()))
        said = cut(shown(wanted), LONGEST_SHOWN)
        if len(found) > 1:
            listed = ", ".join(one.feed.shown_url for one in found[:MOST_LISTED])
            raise MemberError(
                f"Several feeds are called {said}; choose one while you type, or name it by its address: "
                f"{listed}"
            )
        if not found:
            raise NotFound(f"This server follows no feed called {said}. /feed list shows those it follows.")
        return found[0]

    async def _read(self, url: str) -> Fetched:
        try:
            answer = await self._fetcher.fetch(url)
        except FetchError as error:
            raise MemberError(str(error)) from error
        assert isinstance(answer, Fetched)  # no validators were sent
        return answer

    async def _parse(self, answer: Fetched) -> ParsedFeed:
        return await self._parsers.parse(answer.body, url=answer.url, content_type=answer.content_type)

    def _previewed(self, url: str, parsed: ParsedFeed) -> FeedPreview:
        return FeedPreview(
            url=url,
            title=parsed.title or shown(url),
            outlet=outlet_name(parsed.title, parsed.link or url),
            last_titles=tuple(entry.title for entry in _newest(parsed.entries)[:LAST_ENTRIES]),
            articles_a_day=self._rate(parsed),
            language=parsed.language,
            site_url=parsed.link,
        )

    def _rate(self, parsed: ParsedFeed) -> float | None:
        """Return how many of the entries came a day, over the window that they span, at least a day."""
        now = self._clock.now()
        moments = [one.published for one in parsed.entries if one.published and one.published <= now]
        recent = [moment for moment in moments if now - moment <= RATE_WINDOW]
        if not moments:
            return None
        span = max(timedelta(days=1), now - min(recent, default=now))
        return len(recent) / (span / timedelta(days=1))


def _kept_address(asked: str, answer: Fetched) -> str:
    """Return the address to poll: what was asked for, unless it has moved for good."""
    permanent = {301, 308}
    if answer.redirects and all(status in permanent for status, _ in answer.redirects):
        return feed_address(answer.url)
    return asked


def _newest(entries: Sequence[Entry]) -> list[Entry]:
    """Return a feed's entries newest first: by their dates where all have one, else as the feed has them."""
    return in_order_of_arrival(entries)[::-1]


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
