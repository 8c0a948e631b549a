"""What Discord takes of one message in Components V2 (Discord, component reference; CONVENTIONS of ours)."""

from __future__ import annotations

import json
from typing import Any, Final

import discord

from bot.chat.plain import units

TEXT_MOST: Final = 4_000
"""Characters over all text displays. Counted here in UTF-16 units and with the buttons' labels: never less
than Discord counts."""

BYTES_MOST: Final = 9_000
"""Bytes of the components as JSON in UTF-8. Discord answers 500 where the texts pass 10,158 bytes, as 4,000
Chinese letters do (discord-api-docs, issue 8554), and a 500 reads as an outage: tried for ever."""

COMPONENTS_MOST: Final = 40
"""Components in all, nested ones too."""

LABEL_MOST: Final = 80
MEDIA_URL_MOST: Final = 2_048


def text_units(view: discord.ui.LayoutView) -> int:
    """Return the UTF-16 units of all that the view shows: texts, labels and descriptions of pictures."""
    total = 0
    for item in view.walk_children():
        match item:
            case discord.ui.TextDisplay():
                total += units(item.content)
            case discord.ui.Button():
                total += units(item.label or "")
            case discord.ui.Thumbnail():
                total += units(item.description or "")
            case _:
                pass
    return total


def fits(view: discord.ui.LayoutView) -> bool:
    """Return whether Discord takes the view as one message."""
    components: list[dict[str, Any]] = view.to_components()  # type: ignore[no-untyped-call]
    size = len(json.dumps(components, ensure_ascii=False).encode())
    return (
        text_units(view) <= TEXT_MOST and size <= BYTES_MOST and view.total_children_count <= COMPONENTS_MOST
    )
