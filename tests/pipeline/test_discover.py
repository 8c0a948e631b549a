"""Feeds found on the pages that people paste instead."""

from __future__ import annotations

import pytest

from bot.pipeline.discover import feed_links

URL = "https://news.example/world/"


def page(head: str = "", body: str = "") -> bytes:
    return f"<!DOCTYPE html><html><head><title>News</title>{head}</head><body>{body}</body></html>".encode()


@pytest.mark.parametrize(
    ("head", "expected"),
    [
        ('<link rel="alternate" type="application/rss+xml" title="All" href="/rss.xml">', "https://news.example/rss.xml"),
        ("<link rel=alternate type=application/atom+xml href=feed.atom>", "https://news.example/world/feed.atom"),
        ('<LINK REL="Alternate" TYPE="Application/RSS+XML" HREF="https://feeds.example/n">', "https://feeds.example/n"),
        ('<link rel="alternate home" type="application/feed+json" href="/feed.json">', "https://news.example/feed.json"),
        ('<link rel="feed" type="application/rss+xml" href="//cdn.example/f">', "https://cdn.example/f"),
        ('<link rel="alternate" type="application/rss+xml; charset=utf-8" href="/f">', "https://news.example/f"),
        ('<link rel="alternate" type="text/xml" href="/rss">', "https://news.example/rss"),
        ('<link rel="alternate" type="application/json" href="/feed.json">', "https://news.example/feed.json"),
        ('<base href="//b.example/x/"><link rel="alternate" type="text/xml" href="rss">', "https://b.example/x/rss"),
        ('<link rel="alternate" type="application/rss+xml" href=" /f ">', "https://news.example/f"),
        ('<link rel="alternate" type="application/rss+xml" href="/a?b=1&amp;c=2">', "https://news.example/a?b=1&c=2"),
    ],
)  # fmt: skip
def test_a_declared_feed_is_found(head: str, expected: str) -> None:
    assert [link.url for link in feed_links(page(head), URL)] == [expected]


@pytest.mark.parametrize(
    "head",
    [
        "",
        '<link rel="stylesheet" type="text/css" href="/feed.css">',
        '<link rel="alternate" hreflang="de" href="/de/">',
        '<link rel="alternate" type="application/json" href="/wp-json/wp/v2/pages/7">',
        '<link rel="alternate" type="application/json+oembed" href="/oembed?format=json">',
        '<link rel="alternate" type="application/rss+xml">',
        '<link rel="alternate" type="application/rss+xml" href="">',
        '<link rel="alternate" type="application/rss+xml" href="javascript:alert(1)">',
        '<link rel="alternate" type="application/rss+xml" href="file:///etc/passwd">',
        '<link rel="alternate" type="text/html" media="handheld" href="https://m.news.example/">',
    ],
)
def test_other_links_are_not_taken_for_feeds(head: str) -> None:
    assert feed_links(page(head), URL) == ()


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ('<a href="/rss">RSS</a>', "https://news.example/rss"),
        ('<a href="/feed/">Feed</a>', "https://news.example/feed/"),
        ('<a href="/index.xml">x</a><a href="/rss.xml">RSS</a>', "https://news.example/rss.xml"),
        ('<a href="/world.rss">RSS</a>', "https://news.example/world.rss"),
        ('<a href="/atom.xml">x</a>', "https://news.example/atom.xml"),
        ('<a href="/?feed=rss2">x</a>', "https://news.example/?feed=rss2"),
        ('<a href="/news-feed.json">x</a>', "https://news.example/news-feed.json"),
        ('<a href="https://feeds.example/rss">x</a><a href="/rss">y</a>', "https://news.example/rss"),
    ],
)
def test_where_nothing_is_declared_links_that_look_like_feeds_are_found(body: str, expected: str) -> None:
    assert feed_links(page(body=body), URL)[0].url == expected


@pytest.mark.parametrize("href", ["/feedback", "/press-release", "/newsfeed-7", "mailto:rss@news.example"])
def test_words_that_only_resemble_feeds_are_left(href: str) -> None:
    assert feed_links(page(body=f'<a href="{href}">x</a>'), URL) == ()


def test_each_feed_comes_once_with_its_title_and_comments_last() -> None:
    head = (
        '<link rel="alternate" type="application/rss+xml" title="News &raquo; Comments Feed" '
        'href="/comments/feed/">'
        '<link rel="alternate" type="application/rss+xml" title="News &raquo; Feed" href="/feed/">'
        '<link rel="alternate" type="application/rss+xml" title="Again" href="/feed/">'
        '<link rel="alternate" type="application/atom+xml" title="Atom" href="/atom">'
    )
    links = feed_links(page(head), URL)

    assert [(link.url, link.title, link.kind) for link in links] == [
        ("https://news.example/feed/", "News » Feed", "rss"),
        ("https://news.example/atom", "Atom", "atom"),
        ("https://news.example/comments/feed/", "News » Comments Feed", "rss"),
    ]


def test_a_page_with_a_thousand_links_gives_a_few() -> None:
    body = "".join(f'<a href="/{n}.rss">{n}</a>' for n in range(1000))

    assert len(feed_links(page(body=body), URL)) == 20


@pytest.mark.parametrize(
    "html", [b"", b"\0", b"<<<", b"{}", b"<a href='http://['>x</a>", "<a href='/rss'>x".encode("utf-16")]
)
def test_no_page_whatever_breaks_it(html: bytes) -> None:
    assert isinstance(feed_links(html, URL), tuple)
