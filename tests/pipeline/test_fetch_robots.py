"""Pages are read only where a site's robots.txt lets them be."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from datetime import timedelta

import pytest

from bot.errors import FetchError
from bot.pipeline.fetch import Fetcher, FetchOptions
from bot.pipeline.fetch.robots import KEPT, KEPT_UNREACHABLE, Robots
from tests.conftest import ManualClock
from tests.fakes.web import Outlet, Web, body

OPTIONS = FetchOptions(allowed_hosts=("127.0.0.0/8",), allowed_ports=None, start_interval=0.0)


@pytest.fixture
async def outlet() -> AsyncIterator[Outlet]:
    async with Web() as web:
        yield await web.outlet()


@pytest.fixture
async def robots(clock: ManualClock) -> AsyncIterator[Robots]:
    async with Fetcher(OPTIONS, clock=clock) as fetcher:
        opened = Robots(fetcher, clock)
        yield opened
        await opened.aclose()


@pytest.mark.parametrize(
    ("rules", "path", "expected"),
    [
        ("User-agent: *\nDisallow: /private", "/news/1", True),
        ("User-agent: *\nDisallow: /private", "/private/1", False),
        ("User-agent: *\nDisallow: /\nAllow: /news", "/news/1", True),
        ("User-agent: *\nDisallow: /*?print=", "/news/1?print=1", False),
        ("User-agent: Salient\nDisallow: /\n\nUser-agent: *\nAllow: /", "/news/1", False),
        ("User-agent: Other\nDisallow: /", "/news/1", True),
        ("<html>Not found</html>", "/news/1", True),
        ("", "/news/1", True),
    ],
)
async def test_what_a_site_asks_is_done(
    robots: Robots, outlet: Outlet, rules: str, path: str, expected: bool
) -> None:
    outlet.answers("/robots.txt", body(rules, "text/plain"))

    assert await robots.allows(outlet.url(path)) is expected


async def test_a_site_without_rules_may_be_read(robots: Robots, outlet: Outlet) -> None:
    outlet.answers("/robots.txt", body("gone", status=404))

    assert await robots.allows(outlet.url("/news/1"))


async def test_a_site_that_fails_is_left_alone_and_asked_again_soon(
    robots: Robots, outlet: Outlet, clock: ManualClock
) -> None:
    outlet.answers("/robots.txt", body("later", status=503))
    with pytest.raises(FetchError):
        await robots.allows(outlet.url("/news/1"))
    outlet.answers("/robots.txt", body("User-agent: *\nAllow: /"))
    clock.advance(KEPT_UNREACHABLE + timedelta(seconds=1))

    assert await robots.allows(outlet.url("/news/1"))


async def test_a_site_is_asked_once_a_day_however_many_pages_are_read(
    robots: Robots, outlet: Outlet, clock: ManualClock
) -> None:
    outlet.answers("/robots.txt", body("User-agent: *\nAllow: /"))
    await asyncio.gather(*(robots.allows(outlet.url(f"/news/{number}")) for number in range(10)))
    assert len(outlet.asked) == 1

    clock.advance(KEPT + timedelta(seconds=1))
    await robots.allows(outlet.url("/news/1"))

    assert len(outlet.asked) == 2
