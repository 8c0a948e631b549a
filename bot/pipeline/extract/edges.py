"""What stands around and amid an article and is no part of it: its headline, and links to others. Pure."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Sequence

from bot.pipeline.extract.tree import Tree, words

_TITLES = "//h1 | //title"
_META_TITLES = "//meta[@property='og:title' or @name='og:title' or @name='twitter:title']/@content"

_TOP = 4  # lines in which the headline is looked for: a section's name or a date may stand above it
_SHORTEST_TITLE = 8  # characters: a shorter one ("News") may be anything
_MOST_OF = 0.6  # a line with this much of a title is the title, without the site's name
_ALL_BUT = 0.8  # a line of which the title is this much is the title with a mark

_LONGEST_LINK = 200  # characters; a longer line is a paragraph that holds a link
_LINK_SHARE = 0.6  # of a line's letters that stand in one link: the rest is "Read more:" or "[VIDEO]"
_SHORTEST_LINK = 2  # words
_STOPS = re.compile(r"[.!?…。！？؟۔।][\"'”’»)\]」』]*$")


def titles(tree: Tree) -> list[str]:
    """Return what the page calls itself, in any of the usual places."""
    return [one.text_content() for one in tree.xpath(_TITLES)] + [
        str(one) for one in tree.xpath(_META_TITLES)
    ]


def links(tree: Tree) -> set[str]:
    """Return the words of the page's links, joined by spaces."""
    found = (words(one.text_content()) for one in tree.iter("a"))
    return {" ".join(one) for one in found if len(one) >= _SHORTEST_LINK}


def body_lines(text: str, *, called: Iterable[str], linked: Collection[str]) -> list[str]:
    """Return the lines of *text* without the headline at its top and the links to other articles.

    Those stand at its foot, or amid it in capitals. Another link on a line of its own may be part of a list.

    *called* are the page's titles, *linked* its links as `links` gives them.
    """
    lines = [line for line in map(str.strip, text.split("\n")) if line]
    names = {" ".join(words(name)) for name in called} - {""}
    kept = [line for at, line in enumerate(lines) if at >= _TOP or not _is_title(line, names)]
    return _without_links(kept, linked)


def _is_title(line: str, names: Collection[str]) -> bool:
    said = " ".join(words(line))
    return len(said) >= _SHORTEST_TITLE and any(
        said == name
        or (said in name and len(said) > _MOST_OF * len(name))
        or (name in said and len(name) > _ALL_BUT * len(said))
        for name in names
    )


def _without_links(lines: Sequence[str], linked: Collection[str]) -> list[str]:
    last = len(lines)
    while last > 1 and _is_link(lines[last - 1], linked):
        last -= 1
    kept = lines[:last]
    return [line for line in kept if not (line.isupper() and " ".join(words(line)) in linked)] or list(kept)


def _is_link(line: str, linked: Collection[str]) -> bool:
    if len(line) >= _LONGEST_LINK or _STOPS.search(line):
        return False
    said = " ".join(words(line))
    longest = max((len(one) for one in linked if one in said), default=0)
    return longest >= _LINK_SHARE * len(said)
