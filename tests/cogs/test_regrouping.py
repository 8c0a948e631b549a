"""Members split a story or put two together: everything in their server follows, and nothing in another."""

from __future__ import annotations

from typing import Any

import pytest

from bot.domain.delivery import State
from bot.domain.watchlist import Notify
from bot.storage import choices, deliveries, stories
from tests.builders import deliveries_of
from tests.cogs.newsroom import Newsroom, Server
from tests.fakes.discord import Channel, Member, Message
from tests.fakes.feeds import Newspaper
from tests.pipeline.refresh.test_merges import AGROUND, BOTH, RESCUED

LIGHTHOUSE = (
    "Lighthouse of Hanko is sold to a baker",
    "The lighthouse of Hanko was sold to a baker from Turku on Monday. She wants to bake rye bread there.",
)
MORE_RESCUED = (
    "All 212 passengers of stranded ship spent the night in Horten gymnasium",
    (
        "The 212 passengers whom lifeboats from Horten took off a ship spent the night in the town's hall. "
        "Blankets and soup were handed out there, the coast guard said, and a choir sang. Buses bring home "
        "whoever has no car at the quay. A volunteer has found the shoe of a child of four."
    ),
)

# What asks the database nothing that others of these tests don't ask of both.
on_sqlite = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


@pytest.fixture
async def papers(room: Newsroom) -> list[Newspaper]:
    """Four outlets that both servers follow, each with a watchlist."""
    papers = [await room.desk.paper(name) for name in ("Meridian", "Courier", "Harbour Post", "Gazette")]
    for server in (room.here, room.there):
        for paper in papers:
            await room.follow(paper, server)
        await room.run(server.admin, "watch add", name="Sea", query="ferry OR passengers OR lighthouse")
    return papers


@pytest.fixture
async def one_story(room: Newsroom, papers: list[Newspaper]) -> int:
    """Return a story of three articles, told in both servers."""
    for paper, told in zip(papers, (AGROUND, BOTH, RESCUED), strict=False):
        paper.publish(*told)
        await room.desk.poll()
        await room.delivered()
    (message,) = alerts_of(room.here)
    assert "3 outlets" in message.text
    return story_of(message)


def story_of(message: Message) -> int:
    return int(message.button("Sources").split(":")[2])


def menu_of(message: Message) -> dict[str, Any]:
    return next(part for part in message.components if part.get("options"))


async def choose(room: Newsroom, member: Member, message: Message, *titles: str) -> Message:
    """Choose options of a menu by the beginnings of their labels; return the answer as it is then."""
    menu = menu_of(message)
    values = [one["value"] for one in menu["options"] if one["label"].startswith(titles)]
    assert len(values) == len(titles)
    versions = len(message.versions)
    used = await room.local.interactions.select(member, message, menu["custom_id"], *values)
    await used.until(lambda each: len(message.versions) > versions or bool(each.followups))
    return message if len(message.versions) > versions else used.followups[-1]


async def split_off(room: Newsroom, member: Member, alert: Message, *titles: str) -> Message:
    asked = await room.press(member, alert, "Not this story")
    done = await choose(room, member, asked, *titles)
    await room.delivered()
    return done


def alerts_of(server: Server) -> list[Message]:
    return cards(server.alerts)


def cards(channel: Channel) -> list[Message]:
    """Return the messages of stories of their own, and those that say where one went; no replies."""
    return [
        one
        for one in channel.messages
        if any(known.startswith("s:apart:") for known in one.custom_ids) or "Told in an older" in one.text
    ]


async def test_articles_that_do_not_belong_become_a_story_and_an_alert_of_their_own(
    room: Newsroom, one_story: int
) -> None:
    (alert,) = alerts_of(room.here)
    (theirs,) = alerts_of(room.there)
    before = theirs.text

    done = await split_off(room, room.editor, alert, RESCUED[0])

    kept, apart = alerts_of(room.here)
    assert "Done, for this server" in done.text
    assert kept is alert
    assert "2 outlets" in kept.text
    assert "Harbour Post" not in kept.text
    assert RESCUED[0] in apart.text
    assert "1 outlet" in apart.text
    assert apart.pings == frozenset()
    await room.delivered()
    assert alerts_of(room.there) == [theirs]
    assert theirs.text == before


async def test_everything_in_the_server_follows_the_split_and_nothing_in_the_other(
    room: Newsroom, one_story: int
) -> None:
    (alert,) = alerts_of(room.here)
    await split_off(room, room.editor, alert, RESCUED[0])
    _, apart = alerts_of(room.here)

    story = await room.run(room.editor, "story", story=str(one_story))
    part = await room.run(room.editor, "story", story=str(story_of(apart)))
    found = await room.run(room.editor, "search", words="ferry OR passengers")
    timeline = await room.press(room.editor, alert, "Timeline")
    sources = await room.press(room.editor, alert, "Sources")
    elsewhere = await room.run(room.there.editor, "story", story=str(story_of(apart)))
    theirs = await room.run(room.there.editor, "story", story=str(one_story))
    found_there = await room.run(room.there.editor, "search", words="ferry OR passengers")

    assert "2 articles" in story.text
    assert f"<@{room.editor.id}> split story {story_of(apart)} off story {one_story}" in story.text
    assert "**Together by** “" in story.text
    assert "rudder”" in story.text  # of the two that are left, and of nothing else
    assert "gymnasium" not in story.text.split("Together by")[1]
    assert "1 article" in part.text
    assert RESCUED[0] in part.text
    assert RESCUED[0] not in timeline.text
    assert RESCUED[0] not in sources.text
    assert f"There is no story {story_of(apart)} here" in elsewhere.text
    assert "3 articles" in theirs.text
    assert "split" not in theirs.text
    assert "Found 3 stories" in found.text  # one of them is what the outlets began with
    assert "Found 2 stories" in found_there.text


