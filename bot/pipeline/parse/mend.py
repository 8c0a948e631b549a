"""What is wrong with an XML text and can be put right without a guess. Pure.

Control characters, junk in front, bare ampersands, references to no character, an entry cut in the middle,
closing tags of nothing. Elements that overlap, or attributes without quotes, are left as they are.
"""

from __future__ import annotations

import re
import sys
from collections import deque
from html.entities import html5

from bot.errors import ParseError
from bot.pipeline.parse.plain import without_controls
from bot.pipeline.parse.quick_elements import is_idle
from bot.pipeline.parse.sniff import root_at, root_name
from bot.pipeline.parse.survey import DEEPEST
from bot.pipeline.parse.tree import BLANK

_ENTRY_END = re.compile(r"</(?:[\w.-]+:)?(?:item|entry)\s*>", re.IGNORECASE)
# An ampersand that begins no reference: "AT&T" and "?a=1&copy=2", not "&nbsp now".
_BARE = re.compile(r"&(?!#|[a-zA-Z][\w.-]{0,40};)(\w{0,40}=?)")
_VERBATIM, _VERBATIM_END = "<![CDATA[", "]]>"
_REFERENCE = re.compile(r"&#(?:[xX]([0-9a-fA-F]+)|(\d{1,4000}));")
# A tag with its slashes and name, past what stands in CDATA, comments and instructions.
_TAG = re.compile(
    r"<!\[CDATA\[(?:[^\]]++|\](?!\]>))*+(?:\]\]>)?|<!--(?:[^-]++|-(?!->))*+(?:-->)?|<\?.*?(?:\?>|\Z)"
    r"""|<(/?)([A-Za-z_][\w.:-]*+)(?:[^<>"'/]++|/(?!>)|"[^"<]*+"|'[^'<]*+')*+(/?)>""",
    re.DOTALL,
)
# Elements around a feed's entries that a cut leaves open: `rss` and `channel`.
_AROUND = 2
_HOLDS_ELEMENTS = frozenset({"channel", "feed", "item", "entry"})  # and no text


def mended(text: str) -> str:
    """Return *text* put right so far; an entry that was cut in the middle is left out.

    Raises:
        ParseError: if it ends before its first entry does.
    """
    whole = whole_part(from_root(text), _ENTRY_END)
    return _with_ampersands(_REFERENCE.sub(_possible, whole)) if "&" in whole else whole


def from_root(text: str) -> str:
    """Return *text* without what a site's software left in front of the feed by mistake, or amid it."""
    text = text.lstrip(BLANK)
    start = root_at(text)
    if start is not None and not text[:start].lstrip().startswith(("<?xml", "<!DOCTYPE", "<!--")):
        text = text[start:]  # a warning
    return without_controls(text)


def whole_part(text: str, entry_end: re.Pattern[str]) -> str:
    """Return *text* without an entry that was cut off; a text that has its end is returned as it is.

    Raises:
        ParseError: if no entry ends in it.
    """
    name = root_name(text)
    if name is None or f"</{name}" in text or f"</{name.lower()}" in text.lower():
        return text
    ends = deque((match.end() for match in entry_end.finditer(text)), maxlen=1)
    if not ends:
        raise ParseError(
            "This feed is cut off in the middle of its first entry.", then="It is asked for again."
        )
    return text[: ends[0]]


def balanced(text: str) -> str | None:
    """Return *text* without closing tags that close nothing, and with what a cut left open closed.

    None where elements overlap, or where feedparser may read something into such a tag.
    """
    open_: list[str] = []
    parts: list[str] = []
    at = 0
    for tag in _TAG.finditer(text):
        closes, name, is_empty = tag.groups()
        if name is None or is_empty:
            continue
        if not closes:
            open_.append(name)
            if len(open_) > DEEPEST:
                return None
        elif open_ and open_[-1] == name:
            open_.pop()
        elif name not in open_ and open_ and open_[-1].lower() in _HOLDS_ELEMENTS and is_idle(name):
            parts.append(text[at : tag.start()])
            at = tag.end()
        else:
            return None
    if len(open_) > _AROUND:
        return None
    return "".join((*parts, text[at:], *(f"</{name}>" for name in reversed(open_))))


def _possible(reference: re.Match[str]) -> str:
    """Return a character *reference* if there is such a character, else nothing (XML 1.0 section 4.1)."""
    code = int(reference[1], 16) if reference[1] else int(reference[2])
    return reference[0] if code <= sys.maxunicode and without_controls(chr(code)) else ""


def _with_ampersands(text: str) -> str:
    """Return *text* with the bare ampersands escaped; feedparser makes "AT&T;" of them."""
    first, *others = text.split(_VERBATIM)
    parts = [_BARE.sub(_meant, first)]
    for other in others:
        verbatim, end, after = other.partition(_VERBATIM_END)
        parts.append(f"{verbatim}{end}{_BARE.sub(_meant, after)}")
    return _VERBATIM.join(parts)


def _meant(bare: re.Match[str]) -> str:
    return bare[0] if bare[1] in html5 else f"&amp;{bare[1]}"
