"""What admins must hear, and the sample that `/channel test` posts."""

from __future__ import annotations

from typing import Final

import discord

from bot.chat.cards.style import Accent, View, button, card, divider, small
from bot.chat.ids import Action
from bot.chat.plain import clip
from bot.domain.alert import Mentions, Notice, Sample

TITLE_MOST: Final = 200
TEXT_MOST: Final = 1_200
"""UTF-16 units of a notice's text. 100 mentions, title and text stay under 4,000, and under 9,000 bytes."""


def notice_card(notice: Notice, key: str, mentions: Mentions) -> View:
    """Return *notice* as a card; its title and text are markdown of ours, names in it made safe before."""
    title = clip(" ".join(notice.title.split()), TITLE_MOST)
    text = clip(notice.text.strip(), TEXT_MOST)
    body = "\n".join(part for part in (f"### {title}" if title else "", text) if part) or "### Notice"
    return card(
        Accent.NOTICE,
        discord.ui.TextDisplay(body),
        buttons=(button("Status", Action.STATUS, key),),
        mentions=mentions,
    )


def sample_card(sample: Sample, key: str, mentions: Mentions) -> View:
    """Return what an alert looks like here, said to be a sample."""
    return card(
        Accent.ALERT,
        discord.ui.TextDisplay(
            "### This is a sample: alerts in this channel look like it\n" + small("First seen just now")
        ),
        discord.ui.TextDisplay(
            "The headline leads to the article. Under it stand whole sentences of the articles,"
            f" word for word, each with its outlet.\n{small('Outlet')}"
        ),
        divider(),
        discord.ui.TextDisplay(
            "\n".join((small("**1 outlet**: the outlet's name"), small(f"Asked for by <@{sample.asked_by}>")))
        ),
        buttons=(button("Remove", Action.REMOVE, key),),
        mentions=mentions,
    )
