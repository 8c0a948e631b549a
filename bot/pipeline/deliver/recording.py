"""A message is sent or edited once, and what Discord said of it is stored with what it gives rise to."""

from __future__ import annotations

from dataclasses import replace

import structlog

from bot.domain.alert import Alert, Mentions, Message
from bot.domain.clock import Clock
from bot.domain.delivery import POST, TOLD, Delivery, Kind, Sent, State, TargetKind
from bot.pipeline.chat import Chat
from bot.pipeline.deliver import posts, threads, updates
from bot.pipeline.deliver.options import DeliverOptions
from bot.storage import Database, claims, deliveries, guilds, targets

LOOK = "look"  # in a payload: a hash of what the message shows

log = structlog.get_logger()


class Recording:
    """Brings messages to Discord, and stores that they stand there."""

    def __init__(self, database: Database, chat: Chat, clock: Clock, options: DeliverOptions) -> None:
        self._database = database
        self._chat = chat
        self._clock = clock
        self._options = options

    async def put(
        self, claimed: Delivery, message: Message, mentions: Mentions, *, alert: Alert | None = None
    ) -> None:
        """Send or edit the message, and record what Discord said; *alert* is the message where it is one.

        An edit that would change nothing is not made: what came is not seen in the message.
        """
        look = self._chat.look(message, key=claimed.key)
        if claimed.message_id is not None:
            same = (claimed.payload or {}).get(LOOK) == look
            if not same:
                await posts.edit(self._chat, claimed, message)
            at = claimed.edited_at if same and claimed.edited_at else self._clock.now()
            await self.record(claimed, Sent(claimed.message_id, at), alert=alert, look=look, made=not same)
            return
        sent = await posts.send(self._chat, claimed, message, mentions)
        await self.record(claimed, sent, alert=alert, look=look)

    async def record(
        self,
        claimed: Delivery,
        sent: Sent,
        *,
        revision: int | None = None,
        alert: Alert | None = None,
        look: str | None = None,
        made: bool = True,
    ) -> None:
        """Store that a message stands in Discord, and in the same transaction want what it gives rise to.

        *look* is what it shows, where that is known; it was not *made* where that was there already.
        """
        now = self._clock.now()
        post = sent.post or claimed.post
        rested = not made and claimed.edited_at is not None  # of one that was hurried it is not known
        async with self._database.write() as connection:
            # A merge, since it was claimed, may have let it tell less.
            claimed = replace(claimed, payload=await claims.payload_now(connection, claimed))
            learnt: dict[str, object] = {LOOK: look} | ({POST: post} if post else {})
            if alert:
                learnt[TOLD] = updates.told(claimed, alert)
            held = await claims.record_sent(
                connection,
                claimed,
                message_id=sent.message_id,
                sent_at=now if made else sent.at,
                not_before=now if rested else now + self._options.edit_gap,
                revision=revision,
                payload=learnt,
            )
            if claimed.kind is Kind.UPDATE:
                await deliveries.set_state(connection, claimed.id, State.CLOSED)  # it is never edited
            if alert and held:
                await updates.want(connection, claimed, alert, message_id=sent.message_id, post=post, now=now)
            if alert and held and post is None:  # which is a thread itself
                await threads.want(connection, claimed, alert, message_id=sent.message_id, now=now)
            if claimed.target.kind is TargetKind.CHANNEL:
                settings = await guilds.get_channel(connection, claimed.target.id)
                if settings is not None and settings.blocked_since is not None:
                    await targets.block_channel(connection, settings.id, reason=None, since=None)
                    await targets.release_target(connection, claimed.target, now=now)
        log.info(
            ("edited" if made else "unchanged") if claimed.message_id else "posted",
            delivery=claimed.id,
            kind=claimed.kind.value,
            story=claimed.story_id,
            message=sent.message_id,
        )

    async def rest(self, claimed: Delivery, state: State) -> None:
        """Store that nothing more is done for what was claimed."""
        async with self._database.write() as connection:
            await claims.end(connection, claimed, state)
