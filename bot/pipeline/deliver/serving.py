"""One claim from wanted to recorded: what it says now, whether it is still welcome, and where it goes."""

from __future__ import annotations

from datetime import datetime, timedelta

from bot.domain.alert import Alert, DigestReason, Mentions, Notice
from bot.domain.clock import Clock
from bot.domain.delivery import QUIET, Delivery, Kind, Sent, State, Target, TargetKind
from bot.errors import Forbidden, HistoryUnreadable, PostLocked, Refused, TargetGone
from bot.pipeline.chat import Chat
from bot.pipeline.deliver import content as contents
from bot.pipeline.deliver import posts, threads, updates
from bot.pipeline.deliver.digests import Fits, move_to_digest, split
from bot.pipeline.deliver.moved import want_where_moved
from bot.pipeline.deliver.options import DeliverOptions
from bot.pipeline.deliver.recording import Recording
from bot.pipeline.notices import notify
from bot.storage import Database, claims, guilds, targets

THREAD_NAME = 100  # characters that Discord takes of a thread's name


class Serving:
    """Makes what one delivery wants true in Discord."""

    def __init__(
        self,
        database: Database,
        chat: Chat,
        clock: Clock,
        *,
        content: contents.Content,
        fits: Fits,
        options: DeliverOptions,
    ) -> None:
        self._database = database
        self._chat = chat
        self._clock = clock
        self._content = content
        self._fits = fits
        self._options = options
        self._recording = Recording(database, chat, clock, options)

    async def deliver(self, claimed: Delivery) -> None:
        """Make the claim true and record it. Raises SendError where Discord did not take the message."""
        again = claimed.message_id is None and claimed.attempts > 1
        if again and claimed.kind is not Kind.THREAD:  # which may not be open yet
            found = await self._look(claimed)
            if found is not None:
                # What came since stands in no message yet: it is edited in, and pings if it crosses a tier.
                first = claimed.kind is Kind.ALERT
                until = max(found.at, claimed.first_attempt_at or found.at)  # Discord's clock may be behind
                alert = await self._content.alert(claimed, until=until) if first else None
                await self._recording.record(claimed, found, revision=1, alert=alert)
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
            await self._recording.put(claimed, contents.notice(claimed), Mentions())

    async def _look(self, claimed: Delivery) -> Sent | None:
        """Return the message of an earlier attempt. Raises HistoryUnreadable where it can't be known."""
        tried_at, now = claimed.first_attempt_at, self._clock.now()
        assert tried_at is not None
        since = tried_at if tried_at <= now else now - self._options.searched_after_set_back
        try:
            return await posts.find(self._chat, claimed, since=since)
        except HistoryUnreadable as error:
            if error.repeatable and timedelta() <= now - tried_at < self._options.nonce_holds:
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
            await self._recording.rest(claimed, State.CLOSED)
            return
        if claimed.message_id is None and (reason := await self._reason_for_digest(claimed, now)):
            await self._digest_instead(claimed, reason, now)
            return
        later = self._rests_until(claimed, now)
        if later is not None and not updates.news(claimed, alert):
            await self._edit_later(claimed, later)
            return
        await self._recording.put(
            claimed, alert, await self._first_mentions(claimed, alert, now), alert=alert
        )

    async def _first_mentions(self, claimed: Delivery, alert: Alert, now: datetime) -> Mentions:
        """Return whom a message pings when it is posted; an edit pings nobody."""
        if claimed.message_id is not None or (claimed.payload or {}).get(QUIET):
            return Mentions()
        mentions, unreachable = await self._content.mentions(claimed, alert)
        if unreachable:
            await self._tell_unreachable(claimed, unreachable, now)
        return mentions

    def _rests_until(self, claimed: Delivery, now: datetime) -> datetime | None:
        """Return when an older message is looked at again; None where it is edited now.

        After its first hour it is edited rarely.
        """
        if claimed.message_id is None or claimed.sent_at is None or claimed.edited_at is None:
            return None
        until = claimed.edited_at + self._options.late_edit_gap
        fresh = now - claimed.sent_at < self._options.fresh_for
        if fresh or now >= until:
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
            await self._recording.rest(claimed, State.CLOSED)
            return
        alert, update = told
        mentions, _ = await self._content.mentions(claimed, alert)
        try:
            await self._recording.put(claimed, update, mentions)
        except (TargetGone, PostLocked):
            if claimed.post is None:
                raise
            await self._recording.rest(
                claimed, State.CLOSED
            )  # a person ended the post that it would stand in

    async def _say_where_it_went(self, claimed: Delivery, went: Notice) -> None:
        """Let the message of a story that became part of an older one say so; what was not sent is not."""
        if claimed.message_id is None:
            await self._recording.rest(claimed, State.CLOSED)
        else:
            await self._recording.put(claimed, went, Mentions())

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
            await self._recording.rest(claimed, State.CLOSED)
            return
        if (later := self._rests_until(claimed, now)) is not None:
            await self._edit_later(claimed, later)
            return
        lines = await self._content.lines(claimed)
        held = await split(self._database, claimed, lines, self._fits, now=now)
        if held:
            await self._recording.put(claimed, contents.digest(claimed, held), Mentions())
        else:
            await self._nothing_left(claimed, [one for one, _ in lines], now)

    async def _thread(self, claimed: Delivery) -> None:
        """Keep the timeline in the thread under an alert, which is opened first."""
        told = await self._content.timeline(claimed)
        if told is None:
            await self._recording.rest(claimed, State.CLOSED)
            return
        try:
            if claimed.message_id is None:
                name = " ".join(told.headline.split())[:THREAD_NAME] or f"Story {told.story_id}"
                await self._chat.open_thread(threads.channel_of(claimed), claimed.target.id, name)
                if claimed.attempts > 1 and (found := await self._look(claimed)) is not None:
                    await self._recording.record(claimed, found, revision=1)
                    return
            await self._recording.put(claimed, told, Mentions())
        except (Forbidden, Refused, TargetGone) as error:
            if claimed.message_id is not None:  # archived, or deleted by a person
                await self._recording.rest(claimed, State.DISMISSED)
                return
            async with self._database.write() as connection:
                await threads.refused(connection, claimed, str(error), now=self._clock.now())

    async def _nothing_left(self, claimed: Delivery, untold: list[Delivery], now: datetime) -> None:
        """Close what has nothing to tell here; what was never told goes where its watchlists went.

        What was posted stands as it was: each word of it is stored, and was this server's to see then.
        """
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
