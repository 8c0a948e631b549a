"""Search the archive: the index proposes, the query's own evaluation decides."""

from __future__ import annotations

import asyncio
import math
from collections import Counter
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import TypeVar

from bot.domain.article import Article
from bot.domain.clock import Clock
from bot.domain.guild import Viewer
from bot.domain.watchlist import Hit
from bot.lookups.reading import Marks, marks, matched
from bot.lookups.snippets import Snippet, snippet
from bot.query import Candidates, Query, parse, plan
from bot.storage import Connection, Database, aliases, articles, feeds, fulltext
from bot.text import Analyser

PAGE = 5  # hits on a page: what a phone shows without much scrolling
COUNTED = 1_000  # matches are counted exactly up to here (DESIGN section 5)
BATCH = 200  # candidates looked at in one go
TITLE_WORTH = 3.0  # of a hit in the title, against one in the text
HALF_LIFE = timedelta(days=7)  # after which an article counts half
LONGEST_BACK = 36_500  # days: further back than any feed's dates

Result = TypeVar("Result")
Found = list[tuple[Article, tuple[Hit, ...]]]


class Order(StrEnum):
    """How results are ordered."""

    BEST = "best"
    NEWEST = "newest"


@dataclass(frozen=True, slots=True)
class SearchHit:
    """An article that matches.

    `title_marks` are the matched places in its title: offsets in characters, in order and apart. `others`
    counts the further articles of its story that match, where results are stories.
    """

    article: Article
    title_marks: Marks
    snippet: Snippet
    others: int = 0


@dataclass(frozen=True, slots=True)
class SearchPage:
    """One page of results: articles, or stories by their first article in the order asked for.

    `total` counts them; it is exact unless `more`, then it is a lower bound.
    """

    words: str
    hits: tuple[SearchHit, ...]
    page: int  # from 0
    pages: int
    total: int
    more: bool
    by_story: bool = False


@dataclass(frozen=True, slots=True)
class _Limits:
    """What is searched beside the words."""

    since: datetime
    before: datetime | None
    outlet: str | None

    def take(self, one: Article) -> bool:
        """Whether an article is within these limits."""
        in_time = one.at >= self.since and (self.before is None or one.at < self.before)
        return in_time and (self.outlet is None or one.outlet.casefold() == self.outlet.strip().casefold())


class Search:
    """Finds stored articles. One thread analyses, so that the event loop stays free.

    *counted* is how many matches are counted exactly, *batch* how many candidates are looked at in one go.
    """

    def __init__(
        self, database: Database, clock: Clock, *, counted: int = COUNTED, batch: int = BATCH
    ) -> None:
        self._database = database
        self._clock = clock
        self._counted = counted
        self._batch = batch
        self._analyser = Analyser()
        self._thread = ThreadPoolExecutor(max_workers=1, thread_name_prefix="search")

    def close(self) -> None:
        """End the thread."""
        self._thread.shutdown(wait=False, cancel_futures=True)

    async def articles(
        self,
        words: str,
        *,
        viewer: Viewer,
        days: int = 30,
        after: datetime | None = None,
        before: datetime | None = None,
        outlet: str | None = None,
        order: Order = Order.BEST,
        by_story: bool = False,
        page: int = 0,
        size: int = PAGE,
    ) -> SearchPage:
        """Return a page of the articles of the last *days* that match *words*, a query.

        *after* takes the place of *days*; articles at or after *before* are left out. Best first weighs hits
        in the title above hits in the text, and newer above older, over the newest 1,000 matches. With
        *by_story* each story is shown once, by its first article in that order. A page beyond the last is the
        last. Raises QueryError.
        """
        now = self._clock.now()
        query = await self._parsed(words, viewer, now)
        since = after or now - timedelta(days=min(days, LONGEST_BACK))
        found = await self._matching(query, viewer, _Limits(since, before, outlet))
        more = len(found) > self._counted
        found = found[: self._counted]
        if order is Order.BEST:
            found.sort(key=lambda one: -_worth(*one, now=now))
        else:
            found.sort(key=lambda one: one[0].at, reverse=True)
        others: Counter[int] = Counter()
        if by_story:
            others.update(one.story_id for one, _ in found)
            firsts: dict[int, tuple[Article, tuple[Hit, ...]]] = {}
            for one in found:
                firsts.setdefault(one[0].story_id, one)
            found = list(firsts.values())
        pages = max(1, math.ceil(len(found) / size))
        page = min(max(page, 0), pages - 1)
        return SearchPage(
            words=words,
            hits=tuple(
                shown(*one, others=max(0, others[one[0].story_id] - 1))
                for one in found[page * size : (page + 1) * size]
            ),
            page=page,
            pages=pages,
            total=len(found),
            more=more,
            by_story=by_story,
        )

    async def _parsed(self, words: str, viewer: Viewer, now: datetime) -> Query:
        async with self._database.read() as connection:
            named = await aliases.meanings(connection, viewer.guild_id)
        return parse(words, named, now=now)

    async def _matching(self, query: Query, viewer: Viewer, limits: _Limits) -> Found:
        """Return the newest matches, one more than are counted at least where there are more."""
        found: Found = []
        before: int | None = None
        async with self._database.read() as connection:
            wanted = await self._planned(query, await fulltext.languages(connection))
            while len(found) <= self._counted:
                ids = await fulltext.candidates(connection, wanted, before=before, limit=self._batch)
                seen = await self._seen(connection, ids, viewer, limits)
                titles = await feeds.titles(
                    connection, [one.revision_id for one in seen], guild_id=viewer.guild_id
                )
                found.extend(await self._evaluated(query, seen, titles))
                if len(ids) < self._batch:
                    break
                before = ids[-1]
        return found

    async def _seen(
        self,
        connection: Connection,
        revision_ids: Sequence[int],
        viewer: Viewer,
        limits: _Limits,
    ) -> list[Article]:
        """Return those of the revisions in which the viewer's guild sees an article now, newest first."""
        found = await articles.of_revisions(connection, revision_ids, guild_id=viewer.guild_id)
        return [one for one in reversed(found) if limits.take(one)]

    async def _planned(self, query: Query, languages: set[str]) -> Candidates:
        return await self._do(lambda: plan(query, languages, self._analyser))

    async def _evaluated(self, query: Query, seen: Sequence[Article], titles: dict[int, list[str]]) -> Found:
        def evaluated() -> Found:
            kept = []
            for one in seen:
                hits = matched(query, self._analyser, one, titles.get(one.revision_id, ()))
                if hits is not None:
                    kept.append((one, hits))
            return kept

        return await self._do(evaluated)

    async def _do(self, step: Callable[[], Result]) -> Result:
        return await asyncio.get_running_loop().run_in_executor(self._thread, step)


def _worth(article: Article, hits: Sequence[Hit], *, now: datetime) -> float:
    """Return how well an article answers: saturating counts of hits, title above text, newer above older."""
    in_title = sum(hit.field == "title" for hit in hits)
    in_text = sum(hit.field == "text" for hit in hits)
    weight = TITLE_WORTH * in_title / (in_title + 1) + in_text / (in_text + 2)
    age = max(timedelta(0), now - article.at)
    return weight * (0.5 + 0.5 * math.pow(0.5, age / HALF_LIFE))


def shown(article: Article, hits: Sequence[Hit], *, others: int = 0) -> SearchHit:
    """Return an article with the words that were found in it marked."""
    return SearchHit(article, marks(hits, "title"), snippet(article.text, hits), others)
