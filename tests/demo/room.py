"""A client with one command and one button in the local Discord, and nothing of the engine."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime

import discord
from discord import app_commands

from bot.chat.cards import message_view, reply
from bot.chat.client import GuildEvents, SalientClient
from bot.chat.sender import DiscordSender
from bot.demo.local_discord import LocalGateway, Newsroom
from bot.domain.alert import Alert, Mentions, Source
from bot.domain.delivery import Sent, Target, TargetKind

KEY = "0123456789abcdefghijkl"


class Room:
    """The local Discord with a sender in it."""

    def __init__(self, newsroom: Newsroom, sender: DiscordSender) -> None:
        self.newsroom = newsroom
        self.sender = sender
        self.target = Target(TargetKind.CHANNEL, newsroom.alerts.id, newsroom.guild.id)

    async def post(self, headline: str, key: str = KEY) -> Sent:
        return await self.sender.send(self.target, alert(headline), key=key, mentions=Mentions())

    async def edit(self, sent: Sent, headline: str, key: str = KEY) -> None:
        await self.sender.edit(self.target, sent.message_id, alert(headline), key=key)


def alert(headline: str) -> Alert:
    now = datetime.now(UTC)
    url = "http://127.0.0.1/news/1"
    source = Source(article_id=1, title=headline, outlet="Meridian Wire", url=url, at=now)
    return Alert(
        story_id=1,
        headline=headline,
        url=url,
        summary=(),
        sources=(source,),
        watchlists=(),
        first_seen=now,
        updated=now,
    )


async def add_commands(client: SalientClient) -> None:
    @client.tree.command(description="Search the archive")
    @app_commands.describe(words="What to look for")
    async def search(interaction: discord.Interaction, words: str) -> None:
        await interaction.response.defer(ephemeral=True)
        await interaction.followup.send(view=reply("Search", f"Nothing found for {words}."))

    @client.listen()
    async def on_interaction(interaction: discord.Interaction) -> None:
        if interaction.type is discord.InteractionType.component:
            await interaction.response.send_message("These are the sources.", ephemeral=True)


@asynccontextmanager
async def open_room(events: GuildEvents | None = None) -> AsyncIterator[Room]:
    gateway = LocalGateway(lambda: SalientClient(add_commands, events or GuildEvents()))
    running = asyncio.create_task(gateway.run())
    try:
        newsroom = await gateway.newsroom
        yield Room(newsroom, DiscordSender(lambda: gateway.client, message_view))
    finally:
        await gateway.stop()
        await running
