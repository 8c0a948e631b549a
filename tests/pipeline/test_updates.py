"""What pings again: a tier that was crossed, once, as the channel wants it; and who follows hears of it."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from bot.chat.cards import digest_fits
from bot.chat.cards.style import when
from bot.domain.delivery import Kind, State, Target, TargetKind
from bot.domain.guild import Channel as Settings
from bot.domain.guild import Pings, Viewer
from bot.domain.watchlist import Hit, Match, Notify
from bot.pipeline.deliver import Deliver
from bot.pipeline.summarise import summarise
from bot.services import Following, FollowService, PrivacyService
from bot.services.guilds import GuildService
from bot.storage import (
    Database,
    claims,
    deliveries,
    followers,
    follows,
    guilds,
    in_sight,
    matches,
    stories,
    watchlists,
)
from tests.builders import deliveries_of
from tests.chat.connected import Bot
from tests.conftest import ManualClock
from tests.fakes.discord import Channel, Guild, LocalDiscord, Member
from tests.pipeline.desk import Desk, open_desk
from tests.waiting import until

MESSAGES = r"POST /channels/\d+/messages"
MINUTE = timedelta(minutes=1)
OUTLETS = ("Herald", "Gazette", "Meridian", "Harbour Post", "Ledger", "Tribune", "Observer", "Chronicle")
PENTAGON = "The Pentagon said that about 10,000 North Korean soldiers are in eastern Russia."
BLINKEN = "8,000 North Korean soldiers are expected to join the fight, Antony Blinken said."


@pytest.fixture
def member(guild: Guild) -> Member:
    return guild.add_member("jonas")


@pytest.fixture
async def desk(database: Database, clock: ManualClock, guild: Guild, channel: Channel) -> Desk:
    return await open_desk(database, clock, guild_id=guild.id, channel_id=channel.id, owner_id=guild.owner.id)


@pytest.fixture
def deliver(database: Database, clock: ManualClock, bot: Bot) -> Deliver:
    return Deliver(database, bot.sender, clock, summarise=summarise, fits=digest_fits)


@pytest.fixture
def viewer(guild: Guild, channel: Channel, member: Member) -> Viewer:
    return Viewer(guild.id, member.id, frozenset({channel.id}))


async def grow(desk: Desk, deliver: Deliver, story: int, outlets: tuple[str, ...]) -> None:
    """Let outlets join a story, and the alert be edited."""
    for outlet in outlets:
        await desk.publish(f"Kursk {story} holds out, says {outlet}", story_id=story, outlet=outlet)
    desk.clock.advance(MINUTE)
    await deliver.settle()


async def told(desk: Desk, deliver: Deliver) -> int:
    """Post a story of one outlet, whose watchlist mentions a member."""
    story = await desk.publish("Kursk holds out")
    await deliver.settle()
    return story


async def setting(desk: Desk, pings: Pings) -> None:
    async with desk.database.write() as connection:
        await guilds.save_channel(connection, Settings(desk.channel_id, desk.guild_id, updates=pings))


async def test_the_third_and_the_seventh_independent_outlet_ping_once_in_a_reply(
    desk: Desk, deliver: Deliver, channel: Channel, member: Member
) -> None:
    async with desk.database.write() as connection:
        await followers.follow(connection, desk.watchlist.id, member.id, Notify.MENTION, now=desk.clock.now())
    story = await told(desk, deliver)
    await grow(desk, deliver, story, OUTLETS[:1])
    assert len(channel.messages) == 1

    await grow(desk, deliver, story, OUTLETS[1:2])
    await grow(desk, deliver, story, OUTLETS[2:3])
    await grow(desk, deliver, story, OUTLETS[3:])

    alert, third, seventh = channel.messages
    assert third.reply_to == seventh.reply_to == alert.id
    assert "More outlets report it" in third.text
    assert "3 independent of 3 outlets" in third.text
    assert "9 independent of 9 outlets" in seventh.text
    assert [message.pings for message in (third, seventh)] == [{member.id}, {member.id}]


async def test_what_the_first_message_told_does_not_ping_again(
    desk: Desk, deliver: Deliver, channel: Channel
) -> None:
    story = await desk.publish("Kursk holds out")
    for outlet in OUTLETS[:3]:
        await desk.publish("Kursk holds out", story_id=story, outlet=outlet)
    await deliver.settle()
    await grow(desk, deliver, story, OUTLETS[3:4])

    assert len(channel.messages) == 1
    assert "5 independent of 5 outlets" in channel.messages[0].text


@pytest.mark.parametrize(
    ("head", "note"),
    [
        (
            "An article was corrected",
            "Correction: an earlier version of this article misstated where the soldiers are.",
        ),
        ("An article was withdrawn", "This article has been withdrawn by its editors."),
    ],
)
async def test_figures_that_begin_to_differ_and_a_correction_ping_with_their_words(
    desk: Desk, deliver: Deliver, channel: Channel, clock: ManualClock, head: str, note: str
) -> None:
    story = await desk.publish("Kursk holds out", text=PENTAGON)
    await deliver.settle()
    await desk.publish("Kursk: 8,000 expected", story_id=story, outlet="Herald", text=BLINKEN)
    clock.advance(MINUTE)
    await deliver.settle()
    await desk.revise("Kursk holds out", article_id=1, text=f"{PENTAGON} {note}")
    revised = clock.now()
    clock.advance(MINUTE)
    await deliver.settle()

    _, figures, correction = channel.messages
    assert "Figures differ" in figures.text
    assert "8,000" in figures.text
    assert "about 10,000" in figures.text
    assert head in correction.text
    assert note in correction.text
    assert "8,000" in channel.messages[0].text
    assert f"updated {when(revised)}" in channel.messages[0].text


async def test_three_replies_a_story_at_most(desk: Desk, deliver: Deliver, channel: Channel) -> None:
    story = await told(desk, deliver)
    for number, outlet in enumerate(OUTLETS):
        await grow(desk, deliver, story, (outlet,))
        note = f"Correction: this story misstated point {number} of what the officials said."
        await desk.revise(f"Kursk holds out {number}", article_id=number + 1, text=note)
        desk.clock.advance(MINUTE)
        await deliver.settle()

    assert len(channel.messages) == 4


@pytest.mark.parametrize(("pings", "replies"), [(Pings.OUTLETS, 1), (Pings.FACTS, 0), (Pings.NONE, 0)])
async def test_only_the_tiers_that_the_channel_chose_ping(
    desk: Desk, deliver: Deliver, channel: Channel, pings: Pings, replies: int
) -> None:
    await setting(desk, pings)
    story = await told(desk, deliver)
    await grow(desk, deliver, story, OUTLETS[:3])

    assert len(channel.messages) == 1 + replies


async def test_a_crash_after_the_reply_does_not_reply_again(
    desk: Desk, deliver: Deliver, bot: Bot, channel: Channel, local: LocalDiscord, clock: ManualClock
) -> None:
    story = await told(desk, deliver)
    local.faults.add(MESSAGES, applied=True)  # posted, but nobody hears of it
    await grow(desk, deliver, story, OUTLETS[:3])
    async with desk.database.write() as connection:
        await claims.free_leases(connection)
    clock.advance(5 * MINUTE)  # Discord has forgotten the nonce

    again = Deliver(desk.database, bot.sender, clock, summarise=summarise, fits=digest_fits)
    await again.settle()
    await grow(desk, again, story, OUTLETS[3:5])

    assert len(channel.messages) == 2


async def test_outlets_that_came_between_a_crash_and_the_return_ping_though_the_message_was_there(
    desk: Desk, deliver: Deliver, channel: Channel, local: LocalDiscord, clock: ManualClock
) -> None:
    story = await desk.publish("Kursk holds out")
    local.faults.add(MESSAGES, applied=True)  # posted, but nobody hears of it
    await deliver.settle()
    clock.advance(MINUTE)
    for outlet in OUTLETS[:3]:
        await desk.publish(f"Kursk holds out, says {outlet}", story_id=story, outlet=outlet)
    async with desk.database.write() as connection:
        await claims.free_leases(connection)
    for _ in range(2):
        clock.advance(5 * MINUTE)
        await deliver.settle()

    alert, more = channel.messages
    assert len(alert.versions) == 2
    assert "4 independent of 4 outlets" in more.text


async def test_outlets_that_join_a_message_found_after_a_crash_ping_though_discords_clock_is_behind(
    desk: Desk, deliver: Deliver, channel: Channel, local: LocalDiscord, clock: ManualClock
) -> None:
    local.world.now = lambda: clock.now() - timedelta(seconds=30)
    story = await desk.publish("Kursk holds out")
    local.faults.add(MESSAGES, applied=True)  # posted, but nobody hears of it
    await deliver.settle()
    clock.advance(MINUTE)
    async with desk.database.write() as connection:
        await claims.free_leases(connection)
    clock.advance(5 * MINUTE)
    await deliver.settle()
    await grow(desk, deliver, story, OUTLETS[:3])

    _, more = channel.messages
    assert "4 independent of 4 outlets" in more.text


async def test_what_two_stories_that_become_one_have_to_tell_pings_once(
    desk: Desk,
    deliver: Deliver,
    channel: Channel,
    local: LocalDiscord,
    member: Member,
    viewer: Viewer,
    clock: ManualClock,
) -> None:
    older, newer = await told(desk, deliver), await desk.publish("Kursk bridge falls", outlet="Ledger")
    await deliver.settle()
    await FollowService(desk.database, clock).follow(viewer, newer, desk.channel_id)
    await deliver.settle()
    for _ in range(2):  # the reply to the channel and the message to the member
        local.faults.add(MESSAGES)
    await grow(desk, deliver, newer, OUTLETS[:3])
    async with desk.database.write() as connection:
        await stories.merge(connection, older, newer)
    for _ in range(2):
        clock.advance(3 * MINUTE)
        await deliver.settle()

    first, second, more = channel.messages
    assert more.reply_to == first.id
    assert "Told in an older message" in second.text
    begun, direct = local.world.direct_messages(member).messages
    assert "You follow this story" in begun.text
    assert "5 independent of 5 outlets" in direct.text


async def test_no_reply_comes_to_an_alert_that_a_person_deleted_while_we_were_away(
    desk: Desk, deliver: Deliver, channel: Channel, local: LocalDiscord
) -> None:
    story = await told(desk, deliver)
    local.faults.add(MESSAGES)
    await grow(desk, deliver, story, OUTLETS[:3])
    channel.messages.clear()
    desk.clock.advance(MINUTE)
    await deliver.settle()
    await grow(desk, deliver, story, OUTLETS[3:])

    assert channel.messages == []
    assert (await desk.delivery(story)).state is State.DISMISSED
    assert {one.state for one in await desk.deliveries(Kind.UPDATE)} == {State.DISMISSED}


async def test_a_muted_story_and_a_used_budget_reply_nothing(
    desk: Desk, deliver: Deliver, channel: Channel
) -> None:
    async with desk.database.write() as connection:
        await guilds.save_channel(connection, Settings(desk.channel_id, desk.guild_id, budget=2))
    loud, quiet = await told(desk, deliver), await desk.publish("Kursk bridge falls")
    await deliver.settle()
    async with desk.database.write() as connection:
        await stories.set_mute(
            connection, quiet, guild_id=desk.guild_id, by=1, now=desk.clock.now(), channel_id=desk.channel_id
        )
    await grow(desk, deliver, loud, OUTLETS[:3])
    await grow(desk, deliver, quiet, OUTLETS[:3])

    assert len(channel.messages) == 2
    assert {one.state for one in await desk.deliveries(Kind.UPDATE)} == {State.CLOSED}


async def test_after_its_first_hour_an_alert_is_edited_at_once_where_a_tier_is_crossed(
    desk: Desk, deliver: Deliver, channel: Channel, clock: ManualClock
) -> None:
    story = await told(desk, deliver)
    clock.advance(timedelta(hours=2))
    await grow(desk, deliver, story, OUTLETS[:1])
    edits = len(channel.messages[0].versions)

    await grow(desk, deliver, story, OUTLETS[1:3])  # the third outlet, a minute later
    crossed = len(channel.messages[0].versions)
    await grow(desk, deliver, story, OUTLETS[3:4])
    waiting = len(channel.messages[0].versions)
    clock.advance(10 * MINUTE)
    await deliver.settle()

    assert (edits, crossed, waiting, len(channel.messages[0].versions)) == (2, 3, 3, 4)


async def test_a_follower_hears_by_direct_message_until_they_end_it(
    desk: Desk, deliver: Deliver, local: LocalDiscord, member: Member, viewer: Viewer, clock: ManualClock
) -> None:
    service = FollowService(desk.database, clock)
    story = await told(desk, deliver)
    await setting(desk, Pings.NONE)

    assert await service.follow(viewer, story, desk.channel_id) is Following.BEGUN
    assert await service.follow(viewer, story, desk.channel_id) is Following.ALREADY
    await deliver.settle()
    await grow(desk, deliver, story, OUTLETS[:3])
    assert await service.unfollow(viewer, story)
    await grow(desk, deliver, story, OUTLETS[3:])

    begun, more = local.world.direct_messages(member).messages
    assert "You follow this story" in begun.text
    assert "4 independent of 4 outlets" in more.text
    assert "Unfollow" in [part.get("label") for part in more.components]


async def test_a_follower_who_lost_sight_of_the_channel_or_muted_the_story_hears_nothing(
    desk: Desk,
    deliver: Deliver,
    bot: Bot,
    local: LocalDiscord,
    guild: Guild,
    channel: Channel,
    member: Member,
    viewer: Viewer,
    clock: ManualClock,
) -> None:
    story = await told(desk, deliver)
    other = guild.add_member("eva")
    service = FollowService(desk.database, clock)
    await service.follow(viewer, story, desk.channel_id)
    await service.follow(replace(viewer, member_id=other.id), story, desk.channel_id)
    await deliver.settle()
    async with desk.database.write() as connection:
        await stories.set_mute(
            connection, story, guild_id=guild.id, by=other.id, now=clock.now(), member_id=other.id
        )
    channel.allow(guild.bot, view_channel=True, send_messages=True, read_message_history=True)
    channel.deny(guild.everyone, view_channel=True)
    await until(lambda: not _sees(bot, channel, guild))
    await grow(desk, deliver, story, OUTLETS[:3])

    assert [len(local.world.direct_messages(one).messages) for one in (member, other)] == [1, 1]
    assert len(channel.messages) == 2


def _sees(bot: Bot, channel: Channel, guild: Guild) -> bool:
    """Return whether the bot's cache still believes that everybody sees the channel."""
    known = bot.client.get_guild(guild.id)
    place = known.get_channel(channel.id) if known else None
    return known is not None and place is not None and place.permissions_for(known.default_role).view_channel


