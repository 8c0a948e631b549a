"""The list of what a story's articles count."""

from __future__ import annotations

from datetime import date

import pytest

from bot.chat.cards.figures import days
from bot.domain.figure import Period


@pytest.mark.parametrize(
    ("first", "last", "shown"),
    [
        (date(2024, 10, 24), date(2024, 10, 24), "24 Oct 2024"),
        (date(2023, 8, 1), date(2023, 8, 31), "Aug 2023"),
        (date(2023, 12, 1), date(2023, 12, 31), "Dec 2023"),
        (date(2012, 1, 1), date(2012, 12, 31), "2012"),
        (date(2024, 10, 14), date(2024, 10, 20), "14 Oct 2024 to 20 Oct 2024"),
    ],
)
def test_the_days_of_a_figure_are_told_as_its_sentence_means_them(
    first: date, last: date, shown: str
) -> None:
    assert days(Period(first, last)) == shown
