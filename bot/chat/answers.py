"""Send an answer to who asked, and to nobody else."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import discord

Interaction = discord.Interaction[Any]


async def defer(interaction: Interaction) -> None:
    """Take more than the three seconds that Discord waits; the answer will be seen by the asker only."""
    await interaction.response.defer(ephemeral=True, thinking=True)


async def show(
    interaction: Interaction, view: discord.ui.LayoutView, *, files: Sequence[discord.File] = ()
) -> None:
    """Answer with *view* and its *files*, ephemeral and without a ping, at once or after `defer`."""
    view.stop()  # else discord.py keeps it for ever; our buttons are dynamic items, known by custom_id
    nobody = discord.AllowedMentions.none()
    given: Any = files or discord.utils.MISSING
    if interaction.response.is_done():
        await interaction.followup.send(view=view, ephemeral=True, allowed_mentions=nobody, files=given)
    else:
        await interaction.response.send_message(
            view=view, ephemeral=True, allowed_mentions=nobody, files=given
        )


async def turn(
    interaction: Interaction, view: discord.ui.LayoutView, *, files: Sequence[discord.File] = ()
) -> None:
    """Replace the message whose button was pressed, as a list's next page does, or a question's answer."""
    view.stop()
    nobody = discord.AllowedMentions.none()
    given: Any = files or discord.utils.MISSING
    if interaction.response.is_done():
        await interaction.edit_original_response(view=view, allowed_mentions=nobody, attachments=given)
    else:
        await interaction.response.edit_message(view=view, allowed_mentions=nobody, attachments=given)


async def take_press(interaction: Interaction) -> None:
    """Take more than three seconds for a button: see `respond`."""
    if under_answer(interaction):
        await interaction.response.defer()
    else:
        await defer(interaction)


async def respond(interaction: Interaction, view: discord.ui.LayoutView) -> None:
    """Answer a button: in place under an answer that only its member sees, else with such an answer."""
    await (turn if under_answer(interaction) else show)(interaction, view)


def under_answer(interaction: Interaction) -> bool:
    """Return whether the button stands under an answer that only its member sees."""
    return interaction.message is not None and interaction.message.flags.ephemeral
