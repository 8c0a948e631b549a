"""Checks that several services make, and words that they clean."""

from __future__ import annotations

import unicodedata

from bot.domain.guild import Viewer
from bot.errors import NotAllowed

_NOT_TEXT = frozenset({"Cc", "Cs"})  # control characters and halves of characters: no database takes them all


def require_admin(viewer: Viewer, what: str) -> None:
    """Raise NotAllowed where the viewer may not manage the server."""
    if not viewer.is_admin:
        raise NotAllowed(f"To {what}, you need the permission Manage Server. Ask an admin.")


def one_line(text: str) -> str:
    """Return what was typed in one line, without characters that a database refuses."""
    return " ".join("".join(" " if _is_no_text(each) else each for each in text).split())


def cut(text: str, most: int) -> str:
    """Return *text* within *most* characters, for a message about it."""
    return text if len(text) <= most else f"{text[: most - 1]}…"


def is_visible(text: str) -> bool:
    """Return whether anything of *text* can be seen: not only zero-width and direction marks."""
    return any(unicodedata.category(each)[0] not in "CZM" for each in text)


def _is_no_text(character: str) -> bool:
    return unicodedata.category(character) in _NOT_TEXT
