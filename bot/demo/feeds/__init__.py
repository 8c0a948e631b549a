"""The four feed formats that the outlets speak, a module each.

Every format is a function from an `Issue` to the document's bytes; `FORMATS` names it and its media type.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from bot.demo.feeds import atom10, json11, rss10, rss20
from bot.demo.feeds.issue import Issue, Item

__all__ = ["FORMATS", "Format", "Issue", "Item"]


@dataclass(frozen=True, slots=True)
class Format:
    """How a feed is written, and what it is called on the wire."""

    render: Callable[[Issue], bytes]
    media_type: str


FORMATS = {
    "rss20": Format(rss20.render, "application/rss+xml"),
    "atom10": Format(atom10.render, "application/atom+xml"),
    "rss10": Format(rss10.render, "application/rdf+xml"),
    "json11": Format(json11.render, "application/feed+json"),
}
