"""What feeds should not be and are: each is read as far as it goes, or refused with a clear word."""

from __future__ import annotations

import codecs
import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.domain.feed import Failure
from bot.errors import ParseError
from bot.pipeline.parse import parse
from tests.costs import assert_costs_its_length

URL = "https://x.example/feed"
RUSSIAN = "Войска КНДР прибыли в Курскую область, сообщает ведомство. Подробности позже."
CHINESE = "朝鲜军队抵达库尔斯克地区,国防部周一表示,约有一万名士兵正在训练。"
FRENCH = "Été à l'école: « déjà vu » coûte 5 €"


def document(title: str, encoding: str | None = None) -> str:
    declared = f' encoding="{encoding}"' if encoding else ""
    return (
        f'<?xml version="1.0"{declared}?>\n<rss version="2.0"><channel><title>T</title>'
        f"<item><title>{title}</title><guid>1</guid></item></channel></rss>"
    )


def titles_or_error(body: bytes) -> list[str] | str:
    try:
        return [entry.title for entry in parse(body, url=URL).entries]
    except ParseError as error:
        return str(error)


def title_of(body: bytes, content_type: str | None = None) -> str:
    return parse(body, url=URL, content_type=content_type).entries[0].title


@pytest.mark.parametrize(
    ("body", "says"),
    [
        (b"", "an empty document"),
        (b" \n\t\xef\xbb\xbf ", "."),
        (b"<!DOCTYPE html><html><head><title>News</title></head><body>Hello</body></html>", "web page"),
        (b"\n<html lang='en'><body><p>Not found</p></body></html>", "web page"),
        (b"<?xml version='1.0'?><!DOCTYPE html PUBLIC 'x' 'y'><html xmlns='x'/>", "web page"),
        (b"Service unavailable", "neither RSS, Atom nor JSON Feed"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "neither RSS, Atom nor JSON Feed"),
        (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", "neither RSS, Atom nor JSON Feed"),
        (b'{"error": "no such feed"}', "no list of items"),
        (b'{"items": []}', "its version"),
        (b"[1, 2]", "no list of items"),
        (b'{"version": "https://jsonfeed.org/version/1.1", "items": [{"id": "1', "broken or cut off"),
        (b"<rss version='2.0'><channel><item><title>Half an", "cut off in the middle of its first"),
    ],
)  # fmt: skip
def test_what_is_no_feed_is_said_to_be_what_it_is(body: bytes, says: str) -> None:
    with pytest.raises(ParseError, match=says) as error:
        parse(body, url=URL)

    assert error.value.kind == Failure.NOT_A_FEED


def test_a_feed_cut_in_the_middle_gives_the_entries_that_are_whole() -> None:
    items = "".join(
        f"<item><title>Title {n}</title><description>Text {n}.</description></item>" for n in range(9)
    )
    whole = f"<rss version='2.0'><channel><title>T</title>{items}</channel></rss>".encode()
    cut = whole[: whole.index(b"Text 5") + 4]

    entries = parse(cut, url=URL).entries

    assert [entry.title for entry in entries] == [f"Title {n}" for n in range(5)]
    assert [entry.content for entry in entries] == [f"Text {n}.\n" for n in range(5)]


@settings(max_examples=60)
@given(st.integers(min_value=0, max_value=420))
def test_wherever_a_feed_is_cut_no_half_entry_is_taken(length: int) -> None:
    items = "".join(f"<entry><id>{n}</id><title>Number {n}</title></entry>" for n in range(6))
    whole = f'<feed xmlns="http://www.w3.org/2005/Atom"><title>T</title>{items}</feed>'.encode()
    titles = [f"Number {n}" for n in range(6)]

    found = titles_or_error(whole[:length])

    assert found == titles[: len(found)] or isinstance(found, str)


@pytest.mark.parametrize(
    ("text", "encoding", "declared", "content_type"),
    [
        (RUSSIAN, "utf-8", None, None),
        (RUSSIAN, "utf-8", None, "text/xml"),
        (RUSSIAN, "utf-8", "utf-8", "text/xml; charset=iso-8859-1"),  # the server's default, a lie
        (RUSSIAN, "utf-8", "windows-1251", "application/xml"),  # the document lies
        (RUSSIAN, "windows-1251", "windows-1251", None),
        (RUSSIAN, "windows-1251", None, "text/xml; charset=windows-1251"),
        (RUSSIAN, "windows-1251", "windows-1251", "text/xml; charset=utf-8"),
        (RUSSIAN, "windows-1251", "utf-8", "text/xml; charset=windows-1251"),
        (RUSSIAN, "koi8-r", "koi8-r", "text/xml"),
        (RUSSIAN, "utf-16", "utf-16", None),
        (RUSSIAN, "utf-16-le", "utf-16", None),
        (RUSSIAN, "utf-16-be", "utf-16", "text/xml; charset=utf-8"),
        (CHINESE, "gb18030", "gb2312", None),
        (CHINESE, "gbk", None, "text/xml; charset=gb2312"),
        (CHINESE, "big5", "big5", None),
        (RUSSIAN, "windows-1251", "iso-8859-1", "text/xml; charset=iso-8859-1"),  # a default, a lie
        (FRENCH, "cp1252", "iso-8859-1", None),
        (FRENCH, "cp1252", "nonsense-1", "text/xml; charset=iso-8859-1"),
        ("日本のニュース", "iso-2022-jp", "iso-2022-jp", None),
        ("日本のニュース", "shift_jis", "shift_jis", None),
        ("한국 뉴스", "euc-kr", "euc-kr", None),
    ],
)
def test_letters_arrive_whatever_charset_is_claimed(
    text: str, encoding: str, declared: str | None, content_type: str | None
) -> None:
    if encoding == "big5":
        text = "朝鮮軍隊抵達"
    body = document(text, declared).encode(encoding)

    assert title_of(body, content_type) == text


def test_an_undeclared_charset_is_guessed_from_the_letters() -> None:
    text = RUSSIAN * 5

    assert title_of(document(text).encode("windows-1251")) == text


@pytest.mark.parametrize("before", ["", "x"])
def test_a_guess_is_as_good_wherever_its_sample_ends(before: str) -> None:
    body = document(CHINESE) + f"<!--{before} {(CHINESE + ' ') * 1_500}-->"

    assert title_of(body.encode("gb18030")) == CHINESE


@pytest.mark.parametrize("title", ["Северокорейские войска в Курской области", "Бои у Суджи"])
def test_a_short_russian_feed_that_claims_to_be_utf_8_is_read(title: str) -> None:
    assert title_of(document(title, "utf-8").encode("windows-1251")) == title


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("AT&T and Q&A", "AT&T and Q&A"),
        ("AT&T &nbsp;and <![CDATA[R&D]]>", "AT&T and R&D"),
        ("Caf&eacute; &amp; AT&T", "Café & AT&T"),
    ],
)
def test_a_company_keeps_its_ampersand_in_a_feed_that_escapes_none(written: str, read: str) -> None:
    assert title_of(document(written).encode()) == read


