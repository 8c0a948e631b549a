"""One feed's life, as a guild that follows it sees it."""

from __future__ import annotations

from datetime import timedelta

import pytest

from bot.chat.cards.feed_health import chart, health_card
from bot.chat.cards.limits import fits
from bot.errors import NotFound
from bot.lookups import HealthLookup
from bot.lookups.health import DAYS
from bot.storage import Database, feed_events, feeds, polls
from tests.builders import CHANNEL, GUILD, Newsroom, viewer
from tests.conftest import START, ManualClock

READER = viewer(CHANNEL)
DAY = timedelta(days=1)


@pytest.fixture
def health(database: Database, clock: ManualClock) -> HealthLookup:
    return HealthLookup(database, clock)


async def test_articles_failures_and_gaps_stand_on_their_days(
    newsroom: Newsroom, health: HealthLookup, clock: ManualClock
) -> None:
    await newsroom.guild()
    courier = await newsroom.feed("Courier", GUILD)
    for days, number in ((27, 1), (5, 4), (1, 8)):
        for each in range(number):
            await newsroom.publish(courier, f"{days} {each}", published=START - days * DAY)
    async with newsroom.database.write() as connection:
        since = START - 10 * DAY
        await feed_events.note(connection, courier.id, "failing", "timeout", since + timedelta(hours=6))
        await feed_events.note(
            connection, courier.id, "recovered", f"failed since {since.isoformat()}", START - 8 * DAY
        )
        await feed_events.note(
            connection, courier.id, "gap", "none of the 20 entries were left", START - 3 * DAY
        )
        await feed_events.note(connection, courier.id, "listed", "not for eyes", START)
        for _ in range(3):
            await feed_events.note(connection, courier.id, "hiccup", "failed since", START - 2 * DAY)

    found = await health.of(courier.id, viewer=READER)

    assert found.articles == 13
    assert (found.by_day[0], found.by_day[-6], found.by_day[-2]) == (1, 4, 8)
    assert [day for day, failing in enumerate(found.failing) if failing] == [
        DAYS - 1 - ago for ago in (10, 9, 8)
    ]
    assert [day for day, gap in enumerate(found.gaps) if gap] == [DAYS - 1 - 3]
    assert [one.kind for one in found.events] == ["gap", "recovered", "failing"]
    assert chart(found).splitlines() == [
        "articles ▂▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▅▁▁▁█▁",
        "failing  ·················×××·····3··",
        "gaps     ························o···",
        "         1 Oct                 28 Oct",
    ]
    assert "Failed 3 times for less than half an hour" in str(health_card(found).to_components())


async def test_a_feed_that_fails_says_why_and_since_when(
    newsroom: Newsroom, health: HealthLookup, clock: ManualClock
) -> None:
    await newsroom.guild()
    courier = await newsroom.feed("Courier @everyone", GUILD)
    clock.advance(3 * DAY)
    async with newsroom.database.write() as connection:
        (claimed,) = await polls.claim_due(connection, now=clock.now(), lease=DAY, limit=9)
        await polls.record_failure(
            connection,
            claimed,
            kind=feeds.Failure.GONE,
            detail="courier.test answered 404 @everyone",
            now=clock.now(),
            next_check_at=clock.now() + DAY,
        )
    clock.advance(2 * DAY)

    found = await health.of(courier.id, viewer=READER)
    card = health_card(found)

    shown = "\n".join(str(getattr(each, "content", "")) for each in card.walk_children())
    assert sum(found.failing) == 3
    assert found.interval is None
    assert "the feed is gone (404 or 410)" in shown
    assert "@everyone" not in shown
    assert fits(card)


async def test_a_feed_of_others_has_no_health_here(newsroom: Newsroom, health: HealthLookup) -> None:
    await newsroom.guild()
    await newsroom.guild(2)
    theirs = await newsroom.feed("Gazette", 2)

    with pytest.raises(NotFound):
        await health.of(theirs.id, viewer=READER)


async def test_a_new_feed_has_an_empty_life(newsroom: Newsroom, health: HealthLookup) -> None:
    await newsroom.guild()
    courier = await newsroom.feed("Courier", GUILD)

    found = await health.of(courier.id, viewer=READER)

    assert (found.articles, any(found.failing), any(found.gaps), found.interval) == (0, False, False, None)
    assert fits(health_card(found))
