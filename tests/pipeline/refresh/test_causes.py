"""What admins are told of a feed that fails: the cause in words, what to do, and what there is instead."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import update

from bot.chat.cards.status import feed_row
from bot.domain.delivery import Kind
from bot.domain.feed import Failure
from bot.storage import following
from bot.storage.tables import feed
from tests.fakes.feeds import Newspaper, rss
from tests.fakes.web import Answer, body, redirect
from tests.pipeline.refresh.desk import GUILD, Desk

HTML = "text/html; charset=utf-8"
PAGE = '<!doctype html><html><head><title>M</title><link rel="alternate" type="{}" href="{}"></head></html>'
WALL = "<!doctype html><html><head><title>Just a moment...</title></head></html>"


@pytest.mark.parametrize(
    ("answer", "head", "says"),
    [
        (body("", status=410), "A feed is gone", "removed for good"),
        (body("", status=404), "A feed is gone", "nothing at this address"),
        (body("<html>Hello</html>", HTML), "no feed any more", "a web page, not a feed"),
        (body(WALL, HTML), "wall against bots", "Cloudflare keeps bots out"),
        (redirect("/elsewhere"), "A feed has moved", "sends its readers on to"),
        (
            body("", status=500),
            "can't be read",
            "fault of its own. If a browser fares no better, tell the site",
        ),
        (body("<rss><channel><item><title>Tr"), "can't be read", "cut off in the middle"),
    ],
)
async def test_the_cause_is_told_in_words(desk: Desk, answer: Answer, head: str, says: str) -> None:
    paper = await desk.paper("The Meridian")
    await desk.primed(paper)
    paper.outlet.answers("/elsewhere", body("<html>Welcome</html>", HTML))
    paper.outlet.answers(paper.path, answer)

    await desk.poll()
    await desk.poll(timedelta(hours=6))

    (notice,) = await desk.deliveries(Kind.NOTICE)
    assert notice.payload is not None
    assert head in notice.payload["title"]
    assert says in notice.payload["text"]
    assert "again. It is tried again" not in notice.payload["text"]
    says = says.partition(" If ")[0]  # what to do stands in the notice
    async with desk.database.read() as connection:
        (one,) = await following.followed(connection, GUILD, now=desk.clock.now())
    assert says in feed_row(one).replace("\\", "")


async def test_what_the_site_names_instead_is_offered_once_it_was_read(desk: Desk) -> None:
    paper = await desk.paper("The Meridian")
    await desk.primed(paper)
    paper.outlet.answers(paper.path, body("", status=404))
    there = paper.outlet.answers("/new.xml", body(rss("The Meridian", "/", paper.items)))
    paper.outlet.answers("/", body(PAGE.format("application/rss+xml", "/new.xml"), HTML))

    await desk.poll()
    assert paper.asked("/new.xml") == 0  # not at the first failure
    await desk.poll(timedelta(hours=6))

    (notice,) = await desk.deliveries(Kind.NOTICE)
    assert there in str(notice.payload)
    async with desk.database.read() as connection:
        (one,) = await following.followed(connection, GUILD, now=desk.clock.now())
    assert one.feed.replacement_url == there
    assert there in feed_row(one)

    paper.outlet.answers(paper.path, paper.answer)
    await desk.poll(timedelta(days=1))
    assert (await desk.feed(one.feed.id)).replacement_url is None


@pytest.mark.parametrize(
    "named",
    ["/feed.xml", "/broken.xml", "/empty.xml", "http://10.0.0.1/feed.xml", "http://localhost:1/feed.xml"],
)
async def test_nothing_is_offered_that_is_no_feed_or_leads_into_a_private_network(
    desk: Desk, named: str
) -> None:
    paper = await desk.paper("The Meridian")
    await desk.primed(paper)
    paper.outlet.answers(paper.path, body("", status=404))
    paper.outlet.answers("/broken.xml", body("<rss"))
    paper.outlet.answers("/empty.xml", body(rss("The Meridian", "/", [])))
    paper.outlet.answers("/", body(PAGE.format("application/rss+xml", named), HTML))

    await desk.poll()
    await desk.poll(timedelta(hours=6))

    (notice,) = await desk.deliveries(Kind.NOTICE)
    assert "names another feed" not in str(notice.payload)


async def lead(desk: Desk, *urls: str) -> None:
    """Let feeds be asked for at these addresses, from the first feed on."""
    async with desk.database.write() as connection:
        for number, url in enumerate(urls, start=1):
            await connection.execute(update(feed).where(feed.c.id == number).values(url=url))


def nowhere(paper: Newspaper) -> str:
    """Return an address of the outlet's host where nothing listens."""
    return f"http://{paper.outlet.host}:1/feed.xml"


async def test_a_bot_that_was_cut_off_blames_no_feed_and_reads_all_as_soon_as_it_can(desk: Desk) -> None:
    papers = [await desk.paper(f"The Meridian {number}") for number in range(6)]
    await desk.primed(*papers)
    await lead(desk, *map(nowhere, papers))
    for _ in range(12):
        await desk.poll(timedelta(hours=1))
    assert {(await desk.feed(number)).failure for number in range(1, 7)} == {Failure.CONNECT}
    assert await desk.deliveries(Kind.NOTICE) == []

    await lead(desk, *(paper.url for paper in papers))
    counts = await desk.poll(timedelta(minutes=5))

    assert (counts.feeds, counts.failed) == (6, 0)
    assert await desk.deliveries(Kind.NOTICE) == []


async def test_many_dead_sites_are_told_of_while_another_answers(desk: Desk) -> None:
    papers = [await desk.paper(f"The Meridian {number}") for number in range(7)]
    await desk.primed(*papers)
    await lead(desk, *map(nowhere, papers[:6]))
    for _ in range(12):
        await desk.poll(timedelta(hours=1))

    assert len(await desk.deliveries(Kind.NOTICE)) == 6
