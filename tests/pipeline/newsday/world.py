"""Two guilds that share some feeds, and how an outlet's article comes into the database."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from hashlib import sha256
from random import Random

from sqlalchemy import select

from bot.chat.cards import digest_fits
from bot.domain.alert import Alert, Digest, Message
from bot.domain.delivery import Delivery, Kind, State, Target
from bot.domain.feed import Entry, Feed, ParsedFeed
from bot.domain.guild import Channel
from bot.errors import StorageError
from bot.pipeline.cluster import Change, Clusterer, Document
from bot.pipeline.deliver import Deliver, DeliverOptions
from bot.pipeline.feeds.sift import News, Sifted
from bot.pipeline.refresh.copying import Copying
from bot.pipeline.refresh.filing import Filing
from bot.pipeline.refresh.judge import Judge
from bot.pipeline.refresh.masking import Masking
from bot.pipeline.refresh.preparing import prepare
from bot.pipeline.refresh.values import Reading, RefreshOptions
from bot.pipeline.summarise import summarise
from bot.storage import (
    Connection,
    Database,
    deliveries,
    feeds,
    following,
    guilds,
    in_sight,
    overlays,
    stories,
    watchlists,
)
from bot.storage.tables import article, delivery
from bot.text import Analyser, LanguageDetector
from tests.conftest import ManualClock
from tests.fakes.words import invented
from tests.pipeline.newsday.readers import (
    BRIDGE,
    ELSEWHERE,
    FORUM,
    GUILD_OF,
    KURSK,
    OURS,
    OWNER,
    THEIRS,
    Readers,
    brief,
)

OUTLETS = ("Courier", "Herald", "Gazette", "Ledger", "Tribune", "Observer")
SOUGHT = {KURSK: "kursk", BRIDGE: "bridge", FORUM: "kursk OR harbour", ELSEWHERE: "kursk"}
WINDOW = timedelta(hours=48)


@dataclass(frozen=True)
class Report:
    """What an outlet says of something. Its name stands in headline and text, so that no leak is missed."""

    url: str
    outlet: str
    headline: str
    dead: int
    note: str = ""  # of a correction or a withdrawal

    @property
    def title(self) -> str:
        return f"{self.headline} {self.outlet}"

    @property
    def text(self) -> str:
        words = invented(f"text {self.headline}", 16)
        place = words[0].title()
        said = f"Officials in {place} told the {self.outlet} on Monday that {self.dead} people were killed."
        more = f"{' '.join(words[:8]).capitalize()}. {' '.join(words[8:]).capitalize()}."
        return f"{self.headline}. {said} {more} {self.note}".strip()


class Drawn(Clusterer):
    """The clusterer, whom the test tells which articles are one story. What it knows of them is its own."""

    joins: int | None = None
    then_one: tuple[int, int] | None = None  # the newer story, and the older
    then_apart: tuple[int, ...] = ()  # 0 is the article that comes

    def story_for(self, document: Document) -> int | None:
        del document
        return self.joins

    def rethink(self, id_: int | str) -> list[Change]:
        del id_
        return self.merge(*self.then_one) if self.then_one else []

    def split(self, id_: int | str) -> tuple[int | str, ...]:
        chosen = [id_ if one == 0 else one for one in self.then_apart]
        here = self._window.story_of(id_)
        return tuple(one for one in chosen if self._window.story_of(one) == here)

    def decide(
        self, joins: int | None = None, one: tuple[int, int] | None = None, apart: tuple[int, ...] = ()
    ) -> None:
        self.joins, self.then_one, self.then_apart = joins, one, apart


class DrawnJudge(Judge):
    """The judge, whose window is `Drawn`."""

    def __init__(self, analyser: Analyser, detector: LanguageDetector) -> None:
        super().__init__(analyser, detector, window=WINDOW)
        self._window = self.drawn = Drawn(analyser, window=WINDOW)


@dataclass
class Day:
    """The world of one run. `log` says what happened, for whoever reads a failure."""

    database: Database
    clock: ManualClock
    random: Random
    feeds: list[Feed]
    followed: dict[int, set[str]]  # outlets, by guild
    log: list[str] = field(default_factory=list)
    shown: dict[int, set[int]] = field(default_factory=lambda: defaultdict(set))  # articles, by channel
    excused: dict[int, set[int]] = field(default_factory=lambda: defaultdict(set))  # unwanted
    reports: list[Report] = field(default_factory=list)  # what feeds show now
    said: dict[tuple[str, str], list[str]] = field(default_factory=lambda: defaultdict(list))  # all headlines
    choices: list[int] = field(default_factory=list)  # of members, that can be undone
    changed: set[tuple[int, str]] = field(default_factory=set)  # feeds that a guild dropped or took
    crash_in: int | None = None  # writes until one fails
    made: int = 0

    def __post_init__(self) -> None:
        self._analyser, self._detector = Analyser(), LanguageDetector()
        self.readers = Readers(self.clock, self._looked)
        self.start()

    def start(self) -> None:
        """Begin a process: it knows what is stored, and nothing else."""
        self.judge = DrawnJudge(self._analyser, self._detector)
        self.copying = Copying(window=WINDOW)
        one_by_one = DeliverOptions(at_once=1)  # so that a seed draws the same day each time
        self.deliver = Deliver(
            self.database,
            self.readers,
            self.clock,
            summarise=summarise,
            fits=digest_fits,
            options=one_by_one,
        )

    async def settle(self) -> None:
        await self.deliver.settle()
        self.readers.hurried &= self.readers.away or bool(self.readers.forbidden)

    async def file(self, feed: Feed, report: Report) -> None:
        """Let a feed show a report, for the first time or in other words than before."""
        url, title, text = report.url, report.title, report.text
        entry = Entry(url, url, title, published=None, summary=text, content=text, language="en")
        key, says = _hash(f"{feed.id} {url}"), _hash(f"{title} {text}")
        news = News(entry, key, says, (None, None), url, known=False, alertable=True, late=False)
        parsed = ParsedFeed(feed.title, None, "en", (entry,))
        sifted = Sifted((news,), None, primes=False, gap=False)
        reading = Reading(feed, self.clock.now(), None, None, "", "", parsed, sifted)
        pieces = await prepare(self.judge, self._masking(), reading, feed, [news])
        if not await self.transaction(lambda filing: filing.file(feed, pieces, late="late:1")):
            return
        self.reports = [one for one in self.reports if (one.url, one.outlet) != (url, report.outlet)]
        self.reports.append(report)
        self.said[url, report.outlet].append(title)

    async def transaction(self, do: Callable[[Filing], Awaitable[None]]) -> bool:
        """File as the keeper does; return whether it was stored."""
        now = self.clock.now()
        try:
            async with self.database.write() as connection:
                await stories.in_turn(connection)
                await self.judge.catch_up(connection, now=now)
                await self.copying.catch_up(connection, now=now)
                await self.judge.learn(connection, now=now)
                masking = self._masking()
                filing = Filing(connection, self.judge, self.copying, masking, RefreshOptions(), now=now)
                await do(filing)
                await filing.done()
        except StorageError:
            self.copying.forget()
            await self.judge.forget()
            return False
        finally:
            self.judge.drawn.decide()
        self.judge.keep()
        self.copying.keep()
        return True

    def _masking(self) -> Masking:
        return Masking(self.database, self.judge, self.clock)

    async def stories(self) -> dict[int, list[int]]:
        """Return everybody's stories with their articles."""
        found: dict[int, list[int]] = defaultdict(list)
        asked = select(article.c.id, article.c.story_id).order_by(article.c.id)
        async with self.database.read() as connection:
            for row in await connection.execute(asked):
                found[row.story_id].append(row.id)
        return found

    async def stories_in(self, guild_id: int) -> list[tuple[int, list[int]]]:
        """Return a guild's stories with the articles that it sees."""
        found: dict[int, list[int]] = defaultdict(list)
        async with self.database.read() as connection:
            ids = list(await connection.scalars(select(article.c.id).order_by(article.c.id)))
            seen = {one.id for one in await in_sight.of_ids(connection, ids, guild_id=guild_id)}
            lives = await overlays.stories_of(connection, ids, guild_id=guild_id)
        for article_id, story_id in lives.items():
            if article_id in seen:
                found[story_id].append(article_id)
        return sorted((story_id, sorted(articles)) for story_id, articles in found.items())

    async def excuse(self) -> None:
        """Take note of what a person does not want to be told, or was told that it can't be."""
        ended = {State.DISMISSED, State.UNCERTAIN, State.FAILED}
        for channel_id, guild_id in GUILD_OF.items():
            known = await self.stories_in(guild_id)
            async with self.database.read() as connection:
                alerts = await of(connection, channel_id, Kind.ALERT)
                silent = {one.story_id for one in alerts if one.state in ended}
                for story_id, articles in known:
                    mutes = await stories.mutes(connection, story_id, guild_id=guild_id)
                    if story_id in silent or any(one.channel_id == channel_id for one in mutes):
                        self.excused[channel_id] |= set(articles)

    async def forgive(self, target: Target, story_id: int) -> None:
        """Take note that a person deleted what told a story in a channel."""
        async with self.database.read() as connection:
            now_id = await stories.resolve(connection, story_id, guild_id=target.guild_id)
            seen = await in_sight.of_story(connection, now_id or 0, guild_id=target.guild_id)
        self.excused[target.id] |= {one.id for one in seen}

    async def _looked(self, target: Target, message: Message) -> None:
        """Take note of what readers were shown, and complain of what is not theirs."""
        if strange := self.strange_to(target.guild_id, message):
            self.readers.complaints.append(f"{brief(message)} in {target.id} tells of {strange}")
        told = [message.story_id] if isinstance(message, Alert) else []
        if isinstance(message, Digest):
            told = [one.story_id for one in message.lines]
        async with self.database.read() as connection:
            for story_id in told:
                seen = await in_sight.of_story(connection, story_id, guild_id=target.guild_id)
                self.shown[target.id] |= {one.id for one in seen}

    def strange_to(self, guild_id: int, told: object) -> list[str]:
        """Return the outlets, not followed by a guild, of which something is said in what it is told."""
        words = str(told)
        return [one for one in OUTLETS if one in words and one not in self.followed[guild_id]]