async def test_a_thread_under_the_alert_holds_the_timeline_where_the_channel_wants_it(
    desk: Desk, deliver: Deliver, guild: Guild, channel: Channel, local: LocalDiscord
) -> None:
    async with desk.database.write() as connection:
        await guilds.save_channel(
            connection, Settings(desk.channel_id, desk.guild_id, updates=Pings.NONE, threads=True)
        )
    local.faults.add(
        r"POST /channels/\d+/messages/\d+/threads", applied=True
    )  # opened, and nobody hears of it
    story = await told(desk, deliver)
    desk.clock.advance(MINUTE)
    await deliver.settle()
    await desk.revise("Kursk falls", article_id=1, text="Kursk fell on Monday, officials said.")
    desk.clock.advance(MINUTE)
    await deliver.settle()
    desk.clock.advance(MINUTE)
    await deliver.settle()

    (alert,) = channel.messages
    (thread,) = [one for one in guild.channels if one.parent is not None]
    (timeline,) = thread.messages
    assert thread.id == alert.id
    opened = [one.body for one in local.requests if one.path.endswith("/threads")]
    assert {one["auto_archive_duration"] for one in opened} == {
        3 * 24 * 60
    }  # archived, it could not be edited
    assert thread.name == "Kursk holds out"
    assert (
        "The Courier** changed its headline: [Kursk falls](" in timeline.text
        or "Kursk falls" in timeline.text
    )
    assert "It said before: “Kursk holds out”" in timeline.text
    service = GuildService(desk.database, desk.clock, keep=timedelta(days=1))
    await service.channel_deleted(guild.id, thread.id)  # which has the alert's id
    assert (await desk.delivery(story)).state is State.WANTED


