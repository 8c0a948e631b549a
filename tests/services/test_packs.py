"""The list of well-known feeds: every line of it is sound, and can be chosen."""

from __future__ import annotations

import re
from collections import Counter

import pytest

from bot.errors import NotFound
from bot.pipeline.addresses.canonical import feed_address
from bot.pipeline.addresses.spelling import feed_key
from bot.pipeline.fetch import Fetcher
from bot.services import load_packs
from bot.services.packs import UNVERIFIED

PACKS = load_packs()
LONGEST_NAME = 80  # characters, as the preview of a pack shows


def test_the_list_is_long_and_names_each_feed_once() -> None:
    assert len(PACKS.feeds) >= 150
    spelled = Counter(feed_key(one.url) for one in PACKS.feeds)
    assert [key for key, times in spelled.items() if times > 1] == []
    assert [name for name, times in Counter(one.name for one in PACKS.feeds).items() if times > 1] == []


def test_each_feed_is_sound() -> None:
    faulty = [
        one.name
        for one in PACKS.feeds
        if feed_address(one.url) != one.url
        or one.topic not in PACKS.topics
        or one.country not in PACKS.countries
        or not re.fullmatch(r"[a-z]{2}|int", one.country)
        or not re.fullmatch(r"[a-z]{2}", one.language)
        or one.name != " ".join(one.name.split())
        or len(one.name) > LONGEST_NAME
    ]

    assert faulty == []


async def test_none_is_an_address_that_is_never_fetched() -> None:
    async with Fetcher() as fetcher:
        assert {fetcher.refusal(one.url) for one in PACKS.feeds} == {None}


def test_every_topic_and_country_has_feeds_and_fits_a_message() -> None:
    assert min(PACKS.by_topic.values()) >= 5
    assert min(PACKS.by_country.values()) >= 1
    assert "not verified" in UNVERIFIED
    for topic in PACKS.topics:
        assert PACKS.chosen(topic, None)
    for country in PACKS.countries:
        assert PACKS.chosen(None, country)


def test_a_pack_is_chosen_by_key_or_name_whatever_the_case() -> None:
    found = PACKS.chosen("SECURITY", "germany")

    assert {(one.topic, one.country) for one in found} == {("security", "de")}
    assert PACKS.title("security", "de") == "Computer security, Germany"
    assert len(PACKS.chosen(None, None)) == len(PACKS.feeds)


@pytest.mark.parametrize(("topic", "country"), [("knitting", None), (None, "Atlantis"), ("sport", "kp")])
def test_what_the_list_lacks_is_told(topic: str | None, country: str | None) -> None:
    with pytest.raises(NotFound, match="The list has no"):
        PACKS.chosen(topic, country)


def test_a_country_is_known_by_what_people_call_it() -> None:
    for typed, meant in (("UK", "gb"), ("usa", "us"), ("Holland", "nl"), ("us", "us")):
        assert PACKS.keys(None, typed) == (None, meant)
    assert PACKS.also.keys() <= PACKS.countries.keys()
    with pytest.raises(NotFound, match=r"Did you mean Germany\?"):
        PACKS.keys(None, "Germny")


def test_a_well_known_feed_is_found_by_words_of_its_name() -> None:
    assert [one.name for one in PACKS.named("sport bbc")] == ["BBC Sport"]
    assert PACKS.named(" ") == []
