"""/why: why an article alerted, or why not."""

from __future__ import annotations

from typing import Any

import discord
from discord import app_commands
from discord.ext import commands

from bot.chat.answers import defer, show
from bot.chat.autocomplete import Choices, choices
from bot.chat.cards.trail import trail_card
from bot.chat.viewer import viewer_of
from bot.lookups import Complete, WhyLookup

Interaction = discord.Interaction[Any]


class WhyCog(commands.Cog):
    """Tells the way of one article."""

    def __init__(self, why: WhyLookup, complete: Complete) -> None:
        self._why = why
        self._complete = complete

    @app_commands.command(description="Why an article alerted, or why not")
    @app_commands.describe(
        url="The article's address", watchlist="Tell what this one says of it, and what fails first"
    )
    async def why(
        self,
        interaction: Interaction,
        url: app_commands.Range[str, 1, 2_000],
        watchlist: app_commands.Range[str, 1, 100] | None = None,
    ) -> None:
        """Show how an article came, what matched it, and where it was told."""
        await defer(interaction)
        viewer = viewer_of(interaction)
        trail = await self._why.article(url, viewer=viewer, watchlist=watchlist)
        await show(interaction, trail_card(trail, viewer.guild_id))

    @why.autocomplete("watchlist")
    async def _watchlists(self, interaction: Interaction, typed: str) -> Choices:
        return choices(await self._complete.watchlists(typed, viewer=viewer_of(interaction)))
