"""Decide who is to be told of a match, and how. Pure: `refresh` looks up what stands, and stores.

Two questions, one after the other: does this match alert at all (`outcome`), and what does its story's
delivery to one channel or member become (`step`)?
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from enum import Enum, StrEnum, auto
from itertools import count

from bot.domain.delivery import DIGEST_OPEN, Delivery, State

# A card, and a digest's lines, are kept true so long where nothing else is set (DESIGN, "Edits").
EDITED = timedelta(hours=24)


class Outcome(StrEnum):
    """What became of a match; kept with it, for *Why this?*."""

    ALERT = "alert"
    LATE = "late"  # told as a line of an *arrived late* digest
    OLD = "old"  # known before the guild followed the feed, or before the watchlist began or resumed
    PAUSED = "paused"  # the feed or the watchlist
    OFF = "off"  # the channel's alerts


def outcome(
    *,
    seen_at: datetime,
    alertable: bool,
    following_since: datetime | None,
    watching_since: datetime | None,
    alerts_on: bool,
    now: datetime,
    late: bool = False,
) -> Outcome:
    """Return what becomes of a match.

    *seen_at* and *alertable* tell of the guild's first sight of the article, *following_since* of the feed
    that gave it (None: paused), *watching_since* of the watchlist (None: paused), *alerts_on* of its channel;
    *late* says that the article came after a gap. A beginning after *now* was timed by a clock that has been
    set back since: the article is not held to be older for it.
    """
    if following_since is None or watching_since is None:
        return Outcome.PAUSED
    if not alertable or seen_at < following_since <= now or seen_at < watching_since <= now:
        return Outcome.OLD
    if not alerts_on:
        return Outcome.OFF
    return Outcome.LATE if late else Outcome.ALERT


class Step(Enum):
    """What a story's delivery to one target becomes when another article of the story matched."""

    WANT = auto()  # a first message
    BUMP = auto()  # the message is to say more
    BUMP_DIGEST = auto()  # the digest is to say more
    DEVELOP = auto()  # a new message that continues the earlier one
    NOTHING = auto()  # it is muted, a person deleted it, or it can't be told there


def step(
    newest: Delivery | None,
    *,
    digest: Delivery | None = None,
    muted: bool = False,
    now: datetime,
    edited: timedelta = EDITED,
) -> Step:
    """Return what to do, given the *newest* delivery of the story to the target, and its digest.

    A card that was posted so long ago (*edited*) takes no news, though an edit of it may still be to come.
    *muted* says that the story is muted there. One that was closed untold, while it was muted or alerts were
    off, is told when neither holds any more and another article matches.
    """
    if muted:
        return Step.NOTHING
    if newest is None:
        return Step.WANT
    if newest.state is State.WANTED:
        return Step.BUMP if is_edited(newest, now, edited) else Step.DEVELOP
    if newest.state is State.DIGESTED:
        return Step.BUMP_DIGEST if digest is not None and is_open(digest, now) else Step.DEVELOP
    if newest.state is State.CLOSED:
        return Step.WANT if newest.message_id is None else Step.DEVELOP
    return Step.NOTHING


def goes_on(told: Sequence[Delivery]) -> Delivery | None:
    """Return which of a story's deliveries to a target, the oldest first, what comes later continues.

    It is the newest, but for a story that was put together: a message that is still kept true goes on.
    """
    return next((one for one in reversed(told) if one.state is State.WANTED), told[-1] if told else None)


def is_open(digest: Delivery, now: datetime) -> bool:
    """Return whether a digest still takes lines."""
    if digest.state is not State.WANTED:
        return False
    return digest.sent_at is None or now - digest.sent_at < DIGEST_OPEN


def is_edited(message: Delivery, now: datetime, edited: timedelta = EDITED) -> bool:
    """Return whether a card, or a digest's lines, are still kept true."""
    return message.sent_at is None or now - message.sent_at < edited


def subject(story_id: int, number: int = 1) -> str:
    """Return what a story's delivery is about; *number* counts it and its developments."""
    return f"story:{story_id}" if number == 1 else f"story:{story_id}/{number}"


def subjects(story_id: int, first: int = 1) -> Iterator[str]:
    """Yield what a story's deliveries may be about, without end: one may have gone to another story."""
    return (subject(story_id, number) for number in count(first))
