"""The promises hold in whatever order things happen: see `newsday`.

SEEDS=1000 STEPS=40 pytest -q tests/pipeline/test_any_order.py      # many more days than the suite has
"""

from __future__ import annotations

import os
from random import Random

import pytest

from bot.storage import Database
from tests.conftest import ManualClock
from tests.pipeline.newsday import broken, heal, open_day, step

SEEDS = int(os.environ.get("SEEDS", "2"))
FIRST = int(os.environ.get("FIRST", "0"))
STEPS = int(os.environ.get("STEPS", "25"))


@pytest.mark.parametrize("seed", range(FIRST, FIRST + SEEDS))
async def test_a_days_events_in_any_order_break_no_promise(
    database: Database, clock: ManualClock, seed: int
) -> None:
    async with open_day(database, clock, Random(seed)) as day:
        for _ in range(STEPS):
            await step(day)
        await heal(day)
        found = await broken(day)

    assert found == [], "\n".join([*found, *day.log])
