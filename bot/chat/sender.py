"""Send, edit and find our messages in Discord: `bot.pipeline.chat.Chat` over discord.py.

Nothing is retried here beyond what discord.py does by itself (500, 502, 504 and short rate limits): when and
whether to try again is delivery's decision, which first looks whether an attempt arrived.
"""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Any, Protocol

import discord
from discord.abc import GuildChannel

from bot.chat import forums
from bot.chat.cards.style import pinged
from bot.chat.client import SalientClient
from bot.chat.failures import translated
from bot.chat.ids import holds_key
from bot.chat.invalid_requests import InvalidRequests
from bot.chat.permissions import may_ping, may_read, missing_in
from bot.chat.places import Places
from bot.chat.plain import visible
from bot.chat.retitling import Change, Retitling
from bot.domain.alert import Mentions, Message
from bot.domain.delivery import Sent, Target, TargetKind
from bot.errors import Forbidden, HistoryUnreadable, PostLocked, Refused, TargetGone, Unreachable
from bot.pipeline.chat import Chat

HASH_MOST = 32  # hexadecimal digits: 128 bits

LONGEST_REQUEST = 90.0
"""Seconds until an attempt to send or edit is given up as `Unreachable`: discord.py's five tries with their
pauses (25 s) and one rate limit (30 s) fit. The lease of a delivery must be longer."""

LONGEST_SEARCH = 120.0
"""Seconds until reading a history is given up."""

CLOCK_SKEW = timedelta(minutes=15)
"""How much earlier than our clock says a history is read, as Discord's clock stamps the messages: a machine
that keeps no time is soon minutes ahead, and a few messages more cost one request at most."""

ARCHIVED = 50083
"""Discord's JSON error code for what can't be done in an archived thread, such as an edit."""

THREAD_THERE = 160004
"""Discord's JSON error code for a message that has a thread already."""

MOST_HISTORY = 5_000
"""Messages read in search of one of ours (50 requests); a longer history counts as unreadable."""


Place = GuildChannel | discord.Thread
Where = discord.PartialMessageable | discord.DMChannel


class Render(Protocol):
    """Makes a message look like something; `bot.chat.cards.message_view` is it."""

    def __call__(self, message: Message, *, key: str, mentions: Mentions) -> discord.ui.LayoutView:
        """Return the view, with *key* in a `custom_id` and *mentions* in its text."""


