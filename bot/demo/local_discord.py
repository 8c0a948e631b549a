"""A Discord on this machine, in a browser page: SimCord with real time and a page that follows the channel.

The client logs in to SimCord instead of Discord; its commands, buttons and messages are the real ones. What
polls and delivers must run outside the client's own tasks: SimCord waits until those have settled.
"""

from __future__ import annotations

import asyncio
import json
import re
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from time import monotonic  # SimCord patches time.monotonic for the client's tasks: keep the real one
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import discord
import simcord
from tzlocal import get_localzone_name

from bot.chat.apology import card_for
from bot.chat.client import SalientClient

SETTLE_SECONDS = 30.0  # a command may look at a slow site; SimCord calls it stuck after this
REFRESH_EVERY = 5.0  # seconds; a refresh is a new revision of the page, and a click made meanwhile is stale
REFRESH_AFTER_ACTION = 2.0  # seconds that a click or command has to itself
REFRESH_IDLE = 30.0  # seconds after which a quiet page is refreshed too, or "2 minutes ago" grows old
PAGE_POLLS = 1.5  # seconds until a page surely shows a refresh: it asks every half second
BUSY_PAUSE = 0.5  # seconds until the next try while SimCord works on an action

_SHOWN = frozenset({"MESSAGE_CREATE", "MESSAGE_UPDATE", "MESSAGE_DELETE", "MESSAGE_DELETE_BULK"})

_RELATIVE_TIME = re.compile(r"<t:\d+:R>")

Event = Callable[[str, Mapping[str, Any]], None]


class WallClock:
    """Real time for SimCord's world, so that messages carry true times."""

    def __init__(self) -> None:
        self._start, self._epoch = monotonic(), datetime.now(UTC)

    @property
    def elapsed(self) -> float:
        """Seconds since the world began."""
        return monotonic() - self._start

    def now(self) -> datetime:
        """Return the time, aware, in UTC."""
        return self._epoch + timedelta(seconds=self.elapsed)

    def advance(self, seconds: float) -> None:
        """Let be: real time needs no pushing."""


class _Env(simcord.Env):
    """SimCord, for which a member's mistake that was answered in words is no failure of the bot.

    It would tell a member in the page that the outcome is uncertain, and keep the command on the line.
    """

    def errors_since(self, cursor: int) -> tuple[BaseException, ...]:
        """Return the errors since *cursor* that nobody was told of in words."""
        return tuple(error for error in super().errors_since(cursor) if card_for(error) is None)


@dataclass(frozen=True, slots=True)
class Newsroom:
    """The server in the local Discord. `alerts` is the channel that the page shows."""

    env: simcord.Env
    guild: simcord.GuildHandle
    alerts: simcord.ChannelHandle
    desk: simcord.ChannelHandle
    notices: simcord.ChannelHandle
    owner: simcord.MemberActor
    reader: simcord.MemberActor
    editors: simcord.RoleHandle

    def listen(self, receiver: Event) -> None:
        """Call *receiver* with every event that the gateway sends, by name and payload."""
        self.env.backend.subscribers.append(receiver)

    def place(self, channel_id: int) -> str:
        """Return what a channel is called: `#alerts`, or `a direct message`."""
        channel = self.env.backend.channels.get(channel_id)
        return f"#{channel.name}" if channel is not None and channel.name else "a direct message"

    def components(self, channel_id: int, message_id: int) -> list[dict[str, Any]]:
        """Return what a message shows, as Discord's component objects."""
        return list(self.env.backend.get_message(channel_id, message_id).components)


@asynccontextmanager
async def open_discord(client: discord.Client) -> AsyncIterator[Newsroom]:
    """Log *client* in to a local Discord with one server, and out again at the end.

    The server is there before the login, as it is for a bot that was invited before it started.
    """
    env = _Env(client, settle_timeout=SETTLE_SECONDS, check_errors=False)
    # SimCord has no option for its clock, and reads the time from here only
    env.backend.clock = WallClock()  # type: ignore[assignment]
    env.backend.bot_user.name = "Salient"
    newsroom = _furnish(env)
    await env.start()
    try:
        with env.time_context():
            yield newsroom
    finally:
        await env.shutdown()


class LocalGateway:
    """Stands where `bot.chat.supervisor.Supervisor` stands, and connects to the local Discord instead."""

    def __init__(self, make: Callable[[], SalientClient]) -> None:
        self._make = make
        self._client: SalientClient | None = None
        self._stopping = asyncio.Event()
        self._ended = asyncio.Event()
        self.newsroom: asyncio.Future[Newsroom] = asyncio.get_running_loop().create_future()

    @property
    def client(self) -> SalientClient | None:
        """The client, None before and after its life."""
        return self._client

    async def run(self) -> None:
        """Stay connected until `stop`."""
        try:
            client = self._client = self._make()
            async with open_discord(client) as newsroom:
                self.newsroom.set_result(newsroom)
                await self._stopping.wait()
        finally:
            self._client = None
            self._ended.set()

    async def stop(self) -> None:
        """Let a started `run` return, and wait for it."""
        self._stopping.set()
        await self._ended.wait()


