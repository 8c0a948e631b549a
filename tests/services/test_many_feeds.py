"""A thousand feeds at once, on both databases: stored in pieces, due one by one, run again without harm."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import timedelta
from typing import Any

import pytest

from bot.errors import MemberError, NotAllowed, NotFound
from bot.pipeline.feeds.opml import MOST_FEEDS as MOST_READ
from bot.pipeline.feeds.opml import Outline, read_opml
from bot.pipeline.fetch import Fetcher
from bot.services import FirstChecks, ManyFeeds
from bot.services import many_feeds as module
from bot.storage import Database, feeds, following, polls
from tests.builders import CHANNEL, GUILD, Newsroom, viewer
from tests.conftest import ManualClock
from tests.parsers import shared_parsers

ADMIN = viewer(CHANNEL, is_admin=True)
OTHER_ADMIN = viewer(200, guild_id=2, is_admin=True)
THOUSAND = [Outline(f"https://outlet{number}.example/feed", f"Outlet {number}") for number in range(1_000)]


@pytest.fixture
async def many(database: Database, clock: ManualClock) -> AsyncIterator[ManyFeeds]:
    pool: Any = shared_parsers()
    async with Fetcher(clock=clock) as fetcher:
        yield ManyFeeds(database, fetcher, pool, clock)


async def followed(database: Database, clock: ManualClock, guild_id: int = GUILD) -> list[feeds.FollowedFeed]:
    async with database.read() as connection:
        return await following.followed(connection, guild_id, now=clock.now())


async def test_a_thousand_feeds_are_stored_with_progress_and_due_within_minutes(
    database: Database, newsroom: Newsroom, many: ManyFeeds, clock: ManualClock
) -> None:
    await newsroom.guild()
    told: list[tuple[int, int]] = []

    async def progress(done: int, total: int) -> None:
        told.append((done, total))

    came = await many.add(ADMIN, THOUSAND, progress)
    again = await many.add(ADMIN, THOUSAND)

    assert (came.added, came.known, came.twice, came.refused) == (1_000, 0, 0, [])
    assert (again.added, again.known, again.batch) == (0, 1_000, "")
    assert told[-1] == (1_000, 1_000)
    assert len(told) == 20
    stored = await followed(database, clock)
    assert len(stored) == 1_000
    waits = [one.feed.next_check_at - clock.now() for one in stored]
    assert max(waits) < timedelta(minutes=5)
    assert sum(wait <= timedelta(seconds=10) for wait in waits) <= 41  # not all at once


async def test_an_import_that_broke_off_is_taken_up_where_it_was(
    database: Database, newsroom: Newsroom, many: ManyFeeds, clock: ManualClock
) -> None:
    await newsroom.guild()

    async def progress(done: int, _total: int) -> None:
        if done >= 100:
            raise ConnectionError

    with pytest.raises(ConnectionError):
        await many.add(ADMIN, THOUSAND[:300], progress)
    before = len(await followed(database, clock))
    came = await many.add(ADMIN, THOUSAND[:300])

    assert before == 100
    assert (came.added, came.known) == (200, 100)


async def test_a_feed_that_others_follow_is_polled_as_before(
    database: Database, newsroom: Newsroom, many: ManyFeeds, clock: ManualClock
) -> None:
    await newsroom.guild()
    await newsroom.guild(2)
    shared = await newsroom.feed("Shared", 2, url="https://shared.example/feed")
    async with database.write() as connection:
        (claimed,) = await polls.claim_due(connection, now=clock.now(), lease=timedelta(hours=1), limit=9)
        at = clock.now()
        done = polls.Success(at, at + timedelta(hours=1), '"etag"', None, primed_at=at)
        await polls.record_success(connection, claimed, done)

    came = await many.add(
        ADMIN, [Outline("https://shared.example/feed", "Mine"), Outline("https://new.example/f")]
    )
    standing = await FirstChecks(database, clock).standing(ADMIN, came.batch)

    async with database.read() as connection:
        kept = await feeds.get(connection, shared.id)
    assert kept is not None
    assert (kept.title, kept.primed_at, kept.next_check_at) == ("Shared", at, at + timedelta(hours=1))
    assert (standing.total, standing.read, standing.waiting) == (2, 1, 1)
    with pytest.raises(NotFound):
        await FirstChecks(database, clock).standing(OTHER_ADMIN, came.batch)


async def test_titles_and_addresses_are_made_safe_to_store(
    database: Database, newsroom: Newsroom, many: ManyFeeds, clock: ManualClock
) -> None:
    await newsroom.guild()
    hostile = [
        Outline(
            "https://ann:sesame@a.example/feed?token=hush", "A\x00\n" + "b" * 5_000, "javascript:alert(1)"
        ),
        Outline("https://b.example/feed", "", "https://ann:sesame@b.example/"),
        Outline("x" * 100_000, "long"),
        Outline("https://" + "y" * 9_000 + ".example/", "longer"),
        Outline("", "no feed", "https://ann:sesame@c.example/"),
    ]

    came = await many.add(ADMIN, hostile)

    stored = {one.feed.title: one.feed for one in await followed(database, clock)}
    assert (came.added, len(came.refused)) == (2, 3)
    assert "xmlUrl" in came.refused[2].reason
    assert "sesame" not in came.refused[2].url
    assert "sesame" not in str(
        [(one.shown_url, one.title, one.site_url, one.outlet) for one in stored.values()]
    )
    assert "hush" not in str([one.shown_url for one in stored.values()])
    assert max(map(len, stored)) <= 200
    assert stored["b.example"].site_url == "https://b.example/"
    assert all(len(one.url) <= 200 for one in came.refused)


async def test_who_may_not_manage_adds_nothing_and_a_full_server_says_so(
    newsroom: Newsroom, many: ManyFeeds, monkeypatch: pytest.MonkeyPatch
) -> None:
    await newsroom.guild()
    with pytest.raises(NotAllowed, match="Manage Server"):
        await many.add(viewer(CHANNEL), THOUSAND[:1])

    monkeypatch.setattr(module, "MOST_FEEDS", 3)
    came = await many.add(ADMIN, THOUSAND[:5])

    assert came.added == 3
    assert [one.reason for one in came.refused] == [module.BY_LIMIT] * 2


async def test_a_file_that_is_too_large_is_refused_before_it_is_read(many: ManyFeeds) -> None:
    with pytest.raises(MemberError, match="Split it"):
        await many.read(b"<opml>" + b" " * module.LARGEST_FILE)


async def test_an_export_gives_back_the_folders_of_an_import(newsroom: Newsroom, many: ManyFeeds) -> None:
    await newsroom.guild()
    deep = tuple(f"{number} within the one before" for number in range(20))
    await many.add(
        ADMIN,
        [
            Outline("https://a.example/feed", "A", categories=("World", "Asia/Pacific")),
            Outline("https://b.example/feed", "B"),
            Outline("https://c.example/feed", "C", categories=deep),
        ],
    )

    found = read_opml((await many.export(viewer(CHANNEL))).file).outlines

    assert [(one.title, one.categories) for one in found if one.title != "C"] == [
        ("A", ("World", "Asia/Pacific")),
        ("B", ()),
    ]
    kept = next(one.categories for one in found if one.title == "C")
    assert len(kept) > 5
    assert kept == deep[: len(kept)]


async def test_an_export_holds_this_servers_feeds_only(newsroom: Newsroom, many: ManyFeeds) -> None:
    await newsroom.guild()
    await newsroom.guild(2)
    await newsroom.feed("Ours", GUILD)
    await newsroom.feed("Theirs", 2)

    export = await many.export(viewer(CHANNEL))

    assert [one.title for one in read_opml(export.file).outlines] == ["Ours"]
    assert (export.feeds, export.bared) == (1, 0)


async def test_a_file_of_more_feeds_than_are_read_loses_none_in_silence(many: ManyFeeds) -> None:
    body = "".join(f'<outline xmlUrl="https://{number}.example/"/>' for number in range(MOST_READ + 7))
    with pytest.raises(MemberError, match="lists 5,007 feeds; 5,000 are read of one file"):
        await many.read(f"<opml><body>{body}</body></opml>".encode())