async def test_a_thread_goes_on_when_its_story_is_not_muted_any_more(
    desk: Desk, deliver: Deliver, guild: Guild
) -> None:
    async with desk.database.write() as connection:
        await guilds.save_channel(
            connection, Settings(desk.channel_id, desk.guild_id, updates=Pings.NONE, threads=True)
        )
    story = await told(desk, deliver)
    where = {"guild_id": desk.guild_id, "channel_id": desk.channel_id}
    await desk.publish("Kursk bridge falls", story_id=story, outlet="Ledger")
    async with desk.database.write() as connection:
        await stories.set_mute(connection, story, by=1, now=desk.clock.now(), **where)
        (thread,) = await deliveries_of(connection, desk.guild_id, Kind.THREAD)
        await deliveries.bump(connection, [thread.id])
    desk.clock.advance(MINUTE)
    await deliver.settle()
    async with desk.database.write() as connection:
        await stories.clear_mute(connection, story, **where)
    await desk.want(story)
    for _ in range(2):
        desk.clock.advance(MINUTE)
        await deliver.settle()

    (opened,) = [one for one in guild.channels if one.parent is not None]
    assert "Ledger" in opened.messages[0].text


async def told_beside_a_corrected_one(desk: Desk, deliver: Deliver) -> tuple[int, int]:
    """Return two stories that were told, of which the newer one's correction was told too."""
    older = await told(desk, deliver)
    newer = await desk.publish("Kursk bridge falls", outlet="Ledger")
    await deliver.settle()
    text = "Kursk bridge fell. Correction: it was the one in the east."
    await desk.revise("Kursk bridge falls", article_id=2, outlet="Ledger", text=text)
    desk.clock.advance(MINUTE)
    await deliver.settle()
    return older, newer


