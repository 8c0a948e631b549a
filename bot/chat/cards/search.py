"""What a search found, and how its next page knows what was searched.

A search is written in its own answer: query, outlet and dates in a code block, the rest in the buttons'
token. So the buttons work after a restart, whatever the query's length.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import Any, Final

import discord

from bot.chat.cards.listed import fitting, found_row
from bot.chat.cards.reply import list_page, reply
from bot.chat.cards.status import NO_FEEDS
from bot.chat.cards.style import Item, View, small, when
from bot.chat.ids import control_id, page_id
from bot.chat.plain import code, plain, visible
from bot.lookups import Order, SearchPage
from bot.lookups.reach import WHOLE
from bot.query import dateless, pitfalls

PAGES: Final = "search"
WORDS_MOST: Final = 500  # characters of a search: a page shows it whole above its results

_ZERO_WIDTH_SPACE: Final = "\u200b"  # `code` puts it between backticks
_BLOCK: Final = re.compile(
    r"```\n(?P<words>[^\n]*)(?:\noutlet: (?P<outlet>[^\n]*))?"
    r"(?:\nafter: (?P<after>[0-9a-z-]*))?(?:\nbefore: (?P<before>[0-9a-z-]*))?\n```"
)
_TOKEN: Final = re.compile(r"(?P<days>[0-9]{1,5})(?P<order>[bn])(?P<every>a?)(?:o(?P<below>[0-9]{1,18}))?")
WATCH: Final = "watchthis"  # the button, and the form that it opens


@dataclass(frozen=True, slots=True)
class Asked:
    """A search. `words` and `outlet` stand in one line each, without invisible characters.

    `after` and `before` are dates as typed; `every` asks for articles instead of stories; `below` goes on
    where an earlier answer ended (`SearchPage.below`).
    """

    words: str
    days: int
    outlet: str | None = None
    order: Order = Order.BEST
    after: str | None = None
    before: str | None = None
    every: bool = False
    below: int | None = None

    @property
    def token(self) -> str:
        """What the buttons' `custom_id`s say of it."""
        older = "" if self.below is None else f"o{self.below}"
        return f"{self.days}{self.order.value[0]}{'a' if self.every else ''}{older}"

    @property
    def query(self) -> str:
        """The search as a watchlist's query: its words, in its outlet, of any time."""
        words = dateless(self.words)
        if self.outlet is None:
            return words
        return f'({words}) outlet:"{self.outlet.replace(chr(34), " ")}"'


def asked(
    words: str,
    days: int,
    outlet: str | None,
    order: Order,
    *,
    after: str | None = None,
    before: str | None = None,
) -> Asked:
    """Return a search as its answer will write it."""
    return Asked(visible(words), days, visible(outlet) if outlet else None, order, after, before)


def asked_again(components: Iterable[Any], token: str) -> Asked | None:
    """Return the search that the message with these *components* answers; None where it can't be read."""
    found = _TOKEN.fullmatch(token)
    block = next(filter(None, (_BLOCK.search(text) for text in _texts(components))), None)
    if found is None or block is None:
        return None
    words = block["words"].replace(_ZERO_WIDTH_SPACE, "")
    outlet = (block["outlet"] or "").replace(_ZERO_WIDTH_SPACE, "") or None
    return Asked(
        words,
        int(found["days"]),
        outlet,
        Order.NEWEST if found["order"] == "n" else Order.BEST,
        block["after"],
        block["before"],
        every=bool(found["every"]),
        below=int(found["below"]) if found["below"] else None,
    )


