"""A clock that was far ahead for a while takes nothing from the stories of the day."""

from __future__ import annotations

from datetime import timedelta

from bot.storage import stories
from tests.pipeline.refresh.desk import Desk
from tests.pipeline.refresh.test_merges import AGROUND

AHEAD = timedelta(days=400)


async def test_what_came_before_the_clock_was_ahead_still_has_its_story(desk: Desk) -> None:
    papers = [await desk.paper(name) for name in ("The Meridian", "The Courier", "Harbour Post")]
    await desk.primed(*papers)
    papers[0].publish(*AGROUND)
    await desk.poll()

    desk.clock.advance(AHEAD)
    papers[1].publish("Bank of England keeps its rate", "The Bank of England keeps its rate at 5 per cent.")
    await desk.poll()
    desk.clock.advance(-AHEAD)
    papers[2].publish("Ferry aground off Drobak near Oslo, its rudder failed", AGROUND[1])
    await desk.poll()
    await desk.poll()

    async with desk.database.read() as connection:
        found = [await stories.of_article(connection, number) for number in (4, 5, 6)]
    assert found[0] == found[2] != found[1]
