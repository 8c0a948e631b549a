"""What the bot may do in a guild: the permissions it asks for, and which of them a channel withholds."""

from __future__ import annotations

import discord
from discord.abc import GuildChannel

SCOPES = ("bot", "applications.commands")
"""The bot itself, and its slash commands."""

NEEDED: dict[str, str] = {
    "view_channel": "to see the channel at all",
    "send_messages": "to post alerts",
    "read_message_history": "to look, after a failure, whether an alert arrived, instead of posting it twice",
}
"""Without one of these a channel gets no alerts. Field names of `discord.Permissions`, with the reason."""

OPTIONAL: dict[str, str] = {
    "send_messages_in_threads": "to post where the chosen channel is a thread or a forum",
    "create_public_threads": "to open a thread with the timeline under alerts, where a channel has it so",
    "embed_links": "to show a story's lead image",
    "mention_everyone": "to ping roles that not everybody may mention (it never mentions everyone)",
}
"""Asked for in the invitation; each can be refused, and only what its reason names is lost."""

# Discord's settings page names these three otherwise than discord.py's fields say, title-cased.
_NAMES = {
    "mention_everyone": "Mention @everyone, @here and All Roles",
    "send_messages_in_threads": "Send Messages in Threads",
    "manage_guild": "Manage Server",
}


def invited_permissions() -> discord.Permissions:
    """Return what the invitation asks for."""
    return discord.Permissions(**dict.fromkeys([*NEEDED, *OPTIONAL], True))


def invitation_url(application_id: int) -> str:
    """Return the address where a guild's admin adds the bot, with all that it needs."""
    return discord.utils.oauth_url(application_id, permissions=invited_permissions(), scopes=SCOPES)


def shown_name(field: str) -> str:
    """Return a permission's name as Discord's settings page shows it: `send_messages`, "Send Messages"."""
    return _NAMES.get(field) or field.replace("_", " ").title()


_FORUM_NAMES = {"send_messages": "Create Posts", "send_messages_in_threads": "Send Messages in Posts"}


def name_in(channel: GuildChannel | discord.Thread, field: str) -> str:
    """Return a permission's name as the settings of *channel* show it: a forum has names of its own."""
    forum = channel.parent if isinstance(channel, discord.Thread) else channel
    own = _FORUM_NAMES.get(field) if isinstance(forum, discord.ForumChannel) else None
    return own or shown_name(field)


def missing_in(channel: GuildChannel | discord.Thread) -> tuple[str, ...]:
    """Return the names of the needed permissions that we lack in *channel*, in the order of `NEEDED`."""
    granted = channel.permissions_for(channel.guild.me)
    fields = list(NEEDED)
    if isinstance(channel, discord.Thread):
        fields[fields.index("send_messages")] = "send_messages_in_threads"
    if isinstance(channel, discord.ForumChannel):
        fields.append("send_messages_in_threads")
    return tuple(name_in(channel, field) for field in fields if not getattr(granted, field))


def may_read(channel: GuildChannel | discord.Thread, member: discord.Member) -> bool:
    """Return whether *member* can open the channel; a private thread needs more than its parent does.

    Who was invited into a private thread is not known without asking, so only its moderators count.
    """
    granted = channel.permissions_for(member)
    if isinstance(channel, discord.Thread) and channel.is_private():
        return granted.view_channel and granted.manage_threads
    return granted.view_channel


def may_ping(channel: GuildChannel | discord.Thread, role: discord.Role) -> bool:
    """Return whether our mention of *role* in *channel* pings its members; never for @everyone."""
    if role.is_default():
        return False
    return role.mentionable or channel.permissions_for(channel.guild.me).mention_everyone
