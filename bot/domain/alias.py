"""Aliases: names that stand for a part of a query, once for the whole guild."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Alias:
    """What `@name` stands for in a guild's watchlists and searches; *name* is folded, without the `@`."""

    guild_id: int
    name: str
    query: str
    set_by: int  # 0 after the member asked to be forgotten
    set_at: datetime
    version: int  # grows with every change of any alias
