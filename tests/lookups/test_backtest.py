"""What a query would have found, before it is saved."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import timedelta

import pytest

from bot.domain.guild import Channel
from bot.lookups import BacktestLookup
from bot.query import Role
from bot.storage import Database, guilds
from tests.builders import CHANNEL, GUILD, Newsroom, viewer
from tests.conftest import ManualClock

READER = viewer(CHANNEL)


@pytest.fixture
async def backtest(database: Database, clock: ManualClock) -> AsyncIterator[BacktestLookup]:
    lookup = BacktestLookup(database, clock)
    yield lookup
    lookup.close()


async def test_stories_are_counted_by_day_and_the_busiest_outlet_is_named(
    newsroom: Newsroom, backtest: BacktestLookup, clock: ManualClock
) -> None:
    await newsroom.guild()
    courier, herald = await newsroom.feed("Courier", GUILD), await newsroom.feed("Herald", GUILD)
    first = await newsroom.publish(courier, "Kursk bridge hit")
    await newsroom.publish(herald, "Bridge at Kursk hit", story_id=first.story_id)
    clock.advance(timedelta(days=2))
    await newsroom.publish(courier, "Kursk football")
    await newsroom.publish(courier, "Kursk harvest")

    found = await backtest.run("kursk -football", viewer=READER, days=4)

    assert found.by_day == (0, 1, 0, 1)
    assert (found.stories, found.articles, found.stories_a_day) == (2, 3, 0.5)
    assert found.busiest == ("Courier", 2)
    assert [(one.written, one.role, one.stories) for one in found.parts] == [("-football", Role.NARROWS, 1)]
    assert found.samples[0].article.title == "Kursk harvest"
    assert not found.cut


async def test_pings_heed_the_channels_budget(
    newsroom: Newsroom, backtest: BacktestLookup, database: Database
) -> None:
    await newsroom.guild()
    courier = await newsroom.feed("Courier", GUILD)
    for number in range(6):
        await newsroom.publish(courier, f"Kursk {number}")
    async with database.write() as connection:
        await guilds.save_channel(connection, Channel(CHANNEL, GUILD, budget=2))

    found = await backtest.run("kursk", viewer=READER, days=1, channel_id=CHANNEL)

    assert (found.stories, found.pings) == (6, 3)  # two, and a digest of the rest


async def test_an_edit_tells_what_is_lost_and_gained(newsroom: Newsroom, backtest: BacktestLookup) -> None:
    await newsroom.guild()
    courier = await newsroom.feed("Courier", GUILD)
    for title in ("Kursk bridge", "Kursk football", "Sudzha market"):
        await newsroom.publish(courier, title)

    edited = (await backtest.run("kursk -football OR sudzha", viewer=READER, before="kursk")).edited

    assert edited is not None
    assert (edited.lost, edited.gained) == (1, 1)
    assert edited.lost_samples[0].article.title == "Kursk football"
    assert edited.gained_samples[0].article.title == "Sudzha market"


async def test_a_large_archive_is_looked_at_in_part_and_says_so(
    newsroom: Newsroom, database: Database, clock: ManualClock
) -> None:
    await newsroom.guild()
    courier = await newsroom.feed("Courier", GUILD)
    for number in range(8):
        await newsroom.publish(courier, f"Kursk {number}")
        clock.advance(timedelta(hours=12))
    lookup = BacktestLookup(database, clock, looked_at=4)
    try:
        found = await lookup.run("kursk", viewer=READER, days=30)
    finally:
        lookup.close()

    assert (found.looked_at, found.stories, found.cut) == (4, 4, True)
    assert found.days == 2.0  # as far back as was seen: two stories a day, not four a month
    assert found.stories_a_day == 2.0
