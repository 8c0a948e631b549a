"""Channels' settings, notices and muted stories, on both databases."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.domain.guild import Channel
from bot.errors import MemberError, NotAllowed, NotFound
from bot.services import ChannelService, Rights
from bot.storage import Database
from tests.builders import CHANNEL, GUILD, Newsroom, viewer
from tests.conftest import ManualClock

HIDDEN, ROLE = 101, 50
ANN = viewer(CHANNEL)
ADMIN = viewer(CHANNEL, is_admin=True)
RIGHTS = Rights(manage=True, may_post_in=frozenset({CHANNEL}), may_ping=frozenset({ROLE}))


@pytest.fixture
def service(database: Database, clock: ManualClock) -> ChannelService:
    return ChannelService(database, clock, budget=7)


async def story(newsroom: Newsroom, guild_id: int = GUILD) -> int:
    """A story that was told in the guild's channel."""
    await newsroom.guild(guild_id)
    feed = await newsroom.feed(f"Courier {guild_id}", guild_id)
    await newsroom.watch("Kursk", "kursk", guild_id=guild_id, channel_id=CHANNEL * guild_id)
    told = await newsroom.publish(feed, "Kursk holds out")
    await newsroom.sent(told.story_id, CHANNEL * guild_id, 5000 + guild_id)
    return told.story_id


async def test_a_channel_never_set_has_the_operators_budget(service: ChannelService) -> None:
    assert await service.show(ANN, CHANNEL) == Channel(CHANNEL, GUILD, budget=7)


async def test_settings_change_one_by_one_and_stay(service: ChannelService) -> None:
    await service.set(ADMIN, RIGHTS, CHANNEL, mention_role_id=ROLE, budget=3)
    await service.set(ADMIN, RIGHTS, CHANNEL, timezone="europe/kyiv")
    shown = await service.set(ADMIN, RIGHTS, CHANNEL, alerts_on=False)

    expected = Channel(
        CHANNEL, GUILD, alerts_on=False, mention_role_id=ROLE, budget=3, timezone="Europe/Kyiv"
    )
    assert shown == await service.show(ANN, CHANNEL) == expected
    assert (await service.set(ADMIN, RIGHTS, CHANNEL, no_mention=True)).mention_role_id is None


async def test_only_admins_set_up_channels(service: ChannelService) -> None:
    with pytest.raises(NotAllowed, match="Manage Server"):
        await service.set(ANN, RIGHTS, CHANNEL, alerts_on=False)
    with pytest.raises(NotAllowed, match="Manage Server"):
        await service.set_notices(ANN, RIGHTS, CHANNEL)


async def test_an_admin_sets_up_no_channel_in_which_they_can_not_write(service: ChannelService) -> None:
    with pytest.raises(NotAllowed, match="view and send"):
        await service.set(ADMIN, RIGHTS, HIDDEN, alerts_on=True)
    with pytest.raises(NotAllowed, match="view and send"):
        await service.set_notices(ADMIN, RIGHTS, HIDDEN)
    with pytest.raises(NotAllowed, match="Mention Everyone"):
        await service.set(ADMIN, RIGHTS, CHANNEL, mention_role_id=51)


@pytest.mark.parametrize("budget", [0, -1, 101])
async def test_a_budget_out_of_bounds_names_the_bounds(service: ChannelService, budget: int) -> None:
    with pytest.raises(MemberError, match="1 to 100"):
        await service.set(ADMIN, RIGHTS, CHANNEL, budget=budget)


async def test_a_thread_has_its_channels_time_zone_until_it_is_set_up_itself(service: ChannelService) -> None:
    thread = 4_711
    reader, admin = (replace(who, channels=who.channels | {thread}) for who in (ANN, ADMIN))
    rights = replace(RIGHTS, may_post_in=RIGHTS.may_post_in | {thread})
    await service.set(admin, rights, CHANNEL, timezone="Europe/Kyiv")

    assert str(await service.zone(reader, thread, within=CHANNEL)) == "Europe/Kyiv"
    assert str(await service.zone(reader, thread, within=HIDDEN)) == "UTC"
    assert (await service.set(admin, rights, thread, budget=3, within=CHANNEL)).timezone == "Europe/Kyiv"
    await service.set(admin, rights, thread, timezone="UTC", within=CHANNEL)
    assert str(await service.zone(reader, thread, within=CHANNEL)) == "UTC"


@pytest.mark.parametrize("zone", ["Mars", "", "../../etc/passwd", "x" * 5000, "\x00"])
async def test_what_is_no_time_zone_is_refused_with_an_example(service: ChannelService, zone: str) -> None:
    with pytest.raises(MemberError, match="Europe/Kyiv") as refused:
        await service.set(ADMIN, RIGHTS, CHANNEL, timezone=zone)

    assert len(str(refused.value)) < 200


@pytest.mark.parametrize(
    ("zone", "said"),
    [
        ("UTC+3", "Did you mean Etc/GMT-3, 3 h ahead of UTC"),
        ("-0500", "Did you mean Etc/GMT+5, 5 h behind UTC"),
        ("+05:30", "named by a place"),
        ("localtime", "is not a time zone"),
    ],
)
async def test_an_offset_is_never_answered_by_the_zone_on_the_other_side(
    service: ChannelService, zone: str, said: str
) -> None:
    with pytest.raises(MemberError) as refused:
        await service.set(ADMIN, RIGHTS, CHANNEL, timezone=zone)

    assert said in str(refused.value)


