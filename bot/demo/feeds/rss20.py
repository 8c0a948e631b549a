"""RSS 2.0 with `content:encoded` (https://www.rssboard.org/rss-specification)."""

from __future__ import annotations

from email.utils import format_datetime
from xml.sax.saxutils import escape

from bot.demo.feeds.issue import Issue, Item


def render(issue: Issue) -> bytes:
    """Return the document in UTF-8."""
    items = "".join(_item(item) for item in issue.items)
    return f"""<?xml version="1.0" encoding="UTF-8"?>
<rss version="2.0" xmlns:atom="http://www.w3.org/2005/Atom"
 xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:dc="http://purl.org/dc/elements/1.1/">
<channel>
<title>{escape(issue.title)}</title>
<link>{escape(issue.site_url)}</link>
<atom:link rel="self" type="application/rss+xml" href="{escape(issue.feed_url)}"/>
<description>{escape(issue.tagline)}</description>
<language>en</language>
<lastBuildDate>{format_datetime(issue.updated)}</lastBuildDate>
{items}</channel>
</rss>
""".encode()


def _item(item: Item) -> str:
    content = f"<content:encoded><![CDATA[{item.html}]]></content:encoded>\n" if item.paragraphs else ""
    return f"""<item>
<title>{escape(item.title)}</title>
<link>{escape(item.url)}</link>
<guid isPermaLink="true">{escape(item.url)}</guid>
<dc:creator>{escape(item.author)}</dc:creator>
<pubDate>{format_datetime(item.published)}</pubDate>
<description>{escape(item.summary)}</description>
{content}</item>
"""
