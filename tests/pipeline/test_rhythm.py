"""When a feed is checked next."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from random import Random
from typing import Any

import pytest

from bot.domain.feed import Asks, Feed, Rhythm
from bot.pipeline.feeds.rhythm import (
    LONGEST_FAILING,
    REMEMBERED,
    TELL_AFTER,
    Bounds,
    added,
    after_failure,
    after_success,
    counted,
    expected,
    possibly_lost,
)
from tests.builders import primed_feed

BOUNDS = Bounds(60.0, 3600.0)
NOW = datetime(2024, 10, 28, 12, 0, tzinfo=UTC)  # a Monday
FEED = primed_feed(
    NOW - timedelta(days=90),
    next_check_at=NOW,
    last_checked_at=NOW - timedelta(minutes=20),
    last_success_at=NOW - timedelta(minutes=20),
)


def every(minutes: float, *, hours: range = range(24), days: int = 14, now: datetime = NOW) -> Rhythm:
    """Return the rhythm of a feed that publishes so often in these hours of the day."""
    moments = [now - timedelta(minutes=minutes * number) for number in range(int(days * 1440 / minutes))]
    return counted([one for one in moments if one.hour in hours], now=now, since=now - timedelta(days=90))


def wait(rhythm: Rhythm | None, feed: Feed = FEED, **changes: Any) -> float:
    given: dict[str, Any] = {
        "at": NOW,
        "asks": Asks(),
        "fresh_for": 0.0,
        "bounds": BOUNDS,
        "random": Random(4),
    }
    return after_success(feed, rhythm=rhythm, **(given | changes))


def test_a_busy_feed_is_checked_more_often_than_a_quiet_one() -> None:
    waits = [wait(every(minutes)) for minutes in (2, 20, 60, 25 * 60)]
    assert waits == sorted(waits)
    assert waits[0] == 60.0
    assert waits[1] == pytest.approx(0.2 * 20 * 60, rel=0.25)
    assert 2500 < waits[3] <= 3600


def test_a_feed_that_never_published_is_checked_once_an_hour() -> None:
    assert 2800 <= wait(counted([], now=NOW, since=NOW - timedelta(days=30))) <= 3600


def test_by_day_a_feed_is_checked_more_often_than_by_night() -> None:
    by_day = every(20, hours=range(7, 20))
    night = NOW.replace(hour=2)
    assert wait(by_day) < 400
    assert wait(by_day, at=night) > 1500


def test_the_first_check_after_a_quiet_night_falls_into_the_busy_hour() -> None:
    by_day = every(5, hours=range(7, 20))
    before_dawn = NOW.replace(hour=5, minute=30)
    assert wait(by_day, at=before_dawn) < 3000


def test_a_feed_of_unknown_rhythm_is_checked_soon() -> None:
    assert wait(None) == pytest.approx(600, rel=0.21)


def test_articles_of_the_future_and_of_last_month_tell_nothing() -> None:
    rhythm = counted(
        [NOW + timedelta(hours=1), NOW - REMEMBERED - timedelta(hours=1)], now=NOW, since=NOW - 9 * REMEMBERED
    )
    assert (sum(rhythm.by_hour), rhythm.days) == (0, 14)


def test_a_catalogue_stamped_with_one_minute_is_no_rhythm_of_a_minute() -> None:
    assert wait(counted([NOW] * 20, now=NOW)) > 120


def test_what_comes_new_is_added_until_the_next_count() -> None:
    before = every(60)
    after = added(before, [NOW] * 30, now=NOW, since=timedelta(hours=1))
    assert expected(after, NOW, NOW + timedelta(hours=1)) > expected(before, NOW, NOW + timedelta(hours=1))
    assert after.days == 14


def test_feeds_added_together_do_not_stay_together() -> None:
    random = Random(4)
    waits = [wait(every(25 * 60), random=random) for _ in range(50)]
    assert max(waits) - min(waits) > 500


def test_an_urgent_feed_is_checked_at_the_lower_bound() -> None:
    assert wait(every(25 * 60), replace(FEED, urgent=True)) == 60.0


@pytest.mark.parametrize(
    "asked", [{"fresh_for": 3000.0}, {"asks": Asks(ttl=3600.0)}, {"asks": Asks(skip_hours=tuple(range(24)))}]
)
def test_an_urgent_feed_waits_minutes_whatever_its_site_asks_for(asked: dict[str, Any]) -> None:
    urgent = replace(FEED, urgent=True)
    for seed in range(20):
        assert 170 <= wait(every(25 * 60), urgent, random=Random(seed), **asked) <= 180
    assert 100 <= wait(every(25 * 60), urgent, fresh_for=100.0) <= 120
    assert wait(every(60), urgent, fresh_for=3000.0, bounds=Bounds(600.0, 3600.0)) == 600


def test_after_a_gap_a_feed_is_checked_more_often_and_eases_off_slowly() -> None:
    quiet = every(25 * 60)
    assert wait(quiet, gap=True) <= 300
    later = replace(FEED, gap_at=NOW - timedelta(hours=2), last_checked_at=NOW - timedelta(minutes=5))
    assert wait(quiet, later) <= 450
    assert wait(quiet, replace(later, gap_at=NOW - timedelta(days=2))) > 2500


@pytest.mark.parametrize(
    ("asked", "at_least", "at_most"),
    [
        ({"fresh_for": 900.0}, 900, 1080),
        ({"asks": Asks(ttl=1800.0)}, 1800, 2160),
        ({"asks": Asks(ttl=86_400.0)}, 3400, 3600),  # never beyond an hour
        ({"fresh_for": 1e9}, 3400, 3600),
        ({"asks": Asks(skip_hours=(12,)), "at": NOW.replace(minute=30)}, 1800, 2160),
        ({"asks": Asks(skip_hours=tuple(range(12, 24)))}, 3400, 3600),
        ({"asks": Asks(skip_days=(0,))}, 3400, 3600),
        ({"asks": Asks(skip_hours=(3,), skip_days=(5, 6))}, 60, 60),
        ({"fresh_for": 5.0}, 60, 60),
    ],
)
def test_what_a_site_asks_for_is_heeded_up_to_an_hour(
    asked: dict[str, Any], at_least: float, at_most: float
) -> None:
    for seed in range(20):
        assert at_least <= wait(every(2), random=Random(seed), **asked) <= at_most


def test_the_operators_longest_interval_holds_whatever_a_site_asks_for() -> None:
    assert wait(every(2), fresh_for=3000.0, bounds=Bounds(60.0, 600.0)) <= 720


def test_what_may_be_lost_is_what_the_feed_publishes_in_such_a_time() -> None:
    read, window = NOW - timedelta(hours=10), [NOW - timedelta(minutes=6 * n) for n in range(11)]
    assert possibly_lost(None, window, last_read=read, at=NOW) == 90
    assert possibly_lost(every(60), [NOW], last_read=read, at=NOW) == pytest.approx(10, abs=1)
    assert possibly_lost(None, [], last_read=read, at=NOW) == 1
    assert possibly_lost(None, window, last_read=NOW - timedelta(minutes=30), at=NOW) == 1
    kept_on_top = NOW - timedelta(days=90)
    assert possibly_lost(None, [kept_on_top, *window], last_read=read, at=NOW) == 90


def failed(failures: int, *, failing_for: timedelta, retry_after: float | None = None) -> float:
    return after_failure(
        failures,
        at=NOW,
        failing_since=NOW - failing_for,
        retry_after=retry_after,
        bounds=BOUNDS,
        random=Random(4),
    )


def test_the_wait_after_failures_doubles_up_to_a_day_and_never_ends() -> None:
    told = timedelta(days=2)
    waits = [failed(number, failing_for=told) for number in (1, 2, 3, 8, 20, 1000)]
    assert waits == sorted(waits)
    assert waits[1] == pytest.approx(2 * waits[0])
    assert waits[-1] == pytest.approx(LONGEST_FAILING, rel=0.11)
    assert waits[-1] <= LONGEST_FAILING


def test_one_try_falls_on_the_moment_from_which_admins_are_told() -> None:
    since = timedelta(hours=5, minutes=50)
    assert failed(9, failing_for=since) == (TELL_AFTER - since).total_seconds()


def test_retry_after_is_obeyed_up_to_a_day() -> None:
    assert failed(1, failing_for=timedelta(), retry_after=7200) == 7200
    assert failed(1, failing_for=timedelta(), retry_after=10) > 10
    assert failed(1, failing_for=timedelta(), retry_after=1e9) == LONGEST_FAILING
