"""A feed before it is followed, the choice between those of a site, and a feed that is followed now."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

import discord

from bot.chat.cards.reply import reply
from bot.chat.cards.status import rate
from bot.chat.cards.style import Accent, Item, View, small, when
from bot.chat.ids import control_id
from bot.chat.plain import inline, link, plain, visible
from bot.domain.feed import Feed
from bot.pipeline.addresses.canonical import shown
from bot.services import AddedFeed, FeedDraft, FeedPreview

TITLE_MOST: Final = 150
OPTIONS_MOST: Final = 25  # of a select menu, Discord's limit
LABEL_MOST: Final = 100  # characters of an option's texts, Discord's limit


def preview_card(preview: FeedPreview, buttons: Sequence[Item]) -> View:
    """Return what a feed is like, to be added or not by *buttons*."""
    return reply(
        f"Follow {plain(preview.title, 100)}?",
        "\n".join([link(preview.shown_url, preview.shown_url, 200), small(_known(preview))]),
        _newest(preview),
        "Nothing of its back catalogue will be posted: alerts begin with what it publishes from then on.",
        buttons=buttons,
        foot="Nothing is saved yet",
    )


def already_card(feed: Feed, asked: str, buttons: Sequence[Item] = ()) -> View:
    """Return that the feed at *asked* is followed already, in this spelling or another."""
    lines = [f"This server follows **{plain(feed.title, TITLE_MOST)}** as {inline(feed.shown_url, 300)}."]
    if feed.shown_url != shown(asked.strip()):
        lines.append(
            f"{inline(shown(asked), 300)} is another spelling of it. To follow that one instead, take "
            "the other away first: **/feed remove**."
        )
    lines.append("**/feed health** shows how it is doing.")
    return reply("Already followed", "\n".join(lines), buttons=buttons)


def added_card(one: AddedFeed, *, watching: bool, buttons: Sequence[Item]) -> View:
    """Return that a feed is followed, and what comes next."""
    return reply(
        f"Following {plain(one.feed.title, 100)}",
        link(one.feed.shown_url, one.feed.shown_url, 200),
        "Nothing of its back catalogue is posted: alerts begin with what it publishes from now on.",
        "To see an alert at once, let the newest article that a watchlist matches be posted."
        if watching
        else "Next: **/watch add**, with a name and the words to look for.",
        accent=Accent.DONE,
        buttons=buttons,
    )


def choice_card(draft: FeedDraft, what: str, key: str) -> View:
    """Return the choice between the feeds that a page names, as a menu known by *what* and *key*.

    The menu's values are the feeds' places in the draft, for an address may be longer than a value.
    """
    menu: discord.ui.Select[Any] = discord.ui.Select(
        custom_id=control_id(what, key), placeholder="Choose a feed"
    )
    for place, each in enumerate(draft.choices[:OPTIONS_MOST]):
        label = visible(each.title, LABEL_MOST) or visible(shown(each.url), LABEL_MOST)
        menu.add_option(label=label, value=str(place), description=visible(shown(each.url), LABEL_MOST))
    return reply(
        "Which of its feeds?",
        f"{plain(draft.page, 300)} names {len(draft.choices):,} feeds. Choose one to see what it is like.",
        buttons=[menu],
        foot="Nothing is saved yet",
    )


def _known(preview: FeedPreview) -> str:
    """Return in one line what is known of a feed."""
    known = [plain(preview.outlet, TITLE_MOST)] if plain(preview.outlet) else []
    if preview.articles_a_day is not None:
        known.append(f"about {rate(preview.articles_a_day)} a day")
    if preview.language:
        known.append(f"language {plain(preview.language, 20)}")
    if preview.full_text is not None:
        known.append("full text" if preview.full_text else "short texts: its pages are read, too")
    return " · ".join(known) or "new feed"


def _newest(preview: FeedPreview) -> str:
    lines = [
        f"• {plain(one.title, TITLE_MOST)}" + (f" · {when(one.at)}" if one.at else "")
        for one in preview.newest
        if plain(one.title)
    ]
    return "**Its newest articles**\n" + "\n".join(lines) if lines else "It has no articles yet."