@asynccontextmanager
async def open_page(newsroom: Newsroom) -> AsyncIterator[simcord.Preview]:
    """Serve the alerts channel as a page on loopback that follows what happens there.

    The preview's `url` holds a key: who has it, acts as the server's owner or a reader.
    """
    async with newsroom.env.preview(
        newsroom.alerts,
        viewers=[newsroom.owner, newsroom.reader],
        layout="channel",
        timezone=_timezone(),
    ) as preview:
        follower = _PageFollower(preview, newsroom.alerts.id)
        newsroom.listen(follower.receive)
        follower.forgive()
        follower.tell_the_time()
        following = asyncio.create_task(follower.run(), name="demo page")
        try:
            yield preview
        finally:
            following.cancel()
            await asyncio.wait([following])


def _timezone() -> str:
    """Return the machine's IANA time zone, for the page's clock; UTC where it has none by name."""
    try:
        name = get_localzone_name()
        ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, LookupError):
        return "UTC"
    return name


def _furnish(env: simcord.Env) -> Newsroom:
    """Make the server: three channels, its owner, a reader without any permission of note, a role."""
    owner = env.create_user("mara", global_name="Mara (owner)")
    guild = env.create_guild(name="Newsroom", owner=owner)
    hidden = discord.PermissionOverwrite(view_channel=False)
    ours = discord.PermissionOverwrite(view_channel=True)
    us = simcord.UserHandle(env, env.backend.bot_user)
    return Newsroom(
        env=env,
        guild=guild,
        alerts=guild.create_text_channel("alerts", topic="What the watchlists found"),
        desk=guild.create_text_channel("newsroom", topic="Talk"),
        notices=guild.create_text_channel("admin-notices", overwrites={guild.default_role: hidden, us: ours}),
        owner=simcord.MemberActor(env, guild, owner),
        reader=guild.add_member(env.create_user("jonas", global_name="Jonas (reader)")),
        editors=guild.create_role("editors", mentionable=True),
    )


class _PageFollower:
    """Publishes the channel to the page when something changed there, and never in the midst of an action."""

    def __init__(self, preview: simcord.Preview, channel_id: int) -> None:
        self._preview = preview
        self._channel_id = str(channel_id)
        self._changed = asyncio.Event()
        self._acted = self._refreshed = -REFRESH_AFTER_ACTION

    def receive(self, event: str, payload: Mapping[str, Any]) -> None:
        """Note a change of the channel, or an action of a member."""
        if event == "INTERACTION_CREATE":
            self._acted = monotonic()
        elif event in _SHOWN and str(payload.get("channel_id")) == self._channel_id:
            self._changed.set()

    def forgive(self) -> None:
        """Let a click pass that was made just before the page showed our last refresh.

        SimCord refuses what was done on any but the newest revision of the page, though it checks by itself
        that the button or command is still there. One click in ten would be lost while alerts come in.
        """
        strict = self._preview._action  # noqa: SLF001 - SimCord has no option for it

        async def action(context_id: str | None, body: Mapping[str, Any]) -> dict[str, Any]:
            page = self._preview._pages.get(context_id or "")  # noqa: SLF001 - the same
            if (
                page is not None
                and monotonic() - self._refreshed < PAGE_POLLS
                and body.get("published_revision") == page.revision - 1
            ):
                body = {**body, "published_revision": page.revision}
            return await strict(context_id, body)

        self._preview._action = action  # type: ignore[method-assign] # noqa: SLF001 - the same

    def tell_the_time(self) -> None:
        """Let a page that an action changed be of that moment: SimCord keeps the last refresh's time for it.

        "5 seconds ago" in a reply would read "in 10 seconds". And the page draws a message again only where
        something in it changed: an alert would stay "6 seconds" old.
        """
        publish = self._preview._publish  # noqa: SLF001 - SimCord has no option for it

        def published(page: Any, **why: Any) -> None:
            self._preview._advance_presentation_time()  # noqa: SLF001 - the same
            publish(page, **why)
            for message in page.snapshot["messages"].values():
                if _RELATIVE_TIME.search(json.dumps(message)):
                    message["asOf"] = self._preview.capture_time.timestamp() // REFRESH_IDLE

        self._preview._publish = published  # type: ignore[method-assign] # noqa: SLF001 - the same

    async def run(self) -> None:
        """Refresh until cancelled."""
        while True:
            with suppress(TimeoutError):  # a quiet page is refreshed, too
                await asyncio.wait_for(self._changed.wait(), REFRESH_IDLE)
            await asyncio.sleep(max(0.0, self._acted + REFRESH_AFTER_ACTION - monotonic()))
            await asyncio.sleep(REFRESH_EVERY if await self._refresh() else BUSY_PAUSE)

    async def _refresh(self) -> bool:
        """Publish what there is; False where SimCord is at work on an action, which comes first."""
        if monotonic() - self._acted < REFRESH_AFTER_ACTION:
            return False
        self._changed.clear()
        try:
            await self._preview.refresh()
        except (simcord.SetupError, TimeoutError):
            self._changed.set()
            return False
        self._refreshed = monotonic()
        return True
