"""Small programmable outlets: each serves one RSS feed that grows as a test publishes, and its pages.

paper = await newspaper(web, "The Meridian")
paper.publish("North Korean troops reach Kursk", "...")
paper.url                                  # of the feed
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field, replace
from datetime import datetime
from email.utils import format_datetime
from xml.sax.saxutils import escape

from aiohttp import web

from tests.fakes.web import Outlet, Web, body

# Three sentences and more than 400 characters, of a story that no watchlist of the tests asks for.
FILLER = (
    "The harbour office said on Monday that the ferry timetable stays as it was through the winter. "
    "Two further crossings on Saturday mornings had been asked for by the islanders, and a decision about "
    "them was put off until the spring, when the new pier should be ready for larger boats. "
    "The council will hear the operator once more in December, and the minutes will be published then. "
    "Until that time the old tickets stay valid on every line."
)


def full(lead: str) -> str:
    """Return a text that begins with *lead* and is long enough that its page isn't needed."""
    return f"{lead} {FILLER}"


@dataclass(frozen=True)
class Item:
    """An item of a feed as its outlet writes it."""

    key: str
    title: str
    text: str
    link: str
    published: datetime | None = None


@dataclass
class Newspaper:
    """An outlet with one feed, the newest item first."""

    outlet: Outlet
    name: str
    path: str = "/feed.xml"
    items: list[Item] = field(default_factory=list)
    failing: int | None = None  # the status to answer with instead
    etags: bool = True

    @property
    def url(self) -> str:
        return self.outlet.url(self.path)

    def publish(
        self,
        title: str,
        text: str | None = None,
        *,
        key: str | None = None,
        link: str | None = None,
        published: datetime | None = None,
        page: str | None = None,
    ) -> Item:
        """Put an item on top of the feed; *page* is the article's text on its web page."""
        path = "/" + "-".join(title.lower().split())
        item = Item(
            key=key or f"{self.name}:{len(self.items)}:{title}",
            title=title,
            text=full(f"{title}.") if text is None else text,
            link=link or self.outlet.url(path),
            published=published,
        )
        self.items.insert(0, item)
        if page is not None:
            self.outlet.answers(path, body(html(title, page), "text/html; charset=utf-8"))
        return item

    def correct(self, item: Item, **changes: object) -> Item:
        """Change an item where it stands."""
        changed = replace(item, **changes)  # type: ignore[arg-type]
        self.items[self.items.index(item)] = changed
        return changed

    def asked(self, path: str | None = None) -> int:
        """Return how often the feed (or *path*) was asked for."""
        return sum(one.path == (path or self.path) for one in self.outlet.asked)

    async def answer(self, request: web.Request) -> web.StreamResponse:
        if self.failing is not None:
            return web.Response(status=self.failing)
        document = rss(self.name, self.outlet.url("/"), self.items)
        etag = f'"{hashlib.md5(document.encode()).hexdigest()}"'
        if self.etags and request.headers.get("If-None-Match") == etag:
            return web.Response(status=304, headers={"ETag": etag})
        headers = {"ETag": etag} if self.etags else {}
        return web.Response(text=document, content_type="application/rss+xml", headers=headers)


async def newspaper(web_: Web, name: str) -> Newspaper:
    """Open an outlet with a feed that is still empty."""
    outlet = await web_.outlet()
    paper = Newspaper(outlet, name)
    outlet.answers(paper.path, paper.answer)
    return paper


def rss(name: str, site: str, items: list[Item]) -> str:
    """Return an RSS 2.0 document."""
    written = "".join(
        f'<item><guid isPermaLink="false">{escape(item.key)}</guid><title>{escape(item.title)}</title>'
        f"<link>{escape(item.link)}</link><description>{escape(item.text)}</description>"
        + (f"<pubDate>{format_datetime(item.published)}</pubDate>" if item.published else "")
        + "</item>"
        for item in items
    )
    return (
        '<?xml version="1.0" encoding="utf-8"?><rss version="2.0"><channel>'
        f"<title>{escape(name)}</title><link>{escape(site)}</link><language>en</language>"
        f"{written}</channel></rss>"
    )


def html(title: str, text: str) -> str:
    """Return an article's page."""
    paragraphs = "".join(f"<p>{escape(line)}</p>" for line in text.split("\n") if line)
    return (
        f'<!doctype html><html lang="en"><head><title>{escape(title)}</title></head><body>'
        f"<nav><a href='/'>Home</a></nav><article><h1>{escape(title)}</h1>{paragraphs}</article>"
        "</body></html>"
    )
