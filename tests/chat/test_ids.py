"""Buttons that still work after a restart: what stands in their custom_id comes back out of it."""

import secrets

import discord
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.chat.ids import Action, button_id, holds_key, page_id, page_template, template

KEY = "Abc-_0123456789abcdefg"


@given(st.sampled_from(Action), st.integers(0, 2**63 - 1))
def test_a_button_finds_its_story_and_its_message_again(action: Action, story_id: int) -> None:
    key = secrets.token_urlsafe(16)
    custom_id = button_id(action, key, story_id)
    assert len(custom_id) <= 100
    found = template(action).fullmatch(custom_id)
    assert found
    assert (int(found["story_id"]), found["key"]) == (story_id, key)
    assert [other for other in Action if template(other).fullmatch(custom_id)] == [action]


@given(st.integers(0, 10**9 - 1), st.from_regex(r"[A-Za-z0-9_-]{1,64}", fullmatch=True))
def test_previous_and_next_find_their_list_again(page: int, token: str) -> None:
    custom_id = page_id("search", token, page)
    assert len(custom_id) <= 100
    found = page_template("search").fullmatch(custom_id)
    assert found
    assert (found["token"], int(found["page"])) == (token, page)
    assert not page_template("feeds").fullmatch(custom_id)


@pytest.mark.parametrize("key", ["", "short", "x" * 23, "white space in key 123", "a:b:c:d:e:f:g:h:i:j:k:"])
def test_a_key_that_could_not_be_found_again_is_refused(key: str) -> None:
    with pytest.raises(ValueError, match="custom_id"):
        button_id(Action.MUTE, key, 1)


@pytest.mark.parametrize(
    ("what", "token", "page"), [("Search", "a", 0), ("search", "a:b", 0), ("search", "a", -1)]
)
def test_a_page_button_that_could_not_be_found_again_is_refused(what: str, token: str, page: int) -> None:
    with pytest.raises(ValueError, match="custom_id"):
        page_id(what, token, page)


def test_the_key_is_found_in_a_message_as_discord_returns_it() -> None:
    button = {"type": 2, "style": 2, "label": "x", "custom_id": f"s:why:5:{KEY}"}
    text = {"type": 10, "content": "words"}
    payloads = [
        {"type": 17, "components": [text, {"type": 1, "components": [button]}]},
        {"type": 9, "components": [text], "accessory": button},
        {"type": 1, "components": [button]},
    ]
    for payload in payloads:
        component = discord.components._component_factory(payload)
        assert holds_key([component], KEY)
    foreign = {"type": 1, "components": [{**button, "custom_id": "page:2"}]}
    assert not holds_key([discord.components._component_factory(foreign)], KEY)
