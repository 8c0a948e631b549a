"""Two stored articles that a page, or a redirect, shows to be one."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest
import pytest_asyncio
from sqlalchemy import func, select

from bot.domain.guild import Viewer
from bot.pipeline.feeds.identity import address_of
from bot.pipeline.refresh import RefreshOptions
from bot.services import OverlayService
from bot.storage import Database, articles, stories
from bot.storage.tables import article
from tests.builders import story_of
from tests.conftest import ManualClock
from tests.fakes.feeds import html
from tests.fakes.web import body, redirect
from tests.pipeline.refresh.desk import CHANNEL, GUILD, Desk, open_desk
from tests.pipeline.refresh.test_addresses import OTHER, TEXT, TITLE, two_feeds
from tests.waiting import PATIENCE

NOTICE = (
    "The Meridian has moved to an app of its own. Get it from your store today, and read all our reports, "
    "photographs and videos wherever you are. The app is free for all readers until the end of the year. "
    "Whoever has an account can use it there too, and who has none can make one in a minute."
)
ELSEWHERE = "Kyiv and its partners: what the summit brings"


@pytest_asyncio.fixture
async def late(database: Database, clock: ManualClock) -> AsyncIterator[Desk]:
    """A desk whose alerts never wait for pages: these come after the articles."""
    async with open_desk(database, clock, RefreshOptions(page_wait=0.0)) as opened:
        yield opened


async def count(desk: Desk) -> int:
    async with desk.database.read() as connection:
        return await connection.scalar(select(func.count()).select_from(article)) or 0


async def at(desk: Desk, url: str) -> int | None:
    async with desk.database.read() as connection:
        return await articles.by_url(connection, address_of(url) or "")


async def two_links(desk: Desk, text: str = TEXT) -> tuple[str, str]:
    """Publish a report in one feed, and in another its teaser, whose page says that it is that report."""
    world, east = await two_feeds(desk)
    one, other = world.outlet.url("/world/1"), world.outlet.url("/east/one")
    link = f'<link rel="canonical" href="{one}"/></head>'
    world.outlet.answers("/world/1", body(html(TITLE, TEXT), "text/html; charset=utf-8"))
    page = html(ELSEWHERE, text).replace("</head>", link)
    east.outlet.answers("/east/one", body(page, "text/html; charset=utf-8"))
    world.publish(TITLE, TEXT.partition(". ")[0], link=one)
    await desk.poll()
    east.publish(ELSEWHERE, "Our own report.", link=other)
    await desk.poll()
    return one, other


async def test_two_articles_that_were_stored_become_one_with_all_that_was_told_of_them(late: Desk) -> None:
    await late.watch("kursk")
    await late.watch("summit")
    one, other = await two_links(late)
    await late.poll()
    before = {delivery.id for delivery in await late.deliveries()}

    assert await at(late, one) == await at(late, other) is not None
    assert await count(late) == 3  # two of them are the feeds' back catalogues
    assert sorted(await late.outcomes()) == [("kursk", "alert"), ("summit", "alert")]
    told = {delivery.story_id for delivery in await late.deliveries()}
    async with late.database.read() as connection:
        now = {await stories.resolve(connection, story_id or 0) for story_id in told}
    (story_id,) = now
    assert len(await late.story(story_id or 0)) == 1

    await late.poll()
    assert {delivery.id for delivery in await late.deliveries()} == before


async def test_what_alerted_goes_into_the_part_that_members_made_of_the_report_which_it_turns_out_to_be(
    late: Desk,
) -> None:
    await late.watch("brings")
    one, _ = await two_links(late)
    async with late.database.read() as connection:
        report = await articles.by_url(connection, address_of(one) or "") or 0
        story_id = await story_of(connection, report)
    viewer, service = Viewer(GUILD, 7, frozenset({CHANNEL})), OverlayService(late.database, late.clock)
    whole = await service.join(viewer, story_id, 1, may_manage=True)
    apart = await service.split(viewer, whole.other_id, [report], may_manage=True)
    await late.poll()

    told = await late.deliveries()
    assert [one.story_id for one in told] == [apart.other_id]


@pytest.mark.parametrize(("others", "merged"), [(2, True), (3, False)])
async def test_two_large_stories_stay_two_where_one_report_was_in_both(
    late: Desk, others: int, merged: bool
) -> None:
    await late.watch("kursk OR summit")
    world, east = await two_feeds(late)
    one, other = world.outlet.url("/world/1"), east.outlet.url("/east/one")
    world.outlet.answers("/world/1", body(html(TITLE, TEXT), "text/html; charset=utf-8"))
    east.outlet.answers("/east/one", body("", status=503))
    world.publish(TITLE, TEXT.partition(". ")[0], link=one)
    await late.poll()
    east.publish(ELSEWHERE, "Our own report.", link=other)
    await late.poll()
    told = [delivery.story_id or 0 for delivery in await late.deliveries()]
    async with late.database.write() as connection:
        for story_id in told * others:
            await articles.add(connection, story_id=story_id, url=None, now=late.clock.now())
    link = f'<link rel="canonical" href="{one}"/></head>'
    page = html(ELSEWHERE, TEXT).replace("</head>", link)
    east.outlet.answers("/east/one", body(page, "text/html; charset=utf-8"))
    await late.poll()

    assert await at(late, one) == await at(late, other) is not None
    async with late.database.read() as connection:
        now = [await stories.resolve(connection, story_id) for story_id in told]
        shared = await story_of(connection, await articles.by_url(connection, address_of(one) or "") or 0)
    assert (now[0] == now[1]) is merged
    assert shared == now[0]


async def test_an_article_that_only_claims_anothers_address_stays_by_itself(late: Desk) -> None:
    one, other = await two_links(late, OTHER)
    await late.poll()

    assert await at(late, one) != await at(late, other)
    assert await count(late) == 4


async def test_a_link_that_redirects_to_a_stored_article_is_that_article(late: Desk) -> None:
    world, east = await two_feeds(late)
    one, other = world.outlet.url("/world/1"), world.outlet.url("/go/4711")
    world.outlet.answers("/world/1", body(html(TITLE, TEXT), "text/html; charset=utf-8"))
    east.outlet.answers("/go/4711", redirect(one))
    world.publish(TITLE, TEXT.partition(". ")[0], link=one)
    await late.poll()
    east.publish(ELSEWHERE, "Our own report.", link=other)
    await late.poll()
    await late.poll()

    assert await at(late, one) == await at(late, other) is not None


@pytest.mark.parametrize("page_wait", [0.0, PATIENCE])
async def test_links_that_all_lead_to_one_notice_make_no_two_articles_one(
    database: Database, clock: ManualClock, page_wait: float
) -> None:
    async with open_desk(database, clock, RefreshOptions(page_wait=page_wait)) as desk:
        await desk.watch("drobak OR norway")
        paper = await desk.paper("The Meridian")
        await desk.primed(paper)
        paper.outlet.answers("/notice", body(html("Our new app", NOTICE), "text/html; charset=utf-8"))
        for number, title in enumerate(("Ferry aground off Drobak", "Bank of Norway keeps its key rate")):
            paper.outlet.answers(f"/news/{number}", redirect(paper.outlet.url("/notice")))
            paper.publish(title, "Our own report.", link=paper.outlet.url(f"/news/{number}"))
            await desk.poll()
            await desk.poll()

        assert await count(desk) == 3
        assert [outcome for _, outcome in await desk.outcomes()] == ["alert", "alert"]


async def test_a_report_that_follows_finds_the_same_story_after_a_restart(late: Desk) -> None:
    await late.watch("kursk")
    await two_links(late)
    await late.poll()
    paper = await late.paper("The Harbour")
    await late.primed(paper)
    async with late.restarted() as again:
        paper.publish(TITLE, TEXT)
        await again.poll()

    (delivery,) = [one for one in await late.deliveries() if one.state.value == "wanted"]
    assert len(await late.story(delivery.story_id or 0)) == 2
