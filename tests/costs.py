"""Whether what was written to be slow costs more than its length: asked in a way that any machine answers."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import TypeVar

T = TypeVar("T")

TIMES = 8  # so much larger is the larger of the two that are compared
SLACK = 3  # so much more than its length may it cost: what grows with the square costs eight times more
TRIES = 5  # a busy machine may delay one of them


def assert_costs_its_length(work: Callable[[T], object], made: Callable[[int], T], size: int) -> None:
    """Let *work* take what is *made* in a size and in an eighth of it; its cost must grow with the length."""
    small, large = made(size // TIMES), made(size)
    processor_seconds(work, small)  # what is loaded and learnt once is no matter here
    costs = [(processor_seconds(work, small), processor_seconds(work, large))]
    while costs[-1][1] > SLACK * TIMES * costs[-1][0] and len(costs) < TRIES:
        costs.append((processor_seconds(work, small), processor_seconds(work, large)))
    assert costs[-1][1] <= SLACK * TIMES * costs[-1][0], f"{TIMES} times the length cost, in seconds: {costs}"


def processor_seconds(work: Callable[[T], object], given: T) -> float:
    """Return what *work* costs, whatever else the machine does meanwhile."""
    began = time.process_time()
    work(given)
    return time.process_time() - began
