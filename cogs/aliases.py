"""/alias: names that stand for a part of a query."""

from __future__ import annotations

import re
from typing import Any, Final

import discord
from discord import app_commands
from discord.ext import commands

from bot.chat.answers import defer, show, turn
from bot.chat.autocomplete import Choices, choices
from bot.chat.cards import list_page, paged, reply
from bot.chat.cards.style import Accent, View, small, when
from bot.chat.ids import control_template, page_template
from bot.chat.plain import code, inline, plain
from bot.chat.rights import needs, rights_of
from bot.chat.viewer import viewer_of
from bot.chat.views.persistent import Dynamic, button, control
from bot.domain.guild import Viewer
from bot.lookups import Complete
from bot.services import AliasService, AliasUse

PAGES: Final = "alias"
ALL: Final = "all"  # the one list there is
STARTER: Final = "starter"  # the button under an empty list
MANAGE: Final = "manage_messages"
QUERY_MOST: Final = 2_000  # characters, as the query language takes
SHOWN_MOST: Final = 300
USERS_MOST: Final = 15  # watchlists and aliases named

Interaction = discord.Interaction[Any]
Name = app_commands.Range[str, 1, 40]


class AliasesCog(
    commands.GroupCog, group_name="alias", group_description="Aliases: names for a part of a query"
):
    """Takes a member's words, asks the alias service, shows what came.

    Every member may list and show; what changes an alias needs Manage Messages, as for watchlists.
    """

    def __init__(self, aliases: AliasService, complete: Complete) -> None:
        self._aliases = aliases
        self._complete = complete

    @needs(MANAGE)
    @app_commands.command(
        name="set", description="Let @name stand for a part of a query, everywhere in this server"
    )
    @app_commands.describe(
        name="The name, as in @dprk", query="What it stands for; /help topic:query teaches how"
    )
    async def set_(
        self, interaction: Interaction, name: Name, query: app_commands.Range[str, 1, QUERY_MOST]
    ) -> None:
        """Set an alias."""
        await defer(interaction)
        use, before = await self._aliases.set(viewer_of(interaction), rights_of(interaction), name, query)
        was = [f"Before, it stood for {inline(before, SHOWN_MOST)}."] if before is not None else []
        anew = (
            f"{_users(use)} They alert by its new meaning of what is stored from now on."
            if use.watchlists
            else f"Write **@{plain(use.alias.name)}** in **/watch add** or **/search**."
        )
        await show(
            interaction,
            reply(f"@{plain(use.alias.name)} is set", code(use.alias.query), *was, anew, accent=Accent.DONE),
        )

    @app_commands.command(name="list", description="The aliases of this server")
    async def list_(self, interaction: Interaction) -> None:
        """List aliases."""
        await defer(interaction)
        await show(interaction, await self._page(viewer_of(interaction), 0))

    @app_commands.command(name="show", description="One alias: what it stands for, and what uses it")
    @app_commands.describe(name="Which alias")
    async def show_(self, interaction: Interaction, name: Name) -> None:
        """Show one alias."""
        await defer(interaction)
        use = await self._aliases.named(viewer_of(interaction), name)
        by = f"Set by <@{use.alias.set_by}> " if use.alias.set_by else "Set "
        await show(
            interaction,
            reply(
                f"@{plain(use.alias.name)}",
                code(use.alias.query),
                _users(use) or "Nothing that you can see uses it.",
                foot=f"{by}{when(use.alias.set_at)}",
            ),
        )

    @needs(MANAGE)
    @app_commands.command(description="Remove an alias that nothing uses")
    @app_commands.describe(name="Which alias")
    async def remove(self, interaction: Interaction, name: Name) -> None:
        """Remove an alias."""
        await defer(interaction)
        gone = await self._aliases.remove(viewer_of(interaction), rights_of(interaction), name)
        await show(interaction, reply(f"Removed @{plain(gone.name)}", code(gone.query), accent=Accent.DONE))

    @needs(MANAGE)
    @app_commands.command(description="Add examples: names that are written in several scripts")
    async def starter(self, interaction: Interaction) -> None:
        """Add the starter set."""
        await defer(interaction)
        await show(interaction, await self._started(interaction))

    @show_.autocomplete("name")
    @remove.autocomplete("name")
    @set_.autocomplete("name")
    async def _known(self, interaction: Interaction, typed: str) -> Choices:
        return choices(await self._complete.aliases(typed, viewer=viewer_of(interaction)))

    def items(self) -> list[Dynamic]:
        """Return what keeps the buttons of `/alias list` alive."""
        return [button(page_template(PAGES), self._turn), button(control_template(STARTER), self._starter)]

    async def _turn(self, interaction: Interaction, match: re.Match[str]) -> None:
        await interaction.response.defer()
        await turn(interaction, await self._page(viewer_of(interaction), int(match["page"])))

    async def _starter(self, interaction: Interaction, _match: re.Match[str]) -> None:
        await interaction.response.defer()
        await turn(interaction, await self._started(interaction))

    async def _started(self, interaction: Interaction) -> View:
        added = await self._aliases.add_starters(viewer_of(interaction), rights_of(interaction))
        if not added:
            return reply("Nothing to add", "Every name of the starter set is taken in this server already.")
        return reply(
            f"Added {_number(len(added))}",
            " ".join(f"`@{one.name}`" for one in added),
            "They are examples: **/alias show** tells what each stands for, **/alias set** changes it.",
            accent=Accent.DONE,
        )

    async def _page(self, viewer: Viewer, number: int) -> View:
        found = await self._aliases.all(viewer)
        pages = paged([_row(one) for one in found])
        if not pages:
            return reply(
                "No aliases yet",
                'An alias is a name for a part of a query: `@dprk` may stand for `"North Korean" OR DPRK OR '
                "КНДР OR 북한`, in every watchlist and search. **/alias set** makes one.",
                "Or begin with examples: names that are written in several scripts.",
                buttons=[control("Add examples", STARTER, ALL)],
            )
        number = min(number, len(pages) - 1)
        return list_page(
            "Aliases",
            pages[number],
            page=number,
            pages=len(pages),
            what=PAGES,
            token=ALL,
            total=_number(len(found)),
        )


def _number(count: int) -> str:
    return f"{count:,} " + ("alias" if count == 1 else "aliases")


def _row(use: AliasUse) -> str:
    users = len(use.watchlists) + len(use.aliases)
    used = f"used {users:,} times" if users > 1 else "used once" if users else "used by nothing that you see"
    return f"**@{plain(use.alias.name)}** {inline(use.alias.query, SHOWN_MOST)}\n{small(used)}"


def _users(use: AliasUse) -> str:
    """Return what uses an alias, in a sentence; empty where nothing in sight does."""
    names = [f"**{plain(name, 100)}**" for name in use.watchlists]
    names += [f"@{plain(name)}" for name in use.aliases]
    if not names:
        return ""
    more = f" and {len(names) - USERS_MOST:,} more" if len(names) > USERS_MOST else ""
    return f"Used by {', '.join(names[:USERS_MOST])}{more}."
