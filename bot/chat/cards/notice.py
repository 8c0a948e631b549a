"""What admins must hear, and the sample that `/channel test` posts."""

from __future__ import annotations

import re
from typing import Final

import discord

from bot.chat.cards.style import Accent, View, button, card, divider, message_address, small, spaced
from bot.chat.ids import Action
from bot.chat.plain import clip, plain
from bot.domain.alert import Mentions, Notice, Sample

_MENTION: Final = re.compile(r"<(?:#|@)\d{1,20}>")
_MENTION_PARTS: Final = re.compile(rf"({_MENTION.pattern})")

TITLE_MOST: Final = 200
TEXT_MOST: Final = 1_200
"""UTF-16 units of a notice's text. 100 mentions, title and text stay under 4,000, and under 9,000 bytes."""


def notice_card(notice: Notice, key: str, mentions: Mentions) -> View:
    """Return *notice* as a card: its words as they are, mentions in it shown as such (they ping nobody)."""
    title = plain(notice.title, TITLE_MOST)
    text = clip(_alive(notice.text), TEXT_MOST)
    body = "\n".join(part for part in (f"### {title}" if title else "", text) if part) or "### Notice"
    buttons = [button("Status", Action.STATUS, key)]
    if notice.leads_to is not None:
        buttons.insert(0, discord.ui.Button(label="Go to the message", url=message_address(notice.leads_to)))
    return card(
        Accent.NOTICE,
        discord.ui.TextDisplay(body),
        buttons=buttons,
        mentions=mentions,
    )


def _alive(text: str) -> str:
    """Return *text* with every word made safe, but its mentions of channels and members as Discord's own."""
    return "".join(
        part if _MENTION.fullmatch(part) else _spaced(part) for part in _MENTION_PARTS.split(text.strip())
    )


def _spaced(part: str) -> str:
    """Return *part* made safe, with the blank before and after it kept."""
    before, after = part[:1].isspace(), part[-1:].isspace()
    return f"{' ' * before}{plain(part)}{' ' * after}" if part.strip() else " " * bool(part)


def sample_card(sample: Sample, key: str, mentions: Mentions) -> View:
    """Return what an alert looks like here, said to be a sample."""
    sentences = (
        "Two to four sentences stand here, word for word as the outlets wrote them.",
        "Each leads to the article that it was taken from.",
    )
    provenance = ("**2 outlets**: Outlet A, Outlet B", f"**Sample** asked for by <@{sample.asked_by}>")
    return card(
        Accent.ALERT,
        discord.ui.TextDisplay(
            "### Sample: alerts in this channel look like this\n" + small("First seen just now")
        ),
        divider(),
        *spaced([f"{text}\n{small(f'Outlet {name}')}" for text, name in zip(sentences, "AB", strict=True)]),
        divider(),
        discord.ui.TextDisplay("\n".join(map(small, provenance))),
        buttons=(button("Remove", Action.REMOVE, key),),
        mentions=mentions,
    )
