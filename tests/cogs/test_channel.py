"""/channel, as admins use it."""

from __future__ import annotations

from datetime import timedelta

import discord

from bot.storage import guilds
from tests.cogs.newsroom import Newsroom
from tests.waiting import until


async def test_a_channel_is_set_up_and_shown(room: Newsroom) -> None:
    role = room.here.guild.add_role("desk", mentionable=True)

    changed = await room.run(
        room.admin, "channel set", alerts="off", role=role, budget=3, timezone="europe/kyiv"
    )
    shown = await room.run(room.admin, "channel show")
    back = await room.run(room.admin, "channel set", alerts="on", no_role=True)

    for text in (changed.text, shown.text):
        assert "**Alerts** off" in text
        assert f"<@&{role.id}>" in text
        assert "3 alerts an hour" in text
        assert "Europe/Kyiv" in text
    assert changed.pings == frozenset()
    assert "**Alerts** on" in back.text
    assert "no role" in back.text


async def test_an_admin_chooses_what_pings_again_and_whether_pictures_are_shown(room: Newsroom) -> None:
    changed = await room.run(room.admin, "channel set", pings="facts", images=False, threads=True)

    assert "**Pings again** figures that differ and corrections only" in changed.text
    assert "**Images** not shown" in changed.text
    assert "**Threads** a thread with its timeline" in changed.text
    assert "more outlets, figures" in (await room.run(room.admin, "channel set", pings="all")).text


async def test_threads_are_refused_where_they_cannot_be_opened(room: Newsroom) -> None:
    room.alerts.deny(room.here.guild.everyone, create_public_threads=True)
    guild = room.bot.client.get_guild(room.here.guild.id)
    assert guild is not None
    place = guild.get_channel(room.alerts.id)
    assert place is not None
    await until(lambda: not place.permissions_for(guild.me).create_public_threads)

    shown = await room.run(room.admin, "channel set", threads=True)

    assert "needs Create Public Threads" in shown.text


async def test_a_channel_shows_which_watchlists_alert_there(room: Newsroom) -> None:
    await room.run(room.admin, "watch add", name="Kursk", query="kursk")
    await room.run(room.admin, "watch add", name="Secret", query="merger", channel=room.here.hidden)

    shown = await room.run(room.admin, "channel show")

    assert "**Watchlists** Kursk" in shown.text
    assert "Secret" not in shown.text


async def test_a_time_zone_is_completed_and_a_mistyped_one_explained(room: Newsroom) -> None:
    offered = await room.offered(room.admin, "channel set", "timezone", "kyi")
    shown = await room.run(room.admin, "channel set", timezone="Europe/Kyiw")

    assert "Europe/Kyiv" in offered
    assert "Europe/Kyiw is not a time zone. Did you mean Europe/Kyiv?" in shown.text


async def test_setting_nothing_says_what_can_be_set(room: Newsroom) -> None:
    assert "Nothing to change" in (await room.run(room.admin, "channel set")).text


async def test_the_test_posts_a_sample(room: Newsroom) -> None:
    shown = await room.run(room.admin, "channel test")

    (sample,) = room.alerts.messages
    assert "Sample" in sample.text
    assert f"<@{room.admin.id}>" in sample.text
    assert sample.pings == frozenset()
    assert "It works" in shown.text


async def test_the_test_names_the_missing_permission(room: Newsroom) -> None:
    for withheld, named in (
        ("read_message_history", "Read Message History"),
        ("send_messages", "Send Messages"),
    ):
        room.alerts.deny(room.here.guild.bot, **{withheld: True})
        shown = await room.run(room.admin, "channel test")

        assert "A permission is missing" in shown.text
        assert f"**{named}** to " in shown.text
    assert room.alerts.messages == []


async def test_the_test_says_whether_the_role_can_be_mentioned(room: Newsroom) -> None:
    role = room.here.guild.add_role("desk", mentionable=True)
    await room.run(room.admin, "channel set", role=role)
    reachable = (await room.run(room.admin, "channel test")).text
    closed = room.here.guild.add_role("board")
    room.alerts.allow(room.here.admin.roles[0], mention_everyone=True)
    await room.run(room.admin, "channel set", role=closed)

    unreachable = (await room.run(room.admin, "channel test")).text

    assert f"Alerts will mention <@&{role.id}>" in reachable
    assert f"can't mention <@&{closed.id}>" in unreachable


