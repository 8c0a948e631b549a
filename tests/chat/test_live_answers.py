"""Answers that change by themselves, until there is nothing more to see or nobody to show it to."""

from __future__ import annotations

import aiohttp
import pytest

from bot.chat.views import live_answers as module
from bot.chat.views.live_answers import LiveAnswers
from bot.errors import NotFound, StorageError


class Answer:
    """Counts the looks; each of *outcomes* in turn, the last for ever."""

    def __init__(self, *outcomes: bool | Exception) -> None:
        self.outcomes = list(outcomes)
        self.looks = 0

    async def __call__(self) -> bool:
        self.looks += 1
        outcome = self.outcomes.pop(0) if len(self.outcomes) > 1 else self.outcomes[0]
        if isinstance(outcome, Exception):
            raise outcome
        return outcome


async def test_each_answer_is_looked_at_until_it_is_done() -> None:
    live_answers = LiveAnswers()
    quick, slow = Answer(True), Answer(False, False, True)
    for each in (quick, slow):
        live_answers.start(each)

    for _ in range(5):
        await live_answers.tick()

    assert (quick.looks, slow.looks) == (1, 3)


@pytest.mark.parametrize("fault", [aiohttp.ClientError(), OSError(), StorageError("locked")])
async def test_what_may_pass_is_looked_at_again(fault: Exception) -> None:
    live_answers, answer = LiveAnswers(), Answer(fault, True)
    live_answers.start(answer)

    for _ in range(3):
        await live_answers.tick()

    assert answer.looks == 2


@pytest.mark.parametrize("fault", [NotFound("told already"), RuntimeError("Session is closed")])
async def test_what_nobody_sees_any_more_is_left(fault: Exception) -> None:
    live_answers, answer, other = LiveAnswers(), Answer(fault), Answer(False)
    live_answers.start(answer)
    live_answers.start(other)

    for _ in range(3):
        await live_answers.tick()

    assert (answer.looks, other.looks) == (1, 3)


async def test_after_a_fault_of_ours_an_answer_is_left_and_the_others_go_on() -> None:
    live_answers, answer, other = LiveAnswers(), Answer(ValueError()), Answer(False)
    live_answers.start(answer)
    live_answers.start(other)
    with pytest.raises(ValueError):  # noqa: PT011 - ours, above; the schedule logs it
        await live_answers.tick()

    await live_answers.tick()

    assert (answer.looks, other.looks) == (1, 1)


async def test_an_answer_that_can_not_be_edited_any_more_or_was_stopped_is_left(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    live_answers, late, stopped = LiveAnswers(), Answer(False), Answer(False)
    live_answers.start(stopped)
    live_answers.stop()
    monkeypatch.setattr(module, "MOST", 2)
    live_answers.start(late)

    for _ in range(4):
        await live_answers.tick()

    assert (late.looks, stopped.looks) == (2, 0)
