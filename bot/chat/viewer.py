"""Who asks: the member behind an interaction, and the channels in that member's sight."""

from __future__ import annotations

from typing import Any

import discord

from bot.chat.permissions import may_read
from bot.domain.guild import Viewer
from bot.errors import NotAllowed

Interaction = discord.Interaction[Any]


def viewer_of(interaction: Interaction) -> Viewer:
    """Return who uses a command or a button in a server.

    Sight is computed over the channels and threads that the gateway told us of, with the roles that came with
    the interaction: no members intent is needed. Raises NotAllowed in direct messages, where there is no
    server.
    """
    guild, member = interaction.guild, interaction.user
    if guild is None or not isinstance(member, discord.Member):
        raise NotAllowed("This works in a server only.")
    return seen_by(member, here=interaction.channel_id, is_admin=interaction.permissions.manage_guild)


def seen_by(member: discord.Member, *, here: int | None = None, is_admin: bool | None = None) -> Viewer:
    """Return the viewer that *member* is.

    *here* is a channel that the member is certainly in, a private thread perhaps; *is_admin* is what Discord
    said of Manage Server, else it is worked out.
    """
    guild = member.guild
    seen = {channel.id for channel in (*guild.channels, *guild.threads) if may_read(channel, member)}
    if here is not None:
        seen.add(here)
    admin = member.guild_permissions.manage_guild if is_admin is None else is_admin
    return Viewer(guild_id=guild.id, member_id=member.id, channels=frozenset(seen), is_admin=admin)
