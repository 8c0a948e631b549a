"""How feeds look."""

from __future__ import annotations

import discord

from bot.chat.cards import reply
from bot.chat.cards.style import Accent
from bot.chat.plain import inline, plain
from bot.domain.feed import Feed

View = discord.ui.LayoutView


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
