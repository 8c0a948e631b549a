"""Who may do what in a channel: Discord's algorithm, from its documentation on permissions."""

from __future__ import annotations

from typing import TYPE_CHECKING

import discord

if TYPE_CHECKING:
    from tests.fakes.discord.world import Channel, Member

EVERYONE = discord.Permissions(
    view_channel=True,
    send_messages=True,
    send_messages_in_threads=True,
    create_public_threads=True,
    embed_links=True,
    read_message_history=True,
    use_application_commands=True,
).value
"""What a new guild lets everyone do, as far as it matters here."""


def bits(**names: bool) -> int:
    """Return permission bits by discord.py's names."""
    return discord.Permissions(**names).value


def of_member(member: Member, channel: Channel) -> int:
    """Return the permission bits of *member* in *channel*."""
    guild = member.guild
    if member.user is guild.owner:
        return discord.Permissions.all().value
    granted = guild.everyone.permissions
    for role in member.roles:
        granted |= role.permissions
    if granted & bits(administrator=True):
        return discord.Permissions.all().value
    allow, deny = channel.overwrites.get(guild.everyone.id, (0, 0))
    granted = granted & ~deny | allow
    pairs = [channel.overwrites.get(role.id, (0, 0)) for role in member.roles]
    denied = allowed = 0
    for allow, deny in pairs:
        allowed, denied = allowed | allow, denied | deny
    granted = granted & ~denied | allowed
    allow, deny = channel.overwrites.get(member.user.id, (0, 0))
    granted = granted & ~deny | allow
    return granted if granted & bits(view_channel=True) else 0


def has(member: Member, channel: Channel, **names: bool) -> bool:
    """Return whether *member* has all the named permissions in *channel*."""
    wanted = bits(**names)
    return of_member(member, channel) & wanted == wanted
