"""Watchlists on both databases: changed by who may, invisible to who may not see their channel."""

from __future__ import annotations

import asyncio
from datetime import timedelta

import pytest

from bot.domain.feed import Feed
from bot.domain.watchlist import Notify
from bot.errors import AlreadyExists, MemberError, NotAllowed, NotFound, QueryError
from bot.services import Rights, WatchlistService
from bot.storage import Database, followers, matches, watchlist_changes
from tests.builders import CHANNEL, GUILD, Newsroom, viewer
from tests.conftest import ManualClock

OTHER_GUILD, HIDDEN, ROLE = 2, 101, 50
ANN = viewer(CHANNEL)
BOSS = viewer(CHANNEL, HIDDEN)
EDITOR = Rights(manage=True, may_post_in=frozenset({CHANNEL, HIDDEN}), may_ping=frozenset({ROLE}))
READER = Rights(manage=False, may_post_in=frozenset({CHANNEL}), may_ping=frozenset())


@pytest.fixture
def service(database: Database, clock: ManualClock) -> WatchlistService:
    return WatchlistService(database, clock)


async def test_a_watchlist_begins_at_once_even_in_a_server_never_heard_of(
    service: WatchlistService, clock: ManualClock
) -> None:
    made = await service.add(ANN, EDITOR, name=" North  Korea ", query=" dprk\nOR kursk ", channel_id=CHANNEL)

    assert (made.name, made.query) == ("North Korea", "dprk OR kursk")
    assert made.active_since == clock.now()
    assert await service.all(ANN) == [made]
    assert await service.named(ANN, "NORTH korea") == made
    assert await service.named(ANN, str(made.id)) == made


async def test_who_may_not_change_watchlists_is_told_which_permission_is_missing(
    service: WatchlistService,
) -> None:
    await service.add(ANN, EDITOR, name="Kursk", query="kursk", channel_id=CHANNEL)

    for refused in (
        service.add(ANN, READER, name="Other", query="kursk", channel_id=CHANNEL),
        service.edit(ANN, READER, "Kursk", query="sumy"),
        service.remove(ANN, READER, "Kursk"),
        service.pause(ANN, READER, "Kursk"),
        service.resume(ANN, READER, "Kursk"),
    ):
        with pytest.raises(NotAllowed, match="Manage Messages"):
            await refused
    assert [one.query for one in await service.all(ANN)] == ["kursk"]


async def test_only_a_channel_and_a_role_that_the_caller_could_use(service: WatchlistService) -> None:
    await service.add(ANN, EDITOR, name="Kursk", query="kursk", channel_id=CHANNEL)

    for refused in (
        service.add(ANN, EDITOR, name="Other", query="kursk", channel_id=999),
        service.edit(ANN, EDITOR, "Kursk", channel_id=999),
    ):
        with pytest.raises(NotAllowed, match="channel"):
            await refused
    for refused in (
        service.add(ANN, EDITOR, name="Other", query="kursk", channel_id=CHANNEL, role_id=51),
        service.edit(ANN, EDITOR, "Kursk", role_id=51),
    ):
        with pytest.raises(NotAllowed, match="Mention Everyone"):
            await refused


@pytest.mark.parametrize("name", ["", "  \n ", "\u200b\u200b", "\x00", "\u202e"])
async def test_a_name_must_be_seen(service: WatchlistService, name: str) -> None:
    with pytest.raises(MemberError, match="name"):
        await service.add(ANN, EDITOR, name=name, query="kursk", channel_id=CHANNEL)


@pytest.mark.parametrize("name", ["k" * 101, "k" * 5000, "ﷺ" * 50])
async def test_a_name_that_is_too_long_is_refused(service: WatchlistService, name: str) -> None:
    with pytest.raises(MemberError, match=r"100 characters|too long"):
        await service.add(ANN, EDITOR, name=name, query="kursk", channel_id=CHANNEL)


@pytest.mark.parametrize(
    "name", ["k" * 100, "@everyone", "[a](https://b.test)", "İstanbul ẞ", "ﷺ" * 11, "北" * 100]
)
async def test_any_other_name_can_be_kept_and_found(service: WatchlistService, name: str) -> None:
    made = await service.add(ANN, EDITOR, name=name, query="kursk", channel_id=CHANNEL)

    assert await service.named(ANN, name) == made


async def test_a_query_that_cannot_be_read_is_refused_and_nothing_changes(
    service: WatchlistService,
) -> None:
    await service.add(ANN, EDITOR, name="Kursk", query="kursk", channel_id=CHANNEL)

    for refused in (
        service.add(ANN, EDITOR, name="Other", query="-kursk", channel_id=CHANNEL),
        service.edit(ANN, EDITOR, "Kursk", query="kursk )", new_name="Sumy"),
    ):
        with pytest.raises(QueryError):
            await refused
    assert [(one.name, one.query) for one in await service.all(ANN)] == [("Kursk", "kursk")]


