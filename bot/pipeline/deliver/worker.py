"""The worker: one claim from wanted to recorded."""

from __future__ import annotations

import asyncio
from datetime import datetime, timedelta

import structlog

from bot.domain.alert import Alert, DigestReason, Mentions, Message, Notice
from bot.domain.clock import Clock
from bot.domain.delivery import POST, Delivery, Kind, Sent, State, Target, TargetKind
from bot.errors import (
    Forbidden,
    HistoryUnreadable,
    PostLocked,
    Refused,
    SendError,
    StorageError,
    TargetGone,
)
from bot.pipeline.chat import Chat
from bot.pipeline.compose import Rewrite, Summarise
from bot.pipeline.deliver import content as contents
from bot.pipeline.deliver import posts, threads, updates
from bot.pipeline.deliver.digests import Fits, move_to_digest, split
from bot.pipeline.deliver.moved import want_where_moved
from bot.pipeline.deliver.options import DeliverOptions
from bot.pipeline.deliver.setbacks import Setbacks
from bot.pipeline.notices import notify
from bot.pipeline.owners import Owners
from bot.storage import Database, claims, deliveries, guilds, targets

CLOSE_EVERY = timedelta(minutes=1)  # what is told late by as much is an edit rather than a development
LOOK = "look"  # in a payload: a hash of what the message shows
THREAD_NAME = 100  # characters that Discord takes of a thread's name

log = structlog.get_logger()


