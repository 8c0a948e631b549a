"""Where a delivery's message stands: in its target, or in a post where the target is a forum.

A forum's post is a thread that begins with the message. What replies to it, or develops it, stands in the
same post; the post's id is in the payload (`Delivery.post`).
"""

from __future__ import annotations

from datetime import datetime

from bot.domain.alert import Mentions, Message
from bot.domain.delivery import AFTER, Delivery, Kind, Sent
from bot.errors import MessageGone, PostLocked, TargetGone
from bot.pipeline.chat import Chat


async def send(chat: Chat, claimed: Delivery, message: Message, mentions: Mentions) -> Sent:
    """Send a first message, as a reply where it continues another one.

    A development is told though what it continues is gone: without the reference, or in a post of its own
    where a person deleted or locked the one that it belongs to. Raises MessageGone where nothing but a reply
    was wanted.
    """
    after, place = (claimed.payload or {}).get(AFTER), claimed.place
    try:
        return await chat.send(
            place,
            message,
            key=claimed.key,
            mentions=mentions,
            reply_to=int(str(after)) if after else None,
        )
    except (TargetGone, PostLocked):
        if claimed.post is None or claimed.kind is not Kind.ALERT:
            raise
        place = claimed.target
    except MessageGone:
        if claimed.kind is not Kind.ALERT:
            raise
    return await chat.send(place, message, key=claimed.key, mentions=mentions)


async def edit(chat: Chat, claimed: Delivery, message: Message) -> None:
    """Edit the message. Raises MessageGone where its post is gone, and SendError as the chat does."""
    assert claimed.message_id is not None
    try:
        await chat.edit(claimed.place, claimed.message_id, message, key=claimed.key)
    except TargetGone as error:
        if claimed.post is None:
            raise
        raise MessageGone("the post was deleted", permanent=True) from error


async def find(chat: Chat, claimed: Delivery, *, since: datetime) -> Sent | None:
    """Return the message of an earlier attempt, which may have begun a post of its own; see `send`."""
    if claimed.post is None:
        return await chat.find(claimed.target, claimed.key, since=since)
    try:
        found = await chat.find(claimed.place, claimed.key, since=since)
    except TargetGone:
        found = None
    return found or await chat.find(claimed.target, claimed.key, since=since)
