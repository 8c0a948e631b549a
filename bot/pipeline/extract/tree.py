"""A page as a tree, and the pieces of it that several modules here look at. Pure."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from typing import Any, TypeAlias

from lxml import etree  # type: ignore[import-untyped]
from lxml import html as lxml_html

from bot.pipeline.parse.charset import decoded
from bot.pipeline.parse.plain import without_controls

Tree: TypeAlias = lxml_html.HtmlElement

_LINKED_DATA = "//script[contains(translate(@type, 'LDJSON', 'ldjson'), 'ld+json')]"
_MOST_OBJECTS = 2_000  # looked at in one page's linked data: a hostile page may nest without end
# Scripts without spaces between words count by letter, all others by word.
_LETTERS = "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff"
_WORD = re.compile(rf"[{_LETTERS}]|(?:(?![{_LETTERS}])\w)+")


def page_tree(html: bytes, content_type: str | None) -> Tree | None:
    """Return the tree of a page whatever its charset, without comments; None where there is none.

    A comment between two texts hides the second from trafilatura: it costs half a point of F1.
    """
    text = without_controls(decoded(html, content_type))
    if "<" not in text:  # an image, a PDF, a bare text
        return None
    parser = lxml_html.HTMLParser(
        encoding="utf-8", no_network=True, collect_ids=False, remove_comments=True, remove_pis=True
    )
    try:
        return lxml_html.document_fromstring(text.encode("utf-8", "replace"), parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError):
        return None


def words(text: str) -> list[str]:
    """Return the words of *text*, folded, as texts of one page are compared."""
    return [word.casefold() for word in _WORD.findall(text)]


def placed_words(text: str) -> list[tuple[int, str]]:
    """Return the words of *text* as `words` does, each with the offset at which it begins."""
    return [(found.start(), found[0].casefold()) for found in _WORD.finditer(text)]


def linked_data(tree: Tree) -> Iterator[Mapping[str, Any]]:
    """Yield every object of the page's JSON-LD, outer ones first (https://www.w3.org/TR/json-ld11/)."""
    seen = 0
    for script in tree.xpath(_LINKED_DATA):
        try:
            queue: list[Any] = [json.loads(script.text or "", strict=False)]
        except (ValueError, RecursionError):
            continue
        for one in queue:  # grows as it is walked
            if isinstance(one, dict):
                seen += 1
                yield one
                queue.extend(value for value in one.values() if isinstance(value, dict | list))
            elif isinstance(one, list):
                queue.extend(one)
            if seen >= _MOST_OBJECTS:
                return


def types_of(one: Mapping[str, Any]) -> set[str]:
    """Return the schema.org types of an object, without the vocabulary's address."""
    given = one.get("@type")
    named = given if isinstance(given, list) else [given]
    return {name.rsplit("/", 1)[-1] for name in named if isinstance(name, str)}
