"""Which articles alert, and whom."""

from __future__ import annotations

from datetime import timedelta

from bot.app.options import refreshing
from bot.domain.delivery import Kind, State, TargetKind
from bot.storage import Database, feeds, followers, following, stories, watchlists
from config.settings import fixed
from tests.conftest import ManualClock
from tests.pipeline.refresh.desk import (
    CHANNEL,
    GUILD,
    OTHER_CHANNEL,
    OTHER_GUILD,
    Desk,
    open_desk,
)

TROOPS = "North Korean troops reach Kursk"


async def test_an_article_that_matches_is_wanted_in_the_channel_once(desk: Desk) -> None:
    paper = await desk.paper("The Meridian")
    await desk.primed(paper)
    await desk.watch("kursk")
    paper.publish(TROOPS)
    paper.publish("Ferry timetable stays as it was")

    counts = await desk.poll()
    await desk.poll()

    assert await desk.headlines() == [TROOPS]
    assert (counts.articles, counts.matches, counts.wanted) == (2, 1, 1)
    assert await desk.outcomes() == [("kursk", "alert")]
    assert len(desk.wanted) == 1


async def test_a_watchlist_that_was_saved_with_a_code_of_no_language_goes_on(desk: Desk) -> None:
    paper = await desk.paper("The Meridian")
    await desk.primed(paper)
    await desk.watch("kursk OR (troops lang:ua)")
    paper.publish(TROOPS)

    await desk.poll()

    assert await desk.headlines() == [TROOPS]


async def test_adding_a_feed_never_posts_its_back_catalogue(desk: Desk) -> None:
    paper = await desk.paper("The Meridian")
    await desk.watch("kursk")
    for day in range(3):
        paper.publish(f"{TROOPS} on day {day}")

    await desk.follow(paper)
    await desk.poll()

    assert await desk.headlines() == []
    assert await desk.outcomes() == [("kursk", "old")] * 3


async def test_a_feed_that_was_empty_at_first_does_not_post_what_it_shows_when_it_first_shows_anything(
    desk: Desk,
) -> None:
    paper = await desk.paper("The Meridian")
    await desk.watch("kursk")
    await desk.follow(paper)
    await desk.poll()
    paper.publish(TROOPS)

    await desk.poll()
    assert await desk.headlines() == []

    paper.publish("Kursk again")
    await desk.poll()
    assert await desk.headlines() == ["Kursk again"]


async def test_a_watchlist_says_nothing_of_what_came_before_it_began(desk: Desk) -> None:
    paper = await desk.paper("The Meridian")
    await desk.primed(paper)
    paper.publish(TROOPS)
    await desk.poll()
    await desk.watch("kursk")

    await desk.poll()
    assert await desk.headlines() == []

    paper.publish("Kursk again")
    await desk.poll()
    assert await desk.headlines() == ["Kursk again"]


async def test_a_paused_feed_or_watchlist_does_not_alert_but_its_match_can_be_explained(desk: Desk) -> None:
    one, other = await desk.paper("The Meridian"), await desk.paper("The Courier")
    await desk.primed(one, other)
    paused = await desk.watch("kursk")
    await desk.watch("troops", channel_id=OTHER_CHANNEL)
    async with desk.database.write() as connection:
        feed = await feeds.by_url(connection, other.url)
        assert feed is not None
        await following.follow(
            connection, OTHER_GUILD, feed.id, by=1, now=desk.clock.now()
        )  # keeps it polled
        await following.set_active(connection, GUILD, feed.id, None)
        await watchlists.change(connection, paused, by=1, now=desk.clock.now(), active_since=None)
    one.publish("Kursk in the Meridian")
    other.publish("Troops in the Courier")

    await desk.poll()

    assert await desk.deliveries() == []
    assert sorted(await desk.outcomes()) == [("kursk", "paused"), ("troops", "paused")]


async def test_a_channel_with_its_alerts_off_is_left_alone(desk: Desk) -> None:
    paper = await desk.paper("The Meridian")
    await desk.primed(paper)
    await desk.watch("kursk")
    await desk.alerts_off()
    paper.publish(TROOPS)

    await desk.poll()

    assert await desk.deliveries() == []
    assert await desk.outcomes() == [("kursk", "off")]


