"""A question whose words can be typed again: what was refused, or found nothing, has *Change* under it.

The button opens a form with what was typed; its other options stay. The question is a row of drafts, so the
button works after a restart, and it may be ignored.
"""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable
from dataclasses import replace
from typing import Any, Final

import discord

from bot.chat.answers import turn
from bot.chat.cards import error_card
from bot.chat.cards.style import Item, View
from bot.chat.ids import control_template
from bot.chat.viewer import viewer_of
from bot.chat.views.form import Field, form, sent
from bot.chat.views.persistent import Dynamic, button, control
from bot.errors import QueryError, StorageError
from bot.services import DraftService, Question

WORDS: Final = "words"

Interaction = discord.Interaction[Any]
Answer = Callable[[Interaction, Question], Awaitable[View]]


class Retyping:
    """Answers questions of one command; *what* names its button and form, *most* in characters."""

    def __init__(self, questions: DraftService[Question], what: str, answer: Answer, *, most: int) -> None:
        self._questions = questions
        self._what = what
        self._answer = answer
        self._most = most

    def items(self) -> list[Dynamic]:
        """Return what keeps the button alive."""
        return [button(control_template(self._what), self._open)]

    async def answered(self, interaction: Interaction, question: Question) -> View:
        """Return the answer; of a query that can't be read, what is wrong and the way to the form."""
        try:
            return await self._answer(interaction, question)
        except QueryError as error:
            return error_card(error, buttons=await self.change(interaction, question))

    async def change(self, interaction: Interaction, question: Question) -> list[Item]:
        """Return the button that opens the form; none where nothing can be stored."""
        try:
            key = await self._questions.keep(viewer_of(interaction), question)
        except StorageError:
            return []
        return [control("Change", self._what, key, primary=True)]

    async def sent(self, interaction: Interaction) -> bool:
        """Answer the form in its message's place; return whether this was one."""
        found = sent(interaction, self._what)
        if found is None:
            return False
        key, values = found
        await interaction.response.defer()
        before = await self._questions.get(viewer_of(interaction), key)
        question = replace(before, words=values.get(WORDS, ""))
        await turn(interaction, await self.answered(interaction, question))
        return True

    async def _open(self, interaction: Interaction, match: re.Match[str]) -> None:
        question = await self._questions.get(viewer_of(interaction), match["token"])
        asked = Field(WORDS, "What to look for", question.words, self._most, long=True)
        await interaction.response.send_modal(form("Change the query", self._what, match["token"], [asked]))
