"""Delivery over the wire to a local Discord, on both databases: told once, kept true, never lost."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from sqlalchemy import update

from bot.chat.cards import digest_fits
from bot.chat.cards.digest import LINES_MOST
from bot.domain.delivery import Kind, State, Target, TargetKind
from bot.domain.guild import Channel as Settings
from bot.domain.watchlist import Notify
from bot.pipeline.alerting import subject
from bot.pipeline.deliver import Deliver, DeliverOptions
from bot.pipeline.summarise import summarise
from bot.storage import (
    Database,
    claims,
    deliveries,
    followers,
    following,
    guilds,
    stories,
    timekeeping,
    watchlists,
)
from bot.storage.tables import delivery
from tests.chat.connected import Bot
from tests.conftest import ManualClock
from tests.fakes.discord import Channel, Guild, LocalDiscord
from tests.pipeline.desk import Desk, open_desk
from tests.waiting import until

MESSAGES = r"POST /channels/\d+/messages"
MINUTE = timedelta(minutes=1)


@pytest.fixture
async def desk(database: Database, clock: ManualClock, guild: Guild, channel: Channel) -> Desk:
    return await open_desk(database, clock, guild_id=guild.id, channel_id=channel.id, owner_id=guild.owner.id)


@pytest.fixture
def deliver(database: Database, clock: ManualClock, bot: Bot) -> Deliver:
    return started(database, clock, bot)


def started(database: Database, clock: ManualClock, bot: Bot) -> Deliver:
    """A delivery worker as a fresh process has it."""
    return Deliver(database, bot.sender, clock, summarise=summarise, fits=digest_fits)


async def crash(desk: Desk) -> None:
    """What a new process does first: the claims of the dead one are nobody's."""
    async with desk.database.write() as connection:
        await claims.free_leases(connection)


async def test_a_story_is_posted_once_with_what_matched(
    desk: Desk, deliver: Deliver, channel: Channel
) -> None:
    await desk.publish("Kursk holds out")

    await deliver.settle()
    await deliver.settle()

    (message,) = channel.messages
    assert "Kursk holds out" in message.text
    assert "Officials confirmed it on Monday." in message.text
    assert "The Courier" in message.text
    assert (await desk.delivery(1)).state is State.WANTED


async def test_a_growing_story_edits_its_message_at_most_once_a_minute(
    desk: Desk, deliver: Deliver, channel: Channel, clock: ManualClock
) -> None:
    story = await desk.publish("Kursk holds out")
    await deliver.settle()
    await desk.publish("Kursk still holds out", story_id=story, outlet="Herald")
    await desk.publish("Kursk keeps holding out", story_id=story, outlet="Gazette")
    await deliver.settle()
    assert len(channel.messages[0].versions) == 1

    clock.advance(MINUTE)
    await deliver.settle()

    message, _ = channel.messages  # the third outlet is worth a reply
    assert len(message.versions) == 2
    assert "Herald" in message.text
    assert "Gazette" in message.text


async def test_an_edit_that_would_change_nothing_is_not_made(
    desk: Desk, deliver: Deliver, channel: Channel, clock: ManualClock
) -> None:
    story = await desk.publish("Kursk holds out")
    await deliver.settle()
    for _ in range(2):
        clock.advance(MINUTE)
        async with desk.database.write() as connection:
            await deliveries.bump(connection, [1])
        await deliver.settle()
    unchanged = len(channel.messages[0].versions)
    clock.advance(MINUTE)
    await desk.publish("Kursk still holds out", story_id=story, outlet="Herald")
    await deliver.settle()

    (message,) = channel.messages
    assert unchanged == 1
    assert len(message.versions) == 2
    assert "Herald" in message.text
    assert (await desk.delivery(1)).sent_revision == (await desk.delivery(1)).wanted_revision


async def test_a_crash_after_posting_does_not_post_again(
    desk: Desk, deliver: Deliver, channel: Channel, local: LocalDiscord, clock: ManualClock
) -> None:
    await desk.publish("Kursk holds out")
    local.faults.add(MESSAGES, applied=True)  # posted, but nobody hears of it
    await deliver.settle()
    await crash(desk)
    clock.advance(5 * MINUTE)  # Discord has forgotten the nonce

    await deliver.settle()

    assert len(channel.messages) == 1
    assert (await desk.delivery(1)).message_id == channel.messages[0].id


