"""Find the feeds that a site's page names. Pure; whether a body is a feed is for `parse` to say."""

from __future__ import annotations

from bot.domain.feed import FeedLink


def feed_links(html: bytes, url: str, content_type: str | None = None) -> tuple[FeedLink, ...]:
    """Return the feeds that the page at *url* names, most likely first, each once, absolute.

    From `<link rel=alternate>` with a feed's type; where there is none, from links that look like feeds.
    """
    raise NotImplementedError
