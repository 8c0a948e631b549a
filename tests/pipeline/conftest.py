"""A local Discord on the wire, and the bot in it, for whoever asks for them."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from bot.chat.cards import message_view
from tests.chat.connected import Bot, connected
from tests.conftest import ManualClock
from tests.fakes.discord import Channel, LocalDiscord, World


@pytest.fixture
async def local(clock: ManualClock) -> AsyncIterator[LocalDiscord]:
    async with LocalDiscord(World(clock=clock.now)) as local:
        yield local
        assert local.world.violations == []


@pytest.fixture
async def bot(local: LocalDiscord, channel: Channel) -> AsyncIterator[Bot]:
    async with connected(local, render=message_view) as bot:
        yield bot
