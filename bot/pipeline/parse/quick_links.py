"""How the quick reader reads the elements that hold addresses: links, identifiers, enclosures, pictures.

A comment "as feedparser" marks a rule of its own, see `quick_elements`.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import TYPE_CHECKING

from lxml import etree  # type: ignore[import-untyped]

from bot.pipeline.parse.hints import EARLIER
from bot.pipeline.parse.markup import HTML, XHTML, Unsure, leaf_text
from bot.pipeline.parse.names import attribute_name
from bot.pipeline.parse.quick_about import ENCLOSURE, MEDIA, THUMBNAIL, About

if TYPE_CHECKING:
    from bot.pipeline.parse.quick_elements import Reader

_SEMICOLON = re.compile(r"&([A-Za-z0-9_]+);")


def link(reader: Reader, element: etree._Element, _depth: int, about: About) -> None:
    """Take an entry's address, or the picture that it encloses."""
    given = dict(element.items())
    target = _href(given) if given else None
    if target is None:
        value = leaf_text(element)
        if value:
            value = reader.absolute(value, given)
        if "&" in value:
            value = value.replace("&amp;", "&") if about.is_entry else value
            value = _SEMICOLON.sub(r"&\1", value)
        about.link = value
        return
    rel = given.get("rel", "alternate").lower()
    if rel in EARLIER and not about.is_entry:
        reader.has_hints = True
    kind = given.get("type", HTML).lower()
    if rel == "enclosure" and kind.startswith("image/"):
        about.show(ENCLOSURE, reader.absolute(target, given))
    elif rel == "alternate" and kind in {HTML, XHTML, "html", "xhtml"}:
        about.link = reader.absolute(target, given)


def _href(given: Mapping[str, str]) -> str | None:
    for name in ("url", "uri", "href"):
        found = given.get(name)
        if found is not None:
            return found or given.get("href")
    return None


def guid(reader: Reader, element: etree._Element, depth: int, about: About) -> None:
    """Take an identifier, which may be the address too."""
    given = dict(element.items())
    is_link = True
    for key, said in given.items():
        if attribute_name(key) == "ispermalink" and said != "true":
            is_link = False
    value = leaf_text(element)
    if value and is_link:
        value = reader.absolute(value, given)
    if about.is_nearer("id", depth):
        about.identifier = value
    if is_link and about.link is None:
        about.link = value


def enclosure(_reader: Reader, element: etree._Element, _depth: int, about: About) -> None:
    """Take what is enclosed, if it is a picture."""
    if _is_image(element):
        about.show(ENCLOSURE, _href(dict(element.items())))


def media_content(reader: Reader, element: etree._Element, depth: int, about: About) -> None:
    """Take a picture, and what is told with it."""
    if _is_image(element):
        about.show(MEDIA, element.get("url"))
    if len(element):
        reader.read_children(element, depth, about)


def _is_image(element: etree._Element) -> bool:
    kind: str = element.get("type", "")
    return element.get("medium") == "image" or kind.lower().startswith("image/")


def thumbnail(_reader: Reader, element: etree._Element, _depth: int, about: About) -> None:
    """Take a small picture."""
    url = element.get("url")
    about.show(THUMBNAIL, url if url is not None else leaf_text(element))


def itunes_image(_reader: Reader, element: etree._Element, _depth: int, about: About) -> None:
    """Take a podcast's picture."""
    if len(element):
        raise Unsure
    about.image = element.get("href") or element.get("url") or about.image
