"""While a member types: at most 25 fitting choices, whatever the script and the case."""

from __future__ import annotations

import pytest

from bot.domain.feed import Feed
from bot.lookups import Complete
from bot.storage import Database
from tests.builders import CHANNEL, GUILD, Newsroom, viewer
from tests.conftest import ManualClock

READER = viewer(CHANNEL)


@pytest.fixture
def complete(database: Database, clock: ManualClock) -> Complete:
    return Complete(database, clock)


@pytest.fixture
async def vestnik(newsroom: Newsroom) -> Feed:
    await newsroom.guild()
    return await newsroom.feed("Вестник", GUILD)


async def test_case_does_not_matter_in_any_script(
    newsroom: Newsroom, complete: Complete, vestnik: Feed
) -> None:
    await newsroom.publish(vestnik, "КУРСК держится")
    await newsroom.watch("Курск", "курск")

    assert await complete.outlets("вЕСТ", viewer=READER) == [("Вестник", "Вестник")]
    assert await complete.stories("курск", viewer=READER) == [("КУРСК держится", "1")]
    assert await complete.watchlists("КУРСК", viewer=READER) == [("Курск", "Курск")]
    assert [value for _, value in await complete.feeds("вест", viewer=READER)] == [str(vestnik.id)]


async def test_a_story_is_found_by_its_number(newsroom: Newsroom, complete: Complete, vestnik: Feed) -> None:
    first = await newsroom.publish(vestnik, "Kursk holds out")
    await newsroom.publish(vestnik, "Harbour timetable stays")

    found = await complete.stories(str(first.story_id), viewer=READER)

    assert found == [("Kursk holds out", str(first.story_id))]


async def test_choices_are_as_many_and_as_long_as_discord_takes(
    newsroom: Newsroom, complete: Complete, vestnik: Feed
) -> None:
    for number in range(30):
        await newsroom.publish(vestnik, f"{number} {'long ' * 60}")
        await newsroom.watch(f"{number} {'n' * 90}", "kursk")
    await newsroom.publish(vestnik, "\n two\nlines ")
    await newsroom.publish(vestnik, "")

    for found in (
        await complete.stories("", viewer=READER),
        await complete.watchlists("", viewer=READER),
        await complete.feeds("", viewer=READER),
        await complete.outlets("", viewer=READER),
    ):
        assert 1 <= len(found) <= 25
        assert all(1 <= len(part) <= 100 and "\n" not in part for choice in found for part in choice)
    assert ("two lines", "31") in await complete.stories("", viewer=READER)


async def test_the_newest_stories_come_first(newsroom: Newsroom, complete: Complete, vestnik: Feed) -> None:
    for number in range(30):
        await newsroom.publish(vestnik, f"Kursk {number}")

    found = await complete.stories("kursk", viewer=READER)

    assert [shown for shown, _ in found] == [f"Kursk {number}" for number in range(29, 4, -1)]


@pytest.mark.parametrize("typed", ["%", "_", "\\", "'", "\x00", "𝕶" * 100])
async def test_odd_characters_are_only_characters(
    newsroom: Newsroom, complete: Complete, vestnik: Feed, typed: str
) -> None:
    await newsroom.publish(vestnik, "Kursk holds out")
    await newsroom.watch("Kursk", "kursk")

    for method in (complete.stories, complete.watchlists, complete.feeds, complete.outlets):
        assert await method(typed, viewer=READER) == []
