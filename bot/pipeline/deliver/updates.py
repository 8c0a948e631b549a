"""Tell again, once, what in a told story is worth a ping: a reply to its alert, and to who follows it.

Everything is wanted in the transaction that records the alert's edit, with what was told kept beside it, so
that a tier is told exactly once, whenever the process dies.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta

from bot.domain.alert import Alert
from bot.domain.delivery import AFTER, CHANNEL, POST, TIERS, TOLD, Delivery, Kind, State, Target, TargetKind
from bot.domain.guild import Pings
from bot.pipeline import tiers
from bot.storage import Connection, deliveries, follows, guilds, stories, targets

REMEMBERED = timedelta(days=3)  # a story takes articles for two days, and a card is kept true for one


def news(claimed: Delivery, alert: Alert) -> list[str]:
    """Return the tiers of a told alert that were not told yet; none of one told for the first time."""
    told = _kept(claimed, TOLD)
    return [] if told is None else [tier for tier in tiers.crossed(alert) if tier not in told]


def told(claimed: Delivery, alert: Alert) -> list[str]:
    """Return the tiers that an alert has told, with all that it has reached taken as told."""
    known = _kept(claimed, TOLD) or []
    return [*known, *(tier for tier in tiers.crossed(alert) if tier not in known)]


async def want(
    connection: Connection,
    claimed: Delivery,
    alert: Alert,
    *,
    message_id: int,
    post: int | None = None,
    now: datetime,
) -> int:
    """Want what is to be told beside an alert that was just sent or edited; return how many messages.

    *post* is the forum post that holds the alert. A story that is muted there tells nothing; what exceeds
    three replies a story is seen in the alert only.
    """
    first = claimed.message_id is None
    goes_on = [tiers.DEVELOPMENT] if first and (claimed.payload or {}).get(AFTER) else []
    new = [*news(claimed, alert), *goes_on]
    if not new or alert.muted_by is not None or claimed.story_id is None:
        return 0
    about = f"alert:{claimed.id}+{len(told(claimed, alert))}"
    known = await deliveries.of_story(connection, claimed.story_id, guild_id=claimed.target.guild_id)
    replies = [one for one in known if one.kind is Kind.UPDATE]
    told_beside = _told_beside(claimed, known)
    new = [tier for tier in new if tier not in told_beside]
    wanted = 0
    pings = await _pings(connection, claimed.target)
    chosen = tiers.wanted(await _unheard(connection, new, claimed.target, now), pings)
    if chosen and _count(replies, claimed.target) < tiers.MOST:
        await deliveries.want(
            connection,
            Kind.UPDATE,
            claimed.target,
            about,
            now=now,
            story_id=claimed.story_id,
            payload={TIERS: chosen, AFTER: message_id} | ({POST: post} if post else {}),
        )
        wanted += 1
    for member in await _following(connection, claimed) if new else ():
        target = Target(TargetKind.MEMBER, member, claimed.target.guild_id)
        unheard = await _unheard(connection, new, target, now)
        if unheard and _count(replies, target) < tiers.MOST_DIRECT:
            await deliveries.want(
                connection,
                Kind.UPDATE,
                target,
                about,
                now=now,
                story_id=claimed.story_id,
                payload={TIERS: unheard, CHANNEL: claimed.target.id},
            )
            wanted += 1
    return wanted


async def is_due(
    connection: Connection, claimed: Delivery, *, stale: datetime, since: datetime, budget: int
) -> bool:
    """Return whether an update is still to be sent: what comes too late, or too much, the alert itself says.

    *stale* is the earliest moment of wanting that still counts, *since* when the hour of the *budget* began.
    """
    if claimed.wanted_at < stale or claimed.story_id is None:
        return False
    target = claimed.target
    mutes = await stories.mutes(connection, claimed.story_id, guild_id=target.guild_id)
    if target.kind is TargetKind.MEMBER:
        following = await follows.of_story(connection, claimed.story_id, guild_id=target.guild_id)
        quiet = any(one.member_id == target.id for one in mutes)
        return not quiet and any(one.member_id == target.id for one in following)
    after = (claimed.payload or {}).get(AFTER)
    told = await deliveries.of_story(connection, claimed.story_id, guild_id=target.guild_id)
    if any(one.message_id == after and one.state is State.DISMISSED for one in told):
        return False  # a person deleted the alert that it would reply to
    settings = await guilds.get_channel(connection, target.id)
    if any(one.channel_id == target.id for one in mutes) or (settings and not settings.alerts_on):
        return False
    sent = await targets.sent_since(connection, target, since, kinds=(Kind.ALERT, Kind.UPDATE))
    return sent < (settings.budget if settings else budget)


def _told_beside(claimed: Delivery, known: Iterable[Delivery]) -> set[str]:
    """Return the tiers that other messages of a story to the same target told: a card and its development."""
    beside = [one for one in known if one.kind is Kind.ALERT and one.target == claimed.target]
    return {tier for one in beside if one.id != claimed.id for tier in _kept(one, TOLD) or ()}


async def _unheard(connection: Connection, new: list[str], target: Target, now: datetime) -> list[str]:
    """Return the *new* tiers without the notes that a target was sent already, be it of another story."""
    if not any(map(tiers.is_note, new)):
        return new
    sent = await targets.told_since(connection, target, now - REMEMBERED, kinds=[Kind.UPDATE])
    known = {tier for one in sent for tier in _kept(one, TIERS) or ()}
    return [tier for tier in new if not (tiers.is_note(tier) and tier in known)]


def _kept(one: Delivery, name: str) -> list[str] | None:
    """Return the tiers that a delivery's payload keeps by that name; None where it keeps none."""
    kept = (one.payload or {}).get(name)
    return [str(tier) for tier in kept] if isinstance(kept, list) else None


def _count(told: Iterable[Delivery], target: Target) -> int:
    """Count what a target was told, or is about to be: what was dropped untold doesn't count."""
    return sum(
        one.target == target and (one.message_id is not None or one.state is State.WANTED) for one in told
    )


async def _pings(connection: Connection, target: Target) -> Pings:
    if target.kind is TargetKind.MEMBER:
        return Pings.ALL
    settings = await guilds.get_channel(connection, target.id)
    return settings.updates if settings else Pings.ALL


async def _following(connection: Connection, claimed: Delivery) -> Sequence[int]:
    """Return the members who follow the story by this channel's alert, and have not muted it."""
    if claimed.target.kind is not TargetKind.CHANNEL or claimed.story_id is None:
        return ()
    guild_id = claimed.target.guild_id
    muted = {one.member_id for one in await stories.mutes(connection, claimed.story_id, guild_id=guild_id)}
    return [
        one.member_id
        for one in await follows.of_story(connection, claimed.story_id, guild_id=guild_id)
        if one.channel_id == claimed.target.id and one.member_id not in muted
    ]