async def test_later_articles_go_to_the_part_that_they_are_nearest_to_after_a_restart_too(
    room: Newsroom, papers: list[Newspaper], one_story: int
) -> None:
    (alert,) = alerts_of(room.here)
    await split_off(room, room.editor, alert, RESCUED[0])
    await room.restart()

    papers[3].publish(*MORE_RESCUED)
    await room.desk.poll()
    await room.delivered()

    kept, apart = alerts_of(room.here)
    (theirs,) = alerts_of(room.there)
    assert "Gazette" in theirs.text
    assert "4 outlets" in theirs.text
    assert "Gazette" in apart.text
    assert "Gazette" not in kept.text
    assert len(await room.desk.story(one_story, guild_id=room.here.guild.id)) == 2


async def test_a_split_is_undone_by_its_button(room: Newsroom, one_story: int) -> None:
    (alert,) = alerts_of(room.here)
    done = await split_off(room, room.editor, alert, RESCUED[0])
    _, apart = alerts_of(room.here)
    number = story_of(apart)

    undone = await room.press(room.editor, done, "Undo")
    await room.delivered()
    again = await room.run(room.editor, "story", story=str(number))

    assert "Undone" in undone.text
    assert "3 outlets" in alert.text
    assert "Told in an older message" in apart.text
    link = next(part for part in apart.components if part.get("url"))
    assert link["url"].endswith(f"/{room.alerts.id}/{alert.id}")
    assert f"Story {one_story} · 3 articles" in again.text  # its number leads there for ever
    assert "undone by" in again.text


async def test_two_stories_that_a_member_calls_the_same_go_on_in_the_older_message(
    room: Newsroom, papers: list[Newspaper]
) -> None:
    for paper, told in zip(papers, (AGROUND, LIGHTHOUSE), strict=False):
        paper.publish(*told)
        await room.desk.poll()
        await room.delivered()
    first, second = alerts_of(room.here)
    asked = await room.press(room.editor, second, "Not this story")
    same = await room.press(room.editor, asked, "Same story as…")

    done = await choose(room, room.editor, same, AGROUND[0])
    await room.delivered()

    assert "Done, for this server" in done.text
    assert "2 outlets" in first.text
    assert "Told in an older message" in second.text
    link = next(part for part in second.components if part.get("url"))
    assert link["url"].endswith(f"/{room.alerts.id}/{first.id}")
    assert "Told" not in "".join(one.text for one in alerts_of(room.there))
    assert len(alerts_of(room.there)) == 2

    await room.press(room.editor, done, "Undo")
    await room.delivered()

    assert "1 outlet" in first.text
    assert LIGHTHOUSE[0] in second.text
    assert len(alerts_of(room.here)) == 2


@on_sqlite
async def test_what_was_put_together_stays_together_when_either_grows(
    room: Newsroom, papers: list[Newspaper]
) -> None:
    for paper, told in zip(papers, (LIGHTHOUSE, RESCUED), strict=False):
        paper.publish(*told)
        await room.desk.poll()
        await room.delivered()
    first, second = alerts_of(room.here)
    joined = await room.run(room.editor, "story", story=str(story_of(second)), same_as=str(story_of(first)))

    papers[3].publish(*MORE_RESCUED)
    await room.desk.poll()
    await room.delivered()

    assert "is a part of story" in joined.text
    assert "Gazette" in first.text
    assert "3 outlets" in first.text
    assert len(alerts_of(room.here)) == 2
    assert "Gazette" in alerts_of(room.there)[1].text


async def test_a_merge_for_everyone_keeps_what_members_said(room: Newsroom, papers: list[Newspaper]) -> None:
    for paper, told in zip(papers, (LIGHTHOUSE, AGROUND, RESCUED), strict=False):
        paper.publish(*told)
        await room.desk.poll()
        await room.delivered()
    first, second, third = alerts_of(room.here)
    numbers = [story_of(one) for one in (first, second, third)]
    await room.run(room.editor, "story", story=str(numbers[2]), same_as=str(numbers[0]))
    await room.delivered()

    papers[3].publish(*BOTH)  # which shows that the second and the third are one
    await room.desk.poll()
    await room.delivered()

    assert len(await room.desk.story(numbers[0], guild_id=room.here.guild.id)) == 4
    assert "4 outlets" in first.text
    assert "Told in an older message" in second.text
    assert "Told in an older message" in third.text
    theirs = alerts_of(room.there)
    assert "1 outlet" in theirs[0].text
    assert "3 outlets" in theirs[1].text
    assert "Told in an older message" in theirs[2].text
    async with room.desk.database.read() as connection:
        here = [await stories.resolve(connection, one, guild_id=room.here.guild.id) for one in numbers]
        there = [await stories.resolve(connection, one, guild_id=room.there.guild.id) for one in numbers]
    assert here == [numbers[0]] * 3
    assert there == [numbers[0], numbers[1], numbers[1]]


