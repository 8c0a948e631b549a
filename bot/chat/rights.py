"""What the asker may do, checked by us beside Discord's own `default_permissions`.

Every refusal is a `NotAllowed` that names the permission as Discord's settings page does.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

import discord
from discord import app_commands
from discord.abc import GuildChannel

from bot.chat.forums import own_post
from bot.chat.permissions import may_read, name_in, shown_name
from bot.errors import NotAllowed, NotFound
from bot.services import Rights

NEEDS: Final = "needs"
"""Where a command's `extras` name the permission that it needs, for `/help`."""

Interaction = discord.Interaction[Any]
Command = app_commands.Command[Any, ..., Any]
Place = GuildChannel | discord.Thread


def needs(field: str) -> Callable[[Command], Command]:
    """Decorate a command: only who has the permission *field* in the channel may run it.

    Discord's `default_permissions` hold for a whole top-level command; this holds for one command of a group.
    """

    def check(interaction: Interaction) -> bool:
        try:
            require(interaction, field)
        except NotAllowed as error:  # the only kind of failure that the command tree expects of a check
            raise app_commands.CheckFailure(str(error)) from error
        return True

    def decorated(command: Command) -> Command:
        command.add_check(check)
        command.extras[NEEDS] = field
        return command

    return decorated


def allowed(interaction: Interaction, field: str) -> bool:
    """Return whether the asker has a permission here; *field* as in `discord.Permissions`."""
    return bool(getattr(interaction.permissions, field))


def require(interaction: Interaction, field: str) -> None:
    """Raise NotAllowed unless the asker has a permission here; *field* as in `discord.Permissions`."""
    if not allowed(interaction, field):
        raise NotAllowed(
            f"You need the permission {shown_name(field)} for this. An admin can give it to you."
        )


def rights_of(interaction: Interaction, channel: Place | None = None) -> Rights:
    """Return what the asker may do now: change watchlists, post in which channels, ping which roles.

    Roles are judged in *channel*, else where the command was typed.
    """
    guild, member = interaction.guild, _member(interaction)
    assert guild is not None
    places: list[Place] = [*guild.channels, *guild.threads]
    if isinstance(interaction.channel, GuildChannel | discord.Thread):
        places.append(interaction.channel)  # a private thread that we know of by this command only
    here = interaction.channel_id
    pings_all = channel.permissions_for(member) if channel else interaction.permissions
    return Rights(
        manage=_may_manage(interaction.permissions),
        may_post_in=frozenset(
            place.id
            for place in places
            if _may_send(place, member) and (may_read(place, member) or place.id == here)
        ),
        may_ping=frozenset(
            role.id
            for role in guild.roles
            if not role.is_default() and (role.mentionable or pings_all.mention_everyone)
        ),
        not_in=frozenset(
            place.id
            for place in places
            if place.id != here and not _may_manage(place.permissions_for(member))
        ),
    )


def require_post_in(interaction: Interaction, channel: Place) -> None:
    """Raise NotAllowed unless the asker may read and write in *channel*: who can't, sends no alerts there."""
    member = _member(interaction)
    if not (may_read(channel, member) or channel.id == interaction.channel_id):
        # Said without the channel's name: who can't see it shall not learn it from us.
        raise NotAllowed("You can't see that channel, so you can't choose it.")
    if not _may_send(channel, member):
        raise NotAllowed(
            f"You need the permission {name_in(channel, _send(channel))} in #{channel.name} to choose it."
        )


def require_mention(interaction: Interaction, channel: Place, role: discord.Role) -> None:
    """Raise NotAllowed unless the asker could mention *role* in *channel*; nobody mentions everyone by us."""
    if role.is_default():
        raise NotAllowed("Salient never mentions @everyone. Choose a role that members can have or not have.")
    if not (role.mentionable or channel.permissions_for(_member(interaction)).mention_everyone):
        raise NotAllowed(
            f"Not everybody may mention the role {role.name}, and you lack the permission "
            f"{shown_name('mention_everyone')} in #{channel.name}. Choose another role, or ask an admin."
        )


def channel_here(interaction: Interaction) -> Place:
    """Return the channel or thread where the command was typed; for our own post, its forum.

    Raises NotFound.
    """
    me, here = interaction.client.user, interaction.channel
    if own_post(here, me.id if me else None) and here.parent:
        return here.parent
    if isinstance(interaction.channel, GuildChannel | discord.Thread):
        return interaction.channel
    raise NotFound("Salient can't see this channel. Give it the permission View Channel here and try again.")


class AlertChannel(app_commands.Transformer):
    """An option that takes a channel or thread in which alerts can be posted."""

    @property
    def type(self) -> discord.AppCommandOptionType:
        """The kind of option that Discord shows."""
        return discord.AppCommandOptionType.channel

    @property
    def channel_types(self) -> list[discord.ChannelType]:
        """The kinds of channels that Discord offers."""
        return [
            discord.ChannelType.text,
            discord.ChannelType.news,
            discord.ChannelType.voice,
            discord.ChannelType.forum,
            discord.ChannelType.public_thread,
            discord.ChannelType.private_thread,
            discord.ChannelType.news_thread,
        ]

    async def transform(self, _interaction: Interaction, value: Any, /) -> Place:
        """Return the channel as the gateway's cache has it. Raises NotFound."""
        found = value.resolve()
        if isinstance(found, GuildChannel | discord.Thread):
            return found
        raise NotFound(
            "Salient can't see that channel. Give it the permission View Channel there and try again."
        )


def _may_manage(granted: discord.Permissions) -> bool:
    return granted.manage_messages or granted.manage_guild


def _may_send(channel: Place, member: discord.Member) -> bool:
    return bool(getattr(channel.permissions_for(member), _send(channel)))


def _send(channel: Place) -> str:
    return "send_messages_in_threads" if isinstance(channel, discord.Thread) else "send_messages"


def _member(interaction: Interaction) -> discord.Member:
    if interaction.guild is None or not isinstance(interaction.user, discord.Member):
        raise NotAllowed("This works in a server only.")
    return interaction.user
