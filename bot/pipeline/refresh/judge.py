"""Read, match and cluster articles on one thread beside the event loop.

The judge knows all watchlists and the window of recent articles, both from rows: changes by other
processes are seen before each commit, and a restart rebuilds the same.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import partial
from typing import TypeVar
from urllib.parse import urljoin

import structlog

from bot.domain.watchlist import Hit, Watchlist
from bot.errors import QueryError
from bot.pipeline import cluster
from bot.pipeline.cluster import Change, Clusterer, Explainer
from bot.pipeline.duplicates.copies import sketch
from bot.pipeline.outlets.credits import credited
from bot.query import Document, Lexemes, Matcher, lexemes, parse, read, used
from bot.storage import Connection, aliases, articles, watchlists
from bot.storage.articles import Arrived
from bot.storage.revisions import Version
from bot.text import Analyser, LanguageDetector

# Articles read into the window at once: their texts come along, and two days of them would fill the memory.
ROWS_AT_ONCE = 1000

Found = list[tuple[int, tuple[Hit, ...]]]  # watchlist ids, each with the words that matched
Result = TypeVar("Result")

log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class Analysed:
    """A version of an article as one feed shows it, ready to be matched and indexed."""

    document: Document
    lexemes: Lexemes
    sketch: bytes  # by which near copies of it are found


class Judge:
    """Owns what is not shared between threads: analyser, matcher and clusterer."""

    def __init__(self, analyser: Analyser, detector: LanguageDetector, *, window: timedelta) -> None:
        self._analyser = analyser
        self._detector = detector
        self._matcher = Matcher(analyser)
        self._span = window
        self._window = Clusterer(analyser, window=window)
        self._explainer = Explainer(analyser)
        self._newest = 0  # id of the newest article in the window whose transaction is known to stand
        self._merged: list[Change] = []  # and parted, since then
        self._placed: list[int] = []  # ids of articles in the window whose transaction is not
        self._gone: list[int] = []  # of articles that became a part of others in it
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="judge")
        self._version = -1
        self._aliases: dict[int, dict[str, str]] = {}  # by guild: what each name stands for
        self.alias_version = -1
        self.watchlists: dict[int, Watchlist] = {}
        self.unreadable: dict[int, str] = {}  # watchlist ids whose query can't be parsed, and why

    def close(self) -> None:
        """End the thread."""
        self._thread.shutdown(wait=True)

    async def do(self, step: Callable[[], Result]) -> Result:
        """Return what *step* gives, done on the judge's thread."""
        return await asyncio.get_running_loop().run_in_executor(self._thread, step)

    async def with_languages(self, versions: Sequence[Version]) -> list[Version]:
        """Return each version with its language, what it names heard, and the wire service it credits."""

        def detect() -> list[Version]:
            return [
                replace(
                    one,
                    language=self._detector.detect(f"{one.title}\n{one.text}", one.language),
                    credit=credited(one.title, one.text, one.author),
                )
                for one in versions
            ]

        return await self.do(detect)

    async def spoken(self, headlines: Sequence[str], named: str | None) -> str | None:
        """Return the language of a feed with these headlines, which says of itself that it is *named* so."""
        return await self.do(lambda: self._detector.of_feed(headlines, named))

    async def read(self, versions: Sequence[Version], *, feed_title: str) -> list[Analysed]:
        """Return the versions analysed, as the feed of this title shows them."""
        return await self.do(lambda: [self._read(version, feed_title) for version in versions])

    def _read(self, version: Version, feed_title: str) -> Analysed:
        document = read(
            self._analyser,
            title=version.title,
            text=version.told,
            language=version.language,
            outlet=version.outlet,
            feed=feed_title,
            author=version.author,
            url=version.url,
            published=version.published,
        )
        return Analysed(document, lexemes(document), sketch(version.told))

    async def match(self, document: Document) -> Found:
        """Return what an article matches among the watchlists learnt."""
        return await self.do(lambda: self._matcher.match(document))

    async def learn(self, connection: Connection, *, now: datetime) -> bool:
        """Take over what changed among watchlists and aliases; return whether anything did.

        *now* (aware) is what `after:7d` in a query counts from. A changed alias has the watchlists that use
        it learnt again. A query that can't be parsed any more is left out, logged, and kept in `unreadable`.
        """
        version, alias_version = await watchlists.version(connection), await aliases.version(connection)
        if (version, alias_version) == (self._version, self.alias_version):
            return False
        changed, existing = await watchlists.changed_after(connection, self._version)
        if alias_version != self.alias_version:
            known, self._aliases = self._aliases, await aliases.everyones(connection)
            taken = {one.id for one in changed}
            affected = [one for one in self._affected(known) if one.id not in taken and one.id in existing]
            changed = [*affected, *changed]
        await self.do(lambda: self._take(changed, existing, now))
        self._version, self.alias_version = version, alias_version
        return True

    def _affected(self, before: Mapping[int, Mapping[str, str]]) -> list[Watchlist]:
        """Return the known watchlists whose query says something else by the aliases of now."""
        moved: dict[int, set[str]] = {}
        for guild in before.keys() | self._aliases.keys():
            old, new = before.get(guild, {}), self._aliases.get(guild, {})
            names = {name for name in old.keys() | new.keys() if old.get(name) != new.get(name)}
            if names:
                moved[guild] = names
        return [
            one
            for one in self.watchlists.values()
            if one.guild_id in moved
            and "@" in one.query
            and used(one.query, before.get(one.guild_id, {})) & moved[one.guild_id]
        ]

    def _take(self, changed: Sequence[Watchlist], existing: set[int], now: datetime) -> None:
        for gone in self.watchlists.keys() - existing:
            del self.watchlists[gone]
            self.unreadable.pop(gone, None)
            self._matcher.remove(gone)
        for watchlist in changed:
            self.watchlists[watchlist.id] = watchlist
            self.unreadable.pop(watchlist.id, None)
            known = self._aliases.get(watchlist.guild_id)
            try:
                self._matcher.add(watchlist.id, parse(watchlist.query, known, now=now, stored=True))
            except QueryError as error:
                self._matcher.remove(watchlist.id)
                self.unreadable[watchlist.id] = error.message
                log.error(  # noqa: TRY400  the words say it all
                    "query can't be parsed", watchlist=watchlist.id, query=watchlist.query, why=error.message
                )

    def renew(self) -> None:
        """Let go of the whole window: `catch_up` reads it anew."""
        self._window, self._newest = Clusterer(self._analyser, window=self._span), 0

    async def catch_up(self, connection: Connection, *, now: datetime) -> int:
        """Put articles that others stored, or an earlier run, into the window; return how many.

        Asks for one number where there are none.
        """
        newest = await articles.newest_id(connection)
        count = 0
        while newest > self._newest:
            rows = await articles.since(connection, now - self._span, after=self._newest, limit=ROWS_AT_ONCE)
            await self.do(partial(self._fill, rows, now))
            count += len(rows)
            self._newest = rows[-1].article_id if len(rows) == ROWS_AT_ONCE else newest
        return count

    def _fill(self, rows: Sequence[Arrived], now: datetime) -> None:
        for row in rows:
            arrived = min(row.first_stored_at, now)  # one from under a clock that was ahead ages no other
            document = described(row.article_id, row.version, arrived, identity=row.url)
            self._window.add(document, row.story_id)

    def story_for(self, document: cluster.Document) -> int | None:
        """Return the story that a new article belongs to; None where it starts one.

        This and `place` take less time than handing them to the thread, which is idle between two awaits.
        """
        return self._window.story_for(document)

    async def nearest(self, document: cluster.Document, others: Sequence[cluster.Document]) -> int:
        """Return the id of the one of *others*, none of them new, that an article is nearest to."""
        return int((await self.do(lambda: self._explainer.nearest(document, others))).id)

    def place(self, article_id: int, document: cluster.Document, story_id: int) -> None:
        """Put an article of the transaction under way into the window."""
        self._placed.append(article_id)
        self._window.add(replace(document, id=article_id), story_id)

    def merged(self, article_id: int) -> list[Change]:
        """Return which stories turn out to be one, now that this article was placed; the window knows it."""
        merges = self._window.rethink(article_id)
        self._merged += merges
        return merges

    def one_story(self, target: int, source: int) -> None:
        """Put what the window has of one story into another: the transaction under way made them one."""
        self._merged += self._window.merge(source, target)

    def gone(self, article_id: int) -> None:
        """Take an article out of the window, once the transaction stands that made it a part of another."""
        self._gone.append(article_id)

    def split(self, article_id: int) -> list[int]:
        """Return which articles of its story make one of their own, now that this was placed."""
        return [int(one) for one in self._window.split(article_id)]

    def parted(self, article_ids: Sequence[int], part: int) -> None:
        """Put articles of the window into the story that they make by themselves."""
        self._merged += [self._window.move(one, part) for one in article_ids]

    def keep(self) -> None:
        """Take note that the transaction stands, with every article placed in it."""
        self._newest = max(self._placed, default=self._newest)
        for article_id in self._gone:
            self._window.remove(article_id)
        self._placed.clear()
        self._merged.clear()
        self._gone.clear()

    async def forget(self) -> None:
        """Take out of the window what was placed in a transaction that failed."""
        placed, merged = list(reversed(self._placed)), list(reversed(self._merged))
        self._gone.clear()
        self._placed.clear()
        self._merged.clear()

        def empty() -> None:
            for change in merged:
                for article_id in change.articles:
                    self._window.move(article_id, change.source)
            for article_id in placed:
                self._window.remove(article_id)

        await self.do(empty)


def described(
    article_id: int | str, version: Version, arrived: datetime, *, identity: str | None
) -> cluster.Document:
    """Return an article as clustering reads it; a link that names no single article is left its host."""
    return cluster.Document(
        id=article_id,
        title=version.title,
        text=version.told,
        url=identity or urljoin(version.url or "", "/"),
        published=version.published,
        arrived=arrived,
        language=version.language,
        outlet=version.outlet,
    )
