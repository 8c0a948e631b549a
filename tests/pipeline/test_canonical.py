"""One article, one address; and nobody sees a password."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.errors import MemberError
from bot.pipeline.canonical import canonical, feed_address, shown


@pytest.mark.parametrize(
    ("given_url", "expected"),
    [
        ("https://example.org/a", "https://example.org/a"),
        ("HTTPS://Example.ORG/A", "https://example.org/A"),
        ("https://example.org", "https://example.org/"),
        ("https://example.org:443/a", "https://example.org/a"),
        ("http://example.org:80/a", "http://example.org/a"),
        ("http://example.org:8080/a", "http://example.org:8080/a"),
        ("https://example.org./a", "https://example.org/a"),
        ("https://example.org/a#comments", "https://example.org/a"),
        ("https://example.org/a?utm_source=x&utm_medium=rss", "https://example.org/a"),
        ("https://example.org/a?id=7&UTM_Campaign=x&page=2", "https://example.org/a?id=7&page=2"),
        ("https://example.org/a?b=2&a=1", "https://example.org/a?b=2&a=1"),
        ("https://example.org/a?fbclid=Iw&gclid=1&mc_cid=2", "https://example.org/a"),
        ("https://example.org/a?&&id=7&", "https://example.org/a?id=7"),
        ("https://example.org/a?", "https://example.org/a"),
        ("https://example.org/%7euser/%c3%a9", "https://example.org/~user/%C3%A9"),
        ("https://example.org/é x", "https://example.org/%C3%A9%20x"),
        ("https://example.org/a/../b/./c", "https://example.org/b/c"),
        ("https://me:secret@example.org/a", "https://example.org/a"),
        ("https://bücher.example/a", "https://xn--bcher-kva.example/a"),
        ("  https://example.org/a\n", "https://example.org/a"),
        ("https://[2001:DB8::1]:443/a", "https://[2001:db8::1]/a"),
        ("mailto:x@example.org", "mailto:x@example.org"),
        ("not a url", "not a url"),
        ("https://[broken", "https://[broken"),
        ("", ""),
    ],
)
def test_links_to_one_article_have_one_spelling(given_url: str, expected: str) -> None:
    assert canonical(given_url) == expected


@given(st.text(max_size=60), st.text(max_size=60))
def test_a_spelling_is_final(path: str, query: str) -> None:
    once = canonical(f"https://example.org/{path}?{query}")

    assert canonical(once) == once


@given(st.text(max_size=80))
def test_no_text_whatever_breaks_them(text: str) -> None:
    canonical(text)
    shown(text)


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("https://example.org/feed.xml", "https://example.org/feed.xml"),
        (" <https://example.org/feed.xml> ", "https://example.org/feed.xml"),
        ("example.org/feed", "https://example.org/feed"),
        ("example.org", "https://example.org/"),
        ("example.org:8080/feed", "https://example.org:8080/feed"),
        ("feed://example.org/feed", "https://example.org/feed"),
        ("feed:http://example.org/feed", "http://example.org/feed"),
        ("HTTP://Example.org:80/Feed#top", "http://example.org/Feed"),
        ("https://me:s%40x@example.org/feed?utm_source=a", "https://me:s%40x@example.org/feed?utm_source=a"),
        ("http://127.0.0.2:8001/rss", "http://127.0.0.2:8001/rss"),
    ],
)
def test_what_people_type_is_understood(typed: str, expected: str) -> None:
    assert feed_address(typed) == expected


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        ("file:///etc/passwd", "not file: ones"),
        ("ftp://example.org/feed", "not ftp: ones"),
        ("javascript:alert(1)", "not javascript: ones"),
        ("the news please", "Write it in full"),
        ("", "Write it in full"),
        ("https://", "Write it in full"),
        ("https://example.org:99999/", "Write it in full"),
        ("https://example.org/" + "a" * 9000, "Write it in full"),
    ],
)
def test_what_is_no_web_address_is_refused_with_advice(typed: str, says: str) -> None:
    with pytest.raises(MemberError, match=says):
        feed_address(typed)


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("https://example.org/feed?a=1", "https://example.org/feed?a=1"),
        ("https://me:s3cret@example.org/feed", "https://example.org/feed"),
        ("https://me:s3@cret@example.org/feed", "https://example.org/feed"),
        ("https://example.org/feed?token=s3cret&a=1", "https://example.org/feed?token=***&a=1"),
        ("https://example.org/feed?api_key=s3cret", "https://example.org/feed?api_key=***"),
        ("https://example.org/feed?access_token=s3cret", "https://example.org/feed?access_token=***"),
        ("https://example.org/feed?keyword=kursk", "https://example.org/feed?keyword=kursk"),
        ("me:s3cret@example.org/feed", "example.org/feed"),
        ("https://me:s3cret@[broken/feed", "https://[broken/feed"),
    ],
)
def test_what_is_shown_of_a_url_holds_no_secret(url: str, expected: str) -> None:
    assert shown(url) == expected
