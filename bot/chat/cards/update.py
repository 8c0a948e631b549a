"""What is new in a told story, in a few words: the one message that pings again."""

from __future__ import annotations

from typing import Final

import discord

from bot.chat.cards.figures import conflict_line
from bot.chat.cards.limits import fits
from bot.chat.cards.sources import corroborated
from bot.chat.cards.style import Accent, View, button, card, small
from bot.chat.cards.timeline import change_line
from bot.chat.ids import Action
from bot.chat.plain import link, plain
from bot.domain.alert import Mentions, Update, Why

HEADLINE_MOST: Final = 200
LINES_MOST: Final = 3
"""Figures and changes told; of more, the alert and its buttons tell."""

_HEADS: Final = {
    Why.OUTLETS: "More outlets report it",
    Why.FIGURES: "Figures differ",
    Why.CORRECTED: "An article was corrected",
    Why.WITHDRAWN: "An article was withdrawn",
    Why.DEVELOPMENT: "The story goes on",
    Why.FOLLOWED: "You follow this story",
}


def update_card(update: Update, key: str, mentions: Mentions) -> View:
    """Return the reply to an alert, or the message to a member who follows the story: as much as fits."""
    for lines, linked in ((LINES_MOST, True), (LINES_MOST, False), (1, False), (0, False)):
        view = _card(update, key, mentions, lines=lines, linked=linked)
        if fits(view):
            break
    return view


def _card(update: Update, key: str, mentions: Mentions, *, lines: int, linked: bool) -> View:
    headline = update.headline if plain(update.headline) else "Story without a headline"
    told = [
        *(change_line(one, linked=linked) for one in update.changes),
        *(conflict_line(one, linked=linked) for one in update.figures),
    ][:lines]
    text = "\n".join(
        (
            f"### {_HEADS[update.why]}",
            link(headline, update.url if linked else None, HEADLINE_MOST),
            *told,
            small(_foot(update)),
        )
    )
    buttons = [
        button("Sources", Action.SOURCES, key, update.story_id),
        button("Figures", Action.FIGURES, key, update.story_id),
        button("Timeline", Action.TIMELINE, key, update.story_id),
    ]
    if update.direct:
        buttons.append(button("Unfollow", Action.UNFOLLOW, key, update.story_id))
    return card(Accent.UPDATE, discord.ui.TextDisplay(text), buttons=buttons, mentions=mentions)


def _foot(update: Update) -> str:
    found = corroborated(update.corroboration, update.corroboration.outlets)
    if update.why is Why.FOLLOWED:
        return f"{found} so far. You are told here when more confirm it, when figures differ, or it goes on."
    return f"**{found}**"
