"""The HTML pages of an outlet, with what real pages carry around the text.

An advertisement above the headline, "Scroll to Top", headlines of other outlets below the text: readers of
feeds meet all of it, so the demo serves it.
"""

from __future__ import annotations

from html import escape

from bot.demo.feeds import Issue, Item
from bot.demo.script import Outlet

_STYLE = (
    "body{font:17px/1.5 Georgia,serif;max-width:42em;margin:0 auto;padding:1em;color:#222}"
    "header a{font-weight:bold;text-decoration:none;color:#111}.ad{background:#ffe9a8;padding:.5em}"
    "aside,footer,.byline{color:#666;font-size:.85em}"
)


def article(outlet: Outlet, issue: Issue, item: Item, paragraphs: tuple[str, ...], media_type: str) -> str:
    """Return the page of *item*, with its whole text whatever the feed gives of it."""
    text = "\n".join(f"<p>{escape(paragraph, quote=False)}</p>" for paragraph in paragraphs)
    title = escape(item.title)
    banner = f'<p class="ad">{escape(outlet.banner)}</p>' if outlet.banner else ""
    head = f"""<link rel="canonical" href="{escape(item.url)}">
<meta property="og:type" content="article">
<meta property="og:title" content="{title}">
<meta property="og:url" content="{escape(item.url)}">
<meta name="author" content="{escape(item.author)}">
<meta property="article:published_time" content="{item.published.isoformat()}">
<meta property="article:modified_time" content="{item.updated.isoformat()}">
"""
    body = f"""{banner}
<article>
<h1>{title}</h1>
<p class="byline">By {escape(item.author)}</p>
{text}
</article>
<p><a href="#top">Scroll to Top</a></p>
{_elsewhere(outlet)}
"""
    return _document(issue, media_type, f"{title} | {escape(outlet.name)}", head, body)


def front(outlet: Outlet, issue: Issue, media_type: str) -> str:
    """Return the outlet's front page, from which its feed can be found."""
    links = "\n".join(
        f'<li><a href="{escape(item.url)}">{escape(item.title)}</a></li>' for item in issue.items
    )
    body = f"<h1>{escape(outlet.name)}</h1>\n<p>{escape(outlet.tagline)}</p>\n<ul>\n{links}\n</ul>\n"
    return _document(issue, media_type, escape(outlet.name), "", body)


def _elsewhere(outlet: Outlet) -> str:
    if not outlet.elsewhere:
        return ""
    links = "\n".join(f'<li><a href="#">{escape(headline)}</a></li>' for headline in outlet.elsewhere)
    return f"<h3>ALL Headlines</h3>\n<ul>\n{links}\n</ul>"


def _document(issue: Issue, media_type: str, title: str, head: str, body: str) -> str:
    return f"""<!doctype html>
<html lang="en" id="top">
<head>
<meta charset="utf-8">
<title>{title}</title>
<meta property="og:site_name" content="{escape(issue.title)}">
<link rel="alternate" type="{media_type}" title="{escape(issue.title)}" href="{escape(issue.feed_url)}">
{head}<style>{_STYLE}</style>
</head>
<body>
<header><a href="/">{escape(issue.title)}</a></header>
<main>
{body}</main>
<footer>An invented newspaper on this machine, part of Salient's demo.</footer>
</body>
</html>
"""
