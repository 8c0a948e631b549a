"""What `after:` and `before:` count from, and where days begin."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from bot.query.dates import moment

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
