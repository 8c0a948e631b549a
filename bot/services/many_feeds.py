"""Many feeds at once: those of an OPML file or of a pack are stored as due, and the poller reads them.

Nothing is fetched here. What was added is a batch, whose first checks can be looked at (`first_checks`);
where nobody did to the end, the guild hears by one notice which of its feeds can't be read.
"""

from __future__ import annotations

import secrets
from collections.abc import Awaitable, Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Final
from urllib.parse import urlsplit

from bot.domain.clock import Clock
from bot.domain.guild import Viewer
from bot.errors import MemberError, ParseError
from bot.pipeline.addresses.canonical import feed_address, shown
from bot.pipeline.addresses.spelling import feed_key
from bot.pipeline.feeds.opml import Opml, Outline, write_opml
from bot.pipeline.fetch import Fetcher
from bot.pipeline.outlets.outlet import outlet_name
from bot.pipeline.workers.pool import ParserPool
from bot.services.checks import cut, one_line, require_admin
from bot.services.feeds import MOST_FEEDS
from bot.services.first_checks import Batch
from bot.storage import Connection, Database, feeds, following, guilds
from bot.storage.feeds import NewFeed

LARGEST_FILE: Final = 5 * 1024 * 1024  # bytes; 1,000 feeds take 300 KB
AT_ONCE: Final = 50  # feeds in one transaction: a tenth of a second of the one writer that SQLite has
LONGEST_TITLE: Final = 200  # characters
BY_LIMIT: Final = f"a server can follow {MOST_FEEDS:,} feeds, and this one does"

# New feeds become due one after the other, so that those followed before are polled in between.
EVERY: Final = timedelta(seconds=0.25)
EVERY_OF_HOST: Final = timedelta(seconds=2)  # twice as slow as one host is asked

Progress = Callable[[int, int], Awaitable[None]]  # feeds done, feeds in all


@dataclass(frozen=True, slots=True)
class Refused:
    """A feed that was not added: its address as it may be shown, and why in words."""

    url: str
    title: str
    reason: str


@dataclass(slots=True)
class Added:
    """What came of adding many feeds. `batch` is the key of their first checks, empty where none is new."""

    total: int
    added: int = 0
    known: int = 0  # followed before
    twice: int = 0  # in the list more than once, beyond the first
    refused: list[Refused] = field(default_factory=list)
    batch: str = ""


NO_ADDRESS = "the file gives no feed's address (xmlUrl) for it; add its site's, and the feed is looked for"


@dataclass(frozen=True, slots=True)
class Export:
    """An OPML file of a guild's feeds. `bared` is the number of addresses whose credentials were left out."""

    file: bytes
    feeds: int
    bared: int


@dataclass(frozen=True, slots=True)
class _Wanted:
    """A feed that may be added."""

    url: str
    key: str
    title: str
    outline: Outline


