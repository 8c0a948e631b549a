"""What stays quiet: muted stories, and outlets that have only just been met."""

from __future__ import annotations

from bot.domain.delivery import State, TargetKind
from bot.pipeline.refresh.preparing import CATALOGUE_PAGES
from bot.storage import feeds, following, stories
from tests.fakes.feeds import FILLER
from tests.pipeline.refresh.desk import CHANNEL, GUILD, OTHER_GUILD, OWNER, Desk

TROOPS = "North Korean troops reach Kursk"
MEMBER = 501


async def mute(desk: Desk, story_id: int | None, *, channel_id: int = 0, member_id: int = 0) -> None:
    async with desk.database.write() as connection:
        await stories.set_mute(
            connection,
            story_id or 0,
            guild_id=GUILD,
            by=OWNER,
            now=desk.clock.now(),
            channel_id=channel_id,
            member_id=member_id,
        )


async def test_a_story_muted_for_a_channel_is_neither_edited_nor_posted_there(desk: Desk) -> None:
    one, other = await desk.paper("The Meridian"), await desk.paper("The Courier")
    await desk.primed(one, other)
    await desk.watch_directly(await desk.watch("kursk"), MEMBER)
    one.publish(TROOPS)
    await desk.poll()
    channel = next(a for a in await desk.deliveries() if a.target.kind is TargetKind.CHANNEL)
    await mute(desk, channel.story_id, channel_id=CHANNEL)
    other.publish(TROOPS)

    await desk.poll()

    revisions = {a.target.kind: a.wanted_revision for a in await desk.deliveries()}
    assert revisions == {TargetKind.CHANNEL: 1, TargetKind.MEMBER: 2}


async def test_a_member_who_muted_a_story_hears_no_more_of_it_while_the_channel_does(desk: Desk) -> None:
    one, other = await desk.paper("The Meridian"), await desk.paper("The Courier")
    await desk.primed(one, other)
    await desk.watch_directly(await desk.watch("kursk"), MEMBER)
    one.publish(TROOPS)
    await desk.poll()
    await mute(desk, (await desk.deliveries())[0].story_id, member_id=MEMBER)
    other.publish(TROOPS)

    await desk.poll()

    revisions = {a.target.kind: a.wanted_revision for a in await desk.deliveries()}
    assert revisions == {TargetKind.CHANNEL: 2, TargetKind.MEMBER: 1}


async def test_a_story_that_was_never_posted_is_posted_when_it_is_muted_no_more(desk: Desk) -> None:
    papers = [await desk.paper(name) for name in ("The Meridian", "The Courier", "Fenwick")]
    await desk.primed(*papers)
    await desk.watch("kursk")
    papers[0].publish(TROOPS)
    await desk.poll()
    (alert,) = await desk.deliveries()
    await mute(desk, alert.story_id, channel_id=CHANNEL)
    await desk.set_state(alert, State.CLOSED)  # as delivery does with what nobody wants
    papers[1].publish(TROOPS)
    await desk.poll()
    assert len(await desk.deliveries()) == 1
    async with desk.database.write() as connection:
        await stories.clear_mute(connection, alert.story_id or 0, guild_id=GUILD, channel_id=CHANNEL)
    papers[2].publish(TROOPS)

    await desk.poll()

    _, posted = await desk.deliveries()
    assert (posted.story_id, posted.state, posted.payload) == (alert.story_id, State.WANTED, None)


async def test_adding_a_feed_reads_few_of_its_pages(desk: Desk) -> None:
    paper = await desk.paper("The Meridian")
    items = [
        paper.publish(f"Report {number} of {number * 7}", "Short.", page=FILLER)
        for number in range(CATALOGUE_PAGES + 15)
    ]

    await desk.follow(paper)
    await desk.poll()

    paths = [item.link.removeprefix(paper.outlet.url("")) or "/" for item in items]
    read = [number for number, path in enumerate(paths) if paper.asked(path)]
    assert read == list(range(15, CATALOGUE_PAGES + 15))  # the newest


async def test_an_article_that_a_paused_feed_had_first_is_told_when_another_feed_has_it(desk: Desk) -> None:
    paused, other = await desk.paper("The Meridian"), await desk.paper("Meridian World")
    await desk.primed(paused, other)
    await desk.watch("kursk")
    async with desk.database.write() as connection:
        feed = await feeds.by_url(connection, paused.url)
        assert feed is not None
        await following.follow(
            connection, OTHER_GUILD, feed.id, by=1, now=desk.clock.now()
        )  # keeps it polled
        await following.set_active(connection, GUILD, feed.id, None)
    item = paused.publish("North Korean troops reach Kursk")
    await desk.poll()
    assert await desk.headlines() == []
    other.publish("North Korean troops reach Kursk", link=item.link)

    await desk.poll()
    await desk.poll()

    assert await desk.headlines() == ["North Korean troops reach Kursk"]
    assert await desk.outcomes() == [("kursk", "alert")]