def test_a_parameter_that_is_called_as_a_letter_stays_in_its_address() -> None:
    link = "https://x.example/?id=1&copy=2&para=3&lang=en"
    body = document("One").replace("<guid>", f"<link>{link}</link><guid>").encode()

    assert parse(body, url=URL).entries[0].url == link


def test_a_text_that_was_escaped_twice_is_read_as_it_was_meant() -> None:
    text = "&amp;lt;p&amp;gt;Said &amp;amp;quot;no&amp;amp;quot;.&amp;lt;/p&amp;gt;"
    body = document("One").replace("<guid>", f"<description>{text}</description><guid>").encode()

    assert parse(body, url=URL).entries[0].summary == 'Said "no".\n'


def test_a_few_damaged_bytes_do_not_change_the_charset() -> None:
    body = document(RUSSIAN * 3, "utf-8").encode().replace("сообщает".encode(), b"\xff", 1)

    title = title_of(body)

    assert "Войска КНДР" in title
    assert "\ufffd" in title


@pytest.mark.parametrize("declared", ["utf-8", None, "iso-8859-1"])
@pytest.mark.parametrize(
    ("pasted", "read"),
    [
        (b"caf\xe9", "café"),
        (b"\xc9lys\xe9e, d\xe9j\xe0 vu", "Élysée, déjà vu"),
        (b"It\x92s \x93here\x94 for \x805", "It’s “here” for €5"),
        (b"wojn\xc4...", "wojn\ufffd..."),  # half of a letter that was cut
        ("北京北".encode()[:-1] + b"...", "北京\ufffd..."),
        (b"La citt\xe0 \xe8 chiusa", "La città è chiusa"),
        (
            "आज ".encode() + b"\xe0" + " घोषणा".encode(),
            "आज \ufffd घोषणा",
        ),  # half of a letter
    ],
)
def test_a_line_pasted_from_a_western_text_is_read_and_spoils_no_other(
    pasted: bytes, read: str, declared: str | None
) -> None:
    around = "Größe, naïve, Łódź. " * 40
    body = document(f"{around}HERE", declared).encode().replace(b"HERE", pasted)

    assert title_of(body) == around + read


