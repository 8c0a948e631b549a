"""The tree of a well-formed XML document, by libxml2, which refuses what is nested beyond measure."""

from __future__ import annotations

from lxml import etree  # type: ignore[import-untyped]

from bot.pipeline.parse.sniff import root_at

# What sites leave in front of a document by mistake, and what keeps it from being well-formed.
BLANK = "\ufeff \t\r\n"


def tree_of(text: str) -> etree._Element | None:
    """Return the root of the document in *text*; None where it is not well-formed or has a document type.

    A document type may declare entities (and says which RSS 0.91 it is); its readers look closer.
    """
    text = text.lstrip(BLANK)
    start = root_at(text)
    if start is None or "<!" in text[:start].replace("<!--", ""):
        return None
    try:
        return etree.fromstring(text.encode(), strict_parser())
    except (etree.XMLSyntaxError, UnicodeEncodeError):
        return None


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
