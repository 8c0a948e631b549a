"""The quick reader and feedparser make the same of a feed; what only one of them can read, that one reads."""

from __future__ import annotations

from pathlib import Path

import feedparser
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.domain.feed import ParsedFeed
from bot.errors import ParseError
from bot.pipeline.parse import parse
from bot.pipeline.parse.compose import composed
from bot.pipeline.parse.quick import read_quickly
from bot.pipeline.parse.syndication import read_mended
from bot.pipeline.parse.thorough import as_raw, read_thoroughly

FEEDS = Path(__file__).parents[1] / "data" / "feeds"
URL = "https://harbour.example/news/feed.xml"

RSS = "<rss version='2.0' {spaces}><channel><title>Harbour</title>{about}{items}</channel></rss>"
SPACES = (
    "xmlns:atom='http://www.w3.org/2005/Atom' xmlns:dc='http://purl.org/dc/elements/1.1/' "
    "xmlns:content='http://purl.org/rss/1.0/modules/content/' xmlns:media='http://search.yahoo.com/mrss/' "
    "xmlns:itunes='http://www.itunes.com/dtds/podcast-1.0.dtd' xmlns:dcterms='http://purl.org/dc/terms/'"
)


def rss(items: str, about: str = "") -> str:
    return RSS.format(spaces=SPACES, about=about, items=items)


def atom(entries: str) -> str:
    return f"<feed xmlns='http://www.w3.org/2005/Atom' xml:lang='de'><title>Hafen</title>{entries}</feed>"


def quickly(text: str) -> ParsedFeed | None:
    raw = read_quickly(text)
    return composed(raw, URL) if raw is not None else None


def thoroughly(text: str) -> ParsedFeed:
    return composed(read_thoroughly(text), URL)


@pytest.mark.parametrize("name", ["rss20.xml", "atom10.xml", "rss10.xml", "atom03.xml"])
def test_whole_feeds_are_read_alike(name: str) -> None:
    text = (FEEDS / name).read_text(encoding="utf-8")

    assert quickly(text) == thoroughly(text)
    assert quickly(text) is not None


ITEMS = {
    "title and link": "<title>A</title><link>https://x.example/a</link>",
    "relative link": "<link>/a?b=1&amp;c=2</link>",
    "empty link": "<link/><guid>https://x.example/a</guid>",
    "guid as link": "<guid>https://x.example/a</guid>",
    "guid no link": "<guid isPermaLink='false'>a</guid>",
    "two guids": "<guid>a</guid><guid isPermaLink='false'>b</guid>",
    "two titles": "<title>A</title><title>B</title>",
    "media title first": "<media:title>M</media:title><title>A</title>",
    "media title last": "<title>A</title><media:title>M</media:title>",
    "media title deep": "<media:group><media:title>M</media:title></media:group><title>A</title>",
    "title after source": "<title>A</title><source url='u'>S</source><media:title>M</media:title>",
    "escaped title": "<title>&lt;b&gt;A&lt;/b&gt; &amp;amp; B</title>",
    "title like code": "<title>List&lt;int&gt; &amp; co</title>",
    "twice encoded": "<title>CafÃ©</title>",
    "windows letters": "<title>It\u0092s</title>",
    "two descriptions": "<description>A</description><description>B</description>",
    "summary of itunes": "<description>A</description><itunes:summary>B b</itunes:summary>",
    "content first": "<content:encoded>&lt;p&gt;C</content:encoded><description>A</description>",
    "content last": "<description>A</description><content:encoded>&lt;p&gt;C</content:encoded>",
    "media description": "<description>A</description><media:content url='i'>"
    "<media:description>B</media:description></media:content>",
    "tags unescaped": "<description>One <b>two</b> &amp; three<br/>four</description>",
    "div unescaped": "<description><div>One</div></description>",
    "authors of one name": "<dc:creator>Ann</dc:creator><itunes:author>Ann</itunes:author>",
    "an empty author": "<dc:creator>Ann</dc:creator><dc:creator/>",
    "an author with a desk": "<author>Ann, Courier</author><dc:creator>Ann</dc:creator>",
    "an address of some letters": "<author>a@x.com (Ann)</author><author>b@x.com (Ben)</author>",
    "authors": "<author>a@x.example (Ann)</author><dc:creator>Ben</dc:creator>",
    "author of parts": "<author><name>Ann</name><email>a@x.example</email></author>",
    "dates": "<pubDate>Mon, 28 Oct 2024 10:00:00 GMT</pubDate><dc:date>2024-10-29</dc:date>",
    "two dates": "<pubDate>28 Oct 2024 10:00:00 GMT</pubDate><dcterms:issued>2024-10-27</dcterms:issued>",
    "images": "<media:thumbnail url='/t.jpg'/><enclosure url='/e.jpg' type='image/jpeg'/>"
    "<media:content url='/m.jpg' medium='image'/><itunes:image href='/i.jpg'/>",
    "sound": "<enclosure url='/e.mp3' type='audio/mpeg'/>",
    "atom link": "<atom:link href='/self' rel='self'/><atom:link href='/a'/>",
    "image with title": "<title>A</title><image><url>/i.png</url><title>B</title></image>",
    "unknown elements": "<x:y xmlns:x='urn:x'><title>Hidden</title></x:y><title>A</title>",
    "default namespace": "<y xmlns='urn:x'><title>Hidden</title></y>",
    "upper case": "<TITLE>A</TITLE><PubDate>2024-10-28</PubDate>",
    "languages": "<title xml:lang='fr_CA'>A</title><description xml:lang=''>B</description>",
    "comments": "<title>A<!-- x -->B</title><description><!-- y --></description>",
    "cdata": "<title><![CDATA[A & <i>B</i>]]></title>",
    "odd slashes": "<link>https:////x.example/a</link>",
    "nothing": "",
}


