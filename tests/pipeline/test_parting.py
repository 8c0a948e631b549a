"""Stories that became one and are parted again: each is told as if they had never been one."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import delete

from bot.chat.cards import digest_fits
from bot.domain.delivery import Sent, State
from bot.domain.guild import Viewer
from bot.domain.watchlist import Notify
from bot.pipeline.deliver import Deliver
from bot.pipeline.deliver.retelling import tell_apart
from bot.pipeline.summarise import summarise
from bot.services import OverlayService
from bot.storage import Database, deliveries, followers, joining, stories
from bot.storage.tables import match
from tests.chat.connected import Bot
from tests.conftest import ManualClock
from tests.fakes.discord import Channel, Guild
from tests.pipeline.desk import Desk, open_desk

MINUTE = timedelta(minutes=1)


@pytest.fixture
async def desk(database: Database, clock: ManualClock, guild: Guild, channel: Channel) -> Desk:
    desk = await open_desk(database, clock, guild_id=guild.id, channel_id=channel.id, owner_id=guild.owner.id)
    async with database.write() as connection:
        await followers.follow(connection, desk.watchlist.id, guild.owner.id, Notify.MENTION, now=clock.now())
    return desk


@pytest.fixture
def deliver(database: Database, clock: ManualClock, bot: Bot) -> Deliver:
    return Deliver(database, bot.sender, clock, summarise=summarise, fits=digest_fits)


async def merge(desk: Desk, older: int, newer: int) -> None:
    async with desk.database.write() as connection:
        await stories.merge(connection, older, newer)


async def part(desk: Desk, story: int, *articles: int) -> None:
    """Part articles from their story, as the keeper does."""
    now = desk.clock.now()
    async with desk.database.write() as connection:
        own = await stories.split(connection, story, articles, now=now)
        for guild_id in await deliveries.guilds_told(connection, story):
            await tell_apart(connection, story, own, guild_id=guild_id, now=now)


async def delivered(desk: Desk, deliver: Deliver) -> None:
    desk.clock.advance(MINUTE)
    await deliver.settle()


async def test_two_alerts_that_wait_are_both_told_with_a_ping_when_their_stories_part_again(
    desk: Desk, deliver: Deliver, channel: Channel, guild: Guild
) -> None:
    older = await desk.publish("Kursk holds out")
    await merge(desk, older, await desk.publish("Kursk bridge falls", outlet="Ledger"))
    await part(desk, older, 2)
    await delivered(desk, deliver)

    first, second = channel.messages
    assert "holds out" in first.text
    assert "bridge falls" in second.text
    assert [one.pings for one in channel.messages] == [{guild.owner.id}, {guild.owner.id}]


async def test_an_alert_that_waited_is_told_though_a_person_deleted_that_of_the_story_it_was_a_part_of(
    desk: Desk, deliver: Deliver, channel: Channel
) -> None:
    older = await desk.publish("Kursk holds out")
    await deliver.settle()
    async with desk.database.write() as connection:
        await deliveries.dismiss(connection, channel.messages[0].id)
    channel.messages[0].delete()
    await merge(desk, older, await desk.publish("Kursk bridge falls", outlet="Ledger"))
    await delivered(desk, deliver)
    assert channel.messages == []
    await part(desk, older, 2)
    await delivered(desk, deliver)

    (message,) = channel.messages
    assert "bridge falls" in message.text


@pytest.mark.parametrize("edited", [True, False])
async def test_what_the_older_message_told_of_it_is_told_without_a_ping_when_it_is_parted_again(
    desk: Desk, deliver: Deliver, channel: Channel, guild: Guild, edited: bool
) -> None:
    older = await desk.publish("Kursk holds out")
    await deliver.settle()
    await merge(desk, older, await desk.publish("Kursk bridge falls", outlet="Ledger"))
    if edited:
        await delivered(desk, deliver)
        assert "Ledger" in channel.messages[0].text
    await part(desk, older, 2)
    await delivered(desk, deliver)

    first, second = channel.messages
    assert "Ledger" not in first.text
    assert "bridge falls" in second.text
    assert second.pings == (frozenset() if edited else {guild.owner.id})


async def test_a_message_tells_its_story_again_though_the_article_that_began_it_became_one_with_another(
    desk: Desk, deliver: Deliver, channel: Channel
) -> None:
    older = await desk.publish("Kursk holds out")
    newer = await desk.publish("Kursk bridge falls", outlet="Ledger")
    await desk.publish("Kursk bridge collapses", story_id=newer, outlet="Ledger")
    await deliver.settle()
    await merge(desk, older, newer)
    await delivered(desk, deliver)
    async with desk.database.write() as connection:
        await joining.join(connection, 1, 2)
    await part(desk, older, 3)
    await delivered(desk, deliver)

    assert "bridge collapses" in channel.messages[1].text


async def test_a_merge_while_a_message_is_being_posted_does_not_keep_it_from_telling_its_story_again(
    desk: Desk, deliver: Deliver, bot: Bot, channel: Channel, monkeypatch: pytest.MonkeyPatch
) -> None:
    older = await desk.publish("Kursk holds out")
    await deliver.settle()
    newer = await desk.publish("Kursk bridge falls", outlet="Ledger")
    send = bot.sender.send

    async def slowly(*args: Any, **more: Any) -> Sent:
        sent = await send(*args, **more)
        await merge(desk, older, newer)
        return sent

    monkeypatch.setattr(bot.sender, "send", slowly)
    await deliver.settle()
    await delivered(desk, deliver)
    assert "older message" in channel.messages[1].text
    await part(desk, older, 2)
    await delivered(desk, deliver)

    first, second = channel.messages
    assert "holds out" in first.text
    assert "bridge falls" in second.text


async def test_two_messages_of_one_story_never_tell_it_beside_each_other(
    desk: Desk, deliver: Deliver, channel: Channel
) -> None:
    older = await desk.publish("Kursk holds out")
    for title, outlet in (("Kursk bridge falls", "Ledger"), ("Kursk bridge collapses", "Herald")):
        newer = await desk.publish(title, outlet=outlet)
        await deliver.settle()
        await merge(desk, older, newer)
    await delivered(desk, deliver)
    await part(desk, older, 2, 3)  # which had a message each, before they were parts of a third
    await delivered(desk, deliver)

    first, second, third, _ = channel.messages  # a reply told that three outlets report it
    assert "Ledger" not in first.text
    assert "Ledger" in second.text
    assert "Herald" in second.text
    assert "older message" in third.text


async def test_a_join_that_is_taken_back_after_everybodys_merge_leaves_each_story_its_message(
    desk: Desk, deliver: Deliver, channel: Channel
) -> None:
    first = await desk.publish("Kursk holds out")
    second = await desk.publish("Kursk bridge falls", outlet="Ledger")
    third = await desk.publish("Kursk bridge collapses", outlet="Herald")
    await deliver.settle()
    viewer = Viewer(desk.guild_id, 7, frozenset({desk.channel_id}))
    service = OverlayService(desk.database, desk.clock)
    choice = await service.join(viewer, third, second, may_manage=True)
    await merge(desk, first, third)
    await delivered(desk, deliver)
    assert ["older message" in one.text for one in channel.messages[:3]] == [False, True, True]
    await service.undo(viewer, choice.id, may_manage=True)
    await delivered(desk, deliver)

    assert ["older message" in one.text for one in channel.messages[:3]] == [False, False, True]
    assert "bridge falls" in channel.messages[1].text
    assert "bridge falls" not in channel.messages[0].text


async def test_a_join_with_a_story_whose_message_is_no_longer_kept_true_leaves_one_message_that_is(
    desk: Desk, deliver: Deliver, channel: Channel
) -> None:
    older = await desk.publish("Kursk holds out")
    await deliver.settle()
    async with desk.database.write() as connection:
        await deliveries.set_state(connection, (await desk.delivery(older)).id, State.CLOSED)
    newer = await desk.publish("Kursk bridge falls", outlet="Ledger")
    await deliver.settle()
    viewer = Viewer(desk.guild_id, 7, frozenset({desk.channel_id}))
    await OverlayService(desk.database, desk.clock).join(viewer, newer, older, may_manage=True)
    await delivered(desk, deliver)

    first, second = channel.messages
    assert "Ledger" not in first.text
    assert "The Courier" in second.text
    assert "Ledger" in second.text


async def test_what_came_to_an_older_story_that_alerted_nobody_is_told_when_a_join_is_taken_back(
    desk: Desk, deliver: Deliver, channel: Channel
) -> None:
    older = await desk.publish("Harbour opens", matched="Officials", want=False)
    async with desk.database.write() as connection:
        await connection.execute(delete(match))
    newer = await desk.publish("Kursk holds out", outlet="Ledger")
    await deliver.settle()
    viewer = Viewer(desk.guild_id, 7, frozenset({desk.channel_id}))
    service = OverlayService(desk.database, desk.clock)
    choice = await service.join(viewer, newer, older, may_manage=True)
    await desk.publish("Kursk bridge falls", story_id=older, outlet="Herald", want=False)
    await delivered(desk, deliver)
    assert "Herald" in channel.messages[0].text
    await service.undo(viewer, choice.id, may_manage=True)
    await delivered(desk, deliver)

    first, _, second = channel.messages  # a reply told that three outlets report it
    assert "holds out" in first.text
    assert "Herald" not in first.text
    assert "bridge falls" in second.text


async def test_an_alert_comes_back_with_its_article_when_a_split_is_undone_whose_part_was_joined_elsewhere(
    desk: Desk, deliver: Deliver, channel: Channel
) -> None:
    third = await desk.publish("Market opens", want=False)
    home = await desk.publish("Harbour opens", want=False)
    async with desk.database.write() as connection:
        await connection.execute(delete(match))
    await desk.publish("Kursk holds out", story_id=home, outlet="Ledger")
    viewer = Viewer(desk.guild_id, 7, frozenset({desk.channel_id}))
    service = OverlayService(desk.database, desk.clock)
    apart = await service.split(viewer, home, [3], may_manage=True)
    await service.join(viewer, apart.other_id, third, may_manage=True)
    await service.undo(viewer, apart.id, may_manage=True)
    await delivered(desk, deliver)

    (message,) = channel.messages
    assert "holds out" in message.text
