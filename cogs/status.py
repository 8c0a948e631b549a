"""/status: how things stand in this server."""

from __future__ import annotations

from typing import Any

import discord
from discord import app_commands
from discord.ext import commands

from bot.chat.answers import defer, show
from bot.chat.cards.status import status_card
from bot.chat.viewer import viewer_of
from bot.lookups import StatusLookup


class StatusCog(commands.Cog):
    """Shows health at a glance."""

    def __init__(self, status: StatusLookup) -> None:
        self._status = status

    @app_commands.command(description="Are feeds read and alerts posted? What needs someone?")
    async def status(self, interaction: discord.Interaction[Any]) -> None:
        """Show how things stand."""
        await defer(interaction)
        await show(interaction, status_card(await self._status.status(viewer=viewer_of(interaction))))
