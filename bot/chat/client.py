"""The connection to Discord: what it listens to, and whom it tells.

The client knows no service: commands and buttons are added by the `setup` it is given, and what happens in
guilds is handed to the plain functions of `GuildEvents`. No privileged intent is needed.
"""

from __future__ import annotations

import logging
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import Any

import discord
from discord import app_commands
from discord.ext import commands

from bot.chat.apology import apologise
from bot.chat.forums import guard
from bot.chat.invalid_requests import InvalidRequests

_log = logging.getLogger(__name__)

LONGEST_RATE_LIMIT = 30.0
"""Seconds that discord.py may sleep on a rate limit before it raises instead (the least that it allows), so
that a delivery's lease outlives every attempt."""

GUILDS_QUIET = 2.0
"""Seconds without another guild after which the start counts as complete; discord.py's own default."""


async def _ignore(*_: object) -> None:
    """Do nothing with an event that nobody asked for."""


@dataclass(frozen=True, slots=True)
class GuildEvents:
    """Who is told what happens in guilds. Ids are Discord's; an exception raised in one is logged."""

    joined: Callable[[int, int | None], Awaitable[None]] = _ignore  # guild, its owner
    left: Callable[[int], Awaitable[None]] = _ignore  # guild: we were removed, or it was deleted
    present: Callable[[frozenset[int]], Awaitable[None]] = _ignore  # all guilds, at every fresh connection
    channel_deleted: Callable[[int, int], Awaitable[None]] = _ignore  # guild, channel or thread
    message_deleted: Callable[[int | None, int, int], Awaitable[None]] = _ignore  # guild, channel, message


@dataclass(slots=True)
class SyncedCommands:
    """The commands that Discord was last told, kept while clients come and go; None at first."""

    payload: list[dict[str, Any]] | None = None


@dataclass(frozen=True, slots=True)
class ClientOptions:
    """How a client connects. `proxy` is an `http://` URL."""

    proxy: str | None = None
    guilds_quiet: float = GUILDS_QUIET
    synced: SyncedCommands = field(default_factory=SyncedCommands)


class SalientTree(app_commands.CommandTree["SalientClient"]):
    """The command tree: the one place where a command's failure is caught."""

    async def on_error(
        self, interaction: discord.Interaction[SalientClient], error: app_commands.AppCommandError, /
    ) -> None:
        """Tell the member what went wrong."""
        await apologise(interaction, error)


class SalientClient(commands.Bot):
    """A client that can be used once: a dead one is replaced by a fresh one, see `bot.chat.supervisor`.

    `setup` adds cogs, views and dynamic items to the client; it runs after the login and must not start work
    of its own.
    """

    def __init__(
        self,
        setup: Callable[[SalientClient], Awaitable[None]],
        events: GuildEvents,
        *,
        invalid_requests: InvalidRequests | None = None,
        options: ClientOptions | None = None,
    ) -> None:
        options = options or ClientOptions()
        discord.VoiceClient.warn_nacl = discord.VoiceClient.warn_dave = False  # it never speaks
        super().__init__(
            command_prefix=commands.when_mentioned,
            help_command=None,
            tree_cls=SalientTree,
            intents=_intents(),
            allowed_mentions=discord.AllowedMentions.none(),
            allowed_contexts=app_commands.AppCommandContext(guild=True),
            allowed_installs=app_commands.AppInstallationType(guild=True),
            max_messages=None,
            max_ratelimit_timeout=LONGEST_RATE_LIMIT,
            http_trace=guard((invalid_requests or InvalidRequests()).trace()),
            proxy=options.proxy,
            guild_ready_timeout=options.guilds_quiet,
            enable_debug_events=False,
        )
        self._setup = setup
        self._events = events
        self._synced = options.synced

    @property
    def connected(self) -> bool:
        """Whether the gateway is connected and the guilds are known."""
        # discord.py sets `ws` with the first connection; until then it is None, whatever its annotation says
        socket: Any = self.ws
        return self.is_ready() and not self.is_closed() and socket is not None and bool(socket.open)

    async def setup_hook(self) -> None:
        """Add the cogs and views, and tell Discord the commands where they changed."""
        await self._setup(self)
        await self._sync()

    async def _sync(self) -> None:
        """Tell Discord the commands, once a process; a failure must not keep alerts from going out."""
        payload = [command.to_dict(self.tree) for command in self.tree.get_commands()]
        if payload == self._synced.payload:
            return
        try:
            await self.tree.sync()
        except (discord.DiscordException, OSError) as error:
            _log.error("Discord did not take the slash commands; the old ones stay: %s", error)
            return
        self._synced.payload = payload

    async def on_message(self, message: discord.Message, /) -> None:
        """Ignore what members write: the bot answers slash commands only."""

    async def on_ready(self) -> None:
        """Tell which guilds there are: some may have removed us while we were away."""
        _log.info("connected to Discord as %s, in %d servers", self.user, len(self.guilds))
        await self._sync()
        await self._events.present(frozenset(guild.id for guild in self.guilds))

    async def on_guild_join(self, guild: discord.Guild) -> None:
        """Pass it on."""
        await self._events.joined(guild.id, guild.owner_id)

    async def on_guild_remove(self, guild: discord.Guild) -> None:
        """Pass it on; an outage of the guild does not come here."""
        await self._events.left(guild.id)

    async def on_guild_channel_delete(self, channel: discord.abc.GuildChannel) -> None:
        """Pass it on."""
        await self._events.channel_deleted(channel.guild.id, channel.id)

    async def on_raw_thread_delete(self, payload: discord.RawThreadDeleteEvent) -> None:
        """Pass it on: a thread may be a channel for alerts, too."""
        await self._events.channel_deleted(payload.guild_id, payload.thread_id)

    async def on_raw_message_delete(self, payload: discord.RawMessageDeleteEvent) -> None:
        """Pass it on; whether the message was ours is known to those who posted it."""
        await self._events.message_deleted(payload.guild_id, payload.channel_id, payload.message_id)

    async def on_raw_bulk_message_delete(self, payload: discord.RawBulkMessageDeleteEvent) -> None:
        """Pass it on, message by message."""
        for message_id in payload.message_ids:
            await self._events.message_deleted(payload.guild_id, payload.channel_id, message_id)

    async def on_error(self, event_method: str, /, *_args: Any, **_kwargs: Any) -> None:
        """Log what an event's receiver raised."""
        _log.exception("failure in the event %s", event_method)


def _intents() -> discord.Intents:
    """Return what the gateway shall tell: guilds, channels, roles, deleted messages. None is privileged."""
    intents = discord.Intents.none()
    intents.guilds = True
    intents.guild_messages = True  # an alert that a person deleted must not be edited or posted again
    return intents
