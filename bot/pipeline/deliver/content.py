"""Gather what a delivery's readers may see, and compose what it says now."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from bot.domain.alert import Alert, Digest, DigestLine, DigestReason, Mentions, Notice, Timeline, Update
from bot.domain.article import Article
from bot.domain.delivery import CHANNEL, TIERS, Delivery, Kind, Posted, Target, TargetKind
from bot.domain.timeline import Happened
from bot.domain.watchlist import Match, Notify, Watchlist
from bot.pipeline import compose
from bot.pipeline.chat import Chat
from bot.pipeline.deliver import threads
from bot.pipeline.ledger import Ledger
from bot.pipeline.outlets.owners import Owners
from bot.pipeline.tiers import update
from bot.storage import Connection, Database, deliveries, followers, guilds, in_sight, matches, past, stories

ALERTING = frozenset({"alert", "late"})  # outcomes of a match that a channel is told of


@dataclass(frozen=True, slots=True)
class Told:
    """A story as one target may see it: what `compose` needs, and who muted it there."""

    story_id: int
    articles: list[Article]
    matches: list[tuple[Watchlist, Match]]
    muted_by: int | None


class Content:
    """Reads what is true now. Of that, nothing is cached: feeds, rights and mutes change."""

    def __init__(
        self,
        database: Database,
        chat: Chat,
        summarise: compose.Summarise,
        owners: Owners | None,
        rewrite: compose.Rewrite | None = None,
    ) -> None:
        self._database = database
        self._chat = chat
        self._summarise = summarise
        self._owners = owners
        self._ledger = Ledger()
        self._rewrite = rewrite

    async def alert(self, delivery: Delivery, *, until: datetime | None = None) -> Alert | None:
        """Return the alert of a story for the delivery's target; None where nothing is left to tell.

        *until* leaves out the articles and changes that came after that moment; the others are told as they
        are now.
        """
        assert delivery.story_id is not None
        return await self._composed(delivery, delivery.story_id, delivery.target, reworded=True, until=until)

    async def update(self, delivery: Delivery) -> tuple[Alert, Update] | None:
        """Return what an update says now, and the alert as who hears of it may see it; None: nothing.

        A member who follows a story hears of it what the channel does by whose alert they follow, as long as
        they can see that channel.
        """
        assert delivery.story_id is not None
        payload = delivery.payload or {}
        target, direct = delivery.target, delivery.target.kind is TargetKind.MEMBER
        if direct:
            channel = int(str(payload.get(CHANNEL, 0)))
            if not await self._chat.may_see(target.guild_id, channel, target.id):
                return None
            target = Target(TargetKind.CHANNEL, channel, target.guild_id)
        alert = await self._composed(delivery, delivery.story_id, target, reworded=False)
        kept = payload.get(TIERS)
        said = (
            update(alert, [str(tier) for tier in kept], direct=direct)
            if alert and isinstance(kept, list)
            else None
        )
        return (alert, said) if alert and said else None

    async def _composed(
        self,
        delivery: Delivery,
        story_id: int,
        target: Target,
        *,
        reworded: bool,
        until: datetime | None = None,
    ) -> Alert | None:
        """Return a story's alert for *target*; its summary *reworded* where a model does that."""
        async with self._database.read() as connection:
            told = await told_to(connection, story_id, target)
            before = await past.of_story(connection, story_id, guild_id=target.guild_id, changed=True)
            settings = None
            if target.kind is TargetKind.CHANNEL:
                settings = await guilds.get_channel(connection, target.id)
        told = await self._in_sight(told, target)
        changes = [one for one in await self._ledger.timeline(before) if one.what is not Happened.CAME]
        if until is not None:
            told = replace(told, articles=[one for one in told.articles if one.first_stored_at <= until])
            changes = [one for one in changes if one.at <= until]
        came = (one.first_stored_at for one in told.articles)
        first = delivery.kind is Kind.ALERT and delivery.message_id is None
        composed = compose.alert(
            told.story_id,
            told.articles,
            compose.untold(told.matches, told.articles) if first else told.matches,
            updated=max((*came, *(one.at for one in changes)), default=delivery.wanted_at),
            summarise=self._summarise,
            figures=await self._ledger.figures(told.articles),
            owners=self._owners,
            changes=changes,
            images=settings is None or settings.images,
            muted_by=told.muted_by,
        )
        if composed is None or self._rewrite is None or not (reworded and composed.summary):
            return composed
        language = next(one.language for one in told.articles if one.id == composed.summary[0].article_id)
        return replace(composed, rewritten=await self._rewrite(composed.headline, composed.summary, language))

    async def timeline(self, delivery: Delivery) -> Timeline | None:
        """Return what the thread of a story's alert says now; None where nothing is left to tell there."""
        assert delivery.story_id is not None
        target = threads.channel_of(delivery)
        alert = await self._composed(delivery, delivery.story_id, target, reworded=False)
        if alert is None or alert.muted_by is not None:
            return None
        async with self._database.read() as connection:
            showings = await past.of_story(connection, delivery.story_id, guild_id=target.guild_id)
        return Timeline(delivery.story_id, alert.headline, await self._ledger.timeline(showings))

    async def went(self, delivery: Delivery) -> Notice | None:
        """Return what an alert says whose story became part of an older one, told to the same target."""
        assert delivery.story_id is not None
        target = delivery.target
        async with self._database.read() as connection:
            now_id = await stories.resolve(connection, delivery.story_id, guild_id=target.guild_id)
            if now_id is None or now_id == delivery.story_id:
                return None
            told = await _message_of(connection, now_id, target)
        in_channel = target.kind is TargetKind.CHANNEL
        place = f" in <#{target.id}>" if in_channel else ""
        return Notice(
            title="Told in an older message",
            text=f"This turned out to be story {now_id}. Its older message{place} goes on.",
            leads_to=told if in_channel else None,
        )

    async def lines(self, digest: Delivery) -> list[tuple[Delivery, DigestLine | None]]:
        """Return the deliveries that a digest tells, each with its line.

        None for one with nothing left, or that is muted there.
        """
        async with self._database.read() as connection:
            told = [
                (
                    one,
                    await told_to(connection, one.story_id, one.target),
                    await past.of_story(connection, one.story_id, guild_id=one.target.guild_id, changed=True),
                )
                for one in await deliveries.in_digest(connection, digest.id)
                if one.story_id is not None
            ]
        found = []
        for one, what, before in told:
            seen = await self._in_sight(what, one.target)
            line = None
            if seen.muted_by is None:
                changes = await self._ledger.timeline(before)
                first = digest.message_id is None
                matches = compose.untold(seen.matches, seen.articles) if first else seen.matches
                line = compose.digest_line(seen.story_id, seen.articles, matches, changes=changes)
            found.append((one, line))
        return found

    async def mentions(self, delivery: Delivery, alert: Alert) -> tuple[Mentions, tuple[int, ...]]:
        """Return whom the first post of an alert pings, and the roles that no ping can reach now."""
        target = delivery.target
        if target.kind is TargetKind.MEMBER:
            return Mentions(), ()
        shown = {one.watchlist_id for one in alert.watchlists}
        async with self._database.read() as connection:
            told = await told_to(connection, alert.story_id, target)
            settings = await guilds.get_channel(connection, target.id)
            following = await followers.of(connection, shown)
            muted = {
                mute.member_id
                for mute in await stories.mutes(connection, alert.story_id, guild_id=target.guild_id)
            }
        wanted = {one.role_id for one, _ in told.matches if one.id in shown and one.role_id}
        if settings and settings.mention_role_id:
            wanted.add(settings.mention_role_id)
        reachable = [
            role
            for role in sorted(wanted)
            if await self._chat.pingable_role(target.guild_id, target.id, role)
        ]
        members = dict.fromkeys(
            one.member_id for one in following if one.notify is Notify.MENTION and one.member_id not in muted
        )
        return (
            Mentions(roles=tuple(reachable), members=tuple(members)),
            tuple(sorted(wanted - set(reachable))),
        )

    async def _in_sight(self, told: Told, target: Target) -> Told:
        """Leave a member only the watchlists whose channel that member may see now."""
        if target.kind is TargetKind.CHANNEL:
            return told
        channels = {one.channel_id for one, _ in told.matches}
        seen = {
            channel for channel in channels if await self._chat.may_see(target.guild_id, channel, target.id)
        }
        return Told(
            told.story_id,
            told.articles,
            [(one, match) for one, match in told.matches if one.channel_id in seen],
            told.muted_by,
        )