async def test_names_that_differ_in_case_alone_are_one_name(service: WatchlistService) -> None:
    await service.add(ANN, EDITOR, name="Kursk", query="kursk", channel_id=CHANNEL)
    await service.add(ANN, EDITOR, name="Sumy", query="sumy", channel_id=CHANNEL)

    with pytest.raises(AlreadyExists):
        await service.add(ANN, EDITOR, name="ＫURSK", query="sumy", channel_id=CHANNEL)
    with pytest.raises(AlreadyExists):
        await service.edit(ANN, EDITOR, "sumy", new_name="kursk")
    _, after = await service.edit(ANN, EDITOR, "kursk", new_name="KURSK")
    assert after.name == "KURSK"


async def test_two_who_add_the_same_name_at_once_get_one_watchlist(service: WatchlistService) -> None:
    asked = [
        service.add(ANN, EDITOR, name=name, query="kursk", channel_id=CHANNEL)
        for name in ("Kursk", "kursk", "KURSK", "Kursk")
    ]

    outcomes = await asyncio.gather(*asked, return_exceptions=True)

    refused = [one for one in outcomes if isinstance(one, BaseException)]
    assert [type(one) for one in refused] == [AlreadyExists] * 3
    assert len(await service.all(ANN)) == 1


async def test_two_who_rename_to_the_same_name_at_once_do_not_both_get_it(service: WatchlistService) -> None:
    for name in ("One", "Two"):
        await service.add(ANN, EDITOR, name=name, query="kursk", channel_id=CHANNEL)

    outcomes = await asyncio.gather(
        *(service.edit(ANN, EDITOR, name, new_name="Kursk") for name in ("One", "Two")),
        return_exceptions=True,
    )

    assert sum(isinstance(one, AlreadyExists) for one in outcomes) == 1


async def test_the_same_name_in_another_server_is_another_watchlist(service: WatchlistService) -> None:
    other = viewer(200, guild_id=OTHER_GUILD)
    rights = Rights(manage=True, may_post_in=frozenset({200}), may_ping=frozenset())
    mine = await service.add(ANN, EDITOR, name="Kursk", query="kursk", channel_id=CHANNEL)
    theirs = await service.add(other, rights, name="Kursk", query="sumy", channel_id=200)

    assert await service.all(ANN) == [mine]
    assert await service.named(other, "kursk") == theirs
    with pytest.raises(NotFound):
        await service.named(other, str(mine.id))


async def test_a_watchlist_out_of_sight_can_be_neither_changed_nor_followed(
    service: WatchlistService,
) -> None:
    await service.add(BOSS, EDITOR, name="Mole hunt", query="mole", channel_id=HIDDEN)

    for refused in (
        service.named(ANN, "Mole hunt"),
        service.named(ANN, "1"),
        service.edit(ANN, EDITOR, "Mole hunt", query="sumy"),
        service.remove(ANN, EDITOR, "Mole hunt"),
        service.pause(ANN, EDITOR, "Mole hunt"),
        service.resume(ANN, EDITOR, "Mole hunt"),
        service.follow(ANN, "Mole hunt", Notify.DIRECT),
        service.unfollow(ANN, "Mole hunt"),
    ):
        with pytest.raises(NotFound):
            await refused
    assert await service.all(ANN) == []
    assert await service.following(ANN) == {}
    (untouched,) = await service.all(BOSS)
    assert untouched.query == "mole"


@pytest.mark.parametrize("name", ["9" * 18, "9" * 60, "\x00", "٣", "x" * 5000])
async def test_a_name_of_nothing_is_not_found(service: WatchlistService, name: str) -> None:
    with pytest.raises(NotFound) as refused:
        await service.named(ANN, name)

    assert len(str(refused.value)) < 300


async def test_an_edit_changes_only_what_was_given(service: WatchlistService, clock: ManualClock) -> None:
    made = await service.add(ANN, EDITOR, name="Kursk", query="kursk", channel_id=CHANNEL, role_id=ROLE)
    clock.advance(timedelta(hours=1))

    before, after = await service.edit(ANN, EDITOR, "Kursk", new_name="Front", channel_id=CHANNEL)
    _, bare = await service.edit(ANN, EDITOR, "Front", no_role=True)

    assert before == made
    assert (after.name, after.query, after.role_id) == ("Front", "kursk", ROLE)
    assert after.active_since == made.active_since
    assert bare.role_id is None


async def test_an_edit_that_changes_nothing_says_so(service: WatchlistService) -> None:
    await service.add(ANN, EDITOR, name="Kursk", query="kursk", channel_id=CHANNEL)

    with pytest.raises(MemberError, match="Nothing to change"):
        await service.edit(ANN, EDITOR, "Kursk")
    with pytest.raises(MemberError, match="Nothing to change"):
        await service.edit(ANN, EDITOR, "Kursk", query="kursk", channel_id=CHANNEL)