async def test_what_the_newer_of_two_stories_told_is_not_told_again_by_the_older(
    desk: Desk, deliver: Deliver, channel: Channel
) -> None:
    older, newer = await told_beside_a_corrected_one(desk, deliver)
    assert "in the east" in channel.messages[-1].text
    async with desk.database.write() as connection:
        await stories.merge(connection, older, newer)
    desk.clock.advance(MINUTE)
    await deliver.settle()

    assert "Ledger" in channel.messages[0].text
    assert len(channel.messages) == 3


async def test_a_reply_that_waits_in_one_channel_lets_no_other_tell_it_again_when_stories_become_one(
    desk: Desk, deliver: Deliver, guild: Guild, channel: Channel, local: LocalDiscord
) -> None:
    calm = guild.add_channel("calm")
    there = Target(TargetKind.CHANNEL, calm.id, desk.guild_id)
    async with desk.database.write() as connection:
        watched = {"guild_id": desk.guild_id, "name": "Calm", "query": "kursk", "role_id": None, "by": 1}
        calm_one = await watchlists.add(connection, channel_id=calm.id, now=desk.clock.now(), **watched)

    async def publish(title: str, outlet: str) -> int:
        story = await desk.publish(title, outlet=outlet, want=False)
        async with desk.database.write() as connection:
            for one in await in_sight.of_story(connection, story, guild_id=desk.guild_id):
                match = Match(calm_one.id, one.id, one.revision_id, (Hit("kursk", "title", 0, 5, "Kursk"),))
                await matches.record(connection, one.id, [(match, "alert")], versions=(1, 0, 0))
        for target in (desk.target, there):
            await desk.want(story, target)
        await deliver.settle()
        return story

    older = await publish("Kursk holds out", "Tribune")
    newer = await publish("Kursk bridge falls", "Ledger")
    text = "Kursk bridge fell. Correction: it was the one in the east."
    await desk.revise("Kursk bridge falls", article_id=2, outlet="Ledger", text=text)
    await desk.want(newer, there)
    local.faults.add(rf"POST /channels/{channel.id}/messages")
    desk.clock.advance(MINUTE)
    await deliver.settle()
    assert len(calm.messages) == 3
    assert len(channel.messages) == 2
    async with desk.database.write() as connection:
        await stories.merge(connection, older, newer)
    for _ in range(3):
        desk.clock.advance(MINUTE)
        await deliver.settle()

    assert len(calm.messages) == 3
    assert len(channel.messages) == 3


