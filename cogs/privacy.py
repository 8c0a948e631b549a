"""/privacy: what is stored of a member, and its deletion."""

from __future__ import annotations

import re
from typing import Any, Final

import discord
from discord import app_commands
from discord.ext import commands

from bot.chat.answers import defer, show, turn
from bot.chat.cards import reply
from bot.chat.cards.style import Accent
from bot.chat.ids import control_template
from bot.chat.viewer import viewer_of
from bot.chat.views.persistent import Dynamic, button, control
from bot.services import PrivacyService

ASK: Final = "forget"
DO: Final = "forgetnow"
KEEP: Final = "forgetnot"
OWNER: Final = (
    "That you own this server is noted, too, as Discord says it: what admins must hear goes to its owner. It "
    "goes with all of the server's data, when Salient was removed from it."
)

Interaction = discord.Interaction[Any]


class PrivacyCog(commands.Cog):
    """Shows a member what is stored of them in this server, and deletes it when asked twice."""

    def __init__(self, privacy: PrivacyService) -> None:
        self._privacy = privacy

    @app_commands.command(description="What is stored of you in this server, and how to delete it")
    async def privacy(self, interaction: Interaction) -> None:
        """Count what is stored, with a button that deletes it."""
        await defer(interaction)
        viewer = viewer_of(interaction)
        stored = await self._privacy.stored(viewer)
        lines = [f"{words[:1].upper()}{words[1:]}: **{count:,}**" for words, count in stored.items() if count]
        buttons = [control("Delete it", ASK, _whose(interaction), danger=True)] if lines else []
        await show(
            interaction,
            reply(
                "What is stored of you",
                "\n".join(lines)
                if lines
                else "Nothing but what you see now: you follow, muted and made nothing.",
                "It is kept with your Discord id, for this server only. Salient does not read or store what "
                "members write in channels.",
                OWNER if await self._privacy.owns(viewer) else "",
                buttons=buttons,
            ),
        )

    def items(self) -> list[Dynamic]:
        """Return what keeps the buttons of `/privacy` alive."""
        return [
            button(control_template(ASK), self._ask),
            button(control_template(DO), self._delete),
            button(control_template(KEEP), self._keep),
        ]

    async def _ask(self, interaction: Interaction, _match: re.Match[str]) -> None:
        whose = _whose(interaction)
        await turn(
            interaction,
            reply(
                "Delete what is stored of you?",
                "You will follow no watchlist and no story, and your mutes are undone. Watchlists, aliases "
                "and feeds that you added belong to the team: they stay, without your name. This can't be "
                "undone.",
                accent=Accent.NOTICE,
                buttons=[
                    control("Delete for good", DO, whose, danger=True),
                    control("Keep it", KEEP, whose),
                ],
            ),
        )

    async def _delete(self, interaction: Interaction, _match: re.Match[str]) -> None:
        viewer = viewer_of(interaction)
        await interaction.response.defer()
        await self._privacy.forget(viewer)
        told = OWNER if await self._privacy.owns(viewer) else ""
        text = f"Nothing {'else ' if told else ''}that is stored of this server names you any more."
        await turn(interaction, reply("Deleted", text, told, accent=Accent.DONE))

    async def _keep(self, interaction: Interaction, _match: re.Match[str]) -> None:
        await turn(interaction, reply("Kept", "Nothing was deleted."))


def _whose(interaction: Interaction) -> str:
    """Return the token of the buttons. Whoever presses acts for themself, so it decides nothing."""
    return str(interaction.user.id)
