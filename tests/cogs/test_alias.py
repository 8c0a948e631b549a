"""/alias, as members and editors use it."""

from __future__ import annotations

import pytest

from bot.chat.views.querying import ALIASED
from bot.query import parse
from bot.services.aliases import starters
from tests.cogs.newsroom import Newsroom
from tests.fakes.feeds import full

DPRK = '"North Korean" OR DPRK OR КНДР OR 북한'


async def test_an_alias_is_set_listed_shown_and_used_in_watchlists_and_searches(room: Newsroom) -> None:
    made = await room.run(room.editor, "alias set", name="@DPRK", query=DPRK)
    await room.run(room.admin, "watch add", name="Front", query="@dprk kursk")
    paper = await room.desk.paper("The Courier")
    await room.follow(paper)
    await room.news(paper, "Soldiers seen", full("Officials said КНДР units had come to Kursk on Monday."))
    await room.delivered()

    listed = await room.run(room.reader, "alias list")
    shown = await room.run(room.reader, "alias show", name="dprk")
    found = await room.run(room.reader, "search", words="@dprk")

    assert "@dprk is set" in made.text
    assert "**@dprk**" in listed.text
    assert "used once" in listed.text
    assert "Used by **Front**." in shown.text
    assert f"Set by <@{room.editor.id}>" in shown.text
    assert "**КНДР**" in found.text
    assert len(room.alerts.messages) == 1


async def test_an_alias_in_use_stays_and_says_which_watchlists_need_it(room: Newsroom) -> None:
    await room.run(room.editor, "alias set", name="dprk", query=DPRK)
    await room.run(room.admin, "watch add", name="Front", query="@dprk kursk")

    kept = await room.run(room.editor, "alias remove", name="dprk")
    await room.run(room.admin, "watch remove", name="Front")
    gone = await room.run(room.editor, "alias remove", name="dprk")

    assert "is used by the watchlist Front" in kept.text
    assert "Removed @dprk" in gone.text


async def test_a_circle_of_aliases_is_refused_with_its_way(room: Newsroom) -> None:
    await room.run(room.editor, "alias set", name="a1", query="kursk")
    await room.run(room.editor, "alias set", name="b1", query="@a1 OR sudzha")

    shown = await room.run(room.editor, "alias set", name="a1", query="kursk OR @b1")

    assert "can't stand for itself" in shown.text
    assert "```\nkursk" in (await room.run(room.reader, "alias show", name="a1")).text


async def test_readers_change_no_alias(room: Newsroom) -> None:
    for command, options in (
        ("set", {"name": "a1", "query": "kursk"}),
        ("remove", {"name": "a1"}),
        ("starter", {}),
    ):
        shown = await room.run(room.reader, f"alias {command}", **options)
        assert "You need the permission Manage Messages" in shown.text

    empty = await room.run(room.reader, "alias list")
    assert "Manage Messages" in (await room.press(room.reader, empty, "Add examples")).text


async def test_an_empty_list_offers_examples_that_can_be_used_at_once(room: Newsroom) -> None:
    empty = await room.run(room.editor, "alias list")
    added = (await room.press(room.editor, empty, "Add examples")).text
    again = await room.run(room.editor, "alias starter")

    assert "`@dprk`" in added
    assert "Nothing to add" in again.text
    assert "dprk" in " ".join(await room.offered(room.reader, "alias show", "name", "DPR"))


@pytest.mark.parametrize("name", starters())
def test_every_example_alias_is_a_query_that_needs_no_other(name: str) -> None:
    assert str(parse(starters()[name]))


@pytest.mark.parametrize(("query", "meaning"), ALIASED)
async def test_the_help_teaches_aliases_that_come_with_the_starter_set(
    room: Newsroom, query: str, meaning: str
) -> None:
    shown = await room.run(room.reader, "help", topic="query")

    assert str(parse(query, starters()))
    assert f"`{query}`" in shown.text
    assert "/alias" in "".join(each for _, each in ALIASED)