async def test_two_watchlists_of_one_channel_give_one_message(desk: Desk) -> None:
    paper = await desk.paper("The Meridian")
    await desk.primed(paper)
    await desk.watch("kursk")
    await desk.watch('"north korean troops"')
    await desk.watch("korean", channel_id=OTHER_CHANNEL)
    paper.publish(TROOPS)

    await desk.poll()

    assert sorted(one.target.id for one in await desk.deliveries()) == [CHANNEL, OTHER_CHANNEL]
    assert len(await desk.outcomes()) == 3


async def test_who_follows_a_watchlist_directly_gets_a_message_of_their_own(desk: Desk) -> None:
    paper = await desk.paper("The Meridian")
    await desk.primed(paper)
    await desk.watch_directly(await desk.watch("kursk"), 77)
    paper.publish(TROOPS)

    await desk.poll()

    assert [(one.target.kind, one.target.id) for one in await desk.deliveries()] == [
        (TargetKind.CHANNEL, CHANNEL),
        (TargetKind.MEMBER, 77),
    ]


async def test_a_guild_is_not_alerted_of_a_feed_that_only_another_guild_follows(desk: Desk) -> None:
    paper, own = await desk.paper("The Meridian"), await desk.paper("The Courier")
    await desk.primed(paper)
    await desk.primed(own, guild_id=OTHER_GUILD)
    await desk.watch("kursk")
    await desk.watch("kursk", guild_id=OTHER_GUILD, channel_id=OTHER_CHANNEL)
    paper.publish(TROOPS)

    await desk.poll()

    assert await desk.headlines() == [TROOPS]
    assert await desk.deliveries(guild_id=OTHER_GUILD) == []
    assert await desk.outcomes(guild_id=OTHER_GUILD) == []


async def test_the_same_story_from_a_second_outlet_makes_the_message_grow(desk: Desk) -> None:
    one, other = await desk.paper("The Meridian"), await desk.paper("The Courier")
    await desk.primed(one, other)
    await desk.watch("kursk")
    one.publish(TROOPS)
    await desk.poll()
    other.publish(TROOPS, text="Ten thousand men are said to be on the way, the Pentagon said. " * 9)

    await desk.poll()

    (alert,) = await desk.deliveries()
    assert alert.wanted_revision == 2
    assert len(await desk.story(alert.story_id or 0)) == 2


async def test_one_article_in_two_feeds_is_one_article_and_each_guild_reads_its_own_feeds_words(
    desk: Desk,
) -> None:
    one, other = await desk.paper("The Meridian"), await desk.paper("Meridian World")
    await desk.primed(one)
    await desk.primed(other, guild_id=OTHER_GUILD)
    await desk.watch("kursk")
    await desk.watch("kursk", guild_id=OTHER_GUILD, channel_id=OTHER_CHANNEL)
    item = one.publish(TROOPS)
    other.publish("Kursk: what we know", link=item.link + "?utm_source=rss")

    await desk.poll()

    assert await desk.headlines() == [TROOPS]
    assert await desk.headlines(guild_id=OTHER_GUILD, channel_id=OTHER_CHANNEL) == ["Kursk: what we know"]
    (first,), (second,) = await desk.deliveries(), await desk.deliveries(guild_id=OTHER_GUILD)
    assert first.story_id == second.story_id
    assert len(await desk.story(first.story_id or 0)) == 1


async def test_a_corrected_title_is_a_revision_and_never_a_second_alert(desk: Desk) -> None:
    paper = await desk.paper("The Meridian")
    await desk.primed(paper)
    await desk.watch("kursk")
    item = paper.publish(TROOPS)
    await desk.poll()
    paper.correct(item, title="North Korean soldiers reach Kursk")

    counts = await desk.poll()

    (alert,) = await desk.deliveries()
    assert (counts.articles, counts.revisions) == (0, 1)
    assert alert.wanted_revision == 2
    assert [one.title for one in await desk.story(alert.story_id or 0)] == [
        "North Korean soldiers reach Kursk"
    ]


