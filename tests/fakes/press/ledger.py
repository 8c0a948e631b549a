"""What became of each article of a made-up press: stored once or twice, lost, or told as a possible gap."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import pairwise

from sqlalchemy import select

from bot.pipeline.feeds.sift import STILL_NEWS
from bot.storage import Database, following
from bot.storage.tables import entry, feed_event, match, revision
from tests.fakes.press.day import GUILD, Day
from tests.fakes.press.outlets import WATCHED, Habit, Item, PressFeed
from tests.fakes.press.web import Poll, PressWeb

LATE = timedelta(hours=1)  # from publication to the first answer that shows it
TOKEN = re.compile(r"LQ\d{4}Q\d{5}K")
_TOLD = frozenset({"alert", "late"})


@dataclass
class Fates:
    """How the articles fared that some fault or habit touched."""

    published: int = 0
    once: int = 0
    twice: list[str] = field(default_factory=list)  # tokens, with what happened
    lost: list[str] = field(default_factory=list)  # seen by the bot, or gone unseen with no gap reported
    in_gaps: int = 0  # gone unseen, and reported as a possible gap
    late: int = 0


@dataclass
class Verdict:
    """What the ledger finds after a day; `all` is over every article, `by_cause` has some of them twice."""

    all: Fates = field(default_factory=Fates)
    by_cause: dict[str, Fates] = field(default_factory=lambda: defaultdict(Fates))
    confused: list[str] = field(default_factory=list)  # two articles stored as one
    gaps_true: int = 0
    gaps_blind: int = 0  # nothing was missing, but all that the feed had shown was gone: nobody could tell
    gaps_false: int = 0
    gaps_shown: int = 0  # by `/feed list`
    false_gaps: list[str] = field(default_factory=list)
    alerted: int = 0
    alerted_twice: list[str] = field(default_factory=list)
    alerted_old: list[str] = field(default_factory=list)  # out of a back catalogue
    not_alerted: list[str] = field(default_factory=list)


class Ledger:
    """Compares what the press published and showed with what the bot stored."""

    def __init__(self, web: PressWeb, day: Day) -> None:
        self._web = web
        self._day = day

    async def verdict(self, database: Database) -> Verdict:
        """Return what became of all that was published since the feeds were first read."""
        await self._load(database)
        found = Verdict()
        true_gaps: set[tuple[str, datetime]] = set()
        for feed in self._web.feeds:
            for item in self._to_be_seen(feed):
                covering = self._judge(found, feed, item)
                if covering is not None:
                    true_gaps.add(covering)
        gaps = {(url, at) for url, moments in self._gaps.items() for at in moments}
        overlapping = {one for one in gaps - true_gaps if self._goes_on(*one)}
        found.gaps_true, found.gaps_false = len(true_gaps), len(overlapping)
        found.gaps_blind = len(gaps) - found.gaps_true - found.gaps_false
        found.false_gaps = [f"{url} at {at:%H:%M:%S}" for url, at in sorted(overlapping)]
        found.confused = [
            f"article {article}: {' '.join(sorted(tokens))}"
            for article, tokens in self._tokens.items()
            if len(tokens) > 1
        ]
        self._alerts(found)
        async with database.read() as connection:
            followed = await following.followed(connection, GUILD, now=self._web.truth.now())
        found.gaps_shown = sum(one.feed.possible_gaps for one in followed)
        return found

    async def _load(self, database: Database) -> None:
        self._tokens: defaultdict[int, set[str]] = defaultdict(set)  # by article
        self._articles: defaultdict[str, set[int]] = defaultdict(set)  # by token
        self._gaps: defaultdict[str, list[datetime]] = defaultdict(list)  # by feed: the bot's clock
        urls = {feed_id: url for url, feed_id in self._day.ids.items()}
        async with database.read() as connection:
            for row in await connection.execute(select(revision.c.article_id, revision.c.text)):
                for token in TOKEN.findall(row.text):
                    self._tokens[row.article_id].add(token)
                    self._articles[token].add(row.article_id)
            for row in await connection.execute(select(feed_event).where(feed_event.c.kind == "gap")):
                self._gaps[urls[row.feed_id]].append(row.at)
            self._matches = (await connection.execute(select(match.c.article_id, match.c.outcome))).all()
            self._alertable = {
                row.article_id
                for row in await connection.execute(
                    select(entry.c.article_id).where(entry.c.alertable).distinct()
                )
            }

    def _to_be_seen(self, feed: PressFeed) -> Iterator[Item]:
        """Yield what a feed published between its first good answer and its last one."""
        polls = self._whole(feed)
        if not polls:
            return
        for item in feed.items:
            if polls[0].at < item.published <= polls[-1].at:
                yield item

    def _whole(self, feed: PressFeed) -> list[Poll]:
        return [one for one in self._web.polls.get(feed.url, []) if one.is_whole and one.tokens]

    def _judge(self, found: Verdict, feed: PressFeed, item: Item) -> tuple[str, datetime] | None:
        """Enter what became of an article; return the gap that stands for it, if it was not stored."""
        fates = [found.all, *(found.by_cause[one] for one in self._causes(feed, item))]
        seen = [one for one in self._whole(feed) if item.token in one.tokens]
        stored = self._articles.get(item.token, set())
        for one in fates:
            one.published += 1
            one.late += bool(seen) and seen[0].at - item.published > LATE
            if len(stored) == 1:
                one.once += 1
            elif stored:
                one.twice.append(f"{item.token} of {feed.url}: articles {sorted(stored)}")
        if stored:
            return None
        gap = None if seen else self._gap(feed, item)
        for one in fates:
            if gap is not None:
                one.in_gaps += 1
            else:
                why = f"seen at {seen[0].at:%H:%M:%S}" if seen else "never seen"
                one.lost.append(f"{item.token} of {feed.url}, {item.published:%H:%M:%S}, {why}")
        return gap

    def _gap(self, feed: PressFeed, item: Item) -> tuple[str, datetime] | None:
        """Return the gap that was reported of the hole in which an article came and went unseen."""
        polls = self._web.polls.get(feed.url, [])  # a truncated answer shows, too, that all was new
        wholes = [one.at for one in self._whole(feed) if one.at >= item.published][:2]
        for poll in polls:
            if wholes and item.published <= poll.at <= wholes[-1] and self._was_reported(feed, poll):
                return feed.url, poll.clock
        return None

    def _was_reported(self, feed: PressFeed, poll: Poll) -> bool:
        """Return whether the bot reported a gap at a poll, by its own clock."""
        return any(abs(at - poll.clock) < timedelta(seconds=1) for at in self._gaps[feed.url])

    def _goes_on(self, url: str, at: datetime) -> bool:
        """Return whether the poll of a reported gap shows something of the poll before, pinned ones apart."""
        feed = next(one for one in self._web.feeds if one.url == url)
        pinned = {feed.items[0].token} if Habit.PINNED in feed.habits else set()
        polls = self._whole(feed)
        for before, after in pairwise(polls):
            if abs(at - after.clock) < timedelta(seconds=1):
                return bool(before.tokens & after.tokens - pinned)
        return True

    def _is_news(self, feed: PressFeed, item: Item) -> bool:
        """Return whether the bot saw an article within a day: after a gap, what is older is only stored."""
        seen = next((one.clock for one in self._whole(feed) if item.token in one.tokens), None)
        return seen is not None and seen - item.published <= STILL_NEWS

    def _causes(self, feed: PressFeed, item: Item) -> Iterator[str]:
        """Yield what an article met: its feed's habits, and its faults while it was shown."""
        yield from feed.habits
        place = feed.items.index(item)
        left = feed.items[min(place + feed.window, len(feed.items) - 1)].published
        yield from {one.fault for one in feed.spans if one.start <= left and item.published < one.end}

    def _catalogue(self) -> Iterator[str]:
        """Yield what was published before its feed was first read."""
        for feed in self._web.feeds:
            polls = self._whole(feed)
            yield from (item.token for item in feed.items if not polls or item.published <= polls[0].at)

    def _alerts(self, found: Verdict) -> None:
        """Enter what was alerted more than once, or out of a back catalogue."""
        times = Counter(
            token for article, outcome in self._matches if outcome in _TOLD for token in self._tokens[article]
        )
        found.alerted = len(times)
        found.alerted_twice = sorted(token for token, count in times.items() if count > 1)
        found.alerted_old = sorted(set(times).intersection(self._catalogue()))
        due = {
            item.token
            for feed in self._web.feeds
            for item in self._to_be_seen(feed)
            if WATCHED in item.text and item.token in self._articles and self._is_news(feed, item)
        }
        found.not_alerted = sorted(due - set(times))
