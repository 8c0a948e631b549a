"""A forum as a channel for alerts: a post a story, kept true, and nothing posted twice or lost."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import timedelta

import pytest

from bot.chat import retitling
from bot.chat.cards import digest_fits, message_view
from bot.domain.delivery import Kind, State
from bot.domain.guild import Channel as Settings
from bot.pipeline.deliver import Deliver
from bot.pipeline.refresh.wanting import Wanting
from bot.pipeline.summarise import summarise
from bot.services.guilds import GuildService
from bot.storage import Database, guilds, stories, watchlists
from tests.chat.connected import Bot, connected
from tests.conftest import ManualClock
from tests.fakes.discord import Channel, Guild, LocalDiscord
from tests.pipeline.desk import Desk, open_desk
from tests.waiting import until

POSTS = r"POST /channels/\d+/threads"
MINUTE = timedelta(minutes=1)


@pytest.fixture
def forum(guild: Guild) -> Channel:
    forum = guild.add_forum("stories")
    forum.add_tag("Peace")
    forum.add_tag("KURSK")
    return forum


@pytest.fixture
async def bot(local: LocalDiscord, forum: Channel) -> AsyncIterator[Bot]:
    async with connected(local, render=message_view) as bot:
        yield bot


@pytest.fixture
async def desk(database: Database, clock: ManualClock, guild: Guild, forum: Channel) -> Desk:
    return await open_desk(database, clock, guild_id=guild.id, channel_id=forum.id, owner_id=guild.owner.id)


@pytest.fixture
def deliver(database: Database, clock: ManualClock, bot: Bot) -> Deliver:
    return Deliver(database, bot.sender, clock, summarise=summarise, fits=digest_fits)


def posts(forum: Channel) -> list[Channel]:
    assert forum.guild is not None
    return [one for one in forum.guild.channels if one.parent is forum]


async def notices(desk: Desk) -> list[str]:
    return [str(one.payload) for one in await desk.deliveries(Kind.NOTICE)]


async def grow(desk: Desk, deliver: Deliver, story: int, *outlets: str) -> None:
    for outlet in outlets:
        await desk.publish(f"Kursk {story} holds out, says {outlet}", story_id=story, outlet=outlet)
    desk.clock.advance(MINUTE)
    await deliver.settle()


async def test_each_story_is_a_tagged_post_whose_first_message_lives_and_whose_replies_stand_in_it(
    desk: Desk, deliver: Deliver, forum: Channel
) -> None:
    story = await desk.publish("Kursk " + "holds " * 30)
    await desk.publish("Kursk bridge falls", outlet="Ledger")
    await deliver.settle()
    await grow(desk, deliver, story, "Herald", "Gazette", "Meridian")

    first, second = posts(forum)
    assert first.name.startswith("Kursk holds")
    assert len(first.name) <= 100
    assert (second.name, second.applied) == ("Kursk bridge falls", ["KURSK"])
    card, reply = first.messages
    assert card.id == first.id
    assert "Meridian" in card.text
    assert reply.reply_to == card.id
    assert len(second.messages) == 1
    told = await desk.delivery(story)
    assert (told.state, told.message_id, told.post) == (State.WANTED, first.id, first.id)


@pytest.mark.parametrize("status", [None, 502])
async def test_a_post_whose_answer_was_lost_is_found_and_not_made_again(
    desk: Desk, deliver: Deliver, forum: Channel, local: LocalDiscord, status: int | None
) -> None:
    local.faults.add(POSTS, status=status, applied=True)
    story = await desk.publish("Kursk holds out")
    await deliver.settle()
    (post,) = posts(forum)
    post.archive()  # by a person, before we looked
    desk.clock.advance(MINUTE)
    await deliver.settle()
    await grow(desk, deliver, story, "Herald")

    assert posts(forum) == [post]
    assert "Herald" in post.messages[0].text
    assert post.archived_at is None


async def test_a_post_that_never_arrived_is_made_once(
    desk: Desk, deliver: Deliver, forum: Channel, local: LocalDiscord
) -> None:
    local.faults.add(POSTS, status=502)
    await desk.publish("Kursk holds out")
    await deliver.settle()
    assert posts(forum) == []
    desk.clock.advance(MINUTE)
    await deliver.settle()

    assert [one.name for one in posts(forum)] == ["Kursk holds out"]


async def test_where_nobody_can_look_a_post_is_not_repeated_but_told_to_the_admins(
    desk: Desk, deliver: Deliver, forum: Channel, local: LocalDiscord, guild: Guild, bot: Bot
) -> None:
    forum.deny(guild.everyone, read_message_history=True)
    place = bot.client.get_channel(forum.id)
    await until(lambda: not place.permissions_for(place.guild.me).read_message_history)  # type: ignore[union-attr]
    local.faults.add(POSTS, applied=True)
    story = await desk.publish("Kursk holds out")
    await deliver.settle()
    desk.clock.advance(timedelta(seconds=20))  # a message's nonce would still hold
    await deliver.settle()

    assert len(posts(forum)) == 1
    assert (await desk.delivery(story)).state is State.UNCERTAIN
    assert "Read Message History" in "".join(await notices(desk))


async def test_a_deleted_post_is_not_made_again_and_holds_nothing_else_back(
    desk: Desk, deliver: Deliver, forum: Channel
) -> None:
    story = await desk.publish("Kursk holds out")
    await deliver.settle()
    posts(forum)[0].delete()
    await grow(desk, deliver, story, "Herald", "Gazette", "Meridian")
    await desk.publish("Kursk bridge falls", outlet="Ledger")
    await deliver.settle()

    assert [one.name for one in posts(forum)] == ["Kursk bridge falls"]
    assert (await desk.delivery(story)).state is State.DISMISSED
    assert await notices(desk) == []


async def test_discords_word_of_a_deleted_post_dismisses_its_story_alone(
    desk: Desk, deliver: Deliver, forum: Channel, clock: ManualClock
) -> None:
    story, other = await desk.publish("Kursk holds out"), await desk.publish("Kursk bridge falls")
    await deliver.settle()
    service = GuildService(desk.database, clock, keep=timedelta(days=1))
    await service.channel_deleted(desk.guild_id, posts(forum)[0].id)

    assert (await desk.delivery(story)).state is State.DISMISSED
    assert (await desk.delivery(other)).state is State.WANTED


async def test_a_locked_post_is_left_alone_and_told_once_while_others_come(
    desk: Desk, deliver: Deliver, forum: Channel
) -> None:
    story = await desk.publish("Kursk holds out")
    await deliver.settle()
    (post,) = posts(forum)
    post.archive(locked=True)
    await grow(desk, deliver, story, "Herald", "Gazette", "Meridian")
    await desk.publish("Kursk bridge falls", outlet="Ledger")
    await deliver.settle()

    assert [one.name for one in posts(forum)] == ["Kursk holds out", "Kursk bridge falls"]
    assert len(post.messages) == 1
    (notice,) = await notices(desk)
    assert "was locked" in notice
    assert (await desk.delivery(story)).state is State.DISMISSED


async def test_without_the_right_to_post_stories_wait_and_come_as_a_post_of_their_own(
    desk: Desk, deliver: Deliver, forum: Channel, guild: Guild
) -> None:
    forum.deny(guild.everyone, send_messages=True)
    await desk.publish("Kursk holds out")
    await desk.publish("Kursk bridge falls", outlet="Ledger")
    await deliver.settle()
    assert "Create Posts" in "".join(await notices(desk))

    forum.allow(guild.everyone, send_messages=True)
    desk.clock.advance(timedelta(minutes=20))
    await deliver.settle()

    (post,) = posts(forum)
    assert post.name == "Stories that had to wait"
    assert "Kursk holds out" in post.messages[0].text
    assert "Kursk bridge falls" in post.messages[0].text


async def test_a_forum_that_requires_a_tag_gets_its_first_or_the_admins_hear_what_to_do(
    desk: Desk, deliver: Deliver, forum: Channel, bot: Bot
) -> None:
    forum.requires_tag = True
    forum.tags.clear()
    forum.add_tag("Admins only", moderated=True)
    place = bot.client.get_channel(forum.id)
    await until(lambda: len(place.available_tags) == 1)  # type: ignore[union-attr]
    await desk.publish("Kursk holds out")
    await deliver.settle()
    assert posts(forum) == []
    assert "a tag that everyone may set" in "".join(await notices(desk))

    forum.add_tag("News")
    await until(lambda: len(place.available_tags) == 2)  # type: ignore[union-attr]
    desk.clock.advance(timedelta(minutes=11))
    await deliver.settle()

    assert [one.applied for one in posts(forum)] == [["News"]]


async def test_what_develops_later_comes_into_the_storys_post_or_into_a_new_one_where_that_is_gone(
    desk: Desk, deliver: Deliver, forum: Channel
) -> None:
    story, other = await desk.publish("Kursk holds out"), await desk.publish("Kursk bridge falls")
    await deliver.settle()
    first, second = posts(forum)
    desk.clock.advance(timedelta(hours=25))
    await deliver.settle()
    assert forum.guild is not None
    forum.guild.channels.remove(second)  # and nobody told us
    for number, title in ((story, "Kursk falls"), (other, "Kursk bridge rebuilt")):
        await desk.publish(title, story_id=number, outlet="Herald", want=False)
        async with desk.database.write() as connection:
            wanting = Wanting(connection, now=desk.clock.now())
            await wanting.matched(number, desk.watchlist)
    await deliver.settle()
    await desk.publish("Kursk fell, all say", story_id=story, outlet="Gazette", want=False)
    async with desk.database.write() as connection:
        wanting = Wanting(connection, now=desk.clock.now())
        await wanting.matched(story, desk.watchlist)
        await wanting.done()
    desk.clock.advance(MINUTE)
    await deliver.settle()

    later = first.messages[1]
    assert later.reply_to == first.id
    assert "Gazette" in later.text
    assert [one.messages[0].id == one.id for one in posts(forum)] == [True, True]
    assert len(posts(forum)) == 2
    assert second not in posts(forum)


async def test_more_than_the_budget_is_one_post(desk: Desk, deliver: Deliver, forum: Channel) -> None:
    async with desk.database.write() as connection:
        await guilds.save_channel(connection, Settings(desk.channel_id, desk.guild_id, budget=1))
    for number in range(3):
        await desk.publish(f"Kursk village {number} falls")
    await deliver.settle()

    names = [one.name for one in posts(forum)]
    assert names == ["Kursk village 0 falls", "More stories of this hour"]


async def test_a_posts_title_follows_its_storys_headline_once_in_ten_minutes(
    desk: Desk, deliver: Deliver, forum: Channel, clock: ManualClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    await desk.publish("Kursk holds out")
    await deliver.settle()
    (post,) = posts(forum)
    for number, title in enumerate(("Kursk falls after a night of fighting", "Kursk does not fall at all")):
        await desk.revise(title, article_id=1, text=f"{title}. Officials said so {number} hours later.")
        clock.advance(MINUTE)
        await deliver.settle()

    assert "Kursk does not fall at all" in post.messages[0].text
    assert post.name == "Kursk falls after a night of fighting"
    assert post.applied == ["KURSK"]

    monkeypatch.setattr(retitling, "APART", 0.0)  # the ten minutes are over
    await grow(desk, deliver, 1, "Herald")
    assert post.name == "Kursk does not fall at all"


@pytest.mark.parametrize("given", ["Night shift: Kursk", "Kursk", "Outlet", "\N{FIRE}"])
async def test_a_title_that_a_person_gave_a_post_stays_and_so_does_one_that_differs_in_a_mark_alone(
    desk: Desk, deliver: Deliver, forum: Channel, clock: ManualClock, bot: Bot, given: str
) -> None:
    story = await desk.publish("Kursk holds out")
    await deliver.settle()
    (post,) = posts(forum)
    await desk.revise("KURSK: holds out", article_id=1, text="Kursk holds out. Officials said so again.")
    clock.advance(MINUTE)
    await deliver.settle()
    assert post.name == "Kursk holds out"

    post.rename(given, [])
    thread = bot.client.get_channel(post.id)
    await until(lambda: getattr(thread, "name", "") == post.name)
    await desk.revise("Kursk falls at last", article_id=1, text="Kursk falls. Officials said so at last.")
    await grow(desk, deliver, story, "Herald")

    assert "Kursk falls" in post.messages[0].text
    assert (post.name, post.applied) == (given, [])


async def test_a_post_whose_story_is_withdrawn_says_so_in_its_title(
    desk: Desk, deliver: Deliver, forum: Channel, clock: ManualClock
) -> None:
    await desk.publish("Kursk holds out")
    await deliver.settle()
    await desk.revise(
        "Kursk holds out", article_id=1, text="This article has been withdrawn. Kursk holds out."
    )
    clock.advance(MINUTE)
    await deliver.settle()

    (post,) = posts(forum)
    assert post.name == "Withdrawn: Kursk holds out"


async def test_a_post_whose_story_became_part_of_another_says_so_in_its_title_and_takes_back_no_tag(
    desk: Desk, deliver: Deliver, forum: Channel, clock: ManualClock
) -> None:
    older = await desk.publish("Kursk holds out")
    newer = await desk.publish("Kursk keeps holding out", outlet="Gazette")
    await deliver.settle()
    first, second = posts(forum)
    first.rename(first.name, [])  # as if no watchlist had been named so yet
    async with desk.database.write() as connection:
        await stories.merge(connection, older, newer)
    clock.advance(MINUTE)
    await deliver.settle()

    assert second.name == "Moved: Kursk keeps holding out"
    assert first.name == "Kursk holds out"
    assert first.applied == []  # a person took it away: its watchlist stood in the message all the time

    async with desk.database.write() as connection:
        await stories.split(connection, older, [2], now=clock.now())
    clock.advance(MINUTE)
    await deliver.settle()
    assert second.name == "Kursk keeps holding out"


async def test_a_watchlist_that_matches_later_adds_its_tag(
    desk: Desk, deliver: Deliver, forum: Channel, clock: ManualClock
) -> None:
    story = await desk.publish("Kursk holds out")
    await deliver.settle()
    async with desk.database.write() as connection:
        await watchlists.change(connection, desk.watchlist, by=1, now=clock.now(), name="peace")
    await grow(desk, deliver, story, "Herald")

    (post,) = posts(forum)
    assert sorted(post.applied) == ["KURSK", "Peace"]


async def test_a_reply_does_not_come_into_a_post_whose_first_message_a_person_deleted_while_we_were_away(
    desk: Desk, deliver: Deliver, forum: Channel, local: LocalDiscord
) -> None:
    story = await desk.publish("Kursk holds out")
    await deliver.settle()
    local.faults.add(r"POST /channels/\d+/messages")
    await grow(desk, deliver, story, "Herald", "Gazette", "Meridian")
    (post,) = posts(forum)
    post.messages.clear()
    desk.clock.advance(MINUTE)
    await deliver.settle()

    assert post.messages == []
    assert (await desk.delivery(story)).state is State.DISMISSED


async def test_a_refused_change_of_title_does_not_hold_the_alerts_edit(
    desk: Desk, deliver: Deliver, forum: Channel, local: LocalDiscord, clock: ManualClock
) -> None:
    await desk.publish("Kursk holds out")
    await deliver.settle()
    (post,) = posts(forum)
    local.faults.add(rf"PATCH /channels/{post.id}$", status=403)
    await desk.revise("Kursk falls", article_id=1, text="Kursk falls. Officials said so at last.")
    clock.advance(MINUTE)
    await deliver.settle()

    assert "Kursk falls" in post.messages[0].text
    assert post.name == "Kursk holds out"
