"""RSS 1.0, which is RDF, with the Dublin Core and content modules (https://web.resource.org/rss/1.0/spec)."""

from __future__ import annotations

from xml.sax.saxutils import escape

from bot.demo.feeds.issue import Issue, Item


def render(issue: Issue) -> bytes:
    """Return the document in UTF-8."""
    order = "".join(f'<rdf:li rdf:resource="{escape(item.url)}"/>\n' for item in issue.items)
    items = "".join(_item(item) for item in issue.items)
    return f"""<?xml version="1.0" encoding="UTF-8"?>
<rdf:RDF xmlns="http://purl.org/rss/1.0/" xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"
 xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:dc="http://purl.org/dc/elements/1.1/">
<channel rdf:about="{escape(issue.feed_url)}">
<title>{escape(issue.title)}</title>
<link>{escape(issue.site_url)}</link>
<description>{escape(issue.tagline)}</description>
<dc:language>en</dc:language>
<dc:date>{issue.updated.isoformat()}</dc:date>
<items><rdf:Seq>
{order}</rdf:Seq></items>
</channel>
{items}</rdf:RDF>
""".encode()


def _item(item: Item) -> str:
    content = f"<content:encoded><![CDATA[{item.html}]]></content:encoded>\n" if item.paragraphs else ""
    return f"""<item rdf:about="{escape(item.url)}">
<title>{escape(item.title)}</title>
<link>{escape(item.url)}</link>
<description>{escape(item.summary)}</description>
<dc:creator>{escape(item.author)}</dc:creator>
<dc:date>{item.published.isoformat()}</dc:date>
{content}</item>
"""
