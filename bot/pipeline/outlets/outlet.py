"""An outlet's name out of what its feed calls itself. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable
from urllib.parse import urlsplit

from bot.pipeline.outlets.sections import SECTION_WORDS
from bot.text.folding import fold

LONGEST = 80  # characters; a longer "name" is a slogan
SHORTEST_LABEL = 3  # characters of a host's label that tell by standing in a name: "bbc" in "BBC News"

# What feeds add to the outlet's name: "The Meridian - World", "Meridian » RSS", "RSS: Meridian".
_PARTED = re.compile(r"\s+[-–—|›>·•:/]{1,2}\s+|\s*[|»›：｜]\s*|:\s+")
_OF_FEEDS = re.compile(
    r"^(?:the\s+)?(?:rss|atom|xml|news)?\s*feeds?(?:\s+(?:of|for|from))?\s+|\s+(?:rss|atom)(?:\s+feed)?$|"
    r"\s+feed$|^rss\s+|\s+(?:top|latest|all)\s+(?:stories|news|headlines|articles|posts)$",
    re.IGNORECASE,
)
# What somebody searched for or commented on is no outlet's name: '"Kursk" - Google News'.
_SEARCHED = re.compile(r"[\"“«„'].*[\"”»“']")
_COMMENTS = re.compile(
    r"\s*(?:comments|kommentare|commentaires|comentarios)\s(?:on|for|zu|sur|en)\b", re.IGNORECASE
)
_WORD = re.compile(r"[\w.]*\w")
_LABEL_OF_ANY = frozenset(
    ("www", "news", "rss", "feeds", "feed", "com", "org", "net", "co", "info", "media", "online")
)


def outlet_name(title: str, url: str | None) -> str:
    """Return the outlet's name from its feed's *title*; the host of *url* where the title gives none.

    Of a title's parts that is the one which the host is called after ("meduza.io": "Новости - Meduza"), else
    the first that is more than a section's name.
    """
    parts = [] if _COMMENTS.match(title) else title_parts(title)
    host = _host(url)
    named = next((part for part in parts if _is_of_host(part, host)), "")
    named = named or next((part for part in parts if not _is_section(part)), "")
    if named and len(named) <= LONGEST:
        return named
    return host or named[:LONGEST] or title.strip()[:LONGEST] or "unnamed outlet"


def title_parts(title: str) -> list[str]:
    """Return the parts of a feed's title, of which one may be its outlet's name."""
    parts = (_OF_FEEDS.sub("", part.strip()).strip() for part in _PARTED.split(" ".join(title.split())))
    return [part for part in parts if part]


def named_by_pages(outlet: str, pages: Iterable[tuple[str | None, str | None]]) -> str:
    """Return *outlet*, or where that is only a host the one name that the host's own pages give it.

    *pages* are (address, name of the outlet) as the pages say themselves.
    """
    names = {name for address, name in pages if name and _host(address) == outlet}
    return names.pop() if len(names) == 1 else outlet


def _is_section(part: str) -> bool:
    """Return whether a part of a title names a section, or a search, and no outlet."""
    words = _WORD.findall(part)
    return all(fold(word) in SECTION_WORDS for word in words) or _SEARCHED.fullmatch(part) is not None


def _is_of_host(part: str, host: str) -> bool:
    """Return whether a host is called after a part of a title: by its letters, or by its initials."""
    words = ["".join(filter(str.isalnum, fold(word))) for word in _WORD.findall(part)]
    squashed = "".join(words)
    if not squashed or (len(words) == 1 and _is_section(part)):  # "World" at world.outlet.example
        return False
    if squashed == "".join(filter(str.isalnum, host)):
        return True
    initials = "".join(word[0] for word in words)
    for label in host.split(".")[:-1]:
        called = label.replace("-", "")
        if called in _LABEL_OF_ANY:
            continue
        if called == squashed or called in words or (len(words) > 1 and called == initials):
            return True
        if len(called) >= SHORTEST_LABEL and squashed.startswith((called, f"the{called}")):
            return True
        if len(squashed) >= SHORTEST_LABEL and (called.startswith(squashed) or called.endswith(squashed)):
            return True
    return False


def _host(url: str | None) -> str:
    try:
        host = urlsplit(url or "").hostname or ""
    except ValueError:
        return ""
    return host.removeprefix("www.")
