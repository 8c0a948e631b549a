"""/story: one story with its articles."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

import discord
from discord import app_commands
from discord.ext import commands

from bot.chat.answers import defer, show
from bot.chat.autocomplete import Choices, choices
from bot.chat.cards.regrouping import done_card
from bot.chat.cards.story import articles_on, story_card
from bot.chat.viewer import viewer_of
from bot.chat.views.regrouping import may_regroup
from bot.domain.guild import Viewer
from bot.errors import NotFound
from bot.lookups import Complete, StoryLookup, TogetherLookup
from bot.services import OverlayService

DIGITS_MOST: Final = 18  # of a story's number: more than any database gives out, less than it refuses

Interaction = discord.Interaction[Any]


class StoryCog(commands.Cog):
    """Shows stories; its pages are turned by `bot.chat.views.story`."""

    def __init__(
        self,
        stories: StoryLookup,
        together: TogetherLookup,
        complete: Complete,
        overlays: OverlayService,
        soon: Callable[[], None],
    ) -> None:
        self._stories = stories
        self._together = together
        self._complete = complete
        self._overlays = overlays
        self._soon = soon

    @app_commands.command(description="One story with all its articles, or two put together")
    @app_commands.describe(
        story="Begin to type a headline, or give a story's number",
        same_as="Another story that is the same: the two become one in this server",
    )
    async def story(
        self,
        interaction: Interaction,
        story: app_commands.Range[str, 1, 100],
        same_as: app_commands.Range[str, 1, 100] | None = None,
    ) -> None:
        """Show a story, or put it together with another one."""
        await defer(interaction)
        viewer = viewer_of(interaction)
        if same_as is not None:
            both = [await self._number(one, viewer) for one in (story, same_as)]
            choice = await self._overlays.join(viewer, *both, may_manage=may_regroup(interaction))
            self._soon()
            await show(interaction, done_card(choice, 0))
            return
        found = await self._stories.figures(await self._number(story, viewer), viewer=viewer)
        together = await self._together.explain(found.story.articles, articles_on(found.story, 0))
        await show(interaction, story_card(found, viewer.guild_id, together=together))

    @story.autocomplete("same_as")
    @story.autocomplete("story")
    async def _stories_named(self, interaction: Interaction, typed: str) -> Choices:
        viewer = viewer_of(interaction)
        return choices(
            await self._numbered(typed, viewer) or await self._complete.stories(typed, viewer=viewer)
        )

    async def _numbered(self, typed: str, viewer: Viewer) -> list[tuple[str, str]]:
        """Return the story whose number was typed, if there is one."""
        number = _digits(typed)
        if number is None:
            return []
        try:
            story = await self._stories.story(number, viewer=viewer)
        except NotFound:
            return []
        return [(f"{story.id}: {story.headline}", str(story.id))]

    async def _number(self, story: str, viewer: Viewer) -> int:
        """Return the story that is meant: by its number, or as the only one with these words in its title."""
        number = _digits(story)
        if number is not None:
            return number
        found = await self._complete.stories(story, viewer=viewer)
        if not found:
            raise NotFound(f"No story's headline holds “{story}”. /search looks into the articles, too.")
        if len(found) > 1:
            raise NotFound(
                "Several stories hold these words. Choose one from the list that opens while you type."
            )
        return int(found[0][1])


def _digits(typed: str) -> int | None:
    """Return the number that was typed, as 12, #12 or story 12; None for words."""
    number = typed.casefold().strip().removeprefix("story").strip().removeprefix("#")
    return int(number) if number.isascii() and number.isdecimal() and len(number) <= DIGITS_MOST else None