async def test_another_query_begins_anew_and_leaves_what_was_told(
    service: WatchlistService, newsroom: Newsroom, clock: ManualClock
) -> None:
    await newsroom.guild()
    courier: Feed = await newsroom.feed("The Courier", GUILD)
    await service.add(ANN, EDITOR, name="Front", query="kursk", channel_id=CHANNEL)
    piece = await newsroom.publish(courier, "Kursk holds out")
    clock.advance(timedelta(hours=1))

    _, after = await service.edit(ANN, EDITOR, "Front", query="sumy")

    assert after.active_since == clock.now()  # the archive's articles on Sumy don't alert
    async with newsroom.database.read() as connection:
        told = await matches.among(connection, [piece.article_id], guild_id=GUILD)
        past = await watchlist_changes.past_queries(connection, [after.id])
    assert [(match.hits[0].words, outcome) for _, match, outcome in told] == [("Kursk", "alert")]
    assert past == {after.id: ["kursk"]}


async def test_a_paused_watchlist_stays_paused_with_another_query(service: WatchlistService) -> None:
    await service.add(ANN, EDITOR, name="Kursk", query="kursk", channel_id=CHANNEL)
    await service.pause(ANN, EDITOR, "Kursk")

    _, after = await service.edit(ANN, EDITOR, "Kursk", query="sumy")

    assert after.active_since is None


async def test_pause_and_resume_say_what_is_so_already(service: WatchlistService, clock: ManualClock) -> None:
    await service.add(ANN, EDITOR, name="Kursk", query="kursk", channel_id=CHANNEL)
    with pytest.raises(MemberError, match="not paused"):
        await service.resume(ANN, EDITOR, "Kursk")

    assert (await service.pause(ANN, EDITOR, "Kursk")).active_since is None
    with pytest.raises(MemberError, match="paused already"):
        await service.pause(ANN, EDITOR, "Kursk")
    clock.advance(timedelta(hours=1))
    assert (await service.resume(ANN, EDITOR, "Kursk")).active_since == clock.now()


async def test_a_removed_watchlist_is_gone_with_followers_and_matches(
    service: WatchlistService, newsroom: Newsroom
) -> None:
    await newsroom.guild()
    courier = await newsroom.feed("The Courier", GUILD)
    made = await service.add(ANN, EDITOR, name="Kursk", query="kursk", channel_id=CHANNEL)
    await service.follow(ANN, "Kursk", Notify.MENTION)
    piece = await newsroom.publish(courier, "Kursk holds out")

    assert await service.remove(ANN, EDITOR, "Kursk") == made

    assert await service.all(ANN) == []
    with pytest.raises(NotFound):
        await service.named(ANN, "Kursk")
    async with newsroom.database.read() as connection:
        assert await followers.of(connection, [made.id]) == []
        assert await matches.among(connection, [piece.article_id], guild_id=GUILD) == []
    again = await service.add(ANN, EDITOR, name="Kursk", query="kursk", channel_id=CHANNEL)
    assert await service.following(ANN) == {}
    assert again.id != made.id


async def test_members_follow_as_they_choose(service: WatchlistService) -> None:
    made = await service.add(ANN, EDITOR, name="Kursk", query="kursk", channel_id=CHANNEL)
    ben = viewer(CHANNEL, member_id=902)

    await service.follow(ANN, "kursk", Notify.MENTION)
    await service.follow(ANN, "kursk", Notify.DIRECT)
    assert await service.following(ANN) == {made.id: Notify.DIRECT}
    assert await service.following(ben) == {}

    await service.unfollow(ANN, "kursk")
    assert await service.following(ANN) == {}
    with pytest.raises(MemberError, match="don't follow"):
        await service.unfollow(ANN, "kursk")


async def test_what_a_watchlist_matched_in_a_week_is_counted_from_feeds_that_are_followed(
    service: WatchlistService, newsroom: Newsroom, clock: ManualClock
) -> None:
    await newsroom.guild()
    ours, dropped = await newsroom.feed("Ours", GUILD), await newsroom.feed("Dropped", GUILD)
    kursk, quiet = await newsroom.watch("Kursk", "kursk"), await newsroom.watch("Quiet", "sumy")
    hidden = await newsroom.watch("Hidden", "kursk", channel_id=HIDDEN)
    await newsroom.publish(ours, "Kursk long ago")
    clock.advance(timedelta(days=8))
    first = await newsroom.publish(ours, "Kursk holds out")
    await newsroom.publish(dropped, "Kursk holds out", article_id=first.article_id)
    await newsroom.publish(dropped, "Kursk elsewhere")
    await newsroom.publish(ours, "Ferry sails")
    await newsroom.unfollow(dropped)

    assert await service.matched(ANN, [kursk, quiet, hidden]) == {kursk.id: 1, quiet.id: 0}
