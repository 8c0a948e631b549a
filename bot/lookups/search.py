"""Search the archive: the newest matches (`matching`), ordered, and of them what a page shows.

Only what a page shows is read for showing it.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, tzinfo
from enum import StrEnum
from itertools import chain

from bot.domain.article import Article
from bot.domain.clock import Clock
from bot.domain.guild import Viewer
from bot.domain.watchlist import Hit
from bot.lookups.archive_map import ArchiveMap
from bot.lookups.evaluator import Evaluator, Found
from bot.lookups.glimpses import glimpse
from bot.lookups.matching import Asked, Matching
from bot.lookups.ranking import LIKELY, UNREAD, Told, counted, rarities, worth
from bot.lookups.snippets import Snippet, snippet
from bot.query import Coded, Decided, Query, Sought, Term, decide, parse
from bot.query.coded import stemmed_by
from bot.query.tree import All, Node, Published
from bot.storage import (
    Connection,
    Database,
    aliases,
    codes,
    following,
    fulltext,
    in_sight,
    overlays,
    revisions,
)
from bot.storage.archive import Candidate

PAGE = 5  # hits on a page: what a phone shows without much scrolling
COUNTED = 1_000  # matches are counted exactly up to here (DESIGN section 5)
BATCH = 200  # candidates whose texts are looked at in one go
EFFORT = 20_000  # articles asked by their codes in one search, at most: a second or so of one core
READ = 50  # matches, the most promising, whose texts are read to rank them: some 30 ms
LONGEST_BACK = 36_500  # days: further back than any feed's dates


class Order(StrEnum):
    """How results are ordered."""

    BEST = "best"
    NEWEST = "newest"


@dataclass(frozen=True, slots=True)
class SearchHit:
    """An article that matches.

    `others` counts the further articles of its story that match, where results are stories.
    """

    article: Article
    snippet: Snippet
    others: int = 0


@dataclass(frozen=True, slots=True)
class SearchPage:
    """One page of results: articles, or stories by their first article in the order asked for.

    `total` counts them; it is exact unless `more`, then it is a lower bound. Where the search went no further
    back, because what it asks takes too long to tell, `reached` is how far it got. `below` is where the same
    search goes on, with what is older; None where nothing is.
    """

    words: str
    hits: tuple[SearchHit, ...]
    page: int  # from 0
    pages: int
    total: int
    more: bool
    by_story: bool = False
    reached: datetime | None = None
    below: int | None = None
    without_feeds: bool = False  # nothing was found, and the guild follows no feed
    ahead: bool = False  # nothing was found, and a day is named that is still to come


class Search:
    """Finds stored articles. One thread analyses, so that the event loop stays free.

    *counted* is how many matches are counted exactly, *batch* how many candidates are looked at in one go,
    *effort* how many one search looks at where the index does not decide.
    """

    def __init__(
        self,
        database: Database,
        clock: Clock,
        *,
        counted: int = COUNTED,
        batch: int = BATCH,
        effort: int = EFFORT,
        archive_map: ArchiveMap | None = None,
    ) -> None:
        self._database = database
        self._clock = clock
        self._counted = counted
        self._evaluator = Evaluator()
        self._matching = Matching(
            self._evaluator, archive_map or ArchiveMap(clock), counted=counted, batch=batch, effort=effort
        )

    def close(self) -> None:
        """End the thread."""
        self._evaluator.close()

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
        below: int | None = None,
        zone: tzinfo = UTC,
    ) -> SearchPage:
        """Return a page of the articles of the last *days* that match *words*, a query.

        *after* takes the place of *days*; articles at or after *before* are left out. Best first weighs hits
        in the title above hits in the text, and newer above older, over the newest 1,000 matches (`ranking`).
        With *by_story* each story is shown once, by its first article in that order. A page beyond the last
        is the last. *below*, of an earlier page, leaves out what that search has counted. A day that the
        query names begins at midnight in *zone*. Raises QueryError.
        """
        now = self._clock.now()
        since = after or now - timedelta(days=min(days, LONGEST_BACK))
        async with self._database.read() as connection:
            named = await aliases.meanings(connection, viewer.guild_id)
            query = parse(words, named, now=now.astimezone(zone))
            languages = await fulltext.languages(connection)
            decided = await self._evaluator.do(lambda: decide(query, languages, self._evaluator.analyser))
            stemmers = frozenset(stemmed_by(each) for each in (*languages, None))
            asked = Asked(query, decided, stemmers, viewer, since, before, outlet, below)
            matches = await self._matching.newest(connection, asked)
            if order is Order.BEST:
                found = await self._ranked(connection, query, matches.found, viewer, now)
            else:
                found = sorted(matches.found, key=lambda one: one.at, reverse=True)
            others: Counter[int] = Counter()
            if by_story:
                found, others = await _by_story(connection, found, viewer)
            pages = max(1, math.ceil(len(found) / size))
            page = min(max(page, 0), pages - 1)
            ids = [one.revision_id for one in found[page * size : (page + 1) * size]]
            on_page = await self._shown(connection, query, ids, viewer, decided=decided)
            without_feeds = not found and not await following.any_followed(connection, viewer.guild_id)
        ahead = not found and any(date > now for date in (after, *_dates(query.node)) if date)
        return SearchPage(
            words=words,
            hits=tuple(shown(*one, others=max(0, others[one[0].story_id] - 1)) for one in on_page),
            page=page,
            pages=pages,
            total=len(found),
            more=matches.more,
            by_story=by_story,
            reached=matches.reached,
            below=matches.below,
            without_feeds=without_feeds,
            ahead=ahead,
        )

    async def _ranked(
        self, connection: Connection, query: Query, found: list[Candidate], viewer: Viewer, now: datetime
    ) -> list[Candidate]:
        """Return the matches, the best first; where codes don't count all, the most promising are read."""
        sought = Sought(query.node, self._evaluator.analyser)
        known = await codes.of(connection, [one.revision_id for one in found])
        titles: dict[int, str] = {}
        if sought.beginnings:
            titles = await revisions.titles(connection, [one.revision_id for one in found])

        def all_told() -> dict[int, Told]:
            return {
                one.revision_id: _told(
                    sought, known.get(one.revision_id), titles.get(one.revision_id, ""), one.at
                )
                for one in found
            }

        told = await self._evaluator.do(all_told)

        def best_first() -> list[Candidate]:
            rarity = rarities(told.values())
            return sorted(found, key=lambda one: -worth(told[one.revision_id], rarity, now=now))

        found = await self._evaluator.do(best_first)
        if sought.tells_all:
            return found
        ids = [one.revision_id for one in found[:READ]]
        for one, hits in await self._evaluator.read(connection, query, ids, viewer):
            told[one.revision_id] = Told(one.at, told[one.revision_id].length, counted(hits))
        return await self._evaluator.do(best_first)

    async def _shown(
        self, connection: Connection, query: Query, ids: Sequence[int], viewer: Viewer, *, decided: Decided
    ) -> Found:
        """Return matches with the hits that a page shows of them, in the same order.

        Where the index decided, or a phrase is all that is asked, it is enough to read what is shown.
        """
        sought = Sought(query.node, self._evaluator.analyser)
        if not sought.tells_places or not (decided.rest is None or isinstance(query.node, Term)):
            return await self._evaluator.read(connection, query, ids, viewer)
        some = await in_sight.of_revisions(connection, ids, guild_id=viewer.guild_id)
        known = await codes.of(connection, ids)

        def glimpsed() -> dict[int, tuple[Article, tuple[Hit, ...] | None]]:
            return {
                one.revision_id: (
                    one,
                    glimpse(query, sought, self._evaluator.analyser, one, known[one.revision_id])
                    if one.revision_id in known
                    else None,
                )
                for one in some
            }

        present = await self._evaluator.do(glimpsed)
        unread = [id_ for id_, (_, hits) in present.items() if not hits]
        left = await self._evaluator.read(connection, query, unread, viewer) if unread else []
        read = {one[0].revision_id: one for one in left}
        whole = {id_: (one, hits) for id_, (one, hits) in present.items() if hits} | read
        return [whole[id_] for id_ in ids if id_ in whole]


