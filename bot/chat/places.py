"""Find a channel or a member in Discord: from the gateway's cache where it knows, else by asking.

Everything here raises `SendError` subclasses only. A channel of another guild is as good as gone: what one
guild may see must never reach another through a mistaken id.
"""

from __future__ import annotations

import time

import discord
from discord.abc import GuildChannel

from bot.chat.failures import translated
from bot.domain.delivery import Target, TargetKind
from bot.errors import Forbidden, TargetGone, Unreachable

MEMBER_TTL = 300.0
"""Seconds for which a member's presence and roles are believed: without the privileged members intent the
gateway does not tell of changes. A member who left gets no direct message after this time."""

_MEMBERS_KEPT = 10_000  # answers; some 10 MB at most


class Places:
    """Channels, guilds and members as one connected client sees them."""

    def __init__(self) -> None:
        self._members: dict[tuple[int, int], tuple[float, discord.Member | None]] = {}

    def guild(self, client: discord.Client, guild_id: int) -> discord.Guild:
        """Return the guild; `TargetGone` where we are not in it, `Unreachable` in an outage of it."""
        guild = client.get_guild(guild_id)
        if guild is None:
            raise TargetGone("we are not in this server any more", permanent=True)
        if guild.unavailable:
            raise Unreachable("Discord has an outage for this server")
        return guild

    async def channel(
        self, client: discord.Client, guild_id: int, channel_id: int
    ) -> GuildChannel | discord.Thread:
        """Return the guild's channel or thread; one that the cache lacks is asked for."""
        guild = self.guild(client, guild_id)
        channel = guild.get_channel_or_thread(channel_id)
        if channel is not None:
            return channel
        with translated():
            fetched = await client.fetch_channel(channel_id)
        if not isinstance(fetched, GuildChannel | discord.Thread) or fetched.guild.id != guild_id:
            raise TargetGone("the channel does not belong to this server", permanent=True)
        if isinstance(fetched, discord.Thread) and fetched.parent is None:
            raise Forbidden("the thread's channel is out of our sight", missing=("View Channel",))
        return fetched

    async def messageable(
        self, client: discord.Client, target: Target
    ) -> discord.PartialMessageable | discord.DMChannel:
        """Return where messages for *target* go; for a member this opens the direct messages."""
        if target.kind is TargetKind.MEMBER:
            with translated():
                return await client.create_dm(discord.Object(target.id))
        channel = await self.channel(client, target.guild_id, target.id)
        # Any kind of channel takes messages by its id (a voice channel, a forum post's thread); whether this
        # one does is Discord's to say.
        return client.get_partial_messageable(channel.id, guild_id=target.guild_id)

    async def member(self, client: discord.Client, guild_id: int, member_id: int) -> discord.Member | None:
        """Return the member, None where there is no such member; the answer is up to `MEMBER_TTL` old."""
        now = time.monotonic()
        known = self._members.get((guild_id, member_id))
        if known is not None and known[0] > now:
            return known[1]
        guild = self.guild(client, guild_id)
        try:
            with translated():
                member = await guild.fetch_member(member_id)
        except TargetGone:
            member = None
        self._make_room(now)
        self._members[guild_id, member_id] = (now + MEMBER_TTL, member)
        return member

    def _make_room(self, now: float) -> None:
        if len(self._members) < _MEMBERS_KEPT:
            return
        self._members = {who: known for who, known in self._members.items() if known[0] > now}
        if len(self._members) >= _MEMBERS_KEPT:
            self._members.clear()
