"""The whole bot within the test's process: `app.open`, `app.running`, a local Discord, a clock to move.

    async with opened(database_url) as place:
        news = place.server("News")
        async with place.running():
            await place.run(news.admin, "watch add", name="Kursk", query="kursk")

It may run several times within one place: a restart is the end of one `running` and the next.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import partial
from typing import Any

from bot import app
from bot.app import App
from bot.storage import Connection, Database, claims, connect, feeds
from config.settings import fixed
from tests.fakes.discord import Channel, Guild, LocalDiscord, Member, Message, World, pointed_at
from tests.fakes.feeds import Newspaper, newspaper
from tests.fakes.web import Web
from tests.journeys.life import supervised
from tests.journeys.moving import MovingClock
from tests.waiting import until
from tests.wire_evidence import unfaithful

FORM = 9  # the kind of answer that opens one
DUE = timedelta(
    seconds=65
)  # more than a feed's longest interval here, and than an alert's least between edits


@dataclass
class Server:
    """A server and two people in it; `desk` is seen by the admin only."""

    guild: Guild
    alerts: Channel
    desk: Channel
    admin: Member
    reader: Member


@dataclass
class Place:
    """A world with a bot that may run in it."""

    database_url: str
    database: Database  # the test's own connections
    web: Web
    local: LocalDiscord
    clock: MovingClock
    settings: dict[str, Any] = field(default_factory=dict)
    ports: list[int] = field(default_factory=list)

    async def paper(self, name: str) -> Newspaper:
        """Open an outlet with a back catalogue of one article; before the bot runs."""
        paper = await newspaper(self.web, name)
        paper.publish(f"{name} opens its new office")
        self.ports.append(paper.outlet.port)
        return paper

    def server(self, name: str) -> Server:
        guild = self.local.world.add_guild(name)
        alerts, desk = guild.add_channel("alerts"), guild.add_channel("desk")
        admins = guild.add_role("admins", manage_guild=True, manage_messages=True)
        desk.deny(guild.everyone, view_channel=True)
        desk.allow(admins, view_channel=True, send_messages=True)
        desk.allow(guild.bot, view_channel=True, send_messages=True)
        return Server(guild, alerts, desk, guild.add_member("ada", admins), guild.add_member("jonas"))

    @asynccontextmanager
    async def open(self, **changed: Any) -> AsyncIterator[App]:
        """Open all of the bot that works without Discord, until the block ends."""
        settings = {
            "database_url": self.database_url,
            "allowed_hosts": "127.0.0.0/8",
            "allowed_ports": ",".join(map(str, self.ports)) or "80",
            "host_pace": 0,
            "tick": 0.05,
            "check_interval_min": 1,
            "check_interval_max": 60,
            "parser_workers": 1,
        } | self.settings
        async with app.open(fixed(**settings | changed), clock=self.clock) as bot:
            yield bot

    @asynccontextmanager
    async def running(self, **changed: Any) -> AsyncIterator[App]:
        """Run the bot, connected, until the block ends."""
        before = self.local.gateway.identified
        with pointed_at(self.local.url):
            async with (
                self.open(**changed) as bot,
                app.running(bot, supervised(self.local.world.token)),
            ):
                await until(lambda: self.local.gateway.identified > before, "the bot is connected")
                yield bot

    async def run(
        self, member: Member, command: str, /, here: Channel | None = None, **options: Any
    ) -> Message:
        """Run a command *here*, in the alerts channel unless told, save what is shown to be saved.

        Returns what is shown at the end.
        """
        place = here or next(one for one in member.guild.channels if one.name == "alerts")
        shown = await (await self.local.interactions.slash(member, place, command, **options)).shown()
        offered = {part.get("label") for part in shown.components} & {"Save", "Add"}
        return await self.press(member, shown, offered.pop()) if offered else shown

    async def press(self, member: Member, message: Message, label: str) -> Message:
        """Press a button by its label and return what is shown then: a new answer, or the message changed."""
        versions = len(message.versions)
        used = await self.local.interactions.press(member, message, message.button(label))
        await used.until(
            lambda each: (
                len(message.versions) > versions
                or each.followups
                or (each.response and each.response["type"] == FORM)
                or (each.original is not None and each.original is not message)
            )
        )
        if len(message.versions) > versions or (used.response and used.response["type"] == FORM):
            return message  # changed, or a form was opened over it
        return await used.shown()

    async def primed(self, paper: Newspaper) -> None:
        """Wait until the back catalogue of a feed that was just added is known."""
        await until(partial(self._is_checked, paper), f"{paper.name} is primed")

    async def polled(self, *papers: Newspaper) -> None:
        """Let time pass until feeds are due, and wait until what each of these shows now is stored."""
        self.clock.advance(DUE)
        asked = self.clock.now()
        for paper in papers:
            await until(partial(self._is_checked, paper, after=asked), f"{paper.name} is polled")

    async def _is_checked(self, paper: Newspaper, after: datetime | None = None) -> bool:
        async with self.database.read() as connection:
            feed = await feeds.by_url(connection, paper.url)
        checked_at = feed.last_checked_at if feed else None
        return checked_at is not None and (after is None or checked_at > after)

    async def stored(self, ask: Callable[[Connection], Awaitable[Any]]) -> Any:
        async with self.database.read() as connection:
            return await ask(connection)

    async def settled(self) -> None:
        """Wait until everything wanted is recorded as sent."""
        await until(self._is_recorded, "everything wanted is recorded as sent")

    async def _is_recorded(self) -> bool:
        return await self.stored(claims.next_due_at) is None


@asynccontextmanager
async def opened(database_url: str, **settings: Any) -> AsyncIterator[Place]:
    """Open a world around an empty database; at its end Discord must have had nothing to complain of."""
    clock = MovingClock()
    database = connect(database_url)
    async with Web() as web, LocalDiscord(World(clock=clock.now)) as local:
        try:
            yield Place(database_url, database, web, local, clock, settings)
            assert await unfaithful(database, local.world) == []
        finally:
            await database.close()
        assert local.world.violations == []