async def test_a_crash_before_posting_posts_after_all(
    desk: Desk, deliver: Deliver, channel: Channel, local: LocalDiscord, clock: ManualClock
) -> None:
    await desk.publish("Kursk holds out")
    local.faults.add(MESSAGES)  # cut before it took effect
    await deliver.settle()
    await crash(desk)
    clock.advance(5 * MINUTE)

    await deliver.settle()

    assert len(channel.messages) == 1


@pytest.mark.parametrize("ahead", [10 * MINUTE, 300 * MINUTE])
async def test_a_crash_after_posting_does_not_post_again_where_our_clock_was_ahead_and_is_set_back(
    desk: Desk, deliver: Deliver, channel: Channel, local: LocalDiscord, clock: ManualClock, ahead: timedelta
) -> None:
    local.world.now = lambda: clock.now() - ahead
    await desk.publish("Kursk holds out")
    local.faults.add(MESSAGES, applied=True)
    await deliver.settle()
    await crash(desk)
    local.world.now = clock.now
    clock.advance(5 * MINUTE - ahead)
    async with desk.database.write() as connection:
        await timekeeping.put_right(connection, now=clock.now(), spread=MINUTE)
        await connection.execute(update(delivery).values(not_before=clock.now()))

    await deliver.settle()

    assert len(channel.messages) == 1
    assert (await desk.delivery(1)).message_id == channel.messages[0].id


async def test_what_cannot_be_looked_up_is_not_sent_twice_and_the_admins_are_told(
    desk: Desk,
    deliver: Deliver,
    channel: Channel,
    guild: Guild,
    local: LocalDiscord,
    clock: ManualClock,
    bot: Bot,
) -> None:
    await desk.publish("Kursk holds out")
    local.faults.add(MESSAGES, applied=True)
    await deliver.settle()
    channel.deny(guild.everyone, read_message_history=True)
    cached = bot.client.get_channel(channel.id)
    await until(lambda: not cached.permissions_for(cached.guild.me).read_message_history)  # type: ignore[union-attr]
    clock.advance(5 * MINUTE)

    await deliver.settle()

    assert len(channel.messages) == 1
    assert (await desk.delivery(1)).state is State.UNCERTAIN
    (notice,) = await desk.deliveries(Kind.NOTICE)
    assert notice.target == Target(TargetKind.MEMBER, guild.owner.id, guild.id)
    assert "Read Message History" in str(notice.payload)


@pytest.mark.parametrize("status", [500, 502, 503])
async def test_a_failing_discord_gets_the_alert_later(
    desk: Desk, deliver: Deliver, channel: Channel, local: LocalDiscord, clock: ManualClock, status: int
) -> None:
    await desk.publish("Kursk holds out")
    local.faults.add(MESSAGES, status=status, times=1 if status == 503 else 2, body={})

    await deliver.settle()
    clock.advance(MINUTE)
    await deliver.settle()

    assert len(channel.messages) == 1


async def test_a_rate_limit_is_waited_out(
    desk: Desk, deliver: Deliver, channel: Channel, local: LocalDiscord, clock: ManualClock
) -> None:
    await desk.publish("Kursk holds out")
    local.faults.add(
        MESSAGES,
        status=429,
        body={"message": "slow down", "retry_after": 90.0, "global": False},
        headers={"Retry-After": "90", "Via": "1.1 google"},
    )
    await deliver.settle()
    clock.advance(timedelta(seconds=80))
    await deliver.settle()
    assert channel.messages == []

    clock.advance(timedelta(seconds=20))
    await deliver.settle()

    assert len(channel.messages) == 1


async def test_after_an_outage_the_channel_gets_one_digest(
    desk: Desk, bot: Bot, local: LocalDiscord, channel: Channel, clock: ManualClock, database: Database
) -> None:
    deliver = started(database, clock, bot)
    await local.go_down()
    await until(lambda: not bot.sender.ready())
    for number in range(12):
        await desk.publish(f"Kursk report number {number}")
        await deliver.settle()
        clock.advance(5 * MINUTE)
    await local.come_back()
    await until(bot.sender.ready)

    await deliver.settle()

    alerts = [message for message in channel.messages if "Officials" in message.text]
    (digest,) = [message for message in channel.messages if message not in alerts]
    assert [number for number in range(12) if f"number {number}" in digest.text] == list(range(9))
    assert len(alerts) == 3  # wanted within the last 15 minutes: still worth an alert each


