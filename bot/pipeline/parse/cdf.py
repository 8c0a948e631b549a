"""CDF, the Channel Definition Format (https://www.w3.org/TR/NOTE-CDFsubmit.html). Pure."""

from __future__ import annotations

from lxml import etree  # type: ignore[import-untyped]

from bot.domain.feed import ParsedFeed
from bot.pipeline.parse.compose import composed
from bot.pipeline.parse.markup import leaf_text
from bot.pipeline.parse.names import name_of
from bot.pipeline.parse.quick_elements import attributes
from bot.pipeline.parse.raw import RawEntry, RawFeed, RawText
from bot.pipeline.parse.thorough import read_thoroughly
from bot.pipeline.parse.tree import tree_of


def parse_cdf(text: str, url: str) -> ParsedFeed:
    """Return the channel in *text*, found at *url*; what is not well-formed is read by feedparser.

    Raises:
        ParseError: if it ends before its first item does, or is built to be costly.
    """
    root = tree_of(text)
    return composed(read_thoroughly(text) if root is None else _channel(root), url)


def _channel(root: etree._Element) -> RawFeed:
    items = [element for element in root.iter() if name_of(element) == "item"]
    about = _thing(root)
    return RawFeed(kind="cdf", title=about.title, link=about.link, entries=[_thing(item) for item in items])


def _thing(element: etree._Element) -> RawEntry:
    """Return what a channel or an item says of itself."""
    given = attributes(element)
    thing = RawEntry(link=given.get("href"), updated=given.get("lastmod"))
    for child in element:
        name = name_of(child)
        if name == "title":
            thing.title = RawText(leaf_text(child))
        elif name == "abstract":
            thing.summary = RawText(leaf_text(child))
        elif name == "a" and thing.link is None:
            thing.link = attributes(child).get("href")
    return thing
