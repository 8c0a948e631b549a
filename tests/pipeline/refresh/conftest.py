from __future__ import annotations

from collections.abc import AsyncIterator

import pytest_asyncio

from bot.storage import Database
from tests.conftest import ManualClock
from tests.pipeline.refresh.desk import Desk, open_desk


@pytest_asyncio.fixture
async def desk(database: Database, clock: ManualClock) -> AsyncIterator[Desk]:
    async with open_desk(database, clock) as opened:
        yield opened