async def test_a_merge_while_an_alert_is_being_edited_lets_nothing_be_told_twice(
    desk: Desk, deliver: Deliver, bot: Bot, channel: Channel, monkeypatch: pytest.MonkeyPatch
) -> None:
    older, newer = await told_beside_a_corrected_one(desk, deliver)
    await desk.publish("Kursk holds out, all say", story_id=older)
    edit = bot.sender.edit
    merging = [newer]

    async def slowly(*args: Any, **more: Any) -> None:
        await edit(*args, **more)
        if merging:
            async with desk.database.write() as connection:
                await stories.merge(connection, older, merging.pop())

    monkeypatch.setattr(bot.sender, "edit", slowly)
    for _ in range(3):
        desk.clock.advance(MINUTE)
        await deliver.settle()

    assert "Ledger" in channel.messages[0].text
    assert len(channel.messages) == 3


async def test_a_correction_does_not_ping_again_where_its_article_goes_to_another_story(
    desk: Desk,
    deliver: Deliver,
    channel: Channel,
    local: LocalDiscord,
    member: Member,
    viewer: Viewer,
    clock: ManualClock,
) -> None:
    first, other = await told(desk, deliver), await desk.publish("Kursk bridge falls", outlet="Ledger")
    await desk.publish("Kursk bridge fell", story_id=other, outlet="Herald")
    await deliver.settle()
    for story in (first, other):
        await FollowService(desk.database, clock).follow(viewer, story, desk.channel_id)
    text = "Kursk bridge fell. Correction: it was the one in the east."
    await desk.revise("Kursk bridge falls", article_id=2, outlet="Ledger", text=text)
    clock.advance(MINUTE)
    await deliver.settle()
    assert "in the east" in channel.messages[-1].text
    async with desk.database.write() as connection:
        part = await stories.split(connection, other, [2], now=clock.now())
        await stories.merge(connection, first, part)
    await desk.want(first)
    clock.advance(MINUTE)
    await deliver.settle()

    assert "Ledger" in channel.messages[0].text
    assert len(channel.messages) == 3
    *_, direct = local.world.direct_messages(member).messages
    assert "in the east" in direct.text
    assert len(local.world.direct_messages(member).messages) == 3  # two say what is followed


