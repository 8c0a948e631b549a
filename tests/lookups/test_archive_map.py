"""What a search passes over because of its dates is nothing that it should have found, on both databases."""

from __future__ import annotations

from datetime import datetime, timedelta
from random import Random

import pytest

from bot.lookups import Order, Search
from bot.lookups.archive_map import SETTLED, ArchiveMap
from bot.storage import Database, arrivals
from bot.storage.index_ranges import ABOVE
from tests.builders import CHANNEL, GUILD, Newsroom, viewer
from tests.conftest import START, ManualClock

DAY = timedelta(days=1)
READER = viewer(CHANNEL)


async def fill(newsroom: Newsroom, clock: ManualClock, random: Random) -> dict[str, datetime]:
    """Publish articles over two months, some late, some undated, some seen again; return what they are of."""
    await newsroom.guild()
    feed = await newsroom.feed("The Courier", GUILD)
    first_seen: dict[str, tuple[int, datetime]] = {}
    times: dict[str, datetime] = {}
    for number in range(60):
        clock.advance(timedelta(hours=random.randrange(30)))
        late = random.choice([0.1] * 12 + [3, 30, 300])
        published = None if random.random() < 0.1 else clock.now() - late * DAY
        if number % 10 == 9:  # an older article, in another version
            title = random.choice(list(first_seen))
            article_id, seen = first_seen[title]
            await newsroom.publish(feed, title, f"Again {number}", article_id=article_id, published=published)
        else:
            title, seen = f"Kursk {number}", clock.now()
            piece = await newsroom.publish(feed, title, f"Text {number % 3}", published=published)
            first_seen[title] = piece.article_id, seen
        times[title] = published or seen
    return times


@pytest.mark.parametrize("few", [0, 1_000])
async def test_what_came_late_or_has_no_date_is_found_by_its_date(
    newsroom: Newsroom, database: Database, clock: ManualClock, few: int
) -> None:
    random = Random(few)
    times = await fill(newsroom, clock, random)
    archive_map = ArchiveMap(clock, few=few, size=8, late=6, dense=3)
    search = Search(database, clock, batch=4, archive_map=archive_map)

    for _ in range(8):
        since = START + random.randrange(-40, 40) * DAY
        until = since + random.randrange(1, 60) * DAY
        for words in ("kursk", "feed:courier", "ku*k"):
            dated = f"{words} after:{since:%Y-%m-%d} before:{until:%Y-%m-%d}"
            found = await search.articles(
                dated, viewer=READER, after=START - 400 * DAY, order=Order.NEWEST, size=100
            )
            begin, end = since.replace(hour=0, minute=0), until.replace(hour=0, minute=0)
            assert {one.article.title for one in found.hits} == {
                title for title, at in times.items() if begin <= at < end
            }, dated
    search.close()


async def test_what_is_too_new_is_passed_over_but_for_what_came_late(
    newsroom: Newsroom, database: Database, clock: ManualClock
) -> None:
    await newsroom.guild()
    feed = await newsroom.feed("The Courier", GUILD)
    ids = []
    for number in range(32):
        clock.advance(DAY)
        published = START if number == 20 else clock.now()
        ids.append((await newsroom.publish(feed, f"Kursk {number}", published=published)).revision_id)
    archive_map = ArchiveMap(clock, size=4)

    async with database.read() as connection:
        within = await archive_map.within(connection, START, START + 5 * DAY)
        assert ids[4] < within.top <= ids[12]
        assert within.late == (ids[20],)
        assert (await archive_map.within(connection, START, clock.now())).top == ABOVE


async def test_what_has_no_date_may_be_of_any_time_until_it_has_settled(
    newsroom: Newsroom, database: Database, clock: ManualClock
) -> None:
    await newsroom.guild()
    feed = await newsroom.feed("The Courier", GUILD)
    piece = await newsroom.publish(feed, "Kursk")
    low, high = piece.revision_id, piece.revision_id + 1

    async with database.read() as connection:
        young = await arrivals.stretch(connection, low, high, settled=clock.now() - SETTLED, most=5)
        old = await arrivals.stretch(connection, low, high, settled=clock.now() + DAY, most=5)
    assert young.late == ((piece.revision_id, None),)
    assert old.late == ()
