"""What `after:` and `before:` count from, and where days begin."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from bot.query.dates import guessed, moment

KYIV = ZoneInfo("Europe/Kyiv")


@pytest.mark.parametrize("day", [datetime(2026, 3, 29, tzinfo=UTC), datetime(2026, 10, 25, tzinfo=UTC)])
def test_hours_back_are_hours_that_passed_on_days_when_the_clocks_are_changed(day: datetime) -> None:
    for hour in range(24):
        now = day + timedelta(hours=hour)
        assert moment("1h", now.astimezone(KYIV)) == now - timedelta(hours=1)
        assert moment("12h", now.astimezone(KYIV)) == now - timedelta(hours=12)
        assert moment("7d", now.astimezone(KYIV)) == now - timedelta(days=7)


@pytest.mark.parametrize(
    ("zone", "day", "begins"),
    [
        ("Europe/Kyiv", "2026-10-26", datetime(2026, 10, 25, 22, tzinfo=UTC)),
        ("Africa/Cairo", "2026-04-24", datetime(2026, 4, 23, 22, tzinfo=UTC)),  # 00:00 is 01:00 there
        ("America/Havana", "2025-11-02", datetime(2025, 11, 2, 4, tzinfo=UTC)),  # 00:30 comes twice
    ],
)
def test_a_day_begins_with_its_first_moment_in_the_zone(zone: str, day: str, begins: datetime) -> None:
    assert moment(day, datetime(2026, 11, 1, tzinfo=UTC).astimezone(ZoneInfo(zone))) == begins


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("2024-02-30", "2024-02-29"),
        ("31.04.2024", "2024-04-30"),
        ("2024-13-01", "2024-01-13"),
        ("2024/10/01", "2024-10-01"),
        ("10/01/2024", "2024-01-10, or 2024-10-01"),
        ("28th of October, 2024", "2024-10-28"),
        ("oct 28", "2026-10-28"),
        ("december 24", "2025-12-24"),  # this year's is still to come
        ("October 2024", "2024-10"),
        ("-7d", "7d"),
        ("2024-00-10", None),
        ("29 feb", None),
    ],
)
def test_a_date_that_is_none_is_answered_by_the_nearest_one(typed: str, meant: str | None) -> None:
    assert guessed(typed, datetime(2026, 11, 22, 12, tzinfo=UTC)) == meant