def search_card(
    what: Asked, found: SearchPage, *, may_watch: bool = True, meant: str = "", change: Sequence[Item] = ()
) -> View:
    """Return a page of results, with buttons for other pages, another order and all articles.

    Who *may_watch* gets one that makes a watchlist of it. *meant* asks, where nothing was found, whether
    another outlet or other words were meant, and *change* then leads to a form.
    """
    block = "\n".join((code("\n".join((what.words, *_limits(what)))), *map(small, pitfalls(what.words))))
    if not found.hits:
        return _nothing(what, block, found, plain(meant.strip()), change)
    rows = [partial(found_row, hit) for hit in found.hits]
    other = replace(what, order=Order.NEWEST if what.order is Order.BEST else Order.BEST)
    label = "Newest first" if other.order is Order.NEWEST else "Best first"
    buttons = [_button(label, other)] if found.total > 1 else []
    if what.every:
        buttons.append(_button("By story", replace(what, every=False)))
    elif any(hit.others for hit in found.hits):
        buttons.append(_button("Show all", replace(what, every=True)))
    buttons += _older(what, found)
    return list_page(
        f"Found {_number(found)}",
        fitting(rows, before=[block]),
        page=found.page,
        pages=found.pages,
        what=PAGES,
        token=what.token,
        total=f"{what.order.value.capitalize()} first, {_reach(what, found)}",
        buttons=[*buttons, *([watch_button(what)] if may_watch else ())],
    )


def watch_button(what: Asked) -> discord.ui.Button[Any]:
    """Return what makes a watchlist of a search that stands whole in a code block of the same message."""
    return discord.ui.Button(
        style=discord.ButtonStyle.primary, label="Watch this", custom_id=control_id(WATCH, what.token)
    )


def _button(label: str, what: Asked) -> discord.ui.Button[Any]:
    return discord.ui.Button(
        style=discord.ButtonStyle.secondary, label=label, custom_id=page_id(PAGES, what.token, 0)
    )


def _older(what: Asked, found: SearchPage) -> list[discord.ui.Button[Any]]:
    """Return the button that goes on with what is older than what was looked at, on the last page."""
    if found.below is None or found.page + 1 < found.pages:
        return []
    return [_button("Older", replace(what, below=found.below))]


def _limits(what: Asked) -> Iterable[str]:
    named = (("outlet", what.outlet), ("after", what.after), ("before", what.before))
    return (f"{name}: {value}" for name, value in named if value)


def _nothing(what: Asked, block: str, found: SearchPage, meant: str, change: Sequence[Item]) -> View:
    if found.without_feeds:
        return reply("Nothing found", block, NO_FEEDS)
    if found.ahead:
        said = "Nothing is published after a day that is still to come. Choose an earlier one for **after**."
        return reply("Nothing found", block, said, buttons=change)
    back = "choose other dates" if what.days == WHOLE or what.after else "look further back with **days**"
    wider = f"{back[0].upper()}{back[1:]}, or leave a word out."
    if what.outlet:
        wider = f"Leave out **outlet**, {back}, or leave a word out."
    if found.reached:
        wider = "**Older** goes on from there; or add a rarer word."
    return reply(
        "Nothing found",
        block,
        f"**{meant}**" if meant else "",
        f"No article of the feeds that this server follows matches, {_reach(what, found)}. {wider} "
        "**/help topic:query** shows how to write OR, phrases and parts of words.",
        buttons=[*_older(what, found), *change],
    )


def _number(found: SearchPage) -> str:
    number = f"{found.total:,} " + _noun(found)
    if found.reached:
        return f"at least {number}"
    return f"more than {number}" if found.more else number


def _noun(found: SearchPage) -> str:
    if found.by_story:
        return "story" if found.total == 1 else "stories"
    return "article" if found.total == 1 else "articles"


def _reach(what: Asked, found: SearchPage) -> str:
    if found.reached:
        return f"as far back as {when(found.reached)}: this search takes long, and was ended there"
    if what.after or what.before:
        named = (("after", what.after), ("before", what.before))
        within = "" if what.after or what.days == WHOLE else f" of the last {what.days:,} days"
        return " and ".join(f"{name} {value}" for name, value in named if value) + within
    if what.days == WHOLE:
        return "of the whole archive"
    return "of the last day" if what.days == 1 else f"of the last {what.days:,} days"


def _texts(components: Iterable[Any]) -> Iterable[str]:
    for component in components:
        content = getattr(component, "content", None)
        if isinstance(content, str):
            yield content
        yield from _texts(getattr(component, "children", ()))
