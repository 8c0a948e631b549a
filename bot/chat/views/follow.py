"""Follow and Unfollow, under alerts and in direct messages."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any, Final

import discord

from bot.chat.answers import respond, take_press
from bot.chat.cards import reply
from bot.chat.cards.style import Accent
from bot.chat.cards.style import button as story_button
from bot.chat.forums import told_in
from bot.chat.ids import Action, template
from bot.chat.views.asker import Asker
from bot.chat.views.persistent import Dynamic, button
from bot.services import Following, FollowService

Interaction = discord.Interaction[Any]

_OPEN: Final = "If it does not come, allow direct messages from this server, in its Privacy Settings."
_SAID: Final = {
    Following.BEGUN: (
        "You follow this story",
        f"What is new in it comes to you by direct message, a few times at most. {_OPEN}",
    ),
    Following.ALREADY: ("You follow this story", "What is new in it comes to you by direct message."),
    Following.DIRECT: (
        "It comes to you already",
        "You get this story by direct message, for a watchlist that you follow. It is kept up to date.",
    ),
    Following.REFUSED: (
        "You follow this story",
        f"The last direct message to you was refused, so it is tried again now. {_OPEN}",
    ),
}


class FollowButtons:
    """Lets members follow stories. *soon* is called when there is a direct message to be sent."""

    def __init__(self, asker: Asker, follows: FollowService, soon: Callable[[], None]) -> None:
        self._asker = asker
        self._follows = follows
        self._soon = soon

    def items(self) -> list[Dynamic]:
        """Return what keeps the buttons alive."""
        return [
            button(template(Action.FOLLOW), self._follow),
            button(template(Action.UNFOLLOW), self._unfollow),
        ]

    async def _follow(self, interaction: Interaction, match: re.Match[str]) -> None:
        await take_press(interaction)
        key, story = match["key"], int(match["story_id"])
        viewer = await self._asker.viewer(interaction, key)
        became = await self._follows.follow(viewer, story, told_in(interaction))
        self._soon()
        title, text = _SAID[became]
        undo = [] if became is Following.DIRECT else [story_button("Unfollow", Action.UNFOLLOW, key, story)]
        await respond(interaction, reply(title, text, accent=Accent.DONE, buttons=undo))

    async def _unfollow(self, interaction: Interaction, match: re.Match[str]) -> None:
        await take_press(interaction)
        viewer = await self._asker.viewer(interaction, match["key"])
        was = await self._follows.unfollow(viewer, int(match["story_id"]))
        text = "No more direct messages of this story." if was else "You did not follow this story."
        await respond(interaction, reply("Not followed", text, accent=Accent.DONE))
