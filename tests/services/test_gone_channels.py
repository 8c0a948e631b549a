"""A watchlist whose channel was deleted is in nobody's sight; admins can still give it another channel."""

from __future__ import annotations

from datetime import timedelta

import pytest

from bot.errors import NotFound
from bot.lookups import Complete
from bot.services import GuildService, HistoryService, Rights, WatchlistService
from bot.storage import Database
from tests.builders import CHANNEL, GUILD, viewer
from tests.conftest import ManualClock

GONE = 101
EDITOR = Rights(manage=True, may_post_in=frozenset({CHANNEL, GONE}), may_ping=frozenset())
BEFORE = viewer(CHANNEL, GONE)
ADMIN, MEMBER = viewer(CHANNEL, is_admin=True), viewer(CHANNEL)


@pytest.fixture
async def service(database: Database, clock: ManualClock) -> WatchlistService:
    service = WatchlistService(database, clock)
    await service.add(BEFORE, EDITOR, name="Kursk", query="kursk", channel_id=GONE)
    return service


async def deleted(database: Database, clock: ManualClock) -> None:
    await GuildService(database, clock, keep=timedelta(days=30)).channel_deleted(GUILD, GONE)


async def test_an_admin_gives_the_watchlist_of_a_deleted_channel_another_one(
    service: WatchlistService, database: Database, clock: ManualClock
) -> None:
    await deleted(database, clock)

    assert [one.name for one in await service.all(ADMIN)] == ["Kursk"]
    assert await Complete(database, clock).watchlists("ku", viewer=ADMIN) == [("Kursk", "Kursk")]
    assert (await HistoryService(database, service).of(ADMIN, "Kursk")).name == "Kursk"
    _, after = await service.edit(ADMIN, EDITOR, "Kursk", channel_id=CHANNEL)

    assert after.channel_id == CHANNEL


async def test_who_is_no_admin_does_not_see_the_watchlists_of_a_deleted_channel(
    service: WatchlistService, database: Database, clock: ManualClock
) -> None:
    await deleted(database, clock)

    assert await service.all(MEMBER) == []
    assert await Complete(database, clock).watchlists("ku", viewer=MEMBER) == []
    with pytest.raises(NotFound):
        await service.named(MEMBER, "Kursk")
    with pytest.raises(NotFound):
        await HistoryService(database, service).of(MEMBER, "Kursk")


async def test_an_admin_does_not_see_the_watchlists_of_a_channel_that_is_only_hidden(
    service: WatchlistService,
) -> None:
    assert await service.all(ADMIN) == []
    with pytest.raises(NotFound):
        await service.named(ADMIN, "Kursk")