async def test_the_budget_turns_a_flood_into_one_digest_that_grows(
    desk: Desk, deliver: Deliver, channel: Channel, clock: ManualClock
) -> None:
    for number in range(10):
        await desk.publish(f"Kursk report number {number}")
    await deliver.settle()
    for number in range(10, 14):
        await desk.publish(f"Kursk report number {number}")
    await deliver.settle()
    await desk.publish("Kursk report number 14")
    clock.advance(2 * MINUTE)
    await deliver.settle()

    assert len(channel.messages) == 11
    digest = channel.messages[-1]
    assert all(f"number {number}" in digest.text for number in range(10, 15))


async def test_a_line_of_a_digest_is_put_right_and_rarely_after_the_first_hour(
    desk: Desk, deliver: Deliver, channel: Channel, clock: ManualClock, database: Database
) -> None:
    async with database.write() as connection:
        await guilds.save_channel(connection, Settings(id=channel.id, guild_id=desk.guild_id, budget=1))
    await desk.publish("Kursk report")
    story = await desk.publish("Kursk loses 720 men")
    await deliver.settle()
    digest = channel.messages[-1]
    shown = [digest.text]
    for number, wait in ((270, 2 * MINUTE), (27, 120 * MINUTE), (2, MINUTE)):
        await desk.revise(f"Kursk loses {number} men", article_id=2, text="Kursk.")
        async with database.write() as connection:
            (line,) = await deliveries.of_story(connection, story)
            assert line.digest_id is not None
            await deliveries.bump(connection, [line.digest_id])
        clock.advance(wait)
        await deliver.settle()
        shown.append(digest.text)

    said = [re.search(r"loses (\d+) men", text) for text in shown]
    assert [each and each[1] for each in said] == ["720", "270", "27", "27"]


async def test_stories_that_came_into_a_digest_are_told_after_all_where_a_person_had_deleted_it(
    desk: Desk, deliver: Deliver, channel: Channel, clock: ManualClock, database: Database
) -> None:
    async with database.write() as connection:
        await guilds.save_channel(connection, Settings(id=channel.id, guild_id=desk.guild_id, budget=1))
    await desk.publish("Kursk report")
    await desk.publish("Kursk bridge falls")
    clock.advance(MINUTE)
    await deliver.settle()
    assert "bridge falls" in channel.messages[1].text
    channel.messages[1].delete()  # and Discord's word of it does not reach us
    clock.advance(MINUTE)
    await desk.publish("Kursk harbour burns")
    for _ in range(3):
        clock.advance(MINUTE)
        await deliver.settle()

    _, digest = channel.messages
    assert "harbour burns" in digest.text
    assert "bridge falls" not in digest.text


async def test_the_budget_is_what_the_channel_set(
    desk: Desk, deliver: Deliver, channel: Channel, database: Database
) -> None:
    async with database.write() as connection:
        await guilds.save_channel(connection, Settings(id=channel.id, guild_id=desk.guild_id, budget=2))
    for number in range(5):
        await desk.publish(f"Kursk report number {number}")

    await deliver.settle()

    assert len(channel.messages) == 3


async def test_a_digest_too_long_for_one_message_goes_on_in_the_next(
    desk: Desk, deliver: Deliver, channel: Channel, clock: ManualClock
) -> None:
    for number in range(LINES_MOST + 1):
        await desk.publish(f"Kursk report number {number:02d}")
    clock.advance(20 * MINUTE)

    await deliver.settle()

    first, second = (re.findall(r"number (\d\d)", message.text) for message in channel.messages)
    assert sorted([*first, *second]) == [f"{number:02d}" for number in range(LINES_MOST + 1)]


async def test_a_lost_permission_holds_the_alerts_and_tells_the_admins_once(
    desk: Desk,
    deliver: Deliver,
    channel: Channel,
    guild: Guild,
    clock: ManualClock,
    bot: Bot,
) -> None:
    notices = guild.add_channel("admins")
    async with desk.database.write() as connection:
        await guilds.set_notice_channel(connection, guild.id, notices.id)
    channel.deny(guild.everyone, send_messages=True)
    cached = bot.client.get_channel(channel.id)
    await until(lambda: not cached.permissions_for(cached.guild.me).send_messages)  # type: ignore[union-attr]
    await until(lambda: bot.client.get_channel(notices.id))
    await desk.publish("Kursk holds out")
    await desk.publish("Kursk still holds out")
    await deliver.settle()
    clock.advance(11 * MINUTE)
    await deliver.settle()
    (notice,) = notices.messages
    assert "Send Messages" in notice.text

    channel.allow(guild.everyone, send_messages=True)
    await until(lambda: cached.permissions_for(cached.guild.me).send_messages)  # type: ignore[union-attr]
    clock.advance(11 * MINUTE)
    await deliver.settle()

    (digest,) = channel.messages
    assert "Kursk holds out" in digest.text
    assert "Kursk still holds out" in digest.text