def _dates(node: Node) -> Iterator[datetime | None]:
    """Yield what the words of `after:` stand for, of those that all that is found is after."""
    if isinstance(node, Published):
        yield node.since
    elif isinstance(node, All):
        yield from chain.from_iterable(map(_dates, node.children))


async def _by_story(
    connection: Connection, found: list[Candidate], viewer: Viewer
) -> tuple[list[Candidate], Counter[int]]:
    """Return the first match of each story, and how many matches each story has, by its id."""
    ids = [one.article_id for one in found]
    stories = await overlays.stories_of(connection, ids, guild_id=viewer.guild_id)
    firsts: dict[int, Candidate] = {}
    for one in found:
        firsts.setdefault(stories[one.article_id], one)
    return list(firsts.values()), Counter(stories.values())


def _told(sought: Sought, words: Coded | None, title: str, at: datetime) -> Told:
    """Return what codes tell of a match; whether a word begins so is guessed by the title."""
    if words is None:
        return Told(at, 0)
    counts = sought.counts(words)
    if not sought.tells_all:
        folded = f" {title.casefold()}"
        counts[""] = LIKELY if any(f" {each}" in folded for each in sought.beginnings) else UNREAD
    return Told(at, words.length, counts)


def shown(article: Article, hits: Sequence[Hit], *, others: int = 0) -> SearchHit:
    """Return an article with the words that were found in its text marked."""
    return SearchHit(article, snippet(article.text, hits), others)