class DiscordSender(Chat):
    """Implements `Chat`. `client` gives the client of the moment, for the supervisor replaces dead ones."""

    def __init__(
        self,
        client: Callable[[], SalientClient | None],
        render: Render,
        *,
        invalid_requests: InvalidRequests | None = None,
        longest_request: float = LONGEST_REQUEST,
    ) -> None:
        self._current = client
        self._render = render
        self._invalid = invalid_requests or InvalidRequests()
        self._places = Places()
        self._longest_request = longest_request
        self._retitling = Retitling()

    def ready(self) -> bool:
        """Return whether the gateway is connected and the guilds are known."""
        client = self._current()
        return client is not None and client.connected

    def guilds(self) -> frozenset[int]:
        """Return the ids of the guilds that we are in; empty until `ready`."""
        client = self._current()
        if client is None or not client.is_ready():
            return frozenset()
        return frozenset(guild.id for guild in client.guilds)

    async def send(
        self,
        target: Target,
        message: Message,
        *,
        key: str,
        mentions: Mentions,
        reply_to: int | None = None,
    ) -> Sent:
        """Post *message*, pinging exactly *mentions*; see `Chat.send`."""
        view = self._view(message, key, mentions)
        async with self._asking(target, self._longest_request) as client:
            place = await self._place(client, target)
            if isinstance(place, discord.ForumChannel):
                with translated():
                    return await forums.post(place, message, view, _exactly(pinged(mentions)))
            where = await self._places.messageable(client, target)
            with forums.unless_locked(place), translated():
                sent = await where.send(
                    view=view,
                    nonce=key,
                    allowed_mentions=_exactly(pinged(mentions)),
                    **_reply(where, reply_to),
                )
        return Sent(sent.id, sent.created_at)

    async def edit(self, target: Target, message_id: int, message: Message, *, key: str) -> None:
        """Replace what the message says, pinging nobody; see `Chat.edit`."""
        view = self._view(message, key, Mentions())
        async with self._asking(target, self._longest_request) as client:
            where = await self._places.messageable(client, target)
            there = where.get_partial_message(message_id)
            change = await self._retitled(client, target, message_id, message)
            nobody = discord.AllowedMentions.none()
            with translated():
                try:
                    await there.edit(view=view, allowed_mentions=nobody)
                except discord.HTTPException as error:
                    place = await self._place(client, target)
                    if error.code != ARCHIVED or not forums.is_post(place):
                        raise
                    with forums.unless_locked(place), translated():
                        await place.edit(archived=False)
                        await there.edit(view=view, allowed_mentions=nobody)
            if change is not None:
                await self._retitling.make(change)

    async def _retitled(
        self, client: SalientClient, target: Target, message_id: int, message: Message
    ) -> Change | None:
        """Return how the forum post that begins with the message is to change with it, if at all."""
        if message_id != target.id:
            return None
        place = await self._place(client, target)
        if not forums.own_post(place, client.user.id if client.user else None):
            return None
        return await self._retitling.due(place, message)

    def look(self, message: Message, *, key: str) -> str:
        """Return a hash of what an edit would show; see `Chat.look`."""
        components: Any = self._view(message, key, Mentions()).to_components()  # type: ignore[no-untyped-call]
        return sha256(json.dumps(components, ensure_ascii=False).encode()).hexdigest()[:HASH_MOST]

    async def open_thread(self, target: Target, message_id: int, name: str) -> None:
        """Open the thread under a message of ours; see `Chat.open_thread`."""
        async with self._asking(target, self._longest_request) as client:
            where = await self._places.messageable(client, target)
            with translated():
                try:
                    named = visible(name, forums.LONGEST_TITLE) or "Timeline"
                    opened = where.get_partial_message(message_id)
                    await opened.create_thread(name=named, auto_archive_duration=forums.STAYS_LISTED)
                except discord.HTTPException as error:
                    if error.code != THREAD_THERE:
                        raise

    async def find(self, target: Target, key: str, *, since: datetime) -> Sent | None:
        """Return our message with *key* since *since*, None where there is none; see `Chat.find`."""
        repeatable = True
        try:
            async with self._asking(target, LONGEST_SEARCH) as client:
                place = await self._place(client, target)
                repeatable = not isinstance(place, discord.ForumChannel)
                self._require_history(place)
                if isinstance(place, discord.ForumChannel):
                    ours = client.user.id if client.user else None
                    with translated():
                        return await forums.search(place, ours, _holding(key), since - CLOCK_SKEW)
                where = await self._places.messageable(client, target)
                with translated():
                    return await self._search(client, where, key, since)
        except Forbidden as error:
            raise HistoryUnreadable(str(error), repeatable=repeatable) from error

    async def may_see(self, guild_id: int, channel_id: int, member_id: int) -> bool:
        """Return whether the member is in the guild and can view the channel; see `Chat.may_see`."""
        try:
            async with self._looking(guild_id, channel_id) as (client, channel):
                member = await self._places.member(client, guild_id, member_id)
                return member is not None and may_read(channel, member)
        except (TargetGone, Forbidden):
            return False

    async def pingable_role(self, guild_id: int, channel_id: int, role_id: int) -> bool:
        """Return whether our mention of the role there would ping; see `Chat.pingable_role`."""
        async with self._looking(guild_id, channel_id) as (_, channel):
            role = channel.guild.get_role(role_id)
            return role is not None and may_ping(channel, role)

    async def missing_permissions(self, guild_id: int, channel_id: int) -> tuple[str, ...]:
        """Return what we lack in the channel, by Discord's names; see `Chat.missing_permissions`."""
        async with self._looking(guild_id, channel_id) as (_, channel):
            return missing_in(channel)

    async def owner_of(self, guild_id: int) -> int | None:
        """Return the user id of the guild's owner, None where we are not in it, or an outage hides it."""
        guild = self._connected().get_guild(guild_id)
        return guild.owner_id if guild is not None else None

    def _connected(self) -> SalientClient:
        """Return a client that may be asked: past its start and not refused too often."""
        client = self._current()
        if client is None or not client.is_ready() or client.is_closed():
            raise Unreachable("not connected to Discord")
        self._invalid.check()
        return client

    @asynccontextmanager
    async def _asking(self, target: Target, limit: float) -> AsyncIterator[SalientClient]:
        """Lend the client for *limit* seconds; a refusal for lack of permission names what lacks."""
        client = self._connected()
        try:
            async with asyncio.timeout(limit):
                yield client
        except TimeoutError as error:
            raise Unreachable(f"no answer from Discord within {limit:.0f} s") from error
        except PostLocked:
            raise
        except Forbidden as error:
            missing = self._lacking(client, target) or error.missing
            raise Forbidden(str(error), missing=missing) from error

    @asynccontextmanager
    async def _looking(self, guild_id: int, channel_id: int) -> AsyncIterator[tuple[SalientClient, Place]]:
        """Lend the client and a channel of the guild to look at."""
        target = Target(TargetKind.CHANNEL, channel_id, guild_id)
        async with self._asking(target, self._longest_request) as client:
            yield client, await self._places.channel(client, guild_id, channel_id)

    def _lacking(self, client: SalientClient, target: Target) -> tuple[str, ...]:
        """Return the missing permissions that the cache knows of."""
        if target.kind is not TargetKind.CHANNEL:
            return ()
        guild = client.get_guild(target.guild_id)
        channel = guild.get_channel_or_thread(target.id) if guild else None
        return missing_in(channel) if channel else ()

    async def _place(self, client: SalientClient, target: Target) -> Place | None:
        """Return the channel or thread of a target; None of a member."""
        if target.kind is not TargetKind.CHANNEL:
            return None
        return await self._places.channel(client, target.guild_id, target.id)

    def _require_history(self, place: Place | None) -> None:
        """Raise `HistoryUnreadable` without Read Message History: Discord answers with an empty list then."""
        if place is not None:
            granted = place.permissions_for(place.guild.me)
            if not (granted.view_channel and granted.read_message_history):
                raise HistoryUnreadable(
                    "we lack Read Message History in this channel",
                    repeatable=not isinstance(place, discord.ForumChannel),
                )

    async def _search(self, client: SalientClient, where: Where, key: str, since: datetime) -> Sent | None:
        ours = client.user.id if client.user else None
        holds = _holding(key)
        read = 0
        async for message in where.history(limit=MOST_HISTORY, after=since - CLOCK_SKEW, oldest_first=True):
            read += 1
            if message.author.id == ours and holds(message):
                return Sent(message.id, message.created_at)
        if read >= MOST_HISTORY:
            raise HistoryUnreadable(f"more than {MOST_HISTORY} messages to look through")
        return None

    def _view(self, message: Message, key: str, mentions: Mentions) -> discord.ui.LayoutView:
        """Render; a view that discord.py itself knows to be beyond Discord's limits is `Refused`."""
        try:
            view = self._render(message, key=key, mentions=mentions)
        except ValueError as error:
            raise Refused(f"the message can't be made: {error}", permanent=True) from error
        view.stop()  # else discord.py keeps it for ever; our buttons are dynamic items, known by custom_id
        return view


def _exactly(mentions: Mentions) -> discord.AllowedMentions:
    """Return leave to ping these roles and members, and nobody else, whatever the text says."""
    return discord.AllowedMentions(
        everyone=False,
        roles=[discord.Object(role) for role in mentions.roles],
        users=[discord.Object(member) for member in mentions.members],
        replied_user=False,
    )


def _reply(where: Where, reply_to: int | None) -> dict[str, Any]:
    """Return the keyword that makes a message a reply; where the original was deleted, it is refused."""
    if reply_to is None:
        return {}
    reference = discord.MessageReference(message_id=reply_to, channel_id=where.id)
    return {"reference": reference}


def _holding(key: str) -> Callable[[discord.Message], bool]:
    """Return whether a message carries *key*."""
    return lambda message: holds_key(message.components, key)
