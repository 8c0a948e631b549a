"""What a query would have found in the archive, before anything is saved.

    found = await backtest.run('kursk -football', viewer=viewer, days=7)
    found.stories_a_day, found.pings_a_day, found.by_day, found.busiest, found.samples, found.parts

The archive's index proposes for the query, for its parts and for the query before an edit together; the
newest so proposed are analysed once, and each is asked of all of them. Stories are counted, not articles: a
story is posted once.
"""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Final

from bot.domain.article import Article
from bot.domain.clock import Clock
from bot.domain.guild import ALERTS_AN_HOUR, Viewer
from bot.domain.watchlist import Hit
from bot.errors import QueryError
from bot.lookups.misspelt import words_meant
from bot.lookups.reading import document
from bot.lookups.search import SearchHit, shown
from bot.query import Any, Candidates, Document, Everything, Query, Role, evaluate, parse, plan, without
from bot.storage import (
    Connection,
    Database,
    aliases,
    archive,
    following,
    fulltext,
    guilds,
    in_sight,
    revisions,
)
from bot.text import Analyser

LOOKED_AT: Final = 3_000  # articles, the newest: some three seconds of one core
PROPOSED_MOST: Final = 30_000  # revisions, most of them of other guilds' feeds
PARTS_MOST: Final = 12  # parts of a query that are told, from left to right
SAMPLES: Final = 5  # stories that are shown
DAYS: Final = 7
DAYS_MOST: Final = 90
BATCH: Final = 200  # articles read and analysed in one go
HOUR: Final = timedelta(hours=1)
DAY: Final = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class PartCost:
    """What a part of the query costs or adds: the stories that would be there without it, more or less."""

    written: str
    role: Role
    stories: int


@dataclass(frozen=True, slots=True)
class Edited:
    """What an edit changes: stories that it loses and gains, with some of each."""

    lost: int
    gained: int
    lost_samples: tuple[SearchHit, ...]
    gained_samples: tuple[SearchHit, ...]


@dataclass(frozen=True, slots=True)
class Backtest:
    """What a query would have found, over the last `days` or as much of them as was looked at.

    `by_day` counts new stories, the earliest day first; `pings_a_day` heeds the channel's budget of alerts an
    hour: what exceeds it comes as one digest.
    """

    query: str
    days: float
    by_day: tuple[int, ...]
    articles: int
    stories: int
    pings: int
    busiest: tuple[str, int] | None  # outlet, its articles
    samples: tuple[SearchHit, ...]
    parts: tuple[PartCost, ...]
    edited: Edited | None
    looked_at: int  # articles that were analysed
    cut: bool  # there were more of them than are looked at; `days` is then as far back as was seen
    without_feeds: bool = False  # the guild follows none
    meant: str = ""  # where nothing was found: the query as headlines spell it, if they do otherwise

    @property
    def stories_a_day(self) -> float:
        """New stories on a day."""
        return self.stories / self.days

    @property
    def pings_a_day(self) -> float:
        """Messages on a day."""
        return self.pings / self.days


@dataclass(slots=True)
class _Found:
    """What one query found: the first time of each story, and the newest hit of each if asked for."""

    first: dict[int, datetime] = field(default_factory=dict)
    hits: dict[int, tuple[Article, tuple[Hit, ...]]] = field(default_factory=dict)
    outlets: Counter[str] = field(default_factory=Counter)
    articles: int = 0

    def add(self, article: Article, hits: tuple[Hit, ...]) -> None:
        story = article.story_id
        self.first[story] = min(self.first.get(story, article.at), article.at)
        if story not in self.hits or article.at > self.hits[story][0].at:
            self.hits[story] = article, hits
        self.outlets[article.outlet] += 1
        self.articles += 1

    def samples(self, stories: set[int]) -> tuple[SearchHit, ...]:
        """Return the newest of these stories."""
        found = sorted((self.hits[one] for one in stories), key=lambda hit: hit[0].at, reverse=True)
        return tuple(shown(*one) for one in found[:SAMPLES])


class BacktestLookup:
    """Tries queries on what the viewer's guild sees of the archive, on a thread of its own."""

    def __init__(self, database: Database, clock: Clock, *, looked_at: int = LOOKED_AT) -> None:
        self._database = database
        self._clock = clock
        self._looked_at = looked_at
        self._analyser = Analyser()
        self._thread = ThreadPoolExecutor(max_workers=1, thread_name_prefix="backtest")

    def close(self) -> None:
        """End the thread."""
        self._thread.shutdown(wait=False, cancel_futures=True)

    async def run(
        self,
        words: str,
        *,
        viewer: Viewer,
        days: int = DAYS,
        before: str | None = None,
        channel_id: int | None = None,
    ) -> Backtest:
        """Return what the query *words* would have found in the last *days*.

        *before* is the query that an edit replaces, *channel_id*
        where it would alert, for that channel's budget. Raises QueryError.
        """
        now = self._clock.now()
        days = min(max(days, 1), DAYS_MOST)
        async with self._database.read() as connection:
            named = await aliases.meanings(connection, viewer.guild_id)
            trial = _Trial(
                parse(words, named, now=now, watching=True),
                _readable(before, named, now),
                since=now - timedelta(days=days),
            )
            budget = await _budget(connection, viewer, channel_id)
            await self._look(connection, trial, viewer)
            found = trial.told(now=now, days=days, budget=budget)
            if found.stories:
                return found
            return replace(
                found,
                without_feeds=not await following.any_followed(connection, viewer.guild_id),
                meant=await words_meant(connection, words, viewer),
            )

    async def _look(self, connection: Connection, trial: _Trial, viewer: Viewer) -> None:
        """Show the trial the newest articles that any of its queries may match."""
        languages = await fulltext.languages(connection)
        do = asyncio.get_running_loop().run_in_executor
        wanted = await do(self._thread, trial.plan, languages, self._analyser)
        last: int | None = None
        proposed = 0
        while True:
            ids = await archive.candidates(connection, wanted, before=last, limit=BATCH)
            seen = await in_sight.of_revisions(connection, ids, guild_id=viewer.guild_id)
            titles = await following.titles(
                connection, [one.revision_id for one in seen], guild_id=viewer.guild_id
            )
            recent = [one for one in reversed(seen) if one.at >= trial.since]
            room = self._looked_at - trial.looked_at
            await do(self._thread, trial.look, recent[:room], titles, self._analyser)
            proposed += len(ids)
            if len(ids) < BATCH or await _older(connection, ids[-1], trial.since):
                trial.cut = len(recent) > room
                return
            if len(recent) >= room or proposed >= PROPOSED_MOST:
                trial.cut = True
                return
            last = ids[-1]


