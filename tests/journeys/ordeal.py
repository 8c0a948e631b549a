"""A bot that is killed over and over, outlets that go on publishing, and readers who must not notice.

    async with ordeal() as bot:                       # a fixture of `conftest`
        await bot.start()
        bot.life.say(die=("app.roles.Roles.renew", "before"))
        bot.tell()                       # a story that nobody told before
        await bot.life.died()
        await bot.start()
        await bot.settled()              # posted once, everywhere

The first outlet tells every story first; the second takes it up, which makes the card grow.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from typing import IO, Any

from bot import app
from bot.domain.guild import Viewer
from bot.domain.watchlist import Notify
from bot.services.watchlists import Rights
from bot.storage import Database, claims, connect
from config.settings import fixed
from tests.fakes.discord import Channel, LocalDiscord, Message, World
from tests.fakes.feeds import Newspaper, newspaper
from tests.fakes.web import Web
from tests.journeys.lives import Life, Nursery, nursery
from tests.journeys.moving import MovingClock
from tests.journeys.stories import News
from tests.waiting import until
from tests.wire_evidence import unfaithful

NONCES_FORGOTTEN = 65.0  # seconds: the local Discord forgets a nonce after 60
HOUR = 3_700.0  # seconds: more than a budget's window


@dataclass
class Ordeal:
    """`places` are the channels, direct messages included, where every story must come to stand once."""

    nursery: Nursery
    database: Database
    local: LocalDiscord
    clock: MovingClock
    places: list[Channel]
    papers: tuple[Newspaper, Newspaper]
    settings: dict[str, Any]
    told: list[News] = field(default_factory=list)
    grown: list[News] = field(default_factory=list)
    _life: Life | None = None

    @property
    def life(self) -> Life:
        assert self._life is not None
        return self._life

    async def start(self, die: tuple[str, str] | None = None, housekeeping: float | None = None) -> None:
        """Start a life; later than the last one by more than nonces live.

        *housekeeping* is how many seconds it lets pass between two purges, and two renewals of its roles.
        """
        self.clock.advance(timedelta(seconds=NONCES_FORGOTTEN))
        self._life = await self.nursery.start(
            discord=self.local.url,
            token=self.local.world.token,
            settings=self.settings,
            ahead=self.clock.ahead,
            die=die,
            housekeeping=housekeeping,
        )

    async def primed(self) -> None:
        """Wait until the feeds' back catalogues are known."""
        await until(lambda: self.life.commits.count("refresh.keeper.Keeper._commit") > 1, "feeds are primed")

    def pass_time(self, seconds: float = NONCES_FORGOTTEN) -> None:
        """Let feeds and edits be due."""
        self.clock.advance(timedelta(seconds=seconds))
        self.life.say(advance=seconds)

    def tell(self) -> None:
        """Publish a story that nobody told before."""
        self.told.append(News(len(self.told)))
        self.told[-1].told_by(self.papers[0])
        self.pass_time()

    def grow(self) -> None:
        """Let the second outlet take up the newest story."""
        self.grown.append(self.told[-1])
        self.told[-1].told_by(self.papers[1])
        self.pass_time()

    async def settled(self) -> None:
        """Wait until every story stands everywhere, has grown and is recorded; it must stand there once."""

        def true() -> bool:
            assert self.life.alive(), "the bot died where it was not to"
            newest_first = reversed(self.told)  # nearly always the one that is waited for
            return all(self._is_told(one, place) for one in newest_first for place in self.places)

        await until(true, "every story is posted and grown")
        await until(self._is_recorded, "all of it is recorded as sent")
        for place in self.places:
            texts = "\n".join(message.text for message in place.messages)
            counts = {one.title: texts.count(one.title) for one in self.told}
            assert set(counts.values()) <= {1}, f"in {place.name}: {counts}"
            strays = [each.text for each in place.messages if not self._stories_in(each)]
            assert strays == [], f"nobody asked for {strays}"

    def _is_told(self, news: News, place: Channel) -> bool:
        found = next((each for each in place.messages if news.title in each.text), None)
        return found is not None and (news not in self.grown or _has_grown(found))

    def _stories_in(self, message: Message) -> list[News]:
        return [one for one in self.told if one.title in message.text]

    async def _is_recorded(self) -> bool:
        """Return whether everything wanted is recorded as sent."""
        async with self.database.read() as connection:
            return await claims.next_due_at(connection) is None


Ordeals = Callable[..., AbstractAsyncContextManager[Ordeal]]
"""`open_ordeal` with all but its options given."""


def _has_grown(message: Message) -> bool:
    return "2 outlets" in message.text


@asynccontextmanager
async def open_ordeal(
    database_url: str, cradle: IO[bytes], *, budget: int = 1000, direct: bool = False, **more: Any
) -> AsyncIterator[Ordeal]:
    """Furnish a server with one watchlist; *direct*: a member follows it by direct message, too."""
    clock = MovingClock()
    async with Web() as web, LocalDiscord(World(clock=clock.now)) as local, nursery(cradle) as born:
        guild = local.world.add_guild("News")
        channel, reader = guild.add_channel("alerts"), guild.add_member("jonas")
        papers = await newspaper(web, "The Meridian"), await newspaper(web, "Harbour Post")
        settings = {
            "database_url": database_url,
            "allowed_hosts": "127.0.0.0/8",
            "allowed_ports": ",".join(str(paper.outlet.port) for paper in papers),
            "host_pace": 0,
            "tick": 0.05,
            "check_interval_min": 1,
            "check_interval_max": 1,
            "edit_interval": 1,
            "edit_interval_later": 1,
            "alert_budget": budget,
            "parser_workers": 1,
            "log_level": "ERROR",
        } | more
        sight = frozenset({channel.id})
        admin = Viewer(guild.id, guild.owner.id, sight, is_admin=True)
        rights = Rights(manage=True, may_post_in=sight, may_ping=frozenset())
        async with app.open(fixed(**settings), clock=clock) as opened:
            for paper in papers:
                paper.publish(f"{paper.name} opens its new office")
                await opened.needs.feeds.add(admin, paper.url)
            await opened.needs.watchlists.add(
                admin, rights, name="Kursk", query="kursk", channel_id=channel.id
            )
            if direct:
                await opened.needs.watchlists.follow(
                    Viewer(guild.id, reader.id, sight), "Kursk", Notify.DIRECT
                )
        places = [channel, local.world.direct_messages(reader)] if direct else [channel]
        database = connect(database_url)
        try:
            yield Ordeal(born, database, local, clock, places, papers, settings)
            assert await unfaithful(database, local.world) == []
        finally:
            await database.close()
        assert local.world.violations == []
