"""Articles of one story as the figure ledger meets them."""

from __future__ import annotations

import zlib
from datetime import timedelta

from bot.domain.article import Article
from tests.conftest import START


def report(
    text: str,
    *,
    outlet: str = "Baltic Courier",
    title: str = "",
    language: str | None = "en",
    hours: float = 0,
    dated: bool = True,
) -> Article:
    """Return an article published *hours* after `START`, of an unknown time where not *dated*."""
    number = zlib.crc32(f"{outlet}: {text}".encode())
    at = START + timedelta(hours=hours)
    return Article(
        id=number,
        revision_id=number,
        story_id=1,
        url="https://courier.example/7",
        outlet=outlet,
        title=title,
        text=text,
        author=None,
        published=at if dated else None,
        first_stored_at=at,
        language=language,
    )
