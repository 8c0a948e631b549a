"""What all cards have in common: colours, times, mentions and the frame."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from enum import IntEnum
from itertools import chain
from typing import Any, Final

import discord

from bot.chat.cards.limits import LABEL_MOST
from bot.chat.ids import Action, button_id
from bot.chat.plain import visible
from bot.domain.alert import Mentions
from bot.domain.delivery import Posted

PINGED_MOST: Final = 100
"""Mentions in one message: as many users as Discord's `allowed_mentions` takes."""

IN_A_ROW: Final = 5
"""Buttons that Discord takes in one row."""

View = discord.ui.LayoutView
Item = discord.ui.Item[Any]


class Accent(IntEnum):
    """The colour of a card's edge, red, green and blue; each is told in words too."""

    ALERT = 0xE5484D
    UPDATE = 0xE5484D
    MUTED = 0x8B8D98
    DIGEST = 0xE0A526
    NOTICE = 0xF76B15
    REPLY = 0x5B5BD6
    DONE = 0x30A46C
    ERROR = 0xCE2C31


def when(at: datetime) -> str:
    """Return *at* as a time that each reader sees relative to now, in the reader's own language."""
    return f"<t:{int(at.timestamp())}:R>"


def message_address(posted: Posted) -> str:
    """Return the address of a message, which Discord opens at that place."""
    return f"https://discord.com/channels/{posted.guild_id}/{posted.channel_id}/{posted.message_id}"


def counted(number: int, noun: str) -> str:
    """Return "1 outlet", "1,204 outlets"."""
    return f"{number:,} {noun}" + ("" if number == 1 else "s")


def small(text: str) -> str:
    """Return one line of *text* as Discord's small print."""
    return f"-# {text}"


def pinged(mentions: Mentions) -> Mentions:
    """Return those of *mentions* that one message can hold: roles first, 100 in all, each once."""
    roles = tuple(dict.fromkeys(mentions.roles))[:PINGED_MOST]
    members = tuple(dict.fromkeys(mentions.members))[: PINGED_MOST - len(roles)]
    return Mentions(roles=roles, members=members)


def mention_line(mentions: Mentions) -> str:
    """Return the mentions of `pinged(mentions)` in one line, empty where there are none.

    Who finds no room in one message is counted: a role reaches any number of members.
    """
    who = pinged(mentions)
    line = " ".join(chain((f"<@&{role}>" for role in who.roles), (f"<@{member}>" for member in who.members)))
    wanted = len(set(mentions.roles)) + len(set(mentions.members))
    if left := wanted - len(who.roles) - len(who.members):
        line += "\n" + small(f"and {left:,} more, whom one message can't mention: a role reaches everyone")
    return line


def button(label: str, action: Action, key: str, story_id: int = 0, *, primary: bool = False) -> Item:
    """Return a button without callback, known by its `custom_id`."""
    style = discord.ButtonStyle.primary if primary else discord.ButtonStyle.secondary
    return discord.ui.Button(
        style=style, label=visible(label, LABEL_MOST), custom_id=button_id(action, key, story_id)
    )


def card(
    accent: Accent, *items: Item, buttons: Sequence[Item] = (), mentions: Mentions | None = None
) -> View:
    """Return one message: who is mentioned, then a container of *items* with *buttons* at its foot."""
    view = View(timeout=None)
    above = mention_line(mentions) if mentions else ""
    if above:
        view.add_item(discord.ui.TextDisplay(above))
    body: list[Item] = list(items)
    body += [discord.ui.ActionRow(*buttons[at : at + IN_A_ROW]) for at in range(0, len(buttons), IN_A_ROW)]
    view.add_item(discord.ui.Container(*body, accent_colour=accent.value))
    return view


def divider() -> Item:
    """Return a thin line between parts of a card."""
    return discord.ui.Separator(spacing=discord.SeparatorSpacing.small)


def spaced(texts: Sequence[str]) -> list[Item]:
    """Return *texts*, none empty, with air between: 2n - 1 components for n texts."""
    items: list[Item] = []
    for text in texts:
        if items:
            items.append(discord.ui.Separator(visible=False, spacing=discord.SeparatorSpacing.small))
        items.append(discord.ui.TextDisplay(text))
    return items