async def test_a_deleted_channel_is_told_to_the_owner_with_its_watchlists(
    desk: Desk, deliver: Deliver, channel: Channel, guild: Guild, local: LocalDiscord
) -> None:
    channel.delete()
    await desk.publish("Kursk holds out")
    await desk.publish("Kursk still holds out")

    await deliver.settle()

    (direct,) = [one for one in local.world.direct.values() if one.recipient is guild.owner]
    (message,) = direct.messages
    assert "Watchlists that post there: 1" in message.text
    assert "Kursk" not in message.text  # not all who read notices may have seen the channel
    assert "/watch edit" in message.text
    assert {one.state for one in await desk.deliveries(Kind.ALERT)} == {State.FAILED}


async def test_a_deleted_message_is_never_posted_again(
    desk: Desk, deliver: Deliver, channel: Channel, clock: ManualClock
) -> None:
    story = await desk.publish("Kursk holds out")
    await deliver.settle()
    channel.messages[0].delete()
    await desk.publish("Kursk still holds out", story_id=story, outlet="Herald")
    clock.advance(2 * MINUTE)

    await deliver.settle()

    assert channel.messages == []
    assert (await desk.delivery(story)).state is State.DISMISSED


async def test_followers_and_roles_are_pinged_by_the_first_post_alone(
    desk: Desk,
    deliver: Deliver,
    channel: Channel,
    guild: Guild,
    clock: ManualClock,
    database: Database,
    bot: Bot,
) -> None:
    desk_role = guild.add_role("desk", mentionable=True)
    reader = guild.add_member("reader")
    sleeper = guild.add_member("sleeper")
    await until(lambda: bot.client.get_guild(guild.id).get_role(desk_role.id))  # type: ignore[union-attr]
    async with database.write() as connection:
        await guilds.save_channel(
            connection, Settings(id=channel.id, guild_id=guild.id, mention_role_id=desk_role.id)
        )
        for member in (reader, sleeper):
            await followers.follow(connection, desk.watchlist.id, member.id, Notify.MENTION, now=clock.now())
        story = await stories.add(connection, now=clock.now())
        await stories.set_mute(
            connection, story, guild_id=guild.id, by=sleeper.id, now=clock.now(), member_id=sleeper.id
        )
    await desk.publish("Kursk holds out", story_id=story)
    await deliver.settle()
    await desk.publish("Kursk still holds out", story_id=story, outlet="Herald")
    clock.advance(MINUTE)
    await deliver.settle()

    (message,) = channel.messages
    assert message.pings == {desk_role.id, reader.id}
    assert len(message.versions) == 2


async def test_a_role_that_cannot_be_mentioned_does_not_stop_the_alert(
    desk: Desk, deliver: Deliver, channel: Channel, guild: Guild, database: Database
) -> None:
    async with database.write() as connection:
        await guilds.save_channel(
            connection, Settings(id=channel.id, guild_id=guild.id, mention_role_id=12345)
        )
    await desk.publish("Kursk holds out")
    await desk.publish("Kursk still holds out")

    await deliver.settle()

    assert len(channel.messages) == 2
    assert len(await desk.deliveries(Kind.NOTICE)) == 1


async def test_a_direct_message_goes_only_to_those_who_may_see_the_channel(
    desk: Desk,
    deliver: Deliver,
    channel: Channel,
    guild: Guild,
    local: LocalDiscord,
    clock: ManualClock,
    database: Database,
    bot: Bot,
) -> None:
    reader = guild.add_member("reader")
    outsider = guild.add_member("outsider")
    channel.deny(outsider, view_channel=True)
    await until(lambda: bot.client.get_channel(channel.id).overwrites)  # type: ignore[union-attr]
    async with database.write() as connection:
        for member in (reader, outsider):
            await followers.follow(connection, desk.watchlist.id, member.id, Notify.DIRECT, now=clock.now())
    story = await desk.publish("Kursk holds out", want=False)
    for member in (reader, outsider):
        await desk.want(story, Target(TargetKind.MEMBER, member.id, guild.id))

    await deliver.settle()

    told = {one.recipient.id for one in local.world.direct.values() if one.messages and one.recipient}
    assert told == {reader.id}


