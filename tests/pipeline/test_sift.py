"""What a parse brings beyond what is stored."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from bot.domain.feed import Entry, Feed, KnownEntry, ParsedFeed
from bot.pipeline.feeds.identity import hash_of, names_of
from bot.pipeline.feeds.rolling import WINDOW
from bot.pipeline.feeds.sift import in_order_of_arrival, is_short, sift
from tests.builders import primed_feed

NOW = datetime(2024, 10, 28, 12, 0, tzinfo=UTC)
FEED = primed_feed(NOW - timedelta(days=1))


def entry(key: str, *, ago: timedelta | None = None, url: str | None = "") -> Entry:
    return Entry(
        key=key,
        url=f"https://example.org/{key}" if url == "" else url,
        title=f"Title {key}",
        published=None if ago is None else NOW - ago,
    )


def parsed(*entries: Entry) -> ParsedFeed:
    return ParsedFeed("", None, None, entries)


def known(*entries: Entry) -> list[KnownEntry]:
    """Return what is stored after a poll that showed these entries."""
    return [
        KnownEntry(
            id=number,
            article_id=number,
            revision_id=number,
            key_hash=names.guid,
            link_hash=names.link,
            title_hash=names.title,
            content_hash=names.says,
            title=one.title,
            moment=names.moment,
            revised_at=NOW - timedelta(hours=1),
        )
        for number, (one, names) in enumerate(zip(entries, names_of(entries), strict=True), start=1)
    ]


def after(*entries: Entry) -> Feed:
    """Return the feed as it is after a poll that showed these entries."""
    return replace(FEED, window=sift(FEED, parsed(*entries), (), at=NOW).window or ())


def test_only_what_is_new_or_says_something_else_is_news() -> None:
    same, old, new = entry("same"), entry("old"), entry("new")
    changed = old._replace(title="Another title")

    found = sift(after(same, old), parsed(new, changed, same), known(same, old), at=NOW)

    assert [(one.entry, one.known) for one in found.news] == [(changed, True), (new, False)]
    assert all(one.alertable and not one.late for one in found.news)


def test_a_changed_date_is_no_news() -> None:
    one = entry("one", ago=timedelta(hours=1))
    assert sift(after(one), parsed(one._replace(published=NOW)), known(one), at=NOW).news == ()


def test_the_first_parse_with_entries_primes_and_alerts_nobody() -> None:
    unprimed = replace(FEED, primed_at=None)
    assert not sift(unprimed, parsed(), (), at=NOW).primes
    found = sift(unprimed, parsed(entry("a")), (), at=NOW)
    assert found.primes
    assert not found.news[0].alertable


def test_a_feed_that_rolled_over_may_have_lost_something() -> None:
    fresh = entry("new", ago=timedelta(hours=23))
    stale = entry("stale", ago=timedelta(hours=25))
    undated = entry("undated")

    found = sift(after(entry("a"), entry("b")), parsed(fresh, stale, undated), (), at=NOW)

    assert found.gap
    assert {one.entry.key: (one.late, one.alertable) for one in found.news} == {
        "new": (True, True),
        "stale": (True, False),
        "undated": (True, True),
    }


def test_an_entry_kept_on_top_hides_no_gap() -> None:
    hours = [entry(str(number), ago=timedelta(hours=20 - number)) for number in range(10)]
    pinned = entry("pinned", ago=timedelta(days=30))
    before, stored = [pinned, *hours[3:0:-1]], known(pinned, *hours[1:4])
    assert sift(after(*before), parsed(pinned, *hours[9:6:-1]), stored, at=NOW).gap
    undated = [one._replace(published=None) for one in hours[9:6:-1]]
    assert sift(after(*before), parsed(pinned, *undated), stored, at=NOW).gap
    assert not sift(after(*before), parsed(pinned, *hours[5:2:-1]), stored, at=NOW).gap  # hour 3 is left


def test_an_undated_entry_on_top_hides_not_even_the_first_gap() -> None:
    pinned, entries = entry("pinned"), [entry(str(number)) for number in range(20)]
    first = [pinned, *entries[4:0:-1]]
    stored = known(*reversed(first))  # the last one stored was on top

    assert sift(after(*first), parsed(pinned, *entries[9:5:-1]), stored, at=NOW).gap
    assert not sift(after(*first), parsed(pinned, *entries[7:3:-1]), stored, at=NOW).gap
    oldest_first = parsed(*entries[3:8])
    assert not sift(after(*entries[1:6]), oldest_first, known(*entries[1:6]), at=NOW).gap


def test_an_entry_that_its_outlet_takes_back_is_no_gap() -> None:
    entries = [entry(str(number), ago=timedelta(hours=9 - number)) for number in range(4)]
    found = sift(after(*entries[:3]), parsed(entries[3], *entries[:2]), known(*entries[:3]), at=NOW)
    assert not found.gap


def test_an_old_copy_of_a_feed_is_no_gap_and_makes_none_later() -> None:
    entries = [entry(str(number), ago=timedelta(hours=20 - number)) for number in range(9)]
    feed, stored = after(*entries[4:8]), known(*entries[:8])

    old = sift(feed, parsed(*entries[:3]), stored, at=NOW)

    assert (old.gap, old.window) == (False, None)
    assert not sift(feed, parsed(*entries[5:]), stored, at=NOW).gap


def test_an_empty_parse_is_no_gap_and_does_not_hide_a_later_one() -> None:
    feed = after(entry("a"), entry("b"))
    empty = sift(feed, parsed(), (), at=NOW)
    assert (empty.gap, empty.window) == (False, None)


def test_the_window_of_a_large_feed_is_its_newest_entries() -> None:
    many = [entry(str(number)) for number in range(WINDOW + 50)]  # newest first, as feeds are
    window = sift(FEED, parsed(*many), (), at=NOW).window
    assert window is not None
    assert len(window) == WINDOW
    assert hash_of("0").startswith(window[-1])


def test_entries_come_in_order_of_their_dates_or_else_the_last_first() -> None:
    late, early = entry("late", ago=timedelta(hours=1)), entry("early", ago=timedelta(hours=2))
    assert in_order_of_arrival([early, late]) == [early, late]
    assert in_order_of_arrival([late, early]) == [early, late]
    assert in_order_of_arrival([entry("b"), late, entry("a")]) == [entry("a"), late, entry("b")]


@pytest.mark.parametrize(
    ("url", "identity"),
    [
        ("https://example.org/a?utm_source=rss#top", "https://example.org/a"),
        ("https://example.org/?p=12", "https://example.org/?p=12"),
        ("https://example.org/", None),
        ("https://example.org", None),
        (None, None),
        ("urn:uuid:1", None),
    ],
)
def test_a_link_to_a_sites_front_page_names_no_article(url: str | None, identity: str | None) -> None:
    (found,) = sift(FEED, parsed(entry("a", url=url)), (), at=NOW).news
    assert found.identity == identity


def test_a_link_that_all_entries_share_names_no_article() -> None:
    live = "https://example.org/live"
    found = sift(FEED, parsed(entry("a", url=live), entry("b", url=live + "#2")), (), at=NOW)
    assert [one.identity for one in found.news] == [None, None]


LONG = "This is a sentence that says a thing about the war and goes on. "


@pytest.mark.parametrize(
    ("text", "short"),
    [
        ("", True),
        ("One sentence.", True),
        (LONG * 7, False),
        (LONG * 7 + "The first of them […]", True),  # cut by the site, however long
        (LONG * 7 + "The first of them... Read more »", True),
        (LONG * 7 + "They waited... and waited until the last of the trains had come and gone.", False),
        ("word " * 200, True),
    ],
)
def test_less_than_a_few_sentences_is_short(text: str, short: bool) -> None:
    assert is_short(text) is short
