"""An article found in a page as outlets really write them."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from bot.domain.article import Article
from bot.pipeline.extract import Page, extract
from bot.pipeline.summarise import summarise

URL = "https://www.harbour.example/news/ferries?utm_source=rss"
SENTENCES = [
    "All ferries stop at noon because of the storm, the port authority said on Monday.",
    "Winds of up to 120 km/h are expected by the evening, and the waves may reach six metres.",
    "Passengers with tickets for Tuesday should ask the line before they travel to the port.",
]


def page(head: str = "", body: str = "", lang: str = "en-GB") -> str:
    paragraphs = "".join(f"<p>{sentence}</p>" for sentence in SENTENCES)
    return (
        f"<!DOCTYPE html><html lang='{lang}'><head><title>Ferries</title>{head}</head><body>"
        "<nav><a href='/'>Home</a> <a href='/sport'>Sport</a></nav>"
        f"<article><h1>Ferries stop as storm nears</h1>{body}{paragraphs}</article>"
        "<footer>All rights reserved. Cookie policy.</footer></body></html>"
    )


def read(html: str | bytes, **keywords: str) -> Page:
    found = extract(html.encode() if isinstance(html, str) else html, url=URL, **keywords)
    assert found is not None
    return found


def test_the_text_comes_without_what_stands_around_it() -> None:
    found = read(page())

    assert found.text == "".join(f"{sentence}\n" for sentence in SENTENCES)
    assert found.language == "en"


def test_what_a_page_says_of_itself_is_kept() -> None:
    head = (
        '<meta property="og:title" content="Ferries stop as storm nears">'
        '<meta property="og:site_name" content="The Harbour">'
        '<meta name="author" content="Ann Weaver">'
        '<meta property="article:published_time" content="2024-10-28T14:30:00+02:00">'
        '<meta property="og:image" content="https://www.harbour.example/ferry.jpg">'
        '<link rel="canonical" href="/news/ferries">'
    )
    found = read(page(head))

    assert found.title == "Ferries stop as storm nears"
    assert found.outlet == "The Harbour"
    assert found.author == "Ann Weaver"
    assert found.published == datetime(2024, 10, 28, 12, 30, tzinfo=UTC)
    assert found.image_url == "https://www.harbour.example/ferry.jpg"
    assert found.canonical_url == "https://www.harbour.example/news/ferries"


def test_the_time_is_read_from_structured_data_too() -> None:
    data = '<script type="application/ld+json">{"datePublished":"2024-10-28T09:15:00Z"}</script>'

    assert read(page(data)).published == datetime(2024, 10, 28, 9, 15, tzinfo=UTC)


@pytest.mark.parametrize(
    ("link", "expected"),
    [
        ("https://harbour.example/news/ferries", "https://harbour.example/news/ferries"),
        ("https://m.harbour.example/news/ferries", "https://m.harbour.example/news/ferries"),
        ("https://www.harbour.example/", None),
        ("https://other.example/news/ferries", None),
        ("javascript:void(0)", None),
    ],
)
def test_a_canonical_link_is_believed_only_when_plausible(link: str, expected: str | None) -> None:
    assert read(page(f'<link rel="canonical" href="{link}">')).canonical_url == expected


def test_a_canonical_link_is_believed_where_nothing_contradicts_it() -> None:
    head = '<link rel="canonical" href="https://harbour.example/news/ferries">'
    found = extract(page(head).encode(), url="")

    assert found is not None
    assert found.canonical_url == "https://harbour.example/news/ferries"


def test_a_page_with_a_hole_is_never_quoted_at_the_hole() -> None:
    dropped = "Analysts of the Institute for <a href='/isw'></a> Study of War said that troops were close."
    found = read(page(body=f"<p>{dropped}</p>"))
    article = Article(
        1,
        1,
        1,
        URL,
        "The Harbour",
        "Ferries",
        found.text,
        None,
        None,
        datetime(2024, 10, 28, tzinfo=UTC),
        "en",
    )

    assert "Institute for  Study" in found.text
    quoted = [quote.text for quote in summarise([article], sentences=9)]
    assert quoted
    assert not any("Institute" in one for one in quoted)


def test_a_site_that_gives_no_name_is_not_called_by_its_domain() -> None:
    assert read(page()).outlet is None


def test_letters_of_a_page_in_an_old_charset_arrive() -> None:
    russian = "Войска прибыли в область, сообщает ведомство в понедельник, подробности будут позже. "
    html = f"<html><head><meta charset='windows-1251'></head><body><p>{russian * 5}</p></body></html>"

    assert russian.strip() in read(html.encode("windows-1251")).text


@pytest.mark.parametrize(
    "html",
    [
        b"",
        b"   ",
        b"\0\0\0",
        b"<html></html>",
        b"\x89PNG\r\n\x1a\n",
        b"<!-- -->",
        b"<html><body><script>x</script>",
    ],
)
def test_a_page_without_an_article_has_none(html: bytes) -> None:
    assert extract(html, url=URL) is None
