"""Read, match and cluster articles on one thread beside the event loop.

The judge knows all watchlists and the window of recent articles, both from rows: changes by other
processes are seen before each commit, and a restart rebuilds the same.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TypeVar
from urllib.parse import urljoin

import structlog

from bot.domain.watchlist import Hit, Watchlist
from bot.errors import QueryError
from bot.pipeline import cluster
from bot.pipeline.cluster import Clusterer
from bot.query import Document, Matcher, parse, read
from bot.storage import Connection, articles, watchlists
from bot.storage.articles import Version
from bot.text import Analyser, LanguageDetector

Found = list[tuple[int, tuple[Hit, ...]]]  # watchlist ids, each with the words that matched
Result = TypeVar("Result")

log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class Text:
    """A version of an article as one feed shows it: what is matched."""

    version: Version
    feed_title: str
    first_stored_at: datetime


class Judge:
    """Owns what is not shared between threads: analyser, matcher and clusterer."""

    def __init__(self, analyser: Analyser, detector: LanguageDetector, *, window: timedelta) -> None:
        self._analyser = analyser
        self._detector = detector
        self._matcher = Matcher(analyser)
        self._span = window
        self._window = Clusterer(analyser, window=window)
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="judge")
        self._version = -1
        self.watchlists: dict[int, Watchlist] = {}
        self.unreadable: dict[int, str] = {}  # watchlist ids whose query can't be parsed, and why

    def close(self) -> None:
        """End the thread."""
        self._thread.shutdown(wait=True)

    async def _do(self, step: Callable[[], Result]) -> Result:
        return await asyncio.get_running_loop().run_in_executor(self._thread, step)

    async def languages(self, texts: Sequence[tuple[str, str | None]]) -> list[str | None]:
        """Return the language of each (text, hint)."""
        return await self._do(lambda: [self._detector.detect(text, hint) for text, hint in texts])

    async def read(self, texts: Sequence[Text]) -> list[Document]:
        """Return the texts ready to be matched."""
        return await self._do(lambda: [self._read(text) for text in texts])

    def _read(self, text: Text) -> Document:
        version = text.version
        return read(
            self._analyser,
            title=version.title,
            text=version.text,
            language=version.language,
            outlet=version.outlet,
            feed=text.feed_title,
            author=version.author,
            url=version.url,
            published=version.published or text.first_stored_at,
        )

    async def match(self, documents: Sequence[Document]) -> list[Found]:
        """Return what each document matches among the watchlists learnt."""
        return await self._do(lambda: [self._matcher.match(document) for document in documents])

    async def learn(self, connection: Connection) -> bool:
        """Take over what changed among the watchlists; return whether anything did.

        A query that can't be parsed any more is left out, logged, and kept in `unreadable`.
        """
        version = await watchlists.version(connection)
        if version == self._version:
            return False
        changed, existing = await watchlists.changed_after(connection, self._version)
        await self._do(lambda: self._take(changed, existing))
        self._version = version
        return True

    def _take(self, changed: Sequence[Watchlist], existing: set[int]) -> None:
        for gone in self.watchlists.keys() - existing:
            del self.watchlists[gone]
            self.unreadable.pop(gone, None)
            self._matcher.remove(gone)
        for watchlist in changed:
            self.watchlists[watchlist.id] = watchlist
            self.unreadable.pop(watchlist.id, None)
            try:
                self._matcher.add(watchlist.id, parse(watchlist.query))
            except QueryError as error:
                self._matcher.remove(watchlist.id)
                self.unreadable[watchlist.id] = error.message
                log.error(  # noqa: TRY400  the words say it all
                    "query can't be parsed", watchlist=watchlist.id, query=watchlist.query, why=error.message
                )

    async def rebuild(self, connection: Connection, *, now: datetime) -> int:
        """Build the window anew from rows; return how many articles it holds."""
        rows = await articles.since(connection, now - self._span)
        window = Clusterer(self._analyser, window=self._span)

        def fill() -> None:
            for row in rows:
                window.add(
                    described(row.article_id, row.version, row.first_stored_at, identity=row.url),
                    row.story_id,
                )

        await self._do(fill)
        self._window = window
        return len(rows)

    async def story_for(self, document: cluster.Document) -> int | None:
        """Return the story that a new article belongs to; None where it starts one."""
        return await self._do(lambda: self._window.story_for(document))

    async def place(self, document: cluster.Document, story_id: int) -> None:
        """Put an article into the window."""
        await self._do(lambda: self._window.add(document, story_id))


def described(
    article_id: int | str, version: Version, arrived: datetime, *, identity: str | None
) -> cluster.Document:
    """Return an article as clustering reads it; a link that names no single article is left its host."""
    return cluster.Document(
        id=article_id,
        title=version.title,
        text=version.text,
        url=identity or urljoin(version.url or "", "/"),
        published=version.published,
        arrived=arrived,
        language=version.language,
        outlet=version.outlet,
    )
