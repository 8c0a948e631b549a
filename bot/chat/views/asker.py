"""Who pressed a button: in a server the member there, in direct messages the one whom the alert was sent."""

from __future__ import annotations

from typing import Any

import discord

from bot.chat.viewer import seen_by, viewer_of
from bot.domain.delivery import TargetKind
from bot.domain.guild import Viewer
from bot.errors import NotFound
from bot.lookups import DeliveryLookup

Interaction = discord.Interaction[Any]


class Asker:
    """Finds the viewer behind a button."""

    def __init__(self, told: DeliveryLookup) -> None:
        self._told = told

    async def viewer(self, interaction: Interaction, key: str) -> Viewer:
        """Return who pressed a button of the message with *key*.

        In direct messages there is no server: the message's delivery says whose alert it is, and Discord is
        asked for the member's roles. Raises NotFound where the member or the bot left that server.
        """
        if interaction.guild is not None:
            return viewer_of(interaction)
        told = await self._told.by_key(key)
        if told is None or told.target.kind is not TargetKind.MEMBER or told.target.id != interaction.user.id:
            raise NotFound("Where this message came from is not known any more.")
        guild = interaction.client.get_guild(told.target.guild_id)
        if guild is None:
            raise NotFound("Salient is not in the server any more where this alert came from.")
        try:
            member = await guild.fetch_member(interaction.user.id)
        except discord.NotFound as error:
            raise NotFound("You are not in the server any more where this alert came from.") from error
        return seen_by(member)
