"""A local Discord on the wire, with a server and a channel in it, for whoever asks for them."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from tests.fakes.discord import Channel, Guild, LocalDiscord


@pytest.fixture
async def local() -> AsyncIterator[LocalDiscord]:
    async with LocalDiscord() as local:
        yield local
        assert local.world.violations == []


@pytest.fixture
def guild(local: LocalDiscord) -> Guild:
    return local.world.add_guild("News")


@pytest.fixture
def channel(guild: Guild) -> Channel:
    return guild.add_channel("alerts")
