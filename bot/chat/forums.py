"""Posts in a forum channel: each message that goes to the forum itself is a post of its own.

A post is a thread that has the id of its first message. What replies to a message stands in that message's
post, and is sent there as to any thread.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import datetime, timedelta
from types import SimpleNamespace
from typing import Any, Final, TypeGuard

import aiohttp
import discord

from bot.chat.failures import NO_TAG
from bot.chat.plain import visible
from bot.domain.alert import Alert, Digest, DigestReason, Message, Notice, Update
from bot.domain.delivery import Sent
from bot.errors import Forbidden, HistoryUnreadable, PostLocked, Unreachable

LONGEST_TITLE = 100
"""Characters of a post's title that Discord takes: "Start Thread in Forum or Media Channel"."""

MOST_TAGS = 5
"""Tags that a post may have, by the same page."""

STAYS_LISTED: Final = 4320
"""Minutes without a message until Discord archives a post or thread, three days: an alert is edited for one,
and what stands in an archived thread can't be edited."""

MOST_POSTS = 200
"""Posts of ours that are opened in search of one; of more, the search counts as impossible."""

_DIGESTS = {
    DigestReason.BUDGET: "More stories of this hour",
    DigestReason.OUTAGE: "Stories that had to wait",
    DigestReason.LATE: "Stories that arrived late",
}

# The status of the last try within `once`, 0 before the first, -1 where none came; None outside of it.
_tried: ContextVar[list[int] | None] = ContextVar("tried", default=None)


def title(message: Message) -> str:
    """Return a post's title for *message*, on one line and not longer than Discord takes.

    Discord shows a title without markdown, but as it is turned round, piled up or left empty.
    """
    match message:
        case Alert() | Update():
            words = message.headline or f"Story {message.story_id}"
        case Digest():
            words = _DIGESTS[message.reason]
        case Notice():
            words = message.title
        case _:
            words = "A sample by Salient"
    return visible(words, LONGEST_TITLE) or "News"


def tags(forum: discord.ForumChannel, message: Message) -> list[discord.ForumTag]:
    """Return the forum's tags that are named as the watchlists that matched, whatever the case of letters.

    Where the forum requires a tag and none is named so, it is the first that we may set. Raises Forbidden
    where there is none.
    """
    found = fitting(forum, message)
    if found or not forum.flags.require_tag:
        return found
    usable = _usable(forum)
    if not usable:
        raise Forbidden("the forum requires a tag, and has none that we may set", missing=(NO_TAG,))
    return usable[:1]


def fitting(forum: object, message: Message) -> list[discord.ForumTag]:
    """Return the tags that we may set and that are named as the watchlists that matched; none elsewhere."""
    if not isinstance(forum, discord.ForumChannel) or not isinstance(message, Alert):
        return []
    named = {one.name.strip().casefold() for one in message.watchlists}
    return [tag for tag in _usable(forum) if tag.name.strip().casefold() in named][:MOST_TAGS]


def _usable(forum: discord.ForumChannel) -> list[discord.ForumTag]:
    may_all = forum.permissions_for(forum.guild.me).manage_threads
    return [tag for tag in forum.available_tags if may_all or not tag.moderated]


async def post(
    forum: discord.ForumChannel,
    message: Message,
    view: discord.ui.LayoutView,
    allowed: discord.AllowedMentions,
) -> Sent:
    """Open a post that begins with *view*. One try only: Discord knows no nonce here to drop a second."""
    applied = tags(forum, message)
    with once():
        made = await forum.create_thread(
            name=title(message),
            view=view,
            allowed_mentions=allowed,
            applied_tags=applied,
            auto_archive_duration=STAYS_LISTED,
        )
    return Sent(made.message.id, made.message.created_at, made.thread.id)


async def search(
    forum: discord.ForumChannel, ours: int | None, holds: Callable[[discord.Message], bool], since: datetime
) -> Sent | None:
    """Return the post made by us since *since* whose first message *holds* what is sought, if any.

    Raises HistoryUnreadable where there are too many to open.
    """
    opened = 0
    async for thread in _since(forum, since):
        if thread.owner_id != ours:
            continue
        opened += 1
        if opened > MOST_POSTS:
            raise HistoryUnreadable(f"more than {MOST_POSTS} posts to look through", repeatable=False)
        try:
            first = await thread.fetch_message(thread.id)
        except discord.NotFound:
            continue  # a person deleted it
        if holds(first):
            return Sent(first.id, first.created_at, thread.id)
    return None


async def _since(forum: discord.ForumChannel, since: datetime) -> AsyncIterator[discord.Thread]:
    """Yield the forum's posts made since *since*: the open ones, then those that were archived meanwhile."""
    for thread in await forum.guild.active_threads():
        if thread.parent_id == forum.id and discord.utils.snowflake_time(thread.id) >= since:
            yield thread
    async for thread in forum.archived_threads(limit=None):
        if thread.archive_timestamp < since - timedelta(minutes=1):
            return  # the latest archived come first
        if discord.utils.snowflake_time(thread.id) >= since:
            yield thread


def is_post(place: object) -> TypeGuard[discord.Thread]:
    """Return whether *place* is a post in a forum."""
    return isinstance(place, discord.Thread) and isinstance(place.parent, discord.ForumChannel)


def own_post(place: object, me: int | None) -> TypeGuard[discord.Thread]:
    """Return whether *place* is a post that we made in a forum."""
    return is_post(place) and place.owner_id == me


@contextmanager
def unless_locked(place: object) -> Iterator[None]:
    """Let a refusal in a post that a person locked leave as `PostLocked`; it concerns that post alone."""
    try:
        yield
    except Forbidden as error:
        if is_post(place) and place.locked and not place.permissions_for(place.guild.me).manage_threads:
            raise PostLocked("the post is locked", missing=("Manage Posts",)) from error
        raise


def told_in(interaction: discord.Interaction[Any]) -> int:
    """Return the id of the channel whose alerts stand where a member is: of our own post, it is the forum."""
    channel, me = interaction.channel, interaction.client.user
    if own_post(channel, me.id if me else None):
        return channel.parent_id
    return interaction.channel_id or 0


def around(place: object) -> int | None:
    """Return the id of the channel that a thread or a post stands in; None of a channel."""
    return place.parent_id if isinstance(place, discord.Thread) else None


@contextmanager
def once() -> Iterator[None]:
    """Let no request within be repeated unless Discord refused it by a rate limit; see `guard`.

    discord.py repeats what got no answer or a 5xx, though it may have arrived.
    """
    token = _tried.set([0])
    try:
        yield
    finally:
        _tried.reset(token)


def guard(trace: aiohttp.TraceConfig) -> aiohttp.TraceConfig:
    """Make *trace*, which discord.py's requests run under, enforce `once`: the second try is Unreachable."""

    async def begins(
        _session: aiohttp.ClientSession, _context: SimpleNamespace, _params: aiohttp.TraceRequestStartParams
    ) -> None:
        tried = _tried.get()
        if tried is None:
            return
        if tried[0] not in {0, 429}:
            raise Unreachable("no clear answer from Discord, and what was sent may have arrived")
        tried[0] = -1

    async def ended(
        _session: aiohttp.ClientSession, _context: SimpleNamespace, params: aiohttp.TraceRequestEndParams
    ) -> None:
        if (tried := _tried.get()) is not None:
            tried[0] = params.response.status

    trace.on_request_start.append(begins)
    trace.on_request_end.append(ended)
    return trace
