"""Two servers with the whole bot in them: commands over a local Discord, real services, database and web.

async with open_newsroom(database) as room:
    seen = await room.run(room.admin, "watch add", name="Kursk", query="kursk")
    assert "Watching" in seen.text
"""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager, closing
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import Any

from bot.app.opening import needed
from bot.chat.cards import digest_fits, message_view
from bot.chat.views.live_answers import LiveAnswers
from bot.domain.guild import Viewer
from bot.lookups import Search, StoryLookup
from bot.pipeline.deliver import Deliver
from bot.pipeline.outlets.owners import load as known_owners
from bot.pipeline.summarise import summarise
from bot.services import Rights
from bot.storage import Database
from cogs import Needs, setup
from tests.chat.connected import Bot, connected
from tests.conftest import ManualClock
from tests.fakes.discord import Channel, Guild, LocalDiscord, Member, Message
from tests.fakes.feeds import Newspaper
from tests.pipeline.refresh.desk import Desk, open_desk
from tests.waiting import until
from tests.wire_evidence import unfaithful

BUDGET = 10
HOSTILE = (
    "@everyone @here",
    "**bold** __under__ ~~gone~~ ||spoiler|| `code` ```block```",
    "[win](https://evil.example) <https://evil.example> https://evil.example",
    "# heading\n-# small\n> quote",
    "<@1> <@&2> <#3> <t:1:R> </mute:1>",
    "\u202egnirts desrever\u202c \u2066isolated\u2069 שלום",
    "zero\u200bwidth\u200d \ufeff\u3164",
    "x" * 5_000,
)
"""What outlets and members write to do harm, or by accident."""


@dataclass
class Server:
    """A server and the people in it. `hidden` is seen by the admin only."""

    guild: Guild
    alerts: Channel
    hidden: Channel
    admin: Member
    editor: Member
    reader: Member


@dataclass
class Newsroom:
    desk: Desk
    clock: ManualClock
    local: LocalDiscord
    bot: Bot
    needs: Needs
    live_answers: LiveAnswers
    deliver: Deliver
    here: Server
    there: Server

    @property
    def admin(self) -> Member:
        return self.here.admin

    @property
    def editor(self) -> Member:
        return self.here.editor

    @property
    def reader(self) -> Member:
        return self.here.reader

    @property
    def alerts(self) -> Channel:
        return self.here.alerts

    async def run(
        self, member: Member, command: str, /, at: Channel | None = None, *, save: bool = True, **options: Any
    ) -> Message:
        """Run a command as *member*, in the alerts channel unless told otherwise; return what is shown.

        What is only shown to be saved is saved, unless *save* is false.
        """
        used = await self.local.interactions.slash(
            member, at or self.server(member).alerts, command, **options
        )
        shown = await used.shown()
        offered = {part.get("label") for part in shown.components} & {"Save", "Add"} if save else set()
        return await self.press(member, shown, offered.pop()) if offered else shown

    async def offered(
        self, member: Member, command: str, option: str, typed: str = "", **options: Any
    ) -> list[str]:
        """Return the names that autocomplete shows."""
        found = await self.local.interactions.complete(
            member, self.server(member).alerts, command, option, typed, **options
        )
        return [each["name"] for each in found]

    async def press(self, member: Member, message: Message, label: str) -> Message:
        """Press a button by its label and return what is shown then: a new answer, or the message changed."""
        versions = len(message.versions)
        used = await self.local.interactions.press(member, message, message.button(label))
        await used.until(
            lambda each: (
                len(message.versions) > versions
                or each.followups
                or (each.original is not None and each.original is not message)
            )
        )
        return message if len(message.versions) > versions else await used.shown()

    def viewer(self, member: Member) -> Viewer:
        """Return *member* as one who sees all channels of the server."""
        channels = frozenset(channel.id for channel in member.guild.channels)
        return Viewer(member.guild.id, member.id, channels, is_admin=True)

    def rights(self) -> Rights:
        """Return what an admin of the first server may do."""
        return Rights(
            manage=True, may_post_in=frozenset({self.alerts.id, self.here.hidden.id}), may_ping=frozenset()
        )

    async def restart(self) -> None:
        """Let the bot's client die, and a fresh one take over: nothing that it kept in memory is left."""
        await self.bot.client.close()
        await until(lambda: len(self.bot.made) > 1 and self.bot.sender.ready())

    def server(self, member: Member) -> Server:
        return self.here if member.guild is self.here.guild else self.there

    async def follow(self, paper: Newspaper, server: Server | None = None) -> None:
        """Let a server follow a feed, and read its back catalogue."""
        await self.desk.primed(paper, guild_id=(server or self.here).guild.id)

    async def news(self, paper: Newspaper, title: str, text: str | None = None) -> None:
        """Publish an article, and poll."""
        paper.publish(title, text)
        await self.desk.poll()

    async def delivered(self) -> None:
        """Post and edit all that is due."""
        self.clock.advance(timedelta(minutes=2))
        await self.deliver.settle()


def furnish(local: LocalDiscord, name: str) -> Server:
    guild = local.world.add_guild(name)
    alerts, hidden = guild.add_channel("alerts"), guild.add_channel("hidden")
    admins = guild.add_role("admins", manage_guild=True, manage_messages=True)
    editors = guild.add_role("editing", manage_messages=True)
    hidden.deny(guild.everyone, view_channel=True)
    hidden.allow(admins, view_channel=True, send_messages=True)
    hidden.allow(guild.bot, view_channel=True, send_messages=True)
    return Server(
        guild=guild,
        alerts=alerts,
        hidden=hidden,
        admin=guild.add_member("ada", admins),
        editor=guild.add_member("eva", editors),
        reader=guild.add_member("jonas"),
    )


@asynccontextmanager
async def open_newsroom(database: Database, *, counted: int | None = None) -> AsyncIterator[Newsroom]:
    """Open a newsroom; *counted* is how many matches a search counts where that matters."""
    clock = ManualClock(datetime.now(UTC))
    async with LocalDiscord() as local, open_desk(database, clock) as desk, AsyncExitStack() as stack:
        here, there = furnish(local, "Here"), furnish(local, "There")
        await desk.join(here.guild.id, there.guild.id)
        owners = known_owners()
        stories = StoryLookup(database, owners=owners)
        needs = stack.enter_context(
            needed(database, desk.fetcher, desk.pool, clock, budget=BUDGET, stories=stories)
        )
        if counted is not None:
            needs = replace(
                needs, search=stack.enter_context(closing(Search(database, clock, counted=counted)))
            )
        sender: list[Any] = []
        live_answers = LiveAnswers()

        async def add(client: Any) -> None:
            await setup(client, needs, _Later(sender), live_answers, lambda: None)  # type: ignore[arg-type]

        async with connected(local, setup=add, render=message_view) as bot:
            sender.append(bot.sender)
            deliver = Deliver(
                database, bot.sender, clock, summarise=summarise, owners=owners, fits=digest_fits
            )
            try:
                yield Newsroom(desk, clock, local, bot, needs, live_answers, deliver, here, there)
            finally:
                await deliver.drain(1)
            assert await unfaithful(database, local.world) == []
        assert local.world.violations == []


class _Later:
    """Stands for the sender until it is made: the commands are there before the connection."""

    def __init__(self, made: list[Any]) -> None:
        self._made = made

    def __getattr__(self, name: str) -> Any:
        return getattr(self._made[0], name)
