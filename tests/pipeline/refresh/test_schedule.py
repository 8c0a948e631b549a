"""When feeds are checked, as their outlets and their admins see it."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import Engine, event, update

from bot.errors import StorageError
from bot.pipeline.fetch import Fetcher
from bot.pipeline.fetch.fetcher import CROWD
from bot.pipeline.fetch.guard import Address
from bot.pipeline.refresh.claims import AFTER_FAULT, LONGEST_REST, Claims
from bot.storage import feeds, following, polls
from bot.storage.polls import Success
from bot.storage.tables import feed as feed_rows
from tests.fakes.web import body, redirect, silence
from tests.pipeline.refresh.desk import FETCH, GUILD, OTHER_GUILD, Desk
from tests.waiting import until

DAY = timedelta(days=1)


async def test_the_back_catalogue_of_a_new_feed_tells_how_often_it_is_worth_a_check(desk: Desk) -> None:
    busy, quiet = await desk.paper("The Ticker"), await desk.paper("The Almanac")
    for number in range(20):
        busy.publish(f"Report {number}", published=desk.clock.now() - timedelta(minutes=10 * number))
        quiet.publish(f"Chapter {number}", published=desk.clock.now() - 5 * DAY * number)
    ticker, almanac = await desk.follow(busy), await desk.follow(quiet)

    await desk.refresh.once()

    waits = [(await desk.feed(one.id)).next_check_at - desk.clock.now() for one in (ticker, almanac)]
    assert waits[0] < timedelta(minutes=4)
    assert waits[1] > timedelta(minutes=45)


async def test_cache_control_of_an_unchanged_feed_is_heeded(desk: Desk) -> None:
    paper = await desk.paper("The Meridian")
    feed = await desk.follow(paper)
    document = b"<rss version='2.0'><channel><title>M</title><item><title>One</title></item></channel></rss>"
    paper.outlet.answers(paper.path, body(document, Cache_Control="public, max-age=3000", Age="600"))

    for _ in range(2):  # read, then found unchanged
        await desk.poll()
        wait = (await desk.feed(feed.id)).next_check_at - desk.clock.now()
        assert timedelta(seconds=2400) <= wait <= timedelta(hours=1)

    async with desk.database.write() as connection:
        await following.set_urgent(connection, GUILD, feed.id, urgent=True)
    await desk.poll()
    wait = (await desk.feed(feed.id)).next_check_at - desk.clock.now()
    assert timedelta(minutes=2) <= wait <= timedelta(minutes=3)


async def test_a_feed_that_one_server_marked_urgent_is_checked_every_minute_until_it_is_paused(
    desk: Desk,
) -> None:
    paper = await desk.paper("The Meridian")
    await desk.primed(paper)
    feed = await desk.follow(paper, OTHER_GUILD)
    async with desk.database.write() as connection:
        await following.set_urgent(connection, OTHER_GUILD, feed.id, urgent=True)
    await desk.poll()
    assert (await desk.feed(feed.id)).next_check_at - desk.clock.now() == timedelta(minutes=1)

    async with desk.database.write() as connection:
        await following.set_active(connection, OTHER_GUILD, feed.id, None)
    await desk.poll()
    assert (await desk.feed(feed.id)).next_check_at - desk.clock.now() > timedelta(minutes=5)


async def test_a_feed_that_two_servers_follow_is_fetched_once(desk: Desk) -> None:
    paper = await desk.paper("The Meridian")
    for guild_id in (GUILD, OTHER_GUILD):
        await desk.follow(paper, guild_id)
    await desk.refresh.once()
    assert paper.asked(paper.path) == 1


async def test_many_due_feeds_of_one_host_leave_room_for_others(desk: Desk) -> None:
    now = desk.clock.now()
    async with desk.database.write() as connection:
        for host, count in (("crowd.test", 60), ("small.test", 1)):
            for number in range(count):
                url = f"https://{host}/{number}"
                feed = await feeds.add(
                    connection,
                    url=url,
                    shown_url=url,
                    title=url,
                    outlet=host,
                    site_url=None,
                    language=None,
                    now=now if host == "small.test" else now - timedelta(minutes=number + 1),
                )
                await following.follow(connection, GUILD, feed.id, by=1, now=now)

    async with desk.database.write() as connection:
        lease = timedelta(minutes=3)
        first = await polls.claim_due(connection, now=now, lease=lease, limit=12, per_host=4)
        second = await polls.claim_due(
            connection, now=now, lease=lease, limit=12, per_host=4, busy=["crowd.test"]
        )

    assert [feeds.host_of(one.url) for one in first] == ["crowd.test"] * 4
    assert first[0].url == "https://crowd.test/59"  # the most overdue
    assert [one.url for one in second] == ["https://small.test/0"]


async def test_feeds_that_all_lead_to_one_silent_host_leave_room_for_others(desk: Desk) -> None:
    crowded, other = await desk.web.outlet(), await desk.paper("The Courier")
    crowded.answers("/feed", silence())
    options = replace(desk.options, in_flight=CROWD + 2)
    for number in range(options.in_flight):
        paper = await desk.paper(f"Sheet {number}")
        paper.outlet.answers(paper.path, redirect(crowded.url("/feed")))
        await desk.follow(paper)
    desk.clock.advance(timedelta(minutes=1))
    await desk.follow(other)  # due after the others

    async with replace(desk, options=options).restarted() as full:

        async def asked() -> bool:
            await full.refresh.tick()
            return other.asked() > 0

        await until(asked)


async def test_names_that_are_dead_delay_no_feed_that_lives(desk: Desk) -> None:
    live = await desk.paper("The Courier")
    await desk.primed(live)
    asked_for = asyncio.Event()

    async def resolve(_host: str) -> list[Address]:
        asked_for.set()
        await asyncio.get_running_loop().create_future()  # until the fetch is given up
        raise AssertionError

    async with desk.database.write() as connection:
        new = [f"https://dead-{number}.test/feed" for number in range(12)]
        now = desk.clock.now()
        dead = [feeds.NewFeed(url, url, url, url, None, None, now) for url in new]
        await feeds.add_all(connection, dead, now=now)
        found = await feeds.by_urls(connection, new)
        await following.follow_all(connection, GUILD, {one.id: () for one in found.values()}, by=1, now=now)
    options = replace(desk.options, in_flight=8, doubtful=2)
    before = live.asked()  # it is due when all that is dead hangs
    async with (
        Fetcher(replace(FETCH, in_flight=4), clock=desk.clock, resolve=resolve) as fetcher,
        replace(desk, fetcher=fetcher, options=options).restarted() as full,
    ):
        await full.refresh.tick()
        await until(asked_for.is_set)
        desk.clock.advance(timedelta(hours=2))

        async def is_read() -> bool:
            await full.refresh.tick()
            return live.asked() > before

        await until(is_read)


async def test_a_feed_that_failed_is_read_again_although_more_are_due_than_can_be_read(desk: Desk) -> None:
    papers = [await desk.paper(f"Sheet {number}") for number in range(6)]
    followed = [await desk.follow(paper) for paper in papers]
    failed = followed[-1]
    async with desk.database.write() as connection:
        for number, one in enumerate(followed):
            await connection.execute(
                update(feed_rows)
                .where(feed_rows.c.id == one.id)
                .values(
                    last_success_at=desk.clock.now(), failures=int(one is failed), host=f"host-{number}.test"
                )
            )
    claims = Claims(desk.database, desk.clock, replace(desk.options, doubtful=2))
    desk.clock.advance(timedelta(days=1))

    assert failed.id in {one.id for one in await claims.claim(2, under_way=[])}
    assert len(await claims.claim(4, under_way=[])) == 4  # none is left out for feeds that are not due


async def test_a_feed_that_leads_to_a_crowded_host_gets_its_turn_there(desk: Desk) -> None:
    crowded, paper = await desk.paper("The Crowded"), await desk.paper("The Short Address")
    crowded.publish("Ferries are late")
    paper.outlet.answers(paper.path, redirect(crowded.url))
    feed = await desk.follow(paper)
    slow = crowded.outlet.answers("/slow", silence())
    waiting = [asyncio.create_task(desk.fetcher.fetch(slow)) for _ in range(CROWD)]

    async def are_waiting() -> bool:
        return crowded.asked("/slow") > 0

    await until(are_waiting)
    await desk.refresh.once()
    assert (await desk.feed(feed.id)).last_success_at is None

    second = asyncio.create_task(desk.poll(timedelta(minutes=1)))
    done, _ = await asyncio.wait({second}, timeout=0.5)
    assert not done  # it waits with the others
    for task in waiting:
        task.cancel()
    await asyncio.gather(*waiting, return_exceptions=True)
    await second
    assert (await desk.feed(feed.id)).last_success_at is not None


async def test_feeds_that_lead_to_one_host_wait_for_it_together(desk: Desk) -> None:
    shared = await desk.paper("The Shared")
    shared.publish("Ferries are late")
    for number in range(6):
        paper = await desk.paper(f"Sheet {number}")
        paper.outlet.answers(paper.path, redirect(shared.url))
        await desk.follow(paper)
    await desk.refresh.once()

    async with desk.database.write() as connection:
        now = desk.clock.now() + DAY
        claimed = await polls.claim_due(connection, now=now, lease=timedelta(minutes=3), limit=9, per_host=4)

    assert len(claimed) == 4


async def test_a_poll_of_a_feed_that_another_process_took_over_leaves_no_trace(desk: Desk) -> None:
    one, other = await desk.paper("The Meridian"), await desk.paper("The Courier")
    await desk.primed(one, other)
    now, lease = desk.clock.now() + DAY, timedelta(minutes=3)
    async with desk.database.write() as connection:
        mine = await polls.claim_due(connection, now=now, lease=lease, limit=9)
        await polls.end_leases(connection)
        theirs = await polls.claim_due(connection, now=now, lease=lease, limit=9)
    done = Success(now, now + DAY, '"mine"', None)

    with pytest.raises(StorageError, match="taken over"):
        async with desk.database.write() as connection:
            await polls.record_unchanged(connection, [(theirs[0], done), (mine[1], done)])

    for one_of_them in theirs:
        assert (await desk.feed(one_of_them.id)).etag != '"mine"'


async def test_feeds_that_were_imported_together_are_known_by_their_hosts(desk: Desk) -> None:
    now = desk.clock.now()
    urls = [f"https://{host}.test/feed/{number}" for number in range(20) for host in ("crowd", "small")]
    async with desk.database.write() as connection:
        new = [feeds.NewFeed(url, url, url, url, None, None, now) for url in urls]
        await feeds.add_all(connection, new, now=now)
        found = await feeds.by_urls(connection, urls)
        await following.follow_all(connection, GUILD, {one.id: () for one in found.values()}, by=1, now=now)
        claimed = await polls.claim_due(
            connection, now=now, lease=timedelta(minutes=3), limit=40, per_host=4, busy=["small.test"]
        )
    assert [feeds.host_of(one.url) for one in claimed] == ["crowd.test"] * 4


async def test_a_clock_that_was_a_year_ahead_for_a_while_delays_no_feed(desk: Desk) -> None:
    paper = await desk.paper("The Meridian")
    paper.publish("The Meridian opens its new office")
    feed = await desk.follow(paper)
    await desk.refresh.once()
    await desk.poll(400 * DAY)
    desk.clock.advance(-400 * DAY)
    paper.publish("North Korean troops reach Kursk")
    assert (await desk.poll(timedelta(minutes=1))).articles == 1

    await desk.poll(400 * DAY)
    desk.clock.advance(-400 * DAY)
    paper.publish("Ferries keep their timetable")
    async with desk.restarted() as later:  # a process that never saw the wrong time
        assert (await later.poll(timedelta(minutes=1))).articles == 1
    read = await desk.feed(feed.id)
    assert read.last_success_at == desk.clock.now()


async def test_what_comes_alerts_though_the_clock_was_set_back_to_before_the_watchlist_began(
    desk: Desk,
) -> None:
    paper = await desk.paper("The Meridian")
    await desk.primed(paper)
    paper.publish("Ferries near Kursk keep their timetable")
    await desk.poll()
    await desk.watch("kursk")

    desk.clock.advance(-timedelta(hours=5))
    paper.publish("North Korean troops reach Kursk")
    await desk.poll(timedelta(minutes=11))

    assert await desk.headlines() == ["North Korean troops reach Kursk"]


async def test_a_feed_that_could_not_be_stored_for_hours_is_tried_again_each_minute(desk: Desk) -> None:
    await desk.primed(await desk.paper("The Meridian"))
    desk.clock.advance(timedelta(hours=2))
    claims = Claims(desk.database, desk.clock, desk.options)
    (feed,) = await claims.claim(1, under_way=[])
    for _ in range(200):
        claims.not_stored(feed)
    await claims.settle()

    again = await desk.feed(feed.id)
    assert desk.clock.now() < again.next_check_at <= desk.clock.now() + LONGEST_REST


async def test_a_feed_that_is_let_go_while_others_are_stored_is_let_go_next(desk: Desk) -> None:
    await desk.primed(await desk.paper("The Meridian"), await desk.paper("The Harbour"))
    desk.clock.advance(timedelta(hours=2))
    claims = Claims(desk.database, desk.clock, desk.options)
    one, other = await claims.claim(2, under_way=[])
    ended = [other]

    def end_meanwhile(_connection: object) -> None:
        if ended:
            claims.faulted(ended.pop())

    claims.give_back(one)
    event.listen(Engine, "commit", end_meanwhile)
    try:
        await claims.settle()
        await claims.settle()
    finally:
        event.remove(Engine, "commit", end_meanwhile)

    assert (await desk.feed(other.id)).next_check_at == desk.clock.now() + AFTER_FAULT