async def test_a_changed_date_alone_changes_nothing(desk: Desk) -> None:
    paper = await desk.paper("The Meridian")
    await desk.primed(paper)
    await desk.watch("kursk")
    item = paper.publish(TROOPS, published=desk.clock.now())
    await desk.poll()
    paper.correct(item, published=desk.clock.now())

    counts = await desk.poll()

    (alert,) = await desk.deliveries()
    assert (counts.articles, counts.revisions, alert.wanted_revision) == (0, 0, 1)


async def test_an_edit_that_matches_for_the_first_time_alerts(desk: Desk) -> None:
    paper = await desk.paper("The Meridian")
    await desk.primed(paper)
    await desk.watch("kursk")
    item = paper.publish("Troops on the move")
    await desk.poll()
    paper.correct(item, title="Troops on the move to Kursk")

    await desk.poll()

    assert await desk.headlines() == ["Troops on the move to Kursk"]


async def test_a_changed_identifier_scheme_posts_nothing_again(desk: Desk) -> None:
    paper = await desk.paper("The Meridian")
    await desk.primed(paper)
    await desk.watch("kursk")
    paper.publish(TROOPS)
    await desk.poll()
    paper.items[:] = [
        paper.items[0].__class__(**{**vars(item), "key": f"new-{item.key}"}) for item in paper.items
    ]

    counts = await desk.poll()

    assert counts.articles == 0
    assert len(await desk.deliveries()) == 1


async def test_articles_that_all_link_to_one_page_are_all_told(desk: Desk) -> None:
    paper = await desk.paper("The Meridian")
    await desk.primed(paper)
    await desk.watch("kursk")
    for hour in ("morning", "evening"):
        paper.publish(f"Kursk this {hour}: the front holds", link=paper.outlet.url("/live"))

    await desk.poll()

    assert sorted(await desk.headlines()) == [
        "Kursk this evening: the front holds",
        "Kursk this morning: the front holds",
    ]


async def test_a_status_page_that_links_each_report_to_itself_is_told_each_time(desk: Desk) -> None:
    paper = await desk.paper("The Meridian")
    await desk.primed(paper)
    await desk.watch("kursk")
    for report in ("Kursk: power is out", "Kursk: bridges closed to lorries"):
        paper.items.clear()
        paper.publish(report, link=paper.outlet.url("/status"))
        await desk.poll(timedelta(hours=1, minutes=10))

    stories = {one.story_id for one in await desk.deliveries()}
    assert len(stories) == 2


async def test_a_story_whose_card_is_closed_goes_on_as_a_development(desk: Desk) -> None:
    one, other = await desk.paper("The Meridian"), await desk.paper("The Courier")
    await desk.primed(one, other)
    await desk.watch("kursk")
    one.publish(TROOPS)
    await desk.poll()
    (alert,) = await desk.deliveries()
    await desk.sent(alert, message_id=4242)
    await desk.set_state(alert, State.CLOSED)
    other.publish(TROOPS)

    await desk.poll()

    _, development = await desk.deliveries()
    assert development.subject == f"story:{alert.story_id}/2"
    assert development.payload == {"after": 4242}


async def test_an_alert_takes_news_for_as_long_as_the_settings_keep_it_open(
    database: Database, clock: ManualClock
) -> None:
    options = refreshing(fixed(alert_open_hours=72.0))
    async with open_desk(database, clock, options) as desk:
        one, other = await desk.paper("The Meridian"), await desk.paper("The Courier")
        await desk.primed(one, other)
        await desk.watch("kursk")
        one.publish(TROOPS)
        await desk.poll()
        (alert,) = await desk.deliveries()
        await desk.sent(alert, message_id=4242)
        other.publish(TROOPS)
        await desk.poll(timedelta(hours=30))

        (grown,) = await desk.deliveries()
    assert grown.wanted_revision > alert.wanted_revision