@pytest.mark.parametrize("item", ITEMS.values(), ids=ITEMS.keys())
def test_every_habit_of_rss_is_read_alike(item: str) -> None:
    text = rss(f"<item>{item}</item><item><title>Next</title><link>n</link></item>")

    assert quickly(text) in {None, thoroughly(text)}


ENTRIES = {
    "types": "<title type='html'>&lt;b&gt;A&lt;/b&gt;</title><summary type='text'>B</summary>",
    "xhtml": "<content type='xhtml'><div xmlns='http://www.w3.org/1999/xhtml'>a\n\nb &lt; c</div></content>",
    "xhtml blocks": "<content type='xhtml'><p>a<br/>b</p> <p>c</p><iframe src='x'/> d</content>",
    "xhtml details": "<content type='xhtml'><div><details><summary>s</summary>d</details></div></content>",
    "another document": "<content type='image/svg+xml'><svg/></content>",
    "elsewhere": "<content type='text/html' src='/a'/>",
    "base64": "<content type='application/octet-stream'>QUJD</content>",
    "links": "<link rel='related' href='/r'/><link rel='alternate' type='text/html' href='/a'/>"
    "<link rel='alternate' type='application/pdf' href='/p'/>",
    "identifier": "<id>https://x.example/1</id>",
    "authors": "<author><name>Ann</name><uri>u</uri></author><author><name>Ben</name></author>",
    "author in words, then in parts": "<author>Cid</author><author><name>Ben</name></author>",
    "source": "<source><title>S</title><id>s</id><author><name>Sam</name></author></source><title>A</title>",
    "dates": "<issued>2024-10-28</issued><modified>2024-10-29</modified>",
    "language": "<content xml:lang='en'>A</content>",
}


@pytest.mark.parametrize("entry", ENTRIES.values(), ids=ENTRIES.keys())
def test_every_habit_of_atom_is_read_alike(entry: str) -> None:
    text = atom(f"<entry>{entry}</entry><author><name>Desk</name></author>")

    assert quickly(text) in {None, thoroughly(text)}


def test_a_relative_base_of_the_whole_feed_counts_once() -> None:
    text = atom("<entry><id>7</id><link href='x'/></entry>").replace("<feed ", "<feed xml:base='sub/' ")

    assert quickly(text) == thoroughly(text)


def test_a_podcast_that_names_its_owner_beside_its_items_is_read_quickly() -> None:
    text = rss("<item><title>A</title><guid>a</guid></item>", "<itunes:email>a@x.example</itunes:email>")

    assert quickly(text) == thoroughly(text)
    assert quickly(text) is not None


def test_a_namespace_with_and_without_a_prefix_is_read_alike() -> None:
    prefixed = "<x:y xmlns:x='urn:x'><title>Hidden</title></x:y><title>A</title>"
    text = rss(f"<item>{prefixed}</item><item><y xmlns='urn:x'><title>Hidden</title></y></item>")

    assert quickly(text) in {None, thoroughly(text)}


PIECES = [*ITEMS.values(), *ENTRIES.values()]


@settings(max_examples=150)
@given(st.lists(st.lists(st.sampled_from(PIECES), max_size=5), max_size=3), st.booleans())
def test_whatever_is_put_together_is_read_alike(entries: list[list[str]], is_atom: bool) -> None:
    name = "entry" if is_atom else "item"
    inner = "".join(f"<{name}>{''.join(pieces)}</{name}>" for pieces in entries)
    text = atom(inner).replace("<feed ", f"<feed {SPACES} ") if is_atom else rss(inner)

    found = quickly(text)

    assert found in {None, thoroughly(text)}