async def test_an_unfollowed_feed_is_not_told_of_any_more(
    desk: Desk, deliver: Deliver, channel: Channel, database: Database
) -> None:
    story = await desk.publish("Kursk holds out")
    async with database.write() as connection:
        await following.unfollow(connection, desk.guild_id, desk.feed.id)

    await deliver.settle()

    assert channel.messages == []
    assert (await desk.delivery(story)).state is State.CLOSED


async def test_a_restored_database_looks_into_the_channel_before_it_sends(
    desk: Desk, deliver: Deliver, channel: Channel, database: Database, clock: ManualClock
) -> None:
    """What the backup still wants was posted after it was made."""
    story = await desk.publish("Kursk holds out")
    before = await desk.delivery(story)
    await deliver.settle()
    async with database.write() as connection:  # the row as the backup has it
        await connection.execute(
            update(delivery)
            .where(delivery.c.id == before.id)
            .values(message_id=None, sent_revision=0, sent_at=None, first_attempt_at=None, attempts=0)
        )
        assert await claims.reconcile_all(connection, now=clock.now()) == 1
    clock.advance(5 * MINUTE)

    await deliver.settle()

    assert len(channel.messages) == 1
    assert (await desk.delivery(story)).message_id == channel.messages[0].id


async def test_one_hopeless_message_does_not_stop_the_others_of_its_channel(
    desk: Desk, deliver: Deliver, channel: Channel, local: LocalDiscord
) -> None:
    await desk.publish("Kursk holds out")
    await desk.publish("Kursk still holds out")
    local.faults.add(MESSAGES, status=400, body={"code": 50035, "message": "Invalid Form Body"})

    await deliver.settle()

    assert [message.text.count("still holds out") > 0 for message in channel.messages] == [True]
    assert [one.state for one in await desk.deliveries(Kind.ALERT)] == [State.FAILED, State.WANTED]
    assert len(await desk.deliveries(Kind.NOTICE)) == 1


async def test_a_card_is_closed_after_a_day_so_that_news_begins_a_development(
    desk: Desk, deliver: Deliver, channel: Channel, clock: ManualClock
) -> None:
    story = await desk.publish("Kursk holds out")
    await deliver.settle()
    clock.advance(DeliverOptions().closed_after + MINUTE)

    await deliver.settle()

    assert len(channel.messages[0].versions) == 1
    assert (await desk.delivery(story)).state is State.CLOSED


async def test_what_a_card_was_still_to_say_when_its_day_ends_is_said(
    desk: Desk, deliver: Deliver, channel: Channel, clock: ManualClock
) -> None:
    story = await desk.publish("Kursk holds out")
    await deliver.settle()
    await desk.publish("Kursk still holds out", story_id=story, outlet="The Meridian")
    clock.advance(DeliverOptions().closed_after + MINUTE)

    await deliver.settle()
    clock.advance(11 * MINUTE)
    await deliver.settle()

    assert "The Meridian" in channel.messages[0].text
    assert (await desk.delivery(story)).state is State.CLOSED


async def test_a_digest_does_not_come_to_a_channel_whose_alerts_were_turned_off(
    desk: Desk,
    deliver: Deliver,
    channel: Channel,
    local: LocalDiscord,
    clock: ManualClock,
    database: Database,
) -> None:
    await desk.publish("Kursk holds out")
    clock.advance(20 * MINUTE)
    local.faults.add(MESSAGES, status=503)
    await deliver.settle()
    assert len(await desk.deliveries(Kind.DIGEST)) == 1
    async with database.write() as connection:
        await guilds.save_channel(
            connection, Settings(id=channel.id, guild_id=desk.guild_id, alerts_on=False)
        )
    clock.advance(20 * MINUTE)

    await deliver.settle()

    assert channel.messages == []


