"""Read the page of an article: politely, within limits, and knowing what is no article."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from http import HTTPStatus
from urllib.parse import urlsplit

from bot.domain.article import Obstacle
from bot.domain.clock import Clock
from bot.domain.feed import Failure
from bot.errors import FetchError, NotFollowed, ParseError
from bot.pipeline.extract import Page
from bot.pipeline.extract.obstacles import leads_home
from bot.pipeline.fetch import Fetcher, NotModified
from bot.pipeline.fetch.answer import LONGEST_RETRY
from bot.pipeline.fetch.robots import Robots
from bot.pipeline.fetch.values import PAGE_TYPES
from bot.pipeline.workers import ParserPool

NOT_THERE = frozenset({HTTPStatus.NOT_FOUND, HTTPStatus.GONE})
MOST_RESTING = 10_000  # hosts that are remembered to have asked for a rest


@dataclass(frozen=True, slots=True)
class Tried:
    """What a page says; `failed` where trying again may help, not before `retry_after` seconds.

    Not `asked` where its host rested.
    """

    page: Page
    failed: bool = False
    retry_after: float | None = None
    asked: bool = True


class PageReader:
    """Reads pages over one fetcher and one pool of parsers."""

    def __init__(self, fetcher: Fetcher, pool: ParserPool, clock: Clock, *, max_bytes: int) -> None:
        self._fetcher = fetcher
        self._pool = pool
        self._clock = clock
        self._robots = Robots(fetcher, clock)
        self._max_bytes = max_bytes
        self._resting: dict[str, datetime] = {}  # hosts that asked to be left alone, until when

    async def aclose(self) -> None:
        """Give up what is still asked for."""
        await self._robots.aclose()

    async def read(self, url: str) -> Tried:
        """Return what the page at *url* says. One that gives no article has its `obstacle`, and no text."""
        if left := self._rests_for(url):
            return Tried(nothing(Obstacle.UNREAD), failed=True, retry_after=left, asked=False)
        try:
            return Tried(await self._read(url))
        except FetchError as error:
            self._note(url, error)
            gone = error.kind == Failure.GONE
            obstacle = Obstacle.MISSING if gone else Obstacle.UNREAD
            return Tried(nothing(obstacle), not error.permanent, error.retry_after)
        except ParseError:
            return Tried(nothing(Obstacle.UNREAD))

    def _rests_for(self, url: str) -> float:
        """Return for how many seconds the host asked, whatever page it was, to be left alone; or 0."""
        until = self._resting.get(_host(url))
        left = (until - self._clock.now()).total_seconds() if until is not None else 0.0
        return left if 0 < left <= LONGEST_RETRY else 0.0  # more only where the clock was set back

    def _note(self, url: str, error: FetchError) -> None:
        if not error.retry_after:
            return
        now = self._clock.now()
        if len(self._resting) >= MOST_RESTING:
            self._resting = {host: until for host, until in self._resting.items() if until > now}
        self._resting[_host(url)] = now + timedelta(seconds=error.retry_after)

    async def is_gone(self, url: str) -> bool | None:
        """Return whether the page at *url* is gone (404, 410) or there (200); None where neither is sure.

        A wall, a refusal, a fault of the site or a way back to its start page is no clear answer.
        """
        if self._rests_for(url):
            return None
        try:
            if not await self._robots.allows(url):
                return None
            answer = await self._fetcher.fetch(url, accept=PAGE_TYPES, max_bytes=self._max_bytes)
        except FetchError as error:
            self._note(url, error)
            return True if error.status in NOT_THERE else None
        return None if isinstance(answer, NotModified) or leads_home(url, answer.url) else False

    async def _read(self, url: str) -> Page:
        if not await self._robots.allows(url):
            return nothing(Obstacle.ROBOTS)
        try:
            answer = await self._fetcher.fetch(
                url, accept=PAGE_TYPES, max_bytes=self._max_bytes, may_follow=self._robots.allows
            )
        except NotFollowed:
            return nothing(Obstacle.ROBOTS)
        if isinstance(answer, NotModified):
            return nothing(Obstacle.UNREAD)
        if leads_home(url, answer.url):
            return nothing(Obstacle.MISSING)
        page = await self._pool.extract(answer.body, url=answer.url, content_type=answer.content_type)
        return nothing(Obstacle.UNREAD) if page is None else _addressed(page, url, answer.url)


def _addressed(page: Page, asked: str, came_from: str) -> Page:
    """Return a page that names no address of its own with the one to which redirects led, if any did."""
    if page.canonical_url is not None or came_from == asked:
        return page
    return replace(page, canonical_url=came_from)


def _host(url: str) -> str:
    return urlsplit(url).hostname or ""


def nothing(why: Obstacle) -> Page:
    """Return the page of which nothing is to be had, and why."""
    return Page(title="", text="", obstacle=why)