@on_sqlite
async def test_who_neither_manages_nor_follows_hears_so_at_the_first_press_alone_and_changes_nothing(
    room: Newsroom, one_story: int
) -> None:
    (alert,) = alerts_of(room.here)

    refused = await room.press(room.reader, alert, "Not this story")

    assert refused.ephemeral
    assert "/watch follow" in refused.text
    assert not any(part.get("options") for part in refused.components)
    assert "3 outlets" in alert.text
    assert len(alerts_of(room.here)) == 1


@on_sqlite
async def test_who_follows_a_watchlist_may_split_its_story_from_a_direct_message(
    room: Newsroom, papers: list[Newspaper]
) -> None:
    await room.run(room.reader, "watch follow", name="Sea", notify=Notify.DIRECT.value)
    for paper, told in zip(papers, (AGROUND, BOTH, RESCUED), strict=False):
        paper.publish(*told)
        await room.desk.poll()
        await room.delivered()
    told_directly = room.local.world.direct_messages(room.reader)
    (mine,) = cards(told_directly)

    done = await split_off(room, room.reader, mine, RESCUED[0])

    kept, apart = cards(told_directly)
    assert "Done, for this server" in done.text
    assert "2 outlets" in kept.text
    assert RESCUED[0] in apart.text
    assert len(alerts_of(room.here)) == 2
    undone = await room.press(room.reader, done, "Undo")
    assert "Undone" in undone.text


async def test_a_message_goes_on_with_the_part_that_its_watchlist_matched(
    room: Newsroom, papers: list[Newspaper]
) -> None:
    await room.run(room.admin, "watch add", name="Choir", query="choir", channel=room.here.hidden)
    for paper, told in zip(papers, (AGROUND, BOTH, RESCUED), strict=False):
        paper.publish(*told)
        await room.desk.poll()
        await room.delivered()
    (alert,) = alerts_of(room.here)
    (hidden,) = cards(room.here.hidden)

    await split_off(room, room.editor, alert, RESCUED[0])

    assert cards(room.here.hidden) == [hidden]
    assert "1 outlet" in hidden.text
    assert RESCUED[0] in hidden.text
    assert story_of(hidden) == story_of(alerts_of(room.here)[1])


@on_sqlite
async def test_a_closed_alert_is_set_right_too(room: Newsroom, one_story: int) -> None:
    (alert,) = alerts_of(room.here)
    async with room.desk.database.write() as connection:
        for one in await deliveries_of(connection, room.here.guild.id):
            await deliveries.set_state(connection, one.id, State.CLOSED)

    await split_off(room, room.editor, alert, RESCUED[0])

    assert "2 outlets" in alert.text


@on_sqlite
async def test_an_alert_that_a_person_deleted_does_not_come_back_by_a_split(
    room: Newsroom, one_story: int
) -> None:
    (alert,) = alerts_of(room.here)
    asked = await room.press(room.editor, alert, "Not this story")
    async with room.desk.database.write() as connection:
        await deliveries.dismiss(connection, alert.id)

    await choose(room, room.editor, asked, RESCUED[0])
    await room.delivered()

    assert alerts_of(room.here) == [alert]


@on_sqlite
async def test_the_menu_tells_times_in_the_channels_time_zone(room: Newsroom, one_story: int) -> None:
    (alert,) = alerts_of(room.here)
    await room.run(room.admin, "channel set", timezone="Asia/Tokyo")

    asked = await room.press(room.editor, alert, "Not this story")

    assert all(one["description"].endswith(" JST") for one in menu_of(asked)["options"])


@on_sqlite
async def test_one_article_at_least_stays(room: Newsroom, one_story: int) -> None:
    (alert,) = alerts_of(room.here)

    refused = await split_off(room, room.editor, alert, AGROUND[0], BOTH[0], RESCUED[0])

    assert "Leave at least one article" in refused.text


async def test_who_acted_is_forgotten_with_the_rest(room: Newsroom, one_story: int) -> None:
    (alert,) = alerts_of(room.here)
    await split_off(room, room.editor, alert, RESCUED[0])

    listed = await room.run(room.editor, "privacy")
    await room.needs.privacy.forget(room.viewer(room.editor))
    story = await room.run(room.editor, "story", story=str(one_story))

    assert "Stories that you split, joined or undid" in listed.text
    assert "A member split story" in story.text
    async with room.desk.database.read() as connection:
        (choice,) = await choices.of_story(connection, one_story, guild_id=room.here.guild.id)
    assert choice.by is None
