"""Reads our markdown as Discord does, in as far as tests need it.

Two readers: SimCord's (CommonMark with Discord's additions), and the rules of Discord's own parser that
matter for safety, written down from discord-api-docs issues 6185, 7510, 7673 and 7721.
"""

from collections.abc import Iterable, Iterator
from typing import Any

import regex
from simcord.preview._markdown import markdown_tokens

EVERYONE = regex.compile(r"@(?:everyone|here)", regex.IGNORECASE)
REFERENCES = regex.compile(r"<(?:@[!&]?\d+|#\d+|/[^<>]*:\d+|t:-?\d+(?::\w)?|a?:\w+:\d+|id:\w+|https?:[^>]*)>")
MASKED = regex.compile(r"(?<!\\)\[((?:\[[^\]]*\]|[^\[\]]|\](?=[^\[]*\]))*)\]\((https?://[^\s()]+)\)")
EMOJI = regex.compile(r"[\p{Extended_Pictographic}\p{Emoji_Presentation}]")
KNOWN = {
    "users": {str(n): "somebody" for n in range(1, 10)} | {"123": "somebody"},
    "roles": {str(n): "role" for n in range(1, 10)} | {"123": "role"},
    "channels": {str(n): "channel" for n in range(1, 10)} | {"123": "channel"},
    "commands": {"123": "mute"},
    "emojis": {"123": {"name": "party", "animated": False}},
    "everyone": True,
}


def tokens(markdown: str) -> list[dict[str, Any]]:
    """Return every token of SimCord's reading, flat."""
    return list(_flat(markdown_tokens(markdown, "text_display", context=KNOWN)))


def _flat(found: Iterable[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    for token in found:
        yield token
        yield from _flat(token.get("children") or ())


def shown(markdown: str) -> str:
    """Return the text that a reader sees."""
    parts = [token["content"] if token["type"] == "text" else "" for token in tokens(markdown)]
    return "".join(parts).replace("\u200b", "")


def kinds(markdown: str) -> set[str]:
    """Return what the markdown does beside showing text."""
    return {token["type"] for token in tokens(markdown)} - {"text", "inline", "paragraph", "break"}


def targets(markdown: str) -> list[str]:
    """Return where links lead, autolinks too."""
    return [token["href"] for token in tokens(markdown) if token["type"] == "link_open"]


def pings(markdown: str) -> bool:
    """Return whether Discord's server would read a mention, whatever is escaped."""
    return bool(EVERYONE.search(markdown) or REFERENCES.search(markdown))
