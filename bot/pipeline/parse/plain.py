"""Plain text out of HTML and out of what feeds take for it.

A block ends in a newline; scripts, styles and form fields are left out. White space folds as a browser
folds it, except that two spaces within a line stay two: they tell later that a word was lost there.
"""

from __future__ import annotations

import html
import re
from collections.abc import Callable, Iterable
from functools import cache

from lxml import etree  # type: ignore[import-untyped]

_BLOCKS = frozenset(
    {
        *(
            "address",
            "article",
            "aside",
            "blockquote",
            "body",
            "br",
            "center",
            "dd",
            "details",
            "dialog",
            "div",
        ),
        *(
            "dl",
            "dt",
            "fieldset",
            "figcaption",
            "figure",
            "footer",
            "form",
            "h1",
            "h2",
            "h3",
            "h4",
            "h5",
            "h6",
        ),
        *("header", "hgroup", "hr", "html", "li", "main", "nav", "ol", "p", "pre", "section", "summary"),
        *("table", "tbody", "tfoot", "thead", "tr", "ul"),
    }
)
_CELLS = frozenset({"td", "th"})
_UNSEEN = frozenset(
    {
        *(
            "script",
            "style",
            "template",
            "noscript",
            "head",
            "title",
            "iframe",
            "object",
            "embed",
            "svg",
            "math",
        ),
        *("select", "textarea", "button", "input", "audio", "video", "canvas", "map"),
    }
)

_MARKUP = re.compile(r"<[a-zA-Z/!]|&(?:#|[a-zA-Z])")
_CLOSING = re.compile(r"</(?:a|b|i|u|em|strong|span|p|div|sup|sub|q|cite|font|h[1-6])\s*>", re.IGNORECASE)
_ENTITY = re.compile(r"&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[a-zA-Z][a-zA-Z0-9]{1,30});")
_UNFOLDED = re.compile(r"\s{2,}|[\t\n\r\f\v\u0085\u00a0\u2028\u2029]")
_ANY_SPACE = re.compile(r"\s+")
_PARAGRAPH = re.compile(r"\n[^\S\n]*\n\s*")
# Characters that XML forbids (XML 1.0 section 2.2) and that no text needs, in UTF-8, which has no surrogates.
_CONTROL = bytes((*range(9), 0x0B, 0x0C, *range(0x0E, 0x20), 0x7F))
_NO_CHARACTERS = ("\ufffe".encode(), "\uffff".encode())
# References that may name one of them: 0 to 31, 127, and all that begins like surrogates or U+FFFE.
_REFERENCE_TO_CONTROL = re.compile(
    rb"&#(?:0|[12]?\d(?!\d)|3[01](?!\d)|127|5[567]\d{3}|6553"
    rb"|[xX](?:0|1?[0-9a-fA-F](?![0-9a-fA-F])|7[fF]|[dDfF][0-9a-fA-F]{3}))"
)


def without_controls(text: str) -> str:
    """Return *text* without the characters that XML forbids, which sites leave in by mistake.

    What is left can be written as UTF-8 and stored in any database.
    """
    return text if text.isprintable() else _clean(text).decode()


def _clean(text: str) -> bytes:
    """Return *text* in UTF-8, without those characters: bytes are looked through in a fifth of the time."""
    body = text.encode("utf-8", "ignore").translate(None, _CONTROL)
    for no_character in _NO_CHARACTERS:
        body = body.replace(no_character, b"")
    return body


def one_line(markup: str, *, is_plain: bool = False) -> str:
    """Return a title as a single line: tags and entities undone (twice where escaped twice)."""
    if "&" not in markup and "<" not in markup:
        return " ".join(without_controls(markup).split())
    text = markup
    if not is_plain or _CLOSING.search(html.unescape(text)):
        text = text_of(_unescaped(text) if _CLOSING.search(html.unescape(text)) else text)
    return _ANY_SPACE.sub(" ", without_controls(_unescaped(text))).strip()


