"""The commands of /watch."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from typing import Any, Final

import discord
from discord import app_commands
from discord.ext import commands

from bot.chat.answers import defer, show, turn
from bot.chat.apology import answering
from bot.chat.autocomplete import Choices, choices
from bot.chat.cards import list_page, paged, reply
from bot.chat.cards.backtest import backtest_card
from bot.chat.cards.search import WORDS_MOST, asked, watch_button
from bot.chat.cards.style import Accent, Item, counted
from bot.chat.ids import control_template, page_template
from bot.chat.plain import plain, units
from bot.chat.rights import (
    AlertChannel,
    Place,
    allowed,
    channel_here,
    needs,
    require_mention,
    require_post_in,
    rights_of,
)
from bot.chat.viewer import viewer_of
from bot.chat.views.drafting import Drafting
from bot.chat.views.persistent import Dynamic, button
from bot.chat.views.retyping import Retyping
from bot.domain.guild import Viewer
from bot.domain.watchlist import Notify, Watchlist
from bot.lookups import BacktestLookup, Complete, Order
from bot.lookups.backtest import DAYS, DAYS_MOST
from bot.services import Draft, DraftService, HistoryService, Question, WatchlistService
from bot.services.checks import one_line
from cogs.watchlists import history, looks

PAGES: Final = "watch"
RETYPE: Final = "testagain"
ALL: Final = "all"  # the one list there is
MANAGE: Final = "manage_messages"
QUERY_MOST: Final = 2_000  # characters, as the query language takes
WIDEST: Final = 9_999_999  # articles: no row is longer, so pages are made before they are counted

Interaction = discord.Interaction[Any]
Name = app_commands.Range[str, 1, 100]
Query = app_commands.Range[str, 1, QUERY_MOST]
ChannelOption = app_commands.Transform[Place, AlertChannel]


class WatchlistsCog(
    commands.GroupCog, group_name="watch", group_description="Watchlists: saved searches that alert"
):
    """Takes a member's words, asks the watchlist service, shows what came.

    The group has no `default_permissions`: Discord knows them for a whole group only, and every member may
    list, show and follow. What changes a watchlist needs Manage Messages (`needs`), a channel needs the
    caller's own View and Send there, a role that the caller could mention it.
    """

    def __init__(
        self,
        watchlists: WatchlistService,
        history: HistoryService,
        backtest: BacktestLookup,
        drafting: Drafting,
        *,
        complete: Complete,
        questions: DraftService[Question],
    ) -> None:
        self._watchlists = watchlists
        self._history = history
        self._backtest = backtest
        self._drafting = drafting
        self._complete = complete
        self._retyping = Retyping(questions, RETYPE, self._tried, most=QUERY_MOST)

    @needs(MANAGE)
    @app_commands.command(description="Watch for words, and alert a channel")
    @app_commands.describe(
        name="What to call it",
        query="What to look for; /help topic:query teaches how",
        channel="Where alerts go (default: this channel)",
        role="A role to mention with every alert",
    )
    async def add(
        self,
        interaction: Interaction,
        name: Name,
        query: Query,
        channel: ChannelOption | None = None,
        role: discord.Role | None = None,
    ) -> None:
        """Show what a watchlist would have found; it is saved by its button."""
        await defer(interaction)
        place = channel or channel_here(interaction)
        require_post_in(interaction, place)
        if role:
            require_mention(interaction, place, role)
        draft = Draft(query, name=name, channel_id=place.id, role_id=role.id if role else None)
        await show(interaction, await self._drafting.propose(interaction, draft))

    @app_commands.command(description="What a query would have found, and how often it would have pinged")
    @app_commands.describe(
        query="What to look for; /help topic:query teaches how", days=f"How many days back (default: {DAYS})"
    )
    async def test(
        self,
        interaction: Interaction,
        query: Query,
        days: app_commands.Range[int, 1, DAYS_MOST] = DAYS,
    ) -> None:
        """Try a query on the archive."""
        await defer(interaction)
        await show(interaction, await self._retyping.answered(interaction, Question(query, {"days": days})))

    @app_commands.command(description="All changes of a watchlist, and back to what it was")
    @app_commands.describe(name="Which watchlist, or the last name of a removed one")
    async def history(self, interaction: Interaction, name: Name) -> None:
        """Show who changed a watchlist when, and how."""
        await defer(interaction)
        found = await self._history.of(viewer_of(interaction), name)
        await show(interaction, history.page(found, may_restore=allowed(interaction, MANAGE)))

    @app_commands.command(name="list", description="The watchlists whose channels you can see")
    async def list_(self, interaction: Interaction) -> None:
        """List watchlists."""
        await defer(interaction)
        await show(interaction, await self._page(viewer_of(interaction), 0))

    @app_commands.command(name="show", description="One watchlist: its query, where it alerts, who made it")
    @app_commands.describe(name="Which watchlist")
    async def show_(self, interaction: Interaction, name: Name) -> None:
        """Show one watchlist."""
        await defer(interaction)
        viewer = viewer_of(interaction)
        one = await self._watchlists.named(viewer, name)
        following = await self._watchlists.following(viewer)
        matched = await self._watchlists.matched(viewer, [one])
        await show(interaction, looks.shown(one, following.get(one.id), matched.get(one.id, 0)))

    @needs(MANAGE)
    @app_commands.command(description="Change a watchlist's name, query, channel or role")
    @app_commands.describe(
        name="Which watchlist",
        new_name="What to call it from now on",
        query="What to look for from now on",
        channel="Where alerts go from now on",
        role="A role to mention with every alert",
        no_role="Mention no role any more",
    )
    async def edit(  # noqa: PLR0917 - a command takes its options by position
        self,
        interaction: Interaction,
        name: Name,
        new_name: Name | None = None,
        query: Query | None = None,
        channel: ChannelOption | None = None,
        role: discord.Role | None = None,
        no_role: bool = False,
    ) -> None:
        """Change a watchlist."""
        await defer(interaction)
        if channel:
            require_post_in(interaction, channel)
        viewer = viewer_of(interaction)
        if role:
            require_mention(interaction, channel or await self._place(interaction, viewer, name), role)
        if query is not None and (await self._watchlists.named(viewer, name)).query != one_line(query):
            draft = Draft(
                query,
                name=new_name,
                channel_id=channel.id if channel else None,
                role_id=role.id if role else None,
                no_role=no_role,
                editing=name,
            )
            await show(interaction, await self._drafting.propose(interaction, draft))
            return
        before, after = await self._watchlists.edit(
            viewer,
            rights_of(interaction, channel),
            name,
            new_name=new_name,
            query=query,
            channel_id=channel.id if channel else None,
            role_id=role.id if role else None,
            no_role=no_role,
        )
        await show(interaction, looks.edited(before, after, channel))

    @needs(MANAGE)
    @app_commands.command(description="Delete a watchlist; what it posted stays")
    @app_commands.describe(name="Which watchlist")
    async def remove(self, interaction: Interaction, name: Name) -> None:
        """Delete a watchlist."""
        await defer(interaction)
        one = await self._watchlists.remove(viewer_of(interaction), rights_of(interaction), name)
        await show(interaction, looks.removed(one))

    @needs(MANAGE)
    @app_commands.command(description="Stop a watchlist's alerts for a while")
    @app_commands.describe(name="Which watchlist")
    async def pause(self, interaction: Interaction, name: Name) -> None:
        """Pause a watchlist."""
        await defer(interaction)
        one = await self._watchlists.pause(viewer_of(interaction), rights_of(interaction), name)
        text = (
            "No alerts come from it until **/watch resume**. What is published meanwhile is not posted later."
        )
        await show(interaction, reply(f"Paused {_named(one.name)}", text, accent=Accent.DONE))

    @needs(MANAGE)
    @app_commands.command(description="Let a paused watchlist alert again")
    @app_commands.describe(name="Which watchlist")
    async def resume(self, interaction: Interaction, name: Name) -> None:
        """Resume a watchlist."""
        await defer(interaction)
        one = await self._watchlists.resume(viewer_of(interaction), rights_of(interaction), name)
        text = f"{looks.goes(one)} They come for what is published from now on; **/search** finds the rest."
        await show(interaction, reply(f"Watching for {_named(one.name)} again", text, accent=Accent.DONE))

    @app_commands.command(description="Be told of a watchlist's alerts yourself")
    @app_commands.describe(name="Which watchlist", notify="How you are told (default: mention)")
    @app_commands.choices(
        notify=[
            app_commands.Choice(name="mention me in the channel", value=Notify.MENTION.value),
            app_commands.Choice(name="send me a direct message", value=Notify.DIRECT.value),
        ]
    )
    async def follow(
        self, interaction: Interaction, name: Name, notify: app_commands.Choice[str] | None = None
    ) -> None:
        """Follow a watchlist."""
        await defer(interaction)
        how = Notify(notify.value) if notify else Notify.MENTION
        one = await self._watchlists.follow(viewer_of(interaction), name, how)
        text = (
            f"You are mentioned in <#{one.channel_id}> with every alert of it."
            if how is Notify.MENTION
            else "Every alert of it is sent to you as a direct message, too. Allow direct messages from this "
            "server's members in its privacy settings, else they can't arrive."
        )
        await show(
            interaction,
            reply(f"You follow {_named(one.name)}", text, "**/watch unfollow** ends it.", accent=Accent.DONE),
        )

    @app_commands.command(description="Be told no more of a watchlist's alerts")
    @app_commands.describe(name="Which watchlist")
    async def unfollow(self, interaction: Interaction, name: Name) -> None:
        """Unfollow a watchlist."""
        await defer(interaction)
        one = await self._watchlists.unfollow(viewer_of(interaction), name)
        text = f"You are not told of its alerts any more. They still come to <#{one.channel_id}>."
        await show(
            interaction, reply(f"You don't follow {_named(one.name)} any more", text, accent=Accent.DONE)
        )

    @show_.autocomplete("name")
    @history.autocomplete("name")
    @edit.autocomplete("name")
    @remove.autocomplete("name")
    @follow.autocomplete("name")
    async def _any(self, interaction: Interaction, typed: str) -> Choices:
        return choices(await self._complete.watchlists(typed, viewer=viewer_of(interaction)))

    @pause.autocomplete("name")
    async def _watching(self, interaction: Interaction, typed: str) -> Choices:
        return await self._those(interaction, typed, lambda one: one.active_since is not None)

    @resume.autocomplete("name")
    async def _paused(self, interaction: Interaction, typed: str) -> Choices:
        return await self._those(interaction, typed, lambda one: one.active_since is None)

    @unfollow.autocomplete("name")
    async def _followed(self, interaction: Interaction, typed: str) -> Choices:
        following = await self._watchlists.following(viewer_of(interaction))
        return await self._those(interaction, typed, lambda one: one.id in following)

    async def _those(
        self, interaction: Interaction, typed: str, wanted: Callable[[Watchlist], bool]
    ) -> Choices:
        """Return the watchlists in sight that are *wanted* and hold what was typed."""
        found = await self._watchlists.all(viewer_of(interaction))
        named = typed.strip().casefold()
        return choices((one.name, one.name) for one in found if wanted(one) and named in one.name.casefold())

    def items(self) -> list[Dynamic]:
        """Return what keeps the buttons of lists, histories and drafts alive."""
        return [
            button(page_template(PAGES), self._turn),
            button(page_template(history.PAGES), self._turn_history),
            button(control_template(history.RESTORE), self._restore),
            *self._drafting.items(),
            *self._retyping.items(),
        ]

    @commands.Cog.listener()
    async def on_interaction(self, interaction: Interaction) -> None:
        """Take the forms that change a draft's query, or a tried one."""
        async with answering(interaction):
            await self._drafting.sent(interaction) or await self._retyping.sent(interaction)

    async def _turn_history(self, interaction: Interaction, match: re.Match[str]) -> None:
        await interaction.response.defer()
        found = await self._history.by_id(viewer_of(interaction), row_id(match["token"]))
        may_restore = allowed(interaction, MANAGE)
        await turn(interaction, history.page(found, int(match["page"]), may_restore=may_restore))

    async def _restore(self, interaction: Interaction, match: re.Match[str]) -> None:
        await interaction.response.defer()
        which, _, number = match["token"].partition("-")
        before, after = await self._history.restore(
            viewer_of(interaction), rights_of(interaction), row_id(which), int(number or 0)
        )
        await turn(interaction, history.restored(before, after))

    async def _turn(self, interaction: Interaction, match: re.Match[str]) -> None:
        await interaction.response.defer()
        await turn(interaction, await self._page(viewer_of(interaction), int(match["page"])))

    async def _page(self, viewer: Viewer, number: int) -> discord.ui.LayoutView:
        found = await self._watchlists.all(viewer)
        following = await self._watchlists.following(viewer)
        pages = paged([looks.row(one, following, WIDEST) for one in found])
        if not pages:
            return reply(
                "No watchlists yet",
                "There is none whose channel you can see. **/watch add** makes one: a name, and the words to "
                "look for.",
            )
        number = min(number, len(pages) - 1)
        first = sum(map(len, pages[:number]))
        on_page = found[first : first + len(pages[number])]
        matched = await self._watchlists.matched(viewer, on_page)
        return list_page(
            "Watchlists",
            [looks.row(one, following, matched.get(one.id, 0)) for one in on_page],
            page=number,
            pages=len(pages),
            what=PAGES,
            token=ALL,
            total=counted(len(found), "watchlist"),
        )

    async def _tried(self, interaction: Interaction, question: Question) -> discord.ui.LayoutView:
        query, days = question.words, int(question.options["days"])
        found = await self._backtest.run(query, viewer=viewer_of(interaction), days=days)
        offered = allowed(interaction, MANAGE) and units(query) <= WORDS_MOST
        buttons: list[Item] = [watch_button(asked(query, days, None, Order.BEST))] if offered else []
        if not found.stories and not found.without_feeds:
            better = found.meant if 0 < len(found.meant) <= QUERY_MOST else query
            buttons = [*await self._retyping.change(interaction, replace(question, words=better)), *buttons]
        return backtest_card("What this would have found", query, found, buttons)

    async def _place(self, interaction: Interaction, viewer: Viewer, name: str) -> Place:
        """Return where a watchlist alerts now; this channel where that one is gone."""
        one = await self._watchlists.named(viewer, name)
        guild = interaction.guild
        return (guild.get_channel_or_thread(one.channel_id) if guild else None) or channel_here(interaction)


def row_id(token: str) -> int:
    """Return the id in a button's token; 0, which no row has, where it holds none."""
    return int(token) if token.isdecimal() and len(token) < 19 else 0  # noqa: PLR2004 - digits of 64 bits


def _named(name: str) -> str:
    return plain(name, looks.NAME_MOST)
