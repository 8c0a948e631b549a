"""Sources, Figures, Timeline, Why this?, and the pages of them and of /story."""

from __future__ import annotations

import re
from typing import Any

import discord

from bot.chat.answers import respond, take_press
from bot.chat.cards.figures import FIGURES, figures_card
from bot.chat.cards.sources import SOURCES, sources_card
from bot.chat.cards.story import STORY, WHY, articles_on, story_card, why_card
from bot.chat.cards.timeline import TIMELINE, timeline_card
from bot.chat.ids import Action, page_template, template
from bot.chat.viewer import viewer_of
from bot.chat.views.asker import Asker
from bot.chat.views.persistent import Dynamic, button
from bot.lookups import StoryLookup, TogetherLookup, WhyLookup

Interaction = discord.Interaction[Any]


class StoryButtons:
    """Answers about the story under whose alert a button was pressed."""

    def __init__(self, asker: Asker, stories: StoryLookup, why: WhyLookup, together: TogetherLookup) -> None:
        self._asker = asker
        self._stories = stories
        self._why = why
        self._together = together

    def items(self) -> list[Dynamic]:
        """Return what keeps the buttons alive."""
        return [
            button(template(Action.SOURCES), self._sources),
            button(template(Action.FIGURES), self._figures),
            button(template(Action.TIMELINE), self._timeline),
            button(page_template(TIMELINE), self._timeline_page),
            button(template(Action.WHY), self._reasons),
            button(page_template(FIGURES), self._figures_page),
            button(page_template(SOURCES), self._sources_page),
            button(page_template(WHY), self._why_page),
            button(page_template(STORY), self._story_page),
        ]

    async def _sources(self, interaction: Interaction, match: re.Match[str]) -> None:
        await take_press(interaction)
        viewer = await self._asker.viewer(interaction, match["key"])
        story = await self._stories.story(int(match["story_id"]), viewer=viewer)
        await respond(interaction, sources_card(story, sentences=self._stories.sentences(story)))

    async def _figures(self, interaction: Interaction, match: re.Match[str]) -> None:
        await take_press(interaction)
        viewer = await self._asker.viewer(interaction, match["key"])
        await respond(
            interaction, figures_card(await self._stories.figures(int(match["story_id"]), viewer=viewer))
        )

    async def _figures_page(self, interaction: Interaction, match: re.Match[str]) -> None:
        await take_press(interaction)
        found = await self._stories.figures(_story(match), viewer=viewer_of(interaction))
        await respond(interaction, figures_card(found, int(match["page"])))

    async def _timeline(self, interaction: Interaction, match: re.Match[str]) -> None:
        await take_press(interaction)
        viewer = await self._asker.viewer(interaction, match["key"])
        await respond(
            interaction, timeline_card(await self._stories.timeline(int(match["story_id"]), viewer=viewer))
        )

    async def _timeline_page(self, interaction: Interaction, match: re.Match[str]) -> None:
        await take_press(interaction)
        found = await self._stories.timeline(_story(match), viewer=viewer_of(interaction))
        await respond(interaction, timeline_card(found, int(match["page"])))

    async def _reasons(self, interaction: Interaction, match: re.Match[str]) -> None:
        await take_press(interaction)
        viewer = await self._asker.viewer(interaction, match["key"])
        await respond(interaction, why_card(await self._why.story(int(match["story_id"]), viewer=viewer)))

    async def _sources_page(self, interaction: Interaction, match: re.Match[str]) -> None:
        await take_press(interaction)
        story = await self._stories.story(_story(match), viewer=viewer_of(interaction))
        sentences = self._stories.sentences(story)
        await respond(interaction, sources_card(story, int(match["page"]), sentences=sentences))

    async def _why_page(self, interaction: Interaction, match: re.Match[str]) -> None:
        await take_press(interaction)
        why = await self._why.story(_story(match), viewer=viewer_of(interaction))
        await respond(interaction, why_card(why, int(match["page"])))

    async def _story_page(self, interaction: Interaction, match: re.Match[str]) -> None:
        await take_press(interaction)
        viewer = viewer_of(interaction)
        found = await self._stories.figures(_story(match), viewer=viewer)
        page = int(match["page"])
        together = await self._together.explain(found.story.articles, articles_on(found.story, page))
        await respond(interaction, story_card(found, viewer.guild_id, page, together))


def _story(match: re.Match[str]) -> int:
    return int(match["token"])
