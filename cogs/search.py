"""/search: find stored articles by words, and watch for them."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import UTC, datetime, tzinfo
from typing import Any, Final

import discord
from discord import app_commands
from discord.ext import commands

from bot.chat.answers import defer, respond, show, take_press
from bot.chat.apology import answering
from bot.chat.autocomplete import Choices, choices
from bot.chat.cards.search import PAGES, WATCH, WORDS_MOST, Asked, asked, asked_again, search_card
from bot.chat.forums import around, told_in
from bot.chat.ids import control_template, page_template
from bot.chat.plain import visible
from bot.chat.rights import allowed, channel_here, require, require_post_in
from bot.chat.viewer import viewer_of
from bot.chat.views.drafting import Drafting
from bot.chat.views.form import Field, form, sent
from bot.chat.views.persistent import Dynamic, button
from bot.chat.views.retyping import Retyping
from bot.domain.clock import Clock
from bot.errors import MemberError, NotFound
from bot.lookups import Complete, Order, Search
from bot.lookups.reach import DAYS, days_back
from bot.query.dates import guessed, moment
from bot.services import ChannelService, Draft, DraftService, Question

DAYS_MOST: Final = 3_650
DATE_MOST: Final = 30  # characters: room for one written otherwise, so that we can say how it is written here
MANAGE: Final = "manage_messages"
RETYPE: Final = "searchagain"
NAME: Final = "name"
NAME_MOST: Final = 100  # characters of a watchlist's name

Interaction = discord.Interaction[Any]


class SearchCog(commands.Cog):
    """Takes a member's words, asks `Search`, shows what it found."""

    def __init__(
        self,
        search: Search,
        drafting: Drafting,
        clock: Clock,
        complete: Complete,
        *,
        channels: ChannelService,
        questions: DraftService[Question],
    ) -> None:
        self._search = search
        self._drafting = drafting
        self._clock = clock
        self._complete = complete
        self._channels = channels
        self._retyping = Retyping(questions, RETYPE, self._first, most=WORDS_MOST)

    @app_commands.command(description="Find stored articles by words")
    @app_commands.describe(
        words="What to look for; /help topic:query teaches how",
        days=f"How many days back (default: {DAYS}; with dates, all)",
        outlet="Only of this outlet",
        after="Not older than this: a date, or 7d",
        before="Older than this: a date, or 7d",
        order="What comes first (default: the best)",
    )
    @app_commands.choices(
        order=[
            app_commands.Choice(name="best first", value=Order.BEST.value),
            app_commands.Choice(name="newest first", value=Order.NEWEST.value),
        ]
    )
    async def search(  # noqa: PLR0917 - a command takes its options by position
        self,
        interaction: Interaction,
        words: app_commands.Range[str, 1, WORDS_MOST],
        days: app_commands.Range[int, 1, DAYS_MOST] | None = None,
        outlet: app_commands.Range[str, 1, 100] | None = None,
        after: app_commands.Range[str, 1, DATE_MOST] | None = None,
        before: app_commands.Range[str, 1, DATE_MOST] | None = None,
        order: app_commands.Choice[str] | None = None,
    ) -> None:
        """Show the first page of what was found."""
        await defer(interaction)
        self._moment(after, UTC), self._moment(before, UTC)
        first = order.value if order else Order.BEST.value
        options = {"days": days, "outlet": outlet, "order": first, "after": after, "before": before}
        await show(interaction, await self._retyping.answered(interaction, Question(words, options)))

    @search.autocomplete("outlet")
    async def _outlets(self, interaction: Interaction, typed: str) -> Choices:
        return choices(await self._complete.outlets(typed, viewer=viewer_of(interaction)))

    def items(self) -> list[Dynamic]:
        """Return what keeps the buttons of `/search` alive."""
        return [
            button(page_template(PAGES), self._turn),
            button(control_template(WATCH), self._watch_this),
            *self._retyping.items(),
        ]

    @commands.Cog.listener()
    async def on_interaction(self, interaction: Interaction) -> None:
        """Take the form that changes a search, or names a watchlist made of one."""
        async with answering(interaction):
            found = sent(interaction, WATCH)
            if await self._retyping.sent(interaction) or found is None:
                return
            token, values = found
            await defer(interaction)
            require(interaction, MANAGE)
            place = channel_here(interaction)
            require_post_in(interaction, place)
            draft = Draft(_asked(interaction, token).query, name=values.get(NAME, ""), channel_id=place.id)
            await show(interaction, await self._drafting.propose(interaction, draft))

    async def _watch_this(self, interaction: Interaction, match: re.Match[str]) -> None:
        require(interaction, MANAGE)
        words = _asked(interaction, match["token"]).words
        field = Field(NAME, "What to call it", words[:NAME_MOST], most=NAME_MOST)
        await interaction.response.send_modal(form("Watch this", WATCH, match["token"], [field]))

    async def _turn(self, interaction: Interaction, match: re.Match[str]) -> None:
        await take_press(interaction)
        what = _asked(interaction, match["token"])
        await respond(interaction, await self._page(interaction, what, int(match["page"])))

    async def _first(self, interaction: Interaction, question: Question) -> discord.ui.LayoutView:
        """Return the first page of a search; where nothing is found, with the way to change its words."""
        given = question.options
        after, before = given["after"], given["before"]
        what = asked(
            question.words,
            given["days"] or days_back(question.words, after, before),
            given["outlet"],
            Order(given["order"]),
            after=after and after.strip().lower(),
            before=before and before.strip().lower(),
        )
        return await self._page(interaction, what, 0, question)

    async def _page(
        self, interaction: Interaction, what: Asked, page: int, question: Question | None = None
    ) -> discord.ui.LayoutView:
        viewer = viewer_of(interaction)
        zone = await self._channels.zone(viewer, told_in(interaction), within=around(interaction.channel))
        after, before = self._moment(what.after, zone), self._moment(what.before, zone)
        if after and before and after >= before:
            near = f" Did you mean after {what.before} and before {what.after}?" if after > before else ""
            raise MemberError(
                f"Nothing is after {what.after} and before {what.before}: no time lies between them.{near}"
            )
        found = await self._search.articles(
            what.words,
            viewer=viewer,
            days=what.days,
            after=after,
            before=before,
            outlet=what.outlet,
            order=what.order,
            by_story=not what.every,
            page=page,
            below=what.below,
            zone=zone,
        )
        if found.hits:
            return search_card(what, found, may_watch=allowed(interaction, MANAGE))
        if what.outlet:
            meant = await self._complete.outlet_meant(what.outlet, viewer=viewer)
        else:
            meant = await self._complete.outlets_named(what.words, viewer=viewer)
        if question is None:
            return search_card(what, found, meant=meant)
        spelt = await self._complete.words_meant(what.words, viewer=viewer)
        spelt = spelt if len(spelt) <= WORDS_MOST else ""  # the form holds no more
        change = await self._retyping.change(interaction, replace(question, words=spelt or what.words))
        meant = meant or (spelt and f"Did you mean {spelt}?")
        return search_card(what, found, meant=meant, change=change)

    def _moment(self, typed: str | None, zone: tzinfo) -> datetime | None:
        """Return the time that a date names in *zone*. Raises MemberError."""
        if typed is None:
            return None
        now = self._clock.now().astimezone(zone)
        found = moment(typed.strip(), now)
        if found is None:
            meant = guessed(typed.strip(), now)
            near = f" Did you mean {meant}?" if meant else ""
            raise MemberError(
                f"{visible(typed)} is no date here.{near} A date is written as 2024-10-28, "
                "or as 7d for seven days ago."
            )
        return found


def _asked(interaction: Interaction, token: str) -> Asked:
    """Return the search that the answer with this button shows. Raises NotFound."""
    what = asked_again(interaction.message.components if interaction.message else (), token)
    if what is None:
        raise NotFound("What was searched can't be read here any more. Search again: /search")
    return what
