"""Every way in which feeds write a date means the time that their readers would take it for."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from bot.pipeline.parse import parse
from bot.pipeline.parse.dates import Dates
from tests.costs import assert_costs_its_length

URL = "https://x.example/feed"
FETCHED = datetime(2024, 10, 28, 12, 0, tzinfo=UTC)


def at(text: str) -> datetime:
    return datetime.fromisoformat(f"{text}+00:00")


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        # RFC 3339 and ISO 8601
        ("2024-10-28T10:00:00Z", "2024-10-28T10:00:00"),
        ("2024-10-28t10:00:00z", "2024-10-28T10:00:00"),
        ("2024-10-28T10:00:00.123+02:00", "2024-10-28T08:00:00.123"),
        ("2024-10-28T10:00:00 +0300", "2024-10-28T07:00:00"),
        ("2024-10-28T10:00+0300", "2024-10-28T07:00:00"),
        ("2024-10-28T10:00:00+00:0", "2024-10-28T10:00:00"),  # a template that cuts it short
        ("2024-10-28 10:00:00", "2024-10-28T10:00:00"),
        ("2024-10-28 9:05", "2024-10-28T09:05:00"),
        ("2024-10-28 10:00:00 EST", "2024-10-28T15:00:00"),
        ("20241028T100000Z", "2024-10-28T10:00:00"),
        ("2024-10-28", "2024-10-28T00:00:00"),
        ("20241028", "2024-10-28T00:00:00"),
        ("2024-302", "2024-10-28T00:00:00"),
        ("2024-W44-1", "2024-10-28T00:00:00"),
        ("2024-10", "2024-10-01T00:00:00"),
        ("2024", "2024-01-01T00:00:00"),
        # RFC 5322 and what sites make of it
        ("Mon, 28 Oct 2024 10:00:00 GMT", "2024-10-28T10:00:00"),
        ("Mon, 28 Oct 2024 10:00:00 Z", "2024-10-28T10:00:00"),
        ("Mon, 28 Oct 2024 10:00:00 -0000", "2024-10-28T10:00:00"),
        ("Mon, 28 Oct 2024 10:00:00 +0300", "2024-10-28T07:00:00"),
        ("Mon, 28 Oct 2024 10:00:00 +03:00", "2024-10-28T07:00:00"),
        ("Mon, 28 Oct 2024 10:00:00 +0300 (MSK)", "2024-10-28T07:00:00"),
        ("Mon, 28 Oct 2024 10:00:00 GMT+0300", "2024-10-28T07:00:00"),
        ("Mon, 28 Oct 2024 10:00:00 GMT-05:00", "2024-10-28T15:00:00"),
        ("Mon,28 Oct 2024 10:00:00 +0545", "2024-10-28T04:15:00"),
        ("Monday, 28 October 2024 10:00:00 GMT", "2024-10-28T10:00:00"),
        ("Fri, 28 Oct 2024 10:00 GMT", "2024-10-28T10:00:00"),
        ("28 Oct 2024 9:5:3 -5", "2024-10-28T14:05:03"),
        ("28-Oct-2024 10:00", "2024-10-28T10:00:00"),
        ("Mon, 28 Oct 2024", "2024-10-28T00:00:00"),
        ("Mon, 28 Oct 2024 24:00:00 GMT", "2024-10-29T00:00:00"),
        ("Sat, 31 Dec 2016 23:59:60 GMT", "2016-12-31T23:59:59"),
        ("Mon, 28 Oct 2024 10:00.50 GMT", "2024-10-28T10:00:30"),  # half a minute
        ("Mon, 28 Oct 2024 10:00:50 -0430", "2024-10-28T14:30:50"),
        ("Sun, 1 Sept 2024 10:00:00 GMT", "2024-09-01T10:00:00"),
        # two digits of a year
        ("28 Oct 24 10:00:00 GMT", "2024-10-28T10:00:00"),
        ("28 Oct 98 10:00:00 GMT", "1998-10-28T10:00:00"),
        ("Mon, 28 Oct 124 10:00:00 GMT", "2024-10-28T10:00:00"),
        # zones by name
        ("Mon, 28 Oct 2024 10:00:00 EDT", "2024-10-28T14:00:00"),
        ("Mon, 28 Oct 2024 10:00:00 PST", "2024-10-28T18:00:00"),
        ("Mon, 28 Oct 2024 10:00:00 BST", "2024-10-28T09:00:00"),
        ("Mon, 28 Oct 2024 10:00:00 CET", "2024-10-28T09:00:00"),
        ("Mon, 28 Oct 2024 10:00:00 MESZ", "2024-10-28T08:00:00"),
        ("Mon, 28 Oct 2024 10:00:00 EET", "2024-10-28T08:00:00"),
        ("Mon, 28 Oct 2024 10:00:00 MSK", "2024-10-28T07:00:00"),
        ("Mon, 28 Oct 2024 10:00:00 IST", "2024-10-28T04:30:00"),
        ("Mon, 28 Oct 2024 10:00:00 KST", "2024-10-28T01:00:00"),
        ("Mon, 28 Oct 2024 10:00:00 AEDT", "2024-10-27T23:00:00"),
        ("Mon, 28 Oct 2024 10:00:00 Europe/Kyiv", "2024-10-28T08:00:00"),
        ("Mon, 28 Oct 2024 10:00:00 XYZ", "2024-10-28T10:00:00"),
        # other orders
        ("Mon Oct 28 10:00:00 2024", "2024-10-28T10:00:00"),
        ("Mon Oct 28 10:00:00 EST 2024", "2024-10-28T15:00:00"),
        ("Oct 28, 2024 10:00:00 GMT", "2024-10-28T10:00:00"),
        ("Monday, October 28, 2024 10:00 PM EDT", "2024-10-29T02:00:00"),
        ("28 October 2024 10:00 PM", "2024-10-28T22:00:00"),
        ("Mon, Oct 28 2024 12:02:33 AM", "2024-10-28T00:02:33"),
        ("Oct 28, 2024 2:00 pm (EST)", "2024-10-28T14:00:00"),
        ("10/28/2024 10:00:00 AM", "2024-10-28T10:00:00"),
        ("2024/10/08 10:00", "2024-10-08T10:00:00"),
        ("05.10.2024 10:00", "2024-10-05T10:00:00"),
        ("1730102400", "2024-10-28T08:00:00"),
        ("1730102400000", "2024-10-28T08:00:00"),
        # months in other languages
        ("Пн, 28 окт 2024 10:00:00 +0300", "2024-10-28T07:00:00"),
        ("28 октября 2024, 10:00", "2024-10-28T10:00:00"),
        ("28 жовтня 2024", "2024-10-28T00:00:00"),
        ("28. Oktober 2024 10:00", "2024-10-28T10:00:00"),
        ("Di, 29 Okt 2024 10:00:00 +0100", "2024-10-29T09:00:00"),
        ("Do, 03 Mai 2024 10:00:00 +0200", "2024-05-03T08:00:00"),
        ("lundi 28 octobre 2024 10:00:00 +0100", "2024-10-28T09:00:00"),
        ("Thu, 1 janv. 2024 08:00:00 GMT", "2024-01-01T08:00:00"),
        ("28 de octubre de 2024", "2024-10-28T00:00:00"),
        ("28 października 2024 10:00", "2024-10-28T10:00:00"),
        ("Δευ, 28 Οκτ 2024 10:00:00 +0300", "2024-10-28T07:00:00"),
        ("28 Ekim 2024 10:00", "2024-10-28T10:00:00"),
        ("2024. október 28. 10:00", "2024-10-28T10:00:00"),
        ("2024年10月28日 10:00", "2024-10-28T10:00:00"),
        ("2024年10月28日 10:00 JST", "2024-10-28T01:00:00"),
        ("2024-10-28T10:00:00[Asia/Seoul]", "2024-10-28T01:00:00"),
        ("2024-10-28T10:00+09:00[Asia/Seoul]", "2024-10-28T01:00:00"),
        ("2024년 10월 28일 10:00", "2024-10-28T10:00:00"),
        ("2024-10-28 오후 3:00:00", "2024-10-28T15:00:00"),
    ],
)
def test_a_date_is_read_however_it_is_written(written: str, meant: str) -> None:
    assert Dates().utc(written) == at(meant)


@pytest.mark.parametrize(
    "written",
    [
        *("", " ", "sometime", "tomorrow", "3 hours ago", "10:00", "Oct 28", "May 2024", "28", "2024-13-45"),
        *("99 Oct 2024 99:99:99 GMT", "0000-00-00T00:00:00Z", "Mon, 28 Oct 99999 10:00:00 GMT"),
        *("2024-10-28T10:00:00-99:99", "Mon, 28 Oct 2024 10:00:00 +9900", "1" * 5000, "Oct " * 200),
    ],
)
def test_what_names_no_day_is_no_date(written: str) -> None:
    assert Dates().utc(written) is None


def test_the_day_comes_first_where_the_feeds_language_has_it_so() -> None:
    assert Dates("en").utc("10/11/2024") == at("2024-10-11T00:00:00")
    assert Dates("fr").utc("10/11/2024") == at("2024-11-10T00:00:00")


def dated(*dates: str) -> bytes:
    items = "".join(
        f"<item><title>{n}</title><guid>{n}</guid><pubDate>{date}</pubDate></item>"
        for n, date in enumerate(dates)
    )
    return f"<rss version='2.0'><channel><title>T</title>{items}</channel></rss>".encode()


def test_a_date_without_a_zone_is_in_the_zone_that_the_feed_lives_in() -> None:
    zoned = "Mon, 28 Oct 2024 10:00:00 +0300"
    parsed = parse(dated(zoned, zoned, "Mon, 28 Oct 2024 10:00:00 GMT", "28 Oct 2024 10:00:00"), url=URL)

    assert parsed.entries[3].published == at("2024-10-28T07:00:00")


def test_a_document_without_any_zone_is_in_the_one_that_its_feed_named_before() -> None:
    before = parse(dated("Mon, 28 Oct 2024 10:00:00 +0300"), url=URL)
    assert (before.zone, before.is_zoneless) == (3 * 3600, False)

    bare = dated("28 Oct 2024 11:00:00", "")
    parsed = parse(bare, url=URL, zone=before.zone, fetched_at=at("2024-10-28T08:30:00"))
    assert [entry.published for entry in parsed.entries] == [at("2024-10-28T08:00:00"), None]
    assert (parsed.zone, parsed.is_zoneless) == (None, True)
    assert parse(bare, url=URL).entries[0].published == at("2024-10-28T11:00:00")
    mixed = dated("Mon, 28 Oct 2024 10:00:00 GMT", "28 Oct 2024 11:00:00")
    assert parse(mixed, url=URL, zone=before.zone).entries[1].published == at("2024-10-28T11:00:00")


def test_dates_of_the_future_and_of_no_time_are_clamped_to_the_fetch() -> None:
    past, ahead, zero, before = (
        "Mon, 28 Oct 2024 10:00:00 GMT",
        "Mon, 28 Oct 2124 10:00:00 GMT",
        "Thu, 01 Jan 1970 00:00:00 GMT",
        "0001-01-01T00:00:00Z",
    )
    entries = parse(dated(past, ahead, zero, before, ""), url=URL, fetched_at=FETCHED).entries

    assert [entry.published for entry in entries] == [at("2024-10-28T10:00:00"), *[FETCHED] * 3, None]


def test_dates_that_nobody_can_read_cost_little() -> None:
    def feed(entries: int) -> bytes:
        return dated(*(f"{n % 28}. foobar {1990 + n % 30} at {n}" for n in range(entries)))

    assert len(parse(feed(2_000), url=URL).entries) == 2_000
    assert_costs_its_length(lambda body: parse(body, url=URL), feed, 2_000)


def test_no_date_costs_its_entry() -> None:
    (entry,) = parse(dated("&lt;b&gt;&#10;9999-99-99"), url=URL).entries

    assert entry.published is None
