"""Refused requests are counted, forgotten in time, and never bring Discord's ban about."""

from __future__ import annotations

import pytest

from bot.chat.invalid_requests import InvalidRequests
from bot.errors import RateLimited


class Clock:
    def __init__(self) -> None:
        self.now = 1_000.0

    def __call__(self) -> float:
        return self.now


def test_asking_stops_at_the_limit_and_goes_on_when_the_oldest_is_forgotten() -> None:
    clock = Clock()
    counted = InvalidRequests(most=3, window=600, clock=clock)
    for status in (401, 403, 429):
        counted.check()
        counted.count(status)
        clock.now += 10

    with pytest.raises(RateLimited) as caught:
        counted.check()
    assert caught.value.retry_after == 570

    clock.now += 570
    counted.check()


def test_other_answers_and_shared_limits_are_not_held_against_us() -> None:
    counted = InvalidRequests(most=1)
    for status in (200, 204, 400, 404, 500, 503):
        counted.count(status)
    counted.count(429, shared=True)

    counted.check()
