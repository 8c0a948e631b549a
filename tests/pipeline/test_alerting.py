"""Who is told of a match, and how."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from bot.domain.delivery import Delivery, Kind, State, Target, TargetKind
from bot.pipeline.alerting import Outcome, Step, outcome, step, subject

NOW = datetime(2024, 10, 28, 12, 0, tzinfo=UTC)
BEFORE, AFTER = NOW - timedelta(hours=1), NOW + timedelta(seconds=1)
CHANNEL = Target(TargetKind.CHANNEL, 100, 1)


def delivery(state: State, *, kind: Kind = Kind.ALERT, sent_ago: timedelta | None = None) -> Delivery:
    return Delivery(
        id=1,
        kind=kind,
        target=CHANNEL,
        subject=subject(7),
        story_id=7,
        key="k" * 22,
        state=state,
        wanted_revision=1,
        sent_revision=int(sent_ago is not None),
        message_id=None if sent_ago is None else 4242,
        wanted_at=BEFORE,
        first_attempt_at=None,
        attempts=0,
        sent_at=None if sent_ago is None else NOW - sent_ago,
        lease_token=0,
    )


@pytest.mark.parametrize(
    ("seen_at", "alertable", "following_since", "watching_since", "alerts_on", "late", "expected"),
    [
        (NOW, True, BEFORE, BEFORE, True, False, Outcome.ALERT),
        (NOW, True, NOW, NOW, True, False, Outcome.ALERT),
        (NOW, True, BEFORE, BEFORE, True, True, Outcome.LATE),
        (NOW, False, BEFORE, BEFORE, True, False, Outcome.OLD),
        (NOW, False, BEFORE, BEFORE, True, True, Outcome.OLD),
        (BEFORE, True, NOW, BEFORE, True, False, Outcome.OLD),
        (BEFORE, True, BEFORE, NOW, True, False, Outcome.OLD),
        (BEFORE, True, AFTER, AFTER, True, False, Outcome.ALERT),  # the clock was set back
        (NOW, True, None, BEFORE, True, False, Outcome.PAUSED),
        (NOW, True, BEFORE, None, True, False, Outcome.PAUSED),
        (NOW, True, BEFORE, BEFORE, False, False, Outcome.OFF),
        (NOW, False, BEFORE, BEFORE, False, False, Outcome.OLD),
    ],
)
def test_an_article_alerts_only_where_it_is_news_to_those_who_asked(
    seen_at: datetime,
    alertable: bool,
    following_since: datetime | None,
    watching_since: datetime | None,
    alerts_on: bool,
    late: bool,
    expected: Outcome,
) -> None:
    assert (
        outcome(
            seen_at=seen_at,
            alertable=alertable,
            following_since=following_since,
            watching_since=watching_since,
            alerts_on=alerts_on,
            late=late,
            now=NOW,
        )
        is expected
    )


OPEN = delivery(State.WANTED, kind=Kind.DIGEST)
JUST_SENT = delivery(State.WANTED, kind=Kind.DIGEST, sent_ago=timedelta(minutes=59))
LONG_SENT = delivery(State.WANTED, kind=Kind.DIGEST, sent_ago=timedelta(minutes=60))


@pytest.mark.parametrize(
    ("newest", "digest", "expected"),
    [
        (None, None, Step.WANT),
        (delivery(State.WANTED), None, Step.BUMP),
        (delivery(State.WANTED, sent_ago=timedelta(hours=3)), None, Step.BUMP),
        (delivery(State.WANTED, sent_ago=timedelta(hours=30)), None, Step.DEVELOP),  # with an edit to come
        (delivery(State.CLOSED, sent_ago=timedelta(hours=30)), None, Step.DEVELOP),
        (delivery(State.CLOSED), None, Step.WANT),
        (delivery(State.DIGESTED), OPEN, Step.BUMP_DIGEST),
        (delivery(State.DIGESTED), JUST_SENT, Step.BUMP_DIGEST),
        (delivery(State.DIGESTED), LONG_SENT, Step.DEVELOP),
        (delivery(State.DIGESTED), delivery(State.DISMISSED, kind=Kind.DIGEST), Step.DEVELOP),
        (delivery(State.DIGESTED), None, Step.DEVELOP),
        (delivery(State.DISMISSED), None, Step.NOTHING),
        (delivery(State.FAILED), None, Step.NOTHING),
        (delivery(State.UNCERTAIN), None, Step.NOTHING),
    ],
)
def test_a_story_has_one_message_that_grows_until_it_is_closed(
    newest: Delivery | None, digest: Delivery | None, expected: Step
) -> None:
    assert step(newest, digest=digest, now=NOW) is expected


@pytest.mark.parametrize("newest", [None, delivery(State.WANTED), delivery(State.CLOSED)])
def test_a_muted_story_is_left_alone(newest: Delivery | None) -> None:
    assert step(newest, muted=True, now=NOW) is Step.NOTHING


def test_developments_are_numbered_from_two() -> None:
    assert [subject(7), subject(7, 2)] == ["story:7", "story:7/2"]
