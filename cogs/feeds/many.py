"""Many feeds at once: OPML files in and out, and starter packs."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any, Final

import discord

from bot.chat.answers import show, take_press, turn
from bot.chat.autocomplete import Choices, choices
from bot.chat.cards import reply
from bot.chat.cards.feed_lists import (
    adding_card,
    checked_card,
    checking_card,
    export_card,
    pack_card,
    packs_card,
)
from bot.chat.cards.style import Item
from bot.chat.ids import control_template
from bot.chat.plain import visible
from bot.chat.rights import require
from bot.chat.viewer import viewer_of
from bot.chat.views.live_answers import LiveAnswers
from bot.chat.views.persistent import Dynamic, button, control
from bot.domain.guild import Viewer
from bot.errors import MemberError
from bot.pipeline.feeds.opml import Outline, of_category
from bot.services import Added, FirstChecks, ManyFeeds, Packs, Standing
from bot.services.many_feeds import LARGEST_FILE
from cogs.feeds.adding import MANAGE

PACK: Final = "packadd"
PACK_CANCEL: Final = "packcancel"
CHECKS: Final = "feedchecks"
"""What the buttons are called in their `custom_id`s."""

NAMED_MOST: Final = 5  # well-known feeds in one sentence
ANY: Final = "any"  # in a pack's custom_id, where no topic or no country was chosen
EDIT_EVERY: Final = 2.0  # seconds between two edits of an answer while feeds are stored

Interaction = discord.Interaction[Any]


class Many:
    """Reads lists of feeds, adds them, and shows how their first checks go."""

    def __init__(self, many: ManyFeeds, checks: FirstChecks, packs: Packs, live_answers: LiveAnswers) -> None:
        self._many = many
        self._checks = checks
        self._packs = packs
        self._live_answers = live_answers

    def items(self) -> list[Dynamic]:
        """Return what keeps the buttons alive."""
        return [
            button(control_template(PACK), self._add_pack),
            button(control_template(PACK_CANCEL), self._cancel),
            button(control_template(CHECKS), self._look),
        ]

    def stop(self) -> None:
        """Follow no first checks any more."""
        self._live_answers.stop()

    async def take_file(
        self, interaction: Interaction, file: discord.Attachment, category: str | None
    ) -> None:
        """Add the feeds of an OPML file, or those of one of its folders. Raises MemberError."""
        if file.size > LARGEST_FILE:
            raise MemberError(
                f"{file.filename} has {file.size:,} bytes; a list of feeds may have {LARGEST_FILE:,}. "
                "Split it."
            )
        try:
            data = await file.read()
        except discord.HTTPException as error:
            raise MemberError("Discord did not hand over the file. Attach it again.") from error
        found = await self._many.read(data)
        await self._add(interaction, of_category(found.outlines, category))

    async def give_file(self, interaction: Interaction) -> None:
        """Answer with the server's feeds as an OPML file."""
        view, file = export_card(await self._many.export(viewer_of(interaction)))
        await show(interaction, view, files=[file])

    async def show_pack(self, interaction: Interaction, topic: str | None, country: str | None) -> None:
        """Show what a pack would add; without topic and country, what there is. Raises NotFound."""
        keys = self._packs.keys(topic, country)
        if keys == (None, None):
            await show(interaction, packs_card(self._packs))
            return
        feeds = self._packs.chosen(*keys)
        known = await self._many.known(viewer_of(interaction), [one.outline for one in feeds])
        token = f"{keys[0] or ANY}_{keys[1] or ANY}"
        buttons = [control("Add", PACK, token, primary=True), control("Cancel", PACK_CANCEL, token)]
        title = self._packs.title(*keys)
        await show(interaction, pack_card(title, feeds, known, buttons if known < len(feeds) else []))

    def named(self, typed: str) -> Choices:
        """Return the feeds of the list whose name holds what was typed, each for its address."""
        return choices((f"{one.name} ({one.url})", one.url) for one in self._packs.named(typed))

    def address(self, typed: str) -> str:
        """Return the address of the only feed of the list with this name, else *typed* itself.

        Raises MemberError where several have it.
        """
        found = self._packs.named(typed)
        found = [one for one in found if one.name.casefold() == typed.strip().casefold()] or found
        if len(found) > 1:
            names = [one.name for one in found[:NAMED_MOST]] + ["others"] * (len(found) > NAMED_MOST)
            raise MemberError(
                f"{visible(typed.strip())} may be {', '.join(names[:-1])} or {names[-1]}. Choose one of what "
                "is offered while you type."
            )
        return found[0].url if found else typed

    def topics(self, typed: str) -> Choices:
        """Return the topics that hold what was typed."""
        named = typed.strip().casefold()
        return choices(
            (f"{self._packs.topics[key]} ({number})", key)
            for key, number in self._packs.by_topic.items()
            if named in self._packs.topics[key].casefold() or named in key
        )

    def countries(self, typed: str) -> Choices:
        """Return the countries that hold what was typed."""
        named = typed.strip().casefold()
        return choices(
            (f"{self._packs.countries[key]} ({number})", key)
            for key, number in self._packs.by_country.items()
            if named in self._packs.countries[key].casefold() or named == key
        )

    async def _add_pack(self, interaction: Interaction, match: re.Match[str]) -> None:
        require(interaction, MANAGE)
        await take_press(interaction)
        topic, _, country = match["token"].partition("_")
        feeds = self._packs.chosen(None if topic == ANY else topic, None if country == ANY else country)
        await self._add(interaction, [one.outline for one in feeds])

    async def _cancel(self, interaction: Interaction, _match: re.Match[str]) -> None:
        await take_press(interaction)
        await turn(interaction, reply("Cancelled", "No feed was added."))

    async def _add(self, interaction: Interaction, outlines: Sequence[Outline]) -> None:
        """Add feeds, tell how far it is, and follow their first checks."""
        loop = interaction.client.loop
        await turn(interaction, adding_card(0, len(outlines)))
        edited_at = loop.time()

        async def progress(done: int, total: int) -> None:
            nonlocal edited_at
            if loop.time() - edited_at >= EDIT_EVERY:
                edited_at = loop.time()
                await turn(interaction, adding_card(done, total))

        viewer = viewer_of(interaction)
        came = await self._many.add(viewer, outlines, progress)
        if not came.batch:
            await self._tell(interaction, viewer, came, None)
            return
        await self._follow(interaction, viewer, came)

    async def _follow(self, interaction: Interaction, viewer: Viewer, came: Added) -> None:
        last: Standing | None = None

        async def look() -> bool:
            nonlocal last
            standing = await self._checks.standing(viewer, came.batch)
            if not standing.waiting:
                await self._tell(interaction, viewer, came, standing)
                return True
            if standing != last:
                last = standing
                await turn(interaction, checking_card(came, standing, [_look_again(came.batch)]))
            return False

        if not await look():
            self._live_answers.start(look)

    async def _look(self, interaction: Interaction, match: re.Match[str]) -> None:
        """Show how far a batch is: for an answer that is not followed any more."""
        await take_press(interaction)
        viewer, key = viewer_of(interaction), match["token"]
        standing = await self._checks.standing(viewer, key)
        if standing.waiting:
            await turn(interaction, checking_card(None, standing, [_look_again(key)]))
        else:
            await self._tell(interaction, viewer, None, standing, key=key)

    async def _tell(
        self,
        interaction: Interaction,
        viewer: Viewer,
        came: Added | None,
        standing: Standing | None,
        *,
        key: str = "",
    ) -> None:
        """Tell what came of it all, and that nobody else needs to."""
        view, file = checked_card(came, standing)
        await turn(interaction, view, files=[file] if file else [])
        if standing is not None:
            await self._checks.told(viewer, came.batch if came else key)


def _look_again(key: str) -> Item:
    return control("How far?", CHECKS, key)
