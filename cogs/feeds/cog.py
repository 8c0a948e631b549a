"""The commands of /feed."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any, Final

import discord
from discord import app_commands
from discord.ext import commands

from bot.chat.answers import defer, show, take_press, turn
from bot.chat.autocomplete import Choices, choices
from bot.chat.cards import list_page, paged, reply
from bot.chat.cards.feed_health import health_card
from bot.chat.cards.status import NO_FEEDS, feed_row
from bot.chat.cards.style import Accent, counted
from bot.chat.ids import control_template, page_template
from bot.chat.plain import plain
from bot.chat.rights import needs, require
from bot.chat.viewer import viewer_of
from bot.chat.views.persistent import Dynamic, button
from bot.domain.feed import FollowedFeed
from bot.domain.guild import Viewer
from bot.lookups import Complete, HealthLookup, StatusLookup
from bot.lookups.folders import folder_named, folders, inside, token_of, written
from bot.services import FeedService, RepeatsService
from cogs.feeds import looks
from cogs.feeds.adding import MANAGE, NEWEST, Adding
from cogs.feeds.many import Many

PAGES: Final = "feeds"
ALL: Final = "all"  # the list of all feeds; those of one folder have its token
URL_MOST: Final = 2_000  # characters

Interaction = discord.Interaction[Any]
Name = app_commands.Range[str, 1, URL_MOST]


class FeedsCog(
    commands.GroupCog, group_name="feed", group_description="Feeds that this server follows, and their health"
):
    """Takes a member's words, asks the feed service, shows what came.

    The group has no `default_permissions`: Discord knows them for a whole group only, and every member may
    see the list. What changes feeds needs Manage Server, which is checked at each command (`needs`) and again
    by the service.
    """

    def __init__(
        self,
        feeds: FeedService,
        adding: Adding,
        many: Many,
        *,
        status: StatusLookup,
        health: HealthLookup,
        complete: Complete,
        repeats: RepeatsService,
    ) -> None:
        self._feeds = feeds
        self._repeats = repeats
        self._adding = adding
        self._many = many
        self._status = status
        self._health = health
        self._complete = complete

    @needs(MANAGE)
    @app_commands.command(description="Follow a feed, or the feed of a site")
    @app_commands.describe(url="The address of a feed or of a site, or the name of a well-known one")
    async def add(self, interaction: Interaction, url: app_commands.Range[str, 1, URL_MOST]) -> None:
        """Show what stands at an address; it is followed by its button."""
        await defer(interaction)
        await show(interaction, await self._adding.propose(viewer_of(interaction), self._many.address(url)))

    @add.autocomplete("url")
    async def _well_known(self, _interaction: Interaction, typed: str) -> Choices:
        return self._many.named(typed)

    @app_commands.command(name="list", description="The feeds that this server follows, and their health")
    @app_commands.describe(folder="Only those of this folder of an OPML file, and of the folders in it")
    async def list_(
        self, interaction: Interaction, folder: app_commands.Range[str, 1, 200] | None = None
    ) -> None:
        """List feeds."""
        await defer(interaction)
        viewer = viewer_of(interaction)
        token = ALL
        if folder is not None:
            token = token_of(folder_named(await self._status.feeds(viewer=viewer), folder))
        await show(interaction, await self._page(viewer, 0, token))

    @app_commands.command(
        description="One feed's life: what it published, when it failed, when it is checked"
    )
    @app_commands.describe(feed="Which feed")
    async def health(self, interaction: Interaction, feed: Name) -> None:
        """Show one feed's life."""
        await defer(interaction)
        viewer = viewer_of(interaction)
        one = await self._feeds.named(viewer, feed)
        await show(interaction, health_card(await self._health.of(one.feed.id, viewer=viewer)))

    @app_commands.command(
        description="Lines that a feed's articles repeat, which are left out; an admin can keep one"
    )
    @app_commands.describe(
        feed="Which feed", line="Keep this line in its articles, or leave a kept one out again"
    )
    async def repeats(self, interaction: Interaction, feed: Name, line: Name | None = None) -> None:
        """Show what a feed repeats, or keep a line of it."""
        await defer(interaction)
        viewer = viewer_of(interaction)
        if line is None:
            await show(interaction, looks.repeats(await self._repeats.of(viewer, feed)))
            return
        require(interaction, MANAGE)
        await show(interaction, looks.turned(*await self._repeats.turn(viewer, feed, line)))

    @repeats.autocomplete("line")
    async def _lines(self, interaction: Interaction, typed: str) -> Choices:
        named = str(interaction.namespace.feed or "")
        return choices(await self._repeats.offered(viewer_of(interaction), named, typed))

    @needs(MANAGE)
    @app_commands.command(description="Follow a feed no more; its articles disappear from this server")
    @app_commands.describe(feed="Which feed")
    async def remove(self, interaction: Interaction, feed: Name) -> None:
        """Drop a feed."""
        await defer(interaction)
        await show(interaction, looks.removed(await self._feeds.remove(viewer_of(interaction), feed)))

    @needs(MANAGE)
    @app_commands.command(description="Stop alerts from a feed for a while")
    @app_commands.describe(feed="Which feed")
    async def pause(self, interaction: Interaction, feed: Name) -> None:
        """Pause a feed."""
        await defer(interaction)
        one = await self._feeds.pause(viewer_of(interaction), feed)
        text = "No alerts come from it until **/feed resume**. Its archive is still searched by **/search**."
        await show(interaction, reply(f"Paused {plain(one.title, 100)}", text, accent=Accent.DONE))

    @needs(MANAGE)
    @app_commands.command(description="Let a paused feed alert again")
    @app_commands.describe(feed="Which feed")
    async def resume(self, interaction: Interaction, feed: Name) -> None:
        """Resume a feed."""
        await defer(interaction)
        one = await self._feeds.resume(viewer_of(interaction), feed)
        text = "Alerts come for what it publishes from now on; nothing from the pause is posted late."
        await show(interaction, reply(f"Following {plain(one.title, 100)} again", text, accent=Accent.DONE))

    @needs(MANAGE)
    @app_commands.command(description="Have a feed checked as often as can be, or by its own rhythm again")
    @app_commands.describe(feed="Which feed", on="False: by its own rhythm again")
    async def urgent(self, interaction: Interaction, feed: Name, on: bool = True) -> None:
        """Mark a feed as urgent, or not."""
        await defer(interaction)
        one = await self._feeds.set_urgent(viewer_of(interaction), feed, urgent=on)
        await show(interaction, looks.urgent(one, on=on))

    @needs(MANAGE)
    @app_commands.command(description="Read every article's own page, or only where the feed gives little")
    @app_commands.describe(feed="Which feed", on="False: only where the feed gives less than a few sentences")
    async def pages(self, interaction: Interaction, feed: Name, on: bool = True) -> None:
        """Say when the pages of a feed's articles are read."""
        await defer(interaction)
        one = await self._feeds.set_whole_pages(viewer_of(interaction), feed, whole_pages=on)
        await show(interaction, looks.whole_pages(one, on=on))

    @needs(MANAGE)
    @app_commands.command(
        name="import", description="Follow all feeds of an OPML file, or of one of its folders"
    )
    @app_commands.describe(
        file="The OPML file that your feed reader exports",
        category="Only the feeds of this folder of the file",
    )
    async def import_(
        self,
        interaction: Interaction,
        file: discord.Attachment,
        category: app_commands.Range[str, 1, 100] | None = None,
    ) -> None:
        """Add the feeds of a file."""
        await defer(interaction)
        await self._many.take_file(interaction, file, category)

    @app_commands.command(description="The feeds of this server as an OPML file")
    async def export(self, interaction: Interaction) -> None:
        """Give out the feeds."""
        await defer(interaction)
        await self._many.give_file(interaction)

    @needs(MANAGE)
    @app_commands.command(description="Well-known feeds to start with, by topic and country")
    @app_commands.describe(topic="What they write about", country="Where they are published")
    async def pack(
        self,
        interaction: Interaction,
        topic: app_commands.Range[str, 1, 100] | None = None,
        country: app_commands.Range[str, 1, 100] | None = None,
    ) -> None:
        """Show a starter pack; it is added by its button."""
        await defer(interaction)
        await self._many.show_pack(interaction, topic, country)

    @pack.autocomplete("topic")
    async def _topics(self, _interaction: Interaction, typed: str) -> Choices:
        return self._many.topics(typed)

    @pack.autocomplete("country")
    async def _countries(self, _interaction: Interaction, typed: str) -> Choices:
        return self._many.countries(typed)

    @list_.autocomplete("folder")
    async def _folders(self, interaction: Interaction, typed: str) -> Choices:
        known = folders(await self._status.feeds(viewer=viewer_of(interaction)))
        named = typed.strip().casefold()
        return choices(
            (f"{written(path)} ({count:,})", written(path))
            for path, count in known.items()
            if named in written(path).casefold()
        )

    @urgent.autocomplete("feed")
    @pages.autocomplete("feed")
    @remove.autocomplete("feed")
    @health.autocomplete("feed")
    @repeats.autocomplete("feed")
    async def _any(self, interaction: Interaction, typed: str) -> Choices:
        return choices(await self._complete.feeds(typed, viewer=viewer_of(interaction)))

    @pause.autocomplete("feed")
    async def _active(self, interaction: Interaction, typed: str) -> Choices:
        return await self._those(interaction, typed, lambda one: one.active_since is not None)

    @resume.autocomplete("feed")
    async def _paused(self, interaction: Interaction, typed: str) -> Choices:
        return await self._those(interaction, typed, lambda one: one.active_since is None)

    async def _those(
        self, interaction: Interaction, typed: str, wanted: Callable[[FollowedFeed], bool]
    ) -> Choices:
        """Return the feeds that are *wanted* and hold what was typed in title or address."""
        named = typed.strip().casefold()
        return choices(
            (f"{one.feed.title} ({one.feed.shown_url})", str(one.feed.id))
            for one in await self._status.feeds(viewer=viewer_of(interaction))
            if wanted(one) and (named in one.feed.title.casefold() or named in one.feed.shown_url.casefold())
        )

    async def cog_unload(self) -> None:
        """Leave the answers as they are: the client is closing."""
        self._many.stop()

    def items(self) -> list[Dynamic]:
        """Return what keeps the buttons and the menu of /feed alive."""
        return [
            button(page_template(PAGES), self._turn),
            button(control_template(NEWEST), self._newest),
            *self._adding.items(),
            *self._many.items(),
        ]

    async def _newest(self, interaction: Interaction, match: re.Match[str]) -> None:
        require(interaction, MANAGE)
        await defer(interaction)
        viewer = viewer_of(interaction)
        one = await self._feeds.named(viewer, match["token"])
        if one.feed.primed_at is None:
            text = "Salient reads it for the first time just now. Press the button again in some seconds."
            await show(interaction, reply("Not read yet", text))
            return
        headline = await self._feeds.post_newest_match(viewer, one.feed.id)
        where = "The alert appears in a moment, in each channel whose watchlist matches it."
        text = f"**{plain(headline, 200)}**\n{where}"
        await show(interaction, reply("Posting the newest match", text, accent=Accent.DONE))

    async def _turn(self, interaction: Interaction, match: re.Match[str]) -> None:
        await take_press(interaction)
        await turn(interaction, await self._page(viewer_of(interaction), int(match["page"]), match["token"]))

    async def _page(self, viewer: Viewer, number: int, token: str) -> discord.ui.LayoutView:
        found = await self._status.feeds(viewer=viewer)
        path = next((each for each in folders(found) if token_of(each) == token), ())
        found = inside(found, path)
        pages = paged([feed_row(one) for one in found])
        if not pages:
            return reply("Feeds", NO_FEEDS) if not path else reply("Feeds", "This folder is empty now.")
        number = min(number, len(pages) - 1)
        failing = sum(bool(one.feed.failures) for one in found)
        return list_page(
            f"Feeds in {plain(written(path), 100)}" if path else "Feeds",
            pages[number],
            page=number,
            pages=len(pages),
            what=PAGES,
            token=token_of(path) if path else ALL,
            total=counted(len(found), "feed") + (f", {failing:,} can't be read" if failing else ""),
        )
