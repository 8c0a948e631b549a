"""Stored articles that turn out to be one: an entry or a page gives the address of another one."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping, Sequence
from datetime import datetime

from bot.pipeline.addresses.canonical import twins
from bot.pipeline.deliver.retelling import tell_apart
from bot.pipeline.duplicates.same_article import is_same, is_same_title
from bot.pipeline.feeds.identity import address_of
from bot.pipeline.refresh.addresses import known_at
from bot.pipeline.refresh.copying import Copying
from bot.pipeline.refresh.judge import Judge
from bot.pipeline.refresh.sighting import Sightings
from bot.storage import Connection, articles, deliveries, entries, joining, overlays, stories
from bot.storage.revisions import Version

MOST_ALONG = 3  # articles of a story that becomes part of another one because a report of both is one

Said = tuple[str, str, str | None]  # title, text and language, by which articles are told to be one


class Joining:
    """Joins articles within one transaction of the keeper; *flush* stores what was filed in it so far."""

    def __init__(
        self,
        connection: Connection,
        judge: Judge,
        copying: Copying,
        sightings: Sightings,
        flush: Callable[[], Awaitable[None]],
        *,
        now: datetime,
    ) -> None:
        self._connection = connection
        self._judge = judge
        self._copying = copying
        self._sightings = sightings
        self._flush = flush
        self._now = now
        self._joined_to: dict[int, int] = {}  # articles that turned out to be others, since we asked for them

    def one_of(self, article_id: int) -> int:
        """Return the id of an article now that was asked for before a join in this transaction."""
        return self._joined_to.get(article_id, article_id)

    async def named_by_page(self, version: Version, also: str, by_url: Mapping[str, int]) -> int | None:
        """Return the article that is known by *also*, which a page gives as its own, if it is that."""
        article_id, said = by_url.get(also), said_by(version)
        if article_id is None:
            return None
        article_id = self.one_of(article_id)
        return article_id if await self._is_shown_as(article_id, also, said, [said[0]]) else None

    async def also_at(self, article_id: int, also: str, said: Said, titles: Sequence[str]) -> int:
        """Note a further address of an article, which says *said* under *titles*; return its id from now on.

        Where a stored article that says the same has that address, both are one.
        """
        other = (await known_at(self._connection, [also])).get(also)
        if other is None:
            await articles.also_at(self._connection, article_id, also)
        elif other != article_id and await self._is_shown_as(other, also, said, titles):
            return await self._join(article_id, other)
        return article_id

    async def _is_shown_as(self, article_id: int, also: str, said: Said, titles: Sequence[str]) -> bool:
        """Return whether a stored article, known at *also*, says the same as one that feeds give *titles*.

        An address to which no feed links is one that pages gave: of two articles, or of the notice that a
        site puts in the place of each. There the titles tell, for the texts are of that page in any case.
        """
        shown = await entries.shown_by(self._connection, article_id)
        spelled = {also, *twins(also)}
        linked = any(address_of(one.version.url or "") in spelled for one in shown)
        return any(
            is_same(said_by(one.version), said)
            and (linked or any(is_same_title(one.version.title, title) for title in titles))
            for one in shown
        )

    async def _join(self, one: int, other: int) -> int:
        """Make two stored articles one; return its id, which is that of the older.

        Their stories become one where one of them is small. Of two large ones neither is the other for one
        report in both, a round-up perhaps: the article then is the older's alone, as after a split.
        """
        await stories.in_turn(self._connection)
        await self._flush()
        kept, gone = sorted((one, other))
        (story_id, _), (other_story, _) = [await place_of(self._connection, each) for each in (kept, gone)]
        apart = story_id != other_story and await self._are_large(story_id, other_story)
        if story_id != other_story and not apart:
            older, newer = sorted((story_id, other_story))
            await stories.merge(self._connection, older, newer)
            self._judge.one_story(older, newer)
        await joining.join(self._connection, kept, gone)
        if apart:
            for guild_id in await deliveries.guilds_told(self._connection, other_story):
                await tell_apart(self._connection, other_story, story_id, guild_id=guild_id, now=self._now)
        await self._tell_in_parts(kept)
        if story_id != other_story:
            self._sightings.merged()  # where they stay two, alerts may have moved or been wanted just now
        self._judge.gone(gone)
        self._copying.joined(kept, gone)
        self._joined_to = {gone: kept} | {
            each: kept if to == gone else to for each, to in self._joined_to.items()
        }
        return kept

    async def _tell_in_parts(self, article_id: int) -> None:
        """Let guilds whose members put an article into a part hear of it there: it matches more by now."""
        story_id, _ = await place_of(self._connection, article_id)
        for guild_id, part in (await overlays.told_as(self._connection, article_id, story_id)).items():
            whole = await overlays.root(self._connection, story_id, guild_id=guild_id)
            if part != whole:
                await tell_apart(self._connection, whole, part, guild_id=guild_id, now=self._now)

    async def _are_large(self, *story_ids: int) -> bool:
        """Return whether each of these stories has more articles than go along with one."""
        found = [
            await stories.newest_articles(self._connection, each, limit=MOST_ALONG + 1) for each in story_ids
        ]
        return all(len(one) > MOST_ALONG for one in found)


def said_by(version: Version) -> Said:
    """Return what of a version tells whether it is of the same article as another one."""
    return version.title, version.text, version.language


async def place_of(connection: Connection, article_id: int) -> tuple[int, datetime]:
    """Return (story, when it was first stored) of an article that is stored."""
    stored = await articles.first_stored(connection, article_id)
    assert stored is not None, "an article that was found in this transaction"
    return stored
