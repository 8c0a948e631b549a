"""Every format that feeds come in, read into the same plain entries."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.domain.feed import ParsedFeed
from bot.pipeline.parse import parse

FEEDS = Path(__file__).parents[1] / "data" / "feeds"


def feed(name: str, url: str = "https://harbour.example/rss.xml") -> ParsedFeed:
    return parse((FEEDS / name).read_bytes(), url=url)


def rss(items: str) -> bytes:
    return f'<rss version="2.0"><channel><title>T</title>{items}</channel></rss>'.encode()


def test_rss_2_is_read() -> None:
    parsed = feed("rss20.xml")
    first, second = parsed.entries

    assert (parsed.title, parsed.link, parsed.language, parsed.kind) == (
        "The Harbour & Coast",
        "https://harbour.example/",
        "en",
        "rss20",
    )
    assert first.key == "harbour-101"
    assert first.url == "https://harbour.example/news/ferries?utm_source=rss"
    assert first.title == "Ferries stop as storm “Ida” nears"
    assert first.author == "Ann Weaver"
    assert first.published == datetime(2024, 10, 28, 12, 30, tzinfo=UTC)
    assert first.summary == "All ferries stop at noon.\n"
    assert first.content == (
        "All ferries stop at noon, the port says.\nWinds reach 120 km/h\nby night.\nNorth pier\nSouth pier\n"
    )
    assert first.image_url == "https://harbour.example/img/ferry.jpg"
    assert first.language == "en"
    assert second.key == "https://harbour.example/news/fish"
    assert second.author == "News desk"
    assert second.content == second.summary == "The market moves to the quay.\n"


def test_atom_1_is_read() -> None:
    parsed = feed("atom10.xml", "https://elsewhere.example/x")
    (entry,) = parsed.entries

    assert (parsed.title, parsed.link, parsed.kind) == (
        "Bergbote — Nachrichten",
        "https://berg.example/",
        "atom10",
    )
    assert entry.key == "tag:berg.example,2024:1"
    assert entry.url == "https://berg.example/artikel/pass"
    assert entry.title == "Pass bei 3 < 4 Grad gesperrt"
    assert entry.author == "Redaktion"
    assert entry.published == datetime(2024, 10, 28, 10, 0, tzinfo=UTC)
    assert entry.updated == datetime(2024, 10, 28, 11, 30, tzinfo=UTC)
    assert entry.summary == "Der Pass ist gesperrt.\n"
    assert entry.content == "Der Pass ist gesperrt.\nSeit heute.\n"
    assert entry.language == "de"


def test_rss_1_is_read() -> None:
    parsed = feed("rss10.xml")
    (entry,) = parsed.entries

    assert (parsed.title, parsed.kind) == ("Plain News", "rss10")
    assert (entry.key, entry.title, entry.author) == (
        "https://plain.example/wheat",
        "Wheat harvest ends early",
        "J. Field",
    )
    assert entry.published == datetime(2024, 10, 26, 5, 15, tzinfo=UTC)


@pytest.mark.parametrize(
    ("name", "kind", "title", "url"),
    [
        ("rss091.xml", "rss091n", "Tram line reopens", "http://old.example/tram"),
        ("atom03.xml", "atom03", "Le phare s'allume", "https://phare.example/1"),
        ("cdf.xml", "cdf", "Bridge closes", "http://channel.example/bridge"),
        ("json10.json", "json10", "Grain is in", "https://elsewhere.example/a"),
    ],
)
def test_older_formats_are_read(name: str, kind: str, title: str, url: str) -> None:
    parsed = feed(name)

    assert parsed.kind == kind
    assert [(entry.title, entry.url) for entry in parsed.entries] == [(title, url)]


def test_json_feed_is_read() -> None:
    parsed = feed("json11.json", "https://river.example/feed.json")
    first, second = parsed.entries

    assert (parsed.title, parsed.link, parsed.language, parsed.kind) == (
        "River & Mill",
        "https://river.example/",
        "en",
        "json11",
    )
    assert (first.key, first.url, first.title) == ("42", "https://river.example/posts/42", "Weir repaired")
    assert first.content == "The weir is repaired.\nFish return.\n"
    assert first.summary == "It holds again.\n"
    assert first.author == "Eve Brook, Adam Ford"
    assert first.published == datetime(2024, 10, 28, 14, 0, tzinfo=UTC)
    assert first.image_url == "https://river.example/img/weir.png"
    assert second.title == "Water is high today."
    assert second.content == "Water is high today.\nKeep away from the bank.\n"
    assert second.author == "The Mill"


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        ("AT&amp;amp;T and R&amp;amp;D", "AT&T and R&D"),
        ("AT&amp;T", "AT&T"),
        ("&lt;b&gt;Bold&lt;/b&gt; claim", "Bold claim"),
        ("&amp;lt;b&amp;gt;Bold&amp;lt;/b&amp;gt; claim", "Bold claim"),
        ("<![CDATA[Tom &amp; <i>Jerry</i>]]>", "Tom & Jerry"),
        ("It&amp;#8217;s 5 &amp;lt; 6", "It’s 5 < 6"),
        ("  two\n   lines\t here ", "two lines here"),
        ("a\u00a0b", "a b"),
        ("x &lt; y and y &gt; z", "x < y and y > z"),
        ("Generic List&amp;lt;int&amp;gt; in C#", "Generic List<int> in C#"),
    ],
)
def test_titles_lose_their_escapes_and_nothing_else(title: str, expected: str) -> None:
    (entry,) = parse(rss(f"<item><title>{title}</title></item>"), url="https://x.example/").entries

    assert entry.title == expected


def test_an_entry_without_a_title_is_named_by_its_first_words() -> None:
    text = "The first sentence stands alone. " + "And then it goes on " * 30
    (entry,) = parse(rss(f"<item><description>{text}</description></item>"), url="https://x.example/").entries

    assert entry.title == "The first sentence stands alone."


def test_two_spaces_inside_a_line_are_kept_because_a_word_was_lost_there() -> None:
    text = "<![CDATA[<p>says the Institute for  Study of War\n   on Monday</p>]]>"
    (entry,) = parse(rss(f"<item><description>{text}</description></item>"), url="https://x.example/").entries

    assert entry.content == "says the Institute for  Study of War on Monday\n"


@pytest.mark.parametrize(
    "link",
    [
        *("javascript:alert(1)", "data:text/html,x", "file:///etc/passwd", "mailto:a@b.example", "http://"),
        "https://[::1]x@b[.example/",  # no URL without the name of its user
    ],
)
def test_no_link_leads_anywhere_but_the_web(link: str) -> None:
    (entry,) = parse(
        rss(f"<item><title>t</title><link>{link}</link></item>"), url="https://x.example/"
    ).entries

    assert entry.url is None
    assert entry.key


@pytest.mark.parametrize(
    ("item", "url"),
    [
        ("<guid>4711</guid>", None),
        ("<guid>https://meridian.example/4711</guid>", "https://meridian.example/4711"),
        ("<guid>/2024/4711</guid>", "https://meridian.example/2024/4711"),
        ("<guid>4711</guid><link>4711.html</link>", "https://meridian.example/4711.html"),
    ],
)
def test_a_bare_identifier_is_no_link(item: str, url: str | None) -> None:
    body = f"<rss version='2.0'><channel><title>T</title><item><title>A</title>{item}</item></channel></rss>"

    assert parse(body.encode(), url="https://meridian.example/feed").entries[0].url == url


def test_identifiers_stay_what_they_are_when_the_feed_moves() -> None:
    body = rss("<item><title>t</title><guid>abc</guid><link>/a</link></item>")
    here, there = (parse(body, url=url).entries[0] for url in ("https://a.example/1", "https://b.example/2"))

    assert here.key == there.key == "abc"
    assert (here.url, there.url) == ("https://a.example/a", "https://b.example/a")


def item(guid: str, link: str, title: str, day: int = 28) -> str:
    return (
        f"<item><guid isPermaLink='false'>{guid}</guid><link>{link}</link><title>{title}</title>"
        f"<pubDate>{day} Oct 2024 10:00:00 GMT</pubDate></item>"
    )


def test_entries_that_share_an_identifier_are_all_kept_whatever_their_order() -> None:
    items = [
        item("same", "https://x.example/1", "One"),
        item("same", "https://x.example/2", "Two"),
        item("same", "https://x.example/2", "Three"),
        item("same", "https://x.example/2", "Three", day=27),
        item("own", "https://x.example/4", "Four"),
    ]
    forward = parse(rss("".join(items)), url="https://x.example/").entries
    backward = parse(rss("".join(reversed(items))), url="https://x.example/").entries

    assert len({entry.key for entry in forward}) == 5
    assert {e.key: (e.title, e.published) for e in forward} == {
        e.key: (e.title, e.published) for e in backward
    }
    assert forward[4].key == "own"


def test_an_exact_repetition_is_one_entry() -> None:
    twice = item("same", "https://x.example/1", "One") * 2

    assert len(parse(rss(twice), url="https://x.example/").entries) == 1


@pytest.mark.parametrize(
    "date",
    ["sometime", "", "99 Oct 2024 99:99:99 GMT", "Mon, 28 Oct 99999 10:00:00 GMT", "0000-00-00T00:00:00Z"],
)
def test_a_date_that_can_not_be_read_is_absent(date: str) -> None:
    parsed = parse(rss(f"<item><title>t</title><pubDate>{date}</pubDate></item>"), url="https://x.example/")

    assert parsed.entries[0].published is None or parsed.entries[0].published.tzinfo is UTC


def test_a_feed_without_entries_is_a_feed() -> None:
    parsed = parse(rss(""), url="https://x.example/")

    assert (parsed.title, parsed.entries) == ("T", ())
