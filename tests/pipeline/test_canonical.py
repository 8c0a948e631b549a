"""One article, one address; and nobody sees a password."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.feed import Entry
from bot.errors import MemberError
from bot.pipeline.addresses.canonical import canonical, feed_address, shown, twins
from bot.pipeline.feeds.identity import names_of

# Of devices, names that end like them, letters that IDNA changes, and what it refuses.
LABELS = [
    "www",
    "m",
    "amp",
    "swim",
    "com",
    "a_b",
    "xn--",
    "é",
    "Σ",
    "½",
    "⒈",
    "\u00ad",
    "日m",
    "٣a",
    "x" * 64,
]


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
        ("https://example.org。/a", "https://example.org/a"),
        ("https://例え。テスト｡/a", "https://xn--r8jz45g.xn--zckzah/a"),
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
        ("https://example.org//news//a", "https://example.org/news/a"),
        ("https://example.org/go/https://other.test/a", "https://example.org/go/https://other.test/a"),
        ("https://example.org/a?id=5&amp;utm_medium=rss", "https://example.org/a?id=5"),
        ("https://example.org/a?amp;utm_medium=rss", "https://example.org/a"),
        ("https://example.org/a?s=20&t=XaBcDeFgHiJkLm", "https://example.org/a"),
        ("https://example.org/a?s=20", "https://example.org/a?s=20"),  # a page of a list, perhaps
        ("https://example.org/a?s=09&id=7", "https://example.org/a?id=7"),
        ("https://example.org/a?rss=1", "https://example.org/a"),
        ("https://example.org/news?rss=12", "https://example.org/news?rss=12"),
        ("https://example.org/a?partner=rssnyt", "https://example.org/a"),
        ("https://example.org/view?partner=71", "https://example.org/view?partner=71"),
        ("https://example.org/a?ref=nl-morning", "https://example.org/a"),
        ("https://example.org/a?print=1", "https://example.org/a"),
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


@pytest.mark.parametrize(
    ("one", "other", "are_one"),
    [
        ("https://example.org/a", "https://example.org/a/", True),
        ("https://example.org/a/", "https://example.org/a", True),
        ("https://example.org/a/", "https://example.org/a/index.html", True),
        ("https://example.org/a/index.php", "https://example.org/a/", True),
        ("https://example.org/a?id=1", "https://example.org/a/?id=1", True),
        ("https://example.org/a?id=1", "https://example.org/a/?id=2", False),
        ("https://example.org/a", "https://example.org/A/", False),
        ("https://example.org/a", "https://example.org/a/b", False),
        ("https://example.org/", "https://example.org/index.html", False),
        ("https://example.org/a.html", "https://example.org/a.html/", False),
    ],
)
def test_an_end_slash_and_the_name_of_a_folders_page_tell_no_articles_apart(
    one: str, other: str, are_one: bool
) -> None:
    assert (other in twins(one)) is are_one


A = "https://example.org/2024/10/kursk"


@pytest.mark.parametrize(
    "url",
    [
        "https://www.example.org/2024/10/kursk",
        "https://m.example.org/2024/10/kursk",
        "https://mobile.example.org/2024/10/kursk",
        "https://amp.example.org/2024/10/kursk",
        "https://www.m.example.org/2024/10/kursk",
        f"{A}/amp",
        f"{A}/amp/",
        f"{A}/amp.html",
        f"{A}.amp",
        f"{A}/amp?utm_source=x",
        "https://example.org/amp/2024/10/kursk",
        f"{A}?amp",
        f"{A}?amp=1",
        f"{A}?outputType=amp",
        f"{A}?output=amp",
        f"{A};jsessionid=8A7F",
        f"{A}?PHPSESSID=26f5b0a93b4e4a0db9cb",
        f"{A}?sid=26f5b0a93b4e4a0db9cb0a93b4e4a0db",
        f"{A}?ref=rss",
        f"{A}?source=rss_feed&from=homepage",
        f"{A}?rss=1",
        f"{A}?at_medium=RSS&at_campaign=KARANGA",
        f"{A}?mod=rss_main",
        f"{A}?__twitter_impression=true",
        f"{A}?fbclid=Iw&_ga=2.1&mibextid=x",
        f"{A}?gaa_at=eafs&gaa_n=x&gaa_ts=1",
        f"{A}?xtor=RSS-3208&xtcr=1",
        f"{A}?wprss=rss_world&ct=rss&srnd=homepage",
        f"{A}?ito=1490&ns_mchannel=rss",
        f"{A}?syn-25a6b1a6=1",
        f"{A}?referrer=rss&feature=share",
        f"{A}?unlocked_article_code=1.x&smid=url-share",
        f"{A}?campaign_id=4&instance_id=5&recip_id=6",
        f"{A}?m=1",
        f"{A}?mobile=true&view=mobile",
        "https://www.google.com/url?rct=j&sa=t&url=https%3A%2F%2Fexample.org%2F2024%2F10%2Fkursk&ct=ga&usg=x",
        "https://www.google.co.uk/url?q=https://example.org/2024/10/kursk&sa=U",
        "https://l.facebook.com/l.php?u=https%3A%2F%2Fexample.org%2F2024%2F10%2Fkursk%3Ffbclid%3Dx&h=AT0",
        "https://lm.facebook.com/l.php?u=https%3A%2F%2Fexample.org%2F2024%2F10%2Fkursk",
        "https://l.instagram.com/?u=https%3A%2F%2Fexample.org%2F2024%2F10%2Fkursk&e=x",
        "https://www.youtube.com/redirect?event=video&q=https%3A%2F%2Fexample.org%2F2024%2F10%2Fkursk",
        "https://out.reddit.com/t3_x?url=https%3A%2F%2Fexample.org%2F2024%2F10%2Fkursk&token=x",
        "https://vk.com/away.php?to=https%3A%2F%2Fexample.org%2F2024%2F10%2Fkursk",
        "https://www.bing.com/news/apiclick.aspx?ref=FexRss&url=https%3a%2f%2fexample.org%2f2024%2f10%2fkursk",
        "https://duckduckgo.com/l/?uddg=https%3A%2F%2Fexample.org%2F2024%2F10%2Fkursk",
        "https://yandex.ru/turbo?text=https%3A%2F%2Fexample.org%2F2024%2F10%2Fkursk",
        "https://a.safelinks.protection.outlook.com/?url=https%3A%2F%2Fexample.org%2F2024%2F10%2Fkursk&data=x",
        "https://r.search.yahoo.com/_ylt=A/RV=2/RO=10/RU=https%3a%2f%2fexample.org%2f2024%2f10%2fkursk/RK=2",
        "https://www.google.com/amp/s/www.example.org/2024/10/kursk",
        "https://www.google.com/amp/s/amp.example.org/2024/10/kursk/amp/",
        "https://www-example-org.cdn.ampproject.org/c/s/www.example.org/2024/10/kursk",
        "https://example-org.cdn.ampproject.org/v/s/example.org/2024/10/kursk?amp_js_v=0.1&usqp=mq",
        "https://web.archive.org/web/20241028120000/https://example.org/2024/10/kursk",
        "https://href.li/?https://example.org/2024/10/kursk",
        "https://news.google.com/rss/articles/CBMiIWh0dHBzOi8vZXhhbXBsZS5vcmcvMjAyNC8xMC9rdXJza9IBAA?oc=5",
        "https://google.de/url?q=https%3A%2F%2Fhref.li%2F%3Fhttps%3A%2F%2Fexample.org%2F2024%2F10%2Fkursk",
    ],
)
def test_a_detour_leads_to_the_article_itself(url: str) -> None:
    assert canonical(url) == A


@pytest.mark.parametrize(
    "url",
    [
        "https://example.org/amp",
        "https://example.org/guitars/amps",
        "https://example.org/camp",
        "https://example.org/article?ref=123456",
        "https://example.org/article?source=agency-7781",
        "https://example.org/article?cid=1",
        "https://example.org/article?sid=4711",
        "https://example.org/article?id=42&page=2",
        "https://example.org/article?m=4711",
        "https://example.org/article?view=4711",
        "https://example.org/url?url=https://another.example/a",
        "https://example.org/l.php?u=https://another.example/a",
        "https://m.co/a",
        "https://facebook.com/l.php?u=javascript:alert(1)",
        "https://google.com/url?q=kursk",
        "https://google.com/search?q=https://another.example/a",
        "https://news.google.com/rss/articles/CBMiK0FVX3lxTE1hYmNkZWZnaGlqa2xtbm9wcXJzdHV2d3h5eg",
        "https://127.0.0.1/a",
        "https://t.co/AbCdEf",
    ],
)
def test_what_only_looks_like_a_detour_stays(url: str) -> None:
    assert canonical(url) == url


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("https://google.com/url?q=http://[kursk/a", "https://google.com/url?q=http://[kursk/a"),
        ("https://example.org//[a/../b", "https://example.org/b"),
        ("https://example.org//a/../b", "https://example.org/b"),
    ],
)
def test_one_link_that_leads_nowhere_does_not_stop_its_feed(url: str, expected: str) -> None:
    entry = Entry(url, url, "Troops in Kursk")

    assert canonical(url) == expected
    assert len(names_of([entry])) == 1


@given(st.text(max_size=60), st.text(max_size=60))
def test_a_spelling_is_final(path: str, query: str) -> None:
    once = canonical(f"https://example.org/{path}?{query}")

    assert canonical(once) == once


@given(st.lists(st.sampled_from(LABELS), min_size=1, max_size=5), st.sampled_from([".", "。"]))
def test_a_hosts_spelling_is_final(labels: list[str], dot: str) -> None:
    once = canonical(f"http://{dot.join(labels)}/a")

    assert canonical(once) == once


@pytest.mark.parametrize("host", ["swim.co.uk", "stream.example.org", "en.telegram.example.org"])
def test_a_hosts_name_that_ends_as_a_mobile_host_begins_is_kept(host: str) -> None:
    assert canonical(f"https://{host}/a") == canonical(f"https://www.{host}/a") == f"https://{host}/a"


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
        ("https://example .org/feed", "Write it in full"),
        ("https://example.org:99999/", "Write it in full"),
        ("https://example.org/" + "a" * 9000, "8,000 are the most"),
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
        ("https://example.org/feed?accessToken=s3cret", "https://example.org/feed?accessToken=***"),
        ("https://example.org/feed?userkey=s3cret=&b=1", "https://example.org/feed?userkey=***&b=1"),
        ("https://example.org/feed?%74oken=s3cret", "https://example.org/feed?%74oken=***"),
        ("https://example.org/feed?a=1;b[token]=s3cret", "https://example.org/feed?a=1;b[token]=***"),
        ("https://example.org/feed;jsessionid=s3cret?a", "https://example.org/feed;jsessionid=***?a"),
        ("https://example.org/feed#a=1&token=s3cret", "https://example.org/feed#a=1&token=***"),
        ("https://example.org/feed?keyword=kursk", "https://example.org/feed?keyword=kursk"),
        (
            "https://a.example/?u=https://b.example/f?token=s3cret",
            "https://a.example/?u=https://b.example/f?token=***",
        ),
        (
            "https://a.example/?u=b.example%2Ff%3Fkey%3Ds3cret&b=1",
            "https://a.example/?u=b.example%2Ff%3Fkey%3D***&b=1",
        ),
        ("https://a.example/?u=https://me:s3cret@b.example/f", "https://a.example/?u=https://b.example/f"),
        ("https://a.example/https://me:s3cret@b.example/f", "https://a.example/https://b.example/f"),
        ("https://example.org/feed?id=YWJkey==", "https://example.org/feed?id=YWJkey=="),
        ("me:s3cret@example.org/feed", "example.org/feed"),
        ("https://me:s3cret@[broken/feed", "https://[broken/feed"),
    ],
)
def test_what_is_shown_of_a_url_holds_no_secret(url: str, expected: str) -> None:
    assert shown(url) == expected
