"""Search the archive: the index proposes, the query's own evaluation decides."""

from __future__ import annotations

import asyncio
import math
from collections import Counter
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from typing import TypeVar

from bot.domain.article import Article
from bot.domain.clock import Clock
from bot.domain.guild import Viewer
from bot.domain.watchlist import Hit
from bot.lookups.ranking import promise, worth
from bot.lookups.reading import Marks, marks, matched
from bot.lookups.snippets import Snippet, snippet
from bot.query import Decided, Document, Query, decide, parse
from bot.query.evaluate import holds
from bot.query.tree import All as AllOf
from bot.query.tree import Published
from bot.storage import Connection, Database, aliases, feeds, fulltext, in_sight
from bot.text import Analyser

PAGE = 5  # hits on a page: what a phone shows without much scrolling
COUNTED = 1_000  # matches are counted exactly up to here (DESIGN section 5)
BATCH = 200  # candidates whose texts are looked at in one go
READ = 100  # matches, the most promising, whose texts are read to rank them: some 50 ms
EARLY = timedelta(days=1)  # before it is stored, a feed may date an article ahead
KEPT = timedelta(hours=6)  # the place of a moment among the ids serves for later moments so long
LONGEST_BACK = 36_500  # days: further back than any feed's dates

Result = TypeVar("Result")
Found = list[tuple[Article, tuple[Hit, ...]]]

_OF_TEXT = ("", "title", "text")  # fields of terms that need an article's text analysed
_BEGINNING = datetime(1, 1, 3, tzinfo=UTC)  # room before it for EARLY


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
        self._place: tuple[datetime, int] | None = None  # a moment, and the first id since
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
        in the title above hits in the text, and newer above older, over the newest 1,000 matches: the titles
        of all, the texts of the hundred most promising by title and age. With *by_story* each story is shown
        once, by its first article in that order. A page beyond the last is the last. Raises QueryError.
        """
        now = self._clock.now()
        query = await self._parsed(words, viewer, now)
        since = after or now - timedelta(days=min(days, LONGEST_BACK))
        found = await self._matching(query, viewer, _Limits(since, before, outlet))
        more = len(found) > self._counted
        found = found[: self._counted]
        if order is Order.BEST:
            found = await self._ranked(query, found, viewer, now)
        else:
            found.sort(key=lambda one: one.at, reverse=True)
        others: Counter[int] = Counter()
        if by_story:
            others.update(one.story_id for one in found)
            firsts: dict[int, Article] = {}
            for one in found:
                firsts.setdefault(one.story_id, one)
            found = list(firsts.values())
        pages = max(1, math.ceil(len(found) / size))
        page = min(max(page, 0), pages - 1)
        on_page = await self._read(query, found[page * size : (page + 1) * size], viewer)
        return SearchPage(
            words=words,
            hits=tuple(shown(*one, others=max(0, others[one[0].story_id] - 1)) for one in on_page),
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

    async def _matching(self, query: Query, viewer: Viewer, limits: _Limits) -> list[Article]:
        """Return the newest matches, their texts left out; one more than are counted where there are more.

        Where the index decides the query nothing is analysed; else the open part is asked of each candidate.
        """
        found: list[Article] = []
        before: int | None = None
        async with self._database.read() as connection:
            decided = await self._decided(query, await fulltext.languages(connection))
            rest, unsure = decided.rest, await fulltext.undecided(connection)
            texts = rest is not None and any(term.field in _OF_TEXT for term in rest.terms)
            batch = self._batch if texts else self._counted + 1
            since = await self._first_id(connection, max(limits.since, _asked_since(query)))
            while len(found) <= self._counted:
                ids = await fulltext.candidates(
                    connection, decided.wanted, before=before, since=since, limit=batch
                )
                seen = await in_sight.of_revisions(connection, ids, guild_id=viewer.guild_id, texts=texts)
                seen = [one for one in reversed(seen) if limits.take(one)]
                if rest is not None and not rest.terms:  # dates alone
                    seen = [one for one in seen if holds(rest.node, Document(None, one.at, {}))]
                elif rest is not None:
                    seen = [one for one, _ in await self._evaluated(connection, rest, seen, viewer)]
                if doubtful := [one for one in seen if one.revision_id in unsure]:
                    sure = {one.id for one, _ in await self._read(query, doubtful, viewer)}
                    seen = [one for one in seen if one.revision_id not in unsure or one.id in sure]
                found.extend(replace(one, text="") for one in seen) if texts else found.extend(seen)
                if len(ids) < batch:
                    break
                before = ids[-1]
        return found

    async def _first_id(self, connection: Connection, since: datetime) -> int:
        """Return an id that no revision of an article of *since* or later is below."""
        since -= EARLY
        known = self._place
        if known is None or not known[0] <= since < known[0] + KEPT:
            known = self._place = since, await fulltext.first_since(connection, since)
        return known[1]

    async def _ranked(
        self, query: Query, found: list[Article], viewer: Viewer, now: datetime
    ) -> list[Article]:
        """Return the matches, the best first: the most promising ones by their texts, then the others."""

        def promising() -> list[Article]:
            return sorted(found, key=lambda one: -promise(query, one, self._analyser, now=now))

        found = await self._do(promising)
        best = await self._read(query, found[:READ], viewer)
        best.sort(key=lambda one: -worth(*one, now=now))
        return [replace(one, text="") for one, _ in best] + found[READ:]

    async def _read(self, query: Query, some: Sequence[Article], viewer: Viewer) -> Found:
        """Return these articles with their texts and what matched in them, in the same order."""
        async with self._database.read() as connection:
            ids = [one.revision_id for one in some]
            whole = {
                one.revision_id: one
                for one in await in_sight.of_revisions(connection, ids, guild_id=viewer.guild_id)
            }
            present = [whole[id_] for id_ in ids if id_ in whole]
            return await self._evaluated(connection, query, present, viewer)

    async def _decided(self, query: Query, languages: set[str]) -> Decided:
        return await self._do(lambda: decide(query, languages, self._analyser))

    async def _evaluated(
        self, connection: Connection, query: Query, seen: Sequence[Article], viewer: Viewer
    ) -> Found:
        ids = [one.revision_id for one in seen]
        titles = await feeds.titles(connection, ids, guild_id=viewer.guild_id)

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


def _asked_since(query: Query) -> datetime:
    """Return the moment that the query itself asks for by `after:`, or the beginning of time."""
    node = query.node
    parts = node.children if isinstance(node, AllOf) else (node,)
    return max(
        (part.since for part in parts if isinstance(part, Published) and part.since), default=_BEGINNING
    )


def shown(article: Article, hits: Sequence[Hit], *, others: int = 0) -> SearchHit:
    """Return an article with the words that were found in it marked."""
    return SearchHit(article, marks(hits, "title"), snippet(article.text, hits), others)
