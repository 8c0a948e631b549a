"""The lines of one story as articles, for the steps that read stories."""

from __future__ import annotations

from datetime import UTC, datetime

from bot.cli.lines import ArticleLine
from bot.domain.article import Article
from bot.text import LanguageDetector


def article_of(at: int, line: ArticleLine, languages: LanguageDetector) -> Article:
    """Return the line as the article number *at* of one story."""
    return Article(
        id=at,
        revision_id=at,
        story_id=1,
        url=line.url,
        outlet=line.outlet or "",
        title=line.title,
        text=line.text,
        author=line.author,
        published=line.published,
        first_stored_at=line.published or datetime.now(UTC),
        language=languages.detect(f"{line.title}\n{line.text}", line.language),
    )
