"""What a feed says of its own reading."""

from __future__ import annotations

import json

import pytest

from bot.domain.feed import Asks
from bot.pipeline.parse import parse

URL = "https://paper.test/feed"
ITEM = "<item><title>Bridge opens</title><link>https://paper.test/1</link></item>"


def rss(before: str = "", inside: str = "", after: str = "") -> bytes:
    item = ITEM.replace("</item>", f"{inside}</item>")
    return f'<rss version="2.0"><channel><title>Paper</title>{before}{item}{after}</channel></rss>'.encode()


@pytest.mark.parametrize(
    ("said", "asks"),
    [
        ("<ttl>15</ttl>", Asks(ttl=900.0)),
        ("<ttl> 60 </ttl>", Asks(ttl=3600.0)),
        ("<ttl>often</ttl>", Asks()),
        ("<skipHours><hour>0</hour><hour>5</hour><hour>24</hour></skipHours>", Asks(skip_hours=(0, 5))),
        ("<skipDays><day>Saturday</day><day>sunday</day><day>x</day></skipDays>", Asks(skip_days=(5, 6))),
        ("<skipHours>" + "".join(f"<hour>{n}</hour>" for n in range(24)) + "</skipHours>", Asks()),
    ],
)
def test_a_feed_says_when_it_need_not_be_read(said: str, asks: Asks) -> None:
    assert parse(rss(before=said), url=URL).asks == asks
    assert parse(rss(after=said), url=URL).asks == asks


def test_what_an_article_quotes_is_no_wish_of_the_feed() -> None:
    quoted = "<description>&lt;ttl&gt; <![CDATA[<ttl>999</ttl> <link rel='next' href='/x'/>]]></description>"
    feed = parse(rss(inside=quoted), url=URL)
    assert (feed.asks, feed.next_page) == (Asks(), None)


@pytest.mark.parametrize(
    ("link", "page"),
    [
        ('<atom:link rel="next" href="/feed?page=2&amp;n=9"/>', "https://paper.test/feed?page=2&n=9"),
        ("<atom:link href='https://paper.test/2024-09' rel='prev-archive'/>", "https://paper.test/2024-09"),
        (
            '<atom:link rel="prev-archive" href="/a"/><atom:link rel="next" href="/b"/>',
            "https://paper.test/b",
        ),
        ('<atom:link rel="next" href="/feed"/>', None),
        ('<atom:link rel="next" href="javascript:x"/>', None),
        ('<atom:link rel="self" href="/feed"/>', None),
    ],
)
def test_a_paged_feed_says_where_its_earlier_entries_are(link: str, page: str | None) -> None:
    named = link.replace("<atom:link", '<atom:link xmlns:atom="http://www.w3.org/2005/Atom"')
    assert parse(rss(before=named), url=URL).next_page == page


def test_a_paged_atom_or_json_feed_is_understood_too() -> None:
    atom = (
        '<feed xmlns="http://www.w3.org/2005/Atom"><title>P</title><link rel="next" href="/2"/>'
        '<entry><id>1</id><title>A</title><link rel="next" href="/wrong"/></entry></feed>'
    )
    version = "https://jsonfeed.org/version/1.1"
    written = json.dumps({"version": version, "title": "P", "next_url": "/2", "items": []})
    assert parse(atom.encode(), url=URL).next_page == "https://paper.test/2"
    assert parse(written.encode(), url=URL).next_page == "https://paper.test/2"
