from __future__ import annotations

from collections.abc import AsyncIterator

import pytest_asyncio

from bot.storage import Database
from tests.cogs.newsroom import Newsroom, open_newsroom


@pytest_asyncio.fixture
async def room(database: Database) -> AsyncIterator[Newsroom]:
    async with open_newsroom(database) as opened:
        yield opened
