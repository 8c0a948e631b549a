"""The worker: claims what is due, and serves the targets side by side."""

from __future__ import annotations

import asyncio
from datetime import datetime, timedelta

import structlog

from bot.domain.clock import Clock
from bot.domain.delivery import Delivery
from bot.errors import SendError, StorageError
from bot.pipeline.chat import Chat
from bot.pipeline.compose import Rewrite, Summarise
from bot.pipeline.deliver.content import Content
from bot.pipeline.deliver.digests import Fits
from bot.pipeline.deliver.options import DeliverOptions
from bot.pipeline.deliver.serving import Serving
from bot.pipeline.deliver.setbacks import Setbacks
from bot.pipeline.outlets.owners import Owners
from bot.storage import Database, claims, deliveries

CLOSE_EVERY = timedelta(minutes=1)  # what is told late by as much is an edit rather than a development

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
        self._options = options or DeliverOptions()
        content = Content(database, chat, summarise, owners, rewrite)
        self._serving = Serving(database, chat, clock, content=content, fits=fits, options=self._options)
        self._setbacks = Setbacks(database, self._options)
        self._busy: set[asyncio.Task[None]] = set()
        self._looking: asyncio.Task[None] | None = None
        self._look_again = False
        self._claiming = asyncio.Lock()  # else two looks at once find the same room
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
        async with self._claiming:
            return await self._claim_due()

    async def _claim_due(self) -> int:
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
        until = asyncio.get_running_loop().time() + patience
        if self._looking is not None:
            await asyncio.wait({self._looking}, timeout=patience)
        if self._busy:
            left = max(0.0, until - asyncio.get_running_loop().time())
            _, late = await asyncio.wait(set(self._busy), timeout=left)
            for task in late:
                task.cancel()
            await asyncio.gather(*late, return_exceptions=True)

    async def _serve(self, claimed: Delivery) -> None:
        """Deliver one claim; the broad `except` of the delivery worker stands here."""
        try:
            try:
                await self._serving.deliver(claimed)
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
