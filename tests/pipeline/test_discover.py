"""Feeds found on the pages that people paste instead."""

from __future__ import annotations

import pytest

from bot.pipeline.feeds.discover import feed_links

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
        ('<link rel="home ALTERNATE nofollow" type="application/rss+xml" href="/f">', "https://news.example/f"),
        ("<link rel='alternate' type='application/x-rss+xml' href='/x.rss'>", "https://news.example/x.rss"),
        ('<link rel="alternate" type="application/rdf+xml" href="/index.rdf">', "https://news.example/index.rdf"),
        ('<link rel="alternate" type="application/xml" href="/atom.xml">', "https://news.example/atom.xml"),
        ('<link rel="alternate" href="/feed/">', "https://news.example/feed/"),
        ('<link rel="feed" href="/all">', "https://news.example/all"),
        ('<link rel="alternate" type="application/rss+xml" href="feed:https://f.example/r">', "https://f.example/r"),
        ('<link rel="alternate" type="application/rss+xml" href="feed://f.example/r">', "https://f.example/r"),
        ('<link rel="alternate" type="application/rss+xml" href="../up.xml">', "https://news.example/up.xml"),
        ('<link rel="alternate" type="application/rss+xml" href="?feed=rss2">', "https://news.example/world/?feed=rss2"),
        ('<link rel="alternate" type="application/rss+xml" href="https://u:p@n.example/f">', "https://n.example/f"),
        ('<!-- <link rel=feed href=/old> --><link rel="alternate" href="/rss">', "https://news.example/rss"),
        ('<script>"<link rel=feed href=/s>"</script><link rel="alternate" href="/rss">', "https://news.example/rss"),
        ('<base href="javascript:0"><link rel="alternate" type="application/rss+xml" href="/f">', "https://news.example/f"),
        ('<link rel="alternate" type="application/rss+xml" href="/f#top">', "https://news.example/f#top"),
        ('<link rel="alternate" type="application/rss+xml" href="/новости">', "https://news.example/новости"),
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
        '<link rel="alternate" type="application/rss+xml" href="data:text/xml,x">',
        '<link rel="alternate" type="application/rss+xml" href="feed:javascript:alert(1)">',
        '<link rel="alternate" type="application/rss+xml" href="http://[bad/">',
        '<link rel="alternate stylesheet" type="text/xml" href="/feed.xml">',
        '<link rel="alternate" href="/de/">',
        '<!-- <link rel="alternate" type="application/rss+xml" href="/old"> -->',
        '<script>"<link rel=alternate type=application/rss+xml href=/script>"</script>',
        '<link type="application/rss+xml" href="/f">',
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
        (
            '<a href="https://feeds.feedburner.com/Courier">Subscribe</a>',
            "https://feeds.feedburner.com/Courier",
        ),
        ('<a href="https://rss.courier.example/all">x</a>', "https://rss.courier.example/all"),
        ('<a href="/syndication">RSS</a>', "https://news.example/syndication"),
        (
            '<a href="/syndication" title="Atom feed"><img src="i.png"></a>',
            "https://news.example/syndication",
        ),
        ('<a href="/syndication" aria-label="RSS feed"></a>', "https://news.example/syndication"),
        ('<a href="/about-rss">RSS</a><a href="/real.rss">x</a>', "https://news.example/real.rss"),
        ('<a href="feed:https://f.example/rss">x</a>', "https://f.example/rss"),
        ('<a href="/rss/news.xml"><img alt="RSS"></a>', "https://news.example/rss/news.xml"),
        ('<A HREF="/Feed">x</A>', "https://news.example/Feed"),
        ('<a href="/comments/feed/">c</a><a href="/feed/">f</a>', "https://news.example/feed/"),
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


CHANNEL = "UCabcdefghijklmnopqrstuv"


@pytest.mark.parametrize(
    "head",
    [
        f'<meta itemprop="identifier" content="{CHANNEL}">',
        f'<meta itemprop="channelId" content="{CHANNEL}">',
        f'<link rel="canonical" href="https://www.youtube.com/channel/{CHANNEL}">',
        f'<meta property="og:url" content="https://www.youtube.com/channel/{CHANNEL}">',
    ],
)
def test_a_youtube_page_says_which_channel_it_is(head: str) -> None:
    feed = f"https://www.youtube.com/feeds/videos.xml?channel_id={CHANNEL}"

    assert [link.url for link in feed_links(page(head), "https://www.youtube.com/@courier")] == [feed]
    assert feed_links(page(head), "https://notyoutube.example/@courier") == ()


def test_a_page_with_a_thousand_links_gives_a_few() -> None:
    body = "".join(f'<a href="/{n}.rss">{n}</a>' for n in range(1000))

    assert len(feed_links(page(body=body), URL)) == 20


@pytest.mark.parametrize(
    "html", [b"", b"\0", b"<<<", b"{}", b"<a href='http://['>x</a>", "<a href='/rss'>x".encode("utf-16")]
)
def test_no_page_whatever_breaks_it(html: bytes) -> None:
    assert isinstance(feed_links(html, URL), tuple)
