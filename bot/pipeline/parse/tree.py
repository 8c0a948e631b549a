"""The tree of a well-formed XML document, by libxml2, which refuses what is nested beyond measure."""

from __future__ import annotations

import re
from functools import cache
from html.entities import name2codepoint

from lxml import etree  # type: ignore[import-untyped]

# What sites leave in front of a document by mistake, and what keeps it from being well-formed.
BLANK = "\ufeff \t\r\n"

_DOCUMENT_TYPE = re.compile(r"(?:\s|<\?(?:[^?]++|\?(?!>))*+\?>|<!--(?:[^-]++|-(?!->))*+-->)*+<!")
# An entity that HTML knows and XML does not, past what stands in comments and CDATA, where it is none.
_ENTITY = re.compile(r"<!\[CDATA\[.*?(?:\]\]>|\Z)|<!--.*?(?:-->|\Z)|&([A-Za-z][A-Za-z0-9]{1,9});", re.DOTALL)
_OF_XML = frozenset({"amp", "lt", "gt", "quot", "apos"})


def tree_of(text: str) -> etree._Element | None:
    """Return the root of the document in *text*; None where it is not well-formed or has a document type.

    A document type may declare entities (and says which RSS 0.91 it is); its readers look closer. HTML's
    entities, which sites take for XML's, mean what they mean there.
    """
    text = text.lstrip(BLANK)
    if _DOCUMENT_TYPE.match(text) is not None:
        return None
    try:
        body = text.encode()
    except UnicodeEncodeError:
        return None
    try:
        return etree.fromstring(body, strict_parser())
    except etree.XMLSyntaxError:
        pass
    resolved = with_entities(text)
    if resolved is text:
        return None
    try:
        return etree.fromstring(resolved.encode(), strict_parser())
    except etree.XMLSyntaxError:
        return None


def with_entities(text: str) -> str:
    """Return an XML *text* with HTML's entities as the characters they name; itself where it has none."""
    if "&" not in text:
        return text
    resolved = _ENTITY.sub(_character, text)
    return text if resolved == text else resolved


def _character(found: re.Match[str]) -> str:
    name = found[1]
    code = name2codepoint.get(name) if name and name not in _OF_XML else None
    return found[0] if code is None else chr(code)


@cache
def strict_parser(*, recover: bool = False) -> etree.XMLParser:
    """Return a parser that reads nothing from elsewhere, expands nothing, and stops at a depth of 256."""
    return etree.XMLParser(
        encoding="utf-8",  # ours, whatever the declaration says
        recover=recover,
        resolve_entities=False,
        no_network=True,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
    )
