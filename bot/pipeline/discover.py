"""Find the feeds that a site's page names. Pure; whether a body is a feed is for `parse` to say."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

from lxml import html as lxml_html  # type: ignore[import-untyped]

from bot.domain.feed import FeedLink
from bot.pipeline.extract import page_tree
from bot.pipeline.parse.entries import web_link
from bot.pipeline.parse.plain import one_line

# RSS advisory board's and WHATWG's rules for autodiscovery, and JSON Feed 1.1, "Discovery".
_KINDS = {
    "application/rss+xml": "rss",
    "application/atom+xml": "atom",
    "application/feed+json": "json",
    "application/rdf+xml": "rss",
    "application/json": "json",
    "application/x-rss+xml": "rss",
    "text/xml": "rss",
    "application/xml": "rss",
}
_SURE = frozenset({"application/rss+xml", "application/atom+xml", "application/feed+json"})

# The last part of an address that is a feed's in most of the blog and news software there is.
_LOOKS_LIKE_FEED = re.compile(
    r"(?:^|/)(?:rss|atom|feeds?|rss2|index\.rdf|rss\.php|feed\.php|[\w.-]*(?:rss|atom|feed)[\w-]*\.(?:xml|json|rdf)"
    r"|[\w.-]+\.(?:rss|atom|rdf))/?$",
    re.IGNORECASE,
)
_QUERY_FEED = re.compile(
    r"(?:^|&)(?:feed=(?:rss2?|atom|rdf)|format=(?:rss|atom|feed)|type=rss)(?:&|$)", re.IGNORECASE
)
_COMMENTS = re.compile(r"comment|replies|kommentar", re.IGNORECASE)

LONGEST = 1000  # characters; no feed's address that a person would follow is longer
MOST = 20  # a page that names more is a list of feeds, not a site


def feed_links(html: bytes, url: str, content_type: str | None = None) -> tuple[FeedLink, ...]:
    """Return the feeds that the page at *url* names, most likely first, each once, absolute.

    From `<link rel=alternate>` with a feed's type; where there is none, from links that look like feeds.
    Feeds of comments come last.
    """
    tree = page_tree(html, content_type)
    if tree is None:
        return ()
    base = web_link(next(iter(tree.xpath("//base/@href")), None), url) or url
    found = _declared(tree, base) or _looking(tree, base)
    unique = {link.url: link for link in reversed(found)}
    links = [link for link in found if unique[link.url] is link and link.url != url]
    links.sort(key=lambda link: bool(_COMMENTS.search(f"{link.title} {link.url}")))
    return tuple(links[:MOST])


def _declared(tree: lxml_html.HtmlElement, base: str) -> list[FeedLink]:
    """Return the feeds that the page's head declares, those of a feed's own type first."""
    sure: list[FeedLink] = []
    likely: list[FeedLink] = []
    for link in tree.iter("link"):
        rels = link.get("rel", "").lower().split()
        kind = link.get("type", "").partition(";")[0].strip().lower()
        href = web_link(link.get("href"), base)
        if (
            href is None
            or kind not in _KINDS
            or not {"alternate", "feed"} & set(rels)
            or "stylesheet" in rels
        ):
            continue
        if kind in _SURE:
            sure.append(FeedLink(href, one_line(link.get("title", ""), is_plain=True), _KINDS[kind]))
        elif _is_feed_like(href):  # "application/json" is mostly a site's programming interface
            likely.append(FeedLink(href, one_line(link.get("title", ""), is_plain=True), _KINDS[kind]))
    return sure + likely


def _looking(tree: lxml_html.HtmlElement, base: str) -> list[FeedLink]:
    """Return links in the page's text whose addresses look like feeds, those of its own site first."""
    own: list[FeedLink] = []
    other: list[FeedLink] = []
    for anchor in tree.iter("a"):
        href = web_link(anchor.get("href"), base)
        if href is None or not _is_feed_like(href):
            continue
        title = one_line(" ".join(anchor.itertext()) or anchor.get("title", ""), is_plain=True)
        kind = "json" if href.endswith(".json") else "atom" if "atom" in href.lower() else "rss"
        same = urlsplit(href).hostname == urlsplit(base).hostname
        (own if same else other).append(FeedLink(href, title, kind))
    return own + other


def _is_feed_like(href: str) -> bool:
    if len(href) > LONGEST:
        return False
    parts = urlsplit(href)
    return bool(_LOOKS_LIKE_FEED.search(parts.path) or _QUERY_FEED.search(parts.query))
