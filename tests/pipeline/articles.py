"""Articles of one story as summaries and headlines meet them."""

from __future__ import annotations

from datetime import timedelta

from bot.domain.article import Article
from tests.conftest import START


def article(
    number: int, text: str = "", *, title: str = "A title", outlet: str = "", language: str | None = "en"
) -> Article:
    """Return article *number* of story 1, published as many hours after `START`."""
    at = START + timedelta(hours=number)
    return Article(
        id=number,
        revision_id=number * 10,
        story_id=1,
        url=f"https://outlet{number}.example/{number}",
        outlet=outlet or f"Outlet {number}",
        title=title,
        text=text,
        author=None,
        published=at,
        first_stored_at=at,
        language=language,
    )
