"""Read the page of an article: politely, within limits, and knowing what is no article."""

from __future__ import annotations

from dataclasses import replace
from http import HTTPStatus

from bot.domain.article import Obstacle
from bot.domain.clock import Clock
from bot.domain.feed import Failure
from bot.errors import FetchError, NotFollowed, ParseError
from bot.pipeline.extract import Page
from bot.pipeline.extract.obstacles import leads_home
from bot.pipeline.fetch import Fetcher, NotModified
from bot.pipeline.fetch.robots import Robots
from bot.pipeline.fetch.values import PAGE_TYPES
from bot.pipeline.workers import ParserPool

NOT_THERE = frozenset({HTTPStatus.NOT_FOUND, HTTPStatus.GONE})


class PageReader:
    """Reads pages over one fetcher and one pool of parsers."""

    def __init__(self, fetcher: Fetcher, pool: ParserPool, clock: Clock, *, max_bytes: int) -> None:
        self._fetcher = fetcher
        self._pool = pool
        self._robots = Robots(fetcher, clock)
        self._max_bytes = max_bytes

    async def aclose(self) -> None:
        """Give up what is still asked for."""
        await self._robots.aclose()

    async def read(self, url: str) -> tuple[Page, bool]:
        """Return what the page at *url* says, and whether reading it failed so that trying again may help.

        A page that gives no article has its `obstacle`, and no text.
        """
        try:
            return await self._read(url), False
        except FetchError as error:
            gone = error.kind == Failure.GONE
            return nothing(Obstacle.MISSING if gone else Obstacle.UNREAD), not error.permanent
        except ParseError:
            return nothing(Obstacle.UNREAD), False

    async def is_gone(self, url: str) -> bool | None:
        """Return whether the page at *url* is gone (404, 410) or there (200); None where neither is sure.

        A wall, a refusal, a fault of the site or a way back to its start page is no clear answer.
        """
        try:
            if not await self._robots.allows(url):
                return None
            answer = await self._fetcher.fetch(url, accept=PAGE_TYPES, max_bytes=self._max_bytes)
        except FetchError as error:
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


def nothing(why: Obstacle) -> Page:
    """Return the page of which nothing is to be had, and why."""
    return Page(title="", text="", obstacle=why)
