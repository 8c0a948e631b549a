"""A feed that moves takes its readers along, and nobody is told anything twice."""

from __future__ import annotations

from datetime import timedelta

from bot.domain.delivery import Kind
from bot.domain.feed import Feed
from bot.storage import articles, feeds, following, in_sight, moves
from tests.fakes.feeds import Newspaper
from tests.fakes.web import redirect
from tests.pipeline.refresh.desk import GUILD, OTHER_CHANNEL, OTHER_GUILD, Desk

TROOPS = "North Korean troops reach Kursk"


async def moved(desk: Desk, status: int = 301, *, name: str = "The Meridian") -> tuple[Newspaper, Feed, str]:
    """Return a paper whose old address leads to a new one, its feed, and the new address."""
    paper = await desk.paper(name)
    await desk.primed(paper)
    feed = await desk.follow(paper, OTHER_GUILD)
    there = paper.outlet.answers("/new.xml", paper.answer)
    paper.outlet.answers(paper.path, redirect("/new.xml", status))
    return paper, feed, there


async def titles(desk: Desk, guild_id: int) -> list[str]:
    async with desk.database.read() as connection:
        followed = await following.followed(connection, guild_id, now=desk.clock.now())
        ids = range(1, await articles.newest_id(connection) + 1)
        seen = await in_sight.of_ids(connection, list(ids), guild_id=guild_id)
    return [one.feed.url for one in followed] + sorted(one.title for one in seen)


async def test_a_feed_that_moved_for_good_is_read_at_its_new_address_after_three_checks(desk: Desk) -> None:
    paper, feed, there = await moved(desk, 308)
    for _ in range(2):
        await desk.poll()
        assert (await desk.feed(feed.id)).url == paper.url
    await desk.poll()
    assert (await desk.feed(feed.id)).url == there
    paper.outlet.asked.clear()
    paper.publish(TROOPS)

    await desk.poll()
    await desk.poll()

    assert {one.path for one in paper.outlet.asked} == {"/new.xml"}
    for guild_id in (GUILD, OTHER_GUILD):
        (notice,) = await desk.deliveries(Kind.NOTICE, guild_id=guild_id)
        assert "has moved" in str(notice.payload)
        assert there in str(notice.payload)
        assert TROOPS in await titles(desk, guild_id)


async def test_a_temporary_redirect_moves_nothing(desk: Desk) -> None:
    paper, feed, _ = await moved(desk, 302)
    for _ in range(5):
        await desk.poll()
    assert (await desk.feed(feed.id)).url == paper.url
    assert await desk.deliveries(Kind.NOTICE) == []


async def test_a_chain_with_one_temporary_link_moves_nothing(desk: Desk) -> None:
    paper, feed, _ = await moved(desk)
    paper.outlet.answers(paper.path, redirect("/middle", 301))
    paper.outlet.answers("/middle", redirect("/new.xml", 307))
    for _ in range(5):
        await desk.poll()
    assert (await desk.feed(feed.id)).url == paper.url


async def test_a_redirect_that_was_taken_back_counts_from_the_beginning(desk: Desk) -> None:
    paper, feed, _ = await moved(desk)
    for _ in range(2):
        await desk.poll()
    paper.outlet.answers(paper.path, paper.answer)
    await desk.poll()
    paper.outlet.answers(paper.path, redirect("/new.xml", 301))
    for _ in range(2):
        await desk.poll()
    assert (await desk.feed(feed.id)).url == paper.url


async def test_an_address_with_a_password_is_not_given_up_without_asking(desk: Desk) -> None:
    paper = await desk.paper("The Meridian")
    paper.publish("An earlier report")
    private = paper.outlet.url(paper.path, user="reader:secret")
    paper.outlet.answers("/new.xml", paper.answer)
    paper.outlet.answers(paper.path, redirect("/new.xml", 301))
    now = desk.clock.now()
    async with desk.database.write() as connection:
        feed = await feeds.add(
            connection,
            url=private,
            shown_url=paper.url,
            title="M",
            outlet="M",
            site_url=None,
            language=None,
            now=now,
        )
        await following.follow(connection, GUILD, feed.id, by=1, now=now)

    for _ in range(5):
        await desk.poll()

    assert (await desk.feed(feed.id)).url == private
    (notice,) = await desk.deliveries(Kind.NOTICE)
    assert "/feed add" in str(notice.payload)
    assert "secret" not in str(notice.payload)


async def test_two_feeds_that_become_one_alert_once_and_nobody_sees_what_was_not_theirs(desk: Desk) -> None:
    """The new address is followed by another server already."""
    paper = await desk.paper("The Meridian")
    paper.publish("Kursk in an earlier report")
    old = await desk.follow(paper)
    there = paper.outlet.answers("/new.xml", paper.answer)
    await desk.refresh.once()
    paper.items.clear()
    paper.publish("Words that both have seen")
    other = await add(desk, there, OTHER_GUILD)
    await desk.poll()
    await desk.watch("kursk")
    await desk.watch("kursk", guild_id=OTHER_GUILD, channel_id=OTHER_CHANNEL)
    paper.outlet.answers(paper.path, redirect("/new.xml", 301))
    for number in range(4):
        paper.publish(f"Kursk, report {number}")
        await desk.poll()

    assert await titles(desk, GUILD) == [there, "Kursk in an earlier report", *kursk(4), BOTH]
    assert await titles(desk, OTHER_GUILD) == [there, *kursk(4), BOTH]
    assert (await desk.feed(old.id)).url == f"moved:{old.id}"
    for guild_id in (GUILD, OTHER_GUILD):
        assert await desk.outcomes(guild_id=guild_id) == [("kursk", "alert")] * 4
    assert len(await desk.deliveries(Kind.NOTICE)) == 1
    assert await desk.deliveries(Kind.NOTICE, guild_id=OTHER_GUILD) == []
    async with desk.database.write() as connection:
        assert await following.unfollow(connection, GUILD, other.id)
    assert await titles(desk, GUILD) == []


async def test_a_feed_takes_over_an_address_that_nobody_reads(desk: Desk) -> None:
    _, feed, there = await moved(desk)
    other = await add(desk, there, OTHER_GUILD)
    async with desk.database.write() as connection:
        await following.set_active(connection, OTHER_GUILD, other.id, None)
    for _ in range(3):
        await desk.poll()
    assert (await desk.feed(feed.id)).url == there
    async with desk.database.read() as connection:
        followed = await following.followed(connection, OTHER_GUILD, now=desk.clock.now())
    assert [(one.feed.id, one.active_since is None) for one in followed] == [(feed.id, False)]


async def test_a_feed_waits_with_its_move_until_it_has_read_all_that_the_other_has(desk: Desk) -> None:
    _, feed, there = await moved(desk)
    await add(desk, there, GUILD)
    await desk.refresh.once()
    earlier = desk.clock.now() - timedelta(minutes=1)
    async with desk.database.write() as connection:
        moving = await feeds.get(connection, feed.id)
        assert moving is not None
        assert await moves.move(connection, moving, there, shown_url=there, at=earlier) is None


BOTH = "Words that both have seen"


def kursk(count: int) -> list[str]:
    return [f"Kursk, report {number}" for number in range(count)]


async def add(desk: Desk, url: str, guild_id: int) -> Feed:
    now = desk.clock.now()
    async with desk.database.write() as connection:
        feed = await feeds.add(
            connection,
            url=url,
            shown_url=url,
            title="New",
            outlet="The Meridian",
            site_url=None,
            language="en",
            now=now,
        )
        await following.follow(connection, guild_id, feed.id, by=1, now=now)
    return feed
