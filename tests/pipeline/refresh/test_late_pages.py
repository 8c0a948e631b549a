"""An alert waits a little for a page, goes out with the feed's text, and is edited once the page came."""

from __future__ import annotations

import asyncio

from aiohttp import web

from bot.pipeline.refresh import RefreshOptions
from bot.storage import Database
from tests.conftest import ManualClock
from tests.fakes.feeds import html
from tests.fakes.web import Answer, body
from tests.pipeline.refresh.desk import Desk, open_desk
from tests.pipeline.refresh.test_addresses import LEAD, TEXT, TITLE
from tests.waiting import until


def slow(first: asyncio.Event, later: asyncio.Event, then: Answer) -> Answer:
    """Never answer the first request, and each later one once *later* is set."""

    async def answer(request: web.Request) -> web.StreamResponse:
        if not first.is_set():
            first.set()
            await asyncio.Event().wait()
        await later.wait()
        return await then(request)

    return answer


async def test_an_alert_does_not_wait_for_a_slow_page_and_is_edited_when_it_has_come(
    database: Database, clock: ManualClock
) -> None:
    asked, may_come = asyncio.Event(), asyncio.Event()
    async with open_desk(database, clock, RefreshOptions(page_wait=0.1)) as desk:
        paper = await desk.paper("The Meridian")
        await desk.primed(paper)
        await desk.watch("kursk")
        page = body(html(TITLE, TEXT), "text/html; charset=utf-8")
        paper.outlet.answers("/1", slow(asked, may_come, page))
        paper.publish(TITLE, LEAD, link=paper.outlet.url("/1"))

        polling = asyncio.create_task(desk.poll())
        await until(desk.deliveries)
        (wanted,) = await desk.deliveries()
        assert (asked.is_set(), await told(desk)) == (True, LEAD)
        await desk.sent(wanted)

        may_come.set()
        await polling
        (now,) = await desk.deliveries()

        assert "kitchens" in await told(desk)
        assert now.wanted_revision > wanted.wanted_revision


async def told(desk: Desk) -> str:
    (delivery,) = await desk.deliveries()
    (shown,) = await desk.story(delivery.story_id or 0)
    return shown.text.strip()