class _Trial:
    """The queries that are tried together, and what each has found so far."""

    def __init__(self, query: Query, before: Query | None, *, since: datetime) -> None:
        self.query = query
        self.since = since
        self.cut = False
        self.looked_at = 0
        self._oldest: datetime | None = None
        self._before = before
        self._parts = without(query)[:PARTS_MOST]
        self._found, self._found_before = _Found(), _Found()
        self._rests: list[set[int]] = [set() for _ in self._parts]

    def plan(self, languages: set[str], analyser: Analyser) -> Candidates:
        """Return what to ask the index: what any of the queries may match."""
        queries = [self.query, *(part.rest for part in self._parts)]
        if self._before is not None:
            queries.append(self._before)
        wanted = tuple(dict.fromkeys(plan(query, languages, analyser) for query in queries))
        if any(isinstance(each, Everything) for each in wanted):
            return Everything()
        return wanted[0] if len(wanted) == 1 else Any(wanted)

    def look(self, seen: Sequence[Article], titles: Mapping[int, Sequence[str]], analyser: Analyser) -> None:
        """Ask articles of all queries; a millisecond or two an article."""
        for one in seen:
            self.looked_at += 1
            self._oldest = min(self._oldest or one.at, one.at)
            read = [document(analyser, one, feed) for feed in titles.get(one.revision_id) or ("",)]
            for query, found in ((self.query, self._found), (self._before, self._found_before)):
                hits = _hits(query, read)
                if hits is not None:
                    found.add(one, hits)
            for part, stories in zip(self._parts, self._rests, strict=True):
                if one.story_id not in stories and _hits(part.rest, read) is not None:
                    stories.add(one.story_id)

    def told(self, *, now: datetime, days: int, budget: int) -> Backtest:
        """Return what was found; of a look that was cut short, over the time that it reached."""
        span = timedelta(days=days)
        if self.cut and self._oldest is not None:
            span = max(now - self._oldest, HOUR)
        found = self._found
        stories = set(found.first)
        return Backtest(
            query=str(self.query),
            days=span / DAY,
            by_day=_by_day(found.first.values(), now, days),
            articles=found.articles,
            stories=len(stories),
            pings=_pings(found.first.values(), budget),
            busiest=found.outlets.most_common(1)[0] if found.outlets else None,
            samples=found.samples(stories),
            parts=tuple(
                PartCost(part.written, part.role, abs(len(rest) - len(stories)))
                for part, rest in zip(self._parts, self._rests, strict=True)
            ),
            edited=self._edited(stories) if self._before is not None else None,
            looked_at=self.looked_at,
            cut=self.cut,
        )

    def _edited(self, stories: set[int]) -> Edited:
        before = set(self._found_before.first)
        lost, gained = before - stories, stories - before
        return Edited(len(lost), len(gained), self._found_before.samples(lost), self._found.samples(gained))


def _readable(text: str | None, named: Mapping[str, str], now: datetime) -> Query | None:
    """Return the query before an edit; None where there is none, or it can't be read any more."""
    try:
        return parse(text, named, now=now, stored=True) if text is not None else None
    except QueryError:
        return None


def _hits(query: Query | None, read: Iterable[Document]) -> tuple[Hit, ...] | None:
    """Return the hits in the first document that *query* matches: an article through one of its feeds."""
    if query is None:
        return None
    return next((hits for each in read if (hits := evaluate(query, each)) is not None), None)


async def _budget(connection: Connection, viewer: Viewer, channel_id: int | None) -> int:
    """Return a channel's alerts an hour; of one that the viewer can't see, the default."""
    if channel_id is None or channel_id not in viewer.channels:
        return ALERTS_AN_HOUR
    settings = await guilds.get_channel(connection, channel_id)
    return settings.budget if settings else ALERTS_AN_HOUR


async def _older(connection: Connection, revision_id: int, moment: datetime) -> bool:
    """Return whether a revision, and so each with a lower id, was stored before *moment*."""
    stored_at = await revisions.stored_at(connection, revision_id)
    return stored_at is not None and stored_at < moment


def _by_day(times: Iterable[datetime], now: datetime, days: int) -> tuple[int, ...]:
    counts = [0] * days
    for at in times:
        ago = int(max(now - at, timedelta()) / DAY)
        counts[max(0, days - 1 - ago)] += 1
    return tuple(counts)


def _pings(times: Iterable[datetime], budget: int) -> int:
    """Return the messages of these stories: *budget* an hour by themselves, the rest as one digest."""
    hours = Counter(at.replace(minute=0, second=0, microsecond=0) for at in times)
    return sum(min(count, budget) + (count > budget) for count in hours.values())
