"""Aliases: who may change them, what they do to watchlists, and what the keeper makes of it."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.errors import MemberError, NotAllowed, QueryError
from bot.pipeline.refresh.judge import Judge
from bot.query import read
from bot.services import AliasService, Rights, WatchlistService
from bot.storage import Database, watchlist_changes
from bot.text import Analyser, LanguageDetector
from tests.builders import CHANNEL, GUILD, Newsroom, viewer
from tests.conftest import ManualClock

SECRET = 101
EDITOR = viewer(CHANNEL)
MAY = Rights(manage=True, may_post_in=frozenset({CHANNEL}), may_ping=frozenset())
MAY_NOT = Rights(manage=False, may_post_in=frozenset({CHANNEL}), may_ping=frozenset())


@pytest.fixture
async def service(newsroom: Newsroom, database: Database, clock: ManualClock) -> AliasService:
    await newsroom.guild()
    return AliasService(database, clock)


async def test_days_back_in_an_old_watchlist_count_from_the_bots_own_clock(
    service: AliasService, newsroom: Newsroom, database: Database, clock: ManualClock
) -> None:
    with pytest.raises(QueryError, match="takes no dates"):
        await WatchlistService(database, clock).add(
            EDITOR, MAY, name="War", query="kursk after:2d", channel_id=CHANNEL
        )
    one = await newsroom.watch("War", "kursk after:2d")  # of before they were refused
    judge = Judge(Analyser(), LanguageDetector(), window=timedelta(hours=1))
    days_old = [
        read(Analyser(), title="Kursk", text="", published=clock.now() - timedelta(days=days))
        for days in (1, 3)
    ]
    try:
        async with database.read() as connection:
            await judge.learn(connection, now=clock.now())
        found = [[watchlist for watchlist, _ in await judge.match(each)] for each in days_old]
    finally:
        judge.close()

    assert found == [[one.id], []]


async def test_a_changed_alias_is_matched_by_at_once_and_noted_with_the_match(
    service: AliasService, database: Database, clock: ManualClock
) -> None:
    await service.set(EDITOR, MAY, "front", "kursk")
    await service.set(EDITOR, MAY, "war", "@front OR belgorod")
    lists = WatchlistService(database, clock)
    one = await lists.add(EDITOR, MAY, name="War", query="@war -football", channel_id=CHANNEL)
    judge = Judge(Analyser(), LanguageDetector(), window=timedelta(hours=1))
    document = read(Analyser(), title="Sudzha taken", text="", language="en")
    try:
        async with database.read() as connection:
            await judge.learn(connection, now=clock.now())
        before = await judge.match(document)
        version = judge.alias_version
        clock.advance(timedelta(hours=1))

        await service.set(EDITOR, MAY, "front", "kursk OR sudzha")

        async with database.read() as connection:
            assert await judge.learn(connection, now=clock.now())
            assert not await judge.learn(connection, now=clock.now())
        after = await judge.match(document)
    finally:
        judge.close()
    assert before == []
    assert [watchlist for watchlist, _ in after] == [one.id]
    assert judge.alias_version > version
    assert (await lists.named(EDITOR, "War")).active_since == clock.now()  # it begins anew


async def test_history_keeps_what_an_alias_meant(
    service: AliasService, newsroom: Newsroom, database: Database
) -> None:
    await service.set(EDITOR, MAY, "front", "kursk")
    one = await newsroom.watch("War", "@front")
    await service.set(EDITOR, MAY, "front", "sudzha")

    async with database.read() as connection:
        newest = (await watchlist_changes.of(connection, GUILD, one.id))[0]

    assert newest.before is not None
    assert newest.after is not None
    assert (newest.before.alias, newest.after.alias) == (("front", "kursk"), ("front", "sudzha"))


async def test_an_alias_that_would_break_a_watchlist_is_refused(
    service: AliasService, newsroom: Newsroom
) -> None:
    await service.set(EDITOR, MAY, "front", "kursk OR sudzha")
    await newsroom.watch("Near", "troops NEAR/3 @front")

    with pytest.raises(MemberError, match="the watchlist Near could not be read"):
        await service.set(EDITOR, MAY, "front", "kursk sudzha")

    assert (await service.named(EDITOR, "@FRONT")).alias.query == "kursk OR sudzha"


async def test_who_moderates_elsewhere_changes_no_watchlist_by_its_alias(
    service: AliasService, newsroom: Newsroom
) -> None:
    elsewhere = replace(MAY, not_in=frozenset({CHANNEL, SECRET}))
    await service.set(EDITOR, MAY, "front", "kursk")
    await service.set(EDITOR, elsewhere, "front", "kursk OR sudzha")  # which nothing uses yet
    await newsroom.watch("Mole", "@front", channel_id=SECRET)

    with pytest.raises(NotAllowed, match="lack the permission Manage Messages") as refused:
        await service.set(EDITOR, elsewhere, "front", "football")

    assert "Mole" not in str(refused.value)
    assert (await service.named(EDITOR, "front")).alias.query == "kursk OR sudzha"


async def test_watchlists_out_of_sight_are_not_named(service: AliasService, newsroom: Newsroom) -> None:
    await service.set(EDITOR, MAY, "front", "kursk")
    await newsroom.watch("Mole", "@front", channel_id=SECRET)

    with pytest.raises(MemberError, match="watchlists that you can't see") as refused:
        await service.remove(EDITOR, MAY, "front")

    assert "Mole" not in str(refused.value)
    assert (await service.named(EDITOR, "front")).watchlists == ()


@pytest.mark.parametrize("name", ["", "@", "two words", "a" * 33, "a(b", "-x"])
async def test_a_name_that_no_query_could_use_is_refused(service: AliasService, name: str) -> None:
    with pytest.raises(MemberError, match=r"alias|Alias"):
        await service.set(EDITOR, MAY, name, "kursk")


async def test_only_who_may_change_watchlists_changes_aliases(service: AliasService) -> None:
    for change in (
        service.set(EDITOR, MAY_NOT, "front", "kursk"),
        service.remove(EDITOR, MAY_NOT, "front"),
        service.add_starters(EDITOR, MAY_NOT),
    ):
        with pytest.raises(NotAllowed, match="Manage Messages"):
            await change


async def test_an_alias_of_nothing_but_not_is_refused(service: AliasService) -> None:
    with pytest.raises(QueryError):
        await service.set(EDITOR, MAY, "front", "-kursk")
