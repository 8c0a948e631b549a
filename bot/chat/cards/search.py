"""What a search found, and how its next page knows what was searched.

A search is written in its own answer: query and outlet in a code block, days and order in the buttons' token.
So the buttons work after a restart, whatever the query's length.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import partial
from typing import Any, Final

import discord

from bot.chat.cards.listed import fitting, marked, origin, titled
from bot.chat.cards.reply import list_page, reply
from bot.chat.cards.style import View, counted
from bot.chat.ids import page_id
from bot.chat.plain import code, visible
from bot.lookups import Order, SearchHit, SearchPage

PAGES: Final = "search"
WORDS_MOST: Final = 500  # characters of a search: a page shows it whole above its results

_ZERO_WIDTH_SPACE: Final = "\u200b"  # `code` puts it between backticks
_BLOCK: Final = re.compile(r"```\n(?P<words>[^\n]*)(?:\noutlet: (?P<outlet>[^\n]*))?\n```")
_TOKEN: Final = re.compile(r"(?P<days>[0-9]{1,5})(?P<order>[bn])")


@dataclass(frozen=True, slots=True)
class Asked:
    """A search. `words` and `outlet` stand in one line each, without invisible characters."""

    words: str
    days: int
    outlet: str | None = None
    order: Order = Order.BEST

    @property
    def token(self) -> str:
        """What the buttons' `custom_id`s say of it."""
        return f"{self.days}{self.order.value[0]}"


def asked(words: str, days: int, outlet: str | None, order: Order) -> Asked:
    """Return a search as its answer will write it."""
    return Asked(visible(words), days, visible(outlet) if outlet else None, order)


def asked_again(components: Iterable[Any], token: str) -> Asked | None:
    """Return the search that the message with these *components* answers; None where it can't be read."""
    found = _TOKEN.fullmatch(token)
    block = next(filter(None, (_BLOCK.search(text) for text in _texts(components))), None)
    if found is None or block is None:
        return None
    words = block["words"].replace(_ZERO_WIDTH_SPACE, "")
    outlet = (block["outlet"] or "").replace(_ZERO_WIDTH_SPACE, "") or None
    return Asked(words, int(found["days"]), outlet, Order.NEWEST if found["order"] == "n" else Order.BEST)


def search_card(what: Asked, found: SearchPage) -> View:
    """Return a page of results, with buttons for the others and for the other order."""
    block = code(what.words + (f"\noutlet: {what.outlet}" if what.outlet else ""))
    if not found.hits:
        return _nothing(what, block)
    rows = [partial(_row, hit) for hit in found.hits]
    other = replace(what, order=Order.NEWEST if what.order is Order.BEST else Order.BEST)
    label = "Newest first" if other.order is Order.NEWEST else "Best first"
    toggle: discord.ui.Button[Any] = discord.ui.Button(
        style=discord.ButtonStyle.secondary, label=label, custom_id=page_id(PAGES, other.token, 0)
    )
    return list_page(
        f"Found {_number(found)}",
        fitting(rows, before=[block]),
        page=found.page,
        pages=found.pages,
        what=PAGES,
        token=what.token,
        total=f"{what.order.value.capitalize()} first, {_reach(what.days)}",
        buttons=[toggle] if found.total > 1 else [],
    )


def _nothing(what: Asked, block: str) -> View:
    wider = "Look further back with **days**, or leave a word out."
    if what.outlet:
        wider = "Leave out **outlet**, look further back with **days**, or leave a word out."
    return reply(
        "Nothing found",
        block,
        f"No article of the feeds that this server follows matches, {_reach(what.days)}. {wider} "
        "**/help topic:query** shows how to write OR, phrases and parts of words.",
    )


def _row(hit: SearchHit, linked: bool) -> str:
    snippet = hit.snippet
    text = marked(snippet.text, snippet.marks)
    text = f"{'… ' if snippet.cut_before else ''}{text}{' …' if snippet.cut_after else ''}"
    about = origin(hit.article, f"story {hit.article.story_id}")
    return "\n".join(part for part in (titled(hit.article, linked=linked), text.strip(), about) if part)


def _number(found: SearchPage) -> str:
    return f"more than {counted(found.total, 'article')}" if found.more else counted(found.total, "article")


def _reach(days: int) -> str:
    return "of the last day" if days == 1 else f"of the last {days:,} days"


def _texts(components: Iterable[Any]) -> Iterable[str]:
    for component in components:
        content = getattr(component, "content", None)
        if isinstance(content, str):
            yield content
        yield from _texts(getattr(component, "children", ()))
