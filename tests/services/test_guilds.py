"""What is kept of a server that comes, goes and comes back, and of a member who wants to be forgotten."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select

from bot.domain.delivery import Kind, State, Target, TargetKind
from bot.domain.watchlist import Notify
from bot.pipeline.notices import notify
from bot.services import ChannelService, GuildService, PrivacyService, Rights, WatchlistService
from bot.storage import (
    Database,
    claims,
    deliveries,
    feeds,
    followers,
    following,
    guilds,
    stories,
    targets,
    watchlists,
)
from bot.storage.tables import metadata
from tests.builders import CHANNEL, GUILD, MEMBER, OWNER, Newsroom, viewer
from tests.conftest import ManualClock

OTHER_GUILD, BEN = 2, 902
KEEP = timedelta(days=30)
FURNISHED = ("channel", "guild_feed", "watchlist", "watchlist_change", "delivery", "mute")
ANN = viewer(CHANNEL, is_admin=True)


@pytest.fixture
def service(database: Database, clock: ManualClock) -> GuildService:
    return GuildService(database, clock, keep=KEEP)


async def furnish(newsroom: Newsroom, guild_id: int) -> int:
    """Give a server something in every table that is its own; return its story."""
    await newsroom.guild(guild_id)
    shared = await newsroom.feed("Shared", guild_id)
    await newsroom.feed(f"Alone {guild_id}", guild_id)
    channel = CHANNEL * guild_id
    here = viewer(channel, guild_id=guild_id, is_admin=True)
    rights = Rights(manage=True, may_post_in=frozenset({channel}), may_ping=frozenset())
    lists = WatchlistService(newsroom.database, newsroom.clock)
    await lists.add(here, rights, name="Kursk", query="kursk", channel_id=channel)
    await lists.edit(here, rights, "Kursk", query="kursk OR sumy")
    await lists.follow(here, "Kursk", Notify.DIRECT)
    piece = await newsroom.publish(shared, f"Kursk in {guild_id}")
    settings = ChannelService(newsroom.database, newsroom.clock, budget=5)
    await settings.set(here, rights, channel, budget=3)
    await settings.mute(here, piece.story_id)
    await settings.mute_channel(here, piece.story_id, channel, may_manage=True)
    return piece.story_id


async def rows(database: Database) -> dict[str, list[tuple[object, ...]]]:
    """Everything that is stored."""
    async with database.read() as connection:
        return {
            table.name: [tuple(row) for row in await connection.execute(select(table))]
            for table in metadata.sorted_tables
        }


def owned(stored: dict[str, list[tuple[object, ...]]], guild_id: int) -> dict[str, int]:
    """Count the rows of tables that have a guild, for one guild."""
    return {
        table.name: sum(row[list(table.c.keys()).index("guild_id")] == guild_id for row in stored[table.name])
        for table in metadata.sorted_tables
        if "guild_id" in table.c
    }


async def test_a_server_that_was_left_keeps_its_data_for_thirty_days(
    service: GuildService, newsroom: Newsroom, database: Database, clock: ManualClock
) -> None:
    await furnish(newsroom, GUILD)
    before = await rows(database)
    await service.left(GUILD)

    clock.advance(KEEP)
    assert await service.purge() == []
    await service.joined(GUILD, OWNER)

    clock.advance(10 * KEEP)
    assert await service.purge() == []
    assert await rows(database) == before


async def test_a_new_servers_owner_is_told_once_how_to_begin(
    service: GuildService, newsroom: Newsroom, database: Database
) -> None:
    await newsroom.guild(OTHER_GUILD)  # was there before
    for guild_id in (GUILD, GUILD, OTHER_GUILD):
        await service.joined(guild_id, OWNER)

    async with database.read() as connection:
        owner = Target(TargetKind.MEMBER, OWNER, GUILD)
        told = await deliveries.find(connection, Kind.NOTICE, owner, "welcome")
        wanted = [await targets.unsent_by_target(connection, each) for each in (GUILD, OTHER_GUILD)]
    assert told is not None
    assert "/watch add" in str((told.payload or {})["text"])
    assert wanted == [{owner: 1}, {}]


async def test_after_thirty_days_everything_of_it_is_deleted_and_nothing_of_others(
    service: GuildService, newsroom: Newsroom, database: Database, clock: ManualClock
) -> None:
    await furnish(newsroom, GUILD)
    await furnish(newsroom, OTHER_GUILD)
    before = await rows(database)
    assert all(owned(before, GUILD)[table] for table in FURNISHED)  # there is something to lose
    await service.left(GUILD)
    clock.advance(KEEP + timedelta(seconds=1))

    assert await service.purge() == [GUILD]

    after = await rows(database)
    assert not any(owned(after, GUILD).values())
    assert owned(after, OTHER_GUILD) == owned(before, OTHER_GUILD)
    assert after["revision"] == before["revision"]  # the archive is everybody's
    assert await service.purge() == []


async def test_leaving_twice_does_not_prolong_the_thirty_days(
    service: GuildService, newsroom: Newsroom, clock: ManualClock
) -> None:
    await newsroom.guild()
    await service.left(GUILD)
    clock.advance(KEEP)
    await service.left(GUILD)
    clock.advance(timedelta(seconds=1))

    assert await service.purge() == [GUILD]


async def test_a_start_notes_which_servers_came_and_went_meanwhile(
    service: GuildService, newsroom: Newsroom, database: Database, clock: ManualClock
) -> None:
    await newsroom.guild(GUILD)
    await newsroom.guild(OTHER_GUILD)

    await service.present({OTHER_GUILD: 77, 3: 78})

    async with database.read() as connection:
        known = {number: await guilds.get(connection, number) for number in (GUILD, OTHER_GUILD, 3)}
    assert {number: (one.owner_id, one.left_at) for number, one in known.items() if one} == {
        GUILD: (OWNER, clock.now()),
        OTHER_GUILD: (77, None),
        3: (78, None),
    }


async def test_an_owner_who_invited_the_bot_while_it_was_down_is_told_once_however_often_it_restarts(
    service: GuildService, newsroom: Newsroom, database: Database, clock: ManualClock
) -> None:
    await newsroom.guild(OTHER_GUILD)  # was there before, left, and is back under another owner
    await service.left(OTHER_GUILD)

    await service.present({GUILD: None, OTHER_GUILD: 77})  # an outage of the new one: who owns it is not told
    for _ in range(3):
        await service.present({GUILD: OWNER, OTHER_GUILD: 77})
        await service.present({GUILD: None, OTHER_GUILD: 77})
        clock.advance(KEEP)
    await service.present({GUILD: 78, OTHER_GUILD: 77})  # it changes hands
    await service.joined(GUILD, 78)
    await service.present({GUILD: None, OTHER_GUILD: 77})

    async with database.read() as connection:
        wanted = [await targets.unsent_by_target(connection, each) for each in (GUILD, OTHER_GUILD)]
        known = await guilds.get(connection, GUILD)
    assert known is not None
    assert known.owner_id == 78
    assert wanted == [{Target(TargetKind.MEMBER, OWNER, GUILD): 1}, {}]


async def test_nothing_is_sent_to_a_server_that_was_left(
    service: GuildService, newsroom: Newsroom, database: Database, clock: ManualClock
) -> None:
    await furnish(newsroom, GUILD)
    await service.left(GUILD)

    async with database.write() as connection:
        assert await claims.claim(connection, now=clock.now(), lease=KEEP, limit=9) == []
        assert await claims.next_due_at(connection) is None  # else each look for it would take the writer


async def test_a_message_that_a_person_deleted_is_never_posted_again(
    service: GuildService, newsroom: Newsroom
) -> None:
    told = await furnish(newsroom, GUILD)
    await newsroom.sent(told, CHANNEL, 5000)

    await service.message_deleted(5000)
    await service.message_deleted(5001)  # a stranger's

    assert [one.state for one in await newsroom.deliveries(told)] == [State.DISMISSED]


async def test_what_waits_for_a_deleted_channel_is_tried_at_once(
    service: GuildService, newsroom: Newsroom, database: Database, clock: ManualClock
) -> None:
    await furnish(newsroom, GUILD)
    target = Target(TargetKind.CHANNEL, CHANNEL, GUILD)
    async with database.write() as connection:
        await targets.hold_target(connection, target, until=clock.now() + KEEP)

    await service.channel_deleted(GUILD, CHANNEL)

    async with database.read() as connection:
        assert await claims.next_due_at(connection) == clock.now()


async def test_privacy_shows_what_is_stored_of_a_member_and_deletes_it(
    newsroom: Newsroom, database: Database, clock: ManualClock
) -> None:
    told = await furnish(newsroom, GUILD)
    async with database.write() as connection:
        shared = await feeds.by_url(connection, "https://shared.test/feed.xml")
        assert shared is not None
        await following.unfollow(connection, GUILD, shared.id)
        await following.follow(connection, GUILD, shared.id, by=MEMBER, now=clock.now())
        await deliveries.want(
            connection,
            Kind.ALERT,
            Target(TargetKind.MEMBER, MEMBER, GUILD),
            f"story:{told}",
            now=clock.now(),
            story_id=told,
        )
        kursk = await watchlists.by_name(connection, GUILD, "Kursk")
        assert kursk is not None
        await followers.follow(connection, kursk.id, BEN, Notify.MENTION, now=clock.now())
        await stories.set_mute(connection, told, guild_id=GUILD, by=BEN, now=clock.now(), member_id=BEN)
    privacy = PrivacyService(database)
    found = await privacy.stored(ANN)
    assert (
        found
        | {
            "watchlists that you follow": 1,
            "stories that you muted": 2,
            "direct messages that you were sent": 1,
            "watchlists that you made": 1,
            "feeds that you added": 1,
            "changes of watchlists by you": 2,
        }
        == found
    )

    await privacy.forget(ANN)

    assert not any((await privacy.stored(ANN)).values())
    everything = await rows(database)
    assert MEMBER not in [value for table in everything.values() for row in table for value in row]
    assert len(everything["watchlist"]) == len(everything["mute"]) - 1 == 1  # the team's stay, nameless
    ben = await privacy.stored(viewer(CHANNEL, member_id=BEN))
    assert (ben["watchlists that you follow"], ben["stories that you muted"]) == (1, 1)


async def test_privacy_reaches_no_other_server(newsroom: Newsroom, database: Database) -> None:
    await furnish(newsroom, GUILD)
    await furnish(newsroom, OTHER_GUILD)
    privacy = PrivacyService(database)
    there = viewer(CHANNEL * OTHER_GUILD, guild_id=OTHER_GUILD)
    before = await privacy.stored(there)

    await privacy.forget(ANN)

    assert await privacy.stored(there) == before
    assert any(before.values())


async def test_no_notice_that_is_kept_names_a_member_who_asked_to_be_forgotten(
    database: Database, clock: ManualClock
) -> None:
    newsroom = Newsroom(database, clock)
    await newsroom.guild()
    async with database.write() as connection:
        told = await notify(
            connection,
            GUILD,
            "closed",
            "Unreachable",
            f"<@{MEMBER}> and <@{BEN}> take none.",
            now=clock.now(),
        )

    await PrivacyService(database).forget(ANN)

    assert told is not None
    async with database.read() as connection:
        kept = await deliveries.find(connection, Kind.NOTICE, told.target, "closed")
    assert kept is not None
    assert kept.payload == {"title": "Unreachable", "text": f"a member and <@{BEN}> take none."}
