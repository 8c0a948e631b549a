"""The buttons of digests, notices and samples."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any, Final

import discord

from bot.chat.answers import respond, show, take_press
from bot.chat.cards import reply
from bot.chat.cards.status import status_card
from bot.chat.cards.style import counted
from bot.chat.ids import Action, template
from bot.chat.plain import plain
from bot.chat.views.asker import Asker
from bot.chat.views.persistent import Dynamic, button
from bot.domain.alert import DigestReason
from bot.domain.delivery import Delivery
from bot.domain.guild import Viewer
from bot.errors import NotAllowed, NotFound
from bot.lookups import DeliveryLookup, StatusLookup, StoryLookup
from bot.services import ChannelService

Interaction = discord.Interaction[Any]

STORIES_MOST: Final = 15  # as many as a digest shows lines


class MessageButtons:
    """Answers under messages that are no alerts."""

    def __init__(
        self,
        asker: Asker,
        told: DeliveryLookup,
        stories: StoryLookup,
        status: StatusLookup,
        channels: ChannelService,
    ) -> None:
        self._asker = asker
        self._told = told
        self._stories = stories
        self._status = status
        self._channels = channels

    def items(self) -> list[Dynamic]:
        """Return what keeps the buttons alive."""
        return [
            button(template(Action.DIGEST), self._digest),
            button(template(Action.STATUS), self._standing),
            button(template(Action.REMOVE), self._remove),
        ]

    async def _digest(self, interaction: Interaction, match: re.Match[str]) -> None:
        await take_press(interaction)
        viewer = await self._asker.viewer(interaction, match["key"])
        digest = await self._told.by_key(match["key"])
        if digest is None or digest.target.guild_id != viewer.guild_id:
            raise NotFound("This digest is not stored any more.")
        named = await self._named(await self._told.stories_of(digest), viewer)
        await respond(
            interaction,
            reply(
                "Why in brief?",
                await self._why(digest, viewer),
                *(["**/story** shows one with all its articles:\n" + "\n".join(named)] if named else []),
            ),
        )

    async def _why(self, digest: Delivery, viewer: Viewer) -> str:
        reason = str((digest.payload or {}).get("reason"))
        if reason == DigestReason.LATE.value:
            return (
                "A feed could not be read for a while, or had dropped articles before they could be read. "
                "What came out in the last 24 hours is told here at once; what is older is only stored, and "
                "**/search** finds it."
            )
        if reason == DigestReason.OUTAGE.value:
            return (
                "Discord took no messages for a while. Alerts that waited for more than 15 minutes come in "
                "one message, so that nobody is flooded."
            )
        budget = ""
        if digest.target.id in viewer.channels:
            settings = await self._channels.show(viewer, digest.target.id)
            budget = f", {counted(settings.budget, 'alert')} an hour here"
        return (
            f"More stories matched than the channel takes{budget}. The rest of the hour comes in one "
            "message, so that nobody is flooded. An admin changes the number by **/channel set budget**."
        )

    async def _named(self, story_ids: Iterable[int], viewer: Viewer) -> list[str]:
        """Return the stories by number and headline; those with nothing left in sight are left out."""
        named = []
        for story_id in list(story_ids)[:STORIES_MOST]:
            try:
                story = await self._stories.story(story_id, viewer=viewer)
            except NotFound:
                continue
            named.append(f"**{story.id}** {plain(story.headline, 120)}")
        return named

    async def _standing(self, interaction: Interaction, match: re.Match[str]) -> None:
        await take_press(interaction)
        viewer = await self._asker.viewer(interaction, match["key"])
        await respond(interaction, status_card(await self._status.status(viewer=viewer)))

    async def _remove(self, interaction: Interaction, _match: re.Match[str]) -> None:
        """Delete a sample: by who asked for it, or by who may delete messages here."""
        message = interaction.message
        assert message is not None
        asked = f"<@{interaction.user.id}>" in "\n".join(_texts(message.components))
        if not (asked or interaction.permissions.manage_messages):
            raise NotAllowed("To remove this sample, you need the permission Manage Messages.")
        await interaction.response.defer(ephemeral=True, thinking=True)
        await message.delete()
        await show(interaction, reply("Removed", "The sample is gone."))


def _texts(components: Iterable[Any]) -> Iterable[str]:
    for component in components:
        content = getattr(component, "content", None)
        if isinstance(content, str):
            yield content
        yield from _texts(getattr(component, "children", ()))
