"""The text of an XML element as feedparser would give it, or `Unsure` where only it knows."""

from __future__ import annotations

import html
import re
from html.entities import entitydefs

from lxml import etree  # type: ignore[import-untyped]

XHTML = "application/xhtml+xml"
HTML = "text/html"
PLAIN = "text/plain"
_TYPES = {"text": PLAIN, "plain": PLAIN, "html": HTML, "xhtml": XHTML, PLAIN: PLAIN, HTML: HTML, XHTML: XHTML}

_CLOSING = re.compile(r"</(\w+)>")
_REFERENCE = re.compile(r"&#?\w+;")
_TAG = re.compile(r"</?(\w+)")
_ENTITY = re.compile(r"&(\w+);")
# Elements that make a text HTML in feedparser's eyes: those that its sanitizer lets pass.
_HTML_TAGS = frozenset(
    {
        *("a", "abbr", "acronym", "address", "area", "article", "aside", "audio", "b", "big"),
        *("blockquote", "br", "button", "canvas", "caption", "center", "cite", "code", "col"),
        *("colgroup", "command", "datagrid", "datalist", "dd", "del", "details", "dfn", "dialog"),
        *("dir", "div", "dl", "dt", "em", "event-source", "fieldset", "figcaption", "figure", "font"),
        *("footer", "form", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hr", "i", "img", "input"),
        *("ins", "kbd", "keygen", "label", "legend", "li", "m", "map", "menu", "meter", "multicol"),
        *("nav", "nextid", "noscript", "ol", "optgroup", "option", "output", "p", "pre", "progress"),
        *("q", "s", "samp", "section", "select", "small", "sound", "source", "spacer", "span"),
        *("strike", "strong", "sub", "sup", "table", "tbody", "td", "textarea", "tfoot", "th"),
        *("thead", "time", "tr", "tt", "u", "ul", "var", "video"),
    }
)

_C1 = re.compile(rb"\xc2[\x80-\x9f]")  # in UTF-8
# Bytes of Windows-1252 that were taken for Latin-1: where Latin-1 has control characters, it has letters.
_WINDOWS = {code: html.unescape(f"&#{code};") for code in range(0x80, 0xA0)}


class Unsure(Exception):
    """The quick reader can't tell what feedparser would make of this."""


def leaf_text(element: etree._Element) -> str:
    """Return the text of an *element* that holds nothing but text."""
    if len(element):
        raise Unsure
    text = element.text
    if not text:
        return ""
    text = text.strip()
    return text if text.isascii() else repaired(text)


def repaired(text: str) -> str:
    """Return *text* with letters restored that a site encoded twice or declared wrongly."""
    if text.isascii():
        return text
    try:
        body = text.encode("latin-1")
        text = body.decode()
    except UnicodeError:
        body = text.encode()
    return text.translate(_WINDOWS) if b"\xc2" in body and _C1.search(body) else text


def media_type(given: str | None, default: str) -> str:
    """Return the media type of a text construct, one of the three above; `Unsure` for another document."""
    if given is None:
        return default
    found = _TYPES.get(given.lower())
    if found is None:
        raise Unsure
    return found


def looks_like_html(text: str) -> bool:
    """Return whether a *text* that is declared as plain is HTML: feedparser's rule, a careful one."""
    if not (_CLOSING.search(text) or _REFERENCE.search(text)):
        return False
    if any(tag.lower() not in _HTML_TAGS for tag in _TAG.findall(text)):
        return False
    return all(entity in entitydefs for entity in _ENTITY.findall(text))


def inline_markup(element: etree._Element, *, without_wrapper: bool) -> str:
    """Return what stands in an *element* of XHTML as markup, without attributes.

    With *without_wrapper*, a single `div` around it all is left out (RFC 4287 section 3.1.1.3).
    """
    if without_wrapper and len(element) == 1 and _is_blank(element.text) and _is_blank(element[0].tail):
        (child,) = element
        if _local(child) == "div":
            element = child
    parts: list[str] = []
    _write(element, parts)
    return "".join(parts)


def misplaced_markup(element: etree._Element) -> str:
    """Return what stands in an *element* of text whose tags should have been escaped, as markup.

    As feedparser: the text before the first tag counts as escaped, and a `div` in front is another matter.
    """
    if _local(element[0]) == "div":
        raise Unsure
    parts: list[str] = []
    _write(element, parts)
    if element.text:
        parts[0] = element.text
    return "".join(parts)


def _write(element: etree._Element, parts: list[str]) -> None:
    # As deep as libxml2 reads at all: 256.
    if element.text:
        parts.append(html.escape(element.text, quote=False))
    for child in element:
        name = _local(child)
        parts.append(f"<{name}>")
        _write(child, parts)
        parts.append(f"</{name}>")
        if child.tail:
            parts.append(html.escape(child.tail, quote=False))


def _local(element: etree._Element) -> str:
    tag: str = element.tag
    return tag.rpartition("}")[2].lower()


def _is_blank(text: str | None) -> bool:
    return not text or text.isspace()
