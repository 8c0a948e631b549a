"""More than one process, one after the other or side by side, stores what one unbroken one would."""

from __future__ import annotations

from collections import defaultdict
from datetime import timedelta

import pytest

from bot.pipeline.cluster import Document, cluster
from bot.pipeline.refresh import judge
from bot.storage import articles
from tests.fakes.feeds import full
from tests.pipeline.refresh.desk import Desk

TROOPS = "North Korean troops reach Kursk"
HEADLINES = (
    (0, TROOPS),
    (1, "Parliament votes on the budget after a long night"),
    (1, TROOPS),
    (0, "Storm closes the coast road near the harbour"),
    (0, "Parliament votes on the budget after a long night"),
    (1, "Storm closes the coast road near the harbour"),
    (0, "Kursk wins the cup in the last minute"),
)


async def by_story(desk: Desk) -> list[list[str]]:
    """Return the headlines of each story but the papers' own, in order of arrival."""
    told = defaultdict(list)
    async with desk.database.read() as connection:
        for one in await articles.since(connection, desk.clock.now() - timedelta(days=2)):
            if "opens its new office" not in one.version.title:
                told[one.story_id].append(one.version.title)
    return sorted(told.values())


async def test_a_restart_between_any_two_articles_changes_no_story(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(judge, "ROWS_AT_ONCE", 2)  # the window is read in several goes, as after a busy day
    papers = [await desk.paper("The Meridian"), await desk.paper("The Courier")]
    await desk.primed(*papers)
    for paper, title in HEADLINES:
        papers[paper].publish(title)
        async with desk.restarted() as again:
            await again.poll(timedelta(minutes=61))

    placed = defaultdict(list)
    documents = [
        Document(number, title, outlet=str(paper)) for number, (paper, title) in enumerate(HEADLINES)
    ]
    for number, story in cluster(documents):
        placed[story].append(HEADLINES[int(number)][1])
    assert await by_story(desk) == sorted(placed.values())


async def test_a_round_run_beside_the_bot_does_not_tear_a_story_apart(desk: Desk) -> None:
    one, other = await desk.paper("The Meridian"), await desk.paper("The Courier")
    await desk.primed(one, other)
    await desk.watch("kursk")
    async with desk.restarted() as beside:
        one.publish(TROOPS)
        await beside.poll()
        other.publish(TROOPS)
        await desk.poll()
        one.publish(f"{TROOPS}, says NATO")
        await beside.poll()

    (alert,) = await desk.deliveries()
    assert [a.outlet for a in await desk.story(alert.story_id or 0)][:2] == ["The Meridian", "The Courier"]
    assert alert.wanted_revision >= 2


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
async def test_an_outlet_is_not_asked_every_second_while_the_disk_is_full(desk: Desk) -> None:
    paper = await desk.paper("The Meridian")
    await desk.primed(paper)
    await desk.watch("kursk")
    paper.publish(TROOPS, full("Kursk. " * 20_000))
    desk.clock.advance(timedelta(hours=2))
    asked = paper.asked()
    async with desk.database.write() as connection:
        pages = (await connection.exec_driver_sql("PRAGMA page_count")).scalar_one()
        await connection.exec_driver_sql(f"PRAGMA max_page_count = {pages + 8}")
    for _ in range(60):
        await desk.refresh.once()
        desk.clock.advance(timedelta(seconds=1))
    tries = paper.asked() - asked
    async with desk.database.write() as connection:
        await connection.exec_driver_sql("PRAGMA max_page_count = 1000000")
    desk.clock.advance(timedelta(minutes=1))

    await desk.refresh.once()

    assert 3 <= tries <= 8
    assert await desk.headlines() == [TROOPS]
