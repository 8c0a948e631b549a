"""Before anything is saved: a watchlist is tried on the archive and shown, with Save, Change and Cancel.

A query that can't be read is shown with its fault instead, and *Change* opens a form with what was typed.
The draft is a row, so its buttons work after a restart, and it may be ignored.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from functools import partial
from typing import Any, Final

import discord

from bot.chat.answers import respond, show, turn
from bot.chat.cards import error_card, reply
from bot.chat.cards.backtest import backtest_card
from bot.chat.cards.style import Accent, View
from bot.chat.ids import control_template
from bot.chat.plain import plain
from bot.chat.rights import Place, channel_here, rights_of
from bot.chat.viewer import viewer_of
from bot.chat.views.form import Field, form, sent
from bot.chat.views.persistent import Dynamic, button, control
from bot.domain.watchlist import Watchlist
from bot.errors import MemberError, QueryError, StorageError
from bot.lookups import Backtest, BacktestLookup
from bot.services import Draft, DraftService, WatchlistService

SAVE: Final = "draftsave"
CHANGE: Final = "draftchange"  # the button, and the form that it opens
CANCEL: Final = "draftcancel"
BACK: Final = "draftback"  # from a query that was refused to the one before
QUERY: Final = "query"
QUERY_MOST: Final = 2_000  # characters, as the query language takes
NAME_MOST: Final = 60
UNSAVED: Final = "Nothing is saved yet"
UNSTORED: Final = (
    "This can't be saved just now: the database takes nothing, its disk may be full. Nothing that was stored "
    "is lost. Try again in a few minutes."
)

_log = logging.getLogger(__name__)

Interaction = discord.Interaction[Any]
Card = Callable[[str | None], View]
"""What a draft looks like under its key; without its buttons where it could not be stored."""
Added = Callable[[Watchlist, Place], View]
Edited = Callable[[Watchlist, Watchlist, Place | None], View]


class Drafting:
    """Shows drafts and saves them. *added* and *edited* say how it looks when one was saved."""

    def __init__(
        self,
        watchlists: WatchlistService,
        drafts: DraftService[Draft],
        backtest: BacktestLookup,
        *,
        added: Added,
        edited: Edited,
    ) -> None:
        self._watchlists = watchlists
        self._drafts = drafts
        self._backtest = backtest
        self._added = added
        self._edited = edited

    def items(self) -> list[Dynamic]:
        """Return what keeps the buttons alive."""
        return [
            button(control_template(SAVE), self._save),
            button(control_template(CHANGE), self._change),
            button(control_template(CANCEL), self._cancel),
            button(control_template(BACK), self._back),
        ]

    async def propose(self, interaction: Interaction, draft: Draft) -> View:
        """Check and try a draft, keep it, and return what to show.

        A query that can't be read is shown with what is wrong in it. Raises any other MemberError that saving
        would.
        """
        viewer = viewer_of(interaction)
        try:
            view = await self._tried(interaction, draft)
        except QueryError as error:
            draft = replace(draft, query="", refused=draft.query)
            view = partial(_refused, error, draft)
        try:
            key = await self._drafts.keep(viewer, draft)
        except StorageError as error:
            _log.warning("a draft could not be stored: %s", error)
            return view(None)
        return view(key)

    async def sent(self, interaction: Interaction) -> bool:
        """Answer the form of Change; return whether this was one."""
        found = sent(interaction, CHANGE)
        if found is None:
            return False
        key, values = found
        await interaction.response.defer()
        viewer, typed = viewer_of(interaction), values.get(QUERY, "")
        before = await self._drafts.get(viewer, key)
        draft = replace(before, query=typed, refused=None)
        try:
            view = await self._tried(interaction, draft)
        except MemberError as error:
            draft = replace(before, refused=typed)
            view = partial(_refused, error, draft)
        try:
            await self._drafts.change(viewer, key, draft)
        except StorageError as error:  # the card with its buttons stays, and what was typed can be copied
            _log.warning("a draft could not be stored: %s", error)
            await show(interaction, view(None))
        else:
            await turn(interaction, view(key))
        return True

    async def _tried(self, interaction: Interaction, draft: Draft) -> Card:
        """Check and try a draft; return its card as a function of its key. Raises as saving would."""
        return await self._shown(interaction, draft, await self._checked(interaction, draft))

    async def _checked(self, interaction: Interaction, draft: Draft) -> Watchlist | None:
        place = _place(interaction, draft.channel_id)
        return await self._watchlists.check(
            viewer_of(interaction),
            rights_of(interaction, place),
            query=draft.query,
            name=draft.name,
            channel_id=draft.channel_id,
            role_id=draft.role_id,
            no_role=draft.no_role,
            editing=draft.editing,
        )

    async def _shown(self, interaction: Interaction, draft: Draft, before: Watchlist | None) -> Card:
        """Try a draft; return its card as a function of its key."""
        found = await self._backtest.run(
            draft.query,
            viewer=viewer_of(interaction),
            before=before.query if before else None,
            channel_id=draft.channel_id or (before.channel_id if before else None),
        )
        name = plain(before.name if before else draft.name or "", NAME_MOST)
        title = f"Change {name} to this?" if before else f"Watch for {name} like this?"
        return partial(_tried_card, title, draft.query, found)

    async def _save(self, interaction: Interaction, match: re.Match[str]) -> None:
        await interaction.response.defer()
        viewer, key = viewer_of(interaction), match["token"]
        draft = await self._drafts.get(viewer, key)
        place = _place(interaction, draft.channel_id)
        rights = rights_of(interaction, place)
        if draft.editing is None:
            at = place or channel_here(interaction)
            one = await self._watchlists.add(
                viewer,
                rights,
                name=draft.name or "",
                query=draft.query,
                channel_id=draft.channel_id or at.id,
                role_id=draft.role_id,
            )
            view = self._added(one, at)
        else:
            before, after = await self._watchlists.edit(
                viewer,
                rights,
                draft.editing,
                new_name=draft.name,
                query=draft.query,
                channel_id=draft.channel_id,
                role_id=draft.role_id,
                no_role=draft.no_role,
            )
            view = self._edited(before, after, place)
        with suppress(StorageError):  # it is saved; the draft goes in a day
            await self._drafts.drop(viewer, key)
        await turn(interaction, view)

    async def _change(self, interaction: Interaction, match: re.Match[str]) -> None:
        draft = await self._drafts.get(viewer_of(interaction), match["token"])
        typed = draft.query if draft.refused is None else draft.refused
        asked = Field(QUERY, "The query", typed, QUERY_MOST, long=True)
        await interaction.response.send_modal(form("Change the query", CHANGE, match["token"], [asked]))

    async def _back(self, interaction: Interaction, match: re.Match[str]) -> None:
        await interaction.response.defer()
        viewer, key = viewer_of(interaction), match["token"]
        draft = replace(await self._drafts.get(viewer, key), refused=None)
        card = (await self._tried(interaction, draft))(key)
        await self._drafts.change(viewer, key, draft)
        await turn(interaction, card)

    async def _cancel(self, interaction: Interaction, match: re.Match[str]) -> None:
        await interaction.response.defer()
        await self._drafts.drop(viewer_of(interaction), match["token"])
        await respond(
            interaction, reply("Cancelled", "Nothing was saved, nothing was changed.", accent=Accent.REPLY)
        )


def _tried_card(title: str, query: str, found: Backtest, key: str | None) -> View:
    if key is None:
        return backtest_card(title, query, found, foot=UNSTORED)
    buttons = [
        control("Save", SAVE, key, primary=True),
        control("Change", CHANGE, key),
        control("Cancel", CANCEL, key),
    ]
    return backtest_card(title, query, found, buttons, UNSAVED)


def _refused(error: MemberError, draft: Draft, key: str | None) -> View:
    """Return what was wrong, with the way back to the form and, where one was shown, to the query before."""
    if key is None:
        return error_card(error, foot=UNSTORED)
    buttons = [control("Change", CHANGE, key, primary=True), control("Cancel", CANCEL, key)]
    if draft.query:
        buttons.insert(1, control("Back", BACK, key))
    return error_card(error, buttons=buttons, foot=UNSAVED)


def _place(interaction: Interaction, channel_id: int | None) -> Place | None:
    """Return the channel or thread of a draft, as the gateway's cache or this very command has it."""
    if channel_id is None or interaction.guild is None:
        return None
    if channel_id == interaction.channel_id:
        return channel_here(interaction)
    return interaction.guild.get_channel_or_thread(channel_id)
