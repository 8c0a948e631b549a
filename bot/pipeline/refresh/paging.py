"""Read the page of an article: politely, within limits, and knowing what is no article."""

from __future__ import annotations

from dataclasses import dataclass, replace
from http import HTTPStatus

from bot.domain.article import Obstacle
from bot.domain.clock import Clock
from bot.domain.feed import Failure
from bot.errors import FetchError, NotAsked, NotFollowed, ParseError
from bot.pipeline.extract import Page
from bot.pipeline.extract.obstacles import leads_home
from bot.pipeline.fetch import Fetcher, NotModified
from bot.pipeline.fetch.robots import Robots
from bot.pipeline.fetch.values import PAGE_TYPES
from bot.pipeline.refresh.rests import Rests
from bot.pipeline.workers.pool import ParserPool

NOT_THERE = frozenset({HTTPStatus.NOT_FOUND, HTTPStatus.GONE})


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

    def __init__(
        self, fetcher: Fetcher, pool: ParserPool, clock: Clock, rests: Rests, *, max_bytes: int
    ) -> None:
        self._fetcher = fetcher
        self._pool = pool
        self._rests = rests
        self._robots = Robots(fetcher, clock)
        self._max_bytes = max_bytes

    async def aclose(self) -> None:
        """Give up what is still asked for."""
        await self._robots.aclose()

    async def read(self, url: str) -> Tried:
        """Return what the page at *url* says. One that gives no article has its `obstacle`, and no text."""
        try:
            return Tried(await self._read(url))
        except NotAsked as error:
            return Tried(nothing(Obstacle.UNREAD), failed=True, retry_after=error.retry_after, asked=False)
        except FetchError as error:
            self._rests.note(url, error)
            gone = error.kind == Failure.GONE
            obstacle = Obstacle.MISSING if gone else Obstacle.UNREAD
            return Tried(nothing(obstacle), not error.permanent, error.retry_after)
        except ParseError:
            return Tried(nothing(Obstacle.UNREAD))

    async def is_gone(self, url: str) -> bool | None:
        """Return whether the page at *url* is gone (404, 410) or there (200); None where neither is sure.

        A wall, a refusal, a fault of the site or a way back to its start page is no clear answer.
        """
        try:
            self._rests.refuse(url)
            if not await self._robots.allows(url):
                return None
            answer = await self._fetcher.fetch(
                url, accept=PAGE_TYPES, max_bytes=self._max_bytes, before_start=self._rests.refuse
            )
        except NotAsked:
            return None
        except FetchError as error:
            self._rests.note(url, error)
            return True if error.status in NOT_THERE else None
        return None if isinstance(answer, NotModified) or leads_home(url, answer.url) else False

    async def _read(self, url: str) -> Page:
        self._rests.refuse(url)
        if not await self._robots.allows(url):
            return nothing(Obstacle.ROBOTS)
        try:
            answer = await self._fetcher.fetch(
                url,
                accept=PAGE_TYPES,
                max_bytes=self._max_bytes,
                may_follow=self._robots.allows,
                before_start=self._rests.refuse,  # others may have been sent away while this one waited
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