async def test_a_message_that_a_person_deleted_stays_deleted(desk: Desk) -> None:
    one, other = await desk.paper("The Meridian"), await desk.paper("The Courier")
    await desk.primed(one, other)
    await desk.watch("kursk")
    one.publish(TROOPS)
    await desk.poll()
    (alert,) = await desk.deliveries()
    await desk.set_state(alert, State.DISMISSED)
    other.publish(TROOPS)

    await desk.poll()

    (still,) = await desk.deliveries()
    assert (still.state, still.wanted_revision) == (State.DISMISSED, 1)


async def test_an_article_of_the_story_that_does_not_match_itself_still_updates_the_message(
    desk: Desk,
) -> None:
    one, other = await desk.paper("The Meridian"), await desk.paper("The Courier")
    await desk.primed(one, other)
    await desk.watch("text:pentagon")
    one.publish(TROOPS, text="The Pentagon counts ten thousand of them. " * 12)
    await desk.poll()
    other.publish(TROOPS)

    await desk.poll()

    (alert,) = await desk.deliveries()
    assert alert.wanted_revision == 2
    assert await desk.outcomes() == [("text:pentagon", "alert")]


async def test_a_watchlist_that_another_process_added_is_matched_at_once(desk: Desk) -> None:
    paper = await desk.paper("The Meridian")
    await desk.primed(paper)
    await desk.watch("bridge")
    paper.publish("A bridge is built")
    await desk.poll()
    removed = await desk.watch("storm")
    async with desk.database.write() as connection:
        await watchlists.remove(connection, removed, by=1, now=desk.clock.now())
    await desk.watch("kursk")
    paper.publish(TROOPS)
    paper.publish("A storm comes up")

    await desk.poll()

    assert (await desk.headlines())[1:] == [TROOPS]


async def test_a_query_that_no_longer_parses_is_told_to_the_admins_and_stops_nothing(desk: Desk) -> None:
    paper = await desk.paper("The Meridian")
    await desk.primed(paper)
    broken = await desk.watch("((kursk", name="broken")
    await desk.watch("kursk")
    paper.publish(TROOPS)

    await desk.poll()
    paper.publish("More of Kursk")
    await desk.poll()

    assert len(await desk.headlines()) == 2
    (notice,) = await desk.deliveries(Kind.NOTICE)
    assert f"/watch show name:{broken.id}" in str(notice.payload)
    assert "broken" not in str(notice.payload)  # not all who read notices may see its channel


async def test_a_story_that_a_channel_muted_is_neither_posted_nor_edited_there(desk: Desk) -> None:
    one, other = await desk.paper("The Meridian"), await desk.paper("The Courier")
    await desk.primed(one, other)
    await desk.watch("kursk")
    one.publish(TROOPS)
    await desk.poll()
    (alert,) = await desk.deliveries()
    async with desk.database.write() as connection:
        await stories.set_mute(
            connection,
            alert.story_id or 0,
            guild_id=GUILD,
            by=1,
            now=desk.clock.now(),
            channel_id=CHANNEL,
        )
    other.publish(TROOPS)

    await desk.poll()

    (still,) = await desk.deliveries()
    assert still.wanted_revision == 1


async def test_a_feed_that_was_paused_everywhere_does_not_post_what_came_meanwhile(desk: Desk) -> None:
    paper = await desk.paper("The Meridian")
    await desk.primed(paper)
    await desk.watch("kursk")
    async with desk.database.write() as connection:
        feed = await feeds.by_url(connection, paper.url)
        assert feed is not None
        await following.set_active(connection, GUILD, feed.id, None)
    paper.publish(TROOPS)
    await desk.poll()
    async with desk.database.write() as connection:
        await following.set_active(connection, GUILD, feed.id, desk.clock.now())

    await desk.poll()
    assert await desk.headlines() == []

    paper.publish("Kursk again")
    await desk.poll()
    assert await desk.headlines() == ["Kursk again"]


async def test_followers_are_known_however_many_watchlists_one_article_matches(desk: Desk) -> None:
    follows = await desk.watch("kursk")
    await desk.watch_directly(follows, 99)

    async with desk.database.read() as connection:
        found = await followers.of(connection, range(follows.id, follows.id + 70_000))

    assert [one.member_id for one in found] == [99]