def test_a_byte_order_mark_is_no_part_of_a_feed() -> None:
    assert title_of(codecs.BOM_UTF8 + document("Hello").encode()) == "Hello"


def test_characters_that_xml_forbids_cost_no_entry() -> None:
    assert title_of(document("A\x0bB\x00C\x1f").encode()) == "ABC"


def test_a_warning_of_the_sites_software_in_front_is_no_obstacle() -> None:
    body = b"Warning: Undefined index in <b>/var/www/feed.php</b> on line 7\n" + document("Hello").encode()

    assert title_of(body) == "Hello"


def test_an_ampersand_that_nobody_escaped_is_no_obstacle() -> None:
    assert title_of(document("Bread & butter").encode()) == "Bread & butter"


@pytest.mark.parametrize(
    ("head", "opened", "closed"),
    [
        (b"<rss version='2.0'><channel>", b"<a>", b"</a>"),
        (b"<rss version='2.0'><channel>", b"<a>", b""),
        (b"<feed xmlns='http://www.w3.org/2005/Atom'><entry><content type='xhtml'>", b"<div>", b""),
        (b'{"version": "https://jsonfeed.org/version/1", "items": ', b"[", b""),
    ],
    ids=["closed", "open", "in content", "json"],
)
def test_60000_nested_tags_are_refused_quickly(head: bytes, opened: bytes, closed: bytes) -> None:
    def refused(body: bytes) -> None:
        with pytest.raises(ParseError) as error:
            parse(body, url=URL)
        assert error.value.kind == Failure.TOO_COSTLY

    assert_costs_its_length(refused, lambda depth: head + opened * depth + closed * depth, 60_000)


def test_60000_nested_tags_of_html_in_an_entry_cost_little() -> None:
    def feed(depth: int) -> bytes:
        nested = "<div>" * depth + "deep" + "</div>" * depth
        item = f"<item><title>t</title><description><![CDATA[{nested}]]></description></item>"
        return f"<rss version='2.0'><channel>{item}</channel></rss>".encode()

    def read(body: bytes) -> None:
        assert [entry.title for entry in parse(body, url=URL).entries] == ["t"]

    assert_costs_its_length(read, feed, 60_000)


def dtd(declarations: str, use: str) -> bytes:
    return (
        f"<?xml version='1.0'?><!DOCTYPE rss [{declarations}]><rss version='2.0'><channel><title>T</title>"
        f"<item><title>{use}</title></item></channel></rss>"
    ).encode()


BILLION_LAUGHS = "<!ENTITY a0 'lol'>" + "".join(f"<!ENTITY a{n + 1} '{f'&a{n};' * 10}'>" for n in range(9))


@pytest.mark.parametrize(
    "body",
    [
        dtd(BILLION_LAUGHS, "&a9;"),
        dtd(f"<!ENTITY a '{'x' * 60_000}'>", "&a;" * 20_000),
        dtd("<!ENTITY a SYSTEM 'file:///etc/passwd'>", "&a;"),
        dtd("<!ENTITY % p SYSTEM 'http://127.0.0.1/x.dtd'>%p;", "x"),
        dtd("<!ENTITY a '&b;'><!ENTITY b '&a;'>", "&a;"),
        dtd(BILLION_LAUGHS, "&a9;").decode().replace("<?xml version='1.0'?>", "").encode("utf-16"),
    ],
    ids=["nested", "long", "a file", "from elsewhere", "circular", "in utf-16"],
)  # fmt: skip
def test_entities_that_grow_or_read_files_are_refused(body: bytes) -> None:
    with pytest.raises(ParseError) as error:
        parse(body, url=URL)

    assert error.value.kind == Failure.TOO_COSTLY


