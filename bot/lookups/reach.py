"""How far back a search looks where nobody says how many days."""

from __future__ import annotations

from typing import Final

from bot.query import dated

DAYS: Final = 30
WHOLE: Final = 36_500  # days that stand for the whole archive: further back than any feed's dates


def days_back(words: str, *dates: object) -> int:
    """Return 30, or the whole archive where the query *words* or one of *dates* says of what time it asks."""
    return WHOLE if any(dates) or dated(words) else DAYS
