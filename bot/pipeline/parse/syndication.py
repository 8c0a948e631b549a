"""RSS 0.9x, 1.0 and 2.0, Atom 0.3 and 1.0: read quickly where that is sure, else by feedparser. Pure."""

from __future__ import annotations

from bot.domain.feed import ParsedFeed
from bot.pipeline.parse.compose import composed
from bot.pipeline.parse.quick import read_quickly
from bot.pipeline.parse.thorough import read_thoroughly


def parse_syndication(text: str, url: str) -> ParsedFeed:
    """Return the feed in *text*, found at *url*.

    An entry that was cut in the middle is left out: it will be whole at the next poll.

    Raises:
        ParseError: if there is no feed, or it ends before its first entry does, or is built to be costly.
    """
    return composed(read_quickly(text) or read_thoroughly(text), url)