def text_of(markup: str, *, is_plain: bool = False) -> str:
    """Return *markup* as text whose paragraphs each end in a newline; "" where there is none.

    With *is_plain* the text holds no markup, and an empty line ends a paragraph.
    """
    if is_plain or not (("<" in markup or "&" in markup) and _MARKUP.search(markup)):
        pieces = _PARAGRAPH.split(markup) if "\n" in markup else [markup]
        return _lines(pieces, _folded if without_controls(markup) == markup else _cleaned)
    if "<" not in markup and "&lt;" in markup and _CLOSING.search(unescaped := html.unescape(markup)):
        markup = unescaped  # all of it was escaped once more than it is meant
    body = _clean(markup)
    parts: list[str] = []
    _walk(body, parts)
    text = "".join(parts)
    fold = _cleaned if "#" in markup and _REFERENCE_TO_CONTROL.search(body) else _folded
    return _lines(text.split("\x00"), fold)


def _unescaped(text: str) -> str:
    """Return *text* with entities undone that are still there; "&amp;lt;" as far as "<", no further."""
    for _ in range(2):
        if not _ENTITY.search(text):
            break
        text = html.unescape(text)
    return text


@cache
def _parser() -> etree.HTMLParser:
    """Return the parser of fragments; one of them serves all, for it costs half as much as what it parses."""
    return etree.HTMLParser(encoding="utf-8", no_network=True, remove_comments=True, remove_pis=True)


def _walk(body: bytes, parts: list[str]) -> None:
    """Append the visible text of markup in UTF-8 to *parts*, a NUL where a block begins or ends."""
    try:
        root = etree.fromstring(b"<html><body>" + body + b"</body></html>", _parser())
    except etree.XMLSyntaxError:
        root = None
    if root is None:
        parts.append(_unescaped(re.sub(r"<[^<>]*>", " ", body.decode())))
        return
    _visit(root, parts)


def _visit(element: etree._Element, parts: list[str]) -> None:
    """Append what stands in the children of *element*, and behind each; libxml2 reads no deeper than 256."""
    append = parts.append
    for child in element[:]:  # quicker than one by one
        tag = child.tag
        if tag not in _UNSEEN:
            is_block = tag in _BLOCKS
            if is_block:
                append("\x00")
            elif tag in _CELLS:
                append(" ")
            text = child.text
            if text:
                append(text)
            if len(child):
                _visit(child, parts)
            if is_block:
                append("\x00")
        elif any(inner.tag in _BLOCKS for inner in child.iter()):
            append("\x00")
        text = child.tail
        if text:
            append(text)


def _lines(pieces: Iterable[str], fold: Callable[[str], str]) -> str:
    """Return *pieces* folded, each that then is not blank with a newline."""
    lines: list[str] = []
    for piece in pieces:
        line = piece.strip()
        if not line:
            continue
        if "  " in line or not line.isprintable():
            line = fold(line)
        if line:
            lines.append(f"{line}\n")
    return "".join(lines)


def _cleaned(piece: str) -> str:
    """Return *piece* folded and without control characters; a space at each side of one counts as one."""
    if "  " not in piece:
        return " ".join(without_controls(piece).split())
    return _UNFOLDED.sub(_one_or_two, without_controls(piece)).strip()


def _folded(piece: str) -> str:
    """Return *piece*, which has no white space around it and holds no control characters, folded."""
    if "\n" in piece:  # any white space around the end of a line is one space
        piece = " ".join([part for line in piece.splitlines() if (part := line.strip())])
    if "  " not in piece:  # then each run of white space is one space
        return piece if piece.isprintable() else " ".join(piece.split())
    return _UNFOLDED.sub(_one_or_two, piece)


def _one_or_two(white: re.Match[str]) -> str:
    """Return what stays of a run of white space: two spaces of what is nothing but spaces."""
    return " " if white[0].strip(" ") or len(white[0]) == 1 else "  "
