"""A day that may go in any order: what feeds, members, Discord and the machine do, one step after another.

    day = await open_day(database, clock, Random(7))
    for _ in range(30):
        await day.step()
    await day.heal()
    assert await day.broken() == []

Everything is the bot's own but Discord, which is `Readers` here, and what the clusterer decides: that is
drawn as well, so that stories join and part in every order.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from hashlib import sha256
from random import Random

from sqlalchemy import func, select

from bot.domain.alert import Alert, Digest, Mentions, Message, Notice, Update
from bot.domain.delivery import AFTER, Delivery, Kind, Sent, State, Target
from bot.domain.feed import Entry, Feed, ParsedFeed
from bot.domain.guild import Channel, Viewer
from bot.errors import Forbidden, HistoryUnreadable, MemberError, MessageGone, StorageError, Unreachable
from bot.pipeline import cluster
from bot.pipeline.chat import Chat
from bot.pipeline.cluster import Change
from bot.pipeline.deliver import Deliver, DeliverOptions
from bot.pipeline.deliver.content import ALERTING
from bot.pipeline.extract import Page
from bot.pipeline.feeds.sift import News, Sifted
from bot.pipeline.refresh.copying import Copying
from bot.pipeline.refresh.filing import Filing
from bot.pipeline.refresh.judge import Judge
from bot.pipeline.refresh.masking import Masking
from bot.pipeline.refresh.preparing import prepare
from bot.pipeline.refresh.values import PageRead, Reading, RefreshOptions
from bot.services import FollowService, OverlayService
from bot.services.guilds import GuildService
from bot.storage import (
    Connection,
    Database,
    claims,
    deliveries,
    feeds,
    following,
    guilds,
    in_sight,
    matches,
    overlays,
    stories,
    watchlists,
)
from bot.storage.tables import article, delivery, story
from bot.text import Analyser, LanguageDetector
from tests.conftest import ManualClock
from tests.fakes.words import invented

OURS, THEIRS = 1, 2
CHANNELS = {100: OURS, 101: OURS, 200: THEIRS}
OWNER, READER = 900, 901
OUTLETS = ("Courier", "Herald", "Gazette", "Ledger", "Tribune", "Observer")
MINUTE = timedelta(minutes=1)
NONCES_LIVE = timedelta(seconds=60)
WORDS = {100: "kursk", 101: "bridge", 200: "kursk"}


@dataclass
class Posted:
    """A message as readers have it."""

    id: int
    target: Target
    key: str
    at: datetime
    shows: Message
    pings: bool
    reply_to: int | None
    deleted: bool = False
    touched_at: datetime | None = None


@dataclass
class Readers(Chat):
    """Discord, and what its readers would complain of: `complaints`."""

    clock: ManualClock
    posted: list[Posted] = field(default_factory=list)
    complaints: list[str] = field(default_factory=list)
    forbidden: set[int] = field(default_factory=set)
    lost: list[bool] = field(default_factory=list)  # the next answers that are lost: was it taken?
    away: bool = False
    unreadable: bool = False
    looks: Callable[[Target, Message], Awaitable[None]] | None = None
    hurried: bool = False  # a person acted: what follows is shown to them at once

    def ready(self) -> bool:
        return not self.away

    async def send(
        self, target: Target, message: Message, *, key: str, mentions: Mentions, reply_to: int | None = None
    ) -> Sent:
        self._reach(target)
        now = self.clock.now()
        known = [one for one in self.posted if one.key == key]
        for one in known:
            if abs(now - one.at) < NONCES_LIVE and not one.deleted:
                return Sent(one.id, one.at)
        taken = self.lost.pop(0) if self.lost else None
        if taken is False:
            raise Unreachable("no answer")
        if reply_to and not any(one.id == reply_to and not one.deleted for one in self.posted):
            raise MessageGone("it was deleted", permanent=True)
        if any(not one.deleted for one in known):  # one that a person deleted unseen can't be found
            self.complaints.append(f"posted twice: {_brief(message)} in {target.id}")
        pings = bool(mentions.roles or mentions.members)
        one = Posted(10_000 + len(self.posted), target, key, now, message, pings, reply_to, touched_at=now)
        self.posted.append(one)
        await self._look(target, message)
        if taken:
            raise Unreachable("no answer, though it was taken")
        return Sent(one.id, now)

    async def edit(self, target: Target, message_id: int, message: Message, *, key: str) -> None:
        self._reach(target)
        taken = self.lost.pop(0) if self.lost else None
        if taken is False:
            raise Unreachable("no answer")
        one = self.message(message_id)
        if one.deleted:
            raise MessageGone("it was deleted", permanent=True)
        now = self.clock.now()
        if one.touched_at and timedelta() <= now - one.touched_at < MINUTE and not self.hurried and not taken:
            self.complaints.append(f"edited {now - one.touched_at} after the last time: {_brief(message)}")
        if key != one.key:
            self.complaints.append(f"{_brief(message)} took the place of another delivery's message")
        one.shows, one.touched_at = message, now
        await self._look(target, message)
        if taken:
            one.touched_at = None
            raise Unreachable("no answer, though it was taken")

    async def _look(self, target: Target, message: Message) -> None:
        if self.looks is not None:
            await self.looks(target, message)

    def _reach(self, target: Target) -> None:
        if self.away:
            raise Unreachable("not connected")
        if target.id in self.forbidden:
            raise Forbidden("no", missing=("Send Messages",))

    def look(self, message: Message, *, key: str) -> str:
        return sha256(f"{key} {message}".encode()).hexdigest()[:32]

    async def open_thread(self, target: Target, message_id: int, name: str) -> None:
        raise NotImplementedError

    async def find(self, target: Target, key: str, *, since: datetime) -> Sent | None:
        self._reach(target)
        if self.unreadable:
            raise HistoryUnreadable("no", repeatable=True)
        for one in self.posted:
            if one.key == key and not one.deleted and one.at >= since - 2 * MINUTE:
                return Sent(one.id, one.at)
        return None

    async def may_see(self, guild_id: int, channel_id: int, member_id: int) -> bool:
        return bool(guild_id and channel_id and member_id)

    async def pingable_role(self, guild_id: int, channel_id: int, role_id: int) -> bool:
        return bool(guild_id and channel_id and role_id)

    async def missing_permissions(self, guild_id: int, channel_id: int) -> tuple[str, ...]:
        return ("Send Messages",) if guild_id and channel_id in self.forbidden else ()

    async def owner_of(self, guild_id: int) -> int | None:
        return OWNER if guild_id else None

    def guilds(self) -> frozenset[int]:
        return frozenset(CHANNELS.values())

    def message(self, message_id: int) -> Posted:
        return next(one for one in self.posted if one.id == message_id)


class Drawn(Judge):
    """The judge, whom the test tells which articles are one story."""

    def __init__(self) -> None:
        super().__init__(Analyser(), LanguageDetector(), window=timedelta(hours=48))
        self.joins: int | None = None
        self.then_one: list[tuple[int, int]] = []
        self.then_apart: list[int] = []

    async def catch_up(self, connection: Connection, *, now: datetime) -> int:
        del connection, now
        return 0

    def story_for(self, document: cluster.Document) -> int | None:
        del document
        return self.joins

    def place(self, article_id: int, document: cluster.Document, story_id: int) -> None:
        del document, story_id
        self.then_apart = [article_id if one == 0 else one for one in self.then_apart]

    def merged(self, article_id: int) -> list[Change]:
        del article_id
        return [Change((), source=newer, target=older) for older, newer in self.then_one]

    def split(self, article_id: int) -> list[int]:
        del article_id
        return self.then_apart

    def one_story(self, target: int, source: int) -> None:
        del target, source

    def parted(self, article_ids: Sequence[int], part: int) -> None:
        del article_ids, part

    def keep(self) -> None:
        self.joins, self.then_one, self.then_apart = None, [], []

    async def forget(self) -> None:
        self.keep()


@dataclass
class Day:
    """The world of one run. `log` says what happened, for whoever reads a failure."""

    database: Database
    clock: ManualClock
    random: Random
    readers: Readers
    judge: Drawn
    feeds: list[Feed]
    log: list[str] = field(default_factory=list)
    followed: dict[int, set[str]] = field(default_factory=dict)
    shown: dict[int, set[int]] = field(default_factory=lambda: defaultdict(set))  # articles, by channel
    excused: dict[int, set[int]] = field(default_factory=lambda: defaultdict(set))
    urls: dict[int, tuple[str, str]] = field(default_factory=dict)  # of articles, with their titles
    choices: list[int] = field(default_factory=list)
    changed: set[tuple[int, str]] = field(default_factory=set)  # feeds that a guild dropped or took
    crash_in: int | None = None  # writes until one fails
    made: int = 0

    def __post_init__(self) -> None:
        self.copying = Copying(window=timedelta(hours=48))
        self.readers.looks = self._looked
        self._deliver = self._worker()

    # What may happen.

    async def step(self) -> None:
        happens = self.random.choices(
            [
                self.publish, self.repeat, self.one_article, self.member_splits, self.member_joins,
                self.member_undoes, self.mute, self.unmute, self.follow, self.delete, self.drop_feed,
                self.take_feed, self.outage, self.permission, self.answers_lost, self.clock_moves, self.crash,
                self.restart, self.budget,
            ],
            [30, 5, 4, 4, 4, 4, 3, 3, 2, 4, 2, 3, 3, 3, 4, 12, 5, 4, 2],
        )[0]  # fmt: skip
        self.log.append(happens.__name__)
        await happens()
        if self.random.random() < 0.7:
            await self.settle()
        await self._excuse()

    async def publish(self) -> None:
        """Let an outlet publish, which may make two stories one, or part one."""
        feed = self.random.choice(self.feeds)
        self.made += 1
        first = self.random.choice(["Kursk", "Kursk", "Bridge", "Kursk bridge", "Quiet"])
        title = f"{first} {' '.join(invented(f'title {self.made}', 3))}"
        known = await self._stories()
        judge = self.judge
        judge.joins = self.random.choice(sorted(known)) if known and self.random.random() < 0.6 else None
        if judge.joins and self.random.random() < 0.35 and len(known) > 1:
            other = self.random.choice([one for one in sorted(known) if one != judge.joins])
            judge.then_one = [(min(judge.joins, other), max(judge.joins, other))]
        elif judge.joins and self.random.random() < 0.5:
            there = [*known[judge.joins], 0]  # with the article that comes
            judge.then_apart = self.random.sample(there, self.random.randint(1, len(there) - 1))
        self.log[-1] += f" {title!r} in {feed.outlet}: {judge.joins} {judge.then_one} {judge.then_apart}"
        await self._file(feed, f"https://{feed.outlet.lower()}.test/{self.made}", title)

    async def repeat(self) -> None:
        """Let another feed show an article that is known."""
        if self.urls:
            article_id = self.random.choice(sorted(self.urls))
            url, title = self.urls[article_id]
            await self._file(self.random.choice(self.feeds), url, title)

    async def one_article(self) -> None:
        """Let a page show that two articles are one."""
        if len(self.urls) < 2:
            return
        one, other = self.random.sample(sorted(self.urls), 2)
        url, title = self.urls[other]
        self.log[-1] += f" {one} {other}"
        page = Page(title, _text(title), language="en", canonical_url=url)
        read = PageRead(one, 0, self.clock.now(), page)
        await self._transaction(lambda filing: filing.page(read))

    async def member_splits(self) -> None:
        viewer, service = self._member()
        async with self.database.read() as connection:
            known = [one for one in await self._known_in(connection, OURS) if len(one[1]) > 1]
        if known:
            story_id, articles = self.random.choice(known)
            chosen = self.random.sample(articles, self.random.randint(1, len(articles) - 1))
            self.log[-1] += f" {story_id} {chosen}"
            await self._hurried(lambda: service.split(viewer, story_id, chosen, may_manage=True))

    async def member_joins(self) -> None:
        viewer, service = self._member()
        async with self.database.read() as connection:
            known = [one for one, _ in await self._known_in(connection, OURS)]
        if len(known) > 1:
            one, other = self.random.sample(known, 2)
            self.log[-1] += f" {one} {other}"
            await self._hurried(lambda: service.join(viewer, one, other, may_manage=True))

    async def member_undoes(self) -> None:
        viewer, service = self._member()
        if self.choices:
            choice = self.choices.pop(self.random.randrange(len(self.choices)))
            await self._hurried(lambda: service.undo(viewer, choice, may_manage=True), keep=False)

    async def mute(self) -> None:
        guild_id, channel_id, story_id = await self._somewhere()
        if story_id:
            async with self.database.write() as connection:
                await stories.set_mute(
                    connection,
                    story_id,
                    guild_id=guild_id,
                    by=READER,
                    now=self.clock.now(),
                    channel_id=channel_id,
                )

    async def unmute(self) -> None:
        async with self.database.write() as connection:
            for channel_id, guild_id in CHANNELS.items():
                for one, _ in await self._known_in(connection, guild_id):
                    await stories.clear_mute(connection, one, guild_id=guild_id, channel_id=channel_id)

    async def follow(self) -> None:
        _, channel_id, story_id = await self._somewhere()
        viewer = Viewer(OURS, READER, frozenset({100, 101}))
        if story_id and channel_id != 200:
            await self._hurried(
                lambda: FollowService(self.database, self.clock).follow(viewer, story_id, channel_id),
                keep=False,
            )

    async def delete(self) -> None:
        """Let a person delete a message; Discord's word of it may not reach us."""
        standing = [one for one in self.readers.posted if not one.deleted and one.target.id in CHANNELS]
        if not standing:
            return
        one = self.random.choice(standing)
        one.deleted = True
        seen = self.random.random() < 0.6
        self.log[-1] += f" {_brief(one.shows)} in {one.target.id}, {'seen' if seen else 'unseen'}"
        if isinstance(one.shows, Digest):  # its lines are gone with it
            for line in one.shows.lines:
                await self._forgive(one.target, line.story_id)
        elif isinstance(one.shows, Alert):
            await self._forgive(one.target, one.shows.story_id)
        if seen:
            await GuildService(self.database, self.clock, keep=timedelta(days=1)).message_deleted(one.id)

    async def drop_feed(self) -> None:
        guild_id, feed = self.random.choice([OURS, THEIRS]), self.random.choice(self.feeds)
        self.log[-1] += f" {feed.outlet} by {guild_id}"
        async with self.database.write() as connection:
            await following.unfollow(connection, guild_id, feed.id)
        self.followed[guild_id].discard(feed.outlet)
        self.changed.add((guild_id, feed.outlet))

    async def take_feed(self) -> None:
        guild_id, feed = self.random.choice([OURS, THEIRS]), self.random.choice(self.feeds)
        if feed.outlet in self.followed[guild_id]:
            return
        self.log[-1] += f" {feed.outlet} by {guild_id}"
        async with self.database.write() as connection:
            await following.follow(connection, guild_id, feed.id, by=OWNER, now=self.clock.now())
        self.followed[guild_id].add(feed.outlet)
        self.changed.add((guild_id, feed.outlet))

    async def outage(self) -> None:
        self.readers.away = not self.readers.away

    async def permission(self) -> None:
        self.readers.forbidden ^= {self.random.choice(sorted(CHANNELS))}

    async def answers_lost(self) -> None:
        self.readers.lost += [self.random.random() < 0.5 for _ in range(self.random.randint(1, 3))]

    async def clock_moves(self) -> None:
        minutes = self.random.choice([0.5, 1, 1, 2, 5, 12, 20, 61, 300, 25 * 60, -3, -30])
        self.log[-1] += f" {minutes}"
        self.clock.advance(timedelta(minutes=minutes))

    async def crash(self) -> None:
        """Let the process die before one of its next commits, or after it."""
        self.crash_in = self.random.randint(1, 4)
        with suppress(StorageError):
            await self.publish()
            await self.settle()
        self.crash_in = None
        for one in self.readers.posted:  # what was edited and not recorded is edited again
            one.touched_at = None
        await self.restart()

    async def restart(self) -> None:
        await self._deliver.drain(0.1)
        async with self.database.write() as connection:
            await claims.free_leases(connection)
        self.copying = Copying(window=timedelta(hours=48))
        self._deliver = self._worker()

    async def budget(self) -> None:
        channel_id = self.random.choice(sorted(CHANNELS))
        budget = self.random.choice([1, 3, 10])
        async with self.database.write() as connection:
            known = await guilds.get_channel(connection, channel_id)
            await guilds.save_channel(
                connection,
                Channel(
                    channel_id,
                    CHANNELS[channel_id],
                    budget=budget,
                    blocked_since=known.blocked_since if known else None,
                    blocked_reason=known.blocked_reason if known else None,
                ),
            )

    async def settle(self) -> None:
        await self._deliver.settle()
        self.readers.hurried &= self.readers.away or bool(self.readers.forbidden)

    async def heal(self) -> None:
        """Let all be well again, and hours pass."""
        self.log.append("heal")
        self.readers.away, self.readers.forbidden = False, set()
        self.readers.lost.clear()
        await self.restart()
        for minutes in (11, 1, 1, 11, 11, 61, 11, 11):
            self.clock.advance(timedelta(minutes=minutes))
            await self.settle()
        await self._excuse()

    # What must hold then.

    async def broken(self) -> list[str]:
        found = list(self.readers.complaints)
        async with self.database.read() as connection:
            if await claims.next_due_at(connection) is not None:
                rows = (
                    await connection.execute(
                        select(delivery).where(
                            delivery.c.state == State.WANTED.value,
                            delivery.c.wanted_revision > delivery.c.sent_revision,
                        )
                    )
                ).all()
                found.append(f"still due: {[(row.id, row.kind, row.story_id, row.error) for row in rows]}")
            for channel_id, guild_id in CHANNELS.items():
                found += await self._untold(connection, channel_id, guild_id)
                found += await self._told_twice(connection, channel_id, guild_id)
                found += await self._untrue(connection, channel_id, guild_id)
            for number in await connection.scalars(select(story.c.id)):
                for guild_id in (OURS, THEIRS):
                    if await stories.resolve(connection, number, guild_id=guild_id) is None:
                        found.append(f"story {number} leads nowhere")
        return found

    async def _untold(self, connection: Connection, channel_id: int, guild_id: int) -> list[str]:
        found = []
        digests = {one.id: one for one in await self._of(connection, channel_id, Kind.DIGEST)}
        stands = set[tuple[int | None, str]]()  # where an outlet's second article changes nothing
        for one in await self._of(connection, channel_id, Kind.ALERT):
            holds = digests[one.digest_id] if one.state is State.DIGESTED and one.digest_id else one
            if not holds.message_id or _is_due(holds) or holds.state is State.DISMISSED:
                continue
            shows = self.readers.message(holds.message_id).shows
            named = {each.outlet for each in shows.sources} if isinstance(shows, Alert) else OUTLETS
            stands |= {(one.story_id, outlet) for outlet in named}
        seen = {
            one.id: (story_id, one.outlet)
            for story_id, _ in await self._known_in(connection, guild_id)
            for one in await in_sight.of_story(connection, story_id, guild_id=guild_id)
        }
        for watchlist, match, outcome in await matches.among(connection, seen, guild_id=guild_id):
            if watchlist.channel_id != channel_id or outcome not in ALERTING:
                continue
            if seen[match.article_id] in stands:  # one outlet's second article may change nothing in a card
                continue
            if match.article_id not in self.shown[channel_id] | self.excused[channel_id]:
                where = f"story {seen[match.article_id][0]}"
                found.append(f"article {match.article_id} of {where} is not told in {channel_id}")
        return found

    async def _told_twice(self, connection: Connection, channel_id: int, guild_id: int) -> list[str]:
        found = []
        cards: Counter[int] = Counter()
        for one in await self._of(connection, channel_id, Kind.ALERT):
            if one.message_id and one.state is State.WANTED and one.story_id:
                shows = self.readers.message(one.message_id).shows
                if isinstance(shows, Alert):
                    lives = await stories.resolve(connection, one.story_id, guild_id=guild_id)
                    cards[lives or 0] += not (one.payload or {}).get(AFTER)
        found += [
            f"story {one} has {count} cards in {channel_id}" for one, count in cards.items() if count > 1
        ]
        replies = Counter(
            one.story_id for one in await self._of(connection, channel_id, Kind.UPDATE) if one.message_id
        )
        merged = Counter(await connection.scalars(select(story.c.merged_into)))
        for story_id, count in replies.items():
            if count > 3 * (1 + merged[story_id] + len(self.choices)):
                found.append(f"{count} replies to story {story_id} in {channel_id}")
        return found

    async def _untrue(self, connection: Connection, channel_id: int, guild_id: int) -> list[str]:
        """Return which cards that are kept true show something else than what is true."""
        found = []
        for one in await self._of(connection, channel_id, Kind.ALERT):
            if one.state is not State.WANTED or not one.message_id or not one.story_id:
                continue
            card = self.readers.message(one.message_id)
            lives = await stories.resolve(connection, one.story_id, guild_id=guild_id)
            mutes = await stories.mutes(connection, one.story_id, guild_id=guild_id)
            if any(each.channel_id == channel_id for each in mutes):
                continue
            if card.deleted or (lives == one.story_id and isinstance(card.shows, Notice)):
                if not card.deleted:
                    found.append(
                        f"{_brief(card.shows)} in {channel_id}, though story {lives} is one by itself"
                    )
                continue
            if lives != one.story_id:
                if isinstance(card.shows, Alert):
                    found.append(f"{_brief(card.shows)} in {channel_id} does not say that it went to {lives}")
                continue
            seen = await in_sight.of_story(connection, one.story_id, guild_id=guild_id)
            told = {each.outlet for each in seen}
            shows = {each.outlet for each in card.shows.sources} if isinstance(card.shows, Alert) else set()
            matched = await matches.among(connection, [each.id for each in seen], guild_id=guild_id)
            if any((guild_id, outlet) in self.changed for outlet in told ^ shows):
                continue  # an article that two feeds show may be named by the other one now
            if any(each.channel_id == channel_id for each, _, _ in matched) and told != shows:
                found.append(f"{_brief(card.shows)} in {channel_id} names {shows}, not {told}")
        return found

    async def _of(self, connection: Connection, channel_id: int, kind: Kind) -> list[Delivery]:
        asked = select(delivery).where(delivery.c.target_id == channel_id, delivery.c.kind == kind.value)
        return [deliveries.of_row(row) for row in await connection.execute(asked.order_by(delivery.c.id))]

    # How it is done.

    def _worker(self) -> Deliver:
        one_by_one = DeliverOptions(at_once=1)  # so that a seed gives the same day each time
        return Deliver(
            self.database, self.readers, self.clock, summarise=lambda _: (), fits=len, options=one_by_one
        )

    def _member(self) -> tuple[Viewer, OverlayService]:
        return Viewer(OURS, READER, frozenset({100, 101})), OverlayService(self.database, self.clock)

    async def _hurried(self, act: Callable[[], Awaitable[object]], *, keep: bool = True) -> None:
        try:
            done = await act()
        except MemberError as error:
            self.log[-1] += f" ({error})"
            return
        self.readers.hurried = True
        if keep:
            self.choices.append(done.id)  # type: ignore[attr-defined]

    async def _file(self, feed: Feed, url: str, title: str) -> None:
        text = _text(title)
        entry = Entry(url, url, title, published=None, summary=text, content=text, language="en")
        key = sha256(f"{feed.id} {url}".encode()).hexdigest()[:32]
        said = sha256(title.encode()).hexdigest()[:32]
        news = News(entry, key, said, (None, None), url, known=False, alertable=True, late=False)
        sifted = Sifted((news,), None, primes=False, gap=False)
        parsed = ParsedFeed(feed.title, None, "en", (entry,))
        reading = Reading(feed, self.clock.now(), None, None, "", "", parsed, sifted)
        pieces = await prepare(self.judge, self._masking(), reading, feed, [news])
        await self._transaction(lambda filing: filing.file(feed, pieces, late="late:1"))
        async with self.database.read() as connection:
            newest = await connection.scalar(select(func.max(article.c.id)))
        if newest and not any(known == url for known, _ in self.urls.values()):
            self.urls[newest] = (url, title)

    def _masking(self) -> Masking:
        return Masking(self.database, self.judge, self.clock)

    async def _transaction(self, do: Callable[[Filing], Awaitable[None]]) -> None:
        """File as the keeper does."""
        now = self.clock.now()
        try:
            async with self.database.write() as connection:
                await stories.in_turn(connection)
                await self.copying.catch_up(connection, now=now)
                await self.judge.learn(connection, now=now)
                filing = Filing(
                    connection, self.judge, self.copying, self._masking(), RefreshOptions(), now=now
                )
                await do(filing)
                await filing.done()
        except StorageError:
            self.copying.forget()
            await self.judge.forget()
            return
        self.judge.keep()
        self.copying.keep()

    async def _stories(self) -> dict[int, list[int]]:
        """Return everybody's stories with their articles."""
        found: dict[int, list[int]] = defaultdict(list)
        async with self.database.read() as connection:
            for row in await connection.execute(
                select(article.c.id, article.c.story_id).order_by(article.c.id)
            ):
                found[row.story_id].append(row.id)
        return found

    async def _known_in(self, connection: Connection, guild_id: int) -> list[tuple[int, list[int]]]:
        """Return a guild's stories with the articles that it sees."""
        ids = list(await connection.scalars(select(article.c.id).order_by(article.c.id)))
        seen = {one.id for one in await in_sight.of_ids(connection, ids, guild_id=guild_id)}
        found: dict[int, list[int]] = defaultdict(list)
        for article_id, story_id in (await overlays.stories_of(connection, ids, guild_id=guild_id)).items():
            if article_id in seen:
                found[story_id].append(article_id)
        return sorted((story_id, sorted(articles)) for story_id, articles in found.items())

    async def _somewhere(self) -> tuple[int, int, int | None]:
        channel_id = self.random.choice(sorted(CHANNELS))
        async with self.database.read() as connection:
            known = [one for one, _ in await self._known_in(connection, CHANNELS[channel_id])]
        story_id = self.random.choice(known) if known else None
        self.log[-1] += f" {story_id} in {channel_id}"
        return CHANNELS[channel_id], channel_id, story_id

    async def _looked(self, target: Target, message: Message) -> None:
        """Take note of what readers were shown, and complain of what is not theirs."""
        outlets, told = set[str](), list[int]()
        if isinstance(message, Alert):
            outlets, told = {one.outlet for one in message.sources}, [message.story_id]
        elif isinstance(message, Update):
            outlets = {each.source.outlet for one in message.corroboration.voices for each in one.heard}
        elif isinstance(message, Digest):
            outlets, told = {one.outlet for one in message.lines}, [one.story_id for one in message.lines]
        if strange := outlets - self.followed[target.guild_id]:
            self.readers.complaints.append(f"{_brief(message)} in {target.id} names {strange}")
        async with self.database.read() as connection:
            for story_id in told:
                seen = await in_sight.of_story(connection, story_id, guild_id=target.guild_id)
                self.shown[target.id] |= {one.id for one in seen}

    async def _forgive(self, target: Target, story_id: int) -> None:
        async with self.database.read() as connection:
            now_id = await stories.resolve(connection, story_id, guild_id=target.guild_id)
            for one in await in_sight.of_story(connection, now_id or 0, guild_id=target.guild_id):
                self.excused[target.id].add(one.id)

    async def _excuse(self) -> None:
        """Take note of what a person does not want to be told, or was told that it can't be."""
        ended = {State.DISMISSED, State.UNCERTAIN, State.FAILED}
        async with self.database.read() as connection:
            for channel_id, guild_id in CHANNELS.items():
                silent = {
                    one.story_id
                    for one in await self._of(connection, channel_id, Kind.ALERT)
                    if one.state in ended
                }
                for story_id, articles in await self._known_in(connection, guild_id):
                    mutes = await stories.mutes(connection, story_id, guild_id=guild_id)
                    if story_id in silent or any(one.channel_id == channel_id for one in mutes):
                        self.excused[channel_id] |= set(articles)


