"""Deliveries: what a channel or a member should have been told, and what Discord has taken."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

AFTER = "after"  # in a payload: the message that this one replies to
CHANNEL = "channel"  # in the payload of a thread, or of an update to a member: where the alert stands
DIGEST_OPEN = timedelta(
    minutes=60
)  # a digest takes further lines so long (DESIGN: the hour of frequent edits)
QUIET = "quiet"  # in the payload of an alert: it pings nobody, for what it says was told already
TIERS = "tiers"  # in the payload of an update: what it tells
TOLD = "told"  # in the payload of an alert that was posted: the tiers that were told or passed over
POST = "post"  # in a payload: the forum post in which the message stands, or is to be told


class Kind(StrEnum):
    """What a delivery carries."""

    ALERT = "alert"
    UPDATE = "update"  # what is new in a told story: a reply to its alert, or to who follows it
    THREAD = "thread"  # a story's timeline, in the thread under its alert
    DIGEST = "digest"
    NOTICE = "notice"


class State(StrEnum):
    """Where a delivery stands. `WANTED` rows with a newer wanted than sent revision are due."""

    WANTED = "wanted"  # to be sent, or sent and kept true by edits
    DIGESTED = "digested"  # told as a line of a digest instead
    DISMISSED = "dismissed"  # a person deleted the message; never posted again
    UNCERTAIN = "uncertain"  # may or may not have arrived, and can't be looked up: told to the admins
    FAILED = "failed"  # the target is gone or refuses for good: told to the admins
    CLOSED = "closed"  # told, and no longer edited


class TargetKind(StrEnum):
    """Where a delivery goes."""

    CHANNEL = "channel"
    MEMBER = "member"  # by direct message


@dataclass(frozen=True, slots=True)
class Target:
    """A channel, or a member by direct message; `guild_id` bounds what may be shown there."""

    kind: TargetKind
    id: int
    guild_id: int


@dataclass(frozen=True, slots=True)
class Delivery:
    """One wanted state: the newest revision wanted, and the newest that Discord took."""

    id: int
    kind: Kind
    target: Target
    subject: str  # what it is about, unique with kind and target: "story:12", "budget:2024-10-28T10"
    story_id: int | None
    key: str  # random, 22 characters: the nonce, and a part of a custom_id in the message
    state: State
    wanted_revision: int
    sent_revision: int
    message_id: int | None
    wanted_at: datetime  # when it was first wanted
    first_attempt_at: datetime | None
    attempts: int
    sent_at: datetime | None
    lease_token: int
    payload: dict[str, object] | None = None  # a notice's text; the digest's reason
    digest_id: int | None = None  # the digest that tells it as a line
    edited_at: datetime | None = None  # when Discord last took a revision

    @property
    def post(self) -> int | None:
        """The forum post in which it stands, or is to be told; None: in the target itself."""
        post = (self.payload or {}).get(POST)
        return int(str(post)) if post else None

    @property
    def place(self) -> Target:
        """Where its message stands, or is to be sent."""
        return Target(self.target.kind, self.post or self.target.id, self.target.guild_id)


@dataclass(frozen=True, slots=True)
class Posted:
    """Where a message stands in a server."""

    guild_id: int
    channel_id: int
    message_id: int


@dataclass(frozen=True, slots=True)
class Sent:
    """What Discord said of a message it took."""

    message_id: int
    at: datetime
    post: int | None = None  # the post that was made for it, where the target is a forum