@pytest.mark.parametrize(
    "text",
    [
        rss("<item><title>A</title>").removesuffix("</channel></rss>"),
        rss("<item><title>A &bogus; B</title></item>"),
        rss("<item><title>A & B</title></item>"),
        "<!DOCTYPE rss [<!ENTITY a 'b'>]>" + rss("<item><title>&a;</title></item>"),
        rss("<item><item><title>A</title></item></item>"),
        "<rss version='2.0'><item><title>A</title></item></rss>",
    ],
    ids=["cut off", "entity", "ampersand", "document type", "nested", "no channel"],
)
def test_what_is_not_sure_is_left_to_feedparser(text: str) -> None:
    assert read_quickly(text) is None


ENTITIES = (
    "<title>Caf&eacute;&nbsp;A</title><description><![CDATA[<p>1&nbsp;&lt; 2</p>]]>&mdash; x</description>"
)


def test_letters_written_as_html_writes_them_are_read_quickly_and_as_feedparser_reads_them() -> None:
    text = rss(f"<item>{ENTITIES}</item><!-- &eacute; -->")

    found = quickly(text)

    assert found == thoroughly(text) == composed(as_raw(feedparser.parse(text.encode())), URL)
    assert found is not None
    assert found.entries[0].title == "Café A"


@pytest.mark.parametrize(
    "item",
    [
        "<title>A &amp; B</title><description>x <b>y</description>",
        "<title>A & B &eacute;</title><media:content url='/a.jpg' medium='image'>",
        "<title>A</tittle><link>https://x.example/a</link><pubDate>Mon, 28 Oct 2024 10:00:00 GMT</pubDate>",
    ],
)
def test_a_feed_that_is_not_well_formed_is_read_as_feedparser_reads_it(item: str) -> None:
    text = rss(f"<item>{item}</item><item><title>Next</title></item>")

    assert quickly(text) is None
    assert thoroughly(text) == composed(as_raw(feedparser.parse(text.encode(), sanitize_html=False)), URL)


def test_rss_that_declares_no_namespace_is_read_quickly_and_as_feedparser_reads_it() -> None:
    text = "<rdf><channel><title>Harbour</title></channel><item><title>A</title><guid>1</guid></item></rdf>"

    assert quickly(text) == thoroughly(text)
    assert quickly(text) is not None


def test_blank_lines_in_front_of_a_feed_are_no_obstacle() -> None:
    text = "\r\n\n<?xml version='1.0'?>" + rss("<item><title>A</title></item>")

    assert [entry.title for entry in parse(text.encode(), url=URL).entries] == ["A"]
    assert read_quickly(text) is not None


def test_a_base_address_ends_with_its_element_where_feedparser_lets_it_go_on() -> None:
    text = rss("<item><link xml:base='https://y.example/z/'>a</link></item><item><link>n</link></item>")
    found = quickly(text)

    assert found is not None
    assert [one.url for one in found.entries] == ["https://y.example/z/a", "https://harbour.example/news/n"]
    assert [one.url for one in thoroughly(text).entries] == ["https://y.example/z/a", "https://y.example/z/n"]


CDF = """<?xml version="1.0"?><CHANNEL HREF="http://channel.example/" LASTMOD="2024-10-28T10:00Z">
<TITLE>Channel</TITLE><ITEM HREF="/bridge" LASTMOD="2024-10-28T11:00+01:00"><TITLE>Bridge closes</TITLE>
<ABSTRACT>For a week.</ABSTRACT></ITEM></CHANNEL>"""


def test_cdf_is_read_as_feedparser_reads_it() -> None:
    parsed = parse(CDF.encode(), url=URL)

    theirs = composed(read_thoroughly(CDF), URL)
    assert parsed == theirs._replace(zone=3600)  # feedparser gives the times of CDF in UTC
    assert parsed.entries[0].updated is not None
    assert parsed.entries[0].summary == "For a week.\n"


SITEMAP = """<?xml version="1.0" encoding="UTF-8"?>
<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"
  xmlns:news="http://www.google.com/schemas/sitemap-news/0.9"
  xmlns:image="http://www.google.com/schemas/sitemap-image/1.1">
<url><loc>https://harbour.example/news/ferries</loc><news:news><news:publication>
<news:name>The Harbour</news:name>
<news:language>en</news:language></news:publication><news:publication_date>2024-10-28T10:00:00+02:00
</news:publication_date><news:title>Ferries &amp; trains stop</news:title></news:news>
<image:image><image:loc>https://harbour.example/f.jpg</image:loc></image:image></url>
<url><loc>https://harbour.example/about</loc></url>
<url><loc>https://harbour.example/news/fish</loc><news:news><news:title>Fish</news:title></news:news></url>
</urlset>"""