class ManyFeeds:
    """Adds, and gives out, lists of feeds."""

    def __init__(self, database: Database, fetcher: Fetcher, parsers: ParserPool, clock: Clock) -> None:
        self._database = database
        self._fetcher = fetcher
        self._parsers = parsers
        self._clock = clock

    async def read(self, data: bytes) -> Opml:
        """Return the list of feeds in an OPML file. Raises MemberError: what is wrong, where, what to do."""
        if len(data) > LARGEST_FILE:
            raise MemberError(
                f"This file has {len(data):,} bytes; a list of feeds may have {LARGEST_FILE:,}. Split it."
            )
        try:
            found = await self._parsers.read_opml(data)
        except ParseError as error:
            raise MemberError(str(error)) from error
        if found.cut:
            listed = len(found.outlines) + found.cut
            raise MemberError(
                f"This file lists {listed:,} feeds; {len(found.outlines):,} are read of one file. Split it."
            )
        if not any(one.url for one in found.outlines):
            raise MemberError(
                "This OPML file lists no feed: none of its outlines has an xmlUrl. Export the subscriptions "
                "of your reader, not its reading list."
            )
        return found

    async def known(self, viewer: Viewer, outlines: Iterable[Outline]) -> int:
        """Return how many of these feeds the guild follows already, in whatever spelling."""
        async with self._database.read() as connection:
            followed = {feed_key(url) for _, url in await following.addresses(connection, viewer.guild_id)}
        return sum(feed_key(one.url) in followed for one in outlines)

    async def add(
        self, viewer: Viewer, outlines: Sequence[Outline], progress: Progress | None = None
    ) -> Added:
        """Let the guild follow these feeds; those that it follows already are left as they are.

        They are due one after the other from now on, and primed by their first polls: nothing of their back
        catalogues is posted. Broken off and run again, it adds what is missing. Raises NotAllowed.
        """
        require_admin(viewer, "add feeds")
        came = Added(total=len(outlines))
        wanted = list(self._sorted_out(outlines, came))
        batch = Batch(f"batch-{secrets.token_urlsafe(16)}", viewer.guild_id, viewer.member_id)
        due = list(zip(wanted, _spread([one.url for one in wanted], self._clock.now()), strict=True))
        done = came.total - len(wanted)
        keys: dict[str, str] = {}  # of the addresses that the guild follows, each worked out once
        for start in range(0, len(wanted), AT_ONCE):
            async with self._database.write() as connection:
                some = slice(start, start + AT_ONCE)
                ids = await self._some(connection, viewer, due[some], came, keys)
                await batch.extend(connection, ids, now=self._clock.now())
            done += len(wanted[start : start + AT_ONCE])
            if progress is not None:
                await progress(done, came.total)
        came.batch = batch.key if came.added else ""
        return came

    async def export(self, viewer: Viewer, *, title: str = "Feeds followed by Salient") -> Export:
        """Return the guild's feeds, and nobody else's, as an OPML file without credentials."""
        now = self._clock.now()
        async with self._database.read() as connection:
            followed = await following.followed(connection, viewer.guild_id, now=now)
        outlines = [
            Outline(feed.shown_url, feed.title, feed.site_url, feed.language, one.folder)
            for one in followed
            for feed in [one.feed]
        ]
        bared = sum(one.feed.url != one.feed.shown_url for one in followed)
        return Export(write_opml(title, outlines, at=now), len(followed), bared)

    def _sorted_out(self, outlines: Iterable[Outline], came: Added) -> Iterator[_Wanted]:
        """Yield what may be added, each once; note in *came* what may not."""
        seen: set[str] = set()
        for one in outlines:
            title = cut(one_line(one.title), LONGEST_TITLE)
            if not one.url:
                site = cut(one_line(shown(one.site_url or "")), LONGEST_TITLE)
                came.refused.append(Refused(site, title, NO_ADDRESS))
                continue
            try:
                url = feed_address(one.url)
            except MemberError as error:
                came.refused.append(Refused(cut(one_line(shown(one.url)), LONGEST_TITLE), title, str(error)))
                continue
            if (why := self._fetcher.refusal(url)) is not None:
                came.refused.append(Refused(shown(url), title, why))
                continue
            key = feed_key(url)
            if key in seen:
                came.twice += 1
                continue
            seen.add(key)
            yield _Wanted(url, key, title or urlsplit(url).hostname or shown(url), one)

    async def _some(
        self,
        connection: Connection,
        viewer: Viewer,
        wanted: Sequence[tuple[_Wanted, datetime]],
        came: Added,
        keys: dict[str, str],
    ) -> list[int]:
        """Let the guild follow these, each with when it is due, within one transaction.

        Returns the ids of those that are new to it.
        """
        now = self._clock.now()
        await guilds.take_turn(connection, viewer.guild_id)
        known = [url for _, url in await following.addresses(connection, viewer.guild_id)]
        for url in known:
            if url not in keys:
                keys[url] = feed_key(url)
        followed = {keys[url] for url in known}
        room = MOST_FEEDS - len(known)
        new = [(one, at) for one, at in wanted if one.key not in followed]
        came.known += len(wanted) - len(new)
        came.refused += [Refused(shown(one.url), one.title, BY_LIMIT) for one, _ in new[max(0, room) :]]
        new = new[: max(0, room)]
        before = await feeds.by_urls(connection, [one.url for one, _ in new])
        await feeds.add_all(connection, [_new(one, at) for one, at in new if one.url not in before], now=now)
        stored = await feeds.by_urls(connection, [one.url for one, _ in new])
        for one, at in new:
            if one.url in before:
                await following.revive(connection, before[one.url].id, at)
        folders = {stored[one.url].id: one.outline.categories for one, _ in new}
        await following.follow_all(connection, viewer.guild_id, folders, by=viewer.member_id, now=now)
        came.added += len(folders)
        return list(folders)


def _new(one: _Wanted, due: datetime) -> NewFeed:
    return NewFeed(
        url=one.url,
        shown_url=shown(one.url),
        title=one.title,
        outlet=outlet_name(one.title, one.url),
        site_url=_site(one.outline.site_url),
        language=one.outline.language,
        due=due,
    )


def _site(address: str | None) -> str | None:
    """Return a site's address as it may be shown; None where it is none."""
    if not address:
        return None
    try:
        return shown(feed_address(address))
    except MemberError:
        return None


def _spread(urls: Sequence[str], start: datetime) -> list[datetime]:
    """Return when each of these is due: one every `EVERY`, and of one host one every `EVERY_OF_HOST`."""
    hosts: dict[str, datetime] = {}
    moments = []
    for number, url in enumerate(urls):
        host = urlsplit(url).hostname or ""
        at = max(start + number * EVERY, hosts.get(host, start))
        hosts[host] = at + EVERY_OF_HOST
        moments.append(at)
    return moments
