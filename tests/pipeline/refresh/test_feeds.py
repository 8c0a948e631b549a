"""What a feed's life brings: gaps, failures, pages, moods of the web."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import timedelta

from aiohttp import web

from bot.domain.delivery import Kind, State
from bot.pipeline.refresh.preparing import CATALOGUE_PAGES
from bot.query import parse, plan
from bot.storage import archive, articles, feeds, fulltext, in_sight, polls
from tests.fakes.feeds import FILLER, full, html, rss
from tests.fakes.web import body, silence
from tests.pipeline.refresh.desk import GUILD, OTHER_CHANNEL, OTHER_GUILD, Desk
from tests.waiting import until

TROOPS = "North Korean troops reach Kursk"
LEAD = "Soldiers arrive."
ATTEMPTS = 3  # to read a page


async def test_after_a_gap_what_is_still_news_comes_in_one_digest_and_the_gap_is_on_record(
    desk: Desk,
) -> None:
    paper = await desk.paper("The Meridian")
    paper.publish("An earlier report")
    await desk.primed(paper)
    await desk.watch("kursk")
    paper.items.clear()
    now = desk.clock.now()
    paper.publish("Kursk yesterday morning", published=now - timedelta(hours=40))
    paper.publish("Kursk last night: bridges fall", published=now - timedelta(hours=9))
    paper.publish("Undated words from Kursk about grain")

    await desk.poll()

    (digest,) = await desk.deliveries(Kind.DIGEST)
    assert (digest.state, digest.payload) == (State.WANTED, {"reason": "late"})
    told = await desk.deliveries()
    assert [(one.state, one.digest_id) for one in told] == [(State.DIGESTED, digest.id)] * 2
    assert sorted(outcome for _, outcome in await desk.outcomes()) == ["late", "late", "old"]
    async with desk.database.read() as connection:
        feed = await feeds.by_url(connection, paper.url)
    assert feed is not None
    assert feed.possible_gaps == 1
    assert feed.next_check_at - desk.clock.now() < timedelta(minutes=20)


async def test_a_feed_that_shows_one_entry_at_a_time_still_alerts(desk: Desk) -> None:
    paper = await desk.paper("The Meridian")
    await desk.primed(paper)
    await desk.watch("kursk")
    paper.items.clear()
    paper.publish(TROOPS)

    await desk.poll()

    assert await desk.headlines() == [TROOPS]


async def test_an_article_that_stays_when_others_leave_is_no_gap(desk: Desk) -> None:
    paper = await desk.paper("The Meridian")
    await desk.primed(paper)
    await desk.watch("kursk")
    paper.publish(TROOPS)
    await desk.poll()
    del paper.items[1:]
    paper.publish("Kursk: a second report of grain")

    await desk.poll()

    assert len(await desk.headlines()) == 2
    assert await desk.deliveries(Kind.DIGEST) == []


async def test_a_feed_in_trouble_is_tried_for_ever_and_its_admins_hear_once_and_when_it_is_back(
    desk: Desk,
) -> None:
    paper = await desk.paper("The Meridian")
    await desk.primed(paper)
    await desk.follow(paper, OTHER_GUILD)
    paper.failing = 500
    waits = []
    for _ in range(16):
        await desk.poll(waits[-1] if waits else timedelta(hours=2))
        async with desk.database.read() as connection:
            feed = await feeds.by_url(connection, paper.url)
        assert feed is not None
        waits.append(feed.next_check_at - desk.clock.now())
    assert waits[0] < timedelta(minutes=3)
    assert waits[-1] <= timedelta(days=1)
    assert waits[-1] > timedelta(hours=12)
    assert len(await desk.deliveries(Kind.NOTICE)) == 1
    assert len(await desk.deliveries(Kind.NOTICE, guild_id=OTHER_GUILD)) == 1
    assert feed.failure == "server error"

    paper.failing = None
    paper.publish(TROOPS)
    await desk.poll(waits[-1])
    await desk.poll()

    failing, back = await desk.deliveries(Kind.NOTICE)
    assert "can't be read" in str(failing.payload)
    assert "is back" in str(back.payload)
    assert "1 article came late." in str(back.payload)


async def test_admins_hear_six_hours_into_a_failure_and_not_at_the_next_daily_try(desk: Desk) -> None:
    paper = await desk.paper("The Meridian")
    await desk.primed(paper)
    paper.failing = 404
    await desk.poll()
    began = desk.clock.now()

    while not await desk.deliveries(Kind.NOTICE):
        async with desk.database.read() as connection:
            due = await polls.next_due_at(connection)
        assert due is not None
        await desk.poll(due - desk.clock.now())

    assert timedelta(hours=6) <= desk.clock.now() - began < timedelta(hours=6, minutes=5)


async def test_a_short_outage_is_not_worth_a_notice(desk: Desk) -> None:
    paper = await desk.paper("The Meridian")
    await desk.primed(paper)
    paper.failing = 503
    await desk.poll()
    paper.failing = None
    await desk.poll()

    assert await desk.deliveries(Kind.NOTICE) == []


async def test_a_site_that_asks_for_peace_gets_it(desk: Desk) -> None:
    paper = await desk.paper("The Meridian")
    await desk.primed(paper)
    paper.outlet.answers(paper.path, body("busy", status=429, Retry_After="7200"))

    await desk.poll()

    async with desk.database.read() as connection:
        due = await polls.next_due_at(connection)
    assert due is not None
    assert due - desk.clock.now() >= timedelta(hours=2)


async def test_admins_hear_at_once_of_a_site_that_asks_for_a_day_of_peace(desk: Desk) -> None:
    paper = await desk.paper("The Meridian")
    await desk.primed(paper)
    paper.outlet.answers(paper.path, body("busy", status=503, Retry_After="90000"))

    await desk.poll()

    (notice,) = await desk.deliveries(Kind.NOTICE)
    until = desk.clock.now() + timedelta(days=1)
    assert f"left alone until {until.day} {until:%B, %H:%M} UTC" in str(notice.payload)
    async with desk.database.read() as connection:
        assert await polls.next_due_at(connection) == until


async def test_a_page_instead_of_a_feed_is_a_failure_with_a_reason(desk: Desk) -> None:
    paper = await desk.paper("The Meridian")
    await desk.primed(paper)
    paper.outlet.answers(paper.path, body("<!doctype html><html><body>Moved</body></html>", "text/html"))

    counts = await desk.poll()

    async with desk.database.read() as connection:
        feed = await feeds.by_url(connection, paper.url)
    assert feed is not None
    assert (counts.failed, feed.failure) == (1, "not a feed")
    assert "not a feed" in (feed.failure_detail or "")


async def test_a_sentence_in_the_feed_is_alerted_with_its_pages_text(desk: Desk) -> None:
    paper = await desk.paper("The Meridian")
    await desk.primed(paper)
    await desk.watch("pentagon")
    paper.publish(TROOPS, LEAD, page=f"{LEAD} The Pentagon confirmed it on Monday.\n{FILLER}")

    await desk.poll()

    (alert,) = await desk.deliveries()
    (article,) = await desk.story(alert.story_id or 0)
    assert "The Pentagon confirmed it on Monday." in article.text
    assert article.title == TROOPS
    assert alert.wanted_revision == 1


async def test_an_article_of_full_length_leaves_its_site_in_peace(desk: Desk) -> None:
    paper = await desk.paper("The Meridian")
    await desk.primed(paper)
    paper.publish(TROOPS)

    await desk.poll()

    assert paper.asked("/" + "-".join(TROOPS.lower().split())) == 0


async def test_a_page_that_is_slow_does_not_hold_the_alert_and_comes_as_an_edit(desk: Desk) -> None:
    paper = await desk.paper("The Meridian")
    await desk.primed(paper)
    await desk.watch("kursk")
    item = paper.publish(TROOPS, LEAD, page=f"{LEAD} The Pentagon confirmed it on Monday.\n{FILLER}")
    path = item.link.removeprefix(paper.outlet.url("")) or "/"
    page, ready = paper.outlet._answers[path], asyncio.Event()

    async def slow(request: web.Request) -> web.StreamResponse:
        await ready.wait()
        return await page(request)

    paper.outlet.answers(path, slow)
    async with replace(desk, options=replace(desk.options, page_wait=0.1)).restarted() as hasty:
        refreshing = asyncio.create_task(hasty.poll())
        await until(desk.deliveries)
        (alert,) = await desk.deliveries()
        (article,) = await desk.story(alert.story_id or 0)
        assert article.text.strip() == LEAD

        ready.set()
        await refreshing

    (alert,) = await desk.deliveries()
    (article,) = await desk.story(alert.story_id or 0)
    assert "The Pentagon confirmed" in article.text
    assert alert.wanted_revision == 2


async def test_a_page_that_is_gone_is_tried_three_times_and_the_feeds_words_stay(desk: Desk) -> None:
    paper = await desk.paper("The Meridian")
    await desk.primed(paper)
    await desk.watch("kursk")
    item = paper.publish(TROOPS, LEAD)
    path = item.link.removeprefix(paper.outlet.url("")) or "/"
    for _ in range(6):
        await desk.poll()

    (alert,) = await desk.deliveries()
    (article,) = await desk.story(alert.story_id or 0)
    assert article.text.strip() == LEAD
    assert paper.asked(path) == 1 + 3  # once while the alert waited
    async with desk.database.read() as connection:
        assert await articles.pages_due(connection, now=desk.clock.now(), limit=9) == []


async def test_a_site_that_asks_for_peace_for_its_pages_gets_it_and_they_are_read_later(desk: Desk) -> None:
    paper = await desk.paper("The Meridian")
    await desk.primed(paper)
    items = [paper.publish(TROOPS, LEAD), paper.publish("Ferries are late", "A sentence on ferries.")]
    paths = [item.link.removeprefix(paper.outlet.url("")) for item in items]
    for path in paths:
        paper.outlet.answers(path, body("busy", status=503, Retry_After="18000"))
    await desk.poll()
    asked = sum(one.path in paths for one in paper.outlet.asked)

    for item, path in zip(items, paths, strict=True):
        said = f"{item.text} The Pentagon confirmed it on Monday.\n{FILLER}"
        paper.outlet.answers(path, body(html(item.title, said), "text/html; charset=utf-8"))
    await desk.poll(timedelta(hours=4))
    assert sum(one.path in paths for one in paper.outlet.asked) == asked <= 2

    await desk.poll(timedelta(hours=2))
    async with desk.database.read() as connection:
        stored = await in_sight.of_ids(connection, list(range(1, 9)), guild_id=GUILD)
    assert sum("The Pentagon confirmed" in one.text for one in stored) == 2


@asynccontextmanager
async def one_page_at_a_time(desk: Desk) -> AsyncIterator[Desk]:
    options = replace(desk.options, pages_in_flight=1, page_wait=0.0)
    async with replace(desk, options=options).restarted() as patient:
        yield patient


async def test_a_page_that_its_site_was_not_asked_for_while_it_rested_is_still_read_later(desk: Desk) -> None:
    paper = await desk.paper("The Meridian")
    await desk.primed(paper)
    titles = (TROOPS, "Ferries are late", "Budget passes", "A bridge is closed")
    items = [paper.publish(title, f"A sentence on {title}.") for title in titles]
    paths = [item.link.removeprefix(paper.outlet.url("")) for item in items]
    for path in paths:
        paper.outlet.answers(path, body("busy", status=503, Retry_After="3600"))
    async with one_page_at_a_time(desk) as patient:
        for _ in range(4):
            await patient.poll(timedelta(minutes=61))
        asked = {path: sum(one.path == path for one in paper.outlet.asked) for path in paths}

        for item, path in zip(items, paths, strict=True):
            said = f"{item.text} The Pentagon confirmed it on Monday.\n{FILLER}"
            paper.outlet.answers(path, body(html(item.title, said), "text/html; charset=utf-8"))
        for _ in range(3):
            await patient.poll(timedelta(minutes=61))

    assert 3 <= sum(asked.values()) <= 5
    async with desk.database.read() as connection:
        stored = await in_sight.of_ids(connection, list(range(1, 12)), guild_id=GUILD)
    read = sum("The Pentagon confirmed" in one.text for one in stored)
    assert read == sum(times < ATTEMPTS for times in asked.values()) >= 3


async def test_a_site_that_never_ends_its_rest_is_asked_no_more_after_two_days(desk: Desk) -> None:
    paper = await desk.paper("The Meridian")
    await desk.primed(paper)
    for title in (TROOPS, "Ferries are late", "Budget passes", "A bridge is closed"):
        item = paper.publish(title, f"A sentence on {title}.")
        path = item.link.removeprefix(paper.outlet.url(""))
        paper.outlet.answers(path, body("busy", status=503, Retry_After="3600"))
    async with one_page_at_a_time(desk) as patient:
        for _ in range(4):
            await patient.poll(timedelta(minutes=61))
        async with desk.database.read() as connection:
            assert await articles.pages_due(connection, now=desk.clock.now() + timedelta(days=9), limit=9)
        for _ in range(3):
            await patient.poll(timedelta(hours=24))

    async with desk.database.read() as connection:
        far = desk.clock.now() + timedelta(days=9)
        assert await articles.pages_due(connection, now=far, limit=9) == []


async def test_the_page_of_one_article_serves_all_feeds_that_show_it(desk: Desk) -> None:
    one, other = await desk.paper("The Meridian"), await desk.paper("Meridian World")
    await desk.primed(one)
    await desk.primed(other, guild_id=OTHER_GUILD)
    await desk.watch("pentagon")
    await desk.watch("pentagon", guild_id=OTHER_GUILD, channel_id=OTHER_CHANNEL)
    item = one.publish(TROOPS, LEAD, page=f"{LEAD} The Pentagon confirmed it on Monday.\n{FILLER}")
    other.publish(TROOPS, "Soldiers.", link=item.link)

    await desk.poll()

    assert await desk.headlines() == [TROOPS]
    assert await desk.headlines(guild_id=OTHER_GUILD, channel_id=OTHER_CHANNEL) == [TROOPS]


async def test_an_unchanged_feed_is_neither_sent_nor_parsed_again(desk: Desk) -> None:
    paper, plain = await desk.paper("The Meridian"), await desk.paper("The Courier")
    plain.etags = False
    await desk.primed(paper, plain)

    counts = await desk.poll()

    assert (counts.feeds, counts.unchanged) == (2, 2)


async def test_a_feed_that_is_written_anew_and_says_the_same_brings_nothing_until_it_does(desk: Desk) -> None:
    paper = await desk.paper("The Meridian")
    paper.etags = False
    await desk.primed(paper)
    item = paper.publish("Ferries are late", full("Ferries are late."))
    await desk.poll()

    def written_at(time: str) -> None:
        document = rss(paper.name, paper.outlet.url("/"), paper.items)
        paper.outlet.answers(paper.path, body(f"{document}<!-- {time} -->", "application/rss+xml"))

    written_at("12:00")
    assert (await desk.poll()).unchanged == 1
    edited = paper.correct(item, title="Ferries run on time")
    written_at("13:00")
    assert (await desk.poll()).revisions == 1
    paper.correct(edited, title="Ferries are late")
    written_at("14:00")
    assert (await desk.poll()).revisions == 1  # what it says again is not what it said last


async def test_a_feed_that_never_answers_delays_no_other(desk: Desk) -> None:
    slow, paper = await desk.paper("The Snail"), await desk.paper("The Meridian")
    await desk.primed(slow, paper)
    await desk.watch("kursk")
    slow.outlet.answers(slow.path, silence())
    paper.publish(TROOPS)
    desk.clock.advance(timedelta(hours=2))

    await desk.refresh.tick()
    await until(desk.headlines)

    assert await desk.headlines() == [TROOPS]


async def test_a_feed_learns_its_name_and_keeps_the_outlets_name_that_an_admin_gave(desk: Desk) -> None:
    paper = await desk.paper("The Meridian - World news")
    paper.publish(TROOPS)
    feed = await desk.follow(paper)

    await desk.refresh.once()

    learnt = await desk.feed(feed.id)
    assert (learnt.title, learnt.language) == ("The Meridian - World news", "en")
    assert learnt.outlet == "The Meridian - World news"  # as stored when it was added
    assert learnt.site_url == paper.outlet.url("/")


async def test_a_story_told_late_grows_in_its_digest(desk: Desk) -> None:
    paper, other = await desk.paper("The Meridian"), await desk.paper("The Courier")
    paper.publish("An earlier report")
    await desk.primed(paper, other)
    await desk.watch("kursk")
    paper.items.clear()
    paper.publish(TROOPS)
    await desk.poll()
    other.publish(TROOPS)

    await desk.poll(timedelta(minutes=59))

    (told,) = await desk.deliveries()
    (digest,) = await desk.deliveries(Kind.DIGEST)
    assert (told.state, digest.wanted_revision) == (State.DIGESTED, 2)


async def test_a_corrected_headline_is_corrected_in_the_digest_that_tells_it(desk: Desk) -> None:
    paper = await desk.paper("The Meridian")
    paper.publish("An earlier report")
    await desk.primed(paper)
    await desk.watch("kursk")
    paper.items.clear()
    item = paper.publish("Troops hold 720 square miles of Kursk")
    await desk.poll()
    (digest,) = await desk.deliveries(Kind.DIGEST)

    item = paper.correct(item, title="Troops hold 270 square miles near the border")  # and matches no more
    await desk.poll(timedelta(minutes=59))
    (corrected,) = await desk.deliveries(Kind.DIGEST)

    assert corrected.wanted_revision == digest.wanted_revision + 1


async def test_only_the_newest_pages_of_a_back_catalogue_are_read(desk: Desk) -> None:
    paper = await desk.paper("The Meridian")
    for number in range(CATALOGUE_PAGES + 10):
        paper.publish(f"Report {number} of {number * 7}", LEAD)
    await desk.follow(paper)

    await desk.refresh.once()

    asked = [one.path for one in paper.outlet.asked if one.path.startswith("/report")]
    assert len(asked) == len(set(asked)) == CATALOGUE_PAGES
    assert "/report-0-of-0" not in asked


async def test_searches_find_what_was_stored(desk: Desk) -> None:
    paper = await desk.paper("The Meridian")
    await desk.primed(paper)
    paper.publish(TROOPS)
    await desk.poll()

    async with desk.database.read() as connection:
        spoken = await fulltext.languages(connection)
        proposed = await archive.candidates(connection, plan(parse("kursk soldier*"), languages=spoken))
        sure = await archive.candidates(connection, plan(parse("kursk troops"), languages=spoken))
    assert (len(proposed), len(sure)) == (0, 1)


async def test_a_feed_that_leaves_its_time_zone_out_for_a_while_is_dated_by_its_habit(desk: Desk) -> None:
    def document(*items: str) -> bytes:
        shown = "".join(
            f"<item><guid>{at}</guid><title>Report of {at}</title><pubDate>{at}</pubDate>"
            f"<description>{FILLER}</description></item>"
            for at in items
        )
        return f"<rss version='2.0'><channel><title>M</title>{shown}</channel></rss>".encode()

    paper = await desk.paper("The Meridian")
    feed = await desk.follow(paper)
    paper.outlet.answers(paper.path, body(document("Mon, 28 Oct 2024 06:00:00 -0500")))
    await desk.refresh.once()
    for bare in ("28 Oct 2024 07:30:00", "28 Oct 2024 08:30:00"):  # what was learnt stays learnt
        paper.outlet.answers(paper.path, body(document(bare, "28 Oct 2024 06:00:00")))
        await desk.poll()

    async with desk.database.read() as connection:
        published = await feeds.published(connection, feed.id, since=desk.clock.now() - timedelta(days=1))
    assert sorted(f"{one:%H:%M}" for one in published) == ["11:00", "11:00", "12:30", "13:30"]
