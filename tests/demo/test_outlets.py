"""The demo's outlets answer as real ones do, over real HTTP."""

from __future__ import annotations

import asyncio
import gzip
import json
from collections.abc import AsyncIterator
from typing import Any

import feedparser
import httpx
import pytest

from bot.demo.outlets import Outlets, StoryClock, open_outlets
from bot.demo.script import OUTLETS, STORY_SECONDS, Piece, edition, load
from tests.waiting import PATIENCE

SCRIPT = load()
NAMES = {outlet.key: outlet.name for outlet in OUTLETS}
FORMATS = {"rss20": "rss20", "atom10": "atom10", "rss10": "rss10"}


class Hand:
    """A clock that a test sets by hand, in real seconds."""

    def __init__(self) -> None:
        self.seconds = 0.0

    def __call__(self) -> float:
        return self.seconds


@pytest.fixture
def hand() -> Hand:
    return Hand()


@pytest.fixture
async def outlets(hand: Hand) -> AsyncIterator[Outlets]:
    clock = StoryClock(now=hand)
    clock.begin()
    async with open_outlets(SCRIPT, clock) as opened:
        yield opened


@pytest.fixture
async def web() -> AsyncIterator[httpx.AsyncClient]:
    async with httpx.AsyncClient() as client:
        yield client


def entries(response: httpx.Response) -> list[dict[str, Any]]:
    """Title, link, text and times of every entry, whatever the format."""
    if "json" in response.headers["content-type"]:
        return [
            {
                "title": item["title"],
                "link": item["url"],
                "text": item.get("content_html", item.get("content_text")),
            }
            for item in json.loads(response.content)["items"]
        ]
    parsed = feedparser.parse(response.content, response_headers=dict(response.headers))
    assert not parsed.bozo, parsed.get("bozo_exception")
    return [
        {"title": e.title, "link": e.link, "text": e.content[0].value if "content" in e else e.summary}
        for e in parsed.entries
    ]


def page_of(outlets: Outlets, piece: Piece) -> str:
    site = next(feed.site_url for feed in outlets.feeds if feed.name == NAMES[piece.outlet])
    return site.removesuffix("/") + piece.path


@pytest.mark.parametrize("number", range(4), ids=[outlet.feed_format for outlet in OUTLETS])
async def test_each_feed_is_valid_in_its_format(
    number: int, outlets: Outlets, web: httpx.AsyncClient, hand: Hand
) -> None:
    hand.seconds = STORY_SECONDS
    outlet = OUTLETS[number]
    response = await web.get(outlets.feeds[number].url)

    found = entries(response)
    if outlet.feed_format == "json11":
        document = json.loads(response.content)
        assert document["version"] == "https://jsonfeed.org/version/1.1"
        assert document["feed_url"] == outlets.feeds[number].url
    else:
        parsed = feedparser.parse(response.content)
        assert parsed.version == FORMATS[outlet.feed_format]
        assert parsed.feed.title == outlet.name
        assert all(e.get("published_parsed") or e.get("updated_parsed") for e in parsed.entries)
    assert [e["title"] for e in found] == [piece.title for piece in edition(outlet, SCRIPT, STORY_SECONDS)]
    assert all(e["text"] for e in found)


async def test_each_outlet_has_its_own_loopback_address(outlets: Outlets) -> None:
    hosts = [httpx.URL(feed.url).host for feed in outlets.feeds]

    assert all(host.startswith("127.") for host in hosts)
    assert len(set(hosts)) == 4
    assert set(outlets.hosts) == set(hosts)


async def test_every_entry_leads_to_its_page(outlets: Outlets, web: httpx.AsyncClient, hand: Hand) -> None:
    hand.seconds = STORY_SECONDS
    for feed in outlets.feeds:
        for entry in entries(await web.get(feed.url)):
            page = await web.get(entry["link"])
            assert page.status_code == 200
            assert f'<link rel="canonical" href="{entry["link"]}">' in page.text


async def test_pages_carry_the_dirt_of_real_ones(
    outlets: Outlets, web: httpx.AsyncClient, hand: Hand
) -> None:
    hand.seconds = STORY_SECONDS
    piece = next(piece for piece in SCRIPT if piece.slug == "courier-troops-kursk")
    html = (await web.get(page_of(outlets, piece))).text

    assert html.index("Lucky Otter Casino") < html.index("<h1>") < html.index("Scroll to Top")
    assert html.index("Scroll to Top") < html.index("ALL Headlines") < html.index("what we know so far")


