"""The local outlets: real HTTP servers on loopback that publish the demo's story while one watches.

Nothing is pushed: what a server answers is a function of the story's clock, so a poll at any time sees
exactly what was published until then.
"""

from __future__ import annotations

import asyncio
import errno
import hashlib
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime, parsedate_to_datetime
from time import monotonic

from aiohttp import web

from bot.demo import page
from bot.demo.feeds import FORMATS, Issue, Item
from bot.demo.script import OUTLETS, Outlet, Piece, edition

FALLBACK_HOST = "127.0.0.1"  # where a system has no other loopback address (macOS)
FEED_ITEMS = 30  # as many as feeds usually hold


class StoryClock:
    """Tells how far the story is, and when in the real world its moments are.

    It stands at 0 until `begin`. *pace* is story seconds a real second; *now* gives real seconds from any
    origin.
    """

    def __init__(self, *, pace: float = 1.0, now: Callable[[], float] = monotonic) -> None:
        self.pace = pace
        self._now = now
        self._opened = self._began_at = _whole_second()
        self._began: float | None = None

    def begin(self) -> None:
        """Let the story run, unless it runs already."""
        if self._began is None:
            self._began, self._began_at = self._now(), _whole_second()

    def moment(self) -> float:
        """Return the second of the story that it is."""
        return 0.0 if self._began is None else (self._now() - self._began) * self.pace

    def at(self, moment: float) -> datetime:
        """Return the real time of a moment; what lies before the story is not scaled."""
        if moment <= 0:
            return self._opened + timedelta(seconds=moment)
        return self._began_at + timedelta(seconds=moment / self.pace)


def _whole_second() -> datetime:
    return datetime.now(UTC).replace(microsecond=0)  # HTTP dates and most feeds know no fractions


@dataclass(frozen=True, slots=True)
class OutletFeed:
    """Where an open outlet's feed and site are."""

    name: str
    url: str
    site_url: str


class Outlets:
    """The open outlets: `feeds` to follow, and the `clock` by which they publish."""

    def __init__(self, clock: StoryClock, sites: Sequence[Site]) -> None:
        self.clock = clock
        self._sites = tuple(sites)

    @property
    def feeds(self) -> tuple[OutletFeed, ...]:
        """Each outlet's feed."""
        return tuple(site.feed for site in self._sites)

    @property
    def ports(self) -> tuple[int, ...]:
        """The ports of the feeds, which must be allowed, too."""
        return tuple(sorted({site.port for site in self._sites}))

    @property
    def hosts(self) -> tuple[str, ...]:
        """The loopback addresses that must be allowed for these feeds to be polled."""
        return tuple(sorted({site.host for site in self._sites}))

    async def asked(self) -> None:
        """Return when each feed was asked for once more, from now on."""
        for site in self._sites:
            site.asked.clear()
        for site in self._sites:
            await site.asked.wait()


@asynccontextmanager
async def open_outlets(script: Sequence[Piece], clock: StoryClock) -> AsyncIterator[Outlets]:
    """Serve *script* from one server an outlet, as far as *clock* is."""
    async with AsyncExitStack() as stack:
        sites = [Site(outlet, script, clock) for outlet in OUTLETS]
        for site in sites:
            await site.open()
            stack.push_async_callback(site.close)
        yield Outlets(clock, sites)


