"""How queries are written, taught by examples. Every example here is parsed by a test."""

from __future__ import annotations

from typing import Final

import discord

from bot.chat.cards import reply

EXAMPLES: Final = (
    ("kursk troops", "both words, anywhere in title or text; *troop* finds *troops*, too"),
    ('"north korean troops"', "these words, side by side"),
    ("kursk -football", "the first, and not the second; *NOT football* is the same"),
    ("kursk OR sudzha", "one of them"),
    (
        "(shells OR missiles) train",
        "parentheses make groups; without them OR joins all that stands beside it",
    ),
    ("storm* sold?er", "* stands for any letters, ? for one; two letters at least before them"),
    ("title:kursk", "in the title alone; so *text:*, *author:*, *feed:* and *outlet:*"),
    ('outlet:"Harbour Courier" lang:uk', "of one outlet, in one language, by its code or its English name"),
    ("url:example.org kursk", "from one site, where a web search has *site:*"),
    ("=WHO =Kursk", "exactly so, capitals included"),
    ("korean NEAR/8 kursk", "at most 8 words apart; ONEAR/8 in this order; of phrases and groups, too"),
    ('"korean kursk"~8', "the same for a few words in any order"),
)
"""Queries for watchlists and searches, each with what it finds (markdown of ours)."""

ALIASED: Final = (
    ("@dprk kursk", "both, where *@dprk* stands for what **/alias set** says; examples: **/alias starter**"),
    ("title:@dprk -@kim", "an alias goes wherever a group does"),
)
"""Queries with aliases of the starter set."""

DATED: Final = (
    ("kursk after:7d", "of the last 7 days"),
    ("kursk after:2024-10-01 before:2024-11-01", "from that date, and before that one"),
)
"""Queries for searches only."""


def query_help() -> discord.ui.LayoutView:
    """Return how queries are written."""
    return reply(
        "How queries are written",
        "As in a web search: words, quotation marks, a minus, OR. The same works in **/watch add** and in "
        "**/search**. Case and accents don't matter, and words match in all their forms.",
        "\n".join(f"`{query}`\n{meaning}" for query, meaning in EXAMPLES),
        "**With aliases**\n" + "\n".join(f"`{query}`\n{meaning}" for query, meaning in ALIASED),
        "**In searches only**\n" + "\n".join(f"`{query}`\n{meaning}" for query, meaning in DATED),
        foot="AND, OR, NOT, NEAR and ONEAR are written in capitals · /watch test tries a query",
    )