def _is_due(one: Delivery) -> bool:
    return one.wanted_revision > one.sent_revision


def _text(title: str) -> str:
    words = invented(f"text {title}", 24)
    return f"{title}, {' '.join(words[:8])}. {' '.join(words[8:16])}. {' '.join(words[16:])}."


def _brief(message: Message) -> str:
    match message:
        case Alert() | Update():
            return f"{type(message).__name__} of story {message.story_id}"
        case Digest():
            return f"Digest of {[one.story_id for one in message.lines]}"
        case _:
            return f"{message}"


@asynccontextmanager
async def open_day(database: Database, clock: ManualClock, random: Random) -> AsyncIterator[Day]:
    """Furnish two guilds that share some feeds; a write may fail as `Day.crash_in` says."""
    now = clock.now()
    known: list[Feed] = []
    followed: dict[int, set[str]] = {OURS: set(), THEIRS: set()}
    async with database.write() as connection:
        for guild_id in followed:
            await guilds.joined(connection, guild_id, owner_id=OWNER)
        for number, outlet in enumerate(OUTLETS):
            url = f"https://{outlet.lower()}.test/feed.xml"
            feed = await feeds.add(
                connection,
                url=url,
                shown_url=url,
                title=outlet,
                outlet=outlet,
                site_url=None,
                language="en",
                now=now,
            )
            known.append(feed)
            for guild_id in (OURS, THEIRS) if number % 2 else (OURS,):
                await following.follow(connection, guild_id, feed.id, by=OWNER, now=now)
                followed[guild_id].add(outlet)
        for channel_id, guild_id in CHANNELS.items():
            await watchlists.add(
                connection, guild_id=guild_id, channel_id=channel_id, name=WORDS[channel_id],
                query=WORDS[channel_id], role_id=None, by=OWNER, now=now,
            )  # fmt: skip
    judge = Drawn()
    day = Day(database, clock, random, Readers(clock), judge, known, followed=followed)
    write = database.write

    @asynccontextmanager
    async def failing() -> AsyncIterator[Connection]:
        async with write() as connection:
            yield connection
            if day.crash_in is not None:
                day.crash_in -= 1
                if day.crash_in == 0:
                    raise StorageError("the power went")
        if day.crash_in == 0:
            raise StorageError("the power is away")

    database.write = failing  # type: ignore[method-assign]
    try:
        yield day
    finally:
        database.write = write  # type: ignore[method-assign]
        judge.close()
