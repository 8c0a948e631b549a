"""Not this story, Same story as…, and Undo: under alerts, under /story, and in direct messages."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any
from zoneinfo import ZoneInfo

import discord

from bot.chat.answers import respond, take_press
from bot.chat.cards.regrouping import (
    APART,
    OPEN,
    SAME,
    SAME_AS,
    UNDO,
    apart_card,
    done_card,
    read_token,
    same_card,
    undone_card,
)
from bot.chat.forums import around, told_in
from bot.chat.ids import Action, control_template, template
from bot.chat.viewer import viewer_of
from bot.chat.views.asker import Asker
from bot.chat.views.persistent import Dynamic, button, menu, menu_of_many
from bot.domain.guild import Viewer
from bot.lookups import Complete, StoryLookup, StoryView
from bot.services import ChannelService, OverlayService

Interaction = discord.Interaction[Any]


class RegroupingButtons:
    """Lets members split and join stories. *soon* is called when alerts are to be set right."""

    def __init__(
        self,
        asker: Asker,
        stories: StoryLookup,
        overlays: OverlayService,
        complete: Complete,
        channels: ChannelService,
        *,
        soon: Callable[[], None],
    ) -> None:
        self._asker = asker
        self._stories = stories
        self._overlays = overlays
        self._complete = complete
        self._channels = channels
        self._soon = soon

    def items(self) -> list[Dynamic]:
        """Return what keeps buttons and menus alive."""
        return [
            button(template(Action.APART), self._ask),
            button(control_template(OPEN), self._open),
            menu_of_many(control_template(APART), self._split),
            button(control_template(SAME), self._ask_same),
            menu(control_template(SAME_AS), self._join),
            button(control_template(UNDO), self._undo),
        ]

    async def _ask(self, interaction: Interaction, match: re.Match[str]) -> None:
        await take_press(interaction)
        viewer = await self._asker.viewer(interaction, match["key"])
        story = await self._story(interaction, viewer, int(match["story_id"]))
        key = "" if interaction.guild else match["key"]
        await respond(interaction, apart_card(story, key, await self._zone(interaction, viewer)))

    async def _open(self, interaction: Interaction, match: re.Match[str]) -> None:
        await take_press(interaction)
        number, viewer, key = await self._asked(interaction, match)
        story = await self._story(interaction, viewer, number)
        await respond(interaction, apart_card(story, key, await self._zone(interaction, viewer)))

    async def _zone(self, interaction: Interaction, viewer: Viewer) -> ZoneInfo:
        here = around(interaction.channel)
        return await self._channels.zone(viewer, told_in(interaction), within=here)

    async def _split(self, interaction: Interaction, match: re.Match[str], values: list[str]) -> None:
        await take_press(interaction)
        number, viewer, key = await self._asked(interaction, match)
        chosen = {int(one) for one in values if one.isdecimal()}
        choice = await self._overlays.split(viewer, number, chosen, may_manage=may_regroup(interaction))
        self._soon()
        await respond(interaction, done_card(choice, len(chosen), key))

    async def _ask_same(self, interaction: Interaction, match: re.Match[str]) -> None:
        await take_press(interaction)
        number, viewer, key = await self._asked(interaction, match)
        story = await self._story(interaction, viewer, number)
        others = await self._complete.stories("", viewer=viewer)
        await respond(interaction, same_card(story, [one for one in others if one[1] != str(story.id)], key))

    async def _join(self, interaction: Interaction, match: re.Match[str], value: str) -> None:
        await take_press(interaction)
        number, viewer, key = await self._asked(interaction, match)
        other = int(value) if value.isdecimal() else 0
        choice = await self._overlays.join(viewer, number, other, may_manage=may_regroup(interaction))
        self._soon()
        await respond(interaction, done_card(choice, 0, key))

    async def _undo(self, interaction: Interaction, match: re.Match[str]) -> None:
        await take_press(interaction)
        number, viewer, _ = await self._asked(interaction, match)
        choice = await self._overlays.undo(viewer, number, may_manage=may_regroup(interaction))
        self._soon()
        await respond(interaction, undone_card(choice))

    async def _story(self, interaction: Interaction, viewer: Viewer, number: int) -> StoryView:
        """Return the story, for who may put it together and apart; others hear at once that they may not.

        The button stands under an alert, which is the same for all who read it.
        """
        story = await self._stories.story(number, viewer=viewer)  # not found, where nothing of it is in sight
        await self._overlays.require(viewer, number, may_manage=may_regroup(interaction))
        return story

    async def _asked(self, interaction: Interaction, match: re.Match[str]) -> tuple[int, Viewer, str]:
        """Return the number that a control names, who uses it, and the key of a direct message."""
        number, key = read_token(match["token"])
        viewer = await self._asker.viewer(interaction, key) if key else viewer_of(interaction)
        return number, viewer, key


def may_regroup(interaction: Interaction) -> bool:
    """Return whether the asker may put any story of the server together and apart."""
    rights = interaction.permissions
    return interaction.guild is not None and (rights.manage_messages or rights.manage_guild)
