"""Choices of an autocomplete."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from discord import app_commands

from bot.chat.plain import visible

CHOICES_MOST: Final = 25  # Discord's limit
LABEL_MOST: Final = 100  # characters of a choice's name, and of its value

Choices = list[app_commands.Choice[str]]


def choices(found: Iterable[tuple[str, str]]) -> Choices:
    """Return what Discord shows for (shown, value) pairs: 25 at the most, without invisible characters."""
    return [
        app_commands.Choice(name=visible(shown, LABEL_MOST) or visible(value, LABEL_MOST) or "–", value=value)
        for shown, value in list(found)[:CHOICES_MOST]
        if 0 < len(value) <= LABEL_MOST
    ]
