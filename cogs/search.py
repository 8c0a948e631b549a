"""/search: find stored articles by words."""

from __future__ import annotations

import re
from typing import Any, Final

import discord
from discord import app_commands
from discord.ext import commands

from bot.chat.answers import defer, respond, show, take_press
from bot.chat.cards.search import PAGES, WORDS_MOST, Asked, asked, asked_again, search_card
from bot.chat.ids import page_template
from bot.chat.offering import Choices, choices
from bot.chat.viewer import viewer_of
from bot.chat.views.press import Dynamic, button
from bot.errors import NotFound
from bot.lookups import Complete, Order, Search

DAYS: Final = 30
DAYS_MOST: Final = 3_650

Interaction = discord.Interaction[Any]


class SearchCog(commands.Cog):
    """Takes a member's words, asks `Search`, shows what it found."""

    def __init__(self, search: Search, complete: Complete) -> None:
        self._search = search
        self._complete = complete

    @app_commands.command(description="Find stored articles by words")
    @app_commands.describe(
        words="What to look for; /help topic:query teaches how",
        days=f"How many days back (default: {DAYS})",
        outlet="Only of this outlet",
        order="What comes first (default: the best)",
    )
    @app_commands.choices(
        order=[
            app_commands.Choice(name="best first", value=Order.BEST.value),
            app_commands.Choice(name="newest first", value=Order.NEWEST.value),
        ]
    )
    async def search(
        self,
        interaction: Interaction,
        words: app_commands.Range[str, 1, WORDS_MOST],
        days: app_commands.Range[int, 1, DAYS_MOST] = DAYS,
        outlet: app_commands.Range[str, 1, 100] | None = None,
        order: app_commands.Choice[str] | None = None,
    ) -> None:
        """Show the first page of what was found."""
        await defer(interaction)
        what = asked(words, days, outlet, Order(order.value) if order else Order.BEST)
        await show(interaction, await self._page(interaction, what, 0))

    @search.autocomplete("outlet")
    async def _outlets(self, interaction: Interaction, typed: str) -> Choices:
        return choices(await self._complete.outlets(typed, viewer=viewer_of(interaction)))

    def items(self) -> list[Dynamic]:
        """Return what keeps the buttons of `/search` alive."""
        return [button(page_template(PAGES), self._turn)]

    async def _turn(self, interaction: Interaction, match: re.Match[str]) -> None:
        await take_press(interaction)
        what = asked_again(interaction.message.components if interaction.message else (), match["token"])
        if what is None:
            raise NotFound("What was searched can't be read here any more. Search again: /search")
        await respond(interaction, await self._page(interaction, what, int(match["page"])))

    async def _page(self, interaction: Interaction, what: Asked, page: int) -> discord.ui.LayoutView:
        found = await self._search.articles(
            what.words,
            viewer=viewer_of(interaction),
            days=what.days,
            outlet=what.outlet,
            order=what.order,
            page=page,
        )
        return search_card(what, found)
