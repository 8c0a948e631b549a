"""What of a text is left out of it, as spans over it: the text itself is never altered."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

Mask = tuple[tuple[int, int], ...]
"""Spans (start, end) in characters, in order, none touching another."""


def under(mask: Iterable[Sequence[int]], text: str) -> str:
    """Return *text* with what *mask* covers blanked out, so that every offset still holds.

    Line breaks stay: nothing before a hidden line is joined to what follows it.
    """
    parts: list[str] = []
    at = 0
    for start, end in mask:
        parts += (text[at:start], "".join("\n" if one == "\n" else " " for one in text[start:end]))
        at = end
    parts.append(text[at:])
    return "".join(parts) if at else text


def hidden(mask: Iterable[Sequence[int]], text: str) -> tuple[str, ...]:
    """Return what *mask* covers of *text*, span by span."""
    return tuple(text[start:end].strip() for start, end in mask)
