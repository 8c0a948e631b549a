"""When a feed is checked next."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from random import Random

import pytest

from bot.pipeline.rhythm import LONGEST_FAILING, TELL_AFTER, Bounds, after_failure, after_success

BOUNDS = Bounds(60.0, 3600.0)
NOW = datetime(2024, 10, 28, 12, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("last", "news", "gap", "expected"),
    [
        (None, False, False, 600),
        (1000, True, False, 500),
        (1000, False, False, 1500),
        (1000, True, True, 250),
        (60, True, False, 60),
        (3600, False, False, 3600),
        (86_400, True, False, 1800),  # it failed for a day before
        (1, False, False, 90),  # it was woken by hand
    ],
)
def test_a_busy_feed_is_read_more_often_and_a_quiet_one_less(
    last: float | None, news: bool, gap: bool, expected: float
) -> None:
    seconds = after_success(last, news=news, gap=gap, bounds=BOUNDS, random=Random(4))
    assert seconds == pytest.approx(expected, rel=0.11)
    assert BOUNDS.least <= seconds <= BOUNDS.most


def test_feeds_added_together_do_not_stay_together() -> None:
    random = Random(4)
    waits = [after_success(1000, news=False, gap=False, bounds=BOUNDS, random=random) for _ in range(50)]
    assert max(waits) - min(waits) > 200


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
