"""A process whose roles another process took must stop: two of them would tell everything twice."""

from __future__ import annotations

import asyncio
from datetime import timedelta

import pytest

from bot import app
from bot.app import engine, roles
from bot.errors import OperatorError
from bot.storage import leases
from config.settings import fixed
from tests.fakes.discord import LocalDiscord, pointed_at
from tests.journeys.life import supervised
from tests.waiting import PATIENCE


async def test_a_process_stops_when_another_has_taken_its_roles(
    database_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(engine, "RENEW_EVERY", timedelta(seconds=0.1))
    settings = fixed(database_url=database_url)
    async with LocalDiscord() as local, app.open(settings) as opened:
        local.world.add_guild("News")
        with pointed_at(local.url):
            async with app.running(opened, supervised(local.world.token)) as connection:
                async with opened.database.write() as rows:
                    taken = await leases.take(
                        rows,
                        "keeper",
                        "another process",
                        now=opened.clock.now(),
                        lease=roles.LEASE,
                        dead=True,
                    )
                assert isinstance(taken, leases.Held)

                with pytest.raises(OperatorError, match="taken over this database"):
                    await asyncio.wait_for(app.until(asyncio.Event(), connection), PATIENCE)