async def of(connection: Connection, channel_id: int, kind: Kind) -> list[Delivery]:
    """Return what a channel was to be told, the oldest first."""
    asked = select(delivery).where(delivery.c.target_id == channel_id, delivery.c.kind == kind.value)
    return [deliveries.of_row(row) for row in await connection.execute(asked.order_by(delivery.c.id))]


def _hash(text: str) -> str:
    return sha256(text.encode()).hexdigest()[:32]


@asynccontextmanager
async def open_day(database: Database, clock: ManualClock, random: Random) -> AsyncIterator[Day]:
    """Furnish two guilds that share some feeds; a write may fail as `Day.crash_in` says."""
    known: list[Feed] = []
    followed: dict[int, set[str]] = {OURS: set(), THEIRS: set()}
    async with database.write() as connection:
        for guild_id in followed:
            await guilds.joined(connection, guild_id, owner_id=OWNER)
        for number, outlet in enumerate(OUTLETS):
            known.append(await _feed(connection, outlet, clock))
            for guild_id in (OURS, THEIRS) if number % 2 else (OURS,):
                await following.follow(connection, guild_id, known[-1].id, by=OWNER, now=clock.now())
                followed[guild_id].add(outlet)
        for channel_id, guild_id in GUILD_OF.items():
            await watchlists.add(
                connection, guild_id=guild_id, channel_id=channel_id, name=SOUGHT[channel_id],
                query=SOUGHT[channel_id], role_id=None, by=OWNER, now=clock.now(),
            )  # fmt: skip
        await guilds.save_channel(connection, Channel(BRIDGE, OURS, threads=True))
    day = Day(database, clock, random, known, followed)
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
        day.judge.close()


async def _feed(connection: Connection, outlet: str, clock: ManualClock) -> Feed:
    url = f"https://{outlet.lower()}.test/feed.xml"
    return await feeds.add(
        connection,
        url=url,
        shown_url=url,
        title=outlet,
        outlet=outlet,
        site_url=None,
        language="en",
        now=clock.now(),
    )
