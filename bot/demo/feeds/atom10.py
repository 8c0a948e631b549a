"""Atom 1.0 (RFC 4287)."""

from __future__ import annotations

from xml.sax.saxutils import escape

from bot.demo.feeds.issue import Issue, Item


def render(issue: Issue) -> bytes:
    """Return the document in UTF-8."""
    entries = "".join(_entry(item) for item in issue.items)
    return f"""<?xml version="1.0" encoding="UTF-8"?>
<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="en">
<id>{escape(issue.feed_url)}</id>
<title>{escape(issue.title)}</title>
<subtitle>{escape(issue.tagline)}</subtitle>
<link rel="self" type="application/atom+xml" href="{escape(issue.feed_url)}"/>
<link rel="alternate" type="text/html" href="{escape(issue.site_url)}"/>
<updated>{issue.updated.isoformat()}</updated>
{entries}</feed>
""".encode()


def _entry(item: Item) -> str:
    content = f'<content type="html">{escape(item.html)}</content>\n' if item.paragraphs else ""
    return f"""<entry>
<id>{escape(item.url)}</id>
<title>{escape(item.title)}</title>
<link rel="alternate" type="text/html" href="{escape(item.url)}"/>
<author><name>{escape(item.author)}</name></author>
<published>{item.published.isoformat()}</published>
<updated>{item.updated.isoformat()}</updated>
<summary>{escape(item.summary)}</summary>
{content}</entry>
"""
