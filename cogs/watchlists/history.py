"""How a watchlist's history looks."""

from __future__ import annotations

from typing import Final

import discord

from bot.chat.cards import list_page, reply
from bot.chat.cards.style import Accent, counted, small, when
from bot.chat.ids import control_id
from bot.chat.plain import code, inline, plain
from bot.chat.views.persistent import Item
from bot.domain.watchlist import Change, State, Watchlist
from bot.services import History, Version
from cogs.watchlists.looks import differences

PAGES: Final = "history"
RESTORE: Final = "restore"
ROWS: Final = 3  # versions on a page: each has a button, and Previous and Next stand beside them
NAME_MOST: Final = 100
QUERY_MOST: Final = 350

View = discord.ui.LayoutView


def page(found: History, number: int = 0, *, may_restore: bool = True) -> View:
    """Return a page of a watchlist's versions, newest first.

    Who *may_restore* gets a button for each that can come back.
    """
    pages = max(1, -(-len(found.versions) // ROWS))
    number = min(number, pages - 1)
    shown = found.versions[number * ROWS : (number + 1) * ROWS]
    buttons: list[Item] = [
        discord.ui.Button(
            style=discord.ButtonStyle.secondary,
            label=f"Restore {each.number}",
            custom_id=control_id(RESTORE, f"{found.watchlist_id}-{each.number}"),
        )
        for each in shown
        if may_restore and each.can_be_restored
    ]
    return list_page(
        f"History of {plain(found.name, NAME_MOST)}",
        [_row(each) for each in shown],
        page=number,
        pages=pages,
        what=PAGES,
        token=str(found.watchlist_id),
        total=counted(len(found.versions), "version"),
        buttons=buttons,
    )


def restored(before: Watchlist | None, after: Watchlist) -> View:
    """Return that a watchlist is again what it was."""
    name = plain(after.name, NAME_MOST)
    if before is None:
        text = (
            f"It alerts in <#{after.channel_id}> of what is stored from now on. Its followers have to follow "
            "it again."
        )
    elif before.query != after.query:
        text = "It alerts of what is stored from now on; **/search** finds the rest."
    else:
        text = "Its query is as it was, so it goes on."
    return reply(f"Restored {name}", code(after.query), text, accent=Accent.DONE)


def _row(one: Version) -> str:
    change = one.change
    who = f"by <@{change.by}>" if change.by else "by someone who is not stored any more"
    now = " · as it is now" if one.is_now else ""
    return "\n".join(
        (f"**{one.number}** {small(f'{when(change.at)} {who}{now}').removeprefix('-# ')}", *_said(change))
    )


def _said(change: Change) -> list[str]:
    before, after = change.before, change.after
    if after is None:
        return ["Removed" + (f": {inline(before.query, QUERY_MOST)}" if before else "")]
    if before is None:
        return [f"{inline(after.query, QUERY_MOST)} in <#{after.channel_id}>"]
    return _differences(before, after) or ["Saved as it was"]


def _differences(before: State, after: State) -> list[str]:
    query = f"Query: {inline(before.query, QUERY_MOST)} → {inline(after.query, QUERY_MOST)}"
    lines = differences(before, after, query=query)
    if before.active != after.active:
        lines.append("Resumed" if after.active else "Paused")
    if before.alias and after.alias and before.alias != after.alias:
        name, meant = after.alias
        lines.append(f"@{plain(name)}: {inline(before.alias[1], QUERY_MOST)} → {inline(meant, QUERY_MOST)}")
    return lines
