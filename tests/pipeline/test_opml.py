"""Lists of feeds as other readers write them, as strangers forge them, and as Salient writes them."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from bot.errors import MemberError, ParseError
from bot.pipeline.feeds.opml import MOST_FEEDS, Outline, of_category, read_opml, write_opml
from bot.pipeline.workers.pool import ParserPool, PoolOptions

AT = datetime(2024, 10, 28, 12, tzinfo=UTC)


def opml(body: str, declaration: str = "") -> bytes:
    head = "<head><title>Mine</title></head>"
    return f'{declaration}<opml version="1.1">{head}<body>{body}</body></opml>'.encode()


def test_folders_of_any_depth_are_categories() -> None:
    found = read_opml(
        opml(
            '<outline text="World"><outline title="Europe"><outline xmlUrl="https://a/" text="A"/></outline>'
            '<outline xmlUrl="https://b/"/></outline>'
            '<outline xmlUrl="https://c/" category="/News/UK,/Other"/>'
        )
    )

    assert found.title == "Mine"
    assert [(one.url, one.title, one.categories) for one in found.outlines] == [
        ("https://a/", "A", ("World", "Europe")),
        ("https://b/", "", ("World",)),
        ("https://c/", "", ("News", "UK")),
    ]


def test_a_feed_whose_address_is_missing_is_not_passed_over_in_silence() -> None:
    body = '<outline text="Folder"/><outline text="A" htmlUrl="https://a/"/><outline xmlUrl="https://b/f"/>'

    assert [(one.url, one.title) for one in read_opml(opml(body)).outlines] == [
        ("", "A"),
        ("https://b/f", ""),
    ]


@pytest.mark.parametrize(
    ("body", "url"),
    [
        ('<outline XMLURL="https://a/x"/>', "https://a/x"),
        ("<OUTLINE xmlurl='https://a/x'/>", "https://a/x"),
        ('<outline xmlUrl=" https://a/x "/>', "https://a/x"),
        ('<outline xmlUrl="https://a/x?b=1&amp;c=2"/>', "https://a/x?b=1&c=2"),
        ('<outline xmlUrl="https://a/x?b=1&c=2"/>', "https://a/x?b=1&c=2"),  # no XML, as many write it
        ('<outline text="Tom & Jerry" xmlUrl="https://a/x"/>', "https://a/x"),
        ('<outline text="Tom\x0b Jerry" xmlUrl="https://a/x"/>', "https://a/x"),  # as pasted titles have it
        ('<outline xmlUrl="https://a/1"><outline xmlUrl="https://a/2"/></outline>', "https://a/1"),
        ("<!-- <outline xmlUrl='https://old/'/> --><outline xmlUrl='https://a/x'/>", "https://a/x"),
    ],
)
def test_what_readers_write_is_read(body: str, url: str) -> None:
    assert read_opml(opml(body)).outlines[0].url == url


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-be", "windows-1251"])
def test_encodings_are_those_that_the_file_declares(encoding: str) -> None:
    declared = f'<?xml version="1.0" encoding="{encoding.removesuffix("-sig")}"?>'
    data = (opml('<outline xmlUrl="https://a/" text="Вестник"/>', declared).decode() + "\n").encode(encoding)

    assert read_opml(data).outlines[0].title == "Вестник"


BOMB = "".join(f'<!ENTITY {b} "{f"&{a};" * 10}">' for a, b in zip("abcdefgh", "bcdefghi", strict=True))


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "empty"),
        (b"PK\x03\x04", "a ZIP archive"),
        (b"{}", "is JSON, no OPML"),
        (b"<html/>", "a web page, no OPML"),
        (b"<note/>", "no OPML: it begins with <note>"),
        (b"<rss version='2.0'/>", "is a feed, not a list of feeds. Add it"),
        (b"7z\xbc\xaf\x27\x1c\0", "compressed. Unpack it"),
        (b"https://example.org/feed", "no OPML: it does not begin with <"),
        (b"<opml/>", "no <body>"),
        (opml('<outline text="a">'), "line 1"),
        (opml("&i;", f'<!DOCTYPE opml [<!ENTITY a "aaaaaaaaaa">{BOMB}]>'), "es entities"),
        (opml('<outline text="&i;"/>', f'<!DOCTYPE opml [<!ENTITY a "a">{BOMB}]>'), "declares entities"),
        (opml("&x;", '<!DOCTYPE opml [<!ENTITY x SYSTEM "file:///etc/passwd">]>'), "entities"),
        (opml("", '<!DOCTYPE opml [<!ENTITY % x SYSTEM "http://127.0.0.1/x.dtd"> %x;]>'), "es entities"),
        (opml("<outline>" * 3_000), "line 1"),
        (opml("<outline>" * 3_000 + "</outline>" * 3_000), "hundreds deep"),
    ],
)  # fmt: skip
def test_a_hostile_or_broken_file_is_refused_in_words(data: bytes, said: str) -> None:
    with pytest.raises(ParseError, match=said):
        read_opml(data)


async def test_a_file_of_megabytes_is_read_within_a_workers_limits() -> None:
    body = "".join(f'<outline xmlUrl="https://{number}.example/"/>' for number in range(60_000))
    async with ParserPool(PoolOptions(workers=1)) as pool:
        found = await pool.read_opml(opml(body))

    assert (len(found.outlines), found.cut) == (MOST_FEEDS, 60_000 - MOST_FEEDS)


def test_what_is_written_is_read_again_whatever_the_titles_are() -> None:
    outlines = (
        Outline("https://a/?b=1&c=2", 'Tom & <Jerry> "quoted"', "https://a/", "en", ("World", "Ä & B")),
        Outline("https://b/", "\x00\x1b control \ufffe 한국어"),
        Outline("https://c/", "", None, None, ("World",)),
    )

    written = write_opml("Ours & theirs", outlines, at=AT)
    found = read_opml(written)

    assert b'<opml version="2.0">' in written
    assert b"Mon, 28 Oct 2024 12:00:00 +0000" in written
    assert found.title == "Ours & theirs"
    assert found.outlines[0] == outlines[0]
    assert {one.url for one in found.outlines} == {"https://a/?b=1&c=2", "https://b/", "https://c/"}
    assert next(one.title for one in found.outlines if one.url == "https://b/") == "control 한국어"


def test_a_folder_is_chosen_whatever_its_depth_and_case() -> None:
    outlines = (Outline("https://a/", categories=("World", "Europe")), Outline("https://b/"))

    assert of_category(outlines, " europe ") == [outlines[0]]
    assert of_category(outlines, None) == outlines
    with pytest.raises(MemberError, match="There are: Europe, World"):
        of_category(outlines, "Asia")
