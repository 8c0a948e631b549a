"""Before anything is saved: previews, their buttons, history, and a search that becomes a watchlist."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import pytest

from tests.cogs.newsroom import Newsroom
from tests.fakes.discord import Message
from tests.fakes.discord.interactions import Interaction
from tests.fakes.feeds import Newspaper, full

on_sqlite = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


@pytest.fixture
async def paper(room: Newsroom) -> Newspaper:
    paper = await room.desk.paper("The Courier")
    await room.follow(paper)
    await room.news(paper, "Kursk bridge hit", full("The bridge at Kursk was hit by two missiles at night."))
    await room.news(
        paper, "Kursk football wins", full("The football club of Kursk won its match by two goals.")
    )
    return paper


async def names(room: Newsroom) -> str:
    return (await room.run(room.reader, "watch list")).text


async def change(room: Newsroom, shown: Message, query: str) -> None:
    opened = await room.local.interactions.press(room.admin, shown, shown.button("Change"))
    versions = len(shown.versions)
    used = await room.local.interactions.submit(opened, {"query": query})
    await used.until(lambda each: len(shown.versions) > versions or each.followups)


def typed_before(opened: Interaction) -> str:
    (field,) = opened.modal["components"]
    return str(field["component"]["value"])


async def test_a_new_watchlist_is_tried_before_it_is_saved(room: Newsroom, paper: Newspaper) -> None:
    shown = await room.run(room.admin, "watch add", save=False, name="Front", query="kursk -football")
    tried = shown.text
    unsaved = await names(room)
    await room.restart()
    saved = await room.press(room.admin, shown, "Save")

    assert "Watch for Front like this?" in tried
    assert "in one story" in tried
    assert "without `-football`: 1 more" in tried
    assert "Busiest outlet: The Courier, 1 article." in tried
    assert "**Kursk**" in tried
    assert "Nothing is saved yet" in tried
    assert "No watchlists yet" in unsaved
    assert "Watching for Front" in saved.text
    assert "**Front** `kursk -football`" in await names(room)


async def test_a_draft_is_changed_in_a_form_even_after_a_restart(room: Newsroom, paper: Newspaper) -> None:
    shown = await room.run(room.admin, "watch add", save=False, name="Front", query="kursk")
    opened = await room.local.interactions.press(room.admin, shown, shown.button("Change"))
    await room.restart()
    versions = len(shown.versions)
    used = await room.local.interactions.submit(opened, {"query": "kursk bridge"})
    await used.until(lambda _: len(shown.versions) > versions)
    changed = shown.text
    await room.press(room.admin, shown, "Save")

    assert "```\nkursk bridge\n```" in changed
    assert "**Front** `kursk bridge`" in await names(room)


async def test_a_mistyped_change_is_mended_in_the_form_or_taken_back(
    room: Newsroom, paper: Newspaper
) -> None:
    shown = await room.run(room.admin, "watch add", save=False, name="Front", query="kursk")
    await change(room, shown, "kursk AND (")
    refused, offered = shown.text, {each.get("label") for each in shown.components}
    await room.restart()
    opened = await room.local.interactions.press(room.admin, shown, shown.button("Change"))
    await room.press(room.admin, shown, "Back")
    saved = await room.press(room.admin, shown, "Save")

    assert "This query can't be read" in refused
    assert "Nothing is saved yet" in refused
    assert offered >= {"Change", "Back", "Cancel"}
    assert "Save" not in offered
    assert typed_before(opened) == "kursk AND ("
    assert "```\nkursk\n```" in saved.text


async def test_a_command_with_a_mistyped_query_need_not_be_typed_again(
    room: Newsroom, paper: Newspaper
) -> None:
    shown = await room.run(room.admin, "watch add", save=False, name="Front", query="(kursk OR sudzha")
    refused, offered = shown.text, {each.get("label") for each in shown.components}
    opened = await room.local.interactions.press(room.admin, shown, shown.button("Change"))
    await change(room, shown, "kursk OR sudzha)")
    again = {each.get("label") for each in shown.components}
    await change(room, shown, "kursk OR sudzha")
    await room.press(room.admin, shown, "Save")

    assert "This query can't be read" in refused
    assert {"Save", "Back"}.isdisjoint(offered | again)
    assert typed_before(opened) == "(kursk OR sudzha"
    assert "**Front** `kursk OR sudzha`" in await names(room)


async def test_a_cancelled_draft_saves_nothing(room: Newsroom, paper: Newspaper) -> None:
    shown = await room.run(room.admin, "watch add", save=False, name="Front", query="kursk")

    cancelled = await room.press(room.admin, shown, "Cancel")

    assert "Nothing was saved" in cancelled.text
    assert "No watchlists yet" in await names(room)


async def test_a_draft_pressed_twice_at_once_is_saved_once(room: Newsroom, paper: Newspaper) -> None:
    shown = await room.run(room.admin, "watch add", save=False, name="Front", query="kursk")
    save = shown.button("Save")

    both = await asyncio.gather(*(room.local.interactions.press(room.admin, shown, save) for _ in range(2)))
    await asyncio.gather(*(each.until(lambda one: len(shown.versions) > 1 or one.followups) for each in both))

    assert (await names(room)).count("**Front**") == 1


async def test_an_edit_shows_what_would_be_lost_and_gained(room: Newsroom, paper: Newspaper) -> None:
    await room.run(room.admin, "watch add", name="Front", query="football")

    shown = await room.run(room.admin, "watch edit", save=False, name="Front", query="bridge")
    tried, before = shown.text, await names(room)
    await room.press(room.admin, shown, "Save")

    assert "**1 story** would no longer match, **1 story** would newly match." in tried
    assert "No longer: **[Kursk football wins]" in tried
    assert "New: **[Kursk bridge hit]" in tried
    assert "**Front** `football`" in before
    assert "**Front** `bridge`" in await names(room)


async def test_anybody_may_test_a_query(room: Newsroom, paper: Newspaper) -> None:
    shown = await room.run(room.reader, "watch test", query="bridge OR football", days=3)
    rare = await room.run(room.reader, "watch test", query="sudzha")

    assert "`bridge` adds 1" in shown.text
    assert "in the last 3 days" in shown.text
    assert "nothing" in rare.text


async def test_what_was_tried_becomes_a_watchlist_by_its_button(room: Newsroom, paper: Newspaper) -> None:
    shown = await room.run(room.admin, "watch test", query='"the bridge" OR `football`', days=3)
    await room.restart()
    opened = await room.local.interactions.press(room.admin, shown, shown.button("Watch this"))
    proposed = await (await room.local.interactions.submit(opened, {"name": "Games"})).shown()
    await room.press(room.admin, proposed, "Save")

    assert "**Games**" in await names(room)
    assert "the bridge" in await names(room)
    assert typed_before(opened) == '"the bridge" OR `football`'  # its name, unless another is given


async def test_history_tells_who_changed_what_and_brings_it_back(room: Newsroom) -> None:
    await room.run(room.admin, "watch add", name="Front", query="kursk")
    await room.run(room.editor, "watch edit", name="Front", query="kursk -football")
    await room.run(room.editor, "watch remove", name="Front")

    shown = await room.run(room.admin, "watch history", name="front")
    text = shown.text
    await room.restart()
    refused = await room.press(room.reader, shown, "Restore 1")
    reading = await room.run(room.reader, "watch history", name="front")
    restored = await room.press(room.admin, shown, "Restore 2")

    assert "3 versions" in text
    assert "Query: `kursk` → `kursk -football`" in text
    assert f"by <@{room.editor.id}>" in text
    assert "Manage Messages" in refused.text
    assert "3 versions" in reading.text
    assert not any("Restore" in each.get("label", "") for each in reading.components)
    assert "Restored Front" in restored.text
    assert "**Front** `kursk -football`" in await names(room)


async def test_a_search_becomes_a_watchlist(room: Newsroom, paper: Newspaper) -> None:
    found = await room.run(room.admin, "search", words="(kursk OR sudzha) after:7d", outlet="The Courier")
    await room.restart()
    opened = await room.local.interactions.press(room.admin, found, found.button("Watch this"))
    shown = await (await room.local.interactions.submit(opened, {"name": "Front"})).shown()
    await room.press(room.admin, shown, "Save")

    assert '((kursk OR sudzha)) outlet:"The Courier"' in await names(room)


async def test_results_are_stories_until_all_articles_are_asked_for(room: Newsroom) -> None:
    one, two = await room.desk.paper("The Courier"), await room.desk.paper("Meridian Wire")
    for paper in (one, two):
        await room.follow(paper)
        paper.publish("North Korean troops reach Kursk", full("North Korean troops reached Kursk on Monday."))
    await room.desk.poll()

    shown = await room.run(room.reader, "search", words="kursk", after="7d")
    stories = shown.text
    every = (await room.press(room.reader, shown, "Show all")).text
    wrong = await room.run(room.reader, "search", words="kursk", before="soon")

    assert "Found 1 story" in stories
    assert "and 1 more of it" in stories
    assert "after: 7d" in stories
    assert "Found 2 articles" in every
    assert "A date is written as" in wrong.text


async def test_why_tells_the_way_of_an_article_and_what_failed_first(
    room: Newsroom, paper: Newspaper
) -> None:
    await room.run(room.admin, "watch add", name="Front", query="kursk -football")
    await room.news(paper, "Kursk football loses", full("The football club of Kursk lost its next match."))
    url = paper.outlet.url("/kursk-football-loses")

    shown = await room.run(room.reader, "why", url=f"{url}?utm_source=x", watchlist="Front")
    unknown = await room.run(room.reader, "why", url="https://nowhere.example/a")
    pasted = [
        (await room.run(room.reader, "why", url=one, watchlist="Front")).text
        for one in (f"<{url}>", url.removeprefix("http://"))
    ]

    assert "from The Courier" in shown.text
    assert "The first condition that fails: `-football` leaves out what is there (“football”" in shown.text
    assert "In no channel that you can see." in shown.text
    assert "No article at this address" in unknown.text
    assert pasted == [shown.text] * 2


async def test_a_trial_that_finds_nothing_is_spelt_as_headlines_do(room: Newsroom, paper: Newspaper) -> None:
    drafted = await room.run(room.admin, "watch add", save=False, name="Front", query="Krusk")
    tested = await room.run(room.reader, "watch test", query="Krusk")
    opened = await room.local.interactions.press(room.reader, tested, tested.button("Change"))

    assert "**Did you mean Kursk?**" in drafted.text
    assert "**Did you mean Kursk?**" in tested.text
    assert typed_before(opened) == "Kursk"


@asynccontextmanager
async def nothing_stored(room: Newsroom) -> AsyncIterator[None]:
    """Let the database take nothing. (A full disk takes what still fits into a page.)"""
    for switch in (1, 0):
        async with room.desk.database.session() as connection:
            driver: Any = (await connection.get_raw_connection()).driver_connection
            await driver.execute(f"PRAGMA query_only = {switch}")
        if switch:
            yield


@on_sqlite
async def test_where_nothing_can_be_stored_a_watchlist_is_tried_and_said_to_be_unsaved(
    room: Newsroom, paper: Newspaper
) -> None:
    async with nothing_stored(room):
        shown = await room.run(room.admin, "watch add", save=False, name="Front", query="kursk")
        refused = await room.run(room.admin, "watch add", save=False, name="Front", query="kursk (")

    for each, says in ((shown, "2 articles in"), (refused, "can't be read")):
        assert says in each.text
        assert "can't be saved just now" in each.text
        assert not [part for part in each.components if part.get("label")]


@on_sqlite
async def test_where_nothing_can_be_stored_save_says_so_and_saves_when_pressed_again(
    room: Newsroom, paper: Newspaper
) -> None:
    shown = await room.run(room.admin, "watch add", save=False, name="Front", query="kursk")
    async with nothing_stored(room):
        failed = await room.press(room.admin, shown, "Save")
        unsaved = await names(room)
    saved = await room.press(room.admin, shown, "Save")

    assert "Nothing that was stored is lost" in failed.text
    assert "No watchlists yet" in unsaved
    assert "Watching for Front" in saved.text


@on_sqlite
async def test_where_nothing_can_be_stored_what_was_typed_into_the_form_is_shown_and_the_draft_stays(
    room: Newsroom, paper: Newspaper
) -> None:
    typed = "kursk bridge"
    shown = await room.run(room.admin, "watch add", save=False, name="Front", query="kursk")
    async with nothing_stored(room):
        opened = await room.local.interactions.press(room.admin, shown, shown.button("Change"))
        used = await room.local.interactions.submit(opened, {"query": typed})
        await used.until(lambda each: each.followups)
    saved = await room.press(room.admin, shown, "Save")

    (told,) = used.followups
    assert typed in told.text
    assert "can't be saved just now" in told.text
    assert "Watching for Front" in saved.text
    assert "**Front** `kursk`" in await names(room)