async def test_a_thread_that_cannot_be_opened_is_told_once_and_the_alerts_come(
    desk: Desk, deliver: Deliver, guild: Guild, channel: Channel, bot: Bot
) -> None:
    async with desk.database.write() as connection:
        await guilds.save_channel(connection, Settings(desk.channel_id, desk.guild_id, threads=True))
    channel.deny(guild.everyone, create_public_threads=True)
    await told(desk, deliver)
    await desk.publish("Kursk bridge falls")
    await deliver.settle()

    assert len(channel.messages) == 2
    (notice,) = await desk.deliveries(Kind.NOTICE)
    assert "Create Public Threads" in str(notice.payload)
    assert bot.sender.ready()


async def test_who_follows_a_story_follows_the_one_that_it_becomes_a_part_of(
    desk: Desk, deliver: Deliver, channel: Channel, viewer: Viewer, clock: ManualClock
) -> None:
    older, newer = await told(desk, deliver), await desk.publish("Kursk bridge falls", outlet="Ledger")
    await deliver.settle()
    await FollowService(desk.database, clock).follow(viewer, newer, desk.channel_id)
    await deliver.settle()
    async with desk.database.write() as connection:
        await stories.merge(connection, older, newer)
    await grow(desk, deliver, older, OUTLETS[:2])

    async with desk.database.read() as connection:
        (follow,) = await follows.of_story(connection, older, guild_id=desk.guild_id)
    assert follow.member_id == viewer.member_id
    assert len(channel.messages) == 3
    assert "More outlets report it" in channel.messages[2].text


async def test_closed_direct_messages_end_the_follow_and_are_told_once(
    desk: Desk, deliver: Deliver, guild: Guild, member: Member, viewer: Viewer, clock: ManualClock
) -> None:
    member.user.accepts_direct_messages = False
    service = FollowService(desk.database, clock)
    story = await told(desk, deliver)
    await service.follow(viewer, story, desk.channel_id)
    await deliver.settle()
    async with desk.database.read() as connection:
        assert await follows.of_story(connection, story, guild_id=guild.id) == []

    assert await service.follow(viewer, story, desk.channel_id) is Following.REFUSED
    await deliver.settle()

    assert len(await desk.deliveries(Kind.NOTICE)) == 1


async def test_what_a_member_follows_is_shown_and_deleted_with_the_rest(
    desk: Desk, deliver: Deliver, viewer: Viewer, clock: ManualClock
) -> None:
    story = await told(desk, deliver)
    await FollowService(desk.database, clock).follow(viewer, story, desk.channel_id)
    privacy = PrivacyService(desk.database)
    assert (await privacy.stored(viewer))["stories that you follow"] == 1

    await privacy.forget(viewer)

    assert (await privacy.stored(viewer))["stories that you follow"] == 0
