"""Drafts are kept for a day, whether another one is made or not."""

from __future__ import annotations

from datetime import timedelta

import pytest

from bot.errors import NotFound
from bot.services import DraftService
from bot.services.drafts import Draft
from bot.storage import Database
from tests.builders import CHANNEL, Newsroom, viewer
from tests.conftest import ManualClock


async def test_what_nobody_saved_is_gone_after_a_day_and_not_before(
    newsroom: Newsroom, database: Database, clock: ManualClock
) -> None:
    await newsroom.guild()
    service, member = DraftService(database, clock), viewer(CHANNEL)
    key = await service.keep(member, Draft(query="kursk"))

    clock.advance(timedelta(hours=23))
    await service.purge()
    kept = await service.get(member, key)
    clock.advance(timedelta(hours=2))
    await service.purge()

    assert kept.query == "kursk"
    with pytest.raises(NotFound):
        await service.get(member, key)