async def test_a_feed_of_one_sentence_leaves_the_text_to_the_page(
    outlets: Outlets, web: httpx.AsyncClient, hand: Hand
) -> None:
    hand.seconds = STORY_SECONDS
    piece = next(piece for piece in SCRIPT if piece.slug == "courier-troops-kursk")
    courier = next(feed for feed in outlets.feeds if feed.name == "Tarn Valley Courier")
    entry = next(e for e in entries(await web.get(courier.url)) if e["title"] == piece.title)

    assert entry["text"] == piece.summary
    assert "Russian uniforms and Russian weapons" in (await web.get(page_of(outlets, piece))).text


@pytest.mark.parametrize("validator", [("ETag", "If-None-Match"), ("Last-Modified", "If-Modified-Since")])
async def test_an_unchanged_feed_is_answered_304_and_a_changed_one_in_full(
    validator: tuple[str, str], outlets: Outlets, web: httpx.AsyncClient, hand: Hand
) -> None:
    url = outlets.feeds[0].url
    first = await web.get(url)
    condition = {validator[1]: first.headers[validator[0]]}

    again = await web.get(url, headers=condition)
    hand.seconds = 10
    later = await web.get(url, headers=condition)

    assert (again.status_code, again.content) == (304, b"")
    assert later.status_code == 200
    assert len(entries(later)) == len(entries(first)) + 1


async def test_feeds_are_gzipped_for_who_takes_it(outlets: Outlets, web: httpx.AsyncClient) -> None:
    url = outlets.feeds[0].url
    async with web.stream("GET", url, headers={"Accept-Encoding": "gzip"}) as response:
        packed = b"".join([chunk async for chunk in response.aiter_raw()])
    plain = await web.get(url, headers={"Accept-Encoding": "identity"})

    assert response.headers["content-encoding"] == "gzip"
    assert "content-encoding" not in plain.headers
    assert gzip.decompress(packed) == plain.content


async def test_a_site_names_its_feed(outlets: Outlets, web: httpx.AsyncClient) -> None:
    for feed in outlets.feeds:
        assert f'href="{feed.url}"' in (await web.get(feed.site_url)).text


async def test_what_is_not_published_yet_is_not_there(
    outlets: Outlets, web: httpx.AsyncClient, hand: Hand
) -> None:
    piece = next(piece for piece in SCRIPT if piece.slug == "quayside-zelensky-days")

    assert (await web.get(page_of(outlets, piece))).status_code == 404
    hand.seconds = piece.at + 1
    assert (await web.get(page_of(outlets, piece))).status_code == 200


async def test_the_pace_scales_every_moment(hand: Hand, web: httpx.AsyncClient) -> None:
    clock = StoryClock(pace=6, now=hand)
    clock.begin()
    async with open_outlets(SCRIPT, clock) as outlets:
        told, last = [], max(piece.at for piece in SCRIPT)
        for seconds in (last / 6 - 0.01, last / 6 + 0.01):
            hand.seconds = seconds
            told.append(sum([len(entries(await web.get(feed.url))) for feed in outlets.feeds]))

    assert told == [len(SCRIPT) - 1, len(SCRIPT)]


async def test_the_story_waits_until_it_is_begun(hand: Hand, web: httpx.AsyncClient) -> None:
    clock = StoryClock(now=hand)
    async with open_outlets(SCRIPT, clock) as outlets:
        hand.seconds = 1000
        before = entries(await web.get(outlets.feeds[0].url))
        clock.begin()
        hand.seconds = 1010
        after = entries(await web.get(outlets.feeds[0].url))

    assert len(after) == len(before) + 1


async def test_the_outlets_tell_when_every_feed_was_asked_for(
    outlets: Outlets, web: httpx.AsyncClient
) -> None:
    waiting = asyncio.create_task(outlets.asked())
    for feed in outlets.feeds[:-1]:
        await web.get(feed.url)
    done_early = waiting.done()
    await web.get(outlets.feeds[-1].url)
    await asyncio.wait_for(waiting, PATIENCE)

    assert not done_early
