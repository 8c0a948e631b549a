"""A clock that was far ahead for a while takes nothing from the stories of the day."""

from __future__ import annotations

import asyncio
from datetime import timedelta
from threading import Event

import pytest

from bot.domain.guild import Channel
from bot.pipeline.refresh import conductor
from bot.storage import guilds
from bot.text import Analyser, Tokens
from tests.builders import story_of
from tests.fakes.feeds import Newspaper
from tests.pipeline.refresh.desk import CHANNEL, GUILD, Desk
from tests.pipeline.refresh.test_copying import OWN, TROOPS, WIRE, told
from tests.pipeline.refresh.test_merges import AGROUND
from tests.waiting import PATIENCE

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
        found = [await story_of(connection, number) for number in (4, 5, 6)]
    assert found[0] == found[2] != found[1]


async def with_a_wire_report(desk: Desk) -> list[Newspaper]:
    """Return three papers, of which the first has published what others may copy."""
    papers = [await desk.paper(name) for name in ("The Meridian", "The Courier", "Harbour Post")]
    await desk.primed(*papers)
    await desk.watch("kursk")
    papers[0].publish(TROOPS, WIRE)
    await desk.poll()
    return papers


async def test_what_came_before_the_clock_was_ahead_is_still_known_for_what_others_copy(desk: Desk) -> None:
    papers = await with_a_wire_report(desk)

    desk.clock.advance(AHEAD)
    papers[1].publish("Bank of England keeps its rate", OWN)
    await desk.poll()
    desk.clock.advance(-AHEAD)
    papers[2].publish(TROOPS, WIRE)
    await desk.poll()
    await desk.poll()

    first, copied = await told(desk)
    assert (first.copy_of, copied.copy_of) == (None, first.id)


async def test_a_start_while_the_clock_is_ahead_parts_no_story(desk: Desk) -> None:
    papers = [await desk.paper(name) for name in ("The Meridian", "Harbour Post")]
    await desk.primed(*papers)
    papers[0].publish(*AGROUND)
    await desk.poll()

    desk.clock.advance(AHEAD)
    async with desk.restarted() as again:
        again.clock.advance(-AHEAD)
        papers[1].publish("Ferry aground off Drobak near Oslo, its rudder failed", AGROUND[1])
        await again.poll()
        await again.poll()

    async with desk.database.read() as connection:
        found = [await story_of(connection, number) for number in (3, 4)]
    assert found[0] == found[1]


@pytest.mark.parametrize("files", [False, True])
async def test_a_start_while_the_clock_is_ahead_lets_no_copy_go_unknown(desk: Desk, files: bool) -> None:
    papers = await with_a_wire_report(desk)

    desk.clock.advance(AHEAD)
    async with desk.restarted() as again:
        if files:
            papers[1].publish("Bank of England keeps its rate", OWN)
            await again.poll()
        again.clock.advance(-AHEAD)
        papers[2].publish(TROOPS, WIRE)
        await again.poll()
        await again.poll()

    first, copied = await told(desk)
    assert (first.copy_of, copied.copy_of) == (None, first.id)


class Waiting(Analyser):
    """Waits where a text of the window is read again, until it may go on."""

    read: Event
    go_on: Event

    def analyse(self, text: str, language: str | None = None) -> Tokens:
        if "Prinsen" in text:
            self.read.set()
            assert self.go_on.wait(10)
        return super().analyse(text, language)


async def test_while_the_window_is_read_again_after_such_a_clock_others_may_write(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    papers = [await desk.paper(name) for name in ("The Meridian", "The Courier", "Harbour Post")]
    await desk.primed(*papers)
    papers[0].publish(*AGROUND)
    await desk.poll()
    Waiting.read, Waiting.go_on = Event(), Event()
    Waiting.go_on.set()
    monkeypatch.setattr(conductor, "Analyser", Waiting)
    async with desk.restarted() as again:
        again.clock.advance(AHEAD)
        papers[1].publish("Bank of England keeps its rate", OWN)
        await again.poll()
        again.clock.advance(-AHEAD)
        papers[2].publish("Parliament votes on the budget", "Members will vote on the budget on Monday.")
        Waiting.read.clear()
        Waiting.go_on.clear()
        polled = asyncio.create_task(again.poll())
        try:
            await asyncio.to_thread(Waiting.read.wait, PATIENCE)
            assert Waiting.read.is_set()
            async with asyncio.timeout(PATIENCE), desk.database.write() as connection:
                await guilds.save_channel(connection, Channel(CHANNEL, GUILD, alerts_on=False))
            assert not polled.done()
        finally:
            Waiting.go_on.set()
            await polled
