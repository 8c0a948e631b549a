"""How watchlists look."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

import discord

from bot.chat.cards import reply
from bot.chat.cards.style import Accent, counted, small, when
from bot.chat.permissions import missing_in
from bot.chat.plain import code, inline, plain
from bot.chat.rights import Place
from bot.domain.watchlist import Notify, State, Watchlist

NAME_MOST: Final = 100
HOW: Final = {Notify.MENTION: "mentioned", Notify.DIRECT: "sent a direct message"}

View = discord.ui.LayoutView


def row(one: Watchlist, following: Mapping[int, Notify], matched: int) -> str:
    """Return a watchlist as a row of a list; *matched* articles of the last 7 days."""
    parts = ["⏸️ paused" if one.active_since is None else "🟢 watching", f"<#{one.channel_id}>"]
    parts.append(of_the_week(matched))
    if one.role_id:
        parts.append(f"mentions <@&{one.role_id}>")
    if one.id in following:
        parts.append(f"you are {HOW[following[one.id]]}")
    return f"**{plain(one.name, NAME_MOST)}** {inline(one.query)}\n{small(' · '.join(parts))}"


def of_the_week(matched: int) -> str:
    """Return how many articles of the last 7 days a watchlist matched."""
    return f"{counted(matched, 'article') if matched else 'no article'} in 7 days"


def shown(one: Watchlist, notify: Notify | None, matched: int) -> View:
    """Return all about a watchlist, which *matched* so many articles of the last 7 days."""
    state = "Paused" if one.active_since is None else f"Watching since {when(one.active_since)}"
    made = (
        f"Made by <@{one.created_by}> {when(one.created_at)}"
        if one.created_by
        else f"Made {when(one.created_at)}"
    )
    follows = (
        f"You are {HOW[notify]} for every alert."
        if notify
        else "You don't follow it: **/watch follow** does."
    )
    return reply(
        plain(one.name, NAME_MOST),
        code(one.query),
        f"{state}: {of_the_week(matched)}. {goes(one)}",
        follows,
        foot=made,
    )


def added(one: Watchlist, channel: Place) -> View:
    """Return that a watchlist was added, and what comes next."""
    return reply(
        f"Watching for {plain(one.name, NAME_MOST)}",
        code(one.query),
        f"{goes(one)} The first comes with the next article that matches; what is stored already is found by "
        "**/search**.",
        *hindrance(channel),
        "Next: **/watch follow** to be mentioned yourself, or **/channel test** to see how an alert looks.",
        accent=Accent.DONE,
    )


def edited(before: Watchlist, after: Watchlist, channel: Place | None) -> View:
    """Return what was changed."""
    query = f"Query, before:\n{code(before.query)}\nand now:\n{code(after.query)}"
    return reply(
        f"Changed {plain(after.name, NAME_MOST)}",
        *(differences(before, after, query=query) or ["It was like that already."]),
        *(hindrance(channel) if channel else []),
        accent=Accent.DONE,
    )


def removed(one: Watchlist) -> View:
    """Return that a watchlist is gone, with what it takes to have it back."""
    return reply(
        f"Removed {plain(one.name, NAME_MOST)}",
        "Alerts that it posted stay. To have it back, add it again with this query. Its followers have to "
        "follow it again.",
        code(one.query),
        accent=Accent.DONE,
    )


def goes(one: Watchlist) -> str:
    """Return where alerts go, in a sentence."""
    pinged = f" and mention <@&{one.role_id}>" if one.role_id else ""
    return f"Alerts go to <#{one.channel_id}>{pinged}."


def hindrance(channel: Place) -> list[str]:
    """Return what keeps us from posting in a channel, if anything does."""
    missing = missing_in(channel)
    if not missing:
        return []
    return [f"⚠️ Salient can't post there yet: in <#{channel.id}> it needs {' and '.join(missing)}."]


def differences(before: Watchlist | State, after: Watchlist | State, *, query: str) -> list[str]:
    """Return a line for each of name, query, channel and role that differs; *query* is the query's."""
    lines = []
    if before.name != after.name:
        lines.append(f"Name: {plain(before.name, NAME_MOST)} → **{plain(after.name, NAME_MOST)}**")
    if before.query != after.query:
        lines.append(query)
    if before.channel_id != after.channel_id:
        lines.append(f"Channel: <#{before.channel_id}> → <#{after.channel_id}>")
    if before.role_id != after.role_id:
        lines.append(f"Role: {_role(before)} → {_role(after)}")
    return lines


def _role(one: Watchlist | State) -> str:
    return f"<@&{one.role_id}>" if one.role_id else "none"