async def test_notices_go_to_a_channel_or_to_the_owner(room: Newsroom) -> None:
    async def stored() -> int | None:
        async with room.desk.database.read() as connection:
            guild = await guilds.get(connection, room.here.guild.id)
        assert guild is not None
        return guild.notice_channel_id

    there = await room.run(room.admin, "channel notices", channel=room.here.hidden)
    assert await stored() == room.here.hidden.id
    both = await room.run(room.admin, "channel notices", channel=room.here.hidden, owner=True)
    owner = await room.run(room.admin, "channel notices", owner=True)

    assert f"<#{room.here.hidden.id}>" in there.text
    assert "not both" in both.text
    assert "owner, by direct message" in owner.text
    assert await stored() is None


async def test_who_is_no_admin_is_refused(room: Newsroom) -> None:
    for command in ("set", "show", "test", "notices"):
        shown = await room.run(room.editor, f"channel {command}")

        assert "You need the permission Manage Server" in shown.text, command
    assert room.alerts.messages == []


async def test_a_forum_is_set_up_tested_and_watched_like_a_text_channel(room: Newsroom) -> None:
    forum = room.here.guild.add_forum("stories", requires_tag=True)
    guild = room.bot.client.get_guild(room.here.guild.id)
    assert guild is not None
    await until(lambda: guild.get_channel(forum.id))

    changed = await room.run(room.admin, "channel set", channel=forum, budget=5)
    refused = await room.run(room.admin, "channel set", channel=forum, threads=True)
    lacks = await room.run(room.admin, "channel test", channel=forum)
    forum.add_tag("News")
    place = guild.get_channel(forum.id)
    assert isinstance(place, discord.ForumChannel)
    await until(lambda: place.available_tags)
    works = await room.run(room.admin, "channel test", channel=forum)
    watching = await room.run(room.admin, "watch add", name="Kursk", query="kursk", channel=forum)
    (sample,) = [one for one in room.here.guild.channels if one.parent is forum]
    here = await room.run(room.admin, "channel show", at=sample)

    assert "each story is a post" in changed.text
    assert "a post of its own already" in refused.text
    assert "a tag that everyone may set" in lacks.text
    assert "require none" in lacks.text
    assert "the sample arrived" in works.text
    assert sample.applied == ["News"]
    assert f"<#{forum.id}>" in watching.text
    assert "**Watchlists** Kursk" in here.text
    assert "5 alerts an hour" in here.text


async def test_what_a_forum_withholds_is_named_as_its_settings_do(room: Newsroom) -> None:
    forum = room.here.guild.add_forum("stories")
    forum.deny(room.here.guild.everyone, send_messages=True, send_messages_in_threads=True)
    forum.allow(room.admin, send_messages=True)
    guild = room.bot.client.get_guild(room.here.guild.id)
    assert guild is not None
    await until(lambda: (place := guild.get_channel(forum.id)) and len(place.overwrites) == 2)

    shown = await room.run(room.admin, "channel test", channel=forum)

    assert "**Create Posts** to post alerts" in shown.text
    assert "**Send Messages in Posts**" in shown.text


async def test_a_story_is_muted_from_the_buttons_in_its_post(room: Newsroom) -> None:
    forum = room.here.guild.add_forum("stories")
    guild = room.bot.client.get_guild(room.here.guild.id)
    assert guild is not None
    await until(lambda: guild.get_channel(forum.id))
    await room.run(room.admin, "watch add", name="Kursk", query="kursk", channel=forum)
    paper = await room.desk.paper("The Courier")
    await room.desk.primed(paper, guild_id=room.here.guild.id)
    await room.news(paper, "Kursk holds out")
    await room.delivered()
    (post,) = [one for one in room.here.guild.channels if one.parent is forum]
    (card,) = post.messages

    asked = await room.press(room.admin, card, "Mute")
    muted = await room.press(room.admin, asked, "Mute for this channel")
    room.clock.advance(timedelta(minutes=2))
    await room.delivered()

    told = await room.run(room.admin, "story", story="2")

    assert f"channels/{room.here.guild.id}/{post.id}/{card.id}" in told.text
    assert "Muted for this channel" in muted.text
    assert "uted" in card.text
