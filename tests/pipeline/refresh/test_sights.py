"""An article that a guild meets in several of its feeds alerts once, by the feed that brings it as news."""

from __future__ import annotations

from datetime import timedelta

from bot.storage import feeds, following
from tests.fakes.feeds import full
from tests.pipeline.refresh.desk import GUILD, OTHER_GUILD, Desk

TROOPS = "North Korean troops reach Kursk"
MINUTES = timedelta(minutes=61)


async def test_news_of_a_followed_feed_alerts_though_a_feed_just_added_had_it_in_its_back_catalogue(
    desk: Desk,
) -> None:
    known, added = await desk.paper("The Meridian"), await desk.paper("Meridian World")
    await desk.primed(known)
    await desk.watch("kursk")
    item = added.publish(TROOPS, published=desk.clock.now())
    await desk.follow(added)
    await desk.poll(timedelta(minutes=1))
    assert await desk.outcomes() == [("kursk", "old")]

    known.publish(TROOPS, link=item.link, published=desk.clock.now())
    await desk.poll(MINUTES)
    await desk.poll(MINUTES)

    assert await desk.headlines() == [TROOPS]
    assert await desk.outcomes() == [("kursk", "alert")]


async def test_news_of_a_followed_feed_alerts_though_it_stood_in_a_feed_before_that_was_followed(
    desk: Desk,
) -> None:
    known, added = await desk.paper("The Meridian"), await desk.paper("Meridian World")
    await desk.primed(known)
    await desk.primed(added, guild_id=OTHER_GUILD)
    await desk.watch("kursk")
    item = added.publish(TROOPS)
    await desk.poll(MINUTES)
    desk.clock.advance(timedelta(minutes=1))
    await desk.follow(added, GUILD)

    known.publish(TROOPS, link=item.link)
    await desk.poll(MINUTES)

    assert await desk.headlines() == [TROOPS]


async def test_what_a_back_catalogue_shows_of_long_ago_is_no_news_when_another_feed_lists_it(
    desk: Desk,
) -> None:
    old, added = await desk.paper("The Meridian"), await desk.paper("Meridian World")
    long_ago = desk.clock.now() - timedelta(days=20)
    await desk.primed(old)
    await desk.watch("kursk")
    item = added.publish(TROOPS, published=long_ago)
    await desk.follow(added)
    await desk.poll(timedelta(minutes=1))

    old.publish(TROOPS, link=item.link, published=long_ago)
    await desk.poll(MINUTES)

    assert await desk.headlines() == []


async def test_a_back_catalogue_posts_nothing_of_what_a_followed_feed_showed_in_other_words(
    desk: Desk,
) -> None:
    known, added = await desk.paper("The Meridian"), await desk.paper("Meridian World")
    await desk.primed(known)
    await desk.watch("airfields")
    item = known.publish(TROOPS)
    await desk.poll(MINUTES)
    added.publish(TROOPS, full("They came by three airfields."), link=item.link)
    await desk.follow(added)

    await desk.poll(MINUTES)

    assert await desk.headlines() == []


async def test_what_was_seen_before_the_watchlist_began_is_old_in_every_feed(desk: Desk) -> None:
    one, other = await desk.paper("The Meridian"), await desk.paper("Meridian World")
    await desk.primed(one, other)
    item = one.publish(TROOPS, published=desk.clock.now())
    await desk.poll(MINUTES)
    desk.clock.advance(timedelta(minutes=1))
    await desk.watch("kursk")
    other.publish(TROOPS, link=item.link, published=desk.clock.now())

    await desk.poll(MINUTES)

    assert await desk.headlines() == []


async def test_a_paused_feed_keeps_no_news_of_another_from_being_told(desk: Desk) -> None:
    paused, other = await desk.paper("The Meridian"), await desk.paper("Meridian World")
    await desk.primed(paused, other)
    await desk.primed(paused, guild_id=OTHER_GUILD)
    await desk.watch("kursk")
    async with desk.database.write() as connection:
        feed = await feeds.by_url(connection, paused.url)
        assert feed is not None
        await following.set_active(connection, GUILD, feed.id, None)
    item = paused.publish(TROOPS)
    await desk.poll(MINUTES)
    other.publish(TROOPS, link=item.link)
    await desk.poll(MINUTES)

    assert await desk.headlines() == [TROOPS]
