"""Discord in memory: text channels, a forum, threads under messages, direct messages. And its readers."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from hashlib import sha256

from bot.chat import retitling
from bot.domain.alert import Alert, Digest, Mentions, Message, Timeline, Update
from bot.domain.delivery import Sent, Target
from bot.errors import (
    Forbidden,
    MessageGone,
    Refused,
    TargetGone,
    Unreachable,
)
from bot.pipeline.chat import Chat
from tests.conftest import ManualClock

OURS, THEIRS = 1, 2
KURSK, BRIDGE, FORUM, ELSEWHERE = 100, 101, 102, 200
GUILD_OF = {KURSK: OURS, BRIDGE: OURS, FORUM: OURS, ELSEWHERE: THEIRS}
OWNER, READER = 900, 901

MINUTE = timedelta(minutes=1)
NONCES_LIVE = timedelta(seconds=60)
SKEW = timedelta(minutes=15)  # `bot.chat.sender.CLOCK_SKEW`


@dataclass
class Posted:
    """A message as readers have it. The first one of a forum's post has the post's id and title."""

    id: int
    target: Target
    key: str
    at: datetime  # by Discord's clock
    shows: Message
    pings: bool
    title: str = ""
    deleted: bool = False
    touched_at: datetime | None = None  # by ours; None where the next edit may come at any time

    def __str__(self) -> str:
        return f"{brief(self.shows)} in {self.target.id}"


@dataclass
class Readers(Chat):
    """Discord, and what its readers would complain of: `complaints`."""

    clock: ManualClock
    looked: Callable[[Target, Message], Awaitable[None]] | None = None  # told of all that is shown
    posted: list[Posted] = field(default_factory=list)
    complaints: list[str] = field(default_factory=list)
    forbidden: set[int] = field(default_factory=set)
    lost: list[bool] = field(default_factory=list)  # the next answers that are lost: was it taken?
    ahead: timedelta = timedelta()  # how far our clock is ahead of Discord's
    away: bool = False
    hurried: bool = False  # a person acted: what follows is shown to them at once

    def message(self, message_id: int) -> Posted:
        return next(one for one in self.posted if one.id == message_id)

    def ready(self) -> bool:
        return not self.away

    async def send(
        self, target: Target, message: Message, *, key: str, mentions: Mentions, reply_to: int | None = None
    ) -> Sent:
        self._reach(target)
        now = self.clock.now() - self.ahead
        known = [one for one in self.posted if one.key == key and not one.deleted]
        for one in known:
            if abs(now - one.at) < NONCES_LIVE and target.id != FORUM:
                return Sent(one.id, one.at)
        taken = self.lost.pop(0) if self.lost else None
        if taken is False:
            raise Unreachable("no answer")
        if reply_to and not any(one.id == reply_to and not one.deleted for one in self.posted):
            raise MessageGone("it was deleted", permanent=True)
        if known:
            self.complaints.append(f"posted twice: {known[0]}")
        pings = bool(mentions.roles or mentions.members)
        one = Posted(10_000 + len(self.posted), target, key, now, message, pings)
        one.touched_at = self.clock.now()
        if target.id == FORUM:
            one.title = retitling.title("", message)
        self.posted.append(one)
        await self._shown(one)
        if taken:
            raise Unreachable("no answer, though it was taken")
        return Sent(one.id, now, post=one.id if target.id == FORUM else None)

    async def edit(self, target: Target, message_id: int, message: Message, *, key: str) -> None:
        self._reach(target)
        taken = self.lost.pop(0) if self.lost else None
        if taken is False:
            raise Unreachable("no answer")
        one = self.message(message_id)
        if one.deleted:
            raise MessageGone("it was deleted", permanent=True)
        now = self.clock.now()
        if one.touched_at and timedelta() <= now - one.touched_at < MINUTE and not (self.hurried or taken):
            self.complaints.append(f"edited {now - one.touched_at} after the last time: {one}")
        if key != one.key:
            self.complaints.append(f"{one} took the place of another delivery's message")
        one.shows, one.touched_at = message, None if taken else now
        one.title = retitling.title(one.title, message)
        await self._shown(one)
        if taken:
            raise Unreachable("no answer, though it was taken")

    async def _shown(self, one: Posted) -> None:
        if self.looked is not None:
            await self.looked(one.target, one.shows)

    def _reach(self, target: Target) -> None:
        """Raise what keeps a message from there: a post's id is that of its first message, a thread's too."""
        if self.away:
            raise Unreachable("not connected")
        if target.id in self.forbidden:
            raise Forbidden("no", missing=("Send Messages",))
        within = next((one for one in self.posted if one.id == target.id), None)
        if within is not None and within.deleted:
            raise TargetGone("the post was deleted", permanent=True)

    def look(self, message: Message, *, key: str) -> str:
        return sha256(f"{key} {message}".encode()).hexdigest()[:32]

    async def open_thread(self, target: Target, message_id: int, name: str) -> None:
        self._reach(target)
        if self.message(message_id).deleted or not name:
            raise Refused("there is no such message", permanent=True)

    async def find(self, target: Target, key: str, *, since: datetime) -> Sent | None:
        self._reach(target)
        for one in self.posted:
            if one.key == key and not one.deleted and one.at >= since - SKEW:
                post = one.id if one.target.id == FORUM else None
                return Sent(one.id, one.at, post=post)
        return None

    async def may_see(self, guild_id: int, channel_id: int, member_id: int) -> bool:
        return bool(guild_id and channel_id and member_id)

    async def pingable_role(self, guild_id: int, channel_id: int, role_id: int) -> bool:
        return bool(guild_id and channel_id and role_id)

    async def missing_permissions(self, guild_id: int, channel_id: int) -> tuple[str, ...]:
        return ("Send Messages",) if guild_id and channel_id in self.forbidden else ()

    async def owner_of(self, guild_id: int) -> int | None:
        return OWNER if guild_id else None

    def guilds(self) -> frozenset[int]:
        return frozenset({OURS, THEIRS})


def brief(message: Message) -> str:
    match message:
        case Alert() | Update() | Timeline():
            return f"{type(message).__name__} of story {message.story_id}"
        case Digest():
            return f"Digest of {[one.story_id for one in message.lines]}"
        case _:
            return f"{message}"
