"""An entry that leaves its feed early is a sign; only its page can make a withdrawal of it."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from bot.pipeline.feeds.absent import AGAIN, LOOKS, Absence, judged, left_early

NOON = datetime(2024, 10, 28, 12, 0, tzinfo=UTC)
BEFORE = ("a", "b", "c", "d", "e", "f")


@pytest.mark.parametrize(
    ("now", "missing"),
    [
        ("abdef", "c"),
        ("abcde", "f"),  # the newest
        ("abcdefg", ""),
        ("cdefgh", ""),  # the window rolled over
        ("bdefg", "c"),  # and lost one in its middle
        ("aef", "bcd"),
        ("ag", ""),  # sorted anew
        ("xyz", ""),  # a gap
        ("", ""),
    ],
)
def test_what_rolls_over_is_not_missed_and_what_leaves_the_middle_is(now: str, missing: str) -> None:
    assert left_early(BEFORE, set(now)) == tuple(missing)


def absence(checks: int = 0, gone: int = 0) -> Absence:
    return Absence(1, 2, "https://a.example/1", "https://a.example/2", checks, gone)


def test_a_page_that_is_there_ends_the_matter() -> None:
    verdict = judged(absence(1, 1), page_gone=False, neighbour_gone=None, now=NOON)
    assert (verdict.due_at, verdict.withdrawn) == (None, False)


def test_one_look_is_never_enough() -> None:
    verdict = judged(absence(), page_gone=True, neighbour_gone=False, now=NOON)
    assert (verdict.due_at, verdict.gone, verdict.withdrawn) == (NOON + AGAIN, 1, False)


def test_two_looks_and_a_neighbour_that_is_there_make_a_withdrawal() -> None:
    assert judged(absence(1, 1), page_gone=True, neighbour_gone=False, now=NOON).withdrawn


@pytest.mark.parametrize("neighbour_gone", [True, None])
def test_a_site_that_answers_everything_so_withdraws_nothing(neighbour_gone: bool | None) -> None:
    verdict = judged(absence(1, 1), page_gone=True, neighbour_gone=neighbour_gone, now=NOON)
    assert (verdict.due_at, verdict.withdrawn) == (None, False)


def test_no_clear_answer_is_asked_again_a_few_times_and_then_left() -> None:
    assert judged(absence(), None, None, NOON).due_at == NOON + AGAIN
    assert judged(absence(LOOKS - 1, 1), None, None, NOON).due_at is None