async def test_a_mistyped_city_is_answered_by_its_zone(service: ChannelService) -> None:
    with pytest.raises(MemberError, match=r"Did you mean Europe/London\?"):
        await service.set(ADMIN, RIGHTS, CHANNEL, timezone="Londn")


@pytest.mark.parametrize("zone", ["america/new york", " America/New_York ", "AMERICA/NEW_YORK"])
async def test_a_time_zone_is_known_in_any_spelling(service: ChannelService, zone: str) -> None:
    assert (await service.set(ADMIN, RIGHTS, CHANNEL, timezone=zone)).timezone == "America/New_York"


async def test_a_channel_out_of_sight_is_not_there(service: ChannelService) -> None:
    with pytest.raises(NotFound):
        await service.show(ANN, HIDDEN)


async def test_notices_go_to_a_channel_and_back_to_the_owner(service: ChannelService) -> None:
    await service.set_notices(ADMIN, RIGHTS, CHANNEL)
    told = await service.guild(ANN)
    assert told is not None
    assert told.notice_channel_id == CHANNEL

    await service.set_notices(ADMIN, RIGHTS, None)
    told = await service.guild(ANN)
    assert told is not None
    assert told.notice_channel_id is None


async def test_setting_up_a_channel_does_not_forget_the_owner(
    service: ChannelService, newsroom: Newsroom
) -> None:
    await newsroom.guild()
    before = await service.guild(ANN)

    await service.set(ADMIN, RIGHTS, CHANNEL, budget=3)

    assert await service.guild(ANN) == before


async def test_a_members_mute_is_their_own_and_can_be_undone(
    service: ChannelService, newsroom: Newsroom
) -> None:
    told = await story(newsroom)
    ben = viewer(CHANNEL, member_id=902)

    await service.mute(ANN, told)
    await service.mute(ANN, told)

    assert [one.member_id for one in await service.mutes(ANN, told)] == [ANN.member_id]
    assert await service.mutes(ben, told) == []
    assert not await service.unmute(ben, told)
    assert await service.unmute(ANN, told)
    assert not await service.unmute(ANN, told)
    assert await service.mutes(ANN, told) == []


async def test_a_channels_mute_shows_who_did_it_on_the_card_and_can_be_undone(
    service: ChannelService, newsroom: Newsroom, clock: ManualClock
) -> None:
    told = await story(newsroom)
    (before,) = await newsroom.deliveries(told)

    await service.mute_channel(ANN, told, CHANNEL, may_manage=True)

    (mute,) = await service.mutes(viewer(CHANNEL, member_id=902), told)
    assert (mute.channel_id, mute.by, mute.at) == (CHANNEL, ANN.member_id, clock.now())
    (edited,) = await newsroom.deliveries(told)
    assert edited.wanted_revision == before.wanted_revision + 1

    assert await service.unmute_channel(ANN, told, CHANNEL, may_manage=True)
    assert not await service.unmute_channel(ANN, told, CHANNEL, may_manage=True)
    assert await service.mutes(ANN, told) == []
    (again,) = await newsroom.deliveries(told)
    assert again.wanted_revision > edited.wanted_revision


async def test_only_who_manages_messages_mutes_for_everyone(
    service: ChannelService, newsroom: Newsroom
) -> None:
    told = await story(newsroom)

    with pytest.raises(NotAllowed, match="Manage Messages"):
        await service.mute_channel(ANN, told, CHANNEL, may_manage=False)
    with pytest.raises(NotAllowed, match="Manage Messages"):
        await service.unmute_channel(ANN, told, CHANNEL, may_manage=False)
    with pytest.raises(NotFound):
        await service.mute_channel(ANN, told, HIDDEN, may_manage=True)
    assert await service.mutes(ANN, told) == []


async def test_another_servers_story_can_not_be_muted_or_asked_for(
    service: ChannelService, newsroom: Newsroom
) -> None:
    await newsroom.guild()
    theirs = await story(newsroom, guild_id=2)

    for number in (theirs, 99, 0, 2**63, 10**30):
        for refused in (
            service.mute(ANN, number),
            service.unmute(ANN, number),
            service.mutes(ANN, number),
            service.mute_channel(ANN, number, CHANNEL, may_manage=True),
            service.unmute_channel(ANN, number, CHANNEL, may_manage=True),
        ):
            with pytest.raises(NotFound, match="not stored"):
                await refused


async def test_an_alert_can_be_muted_after_its_feed_was_dropped(
    service: ChannelService, newsroom: Newsroom
) -> None:
    await newsroom.guild()
    feed = await newsroom.feed("Dropped", GUILD)
    await newsroom.watch("Kursk", "kursk")
    told = await newsroom.publish(feed, "Kursk holds out")
    await newsroom.sent(told.story_id, CHANNEL, 5000)
    await newsroom.unfollow(feed)

    await service.mute(ANN, told.story_id)

    assert len(await service.mutes(ANN, told.story_id)) == 1
    with pytest.raises(NotFound):  # who does not see the alert has no button to press
        await service.mute(viewer(HIDDEN), told.story_id)
