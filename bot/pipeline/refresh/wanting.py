"""Store what is to be told: the thin side of `bot.pipeline.alerting`, within the keeper's transaction."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import datetime, timedelta

from bot.domain.alert import DigestReason
from bot.domain.delivery import AFTER, POST, Delivery, Kind, State, Target, TargetKind
from bot.domain.watchlist import Notify, Watchlist
from bot.pipeline.alerting import EDITED, Step, goes_on, is_edited, step, subjects
from bot.storage import Connection, deliveries, followers, guilds, stories

_SHOWN = (State.WANTED, State.DIGESTED)

Place = tuple[TargetKind, int]  # a channel's id, or a member's


class Wanting:
    """What one transaction wants of deliveries. `done()` stores the bumps, each once.

    Messages are kept true by edits for as long as *edited* says.
    """

    def __init__(self, connection: Connection, *, now: datetime, edited: timedelta = EDITED) -> None:
        self._connection = connection
        self._now = now
        self._edited = edited
        self._stories: dict[int, list[Delivery]] = {}
        self._alerts_on: dict[int, bool] = {}
        self._muted: dict[tuple[int, int], frozenset[Place]] = {}
        self._direct: dict[int, list[int]] = {}
        self._bumped: set[int] = set()
        self._new: set[int] = set()
        self._begun: set[int] = set()  # stories that nobody can have muted

    async def alerts_on(self, channel_id: int) -> bool:
        """Return whether a channel takes alerts."""
        if channel_id not in self._alerts_on:
            settings = await guilds.get_channel(self._connection, channel_id)
            self._alerts_on[channel_id] = settings is None or settings.alerts_on
        return self._alerts_on[channel_id]

    def begun(self, story_id: int) -> None:
        """Take note that a story was just started: nothing of it has been told."""
        self._stories[story_id] = []
        self._begun.add(story_id)

    def merged(self) -> None:
        """Take note that a story became part of another one: what is known of any is read again.

        In a guild whose members said that one of them is the same as a third, that one changed, too.
        """
        self._stories.clear()
        self._muted.clear()
        self._begun.clear()

    async def joined(self, story_id: int, guild_ids: Collection[int]) -> None:
        """Let the story's alerts in these guilds, and its lines, show an article that came or changed."""
        for one in await self._of_story(story_id):
            if one.state not in _SHOWN or one.target.guild_id not in guild_ids:
                continue
            if await self._is_muted(story_id, one.target):
                continue
            if one.state is State.WANTED:
                self._bumped.add(one.id)
            elif one.digest_id is not None:
                digest = await deliveries.get(self._connection, one.digest_id)
                if digest is not None and is_edited(digest, self._now, self._edited):
                    self._bumped.add(digest.id)

    async def matched(self, story_id: int, watchlist: Watchlist, *, late: str | None = None) -> None:
        """Tell the watchlist's channel, and who follows it by direct message, of a matched article.

        *late* is the subject of the *arrived late* digest that tells it instead of a message of its own.
        """
        await self._tell(
            story_id, Target(TargetKind.CHANNEL, watchlist.channel_id, watchlist.guild_id), late=late
        )
        await self.know_members([watchlist.id])
        for member_id in self._direct[watchlist.id]:
            await self._tell(story_id, Target(TargetKind.MEMBER, member_id, watchlist.guild_id), late=late)

    async def done(self) -> int:
        """Store the bumps; return how many deliveries are newly wanted."""
        if bumped := self._bumped - self._new:
            await deliveries.bump(self._connection, bumped)
        return len(self._new)

    async def _tell(self, story_id: int, target: Target, *, late: str | None) -> None:
        told = [one for one in await self._of_story(story_id) if one.target == target]
        newest = goes_on(told)
        digest = None
        if newest is not None and newest.digest_id is not None:
            digest = await deliveries.get(self._connection, newest.digest_id)
        muted = await self._is_muted(story_id, target)
        match step(newest, digest=digest, muted=muted, now=self._now, edited=self._edited):
            case Step.BUMP if newest is not None:
                self._bumped.add(newest.id)
            case Step.BUMP_DIGEST if digest is not None:
                self._bumped.add(digest.id)
            case Step.WANT | Step.DEVELOP:
                await self._want(story_id, target, len(told) + 1, after=_payload(newest, digest), late=late)
            case _:
                pass

    async def _want(
        self, story_id: int, target: Target, number: int, *, after: dict[str, object] | None, late: str | None
    ) -> None:
        digest = await self._late_digest(target, late) if late else None
        about = await deliveries.free_subject(
            self._connection, Kind.ALERT, target, subjects(story_id, number)
        )
        new = await deliveries.want(
            self._connection,
            Kind.ALERT,
            target,
            about,
            now=self._now,
            story_id=story_id,
            state=State.DIGESTED if digest else State.WANTED,
            digest_id=digest.id if digest else None,
            payload=after,
        )
        self._new.add(new.id)
        (await self._of_story(story_id)).append(new)

    async def _late_digest(self, target: Target, about: str) -> Delivery:
        digest = await deliveries.find(self._connection, Kind.DIGEST, target, about)
        if digest is not None:
            self._bumped.add(digest.id)
            return digest
        digest = await deliveries.want(
            self._connection,
            Kind.DIGEST,
            target,
            about,
            now=self._now,
            payload={"reason": DigestReason.LATE.value},
        )
        self._new.add(digest.id)
        return digest

    async def _of_story(self, story_id: int) -> list[Delivery]:
        """Return the story's alerts, the oldest first; the list grows with what is wanted here."""
        if story_id not in self._stories:
            await stories.hold_deliveries(self._connection, story_id)
            rows = await deliveries.of_story(self._connection, story_id)
            self._stories[story_id] = [one for one in rows if one.kind is Kind.ALERT]
        return self._stories[story_id]

    async def _is_muted(self, story_id: int, target: Target) -> bool:
        """Return whether a story is muted for the whole channel, or by the member who would be told."""
        if story_id in self._begun:
            return False
        asked = (story_id, target.guild_id)
        if asked not in self._muted:
            found = await stories.mutes(self._connection, story_id, guild_id=target.guild_id)
            self._muted[asked] = frozenset(
                (TargetKind.CHANNEL, mute.channel_id)
                if mute.channel_id
                else (TargetKind.MEMBER, mute.member_id)
                for mute in found
            )
        return (target.kind, target.id) in self._muted[asked]

    async def know_members(self, watchlist_ids: Iterable[int]) -> None:
        """Read who follows these watchlists by direct message, all at once."""
        asked = [one for one in watchlist_ids if one not in self._direct]
        if not asked:
            return
        self._direct.update((one, []) for one in asked)
        for one in await followers.of(self._connection, asked):
            if one.notify is Notify.DIRECT:
                self._direct[one.watchlist_id].append(one.member_id)


def _payload(newest: Delivery | None, digest: Delivery | None) -> dict[str, object] | None:
    """Return the payload of a development: the message that it continues, and its post in a forum."""
    told = newest if newest is None or newest.message_id else digest
    if told is None or not told.message_id:
        return None
    payload: dict[str, object] = {AFTER: told.message_id}
    return payload | {POST: told.post} if told.post else payload
