"""How feeds look."""

from __future__ import annotations

from typing import Any, Final

import discord

from bot.chat.cards import reply
from bot.chat.cards.status import rate
from bot.chat.cards.style import Accent, Item, small
from bot.chat.ids import control_id
from bot.chat.plain import inline, link, plain, visible
from bot.chat.views.press import control
from bot.domain.feed import Feed, FeedLink
from bot.pipeline.canonical import shown
from bot.services import AddedFeed, FeedPreview

NEWEST: Final = "newest"
CHOOSE: Final = "feedchoice"
"""What the buttons and the menu of /feed add are called in their `custom_id`s."""

TITLE_MOST: Final = 150
OPTIONS_MOST: Final = 25  # of a select menu, Discord's limit
VALUE_MOST: Final = 100  # characters of an option's value and of its texts, Discord's limit

View = discord.ui.LayoutView


def added(one: AddedFeed, *, watching: bool) -> View:
    """Return that a feed is followed, what it is like, and what comes next."""
    preview = one.preview
    known = [plain(preview.outlet, TITLE_MOST)] if plain(preview.outlet) else []
    if preview.articles_a_day is not None:
        known.append(f"about {rate(preview.articles_a_day)} a day")
    if preview.language:
        known.append(f"language {plain(preview.language, 20)}")
    lines = [f"• {plain(title, TITLE_MOST)}" for title in preview.last_titles if plain(title)]
    last = ["**Its newest articles**\n" + "\n".join(lines)] if lines else ["It has no articles yet."]
    return reply(
        f"Following {plain(one.feed.title, 100)}",
        "\n".join(
            [link(one.feed.shown_url, one.feed.shown_url, 200), small(" · ".join(known) or "new feed")]
        ),
        *last,
        "Nothing of its back catalogue is posted: alerts begin with what it publishes from now on.",
        _next(watching=watching),
        accent=Accent.DONE,
        buttons=[control("Post newest match now", NEWEST, str(one.feed.id))] if watching else [],
    )


def _next(*, watching: bool) -> str:
    if watching:
        return "To see an alert at once, let the newest article that a watchlist matches be posted."
    return "Next: **/watch add**, with a name and the words to look for."


def several(preview: FeedPreview) -> View:
    """Return the choice between the feeds that a page names."""
    offered = [each for each in preview.choices if len(each.url) <= VALUE_MOST][:OPTIONS_MOST]
    left = [each for each in preview.choices if each not in offered]
    menu: list[Item] = [_menu(offered)] if offered else []
    rest = [f"{plain(each.title, 80)} {inline(shown(each.url), 300)}" for each in left[:5]]
    return reply(
        "Which of its feeds?",
        f"{plain(preview.title, TITLE_MOST)} names {len(preview.choices):,} feeds.",
        *(["Add one of these by its address:\n" + "\n".join(rest)] if rest else []),
        buttons=menu,
    )


def _menu(offered: list[FeedLink]) -> discord.ui.Select[Any]:
    menu: discord.ui.Select[Any] = discord.ui.Select(
        custom_id=control_id(CHOOSE, "one"), placeholder="Choose a feed"
    )
    for each in {each.url: each for each in offered}.values():
        label = visible(each.title, VALUE_MOST) or shown(each.url)[:VALUE_MOST]
        menu.add_option(label=label, value=each.url, description=visible(shown(each.url), VALUE_MOST))
    return menu


def removed(feed: Feed) -> View:
    """Return that a feed is not followed any more, with what it takes to have it back."""
    return reply(
        f"Removed {plain(feed.title, 100)}",
        "Its articles are not shown in this server any more, and alert nobody. What was posted stays.",
        f"To have it back: **/feed add** {inline(feed.shown_url, 500)}",
        accent=Accent.DONE,
    )
