"""A delivery is in one hand at a time, whoever looks for what is due at the same moment."""

from __future__ import annotations

import asyncio
from datetime import timedelta

from bot.domain.delivery import Delivery, Kind, State, Target, TargetKind
from bot.storage import Database, claims, deliveries
from tests.conftest import ManualClock
from tests.pipeline.desk import open_desk

ROUNDS = 20  # within which one delivery was given twice before each claim looked again
AT_ONCE = 6


async def test_looks_at_the_same_moment_give_no_delivery_twice(
    database: Database, clock: ManualClock
) -> None:
    await open_desk(database, clock, guild_id=1, channel_id=2, owner_id=3)
    wanted = [Target(TargetKind.CHANNEL, 100 + number, 1) for number in range(40)]

    async def look() -> list[Delivery]:
        async with database.write() as connection:
            return await claims.claim(connection, now=clock.now(), lease=timedelta(minutes=3), limit=40)

    for number in range(ROUNDS):
        async with database.write() as connection:
            for target in wanted:
                await deliveries.want(connection, Kind.NOTICE, target, str(number), now=clock.now())
        claimed = [one for found in await asyncio.gather(*(look() for _ in range(AT_ONCE))) for one in found]
        async with database.write() as connection:
            for one in claimed:
                await claims.end(connection, one, State.CLOSED)

        assert sorted(one.target.id for one in claimed) == [one.id for one in wanted]
