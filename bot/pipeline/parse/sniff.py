"""Which format a text is in, judged by how it begins."""

from __future__ import annotations

import re
from enum import StrEnum

# How far into a body junk (a warning of the site's software, blank lines) may push the feed's start.
JUNK = 4096

_ROOT = re.compile(r"<(?:[\w.-]++:)?+(rss|feed|rdf|channel|urlset|sitemapindex)[\s/>]", re.IGNORECASE)
_TAG = re.compile(r"<((?:[\w.-]+:)?[\w.-]+)")
_HTML = re.compile(r"<(?:!doctype\s+html|html|head|body|div|p|script|table|meta|h1)\b", re.IGNORECASE)


class Format(StrEnum):
    """What a body may be."""

    EMPTY = "empty"
    JSON = "json"
    SYNDICATION = "syndication"  # RSS, Atom
    CDF = "cdf"
    SITEMAP = "sitemap"
    SITEMAP_INDEX = "sitemap index"
    OPML = "opml"  # a list of feeds
    HTML = "html"
    OTHER = "other"


_OPML = re.compile(r"\s*<opml[\s>]", re.IGNORECASE)

_ROOTS = {
    "channel": Format.CDF,
    "urlset": Format.SITEMAP,
    "sitemapindex": Format.SITEMAP_INDEX,
}


def sniff(text: str) -> Format:
    """Return the format that *text* begins as."""
    head = text[: JUNK * 2].lstrip("\ufeff \t\r\n\0")
    if not head:
        return Format.EMPTY if not text.strip("\ufeff \t\r\n\0") else Format.OTHER
    if head[0] in "{[":
        return Format.JSON
    root = _root(text)
    if root is not None and _HTML.search(text, 0, root.start()) is None:
        return _ROOTS.get(root[1].lower(), Format.SYNDICATION)
    if _OPML.match(text, _past_prolog(text)) is not None:
        return Format.OPML
    return Format.HTML if _HTML.search(head) is not None else Format.OTHER


def root_at(text: str) -> int | None:
    """Return where the feed's root element begins, past the prolog and junk; None where there is none."""
    root = _root(text)
    return root.start() if root else None


def root_name(text: str) -> str | None:
    """Return the root element's name with its prefix, as written."""
    at = root_at(text)
    match = _TAG.match(text, at) if at is not None else None
    return match[1] if match else None


def _root(text: str) -> re.Match[str] | None:
    start = _past_prolog(text)
    return _ROOT.search(text, start, start + JUNK)


def _past_prolog(text: str) -> int:
    """Return the offset after declarations, comments and the document type that *text* begins with."""
    at = 0
    while True:
        following = text.find("<", at)
        if following < 0 or following - at > JUNK or not text.startswith(("<?", "<!"), following):
            return at
        if text.startswith("<!--", following):
            end = text.find("-->", following)
        elif text.startswith("<?", following):
            end = text.find("?>", following)
        elif text[following : following + 9].upper() == "<!DOCTYPE":
            bracket = text.find("[", following, following + JUNK)
            end = text.find(">", following)
            if 0 <= bracket < end:
                end = text.find("]", bracket)
        else:
            return at
        close = text.find(">", end) if end >= 0 else -1
        if close < 0:
            return at
        at = close + 1
