"""Forms that outlive a restart: known by their `custom_id`s, their answers read from the interaction.

A form is opened by `form`, and what a member sent is given by `sent` to a cog's `on_interaction`. Nothing is
kept in between: discord.py's own modals are forgotten with the process.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import discord

Interaction = discord.Interaction[Any]


@dataclass(frozen=True, slots=True)
class Field:
    """A text field; `most` in characters."""

    name: str
    label: str
    value: str = ""
    most: int = 4_000
    long: bool = False


def form(title: str, what: str, token: str, fields: Sequence[Field]) -> discord.ui.Modal:
    """Return a form with these fields; *what* and *token* as in `bot.chat.ids.control_id`."""
    made = discord.ui.Modal(title=title, custom_id=f"f:{what}:{token}", timeout=None)
    for each in fields:
        style = discord.TextStyle.paragraph if each.long else discord.TextStyle.short
        text: discord.ui.TextInput[Any] = discord.ui.TextInput(
            custom_id=each.name, style=style, default=each.value or None, max_length=each.most
        )
        made.add_item(discord.ui.Label(text=each.label, component=text))
    return made


def sent(interaction: Interaction, what: str) -> tuple[str, Mapping[str, str]] | None:
    """Return the token and the fields of a form that was sent; None where this is no form of *what*."""
    data: Any = interaction.data
    if interaction.type is not discord.InteractionType.modal_submit or not data:
        return None
    found = re.fullmatch(rf"f:{re.escape(what)}:(?P<token>[A-Za-z0-9_-]{{1,64}})", data.get("custom_id", ""))
    return (found["token"], dict(_values(data))) if found else None


def _values(part: Any) -> Iterator[tuple[str, str]]:
    if isinstance(part, Mapping):
        if isinstance(part.get("custom_id"), str) and isinstance(part.get("value"), str):
            yield part["custom_id"], part["value"]
        yield from _values(part.get("components"))
        yield from _values(part.get("component"))
    elif isinstance(part, list):
        for each in part:
            yield from _values(each)
