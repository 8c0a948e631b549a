"""Mark where a page's text has lost words: two spaces where one stood. Pure.

Texts of feeds keep such gaps as they came, so both speak alike to `bot.pipeline.summarise.quotable`, which
never quotes a sentence with a gap. A page loses words in two ways: its own markup holds an empty element
where a name or a link is to be filled in by a script, and extractors drop what they take for furniture.
"""

from __future__ import annotations

import re

from lxml import etree  # type: ignore[import-untyped]

from bot.pipeline.extract.tree import Tree, placed_words, words

GAP = "  "

# Stands in the tree for an empty element between two words until the text is chosen. A character that is
# printable (extractors throw others away) and that no language writes.
_MARK = "⧘"
_MARKED = re.compile(rf"[^\S\n]*{_MARK}\s*")

_INLINE = frozenset({"a", "abbr", "b", "cite", "em", "i", "mark", "span", "strong", "u"})
_UNSEEN = frozenset({"script", "style", "noscript", "template", "svg", "iframe", "select", "button", "head"})
_JOINS = frozenset({*_INLINE, "font", "small", "sub", "sup", "q", "s", "code", "time", "ins", "del", "wbr"})

# Lines that do not stand in the page as they are get searched for piece by piece, so often at most.
_MOST_SEARCHES = 2_000


def mark_empty(tree: Tree) -> None:
    """Set a mark in every empty inline element of *tree* that stands between two words of a sentence."""
    for element in tree.iter(*_INLINE):
        if len(element) or (element.text or "").strip():
            continue
        if element.tag == "a" and not element.get("href"):  # a target of links, never a word
            continue
        before, after = _text_before(element), element.tail or ""
        if before[-1:].isspace() and before.strip() and after[:1].isspace() and after.strip():
            element.text = _MARK


def _text_before(element: Tree) -> str:
    previous = element.getprevious()
    if previous is not None:
        return previous.tail or ""
    parent = element.getparent()
    return (parent.text or "") if parent is not None else ""


def with_gaps(text: str, tree: Tree) -> str:
    """Return *text* with a gap wherever words are missing between two that follow each other in it."""
    text = _MARKED.sub(GAP, text)
    said = f" {' '.join(words(visible(tree)))} "
    searches = _MOST_SEARCHES
    lines = []
    for line in text.split("\n"):
        breaks, cost = _breaks(line, said, searches)
        searches -= cost
        lines.append(_gapped(line, breaks))
    return "\n".join(line.strip() for line in lines)


def visible(tree: Tree) -> str:
    """Return all text of a page that is not a script's, a space between blocks."""
    parts: list[str] = []
    for event, element in etree.iterwalk(tree, events=("start", "end")):
        if event == "start":
            if element.tag in _UNSEEN:
                continue
            if element.tag not in _JOINS:
                parts.append(" ")
            parts.append(element.text or "")
        else:
            if element.tag not in _JOINS:
                parts.append(" ")
            parts.append(element.tail or "")
    return "".join(parts).replace(_MARK, "")


def _breaks(line: str, said: str, most: int) -> tuple[list[tuple[int, int]], int]:
    """Return where *line* leaves what is *said*, as (end of a word, start of the next); and the searches."""
    placed = placed_words(line)
    found: list[tuple[int, int]] = []
    cost, at = 1, 0
    while at < len(placed) and cost < most:
        end, tried = _reach(placed, at, said)
        cost += tried
        if end < len(placed) and at < end:
            start, word = placed[end - 1]
            found.append((start + len(word), placed[end][0]))
        at = max(end, at + 1)
    return found, cost


def _reach(placed: list[tuple[int, str]], at: int, said: str) -> tuple[int, int]:
    """Return how far the words from *at* on follow each other in *said*, by halving; and the searches."""
    low, high = at, len(placed)
    tried = 0
    middle = high  # most lines stand as they are
    while low < high:
        tried += 1
        if f" {' '.join(word for _, word in placed[at:middle])} " in said:
            low = middle
        else:
            high = middle - 1
        middle = (low + high + 1) // 2
    return low, tried


def _gapped(line: str, breaks: list[tuple[int, int]]) -> str:
    """Return *line* with the first space of each break doubled."""
    for start, end in reversed(breaks):
        space = line.find(" ", start, end)
        if space >= 0 and line[space : space + 2] != GAP:
            line = f"{line[:space]} {line[space:]}"
    return line
