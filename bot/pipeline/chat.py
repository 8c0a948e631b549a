"""The seam to the outside world of chat: what delivery may ask of Discord, in the domain's words.

`bot.chat.sender.DiscordSender` implements it. Every method raises subclasses of `bot.errors.SendError` and
nothing else:

- `Unreachable`: no connection, no answer or 5xx; whether a message arrived is not known.
- `RateLimited`: 429 or 30046; `retry_after` in seconds.
- `Forbidden`: a permission is missing; `missing` names those known. `PostLocked`: only that post is closed.
- `TargetGone`: the channel is gone or not this guild's, or the member can't be reached.
- `MessageGone`: the message to be edited, or replied to, was deleted.
- `HistoryUnreadable`: `find` can't read the channel's history, or a forum's posts.
- `Refused`: Discord will never take this message as it is.
"""

from __future__ import annotations

from datetime import datetime
from typing import Protocol

from bot.domain.alert import Mentions, Message
from bot.domain.delivery import Sent, Target


class Chat(Protocol):
    """Discord, as delivery sees it."""

    def ready(self) -> bool:
        """Return whether the gateway is connected and the guilds are known."""

    async def send(
        self,
        target: Target,
        message: Message,
        *,
        key: str,
        mentions: Mentions,
        reply_to: int | None = None,
    ) -> Sent:
        """Post *message* and ping exactly *mentions*.

        *key* (25 characters at most) is the nonce: Discord takes it once within some minutes and answers
        a repetition with the first message. The message carries it for `find` too. *reply_to* is a message
        id in the same channel; where that message is gone, nothing is posted and `MessageGone` raised.
        In a forum the message begins a post of its own, told in `Sent.post`, and no nonce holds there.
        """

    async def edit(self, target: Target, message_id: int, message: Message, *, key: str) -> None:
        """Replace what the message says. An edit pings nobody."""

    def look(self, message: Message, *, key: str) -> str:
        """Return a hash of what `edit` would show: the same again changes nothing."""

    async def open_thread(self, target: Target, message_id: int, name: str) -> None:
        """Open the thread under a message of ours; it has the message's id. An open one stays."""

    async def find(self, target: Target, key: str, *, since: datetime) -> Sent | None:
        """Return our message with *key* in the channel's history since *since* (aware, our clock), if any.

        None means that the history was read to its end and holds no such message. A history that can't be
        read, or is too long to read, raises `HistoryUnreadable`; `since` is best the first attempt's time.
        """

    async def may_see(self, guild_id: int, channel_id: int, member_id: int) -> bool:
        """Return whether the member is still in the guild and can view the channel.

        True for no one where the channel is gone. An answer may be some minutes old.
        """

    async def pingable_role(self, guild_id: int, channel_id: int, role_id: int) -> bool:
        """Return whether the role exists and a mention of it by us in the channel would ping."""

    async def missing_permissions(self, guild_id: int, channel_id: int) -> tuple[str, ...]:
        """Return what we lack to post, edit and find messages there, named as on Discord's settings page."""

    async def owner_of(self, guild_id: int) -> int | None:
        """Return the user id of the guild's owner, who hears notices where no channel is set for them.

        None where we are no longer in the guild.
        """

    def guilds(self) -> frozenset[int]:
        """Return the ids of the guilds that we are in; empty until `ready`."""
