"""How feeds look."""

from __future__ import annotations

from typing import Final

import discord

from bot.chat.cards import reply
from bot.chat.cards.style import Accent, counted, small, when
from bot.chat.plain import inline, plain
from bot.domain.feed import Feed
from bot.services import Repeats
from bot.storage.kept import Kept

View = discord.ui.LayoutView

LINES_MOST: Final = 12  # left out, and kept, each
LINE_MOST: Final = 100  # UTF-16 units


def removed(feed: Feed) -> View:
    """Return that a feed is not followed any more, with what it takes to have it back."""
    return reply(
        f"Removed {plain(feed.title, 100)}",
        "Its articles are not shown in this server any more, and alert nobody. What was posted stays.",
        f"To have it back: **/feed add** {inline(feed.shown_url, 500)}",
        accent=Accent.DONE,
    )


def urgent(feed: Feed, *, on: bool) -> View:
    """Return how often a feed is checked from now on."""
    text = (
        "It is checked as often as this bot may, once a minute unless its operator set another limit, or as "
        "soon as its site allows. **/feed urgent** with on:False ends that."
        if on
        else "It is checked by its own rhythm again: the more it publishes at this hour, the more often."
    )
    head = f"{plain(feed.title, 100)} is urgent" if on else f"{plain(feed.title, 100)} is not urgent any more"
    return reply(head, text, accent=Accent.DONE)


def whole_pages(feed: Feed, *, on: bool) -> View:
    """Return when the pages of a feed's articles are read from now on."""
    title = plain(feed.title, 100)
    if on:
        head = f"Every page of {title} is read"
        text = (
            "The text of each new article is taken from its own page, where that says more than the feed and "
            "the site allows it. What is stored already stays. **/feed pages** with on:False ends that."
        )
    else:
        head = f"Pages of {title} are read where they are needed"
        text = "A new article's page is read where the feed gives less than a few sentences of it."
    return reply(head, text, accent=Accent.DONE)


def repeats(found: Repeats) -> View:
    """Return which lines of a feed are left out, and which were kept by whom."""
    shown = found.left_out[:LINES_MOST]
    rows = [
        f"“{plain(one.line, LINE_MOST)}”\n{small('left out of ' + counted(one.articles, 'article'))}"
        for one in shown
    ]
    if more := len(found.left_out) - len(shown):
        rows.append(f"and {counted(more, 'other line')}")
    looked = f"its newest {counted(found.articles, 'article')}"
    parts = ["\n".join(rows) or f"No line is left out of {looked}."]
    if found.kept:
        parts.append("**Kept all the same**\n" + "\n".join(_kept(one) for one in found.kept[:LINES_MOST]))
    if rows:
        parts.append("Is one of them news? An admin keeps it: **/feed repeats** with its line.")
    return reply(f"What {plain(found.feed.title, 100)} repeats", *parts, foot=f"Of {looked}")


def turned(line: Kept, found: Repeats) -> View:
    """Return that a line is kept from now on, or that it is not any more."""
    said = f"“{plain(line.line, LINE_MOST)}”"
    if any(one.key == line.key and one.undone_at is None for one in found.kept):
        text = (
            "It stands in texts, searches and watchlists again within a minute, in earlier articles too, and "
            "is not left out of this feed as long as this server follows it. What it hid is not alerted "
            "late: **/search** finds it. **/feed repeats** with the same line undoes this."
        )
        return reply(f"{said} is kept", text, accent=Accent.DONE)
    text = "It is left out again once the feed's next articles repeat it."
    return reply(f"{said} is kept no more", text, accent=Accent.DONE)


def _kept(one: Kept) -> str:
    by = f" by <@{one.by}>" if one.by else ""
    row = f"“{plain(one.line, LINE_MOST)}”{by} {when(one.at)}"
    if one.undone_at is None:
        return row
    return f"{row}; undone{f' by <@{one.undone_by}>' if one.undone_by else ''} {when(one.undone_at)}"
