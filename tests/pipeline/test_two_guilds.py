"""Two guilds that share some feeds, and one story: each is told by its own, whatever becomes of the story.

All that is told names no outlet of the other guild: not a headline, a sentence, a figure, a count, a reply, a
direct message, a thread, or what the buttons and /story answer. `newsday` draws the same in any order.
"""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta
from random import Random

import pytest

from bot.domain.alert import Alert, Timeline, Update
from bot.domain.guild import Channel, Viewer
from bot.lookups import StoryLookup
from bot.services import FollowService, OverlayService
from bot.storage import Database, guilds
from tests.conftest import ManualClock
from tests.pipeline.newsday import Day, open_day
from tests.pipeline.newsday.readers import BRIDGE, ELSEWHERE, OURS, THEIRS
from tests.pipeline.newsday.world import Report

HERE = Viewer(OURS, 901, frozenset({BRIDGE}))
THERE = Viewer(THEIRS, 902, frozenset({ELSEWHERE}))
SHARED = Report("https://herald.test/1", "Herald", "Kursk bridge falls", 3)
OURS_ALONE = [
    Report("https://courier.test/1", "Courier", "Kursk bridge is gone", 5),
    Report("https://gazette.test/1", "Gazette", "Kursk bridge destroyed", 3),
]


@pytest.fixture
async def day(database: Database, clock: ManualClock) -> AsyncIterator[Day]:
    """One story, told by an outlet of both guilds and by two of ours alone; a member of each follows it."""
    async with open_day(database, clock, Random(0)) as day:
        async with database.write() as connection:
            await guilds.save_channel(connection, Channel(ELSEWHERE, THEIRS, threads=True))
        await says(day, SHARED)
        for viewer, channel_id in ((HERE, BRIDGE), (THERE, ELSEWHERE)):
            await FollowService(database, clock).follow(viewer, 1, channel_id)
        await passes(day)
        for report in OURS_ALONE:
            await says(day, report, joins=1)
        await passes(day)
        yield day


async def says(
    day: Day, report: Report, *, joins: int | None = None, one: tuple[int, int] | None = None,
    apart: tuple[int, ...] = (),
) -> None:  # fmt: skip
    day.judge.drawn.decide(joins, one, apart)
    await day.file(next(each for each in day.feeds if each.outlet == report.outlet), report)


async def passes(day: Day) -> None:
    """Let time pass until all is told: edits, replies and threads wait for a minute each."""
    for _ in range(4):
        day.clock.advance(timedelta(minutes=2))
        await day.settle()


def told(day: Day, *targets: int) -> list[object]:
    return [one.shows for one in day.readers.posted if one.target.id in targets]


async def asked(day: Day, viewer: Viewer, story_id: int) -> str:
    """Return what the buttons and /story tell of a story."""
    lookup = StoryLookup(day.database)
    figures = await lookup.figures(story_id, viewer=viewer)
    timeline = await lookup.timeline(story_id, viewer=viewer)
    return f"{figures} {timeline} {lookup.sentences(figures.story)}"


async def card(day: Day, channel_id: int) -> Alert:
    (one,) = [each for each in told(day, channel_id) if isinstance(each, Alert)]
    return one


def threads(day: Day) -> list[Timeline]:
    return [one.shows for one in day.readers.posted if isinstance(one.shows, Timeline)]


async def test_headline_summary_figures_counts_replies_and_direct_messages_come_from_ones_own_feeds(
    day: Day,
) -> None:
    await says(day, replace(OURS_ALONE[0], note="Correction: it was the one in the east."))
    await passes(day)

    ours, theirs = await card(day, BRIDGE), await card(day, ELSEWHERE)
    assert {one.outlet for one in ours.sources} == {"Herald", "Courier", "Gazette"}
    assert {one.outlet for one in theirs.sources} == {"Herald"}
    assert (ours.corroboration.independent, theirs.corroboration.independent) == (3, 1)
    assert (len(ours.figures), len(theirs.figures)) == (1, 0)
    assert theirs.headline == SHARED.title
    assert theirs.summary
    assert all(SHARED.url == one.url for one in theirs.summary)
    assert any(isinstance(one, Update) for one in told(day, BRIDGE))
    assert len(told(day, HERE.member_id)) > len(told(day, THERE.member_id)) == 1  # that they follow it
    assert len(told(day, ELSEWHERE)) == 1
    here, there = [str(each) for each in sorted(threads(day), key=lambda one: len(one.events), reverse=True)]
    assert "in the east" in here
    assert "in the east" not in there
    assert day.strange_to(THEIRS, there) == []
    assert day.readers.complaints == []


async def test_buttons_and_story_answer_from_ones_own_feeds(day: Day) -> None:
    await says(day, replace(OURS_ALONE[0], headline="Kursk bridge still stands"))

    ours, theirs = await asked(day, HERE, 1), await asked(day, THERE, 1)

    assert all(word in ours for word in ("Courier", "Gazette", "Herald", "still stands", "is gone"))
    assert "Herald" in theirs
    assert day.strange_to(THEIRS, theirs) == []


async def test_neither_a_merge_nor_a_split_nor_what_members_of_the_other_guild_say_lets_anything_through(
    day: Day,
) -> None:
    await says(day, Report("https://tribune.test/1", "Tribune", "Kursk bridge rebuilt", 4))
    await passes(day)
    before = str(told(day, ELSEWHERE, THERE.member_id))
    choice = await OverlayService(day.database, day.clock).join(HERE, 2, 1, may_manage=True)
    await passes(day)
    assert "Tribune" in str(await card_of(day, 1))
    assert str(told(day, ELSEWHERE, THERE.member_id)) == before
    await OverlayService(day.database, day.clock).undo(HERE, choice.id, may_manage=True)
    await says(day, replace(OURS_ALONE[1], url="https://gazette.test/2"), joins=1, one=(2, 1))
    await passes(day)
    assert "Tribune" in str(await card_of(day, 1))
    await says(day, replace(OURS_ALONE[1], url="https://gazette.test/3"), joins=1, apart=(1,))
    await passes(day)

    theirs = await card(day, ELSEWHERE)
    assert {one.outlet for one in theirs.sources} == {"Herald"}
    assert theirs.story_id != 1
    assert day.strange_to(THEIRS, await asked(day, THERE, theirs.story_id)) == []
    assert day.strange_to(THEIRS, told(day, ELSEWHERE, THERE.member_id)) == []
    assert day.readers.complaints == []


async def card_of(day: Day, story_id: int) -> Alert:
    """Return our guild's card of a story."""
    (one,) = [each for each in told(day, BRIDGE) if isinstance(each, Alert) and each.story_id == story_id]
    return one
