"""The history of watchlists: who sees it, and what restoring takes."""

from __future__ import annotations

import pytest

from bot.errors import AlreadyExists, NotAllowed, NotFound
from bot.services import HistoryService, Rights, WatchlistService
from bot.storage import Database
from tests.builders import CHANNEL, Newsroom, viewer
from tests.conftest import ManualClock

SECRET = 101
EDITOR, CHIEF = viewer(CHANNEL), viewer(CHANNEL, SECRET, member_id=902)
MAY = Rights(manage=True, may_post_in=frozenset({CHANNEL}), may_ping=frozenset())
ALL = Rights(manage=True, may_post_in=frozenset({CHANNEL, SECRET}), may_ping=frozenset())
MAY_NOT = Rights(manage=False, may_post_in=frozenset(), may_ping=frozenset())


@pytest.fixture
async def lists(newsroom: Newsroom, database: Database, clock: ManualClock) -> WatchlistService:
    await newsroom.guild()
    return WatchlistService(database, clock)


@pytest.fixture
def history(database: Database, lists: WatchlistService) -> HistoryService:
    return HistoryService(database, lists)


async def test_a_version_comes_back_and_is_a_version_itself(
    lists: WatchlistService, history: HistoryService
) -> None:
    one = await lists.add(EDITOR, MAY, name="Front", query="kursk", channel_id=CHANNEL)
    await lists.edit(EDITOR, MAY, "Front", query="sudzha", new_name="South")

    _, after = await history.restore(EDITOR, MAY, one.id, 1)

    assert (after.name, after.query) == ("Front", "kursk")
    told = await history.of(EDITOR, "front")
    assert [version.number for version in told.versions] == [3, 2, 1]
    assert [version.can_be_restored for version in told.versions] == [False, True, True]


async def test_what_was_in_a_channel_out_of_sight_is_neither_told_nor_restored(
    lists: WatchlistService, history: HistoryService
) -> None:
    one = await lists.add(CHIEF, ALL, name="Merger", query="secretword", channel_id=SECRET)
    await lists.edit(CHIEF, ALL, "Merger", query="kursk", channel_id=CHANNEL)

    told = await history.of(EDITOR, "Merger")

    assert "secretword" not in repr(told)
    with pytest.raises(NotFound):
        await history.restore(EDITOR, MAY, one.id, 1)
    assert "secretword" in repr(await history.of(CHIEF, "Merger"))


async def test_restoring_takes_the_same_rights_as_changing(
    lists: WatchlistService, history: HistoryService
) -> None:
    one = await lists.add(CHIEF, ALL, name="Front", query="kursk", channel_id=SECRET)
    await lists.edit(CHIEF, ALL, "Front", channel_id=CHANNEL)
    mute = viewer(CHANNEL, SECRET)  # sees the channel, and may not write there

    with pytest.raises(NotAllowed, match="Manage Messages"):
        await history.restore(CHIEF, MAY_NOT, one.id, 1)
    with pytest.raises(NotAllowed, match="send messages"):
        await history.restore(mute, MAY, one.id, 1)


async def test_a_removed_watchlist_comes_back_unless_its_name_is_taken(
    lists: WatchlistService, history: HistoryService
) -> None:
    one = await lists.add(EDITOR, MAY, name="Front", query="kursk", channel_id=CHANNEL)
    await lists.remove(EDITOR, MAY, "Front")

    before, after = await history.restore(EDITOR, MAY, one.id, 1)

    assert before is None
    assert (after.name, after.query) == ("Front", "kursk")
    with pytest.raises(AlreadyExists):
        await history.restore(EDITOR, MAY, one.id, 1)
