"""A task that is cancelled while it writes leaves the database to others."""

from __future__ import annotations

import asyncio
import time
from contextlib import suppress

import pytest
from sqlalchemy import text

from bot.storage import Database


async def write(database: Database) -> None:
    async with database.write() as connection:
        await connection.execute(text("update feed set title = 'a' where id < 0"))
        await connection.execute(text("select count(*) from feed"))
        await connection.execute(text("update feed set title = 'b' where id < 0"))


@pytest.mark.parametrize("waits", [0.0, 0.0005])
async def test_wherever_a_write_is_cancelled_the_next_one_need_not_wait(
    database: Database, waits: float
) -> None:
    for moment in range(30):
        cancelled = asyncio.create_task(write(database))
        for _ in range(moment):
            await asyncio.sleep(0)
        time.sleep(waits)  # noqa: ASYNC251  the database's own thread gets a little further
        cancelled.cancel()
        with suppress(asyncio.CancelledError):
            await cancelled
        await write(database)
