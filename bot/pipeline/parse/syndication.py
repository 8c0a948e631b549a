"""RSS 0.9x, 1.0 and 2.0, Atom 0.3 and 1.0: read quickly, if need be put right, else by feedparser. Pure."""

from __future__ import annotations

from bot.domain.feed import ParsedFeed
from bot.errors import ParseError
from bot.pipeline.parse.compose import composed
from bot.pipeline.parse.hints import with_hints
from bot.pipeline.parse.mend import balanced, mended
from bot.pipeline.parse.quick import read_quickly
from bot.pipeline.parse.raw import RawFeed
from bot.pipeline.parse.thorough import read_thoroughly


def parse_syndication(text: str, url: str) -> ParsedFeed:
    """Return the feed in *text*, found at *url*.

    An entry that was cut in the middle is left out: it will be whole at the next poll.

    Raises:
        ParseError: if there is no feed, or it ends before its first entry does, or is built to be costly.
    """
    raw = read_quickly(text) or read_mended(text) or read_thoroughly(text)
    feed = composed(raw, url)
    return with_hints(feed, text, url) if raw.may_hint else feed


def read_mended(text: str) -> RawFeed | None:
    """Return the feed in *text*, which is not read as it is, put right; None where feedparser must tell."""
    try:
        better = mended(text)
    except ParseError:
        return None  # why it is refused, the thorough reader says
    feed = read_quickly(better) if better != text else None
    if feed is not None:
        return feed
    whole = balanced(better)
    return read_quickly(whole) if whole is not None and whole not in {text, better} else None
