"""Sites that ask to be left alone are, whoever else wanted something of them, and whatever happened since."""

from __future__ import annotations

from datetime import timedelta

from bot.storage import host_rests
from tests.fakes.web import Outlet, body, redirect
from tests.pipeline.refresh.desk import Desk
from tests.waiting import until

BUSY = body("busy", status=429, Retry_After="18000")
HOUR = timedelta(hours=1)


def pages_asked(outlet: Outlet) -> int:
    return sum(one.path.startswith("/news") for one in outlet.asked)


async def test_a_site_that_asked_for_a_rest_gets_it_though_the_bot_is_started_anew(desk: Desk) -> None:
    paper = await desk.paper("The Meridian")
    await desk.primed(paper)
    paper.publish("News of ferries", "A sentence.")
    paper.outlet.answers("/news-of-ferries", BUSY)
    await desk.poll()
    assert pages_asked(paper.outlet) == 1

    paper.publish("News of bridges", "A sentence.", page="A long report.")
    async with desk.restarted() as later:
        await later.poll(HOUR)
        assert pages_asked(paper.outlet) == 1
        await later.poll(5 * HOUR)

    assert pages_asked(paper.outlet) > 1


async def test_a_rest_is_known_to_the_next_process_though_this_one_died_as_it_was_asked_for(
    desk: Desk,
) -> None:
    paper = await desk.paper("The Meridian")
    await desk.primed(paper)
    paper.publish("News of ferries", "A sentence.")
    paper.outlet.answers("/news-of-ferries", BUSY)
    desk.clock.advance(HOUR)

    await desk.refresh.tick()  # and no other

    async def resting() -> bool:
        async with desk.database.read() as connection:
            return paper.outlet.host in await host_rests.load(connection, now=desk.clock.now())

    await until(resting)


async def test_pages_that_wait_for_their_turn_are_not_asked_for_once_their_site_wants_a_rest(
    desk: Desk,
) -> None:
    paper = await desk.paper("The Meridian")
    await desk.primed(paper)
    for number in range(12):
        paper.publish(f"News {number}", "A sentence.")
        paper.outlet.answers(f"/news-{number}", BUSY)

    await desk.poll()

    assert 1 <= pages_asked(paper.outlet) <= 2  # as many as are asked at once


async def test_a_rest_that_a_site_asks_for_instead_of_its_robots_txt_is_one_too(desk: Desk) -> None:
    paper = await desk.paper("The Meridian")
    await desk.primed(paper)
    paper.outlet.answers("/robots.txt", BUSY)
    paper.publish("News of ferries", "A sentence.", page="A long report.")
    await desk.poll()
    async with desk.restarted() as later:
        await later.poll(HOUR)
        await later.poll(HOUR)

    assert paper.asked("/robots.txt") == 1
    assert pages_asked(paper.outlet) == 0


async def test_a_site_that_wants_a_rest_gives_none_to_the_site_that_led_there(desk: Desk) -> None:
    paper, tired = await desk.paper("The Gatherer"), await desk.web.outlet()
    await desk.primed(paper)
    paper.publish("News of ferries", "A sentence.")
    paper.outlet.answers("/news-of-ferries", redirect(tired.answers("/report", BUSY)))
    await desk.poll()

    paper.publish("News of bridges", "A sentence.", page="A long report.")
    paper.publish("News of trains", "A sentence.")
    paper.outlet.answers("/news-of-trains", redirect(tired.answers("/other-report", BUSY)))
    await desk.poll(HOUR)

    assert paper.asked("/news-of-bridges") == 1
    assert [one.path for one in tired.asked if one.path != "/robots.txt"] == ["/report"]
