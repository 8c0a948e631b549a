"""An outlet's name out of what its feed calls itself. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable
from urllib.parse import urlsplit

LONGEST = 80  # characters; a longer "name" is a slogan

# What feeds add to the outlet's name: "The Meridian - World", "Meridian » RSS", "RSS: Meridian".
_PARTED = re.compile(r"\s+[-–—|»›·•:]\s+|\s*[|»›]\s*|:\s+")
_OF_FEEDS = re.compile(
    r"^(?:the\s+)?(?:rss|atom|xml|news)?\s*feeds?(?:\s+(?:of|for|from))?\s+|\s+(?:rss|atom)(?:\s+feed)?$|"
    r"\s+feed$|^rss\s+",
    re.IGNORECASE,
)
# A part that names no outlet.
_EMPTY = re.compile(
    r"(?:all|latest|top|recent|breaking|world|home|main|front|page|news|headlines|stories|articles|posts|rss|atom|"
    r"feeds?|the|updates|international|\s)+",
    re.IGNORECASE,
)


def outlet_name(title: str, url: str | None) -> str:
    """Return the outlet's name from its feed's *title*; the host of *url* where the title gives none."""
    parts = [_OF_FEEDS.sub("", part.strip()).strip() for part in _PARTED.split(" ".join(title.split()))]
    named = next((part for part in parts if part and not _EMPTY.fullmatch(part)), "")
    if named and len(named) <= LONGEST:
        return named
    return _host(url) or named[:LONGEST] or title.strip()[:LONGEST] or "unnamed outlet"


def named_by_pages(outlet: str, pages: Iterable[tuple[str | None, str | None]]) -> str:
    """Return *outlet*, or where that is only a host the one name that the host's own pages give it.

    *pages* are (address, name of the outlet) as the pages say themselves.
    """
    names = {name for address, name in pages if name and _host(address) == outlet}
    return names.pop() if len(names) == 1 else outlet


def _host(url: str | None) -> str:
    try:
        host = urlsplit(url or "").hostname or ""
    except ValueError:
        return ""
    return host.removeprefix("www.")
