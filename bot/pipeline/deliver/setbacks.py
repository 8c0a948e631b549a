"""What follows when Discord does not take a message: nothing is lost, and somebody is told."""

from __future__ import annotations

from datetime import datetime, timedelta

import structlog

from bot.domain.delivery import AFTER, Delivery, Kind, State, TargetKind
from bot.domain.guild import Channel
from bot.errors import (
    Forbidden,
    HistoryUnreadable,
    MessageGone,
    PostLocked,
    RateLimited,
    Refused,
    SendError,
    TargetGone,
)
from bot.pipeline.deliver.digests import tell_without
from bot.pipeline.deliver.options import DeliverOptions
from bot.pipeline.notices import hand_to_owner, notify
from bot.storage import Connection, Database, claims, deliveries, follows, guilds, targets, watchlists

log = structlog.get_logger()


class Setbacks:
    """Stores what became of a claim that failed."""

    def __init__(self, database: Database, options: DeliverOptions) -> None:
        self._database = database
        self._options = options

    async def record(self, claimed: Delivery, error: SendError, *, now: datetime) -> None:
        """Give the claim back according to *error*, and tell the guild's admins where it matters."""
        log.info("not delivered", delivery=claimed.id, error=type(error).__name__, said=str(error))
        async with self._database.write() as connection:
            if isinstance(error, RateLimited):
                await self._wait(connection, claimed, error, now=now, untried=True)
            elif isinstance(error, MessageGone):
                await self._deleted(connection, claimed, error, now=now)
            elif isinstance(error, HistoryUnreadable):
                await self._uncertain(connection, claimed, error, now=now)
            elif isinstance(error, PostLocked) and claimed.post is not None:
                await self._locked(connection, claimed, error, now=now)
            elif isinstance(error, Forbidden):
                await self._forbidden(connection, claimed, error, now=now)
            elif isinstance(error, TargetGone):
                await self._gone(connection, claimed, error, now=now)
            elif isinstance(error, Refused):
                await self._refused(connection, claimed, error, now=now)
            else:
                await self._wait(connection, claimed, error, now=now, untried=False)

    async def _deleted(
        self, connection: Connection, claimed: Delivery, error: MessageGone, *, now: datetime
    ) -> None:
        """Let a message rest that a person deleted, and with a reply the one that it would reply to."""
        await claims.end(connection, claimed, State.DISMISSED, error=str(error))
        if claimed.kind is Kind.DIGEST:
            await tell_without(connection, claimed, now=now)
        after = (claimed.payload or {}).get(AFTER)
        if after and claimed.message_id is None:
            await deliveries.dismiss(connection, int(str(after)))

    async def _wait(
        self, connection: Connection, claimed: Delivery, error: SendError, *, now: datetime, untried: bool
    ) -> None:
        """Try again later, and hold back what else goes there."""
        options = self._options
        doubled = options.first_retry * 2 ** min(claimed.attempts - 1, 10)
        pause = timedelta(seconds=error.retry_after) if error.retry_after else doubled
        if not untried:
            pause = min(pause, options.longest_retry)
        await claims.put_off(
            connection,
            claimed,
            not_before=now + pause,
            error=str(error),
            untried=untried and claimed.attempts == 1,
        )
        if claimed.message_id is None:  # an edit that must wait holds nothing else back
            await targets.hold_target(connection, claimed.target, until=now + pause)

    async def _uncertain(
        self, connection: Connection, claimed: Delivery, error: SendError, *, now: datetime
    ) -> None:
        """Don't send twice: an earlier attempt may have arrived, and nobody can look."""
        await claims.end(connection, claimed, State.UNCERTAIN, error=str(error))
        place = _place(claimed)
        await notify(
            connection,
            claimed.target.guild_id,
            f"uncertain:{claimed.id}",
            "A message may be missing",
            f"A message to {place} may or may not have arrived, and I can't read the history there to look. "
            f"I will not send it twice. Give me Read Message History in {place}. {_what(claimed)}",
            now=now,
        )

    async def _locked(
        self, connection: Connection, claimed: Delivery, error: PostLocked, *, now: datetime
    ) -> None:
        """Leave a post alone that a person locked, and tell the admins what that means."""
        await claims.end(connection, claimed, State.DISMISSED, error=str(error))
        await notify(
            connection,
            claimed.target.guild_id,
            f"locked:{claimed.id}",
            "A post is locked",
            f"The post <#{claimed.post}> in {_place(claimed)} was locked, so I can't keep it up to date, and "
            "what comes of its story is not told there. If posts shall be locked and kept true, give me "
            f"Manage Posts there. {_what(claimed)}",
            now=now,
        )

    async def _forbidden(
        self, connection: Connection, claimed: Delivery, error: Forbidden, *, now: datetime
    ) -> None:
        """Hold the channel back until the permission returns, and tell the admins once."""
        if claimed.kind is Kind.NOTICE and await hand_to_owner(connection, claimed, now=now):
            await claims.end(connection, claimed, State.FAILED, error=str(error))
            return
        until = now + self._options.blocked_retry
        await claims.put_off(
            connection, claimed, not_before=until, error=str(error), untried=claimed.attempts == 1
        )
        await targets.hold_target(connection, claimed.target, until=until)
        if claimed.target.kind is not TargetKind.CHANNEL:
            return
        settings = await self._settings(connection, claimed)
        since = settings.blocked_since or now
        missing = ", ".join(error.missing) or "a permission"
        await targets.block_channel(connection, claimed.target.id, reason=f"missing {missing}", since=since)
        place = _place(claimed)
        await notify(
            connection,
            claimed.target.guild_id,
            f"blocked:{claimed.target.id}:{since:%Y-%m-%dT%H:%M:%S}",
            "I can't post in a channel",
            f"I lack {missing} in {place}. Its alerts wait; when the permission is back, they come as one "
            f"digest. Check with /channel test.",
            now=now,
        )

    async def _gone(
        self, connection: Connection, claimed: Delivery, error: SendError, *, now: datetime
    ) -> None:
        """End what was wanted there, and tell the admins how much and what to do."""
        await claims.end(connection, claimed, State.FAILED, error=str(error))
        if claimed.kind is Kind.NOTICE and not await hand_to_owner(connection, claimed, now=now):
            log.error("notice has no reader", delivery=claimed.id, payload=claimed.payload)
            return
        untold = await targets.fail_target(connection, claimed.target, str(error))
        untold += claimed.sent_revision == 0 and claimed.kind is not Kind.NOTICE
        if claimed.target.kind is TargetKind.MEMBER:
            await follows.remove_member(connection, claimed.target.guild_id, claimed.target.id)
            title = "A member can't be sent direct messages"
            text = (
                f"<@{claimed.target.id}> follows a watchlist or a story by direct message but takes none "
                "from me. They can allow direct messages from this server and follow the story again, or use "
                "/watch follow with mentions."
            )
        else:
            since = (await self._settings(connection, claimed)).blocked_since or now
            await targets.block_channel(connection, claimed.target.id, reason=guilds.DELETED, since=since)
            known = await watchlists.of_guild(connection, claimed.target.guild_id)
            number = sum(one.channel_id == claimed.target.id for one in known)
            title = "A channel is gone"
            text = (
                f"The channel {claimed.target.id} was deleted or hidden from me; {untold} waiting messages "
                f"were not told there. Watchlists that post there: {number}. Who has Manage Server finds "
                "them by /watch list; give each another channel with /watch edit."
            )
        await notify(
            connection,
            claimed.target.guild_id,
            f"gone:{claimed.target.kind.value}:{claimed.target.id}",
            title,
            text,
            now=now,
        )

    async def _refused(
        self, connection: Connection, claimed: Delivery, error: SendError, *, now: datetime
    ) -> None:
        """Discord will never take it: tell the admins what it was about, in plain words."""
        await claims.end(connection, claimed, State.FAILED, error=str(error))
        if claimed.kind is Kind.NOTICE:
            log.error("notice refused", delivery=claimed.id, payload=claimed.payload, said=str(error))
            return
        await notify(
            connection,
            claimed.target.guild_id,
            f"refused:{claimed.id}",
            "Discord refused a message",
            f"A message to {_place(claimed)} was refused ({error}). {_what(claimed)}",
            now=now,
        )

    async def _settings(self, connection: Connection, claimed: Delivery) -> Channel:
        """Return the channel's settings, stored if they were not yet, so that a block can be noted."""
        target = claimed.target
        found = await guilds.get_channel(connection, target.id)
        if found is None:
            found = Channel(target.id, target.guild_id, budget=self._options.default_budget)
            await guilds.save_channel(connection, found)
        return found


def _place(claimed: Delivery) -> str:
    if claimed.target.kind is TargetKind.MEMBER:
        return f"<@{claimed.target.id}>"
    return f"<#{claimed.target.id}>"


def _what(claimed: Delivery) -> str:
    """Return where what was not told can be read."""
    if claimed.story_id is not None:
        return f"Read it with /story {claimed.story_id}."
    return "See /status and /search for what it was about."