def test_a_document_type_that_names_a_letter_is_harmless() -> None:
    body = dtd("<!ENTITY nbsp '&#160;'><!ENTITY eacute '&#233;'>", "caf&eacute;&nbsp;bar")

    assert title_of(body) == "café bar"


def test_a_document_type_elsewhere_is_not_read() -> None:
    body = (
        b"<!DOCTYPE rss SYSTEM 'http://127.0.0.1:9/rss.dtd'>" + document("Hello").split("\n", 1)[1].encode()
    )

    assert title_of(body) == "Hello"


def test_10000_entries_are_all_read() -> None:
    items = "".join(
        f"<item><title>Title {n}</title><guid>{n}</guid><link>https://x.example/{n}</link>"
        f"<description>&lt;p&gt;Text {n}&lt;/p&gt;</description></item>"
        for n in range(10_000)
    )
    body = f"<rss version='2.0'><channel><title>T</title>{items}</channel></rss>".encode()

    entries = parse(body, url=URL).entries

    assert len(entries) == 10_000
    assert len({entry.key for entry in entries}) == 10_000
    assert entries[-1].content == "Text 9999\n"


def test_hostile_titles_pass_as_plain_text_for_the_cards_to_make_safe() -> None:
    hostile = "@everyone [click](https://evil.example) **bold** \u202egnp.exe \u200bzero"

    assert title_of(document(hostile).encode()) == hostile
    assert len(title_of(document("x" * 5000).encode())) == 5000


@pytest.mark.parametrize(
    "markup",
    ["<p><b>un<i>closed", "</p></div>x", "<<>><", "&#xFFFFFFFF;&#0;", "<a href='", "<!--", "<![CDATA["],
)
def test_broken_html_costs_no_entry(markup: str) -> None:
    from html import escape

    item = f"<item><guid>1</guid><description>{escape(markup)}</description></item>"
    body = f"<rss version='2.0'><channel>{item}</channel></rss>"

    assert parse(body.encode(), url=URL).entries[0].key == "1"


@settings(max_examples=200)
@given(
    st.binary(max_size=300),
    st.sampled_from([b"", b"<rss version='2.0'><channel><item>", b"{", b"<feed>", b"<!DOCTYPE rss ["]),
)
def test_no_bytes_whatever_crash_the_parser(noise: bytes, start: bytes) -> None:
    assert titles_or_error(start + noise) != ""


@pytest.mark.parametrize("nasty", ["\\u0000", "\\ud800", "\\u0001", "\\ufffe"])
def test_escapes_that_no_database_takes_are_left_out(nasty: str) -> None:
    keys = ("id", "title", "summary", "content_text", "url", "image")
    items = ",".join(f'{{"id": "x{n}", "{key}": "a{nasty}b"}}' for n, key in enumerate(keys))
    html = f'{{"id": "h", "content_html": "<p>a{nasty}b</p>", "authors": [{{"name": "a{nasty}b"}}]}}'
    body = (
        f'{{"version": "https://jsonfeed.org/version/1.1", "title": "{nasty}T", "items": [{items}, {html}]}}'
    )

    parsed = parse(body.encode(), url=URL)

    everything = repr([[getattr(e, name) for name in e._fields] for e in parsed.entries]) + parsed.title
    assert len(parsed.entries) == 7
    assert "ab" in everything
    assert json.loads(f'"{nasty}"').encode("unicode_escape").decode() not in everything


@pytest.mark.parametrize(
    "nasty",
    ["&#0;", "&#1;", "&amp;#0;", "&amp;#1;", "&#xD800;", "&amp;#xD800;", "&#xFFFE;", "&#99999999999;"],
)
def test_references_to_characters_that_can_not_be_are_left_out(nasty: str) -> None:
    texts = (f"<{name}>a{nasty}b</{name}>" for name in ("guid", "title", "description"))
    item = f"<item>{''.join(texts)}</item>"

    (entry,) = parse(f"<rss version='2.0'><channel>{item}</channel></rss>".encode(), url=URL).entries

    for text in (entry.key, entry.title, entry.content):
        assert text.encode()
        assert not {"\0", "\x01", "\ufffe"} & set(text)
