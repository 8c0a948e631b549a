"""Find the feeds that a site's page names. Pure; whether a body is a feed is for `parse` to say."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

from lxml import html as lxml_html  # type: ignore[import-untyped]

from bot.domain.feed import FeedLink
from bot.pipeline.extract.tree import page_tree
from bot.pipeline.feeds.guess import youtube_feed
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
_UNSAID = ""  # no type at all: what the link calls itself, or its address, must say it

# The last part of an address that is a feed's in most of the blog and news software there is.
_LOOKS_LIKE_FEED = re.compile(
    r"(?:^|/)(?:rss|atom|feeds?|rss2|index\.rdf|rss\.php|feed\.php|[\w.-]*(?:rss|atom|feed)[\w-]*\.(?:xml|json|rdf)"
    r"|[\w.-]+\.(?:rss|atom|rdf)|(?:rss|atom|feeds?)/(?:[\w-]+/)*[\w.-]+\.xml)/?$",
    re.IGNORECASE,
)
_QUERY_FEED = re.compile(
    r"(?:^|&)(?:feed=(?:rss2?|atom|rdf)|format=(?:rss|atom|feed)|type=rss)(?:&|$)", re.IGNORECASE
)
_COMMENTS = re.compile(r"comment|replies|kommentar", re.IGNORECASE)

# A link's whole words, where they name a feed, and hosts that serve little else.
_CALLED_FEED = re.compile(
    r"\W*(?:rss|atom|rss[ -]?feed|atom[ -]?feed|rss 2\.0|subscribe via rss)\W*", re.IGNORECASE
)
_FEED_HOST = re.compile(r"(?:feeds?\d?|rss)\.[\w.-]+", re.IGNORECASE)
_FEED_SCHEME = re.compile(r"^\s*feed:(?://)?(?=https?:)|^\s*feed:(?=//)", re.IGNORECASE)

LONGEST = 1000  # characters; no feed's address that a person would follow is longer
MOST = 20  # a page that names more is a list of feeds, not a site


def feed_links(html: bytes, url: str, content_type: str | None = None) -> tuple[FeedLink, ...]:
    """Return the feeds that the page at *url* names, most likely first, each once, absolute.

    From `<link rel=alternate>` with a feed's type; where there is none, from what a YouTube page says of its
    channel, or from links that look like feeds. Feeds of comments come last.
    """
    tree = page_tree(html, content_type)
    if tree is None:
        return ()
    base = web_link(next(iter(tree.xpath("//base/@href")), None), url) or url
    found = _declared(tree, base) or _channel(tree, base) or _looking(tree, base)
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
        href = _href(link, base)
        if href is None or not {"alternate", "feed"} & set(rels) or "stylesheet" in rels:
            continue
        title = one_line(link.get("title", ""), is_plain=True)
        if kind in _SURE:
            sure.append(FeedLink(href, title, _KINDS[kind]))
        elif kind in _KINDS and not _is_feed_like(href):
            continue  # "application/json" is mostly a site's programming interface
        elif kind in _KINDS or (kind == _UNSAID and ("feed" in rels or _is_feed_like(href))):
            likely.append(FeedLink(href, title, _KINDS.get(kind) or _kind(href)))
    return sure + likely


def _channel(tree: lxml_html.HtmlElement, base: str) -> list[FeedLink]:
    """Return the feed of the channel that a YouTube page (of a name, or of a film) says it belongs to."""
    host = (urlsplit(base).hostname or "").removeprefix("www.").removeprefix("m.")
    if host != "youtube.com":
        return []
    said = tree.xpath("//meta[@itemprop='identifier' or @itemprop='channelId']/@content")
    said += [
        address.rpartition("/channel/")[2]
        for address in tree.xpath("//link[@rel='canonical']/@href | //meta[@property='og:url']/@content")
    ]
    found = next((feed for one in said if (feed := youtube_feed(one.strip()))), None)
    return [FeedLink(found, one_line(next(iter(tree.xpath("//title/text()")), "")), "atom")] if found else []


def _looking(tree: lxml_html.HtmlElement, base: str) -> list[FeedLink]:
    """Return links in the page's text that look like feeds: by their addresses, then only by their words.

    Those of the page's own site come first.
    """
    own: list[FeedLink] = []
    other: list[FeedLink] = []
    called: list[FeedLink] = []
    for anchor in tree.iter("a"):
        href = _href(anchor, base)
        if href is None:
            continue
        words = " ".join(anchor.itertext()).strip() or anchor.get("title", "") or anchor.get("aria-label", "")
        found = FeedLink(href, one_line(words, is_plain=True), _kind(href))
        if _is_feed_like(href):
            same = urlsplit(href).hostname == urlsplit(base).hostname
            (own if same else other).append(found)
        elif _CALLED_FEED.fullmatch(words) and len(href) <= LONGEST:
            called.append(found)
    return own + other + called


def _href(element: lxml_html.HtmlElement, base: str) -> str | None:
    """Return where a link leads, as an http(s) URL; "feed:" before one, or in its place, is taken off."""
    href = element.get("href")
    return web_link(_FEED_SCHEME.sub("", href) if href else href, base)


def _kind(href: str) -> str:
    path = urlsplit(href).path.lower()
    return "json" if path.endswith(".json") else "atom" if "atom" in path else "rss"


def _is_feed_like(href: str) -> bool:
    if len(href) > LONGEST:
        return False
    parts = urlsplit(href)
    if _LOOKS_LIKE_FEED.search(parts.path) or _QUERY_FEED.search(parts.query):
        return True
    return bool(_FEED_HOST.fullmatch(parts.hostname or "") and parts.path.strip("/"))