def test_a_news_sitemap_is_a_feed() -> None:
    parsed = parse(SITEMAP.encode(), url="https://harbour.example/sitemap-news.xml")
    first, second = parsed.entries

    assert (parsed.title, parsed.link, parsed.language, parsed.kind) == (
        "The Harbour",
        "https://harbour.example/",
        "en",
        "news",
    )
    assert first.key == first.url == "https://harbour.example/news/ferries"
    assert first.title == "Ferries & trains stop"
    assert first.published is not None
    assert first.published.isoformat() == "2024-10-28T08:00:00+00:00"
    assert first.image_url == "https://harbour.example/f.jpg"
    assert second.title == "Fish"


def test_a_news_sitemap_that_was_cut_gives_its_whole_pages() -> None:
    cut = SITEMAP[: SITEMAP.index("<news:title>Fish")]

    assert [entry.title for entry in parse(cut.encode(), url=URL).entries] == ["Ferries & trains stop"]


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("<urlset><url><loc>https://x.example/</loc></url></urlset>", "not one for news"),
        (
            "<sitemapindex><sitemap><loc>https://x.example/n.xml</loc></sitemap></sitemapindex>",
            "list of site",
        ),
        ("<urlset>" + "<url>" * 60_000, "nested"),
        ("<!DOCTYPE urlset [<!ENTITY a SYSTEM 'file:///etc/passwd'>]><urlset>&a;</urlset>", "read elsewhere"),
    ],
)
def test_a_sitemap_without_news_is_said_to_be_one(text: str, says: str) -> None:
    with pytest.raises(ParseError, match=says):
        parse(text.encode(), url=URL)


ITEM = (
    "<item><title>Ships & boats</title><link>https://x.example/a</link><guid>https://x.example/a</guid>"
    "<description>All &lt;b&gt;safe&lt;/b&gt;</description></item>"
)
BROKEN = {
    "a bare ampersand": rss(ITEM + ITEM.replace("/a<", "/b?c=1&amp;copy=2<")),
    "a control character": rss(ITEM.replace("&", "\x01and")),
    "a closing tag of nothing": rss(ITEM.replace("& boats", "").replace("<desc", "</media:content><desc", 1)),
    "one of nothing between entries": rss(ITEM.replace("& boats", "") + "</media:group>"),
    "the end is missing": rss(ITEM.replace("& boats", "")).removesuffix("</channel></rss>"),
    "cut in the middle": rss(ITEM + ITEM)[:-40],
}


@pytest.mark.parametrize("text", BROKEN.values(), ids=BROKEN)
def test_a_feed_that_is_put_right_is_read_as_feedparser_reads_it_broken(text: str) -> None:
    assert quickly(text) is None
    mended = read_mended(text)

    assert mended is not None
    assert composed(mended, URL) == thoroughly(text)


@pytest.mark.parametrize(
    "text",
    [
        rss(ITEM.replace("& boats", "").replace("</description>", "</item>")),
        rss(ITEM.replace("Ships & boats", "Ships</b> and boats")),
        rss(ITEM.replace("& boats", "").replace("<desc", "</title><desc", 1)),
    ],
    ids=["overlapping", "a stray tag in a text", "a stray end of a title"],
)
def test_what_could_be_put_right_in_two_ways_is_left_to_feedparser(text: str) -> None:
    assert read_mended(text) is None
    assert thoroughly(text).entries


@pytest.mark.parametrize(
    ("entry", "author"),
    [
        ("<dc:creator>Ann</dc:creator><dc:creator>Ben</dc:creator><author>Cy</author>", "Ann, Ben, Cy"),
        ("<author>a@x.example (Ann)</author><author>b@x.example (Ben)</author>", "Ann, Ben"),
        ("<dc:creator>Ann</dc:creator><itunes:author>Ann, Courier</itunes:author>", "Ann, Courier"),
        ("<dc:creator>Ann</dc:creator><dc:creator> </dc:creator>", "Ann"),
        ("<dc:creator>Ann Li</dc:creator><dc:creator>JoAnn Liston</dc:creator>", "Ann Li, JoAnn Liston"),
    ],
)
def test_all_who_wrote_an_article_are_named(entry: str, author: str) -> None:
    text = rss(f"<item><guid>1</guid><title>A</title>{entry}</item>")
    read = quickly(text)

    assert read is not None
    assert [one.author for one in (*read.entries, *parse(text.encode(), url=URL).entries)] == [author] * 2