async def test_a_story_that_was_muted_while_it_waited_is_no_line_of_the_digest(
    desk: Desk, deliver: Deliver, channel: Channel, clock: ManualClock, database: Database
) -> None:
    await desk.publish("Kursk asks for shells")
    muted = await desk.publish("Kursk holds out")
    async with database.write() as connection:
        await stories.set_mute(
            connection, muted, guild_id=desk.guild_id, by=1, now=clock.now(), channel_id=channel.id
        )
    clock.advance(20 * MINUTE)

    await deliver.settle()

    (digest,) = channel.messages
    assert "asks for shells" in digest.text
    assert "holds out" not in digest.text


async def test_who_takes_no_messages_from_one_server_is_told_of_in_the_other_server_as_well(
    desk: Desk, deliver: Deliver, guild: Guild, local: LocalDiscord, clock: ManualClock, database: Database
) -> None:
    other = local.world.add_guild("Sports")
    reader = guild.add_member("reader")
    other.add_member(reader.user)
    reader.user.accepts_direct_messages = False
    away = await open_desk(
        database, clock, guild_id=other.id, channel_id=other.add_channel("alerts").id, owner_id=other.owner.id
    )
    for one, title in ((desk, "Kursk holds out"), (away, "Kursk wins the cup")):
        async with database.write() as connection:
            await followers.follow(connection, one.watchlist.id, reader.id, Notify.DIRECT, now=clock.now())
        story = await one.publish(title, want=False)
        await one.want(story, Target(TargetKind.MEMBER, reader.id, one.guild_id))

    await deliver.settle()

    assert [len(await one.deliveries(Kind.NOTICE)) for one in (desk, away)] == [1, 1]


async def test_a_lost_permission_leaves_the_operators_budget_in_force(
    desk: Desk, channel: Channel, guild: Guild, clock: ManualClock, bot: Bot, database: Database
) -> None:
    channel.deny(guild.everyone, send_messages=True)
    options = DeliverOptions(default_budget=3)
    deliver = Deliver(database, bot.sender, clock, summarise=summarise, fits=digest_fits, options=options)
    await desk.publish("Kursk holds out")

    await deliver.settle()

    async with database.read() as connection:
        settings = await guilds.get_channel(connection, channel.id)
    assert settings is not None
    assert (settings.blocked_since is not None, settings.budget) == (True, 3)


async def test_what_waits_for_a_channel_goes_with_the_watchlist_that_is_moved_to_another(
    desk: Desk,
    deliver: Deliver,
    channel: Channel,
    guild: Guild,
    clock: ManualClock,
    database: Database,
    bot: Bot,
) -> None:
    """As the notice of a channel without permission asks for."""
    told = await desk.publish("Kursk asks for shells")
    await deliver.settle()
    channel.deny(guild.everyone, send_messages=True)
    cached = bot.client.get_channel(channel.id)
    await until(lambda: not cached.permissions_for(cached.guild.me).send_messages)  # type: ignore[union-attr]
    waits = await desk.publish("Kursk holds out")
    await deliver.settle()
    elsewhere = guild.add_channel("elsewhere")
    await until(lambda: bot.client.get_channel(elsewhere.id))
    async with database.write() as connection:
        await deliveries.want(  # one that a split gave to another story
            connection,
            Kind.ALERT,
            Target(TargetKind.CHANNEL, elsewhere.id, guild.id),
            subject(waits),
            now=clock.now(),
            story_id=told,
            state=State.CLOSED,
        )
        await watchlists.change(connection, desk.watchlist, by=1, now=clock.now(), channel_id=elsewhere.id)
        await deliveries.bump(connection, [one.id for one in await deliveries.of_story(connection, told)])
    clock.advance(11 * MINUTE)

    await deliver.settle()

    assert [("holds out" in one.text, "shells" in one.text) for one in elsewhere.messages] == [(True, False)]


async def test_the_lines_of_a_digest_go_with_the_watchlist_that_is_moved_to_another_channel(
    desk: Desk,
    deliver: Deliver,
    channel: Channel,
    guild: Guild,
    clock: ManualClock,
    database: Database,
    bot: Bot,
) -> None:
    channel.deny(guild.everyone, send_messages=True)
    cached = bot.client.get_channel(channel.id)
    await until(lambda: not cached.permissions_for(cached.guild.me).send_messages)  # type: ignore[union-attr]
    await desk.publish("Kursk holds out")
    await desk.publish("Kursk asks for shells")
    clock.advance(20 * MINUTE)
    await deliver.settle()  # they wait as lines of a digest
    elsewhere = guild.add_channel("elsewhere")
    await until(lambda: bot.client.get_channel(elsewhere.id))
    async with database.write() as connection:
        await watchlists.change(connection, desk.watchlist, by=1, now=clock.now(), channel_id=elsewhere.id)
    clock.advance(11 * MINUTE)

    await deliver.settle()

    (digest,) = elsewhere.messages
    assert "holds out" in digest.text
    assert "asks for shells" in digest.text