class Site:
    """One outlet's server: `/` names the feed, the feed's path gives it, `/news/...` are the pages."""

    def __init__(self, outlet: Outlet, script: Sequence[Piece], clock: StoryClock) -> None:
        self.outlet = outlet
        self.host = outlet.host
        self.port = 0
        self.base = ""
        self.asked = asyncio.Event()  # set by every request for the feed
        self._script = script
        self._clock = clock
        self._format = FORMATS[outlet.feed_format]
        app = web.Application()
        app.router.add_get("/", self._front)
        app.router.add_get(outlet.feed_path, self._feed)
        app.router.add_get("/news/{slug}", self._page)
        app.router.add_get("/robots.txt", self._robots)
        self._runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.5)

    @property
    def feed(self) -> OutletFeed:
        """Where the feed is, once open."""
        return OutletFeed(self.outlet.name, self.base + self.outlet.feed_path, self.base + "/")

    async def open(self) -> None:
        """Listen on the outlet's own address and a free port."""
        await self._runner.setup()
        try:
            await web.TCPSite(self._runner, self.host, 0).start()
        except OSError as error:
            if error.errno != errno.EADDRNOTAVAIL:
                raise
            self.host = FALLBACK_HOST
            await web.TCPSite(self._runner, self.host, 0).start()
        self.port = int(self._runner.addresses[0][1])
        self.base = f"http://{self.host}:{self.port}"

    async def close(self) -> None:
        """Stop listening and drop what is open."""
        await self._runner.cleanup()

    async def _feed(self, request: web.Request) -> web.Response:
        self.asked.set()
        issue = self._issue()
        return _answer(request, self._format.render(issue), self._format.media_type, issue.updated)

    async def _front(self, request: web.Request) -> web.Response:
        issue = self._issue()
        html = page.front(self.outlet, issue, self._format.media_type)
        return _answer(request, html.encode(), "text/html", issue.updated)

    async def _page(self, request: web.Request) -> web.Response:
        for piece in self._edition():
            if piece.slug == request.match_info["slug"]:
                item = self._item(piece)
                html = page.article(
                    self.outlet, self._issue(), item, piece.paragraphs, self._format.media_type
                )
                return _answer(request, html.encode(), "text/html", item.updated)
        raise web.HTTPNotFound

    async def _robots(self, request: web.Request) -> web.Response:
        return _answer(request, b"User-agent: *\nAllow: /\n", "text/plain", self._clock.at(0))

    def _edition(self) -> tuple[Piece, ...]:
        return edition(self.outlet, self._script, self._clock.moment())

    def _issue(self) -> Issue:
        shown = self._edition()
        return Issue(
            title=self.outlet.name,
            tagline=self.outlet.tagline,
            site_url=self.base + "/",
            feed_url=self.base + self.outlet.feed_path,
            updated=self._clock.at(max((piece.changed_at for piece in shown), default=0.0)),
            items=tuple(self._item(piece) for piece in shown[:FEED_ITEMS]),
        )

    def _item(self, piece: Piece) -> Item:
        return Item(
            url=self.base + piece.path,
            title=piece.title,
            author=piece.author,
            summary=piece.summary,
            paragraphs=() if piece.sentence_only else piece.paragraphs,
            published=self._clock.at(piece.at),
            updated=self._clock.at(piece.changed_at),
        )


def _answer(request: web.Request, body: bytes, media_type: str, changed: datetime) -> web.Response:
    """Answer with *body*, or 304 where the asker has it (RFC 9110, section 13.2.2)."""
    etag = hashlib.sha256(body).hexdigest()[:20]
    headers = {
        "ETag": f'"{etag}"',
        "Last-Modified": format_datetime(changed.replace(microsecond=0), usegmt=True),
        "Cache-Control": "no-cache",
        "Vary": "Accept-Encoding",
    }
    if _has_it(request, etag, changed):
        return web.Response(status=304, headers=headers)
    response = web.Response(body=body, content_type=media_type, charset="utf-8", headers=headers)
    if "gzip" in request.headers.get("Accept-Encoding", ""):
        response.enable_compression(web.ContentCoding.gzip)
    return response


def _has_it(request: web.Request, etag: str, changed: datetime) -> bool:
    if request.if_none_match is not None:
        return any(tag.value in {etag, "*"} for tag in request.if_none_match)
    since = request.headers.get("If-Modified-Since")
    if since is None:
        return False
    try:
        return changed.replace(microsecond=0) <= parsedate_to_datetime(since)
    except (ValueError, TypeError):  # not a date, or one without a zone
        return False