class Deliver:
    """Serves the targets that have something due, side by side; each target one message after another."""

    def __init__(
        self,
        database: Database,
        chat: Chat,
        clock: Clock,
        *,
        summarise: Summarise,
        fits: Fits,
        owners: Owners | None = None,
        rewrite: Rewrite | None = None,
        options: DeliverOptions | None = None,
    ) -> None:
        self._database = database
        self._chat = chat
        self._clock = clock
        self._fits = fits
        self._options = options or DeliverOptions()
        self._content = contents.Content(database, chat, summarise, owners, rewrite)
        self._setbacks = Setbacks(database, self._options)
        self._busy: set[asyncio.Task[None]] = set()
        self._looking: asyncio.Task[None] | None = None
        self._look_again = False
        self._closed_at: datetime | None = None
        self._stopping = False

    def soon(self) -> None:
        """Look for what is due at once, and not only at the next tick."""
        if self._stopping:
            return
        if self._looking is None or self._looking.done():
            self._looking = asyncio.create_task(self._tick_now(), name="deliver now")
        else:
            self._look_again = True

    async def tick(self) -> int:
        """Claim what is due and start to deliver it; return how many claims were made.

        Nothing is claimed while Discord is away: attempts would be made that cannot arrive.
        """
        if self._stopping:
            return 0
        now = self._clock.now()
        await self._close_old(now)
        room = self._options.at_once - len(self._busy)
        if room <= 0 or not self._chat.ready():
            return 0
        async with self._database.read() as connection:  # most ticks find nothing: don't take the writer
            due_at = await claims.next_due_at(connection)
        if due_at is None or due_at > now:
            return 0
        async with self._database.write() as connection:
            due = await claims.claim(connection, now=now, lease=self._options.lease, limit=room)
        for claimed in due:
            task = asyncio.create_task(self._serve(claimed), name=f"delivery {claimed.id}")
            self._busy.add(task)
            task.add_done_callback(self._served)
        return len(due)

    async def _close_old(self, now: datetime) -> None:
        """Close the cards whose day is over, whether or not anything is due: news of them develops anew."""
        if self._closed_at is not None and abs(now - self._closed_at) < CLOSE_EVERY:
            return
        async with self._database.write() as connection:
            await deliveries.close_older(connection, now - self._options.closed_after)
        self._closed_at = now

    async def _tick_now(self) -> None:
        self._look_again = True
        while self._look_again:
            self._look_again = False
            try:
                await self.tick()
            except StorageError as error:
                log.warning("deliveries could not be looked up", said=str(error))

    def _served(self, task: asyncio.Task[None]) -> None:
        """A target is free: its next message may be due."""
        self._busy.discard(task)
        self.soon()

    async def settle(self) -> None:
        """Deliver until nothing is due and nothing is under way."""
        while await self.tick() or self._under_way():
            if under_way := self._under_way():
                await asyncio.wait(under_way, return_when=asyncio.FIRST_COMPLETED)

    def _under_way(self) -> set[asyncio.Task[None]]:
        """Return the deliveries that are being made, and a look for more that is about to claim some."""
        looking = self._looking
        return {*self._busy, looking} if looking is not None and not looking.done() else set(self._busy)

    async def drain(self, patience: float = 5.0) -> None:
        """Claim nothing more; give what is under way *patience* seconds, leave the rest to the next start."""
        self._stopping = True
        if self._looking is not None:
            await asyncio.wait({self._looking}, timeout=patience)
        if self._busy:
            _, late = await asyncio.wait(set(self._busy), timeout=patience)
            for task in late:
                task.cancel()
            await asyncio.gather(*late, return_exceptions=True)

    async def _serve(self, claimed: Delivery) -> None:
        """Deliver one claim; the broad `except` of the delivery worker stands here."""
        try:
            try:
                await self._deliver(claimed)
            except SendError as error:
                await self._setbacks.record(claimed, error, now=self._clock.now())
        except StorageError:
            log.exception("delivery not recorded, to be looked up when its lease ends", delivery=claimed.id)
        except Exception:
            log.exception("delivery failed", delivery=claimed.id)
            await self._step_aside(claimed)

    async def _step_aside(self, claimed: Delivery) -> None:
        """Let the target's other messages pass one that we fail to make."""
        later = self._clock.now() + self._options.blocked_retry
        async with self._database.write() as connection:
            await claims.put_off(connection, claimed, not_before=later, error="an error of ours, see the log")

    async def _deliver(self, claimed: Delivery) -> None:
        again = claimed.message_id is None and claimed.attempts > 1
        if again and claimed.kind is not Kind.THREAD:  # which may not be open yet
            found = await self._look(claimed)
            if found is not None:
                alert = await self._content.alert(claimed) if claimed.kind is Kind.ALERT else None
                await self._record(claimed, found, revision=1, alert=alert)
                return
        if claimed.kind is Kind.ALERT:
            await self._alert(claimed)
        elif claimed.kind is Kind.UPDATE:
            await self._update(claimed)
        elif claimed.kind is Kind.THREAD:
            await self._thread(claimed)
        elif claimed.kind is Kind.DIGEST:
            await self._digest(claimed)
        else:
            await self._put(claimed, contents.notice(claimed), Mentions())

    async def _look(self, claimed: Delivery) -> Sent | None:
        """Return the message of an earlier attempt. Raises HistoryUnreadable where it can't be known."""
        assert claimed.first_attempt_at is not None
        try:
            return await posts.find(self._chat, claimed, since=claimed.first_attempt_at)
        except HistoryUnreadable as error:
            if error.repeatable and self._clock.now() - claimed.first_attempt_at < self._options.nonce_holds:
                return None  # Discord itself drops a repetition of the nonce
            raise

    async def _alert(self, claimed: Delivery) -> None:
        now = self._clock.now()
        if (went := await self._content.went(claimed)) is not None:
            await self._say_where_it_went(claimed, went)
            return
        alert = await self._content.alert(claimed)
        if alert is None:
            await self._nothing_left(claimed, [claimed], now)
            return
        if claimed.message_id is None and not await self._is_welcome(claimed, alert):
            await self._rest(claimed, State.CLOSED)
            return
        if claimed.message_id is None and (reason := await self._reason_for_digest(claimed, now)):
            await self._digest_instead(claimed, reason, now)
            return
        if (later := self._rests_until(claimed, alert, now)) is not None:
            await self._edit_later(claimed, later)
            return
        await self._put(claimed, alert, await self._first_mentions(claimed, alert, now), alert=alert)

    async def _first_mentions(self, claimed: Delivery, alert: Alert, now: datetime) -> Mentions:
        """Return whom a message pings when it is posted; an edit pings nobody."""
        if claimed.message_id is not None or (claimed.payload or {}).get("quiet"):
            return Mentions()
        mentions, unreachable = await self._content.mentions(claimed, alert)
        if unreachable:
            await self._tell_unreachable(claimed, unreachable, now)
        return mentions

    def _rests_until(self, claimed: Delivery, alert: Alert, now: datetime) -> datetime | None:
        """Return when an older message is looked at again; None where it is edited now.

        After its first hour it is edited rarely, but at once where a tier was crossed.
        """
        if claimed.message_id is None or claimed.sent_at is None or claimed.edited_at is None:
            return None
        until = claimed.edited_at + self._options.late_edit_gap
        fresh = now - claimed.sent_at < self._options.fresh_for
        if fresh or now >= until or updates.news(claimed, alert):
            return None
        return min(until, now + self._options.edit_gap)

    async def _edit_later(self, claimed: Delivery, later: datetime) -> None:
        async with self._database.write() as connection:
            await claims.put_off(connection, claimed, not_before=later, error=None, untried=True)

    async def _update(self, claimed: Delivery) -> None:
        """Tell what is new in a told story, unless that is no longer due."""
        now = self._clock.now()
        async with self._database.read() as connection:
            due = await updates.is_due(
                connection,
                claimed,
                stale=now - self._options.stale_after,
                since=now - self._options.budget_window,
                budget=self._options.default_budget,
            )
        told = await self._content.update(claimed) if due else None
        if told is None:
            await self._rest(claimed, State.CLOSED)
            return
        alert, update = told
        mentions, _ = await self._content.mentions(claimed, alert)
        try:
            await self._put(claimed, update, mentions)
        except (TargetGone, PostLocked):
            if claimed.post is None:
                raise
            await self._rest(claimed, State.CLOSED)  # a person ended the post that it would stand in

    async def _say_where_it_went(self, claimed: Delivery, went: Notice) -> None:
        """Let the message of a story that became part of an older one say so; what was not sent is not."""
        if claimed.message_id is None:
            await self._rest(claimed, State.CLOSED)
        else:
            await self._put(claimed, went, Mentions())

    async def _is_welcome(self, claimed: Delivery, alert: Alert) -> bool:
        """Return whether the target wants a first post: alerts are on, and the story is not muted."""
        return alert.muted_by is None and await self._takes_alerts(claimed.target)

    async def _takes_alerts(self, target: Target) -> bool:
        if target.kind is TargetKind.MEMBER:
            return True
        async with self._database.read() as connection:
            settings = await guilds.get_channel(connection, target.id)
        return settings is None or settings.alerts_on

    async def _reason_for_digest(self, claimed: Delivery, now: datetime) -> DigestReason | None:
        """Return why a first post must be a line of a digest instead; None where it is a message."""
        if now - claimed.wanted_at > self._options.stale_after:
            return DigestReason.OUTAGE
        async with self._database.read() as connection:
            settings = await guilds.get_channel(connection, claimed.target.id)
            sent = await targets.sent_since(connection, claimed.target, now - self._options.budget_window)
        budget = settings.budget if settings else self._options.default_budget
        return DigestReason.BUDGET if sent >= budget else None

    async def _digest_instead(self, claimed: Delivery, reason: DigestReason, now: datetime) -> None:
        """Move the alert, and those of its target that would follow for the same reason, to a digest."""
        async with self._database.write() as connection:
            others = [
                one
                for one in await targets.waiting_alerts(connection, claimed.target)
                if one.id != claimed.id
                and one.attempts == 0
                and (reason is DigestReason.BUDGET or now - one.wanted_at > self._options.stale_after)
            ]
            await move_to_digest(connection, [claimed, *others], reason, now=now, options=self._options)

    async def _digest(self, claimed: Delivery) -> None:
        now = self._clock.now()
        if claimed.message_id is None and not await self._takes_alerts(claimed.target):
            await self._rest(claimed, State.CLOSED)
            return
        lines = await self._content.lines(claimed)
        held = await split(self._database, claimed, lines, self._fits, now=now)
        if held:
            await self._put(claimed, contents.digest(claimed, held), Mentions())
        else:
            await self._nothing_left(claimed, [one for one, _ in lines], now)

    async def _thread(self, claimed: Delivery) -> None:
        """Keep the timeline in the thread under an alert, which is opened first."""
        told = await self._content.timeline(claimed)
        if told is None:
            await self._rest(claimed, State.CLOSED)
            return
        try:
            if claimed.message_id is None:
                name = " ".join(told.headline.split())[:THREAD_NAME] or f"Story {told.story_id}"
                await self._chat.open_thread(threads.channel_of(claimed), claimed.target.id, name)
                if claimed.attempts > 1 and (found := await self._look(claimed)) is not None:
                    await self._record(claimed, found, revision=1)
                    return
            await self._put(claimed, told, Mentions())
        except (Forbidden, Refused, TargetGone) as error:
            if claimed.message_id is not None:  # archived, or deleted by a person
                await self._rest(claimed, State.CLOSED)
                return
            async with self._database.write() as connection:
                await threads.refused(connection, claimed, str(error), now=self._clock.now())

    async def _put(
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
            await self._record(claimed, Sent(claimed.message_id, at), alert=alert, look=look, made=not same)
            return
        sent = await posts.send(self._chat, claimed, message, mentions)
        await self._record(claimed, sent, alert=alert, look=look)

    async def _record(
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
        payload = updates.payload(claimed, alert) if alert else dict(claimed.payload or {})
        post = sent.post or claimed.post
        payload |= {LOOK: look} | ({POST: post} if post else {})
        async with self._database.write() as connection:
            held = await claims.record_sent(
                connection,
                claimed,
                message_id=sent.message_id,
                sent_at=now if made else sent.at,
                not_before=now + self._options.edit_gap if made else now,
                revision=revision,
                payload=payload,
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

    async def _rest(self, claimed: Delivery, state: State) -> None:
        async with self._database.write() as connection:
            await claims.end(connection, claimed, state)

    async def _nothing_left(self, claimed: Delivery, untold: list[Delivery], now: datetime) -> None:
        """Close what has nothing to tell here; what was never told goes where its watchlists went."""
        async with self._database.write() as connection:
            await claims.end(connection, claimed, State.CLOSED)
            if claimed.message_id is None:
                await want_where_moved(connection, untold, now=now)

    async def _tell_unreachable(self, claimed: Delivery, roles: tuple[int, ...], now: datetime) -> None:
        """Tell the admins, once for each role and channel, that an alert pinged nobody."""
        async with self._database.write() as connection:
            for role in roles:
                await notify(
                    connection,
                    claimed.target.guild_id,
                    f"role:{role}:{claimed.target.id}",
                    "A role can't be mentioned",
                    f"Alerts in <#{claimed.target.id}> should mention the role {role}, but it was deleted, "
                    "or it is not mentionable and I lack Mention Everyone there. They are posted without it. "
                    "Change it with /channel set or /watch edit.",
                    now=now,
                )
