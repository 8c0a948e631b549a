"""How the quick reader reads the elements that hold words: titles, descriptions, contents, authors.

A comment "as feedparser" marks a rule of its own, see `quick_elements`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from lxml import etree  # type: ignore[import-untyped]

from bot.pipeline.parse.markup import HTML, PLAIN, Unsure, repaired
from bot.pipeline.parse.names import name_of
from bot.pipeline.parse.quick_about import About
from bot.pipeline.parse.raw import RawText, and_author

if TYPE_CHECKING:
    from bot.pipeline.parse.quick_elements import Reader

_PERSON = frozenset({"name", "email", "uri", "url", "homepage"})


def title(reader: Reader, element: etree._Element, depth: int, about: About) -> None:
    """Take a title unless there is one as near that says something."""
    text = reader.text(element, PLAIN)
    if not -1 < reader.title_depth <= depth:
        about.title = text
    if text.value:
        reader.title_depth = depth


def media_title(reader: Reader, element: etree._Element, depth: int, about: About) -> None:
    """Take a title unless there is one as near."""
    text = reader.text(element, PLAIN)
    if not -1 < reader.title_depth <= depth:
        about.title = text


def description(reader: Reader, element: etree._Element, depth: int, about: About) -> None:
    """Take a summary in HTML; as feedparser: a second one is the content."""
    if about.has_summary and not reader.has_content:
        content(reader, element, depth, about)
        return
    about.summary = reader.text(element, HTML)
    about.has_summary = about.is_entry


def summary(reader: Reader, element: etree._Element, depth: int, about: About) -> None:
    """Take a summary in plain text; a second one is the content."""
    if about.has_summary and not reader.has_content:
        content(reader, element, depth, about)
        return
    about.summary = reader.text(element, PLAIN)
    about.has_summary = True


def content(reader: Reader, element: etree._Element, _depth: int, about: About) -> None:
    """Take a content, in plain text unless it names another type."""
    _take(reader, reader.text(element, PLAIN), about)


def encoded(reader: Reader, element: etree._Element, _depth: int, about: About) -> None:
    """Take a content in HTML."""
    _take(reader, reader.text(element, HTML), about)


def _take(reader: Reader, text: RawText, about: About) -> None:
    reader.has_content = True
    about.has_summary = True
    about.contents.append(text)


def author(reader: Reader, element: etree._Element, depth: int, about: About) -> None:
    """Take an author, who is told in words or in elements of name and address."""
    text = element.text or ""
    known: dict[str, str] = {}
    for child in element[:]:
        name = name_of(child).removeprefix("itunes_")
        if len(child) or name not in _PERSON:
            raise Unsure
        if name in {"name", "email"}:
            known[name] = (child.text or "").strip()
        text += child.tail or ""
    named = ""
    if not known:
        about.has_author_in_words = True
    elif about.author and (about.has_author_in_words or not reader.kind.startswith("atom")):
        raise Unsure  # as feedparser, which may put the last name first
    else:
        email = f"({known['email']})" if known.get("email") else ""
        named = f"{known.get('name', '')} {email}".strip()
    beside = about.depths.get("author", depth) == depth
    if about.is_nearer("author", depth):
        named = named or repaired(text.strip())
        about.author = and_author(about.author, named) if about.author and beside else named


def contact(reader: Reader, _element: etree._Element, _depth: int, about: About) -> None:
    """Pass over who owns a podcast: where a feed is not Atom, its author is not its entries' author."""
    if about.is_entry or reader.kind.startswith("atom"):
        raise Unsure
