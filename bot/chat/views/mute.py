"""Mute: a member's own, or the channel's, and back."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

import discord

from bot.chat.answers import respond, take_press
from bot.chat.cards import reply
from bot.chat.cards.style import Accent, Item, View, when
from bot.chat.cards.style import button as story_button
from bot.chat.forums import told_in
from bot.chat.ids import Action, template
from bot.chat.views.asker import Asker
from bot.chat.views.persistent import Dynamic, button
from bot.domain.guild import Viewer
from bot.services import ChannelService
from bot.storage.stories import Mute

Interaction = discord.Interaction[Any]


class MuteButtons:
    """Mutes stories. Muting one for the channel needs Manage Messages, and the alert says who did it."""

    def __init__(self, asker: Asker, channels: ChannelService) -> None:
        self._asker = asker
        self._channels = channels

    def items(self) -> list[Dynamic]:
        """Return what keeps the buttons alive."""
        return [
            button(template(Action.MUTE), self._ask),
            button(template(Action.MUTE_MINE), self._mute_mine),
            button(template(Action.UNMUTE_MINE), self._unmute_mine),
            button(template(Action.MUTE_CHANNEL), self._mute_channel),
            button(template(Action.UNMUTE), self._unmute_channel),
        ]

    async def _ask(self, interaction: Interaction, match: re.Match[str]) -> None:
        """Ask for whom; a member who may mute only for themself, or did already, is told so at once."""
        await take_press(interaction)
        key, story = match["key"], int(match["story_id"])
        viewer = await self._asker.viewer(interaction, key)
        found = await self._channels.mutes(viewer, story)
        await respond(interaction, _asked(found, viewer, interaction, key, story))

    async def _mute_mine(self, interaction: Interaction, match: re.Match[str]) -> None:
        await take_press(interaction)
        key, story = match["key"], int(match["story_id"])
        await self._channels.mute(await self._asker.viewer(interaction, key), story)
        await respond(
            interaction,
            reply(
                "Muted for you",
                "You are not mentioned for this story any more, and get no direct message of it. The channel "
                "still shows it.",
                accent=Accent.DONE,
                buttons=[story_button("Undo", Action.UNMUTE_MINE, key, story)],
            ),
        )

    async def _unmute_mine(self, interaction: Interaction, match: re.Match[str]) -> None:
        await take_press(interaction)
        key, story = match["key"], int(match["story_id"])
        was = await self._channels.unmute(await self._asker.viewer(interaction, key), story)
        text = "You are told of this story again." if was else "You had not muted this story."
        await respond(interaction, reply("Not muted for you", text, accent=Accent.DONE))

    async def _mute_channel(self, interaction: Interaction, match: re.Match[str]) -> None:
        await take_press(interaction)
        key, story = match["key"], int(match["story_id"])
        viewer = await self._asker.viewer(interaction, key)
        await self._channels.mute_channel(
            viewer, story, told_in(interaction), may_manage=_may_manage(interaction)
        )
        await respond(
            interaction,
            reply(
                "Muted for this channel",
                "The alert is folded away, says that you muted it, and is not kept up to date.",
                accent=Accent.DONE,
                buttons=[story_button("Undo mute", Action.UNMUTE, key, story)],
            ),
        )

    async def _unmute_channel(self, interaction: Interaction, match: re.Match[str]) -> None:
        await take_press(interaction)
        key, story = match["key"], int(match["story_id"])
        viewer = await self._asker.viewer(interaction, key)
        was = await self._channels.unmute_channel(
            viewer, story, told_in(interaction), may_manage=_may_manage(interaction)
        )
        text = "The alert is shown and kept up to date again." if was else "This story was not muted here."
        await respond(interaction, reply("Not muted for this channel", text, accent=Accent.DONE))


def _asked(found: Sequence[Mute], viewer: Viewer, interaction: Interaction, key: str, story: int) -> View:
    mine = any(each.member_id == viewer.member_id for each in found)
    here = [each for each in found if each.channel_id and each.channel_id == told_in(interaction)]
    buttons: list[Item] = []
    lines: list[str] = []
    if mine:
        lines.append("**For you** it is muted: no mention, no direct message.")
        buttons.append(story_button("Undo for me", Action.UNMUTE_MINE, key, story))
    else:
        lines.append("**For you**: no mention and no direct message of this story any more.")
        buttons.append(story_button("Mute for me", Action.MUTE_MINE, key, story, primary=True))
    if here:
        lines.append(f"**For this channel** it is muted, by <@{here[0].by}> {when(here[0].at)}.")
    elif interaction.guild is not None:
        lines.append(
            "**For this channel**: the alert is folded away for everyone, and says who did it. This needs "
            "Manage Messages."
        )
    if interaction.guild is not None and _may_manage(interaction):
        buttons.append(
            story_button("Undo for this channel", Action.UNMUTE, key, story)
            if here
            else story_button("Mute for this channel", Action.MUTE_CHANNEL, key, story)
        )
    return reply("Mute this story?", "\n".join(lines), buttons=buttons)


def _may_manage(interaction: Interaction) -> bool:
    return interaction.guild is not None and interaction.permissions.manage_messages
