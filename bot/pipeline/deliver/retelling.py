"""Make the alerts of a guild true again after its members split a story, took a merge back, or joined two."""

from __future__ import annotations

from collections import defaultdict
from datetime import datetime

from bot.domain.delivery import QUIET, Delivery, Kind, State, Target
from bot.pipeline.alerting import subject, subjects
from bot.pipeline.deliver.content import ALERTING, told_to
from bot.storage import Connection, deliveries, matches


async def tell_apart(connection: Connection, stays: int, part: int, *, guild_id: int, now: datetime) -> None:
    """Tell of two stories, for a guild, whose articles were one: *part* was split off what *stays*.

    A message goes on with what its readers' watchlists matched: where that is all in the part, the message is
    the part's; where both have some, the part gets a message of its own that pings nobody. Where a person
    deleted the message, or muted the story, nothing new is posted.
    """
    known = await deliveries.of_story(connection, part, guild_id=guild_id)
    parts_own = {one.target for one in known if one.kind is Kind.ALERT}
    for target, alerts in (await _alerts(connection, stays, guild_id)).items():
        here, there = [await told_to(connection, one, target) for one in (stays, part)]
        if target in parts_own or not there.matches:
            continue
        if not here.matches:
            await _move(connection, stays, part, alerts)
        elif await _wants(connection, part, target) and _is_told(alerts[-1]) and here.muted_by is None:
            about = await deliveries.free_subject(connection, Kind.ALERT, target, subjects(part))
            await deliveries.want(
                connection, Kind.ALERT, target, about, now=now, story_id=part, payload={QUIET: True}
            )
    await show_anew(connection, stays, guild_id=guild_id, now=now)
    await show_anew(connection, part, guild_id=guild_id, now=now)


async def give_back(connection: Connection, joined: int, into: int, *, guild_id: int) -> None:
    """Give a story the messages back that it had before it was joined with another one."""
    own = [
        one.id
        for one in await deliveries.of_story(connection, into, guild_id=guild_id)
        if one.subject == subject(joined) or one.subject.startswith(f"{subject(joined)}/")
    ]
    await deliveries.move(connection, own, joined)


async def show_anew(connection: Connection, story_id: int, *, guild_id: int, now: datetime) -> None:
    """Let a guild's messages of a story show at once what is true now, be they closed already."""
    told = [
        one
        for one in await deliveries.of_story(connection, story_id, guild_id=guild_id)
        if one.kind is Kind.ALERT
    ]
    posted = [one.id for one in told if one.message_id is not None]
    lines = {one.digest_id for one in told if one.state is State.DIGESTED and one.digest_id}
    await deliveries.reopen(connection, posted)
    await deliveries.bump(connection, [*posted, *lines])
    await deliveries.hurry(connection, [*posted, *lines], now=now)


async def _alerts(connection: Connection, story_id: int, guild_id: int) -> dict[Target, list[Delivery]]:
    found: dict[Target, list[Delivery]] = defaultdict(list)
    for one in await deliveries.of_story(connection, story_id, guild_id=guild_id):
        if one.kind is Kind.ALERT:
            found[one.target].append(one)
    return found


def _is_told(newest: Delivery) -> bool:
    """Return whether a target was told of a story, or is about to be, and kept it."""
    if newest.state is State.CLOSED:
        return newest.message_id is not None
    return newest.state in (State.WANTED, State.DIGESTED)


async def _move(connection: Connection, story_id: int, part: int, alerts: list[Delivery]) -> None:
    """Let messages to a target, with what hangs on them, tell of the part."""
    target = alerts[0].target
    messages = {one.message_id for one in alerts}
    hanging = [
        one.id
        for one in await deliveries.of_story(connection, story_id, guild_id=target.guild_id)
        if (one.kind is Kind.UPDATE and one.target == target)
        or (one.kind is Kind.THREAD and one.target.id in messages)
    ]
    await deliveries.move(connection, [*(one.id for one in alerts), *hanging], part)


async def _wants(connection: Connection, story_id: int, target: Target) -> bool:
    """Return whether a watchlist of the target's alerts of a story."""
    there = await told_to(connection, story_id, target)
    matched = await matches.among(connection, [one.id for one in there.articles], guild_id=target.guild_id)
    chosen = {one.id for one, _ in there.matches}
    return any(one.id in chosen and outcome in ALERTING for one, _, outcome in matched)
