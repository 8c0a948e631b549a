"""From an address to a followed feed: preview, choice, Add or Cancel. Nothing is saved before Add."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any, Final

import discord

from bot.chat.answers import take_press, turn
from bot.chat.cards import reply
from bot.chat.cards.feed_preview import added_card, already_card, choice_card, preview_card
from bot.chat.cards.style import Item, View
from bot.chat.ids import control_template
from bot.chat.rights import require
from bot.chat.viewer import viewer_of
from bot.chat.views.persistent import Dynamic, button, control, menu
from bot.domain.guild import Viewer
from bot.errors import NotFound
from bot.services import DraftService, FeedDraft, FeedService, WatchlistService

ADD: Final = "feedadd"
CANCEL: Final = "feedcancel"
OTHERS: Final = "feedothers"
CHOOSE: Final = "feedchoice"
NEWEST: Final = "newest"
"""What the buttons and the menu of /feed add are called in their `custom_id`s."""

MANAGE: Final = "manage_guild"

Interaction = discord.Interaction[Any]


class Adding:
    """Shows what stands at an address, and follows it when its button is pressed."""

    def __init__(
        self, feeds: FeedService, drafts: DraftService[FeedDraft], watchlists: WatchlistService
    ) -> None:
        self._feeds = feeds
        self._drafts = drafts
        self._watchlists = watchlists

    def items(self) -> list[Dynamic]:
        """Return what keeps the buttons and the menu alive."""
        return [
            button(control_template(ADD), self._add),
            button(control_template(CANCEL), self._cancel),
            button(control_template(OTHERS), self._others),
            menu(control_template(CHOOSE), self._chosen),
        ]

    async def propose(self, viewer: Viewer, url: str) -> View:
        """Return what stands at *url*, kept as a draft. Raises MemberError."""
        known = await self._feeds.followed_as(viewer, url)  # before anybody is asked for anything
        if known is not None:
            return already_card(known, url)
        preview = await self._feeds.preview(url)
        if preview.choices:
            draft = FeedDraft(page=preview.shown_url, choices=preview.choices)
            return choice_card(draft, CHOOSE, await self._drafts.keep(viewer, draft))
        followed = await self._feeds.followed_as(viewer, preview.url)
        if followed is not None:
            return already_card(followed, preview.url)
        return preview_card(preview, _buttons(await self._drafts.keep(viewer, FeedDraft(feed=preview))))

    async def _chosen(self, interaction: Interaction, match: re.Match[str], place: str) -> None:
        require(interaction, MANAGE)
        await take_press(interaction)
        viewer, key = viewer_of(interaction), match["token"]
        draft = await self._drafts.get(viewer, key)
        if not place.isdecimal() or int(place) >= len(draft.choices):
            raise NotFound("This feed is not among those of the page any more. Start again: /feed add")
        preview = await self._feeds.preview(draft.choices[int(place)].url)
        if preview.choices:  # what was called a feed is a page with feeds of its own
            draft = FeedDraft(page=preview.shown_url, choices=preview.choices)
            await self._drafts.change(viewer, key, draft)
            await turn(interaction, choice_card(draft, CHOOSE, key))
            return
        followed = await self._feeds.followed_as(viewer, preview.url)
        if followed is not None:
            await turn(interaction, already_card(followed, preview.url, [_others(key)]))
            return
        await self._drafts.change(viewer, key, replace(draft, feed=preview))
        await turn(interaction, preview_card(preview, _buttons(key, others=True)))

    async def _others(self, interaction: Interaction, match: re.Match[str]) -> None:
        await take_press(interaction)
        draft = await self._drafts.get(viewer_of(interaction), match["token"])
        await turn(interaction, choice_card(draft, CHOOSE, match["token"]))

    async def _add(self, interaction: Interaction, match: re.Match[str]) -> None:
        require(interaction, MANAGE)
        await take_press(interaction)
        viewer, key = viewer_of(interaction), match["token"]
        draft = await self._drafts.get(viewer, key)
        if draft.feed is None:
            raise NotFound("No feed is chosen yet. Start again: /feed add")
        one = await self._feeds.follow(viewer, draft.feed)
        await self._drafts.drop(viewer, key)
        watching = any(each.active_since for each in await self._watchlists.all(viewer))
        newest = [control("Post newest match now", NEWEST, str(one.feed.id))] if watching else []
        await turn(interaction, added_card(one, watching=watching, buttons=newest))

    async def _cancel(self, interaction: Interaction, match: re.Match[str]) -> None:
        await take_press(interaction)
        await self._drafts.drop(viewer_of(interaction), match["token"])
        await turn(interaction, reply("Cancelled", "No feed was added."))


def _buttons(key: str, *, others: bool = False) -> list[Item]:
    return [
        control("Add", ADD, key, primary=True),
        *([_others(key)] if others else []),
        control("Cancel", CANCEL, key),
    ]


def _others(key: str) -> Item:
    return control("Other feeds", OTHERS, key)
