"""The sender under SimCord, as the demo uses it: the same posts, edits, searches and refusals."""

from __future__ import annotations

from datetime import UTC, datetime

import discord
import pytest
import simcord

from bot.chat.client import GuildEvents, SalientClient
from bot.chat.sender import DiscordSender
from bot.domain.alert import Mentions, Notice
from bot.domain.delivery import Target, TargetKind
from bot.errors import Forbidden, HistoryUnreadable, MessageGone
from tests.chat.connected import no_setup, plain_view

KEY = "k" * 22
NEWS = Notice("Kursk", "About 10,000 soldiers")


def of(client: SalientClient) -> DiscordSender:
    return DiscordSender(lambda: client, plain_view)


async def test_an_alert_is_posted_found_and_edited() -> None:
    client = SalientClient(no_setup, GuildEvents())
    async with simcord.run(client) as env:
        guild = env.create_guild(name="News")
        channel = guild.create_text_channel("alerts")
        sender, target = of(client), Target(TargetKind.CHANNEL, channel.id, guild.id)
        assert sender.ready()
        assert sender.guilds() == {guild.id}

        started = env.now()
        sent = await sender.send(target, NEWS, key=KEY, mentions=Mentions())
        found = await sender.find(target, KEY, since=started)
        await sender.edit(target, sent.message_id, Notice("Kursk", "later"), key=KEY)

        assert found is not None
        assert found.message_id == sent.message_id
        (message,) = channel.history()
        title, box = message.components
        assert isinstance(title, discord.TextDisplay)
        assert isinstance(box, discord.components.Container)
        assert isinstance(box.children[0], discord.TextDisplay)
        assert (title.content, box.children[0].content) == ("**Kursk**", "later")


async def test_a_member_gets_a_direct_message_and_sees_its_channel() -> None:
    client = SalientClient(no_setup, GuildEvents())
    async with simcord.run(client) as env:
        guild = env.create_guild(name="News")
        channel = guild.create_text_channel("alerts")
        alice = guild.add_member(env.create_user("alice"))
        sender = of(client)

        await sender.send(Target(TargetKind.MEMBER, alice.id, guild.id), NEWS, key=KEY, mentions=Mentions())

        assert await sender.may_see(guild.id, channel.id, alice.id)
        assert not await sender.may_see(guild.id, channel.id, 1)


async def test_refusals_read_alike() -> None:
    client = SalientClient(no_setup, GuildEvents())
    async with simcord.run(client) as env:
        guild = env.create_guild(name="News")
        closed = guild.create_text_channel(
            "closed",
            overwrites={
                guild.default_role: discord.PermissionOverwrite(
                    send_messages=False, read_message_history=False
                )
            },
        )
        sender, target = of(client), Target(TargetKind.CHANNEL, closed.id, guild.id)

        assert await sender.missing_permissions(guild.id, closed.id) == (
            "Send Messages",
            "Read Message History",
        )
        with pytest.raises(Forbidden) as caught:
            await sender.send(target, NEWS, key=KEY, mentions=Mentions())
        assert "Send Messages" in caught.value.missing
        with pytest.raises(MessageGone):
            await sender.edit(target, 1, NEWS, key=KEY)
        with pytest.raises(HistoryUnreadable):
            await sender.find(target, KEY, since=datetime.now(UTC))