async def test_a_message_whose_story_became_part_of_an_older_one_says_so_and_the_older_one_goes_on(
    desk: Desk, deliver: Deliver, channel: Channel, clock: ManualClock
) -> None:
    older = await desk.publish("Kursk holds out")
    newer = await desk.publish("Kursk keeps holding out", outlet="Gazette")
    await deliver.settle()
    async with desk.database.write() as connection:
        await stories.merge(connection, older, newer)
    clock.advance(MINUTE)

    await deliver.settle()

    first, second = channel.messages
    assert "The Courier" in first.text
    assert "Gazette" in first.text
    assert "Told in an older message" in second.text
    assert f"story {older}" in second.text
    assert len(channel.messages) == 2


async def test_a_message_tells_its_story_again_that_is_parted_from_the_older_one(
    desk: Desk, deliver: Deliver, channel: Channel, clock: ManualClock
) -> None:
    older = await desk.publish("Kursk holds out")
    clock.advance(MINUTE)
    newer = await desk.publish("Kursk bridge falls", outlet="Ledger")
    await deliver.settle()
    async with desk.database.write() as connection:
        await stories.merge(connection, older, newer)
    clock.advance(MINUTE)
    await deliver.settle()
    gone = channel.messages[1].text
    async with desk.database.write() as connection:
        part = await stories.split(connection, older, [2], now=clock.now())
    clock.advance(MINUTE)
    await deliver.settle()
    await desk.want(older)
    await desk.publish("Kursk bridge falls, police say", story_id=part, outlet="Herald", want=False)
    async with desk.database.write() as connection:
        (card,) = await deliveries.of_story(connection, part)
        await deliveries.bump(connection, [card.id])
    clock.advance(MINUTE)
    await deliver.settle()

    first, second = channel.messages
    assert "Told in an older message" in gone
    assert "Ledger" not in first.text
    assert "Ledger, Herald" in second.text


@pytest.mark.parametrize("older", ["a card", "a line of a digest"])
async def test_what_waits_when_its_story_joins_one_whose_day_is_over_is_told_and_follows_it(
    desk: Desk, deliver: Deliver, channel: Channel, clock: ManualClock, older: str
) -> None:
    story = await desk.publish("Kursk holds out")
    if older != "a card":
        await limit(desk, 1)
        await deliver.settle()
        story = await desk.publish("Kursk asks for shells")
    await deliver.settle()
    clock.advance(11 * MINUTE)
    await deliver.settle()
    clock.advance(timedelta(hours=25))
    await deliver.settle()
    waiting = await desk.publish("Kursk bridge falls", outlet="Ledger")
    async with desk.database.write() as connection:
        await stories.merge(connection, story, waiting)
    await deliver.settle()

    *_, before, after = channel.messages
    assert len(channel.messages) == (2 if older == "a card" else 3)
    assert "Ledger" in after.text
    assert after.reply_to == before.id


async def test_what_waits_when_its_story_joins_a_line_of_a_fresh_digest_is_told_in_that_line(
    desk: Desk, deliver: Deliver, channel: Channel, clock: ManualClock
) -> None:
    await limit(desk, 1)
    await desk.publish("Kursk holds out")
    await deliver.settle()
    line = await desk.publish("Kursk asks for shells")
    await deliver.settle()
    clock.advance(11 * MINUTE)
    await deliver.settle()
    waiting = await desk.publish("Kursk bridge falls", outlet="Ledger")
    async with desk.database.write() as connection:
        await stories.merge(connection, line, waiting)
    clock.advance(MINUTE)
    await deliver.settle()

    _, digest = channel.messages
    assert "The Courier and 1 more outlet" in digest.text


async def limit(desk: Desk, budget: int) -> None:
    async with desk.database.write() as connection:
        await guilds.save_channel(connection, Settings(desk.channel_id, desk.guild_id, budget=budget))
