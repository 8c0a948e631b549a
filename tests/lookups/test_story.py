"""One story, why it was told, and how things stand, as the members of one guild may know it."""

from __future__ import annotations

from datetime import timedelta
from itertools import pairwise

import pytest

from bot.domain.delivery import State
from bot.domain.feed import Failure, Feed
from bot.domain.guild import Channel
from bot.errors import NotFound
from bot.lookups import StatusLookup, StoryLookup, WhyLookup
from bot.services import Rights, WatchlistService
from bot.storage import Database, following, guilds, polls, stories
from tests.builders import CHANNEL, GUILD, Newsroom, viewer
from tests.conftest import ManualClock

READER = viewer(CHANNEL)
EDITOR = Rights(manage=True, may_post_in=frozenset({CHANNEL}), may_ping=frozenset())
DAY = timedelta(days=1)


@pytest.fixture
async def courier(newsroom: Newsroom) -> Feed:
    await newsroom.guild()
    return await newsroom.feed("The Courier", GUILD)


async def test_a_story_shows_its_outlets_what_matched_and_where_it_was_told(
    newsroom: Newsroom, database: Database, courier: Feed
) -> None:
    herald = await newsroom.feed("The Herald", GUILD)
    await newsroom.watch("Kursk", "kursk")
    first = await newsroom.publish(courier, "Quiet night", "Nothing of note.")
    await newsroom.publish(herald, "Kursk holds out", story_id=first.story_id)
    await newsroom.sent(first.story_id, CHANNEL, 5000)

    seen = await StoryLookup(database).story(first.story_id, viewer=READER)

    assert seen.headline == "Kursk holds out"  # the alert's, which matched
    assert seen.outlets == ("The Courier", "The Herald")
    assert [(one.name, one.words) for one in seen.watchlists] == [("Kursk", ("Kursk",))]
    assert [(one.channel_id, one.message_id, one.state) for one in seen.delivered] == [
        (CHANNEL, 5000, State.WANTED)
    ]


@pytest.mark.parametrize("number", [0, -1, 99, 2**63, 10**30])
async def test_a_number_that_is_no_story_says_so(database: Database, courier: Feed, number: int) -> None:
    with pytest.raises(NotFound, match="search"):
        await StoryLookup(database).story(number, viewer=READER)
    with pytest.raises(NotFound):
        await WhyLookup(database).story(number, viewer=READER)


async def test_the_numbers_of_merged_stories_redirect_for_ever(
    newsroom: Newsroom, database: Database, courier: Feed
) -> None:
    first, *others = [
        (await newsroom.publish(courier, f"Report {number}", "Nothing of note.")).story_id
        for number in range(12)
    ]
    for older, newer in reversed(list(pairwise([first, *others]))):  # each into the one before it
        async with database.write() as connection:
            await stories.merge(connection, older, newer)
    late = (await newsroom.publish(courier, "A late report", "Nothing of note.")).story_id
    async with database.write() as connection:
        await stories.merge(connection, first, late)

    for number in (*others, late):
        seen = await StoryLookup(database).story(number, viewer=READER)
        assert (seen.id, len(seen.articles)) == (first, 13)


async def test_why_names_the_words_and_what_came_of_it(
    newsroom: Newsroom, database: Database, courier: Feed
) -> None:
    await newsroom.watch("Kursk", "kursk troops -football")
    piece = await newsroom.publish(courier, "Kursk holds out", "The troops stay.")
    await newsroom.publish(courier, "Kursk troops", "Of old.", story_id=piece.story_id, alertable=False)

    why = await WhyLookup(database).story(piece.story_id, viewer=READER)

    assert [[(one.watchlist, one.parts) for one in way.reasons] for way in why.ways] == [
        [("Kursk", (("kursk", "Kursk"), ("troops", "troops")))],
        [("Kursk", (("kursk", "Kursk"), ("troops", "troops")))],
    ]
    assert why.ways[0].reasons[0].outcome == "alerted"
    assert "known before" in why.ways[1].reasons[0].outcome


async def test_a_match_of_an_earlier_query_is_explained_by_that_query(
    newsroom: Newsroom, database: Database, clock: ManualClock, courier: Feed
) -> None:
    service = WatchlistService(database, clock)
    await newsroom.watch("Front", "kursk")
    piece = await newsroom.publish(courier, "Kursk holds out")
    await service.edit(READER, EDITOR, "Front", query="belgorod")
    await service.edit(READER, EDITOR, "Front", query="sumy")

    (way,) = (await WhyLookup(database).story(piece.story_id, viewer=READER)).ways

    (reason,) = way.reasons
    assert reason.query == "kursk"
    assert reason.parts == (("kursk", "Kursk"),)
    assert reason.outcome == "alerted, by an earlier query of the watchlist"


async def test_why_shows_no_word_that_the_article_does_not_say_any_more(
    newsroom: Newsroom, database: Database, courier: Feed
) -> None:
    await newsroom.watch("Kursk", "kursk")
    piece = await newsroom.publish(courier, "Kursk holds out")
    await newsroom.publish(courier, "Belgorod holds out", article_id=piece.article_id)

    (way,) = (await WhyLookup(database).story(piece.story_id, viewer=READER)).ways

    assert [(one.watchlist, one.parts) for one in way.reasons] == [("Kursk", ())]


async def test_the_status_tells_what_fails_waits_and_is_blocked(
    newsroom: Newsroom, database: Database, clock: ManualClock, courier: Feed
) -> None:
    herald = await newsroom.feed("The Herald", GUILD)
    await newsroom.watch("Kursk", "kursk")
    await newsroom.publish(courier, "Kursk long ago", alertable=False)
    clock.advance(2 * DAY)
    await newsroom.publish(courier, "Kursk holds out")
    async with database.write() as connection:
        now = clock.now()
        (claimed, *_) = [
            one
            for one in await polls.claim_due(connection, now=now, lease=DAY, limit=9)
            if one.id == herald.id
        ]
        await polls.record_failure(
            connection, claimed, kind=Failure.DNS, detail="no such host", now=now, next_check_at=now + DAY
        )
        await following.set_active(connection, GUILD, courier.id, None)
        await guilds.save_channel(connection, Channel(CHANNEL, GUILD, blocked_since=now, blocked_reason="no"))

    status = await StatusLookup(database, clock).status(viewer=READER)

    assert (status.feeds, status.paused, status.articles_today, status.watchlists) == (2, 1, 1, 1)
    assert [(one.feed.id, one.feed.failure) for one in status.failing] == [(herald.id, Failure.DNS)]
    assert status.waiting == 1
    assert [one.id for one in status.blocked] == [CHANNEL]


async def test_articles_a_day_are_counted_for_each_feed_by_itself(
    newsroom: Newsroom, database: Database, clock: ManualClock, courier: Feed
) -> None:
    await newsroom.feed("Silent", GUILD)
    herald = await newsroom.feed("The Herald", GUILD)
    async with database.write() as connection:
        for claimed in await polls.claim_due(connection, now=clock.now(), lease=DAY, limit=9):
            done = polls.Success(clock.now(), clock.now() + DAY, None, None, primed_at=clock.now())
            await polls.record_success(connection, claimed, done)
    clock.advance(2 * DAY)
    await newsroom.publish(courier, "Back catalogue", alertable=False)
    for number in range(6):
        await newsroom.publish(courier, f"Kursk {number}")
    await newsroom.publish(herald, "Kursk too")

    found = await StatusLookup(database, clock).feeds(viewer=READER)

    rates = {one.feed.title: one.articles_a_day for one in found}
    assert rates == {"Silent": 0.0, "The Courier": 3.0, "The Herald": 0.5}
