"""/help: every command, made from the command tree itself, and how queries are written."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any, Final

import discord
from discord import app_commands
from discord.ext import commands

from bot.chat.answers import show, turn
from bot.chat.cards import list_page, paged, reply
from bot.chat.cards.about import BUTTONS, alerts_help
from bot.chat.cards.style import small
from bot.chat.ids import page_template
from bot.chat.permissions import shown_name
from bot.chat.plain import plain, visible
from bot.chat.rights import NEEDS
from bot.chat.views.persistent import Dynamic, button
from bot.chat.views.querying import query_help
from bot.errors import NotFound
from bot.lookups.did_you_mean import did_you_mean

CHOICES_MOST: Final = 25  # Discord's limit for an autocomplete
QUERY: Final = "query"
ALERTS: Final = "alerts"
INTRO: Final = (
    "Salient reads feeds, matches every article against your watchlists, and posts one alert a story.\n"
    "**To begin**, an admin follows feeds: **/feed pack** for well-known ones, **/feed add** for those of a "
    "site. Then **/watch add**, in the channel where alerts shall come, says what to look for.\n"
    "How queries are written: **/help topic:query**. What an alert says: **/help topic:alerts**."
)
_FIRST: Final = {"feed": 0, "watch": 1, "search": 2, "story": 3, "why": 4, "status": 5}
"""What a new server needs, and what is asked most; groups and commands that stand alone are listed apart."""

PAGES: Final = "help"
ALL: Final = "all"  # the one list there is

Interaction = discord.Interaction[Any]
Command = app_commands.Command[Any, ..., Any]
Tree = app_commands.CommandTree[Any]


class HelpCog(commands.Cog):
    """Shows what there is; nothing is written here that the tree does not say."""

    def __init__(self, tree: Tree) -> None:
        self._tree = tree

    @app_commands.command(name="help", description="What Salient can do, and how queries are written")
    @app_commands.describe(topic="A command, query or alerts")
    async def help_(
        self, interaction: Interaction, topic: app_commands.Range[str, 1, 100] | None = None
    ) -> None:
        """Show the overview, one command, or the query language."""
        await show(interaction, self._overview(0) if topic is None else self._topic(topic))

    @help_.autocomplete("topic")
    async def topics(self, _interaction: Interaction, typed: str) -> list[app_commands.Choice[str]]:
        """Offer the topics that hold what was typed."""
        wanted = _folded(typed)
        names = [QUERY, ALERTS, *(each.qualified_name for each in _commands(self._tree))]
        return [
            app_commands.Choice(name=name if name in {QUERY, ALERTS} else f"/{name}", value=name)
            for name in names
            if wanted in name
        ][:CHOICES_MOST]

    def items(self) -> list[Dynamic]:
        """Return what keeps the buttons of `/help` alive."""

        async def page(interaction: Interaction, match: Any) -> None:
            await turn(interaction, self._overview(int(match["page"])))

        return [button(page_template(PAGES), page)]

    def _overview(self, number: int) -> discord.ui.LayoutView:
        pages = paged([INTRO, *_areas(self._tree)])
        number = min(number, len(pages) - 1)
        return list_page(
            "What Salient can do", pages[number], page=number, pages=len(pages), what=PAGES, token=ALL
        )

    def _topic(self, topic: str) -> discord.ui.LayoutView:
        name = _folded(topic)
        if name == QUERY:
            return query_help()
        if name == ALERTS:
            return alerts_help()
        found = [each for each in _commands(self._tree) if name in {each.qualified_name, each.name}]
        if len(found) == 1:
            return _one(found[0])
        inside = [each for each in _commands(self._tree) if each.qualified_name.startswith(f"{name} ")]
        if inside:
            return reply(f"/{name}", *map(_line, inside))
        if found:
            return reply(name.capitalize(), *map(_line, found))
        if name in BUTTONS:
            return alerts_help()
        near = did_you_mean(name, [QUERY, ALERTS, *(each.qualified_name for each in _commands(self._tree))])
        raise NotFound(
            f"There is no topic or command {visible(name, 60)}. {near}Type /help alone to see them all."
        )


def _folded(typed: str) -> str:
    return " ".join(typed.casefold().replace("/", " ").split())


def _commands(tree: Tree) -> Iterator[Command]:
    for each in sorted(tree.walk_commands(), key=lambda command: command.qualified_name):
        if isinstance(each, app_commands.Command):
            yield each


def _areas(tree: Tree) -> Iterator[str]:
    """Yield one text a group of commands, a line each: what is used first, and what is asked most."""
    tops = sorted(
        tree.get_commands(), key=lambda command: (_FIRST.get(command.name, len(_FIRST)), command.name)
    )
    alone = [top for top in tops if isinstance(top, app_commands.Command)]
    for top in tops:
        if alone and top is alone[0]:
            yield "\n".join(map(_line, alone))
        if isinstance(top, app_commands.Group):
            yield "\n".join(
                _line(each) for each in top.walk_commands() if isinstance(each, app_commands.Command)
            )


def _line(command: Command) -> str:
    return f"**/{command.qualified_name}** {plain(command.description)}"


def _one(command: Command) -> discord.ui.LayoutView:
    options = [_option(each) for each in command.parameters]
    permission = _permission(command)
    who = f"Needs the permission {shown_name(permission)}." if permission else "For every member."
    return reply(
        f"/{command.qualified_name}",
        plain(command.description),
        *(["\n".join(options)] if options else []),
        small(who),
    )


def _option(option: app_commands.Parameter) -> str:
    text = f"`{option.display_name}` {plain(str(option.description))}"
    if option.choices:
        text += f" ({', '.join(plain(choice.name) for choice in option.choices)})"
    return text if option.required else f"{text} · optional"


def _permission(command: Command) -> str | None:
    """Return the permission that a command needs: its own, or one that holds for its group."""
    if NEEDS in command.extras:
        return str(command.extras[NEEDS])
    top = command.root_parent or command
    granted: Iterable[tuple[str, bool]] = top.default_permissions or ()
    return next((field for field, wanted in granted if wanted), None)
