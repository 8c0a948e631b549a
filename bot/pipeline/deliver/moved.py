"""Follow a watchlist that was moved: what waited for its old channel is wanted in the new one."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from bot.domain.delivery import Delivery, Kind, Target, TargetKind
from bot.pipeline.alerting import subjects
from bot.pipeline.deliver.content import ALERTING
from bot.storage import Connection, deliveries, in_sight, matches, stories


async def want_where_moved(connection: Connection, untold: Iterable[Delivery], *, now: datetime) -> int:
    """Want each story in the channels where its watchlists alert now; return how many are wanted anew.

    *untold* are alerts with nothing left to tell in their own channel, and never told there. A channel that
    knows of the story already, or muted it, is left alone. How long it waited so far counts.
    """
    wanted = 0
    for one in untold:
        if one.target.kind is not TargetKind.CHANNEL or one.story_id is None:
            continue
        for target in await _elsewhere(connection, one.story_id, one.target):
            await deliveries.want(
                connection,
                Kind.ALERT,
                target,
                await deliveries.free_subject(connection, Kind.ALERT, target, subjects(one.story_id)),
                now=one.wanted_at,
                not_before=now,
                story_id=one.story_id,
            )
            wanted += 1
    return wanted


async def _elsewhere(connection: Connection, story_id: int, target: Target) -> list[Target]:
    """Return the guild's other channels whose watchlists alert of the story and that never heard of it."""
    seen = await in_sight.of_story(connection, story_id, guild_id=target.guild_id)
    matched = await matches.among(connection, [one.id for one in seen], guild_id=target.guild_id)
    known = {
        one.target.id
        for one in await deliveries.of_story(connection, story_id, guild_id=target.guild_id)
        if one.target.kind is TargetKind.CHANNEL
    }
    muted = {one.channel_id for one in await stories.mutes(connection, story_id, guild_id=target.guild_id)}
    channels = {watchlist.channel_id for watchlist, _, outcome in matched if outcome in ALERTING}
    return [
        Target(TargetKind.CHANNEL, channel, target.guild_id) for channel in sorted(channels - known - muted)
    ]
