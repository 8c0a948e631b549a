"""JSON Feed 1.1 (https://www.jsonfeed.org/version/1.1/)."""

from __future__ import annotations

import json
from typing import Any

from bot.demo.feeds.issue import Issue, Item


def render(issue: Issue) -> bytes:
    """Return the document in UTF-8."""
    document = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": issue.title,
        "description": issue.tagline,
        "home_page_url": issue.site_url,
        "feed_url": issue.feed_url,
        "language": "en",
        "items": [_item(item) for item in issue.items],
    }
    return json.dumps(document, indent=1, ensure_ascii=False).encode()


def _item(item: Item) -> dict[str, Any]:
    content = {"content_html": item.html} if item.paragraphs else {"content_text": item.summary}
    return {
        "id": item.url,
        "url": item.url,
        "title": item.title,
        "summary": item.summary,
        "authors": [{"name": item.author}],
        "date_published": item.published.isoformat(),
        "date_modified": item.updated.isoformat(),
        **content,
    }
