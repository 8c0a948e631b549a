"""Hours of a press where everything goes wrong: nothing of it is lost, doubled, or alerted twice."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from bot.pipeline.workers.pool import ParserPool, PoolOptions
from bot.storage import Database
from tests.fakes.press.day import Day, Jump, furnish, live
from tests.fakes.press.ledger import Ledger
from tests.fakes.press.outlets import press
from tests.fakes.press.web import PressWeb, Truth

START = datetime(2024, 10, 28, 6, tzinfo=UTC)
HOUR = timedelta(hours=1)


@pytest.mark.parametrize("seed", [4])
@pytest.mark.parametrize(
    ("database_url", "feeds", "hours"), [("sqlite", 10, 4), ("postgresql", 4, 2)], indirect=["database_url"]
)
async def test_every_article_is_stored_once_or_reported_as_a_possible_gap(
    database: Database, feeds: int, hours: int, seed: int
) -> None:
    truth = Truth(START)
    lasts = hours * HOUR
    web = PressWeb(press(feeds, start=START, lasts=lasts, seed=seed), truth)
    day = Day(
        step=timedelta(minutes=1),
        crashes=[START + 0.175 * lasts, START + 0.775 * lasts],
        restarts=[START + 0.5 * lasts],
        jumps=[
            Jump(START + 0.375 * lasts, START + 0.4 * lasts, 5 * HOUR),
            Jump(START + 0.625 * lasts, START + 0.675 * lasts, -2 * HOUR),
        ],
    )
    await furnish(database, web.feeds, truth, day)
    async with ParserPool(PoolOptions(workers=1)) as pool:
        await live(database, web, pool, day, until=START + lasts, seed=seed)
    found = await Ledger(web, day).verdict(database)

    assert found.all.published > 4 * feeds * hours / 2
    assert (found.all.lost, found.all.twice, found.confused) == ([], [], [])
    assert found.all.once + found.all.in_gaps == found.all.published
    assert found.all.in_gaps or feeds < 10  # a feed rolled over unseen, and says so
    assert found.gaps_false == 0
    assert found.gaps_shown == found.gaps_true + found.gaps_blind
    assert found.alerted
    assert (found.alerted_twice, found.alerted_old, found.not_alerted) == ([], [], [])
