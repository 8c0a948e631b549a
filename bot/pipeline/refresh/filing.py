"""File articles: one transaction's worth of articles, revisions, entries, index and stories.

What the judge remembers meanwhile (the clusterer's window) is undone by `Judge.forget` where the
transaction fails.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from bot.domain.feed import Feed, KnownEntry
from bot.pipeline.deliver.retelling import tell_apart
from bot.pipeline.duplicates.same_article import also_known_as
from bot.pipeline.feeds.sift import wants_page
from bot.pipeline.refresh.addresses import known_at
from bot.pipeline.refresh.copying import Copying
from bot.pipeline.refresh.indexing import index
from bot.pipeline.refresh.joining import Joining, place_of, said_by
from bot.pipeline.refresh.judge import Analysed, Judge, described
from bot.pipeline.refresh.masking import Masking
from bot.pipeline.refresh.overlaying import follow_parts
from bot.pipeline.refresh.preparing import Piece, note_of, seen_beside, with_page
from bot.pipeline.refresh.sighting import Sighting, Sightings
from bot.pipeline.refresh.values import Counts, PageRead, RefreshOptions
from bot.query import Lexemes
from bot.storage import Connection, articles, deliveries, entries, past, revisions, stories
from bot.storage.entries import NewEntry, Shown
from bot.storage.revisions import Version


@dataclass(frozen=True, slots=True)
class _Stored:
    """Where a piece of news came to stand."""

    story_id: int
    article_id: int
    revision_id: int
    first_stored_at: datetime  # the article, not this revision


class Filing:
    """One transaction of the keeper. `done()` ends what was wanted; `counts` says what came of it."""

    def __init__(
        self,
        connection: Connection,
        judge: Judge,
        copying: Copying,
        masking: Masking,
        options: RefreshOptions,
        *,
        now: datetime,
    ) -> None:
        self._connection = connection
        self._judge = judge
        self._copying = copying
        self._masking = masking
        self._options = options
        self._now = now
        self.counts = Counts()
        self.versions: list[Version] = []  # of the revisions that are new
        self._sightings = Sightings(connection, judge, self.counts, now=now, edited=options.alerts_edited)
        # Stored in one go, before they are asked for and at the end: a statement costs more than its row.
        self._entries: list[NewEntry] = []
        self._to_index: list[tuple[int, Lexemes, str | None]] = []
        self._joining = Joining(connection, judge, copying, self._sightings, self.flush, now=now)

    async def file(self, feed: Feed, pieces: Sequence[Piece], *, late: str) -> None:
        """File a feed's news; *late* is the subject of the digest for what arrived late."""
        hashes = [piece.news.key_hash for piece in pieces]
        known = await entries.known(self._connection, feed.id, hashes)
        urls = [url for piece in pieces for url in (piece.news.identity, piece.also) if url]
        by_url = await known_at(self._connection, urls)
        for piece in pieces:
            before = known.get(piece.news.key_hash)
            digest = late if piece.news.late and before is None else None
            if before is None:
                stored = await self._new(feed, piece, by_url, late=digest)
            elif before.content_hash != piece.news.entry_hash:
                stored = await self._changed(before, piece)
            else:
                continue
            await self._sighted(feed.id, stored, piece.version, piece.analysed, late=digest)

    async def done(self) -> None:
        """Store what is left to be stored, and what is wanted of deliveries."""
        await self.flush()
        await self._sightings.done()

    async def flush(self) -> None:
        """Store what was filed so far, so that it can be asked for."""
        await entries.add(self._connection, self._entries, now=self._now)
        await index(self._connection, self._to_index)
        await self._copying.flush(self._connection, now=self._now)
        self._entries.clear()
        self._to_index.clear()

    async def page(self, read: PageRead) -> None:
        """File what came of reading an article's page: further revisions for the entries that say less."""
        stored = await articles.first_stored(self._connection, read.article_id)
        if stored is None:
            return
        story_id, first_stored_at = stored
        showing = await entries.shown_by(self._connection, read.article_id)
        read = replace(read, page=seen_beside(read.page, [one.version for one in showing]))
        note = note_of(read.page)
        again_at = self._again_at(read, first_stored_at)
        await articles.page_tried(
            self._connection, read.article_id, again_at=again_at, note=note, counts=read.asked
        )
        if again_at is not None:
            return
        article_id = read.article_id
        if also := also_known_as(read.page, None):
            said = read.page.title, read.page.text, read.page.language
            titles = [one.version.title for one in showing]
            article_id = await self._joining.also_at(article_id, also, said, titles)
            story_id, first_stored_at = await place_of(self._connection, article_id)
        for shown in showing:
            version = with_page(shown.version, read.page)
            text, language = shown.version.text, shown.version.language
            if version is not None and wants_page(text, language, whole_pages=shown.whole_pages):
                await self._page_shown(article_id, story_id, shown, version, first_stored_at)
        self.counts.pages += 1

    def _again_at(self, read: PageRead, first_stored_at: datetime) -> datetime | None:
        """Return when a page is tried again; None where it was read, or is given up."""
        attempts = read.attempts + read.asked
        patient = read.asked or self._now - first_stored_at < self._options.page_patience
        if not read.failed or attempts >= self._options.page_attempts or not patient:
            return None
        wait = max(self._options.page_retry * 3**read.attempts, read.retry_after or 0.0)
        return self._now + timedelta(seconds=wait)

    async def _new(self, feed: Feed, piece: Piece, by_url: Mapping[str, int], *, late: str | None) -> _Stored:
        """Store an entry that the feed shows for the first time, of the article known by its URL if any."""
        news, version = piece.news, piece.version
        identity = news.identity
        article_id = by_url.get(identity or "")
        if article_id is not None:
            article_id = self._joining.one_of(article_id)
        elif piece.also:
            article_id = await self._joining.named_by_page(version, piece.also, by_url)
        if article_id is not None and await self._is_another(feed, article_id, version):
            article_id, identity = None, None
        if article_id is None:
            story_id, article_id = await self._new_article(piece, identity)
            first_stored_at = self._now
            revision_id = await revisions.first(self._connection, article_id, version, now=self._now)
            self._stored(revision_id, article_id, version, piece.analysed)
            if piece.also:
                await articles.also_at(self._connection, article_id, piece.also)
        else:
            if identity and identity not in by_url:
                await articles.also_at(self._connection, article_id, identity)
            if piece.also:
                article_id = await self._joining.also_at(
                    article_id, piece.also, said_by(version), [version.title]
                )
            story_id, first_stored_at = await self._joined(article_id, piece)
            revision_id = await self._revision(article_id, version, piece.analysed)
        self._entries.append(
            NewEntry(
                feed.id,
                news.key_hash,
                article_id,
                revision_id,
                news.entry_hash,
                news.alertable,
                *news.names,
                late=late,
            )
        )
        return _Stored(story_id, article_id, revision_id, first_stored_at)

    async def _is_another(self, feed: Feed, article_id: int, version: Version) -> bool:
        """Return whether a feed gives a known link to another article than before.

        A new identifier of the same article (its scheme changed) has the title, the text or the date of the
        entry before; one page that each article of a feed links to has not.
        """
        before = [
            one.version
            for one in await entries.shown_by(self._connection, article_id)
            if one.feed_id == feed.id
        ]
        return bool(before) and not any(
            one.title == version.title
            or one.text == version.text
            or (one.published is not None and one.published == version.published)
            for one in before
        )

    async def _new_article(self, piece: Piece, identity: str | None) -> tuple[int, int]:
        """Store an article in its story, a new one where none fits; return (story, article)."""
        unplaced = described(f"new:{piece.news.key_hash}", piece.version, self._now, identity=identity)
        story_id = self._judge.story_for(unplaced)
        joins = story_id is not None
        if story_id is None:
            story_id = await stories.add(self._connection, now=self._now)
            self._sightings.begun(story_id)
        else:
            # Another process may have merged it away meanwhile.
            story_id = await stories.resolve(self._connection, story_id) or story_id
            await stories.touch(self._connection, story_id, now=self._now)
        article_id = await articles.add(
            self._connection,
            story_id=story_id,
            url=identity,
            now=self._now,
            page_due_at=self._now if piece.page_wanted else None,
            page_note=piece.page_note,
        )
        self._judge.place(article_id, unplaced, story_id)
        self.counts.articles += 1
        for one in self._judge.merged(article_id):
            await stories.merge(self._connection, one.target, one.source)
            self._sightings.merged()
            story_id = one.target if story_id == one.source else story_id
        if part := self._judge.split(article_id):
            story_id = await self._parted(story_id, article_id, part)
        if joins:
            await follow_parts(self._connection, self._judge, article_id, story_id, unplaced)
        return story_id, article_id

    async def _parted(self, story_id: int, article_id: int, part: Sequence[int]) -> int:
        """Store that articles of a story make one of their own; return the story of the newest article.

        Alerts of both are made true. Who was told already is not pinged again.
        """
        own = await stories.split(self._connection, story_id, part, now=self._now)
        self._judge.parted(part, own)
        await self.flush()
        for guild_id in await deliveries.guilds_told(self._connection, story_id):
            await tell_apart(self._connection, story_id, own, guild_id=guild_id, now=self._now)
        self._sightings.merged()
        return own if article_id in part else story_id

    async def _joined(self, article_id: int, piece: Piece) -> tuple[int, datetime]:
        """Note that a known article is seen by one more entry; return (story, when it was first stored)."""
        stored = await place_of(self._connection, article_id)
        await stories.touch(self._connection, stored[0], now=self._now)
        if piece.page_wanted:
            await articles.want_page(self._connection, article_id, now=self._now)
        return stored

    async def _changed(self, before: KnownEntry, piece: Piece) -> _Stored:
        """Store that an entry says something else now."""
        article_id = self._joining.one_of(before.article_id)
        if piece.also:
            titles = [piece.version.title]
            article_id = await self._joining.also_at(article_id, piece.also, said_by(piece.version), titles)
        stored = await place_of(self._connection, article_id)
        if piece.page_wanted:
            await articles.want_page(self._connection, article_id, now=self._now)
        revision_id = await self._revision(article_id, piece.version, piece.analysed)
        await past.note(self._connection, before.id, revision_id=revision_id, now=self._now)
        await entries.point(
            self._connection,
            before.id,
            revision_id=revision_id,
            entry_hash=piece.news.entry_hash,
            names=piece.news.names,
        )
        self.counts.revisions += 1
        return _Stored(stored[0], article_id, revision_id, stored[1])

    async def _revision(self, article_id: int, version: Version, analysed: Analysed) -> int:
        revision_id, is_new = await revisions.add(self._connection, article_id, version, now=self._now)
        if is_new:
            self._stored(revision_id, article_id, version, analysed)
        return revision_id

    def _stored(self, revision_id: int, article_id: int, version: Version, analysed: Analysed) -> None:
        """Let searches and copies find a new revision."""
        self._to_index.append((revision_id, analysed.lexemes, version.language))
        self._copying.place(revision_id, article_id, analysed.sketch, now=self._now)
        self.versions.append(version)

    async def _page_shown(
        self, article_id: int, story_id: int, shown: Shown, version: Version, first_stored_at: datetime
    ) -> None:
        """Let an entry show the text of its article's page."""
        versions = await self._judge.with_languages([version])
        (version,) = await self._masking.over(versions, feed_id=shown.feed_id)
        (analysed,) = await self._judge.read([version], feed_title=shown.feed_title)
        revision_id = await self._revision(article_id, version, analysed)
        await past.note(self._connection, shown.entry_id, revision_id=revision_id, now=self._now)
        await entries.point(self._connection, shown.entry_id, revision_id=revision_id)
        stored = _Stored(story_id, article_id, revision_id, first_stored_at)
        await self._sighted(shown.feed_id, stored, version, analysed, late=shown.late)

    async def _sighted(
        self, feed_id: int, stored: _Stored, version: Version, analysed: Analysed, *, late: str | None
    ) -> None:
        """Match what a feed shows now, at the time that a search for it would find."""
        moment = version.published or stored.first_stored_at
        found = await self._judge.match(replace(analysed.document, published=moment))
        if found:
            await self.flush()
        await self._sightings.add(
            Sighting(
                feed_id,
                stored.story_id,
                stored.article_id,
                stored.revision_id,
                found,
                late,
                mask_version=version.mask_version,
            )
        )
