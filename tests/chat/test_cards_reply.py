"""Answers to commands: one look, whole pages, errors that say where."""

import json

import discord
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.chat.cards import error_card, failure_card, list_page, paged, reply
from bot.chat.cards.limits import fits
from bot.chat.plain import plain
from bot.errors import MemberError, NotFound, OutsideError, QueryError, StorageError
from tests.chat import hostile
from tests.chat.markdown import kinds, pings
from tests.chat.test_cards import assert_discord_takes, buttons, texts

slow = settings(suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])


def test_a_reply_has_a_title_and_air_between_its_paragraphs() -> None:
    view = reply(
        "Watchlist saved", "It watches for **kursk**.", "", "It begins now.", foot="Only you see this"
    )
    assert texts(view) == [
        "### Watchlist saved\nIt watches for **kursk**.",
        "It begins now.",
        "-# Only you see this",
    ]


@slow
@given(hostile.long_words, st.lists(hostile.long_words, max_size=30), hostile.long_words)
def test_any_reply_is_within_discords_limits(title: str, paragraphs: list[str], foot: str) -> None:
    view = reply(plain(title), *map(plain, paragraphs), foot=plain(foot))
    assert fits(view)
    assert_discord_takes(view)


@slow
@given(st.lists(hostile.long_words.filter(plain), max_size=40))
def test_every_row_of_a_list_is_on_one_page(titles: list[str]) -> None:
    rows = [plain(title, 1_500) for title in titles]
    pages = paged(rows)
    assert [row for page in pages for row in page] == rows
    for number, page in enumerate(pages):
        view = list_page("Articles", page, page=number, pages=len(pages), what="search", token="t1")
        assert_discord_takes(view)
        assert "\n".join(texts(view)).startswith("\n".join(["### Articles", *page]))


def test_pages_turn_both_ways_but_not_beyond_the_ends() -> None:
    def turns(page: int) -> list[tuple[str, str]]:
        view = list_page("Articles", ["a"], page=page, pages=3, what="search", token="t1")
        return [(button.label, button.custom_id) for button in buttons(view)]

    assert turns(0) == [("Next", "p:search:t1:1")]
    assert turns(1) == [("Previous", "p:search:t1:0"), ("Next", "p:search:t1:2")]
    assert turns(2) == [("Previous", "p:search:t1:1")]


def test_a_list_says_how_many_there_are_and_which_page_this_is() -> None:
    view = list_page("Articles", ["a"], page=1, pages=3, what="search", token="t1", total="34 articles")
    assert texts(view)[-1] == "-# 34 articles · Page 2 of 3"


def test_an_empty_list_is_still_a_message() -> None:
    assert paged([]) == []
    assert_discord_takes(list_page("Articles", []))


def test_a_query_error_points_at_its_place() -> None:
    error = QueryError("A bracket is missing.", query="(kursk OR `x` -football", position=6, hint="Close it.")
    view = error_card(error)
    assert texts(view) == [
        "### This query can't be read\nA bracket is missing.",
        "```\n(kursk OR `x` -football\n      ^\n```",
        "Try: Close it.",
    ]


@slow
@given(hostile.long_words, st.integers(0, 5_000))
def test_what_a_member_typed_comes_back_harmless(words: str, position: int) -> None:
    errors: list[MemberError] = [
        NotFound(words),
        QueryError(words, query=words, position=position, hint=words),
    ]
    for error in errors:
        view = error_card(error)
        assert_discord_takes(view)
        for text in texts(view):
            assert kinds(text) <= {"heading", "code_block"}
            assert "code_block" in kinds(text) or not pings(text)


@pytest.mark.parametrize(
    ("cause", "says", "again"),
    [
        (KeyError("a"), "ours", False),
        (OutsideError("away"), "ours", True),
        (StorageError("The disk is full"), "Nothing that was stored is lost", True),
    ],
)
def test_a_fault_that_is_not_the_members_says_whose_it_is(cause: Exception, says: str, again: bool) -> None:
    view = failure_card("7f3a91", cause)
    assert says in texts(view)[0]
    assert ("try again" in texts(view)[0]) is again
    assert "`7f3a91`" in texts(view)[-1]
    json.dumps(view.to_components())


def test_an_error_is_told_in_words_and_not_by_colour_alone() -> None:
    view = error_card(NotFound("No watchlist is called *Kursk*."))
    assert texts(view) == ["### That did not work\nNo watchlist is called \\*Kursk\\*."]
    assert isinstance(view.children[0], discord.ui.Container)
