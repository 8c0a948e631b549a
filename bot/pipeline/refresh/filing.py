"""File articles: one transaction's worth of articles, revisions, entries, index, stories, matches and wants.

What must be remembered in memory once the transaction has committed (the clusterer's window) is undone by
`Judge.rebuild` where it fails.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from bot.domain.feed import Feed
from bot.domain.watchlist import Match, Watchlist
from bot.pipeline.extract import Page
from bot.pipeline.refresh.indexing import index
from bot.pipeline.refresh.judge import Found, Judge, Text, described
from bot.pipeline.refresh.values import Counts, PageRead, Reading, RefreshOptions
from bot.pipeline.refresh.wanting import Wanting
from bot.pipeline.sift import News, is_short
from bot.pipeline.want import Outcome, outcome
from bot.query import Document, lexemes
from bot.storage import Connection, articles, feeds, stories, watchlists
from bot.storage.articles import FirstSight, Known, Shown, Version
from bot.text import ANALYSIS_VERSION

# Pages read of a feed's back catalogue, the newest: the rest is found by what the feed gives.
CATALOGUE_PAGES = 30


@dataclass(frozen=True, slots=True)
class Piece:
    """A piece of news ready to be filed. `page_wanted` says that its page is still to be read."""

    news: News
    version: Version
    document: Document
    page_wanted: bool


@dataclass(frozen=True, slots=True)
class Sighting:
    """An article that a feed now shows in this revision."""

    feed_id: int
    story_id: int
    article_id: int
    revision_id: int
    found: Found
    late: str | None = None  # subject of the digest that tells it


async def prepare(judge: Judge, reading: Reading, feed: Feed, news: Sequence[News]) -> list[Piece]:
    """Return the news as they will be filed, analysed; *feed* is the one with what this poll learnt of it."""
    late_pages = {one.key_hash for one in news[-CATALOGUE_PAGES:]} if reading.sifted.primes else None
    said = [_version(one, reading.pages.get(one.key_hash), feed) for one in news]
    languages = await judge.languages(
        [(f"{one.title}\n{one.text}", one.language or feed.language) for one in said]
    )
    versions = [replace(one, language=found) for one, found in zip(said, languages, strict=True)]
    documents = await judge.read([Text(one, feed.title, reading.at) for one in versions])
    return [
        Piece(
            one,
            version,
            document,
            page_wanted=(
                one.identity is not None
                and one.key_hash not in reading.pages
                and is_short(one.text, version.language)
                and (late_pages is None or one.key_hash in late_pages)
            ),
        )
        for one, version, document in zip(news, versions, documents, strict=True)
    ]


def _version(news: News, page: Page | None, feed: Feed) -> Version:
    """Return what an entry says, with the text of its page where that says more."""
    entry = news.entry
    version = Version(
        origin="feed",
        url=entry.url,
        outlet=feed.outlet,
        title=entry.title,
        text=news.text,
        author=entry.author,
        language=entry.language,
        image_url=entry.image_url,
        published=entry.published,
        updated=entry.updated,
    )
    return with_page(version, page) or version


def with_page(version: Version, page: Page | None) -> Version | None:
    """Return *version* with the text of its page; None where the page says no more than the feed.

    Title and outlet stay the feed's: pages add slogans and name themselves in many ways. Nothing of it comes
    from another feed, so what one guild sees never shows what only another guild reads.
    """
    if page is None or len(page.text) <= len(version.text):
        return None
    return replace(
        version,
        origin="page",
        title=version.title or page.title,
        text=page.text,
        author=version.author or page.author,
        language=page.language or version.language,
        image_url=version.image_url or page.image_url,
        published=version.published or page.published,
    )


class Filing:
    """One transaction of the keeper. `done()` ends what was wanted; `counts` says what came of it."""

    def __init__(
        self, connection: Connection, judge: Judge, options: RefreshOptions, *, now: datetime
    ) -> None:
        self._connection = connection
        self._judge = judge
        self._options = options
        self._now = now
        self._wanting = Wanting(connection, now=now)
        self._following: dict[int, Mapping[int, datetime | None]] = {}
        self.counts = Counts()

    async def file(self, feed: Feed, pieces: Sequence[Piece], *, late: str) -> None:
        """File a feed's news; *late* is the subject of the digest for what arrived late."""
        hashes = [piece.news.key_hash for piece in pieces]
        known = await articles.known_entries(self._connection, feed.id, hashes)
        found = await self._judge.match([piece.document for piece in pieces])
        for piece, matches in zip(pieces, found, strict=True):
            before = known.get(piece.news.key_hash)
            if before is None:
                shown = await self._new(feed, piece)
            elif before.content_hash != piece.news.entry_hash:
                shown = await self._changed(before, piece)
            else:
                continue
            story_id, article_id, revision_id = shown
            digest = late if piece.news.late and before is None else None
            await self._sighted(Sighting(feed.id, story_id, article_id, revision_id, matches, digest))

    async def done(self) -> None:
        """Store what is wanted of deliveries."""
        self.counts.wanted += await self._wanting.done()

    async def _new(self, feed: Feed, piece: Piece) -> tuple[int, int, int]:
        """Store an entry that the feed shows for the first time; return (story, article, revision)."""
        news, version = piece.news, piece.version
        identity = news.identity
        article_id = await articles.by_url(self._connection, identity) if identity else None
        if article_id is not None and await self._is_another(feed, article_id, version):
            article_id, identity = None, None
        if article_id is None:
            story_id, article_id = await self._new_article(piece, identity)
        else:
            story_id = await stories.of_article(self._connection, article_id) or 0
            await stories.touch(self._connection, story_id, now=self._now)
            if piece.page_wanted:
                await articles.want_page(self._connection, article_id, now=self._now)
        revision_id = await self._revision(article_id, version, piece.document)
        await articles.add_entry(
            self._connection,
            feed_id=feed.id,
            key_hash=news.key_hash,
            article_id=article_id,
            revision_id=revision_id,
            entry_hash=news.entry_hash,
            alertable=news.alertable,
            now=self._now,
        )
        return story_id, article_id, revision_id

    async def _is_another(self, feed: Feed, article_id: int, version: Version) -> bool:
        """Return whether a feed gives a known link to another article than before.

        A new identifier of the same article (its scheme changed) has the title, the text or the date of the
        entry before; one page that each article of a feed links to has not.
        """
        before = [
            one.version
            for one in await articles.shown_by(self._connection, article_id)
            if one.feed_id == feed.id
        ]
        return bool(before) and not any(
            one.title == version.title
            or one.text == version.text
            or (one.published is not None and one.published == version.published)
            for one in before
        )

    async def _new_article(self, piece: Piece, identity: str | None) -> tuple[int, int]:
        unplaced = described(f"new:{piece.news.key_hash}", piece.version, self._now, identity=identity)
        story_id = await self._judge.story_for(unplaced)
        if story_id is None:
            story_id = await stories.add(self._connection, now=self._now)
            self._wanting.begun(story_id)
        else:
            await stories.touch(self._connection, story_id, now=self._now)
        article_id = await articles.add(
            self._connection,
            story_id=story_id,
            url=identity,
            now=self._now,
            page_due_at=self._now if piece.page_wanted else None,
        )
        await self._judge.place(replace(unplaced, id=article_id), story_id)
        self.counts.articles += 1
        return story_id, article_id

    async def _changed(self, before: Known, piece: Piece) -> tuple[int, int, int]:
        """Store that an entry says something else now; return (story, article, revision)."""
        story_id = await stories.of_article(self._connection, before.article_id) or 0
        if piece.page_wanted:
            await articles.want_page(self._connection, before.article_id, now=self._now)
        revision_id = await self._revision(before.article_id, piece.version, piece.document)
        await articles.point_entry(
            self._connection, before.entry_id, revision_id=revision_id, entry_hash=piece.news.entry_hash
        )
        self.counts.revisions += 1
        return story_id, before.article_id, revision_id

    async def _revision(self, article_id: int, version: Version, document: Document) -> int:
        revision_id, is_new = await articles.add_revision(
            self._connection, article_id, version, now=self._now
        )
        if is_new:
            await index(self._connection, revision_id, lexemes(document), document.language)
        return revision_id

    async def page(self, read: PageRead) -> None:
        """File what came of reading an article's page: further revisions for the entries that say less."""
        if read.failed and read.attempts + 1 < self._options.page_attempts:
            wait = timedelta(seconds=self._options.page_retry * 3**read.attempts)
            await articles.page_tried(self._connection, read.article_id, again_at=self._now + wait)
            return
        await articles.page_tried(self._connection, read.article_id, again_at=None)
        stored = await articles.first_stored(self._connection, read.article_id)
        if stored is None or read.page is None:
            return
        story_id, first_stored_at = stored
        for shown in await articles.shown_by(self._connection, read.article_id):
            version = with_page(shown.version, read.page)
            if version is not None and is_short(shown.version.text, shown.version.language):
                await self._page_shown(read.article_id, story_id, shown, version, first_stored_at)
        self.counts.pages += 1

    async def _page_shown(
        self, article_id: int, story_id: int, shown: Shown, version: Version, first_stored_at: datetime
    ) -> None:
        language = (await self._judge.languages([(version.text, version.language)]))[0]
        version = replace(version, language=language)
        document = (await self._judge.read([Text(version, shown.feed_title, first_stored_at)]))[0]
        revision_id = await self._revision(article_id, version, document)
        await articles.point_entry(self._connection, shown.entry_id, revision_id=revision_id)
        found = (await self._judge.match([document]))[0]
        await self._sighted(Sighting(shown.feed_id, story_id, article_id, revision_id, found))

    async def _sighted(self, sighting: Sighting) -> None:
        """Record what matched for the guilds that follow the feed, and want what they are to be told."""
        guilds = await self._guilds(sighting.feed_id)
        if not guilds:
            return
        await self._wanting.joined(sighting.story_id, guilds.keys())
        matched = [
            (self._judge.watchlists[watchlist_id], hits)
            for watchlist_id, hits in sighting.found
            if self._judge.watchlists[watchlist_id].guild_id in guilds
        ]
        if not matched:
            return
        sights = await articles.first_sights(self._connection, sighting.article_id)
        for watchlist, hits in matched:
            became = await self._outcome(
                sights[watchlist.guild_id], watchlist, late=sighting.late is not None
            )
            is_first = await watchlists.record_match(
                self._connection,
                Match(watchlist.id, sighting.article_id, sighting.revision_id, hits),
                outcome=became.value,
                analysis_version=ANALYSIS_VERSION,
                now=self._now,
            )
            self.counts.matches += is_first
            if is_first and became in (Outcome.ALERT, Outcome.LATE):
                await self._wanting.matched(
                    sighting.story_id,
                    watchlist,
                    late=sighting.late if became is Outcome.LATE else None,
                )

    async def _outcome(self, sight: FirstSight, watchlist: Watchlist, *, late: bool) -> Outcome:
        return outcome(
            seen_at=sight.at,
            alertable=sight.alertable,
            following_since=sight.active_since,
            watching_since=watchlist.active_since,
            alerts_on=await self._wanting.alerts_on(watchlist.channel_id),
            late=late,
        )

    async def _guilds(self, feed_id: int) -> Mapping[int, datetime | None]:
        if feed_id not in self._following:
            self._following[feed_id] = await feeds.guilds_following(self._connection, feed_id)
        return self._following[feed_id]
