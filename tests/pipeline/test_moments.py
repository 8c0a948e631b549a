"""The day and hour that a report gives its event tell two nights from one; the report's own date does not."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from bot.pipeline.cluster.moments import NONE, Moment, part, read_moment


@pytest.mark.parametrize(
    ("language", "lead", "moment"),
    [
        ("en", "On the night of 26 October drones hit Kyiv.", (26, -1)),
        ("en", "The quake struck at 3:05 p.m. on October 28 off Chile.", (28, 15 * 60 + 5)),
        ("ru", "В ночь на 26 октября войска атаковали Киев.", (26, -1)),
        ("uk", "Увечері 30 жовтня війська завдали удару.", (30, -1)),
        ("es", "El sismo del 5 de octubre se sintió a las 06:12 en Oaxaca", (5, 6 * 60 + 12)),
        ("de", "In der Nacht zum 3. Oktober brannte das Werk", (3, -1)),
        ("ja", "28日午後1時46分ごろ、地震があり", (28, 13 * 60 + 46)),
        ("ko", "29일 오전 5시 40분께 공장에서 불이 났다", (29, 5 * 60 + 40)),
        ("zh", "26日凌晨发生火灾", (26, -1)),
        (None, "no date at all", NONE),
        ("en", "KYIV, Oct 28 (Agency) - Drones hit the city.", NONE),
        ("ru", "Тбилиси, 27 октября. Партия победила.", NONE),
        ("zh", "新华社台北10月31日电 台风登陆", NONE),
        ("en", "A quake shook Lima at 12:30 a.m. and woke the city", (0, 30)),
        ("en", "At least 12 may have died, 45 may be hurt", NONE),
        ("en", "28 marines held 9 mayors for 3 decades; it ended 2:1, at 3.75 per cent", NONE),
    ],
)
def test_the_moment_of_an_event_is_read(language: str | None, lead: str, moment: Moment) -> None:
    assert read_moment(lead, language) == moment


@pytest.mark.parametrize(
    ("lead", "day"),
    [
        ("Nine days before the Nov. 5 election Trump held a rally on October 27 in New York", 27),
        ("It is the largest attack since 24 February in this war", 0),
        ("Drones hit Kyiv on the night of 28 October local time", 28),
    ],
)
def test_a_day_far_from_the_report_is_none_of_its_event(lead: str, day: int) -> None:
    assert read_moment(lead, "en", datetime(2024, 10, 27, 23, tzinfo=UTC)) == (day, -1)


@pytest.mark.parametrize(
    ("one", "other", "two"),
    [
        ((26, -1), (29, -1), True),
        ((28, 272), (28, 826), True),
        ((28, 430), (28, 431), False),
        ((28, -1), (0, 300), False),
        (NONE, (28, 5), False),
        ((0, 4 * 60 + 32), (0, 9 * 60 + 32), False),  # in Lima, and in Greenwich
        ((29, 3 * 60 + 32), (28, 18 * 60 + 32), False),  # in Tokyo, and in Greenwich
        ((0, 4 * 60), (0, 9 * 60), True),
    ],
)
def test_two_days_or_two_hours_are_two_events(one: Moment, other: Moment, two: bool) -> None:
    assert part(one, other) is two