async def _message_of(connection: Connection, story_id: int, target: Target) -> Posted | None:
    """Return the newest message that tells a target of a story, be it in a line of a digest."""
    told = [
        one
        for one in await deliveries.of_story(connection, story_id, guild_id=target.guild_id)
        if one.kind is Kind.ALERT and one.target == target
    ]
    for one in reversed(told):
        digest = await deliveries.get(connection, one.digest_id) if one.digest_id else None
        holds = one if one.message_id else digest
        if holds is not None and holds.message_id:
            return Posted(target.guild_id, holds.place.id, holds.message_id)
    return None


async def told_to(connection: Connection, story_id: int, target: Target) -> Told:
    """Return the story as the target's guild and watchlists show it."""
    found = await in_sight.of_story(connection, story_id, guild_id=target.guild_id)
    matched = await matches.among(connection, [one.id for one in found], guild_id=target.guild_id)
    mutes = await stories.mutes(connection, story_id, guild_id=target.guild_id)
    if target.kind is TargetKind.CHANNEL:
        chosen = [each for each in matched if each[0].channel_id == target.id]
        muted_by = next((mute.by for mute in mutes if mute.channel_id == target.id), None)
    else:
        direct = {
            follower.watchlist_id
            for follower in await followers.of(connection, {one.id for one, _, _ in matched})
            if follower.member_id == target.id and follower.notify is Notify.DIRECT
        }
        chosen = [each for each in matched if each[0].id in direct]
        muted_by = next((mute.by for mute in mutes if mute.member_id == target.id), None)
    return Told(story_id, found, _telling(chosen), muted_by)


def _telling(matched: list[tuple[Watchlist, Match, str]]) -> list[tuple[Watchlist, Match]]:
    """Return a target's matches that alerted; where none did, those of a story posted there on demand."""
    alerting = [(one, match) for one, match, outcome in matched if outcome in ALERTING]
    return alerting or [(one, match) for one, match, _ in matched if one.active_since is not None]


def notice(delivery: Delivery) -> Notice:
    """Return the notice that a delivery carries."""
    payload = delivery.payload or {}
    return Notice(title=str(payload.get("title", "")), text=str(payload.get("text", "")))


def digest(delivery: Delivery, lines: Sequence[DigestLine]) -> Digest:
    """Return the digest of these lines, with the reason that the delivery carries."""
    payload = delivery.payload or {}
    return Digest(reason=DigestReason(str(payload.get("reason"))), lines=tuple(lines))
