"""A story that holds two: both are true afterwards, and nobody is told twice."""

from __future__ import annotations

from bot.storage import deliveries, stories
from tests.builders import story_of
from tests.pipeline.refresh.desk import Desk

FERRY = "Ferry Prinsen runs aground off Drobak"
FIRE = "Museum of ships in Bergen burns down"
ONE = "The ferry Prinsen ran aground near Drobak at dawn with 212 passengers, after her rudder had failed."
TWO = "The museum of ships in Bergen burned down at night; the roof fell in over 40 wooden boats."


async def test_a_story_that_holds_two_is_split_and_both_are_told_without_a_ping(desk: Desk) -> None:
    papers = [await desk.paper(name) for name in ("The Meridian", "The Courier", "Harbour Post", "The Quay")]
    await desk.primed(*papers)
    await desk.watch("ferry OR museum")
    for paper, title, text in zip(
        papers, (FERRY, f"{FERRY}: owner", FIRE), (ONE, f"{ONE} Tugs wait.", TWO), strict=False
    ):
        paper.publish(title, text)
        await desk.poll()
    async with desk.database.read() as connection:
        ids = [await story_of(connection, number) for number in (5, 6, 7)]
    ferry, second, fire = ids
    assert ferry == second != fire
    async with desk.database.write() as connection:  # as a decision of an earlier time that was wrong
        await stories.merge(connection, ferry, fire)
    first, waited = await desk.deliveries()
    await desk.sent(first)  # which told of both

    async with desk.restarted() as again:
        papers[3].publish(f"{FIRE}: boats lost", f"{TWO} Divers look on.")
        await again.poll()

    async with desk.database.read() as connection:
        part = await story_of(connection, 8)
        assert part == await story_of(connection, 7) != ferry
        assert await stories.resolve(connection, fire) == ferry  # as the old number led there
        told = await deliveries.of_story(connection, part)
    assert len(await desk.story(ferry)) == 2
    assert len(await desk.story(part)) == 2
    assert [(one.target, one.payload) for one in told] == [(first.target, {"quiet": True})]
    assert [one.id for one in told] == [waited.id]
