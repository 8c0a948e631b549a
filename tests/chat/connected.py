"""A bot of ours, connected to the local Discord for the length of a test."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass

import discord

from bot.chat.client import ClientOptions, GuildEvents, SalientClient
from bot.chat.invalid_requests import InvalidRequests
from bot.chat.sender import DiscordSender, Render
from bot.chat.supervisor import Backoff, Supervisor
from bot.domain.alert import Mentions, Message, Notice
from tests.fakes.discord import LocalDiscord, pointed_at
from tests.waiting import PATIENCE, until


@dataclass
class Bot:
    """What a test may look at and use."""

    supervisor: Supervisor
    sender: DiscordSender
    invalid_requests: InvalidRequests
    made: list[SalientClient]  # every client so far

    @property
    def client(self) -> SalientClient:
        client = self.supervisor.client
        assert client is not None
        return client


async def no_setup(_: SalientClient) -> None:
    """Add nothing."""


def plain_view(message: Message, *, key: str, mentions: Mentions) -> discord.ui.LayoutView:
    """Render a notice as its two texts and a button that carries the key."""
    assert isinstance(message, Notice)
    pings = [f"<@&{role}>" for role in mentions.roles] + [f"<@{member}>" for member in mentions.members]
    view = discord.ui.LayoutView(timeout=None)
    view.add_item(discord.ui.TextDisplay(" ".join([*pings, f"**{message.title}**"])))
    container = discord.ui.Container[discord.ui.LayoutView](discord.ui.TextDisplay(message.text))
    container.add_item(discord.ui.ActionRow(discord.ui.Button(label="Why?", custom_id=f"s:why:0:{key}")))
    return view.add_item(container)


def _is_furnished(client: SalientClient | None) -> bool:
    """Return whether a client has heard of all its servers, which may be later than it is ready."""
    return client is not None and client.connected and not any(one.unavailable for one in client.guilds)


@asynccontextmanager
async def connected(
    local: LocalDiscord,
    *,
    setup: Callable[[SalientClient], Awaitable[None]] = no_setup,
    events: GuildEvents | None = None,
    token: str | None = None,
    wait: bool = True,
    longest_request: float = PATIENCE,
    render: Render = plain_view,
) -> AsyncIterator[Bot]:
    """Run a bot under its supervisor against *local* until the block ends."""
    invalid = InvalidRequests()
    options = ClientOptions(guilds_quiet=0.05)
    made: list[SalientClient] = []

    def make() -> SalientClient:
        client = SalientClient(setup, events or GuildEvents(), invalid_requests=invalid, options=options)
        made.append(client)
        return client

    with pointed_at(local.url):
        supervisor = Supervisor(
            token or local.world.token, make, backoff=Backoff(first=0.02, longest=0.1, healthy=60)
        )
        sender = DiscordSender(
            lambda: supervisor.client, render, invalid_requests=invalid, longest_request=longest_request
        )
        running = asyncio.create_task(supervisor.run())
        try:
            if wait:
                await until(lambda: running.done() or _is_furnished(supervisor.client), "it is connected")
            yield Bot(supervisor, sender, invalid, made)
        finally:
            await supervisor.stop()
            await running
