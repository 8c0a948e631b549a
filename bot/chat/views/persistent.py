"""Buttons and menus that outlive a restart: known by their `custom_id`s, made from plain functions."""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable
from typing import Any

import discord

from bot.chat.apology import answering
from bot.chat.ids import control_id

Interaction = discord.Interaction[Any]
Press = Callable[[Interaction, re.Match[str]], Awaitable[None]]
Choose = Callable[[Interaction, re.Match[str], str], Awaitable[None]]
ChooseMany = Callable[[Interaction, re.Match[str], list[str]], Awaitable[None]]
Item = discord.ui.Item[Any]
Dynamic = type[discord.ui.DynamicItem[Any]]


def control(label: str, what: str, token: str, *, danger: bool = False, primary: bool = False) -> Item:
    """Return a button under an answer, known by `bot.chat.ids.control_id`."""
    style = discord.ButtonStyle.secondary
    if danger or primary:
        style = discord.ButtonStyle.danger if danger else discord.ButtonStyle.primary
    return discord.ui.Button(style=style, label=label, custom_id=control_id(what, token))


def button(template: re.Pattern[str], press: Press) -> Dynamic:
    """Return the item for all buttons whose `custom_id` *template* matches: *press* runs at each click.

    *press* gets the interaction and the match. What it raises is told to the member.
    """

    class Pressed(discord.ui.DynamicItem[discord.ui.Button[Any]], template=template):
        def __init__(self, item: discord.ui.Button[Any], match: re.Match[str]) -> None:
            super().__init__(item)
            self._found = match

        @classmethod
        async def from_custom_id(
            cls, _interaction: Interaction, item: discord.ui.Item[Any], match: re.Match[str], /
        ) -> Pressed:
            assert isinstance(item, discord.ui.Button)
            return cls(item, match)

        async def callback(self, interaction: Interaction) -> None:
            async with answering(interaction):
                await press(interaction, self._found)

    return Pressed


def menu(template: re.Pattern[str], choose: Choose) -> Dynamic:
    """Return the item for all select menus of one choice whose `custom_id` *template* matches.

    *choose* gets the interaction, the match and the chosen value.
    """

    async def first(interaction: Interaction, match: re.Match[str], values: list[str]) -> None:
        await choose(interaction, match, values[0])

    return menu_of_many(template, first)


def menu_of_many(template: re.Pattern[str], choose: ChooseMany) -> Dynamic:
    """Return the item for all select menus whose `custom_id` *template* matches, with all that is chosen."""

    class Chosen(discord.ui.DynamicItem[discord.ui.Select[Any]], template=template):
        def __init__(self, item: discord.ui.Select[Any], match: re.Match[str]) -> None:
            super().__init__(item)
            self._found = match

        @classmethod
        async def from_custom_id(
            cls, _interaction: Interaction, item: discord.ui.Item[Any], match: re.Match[str], /
        ) -> Chosen:
            assert isinstance(item, discord.ui.Select)
            return cls(item, match)

        async def callback(self, interaction: Interaction) -> None:
            async with answering(interaction):
                data: Any = interaction.data
                await choose(interaction, self._found, [str(one) for one in data["values"]])

    return Chosen
