"""Make the alerts of a guild true again after its members split a story, took a merge back, or joined two."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime

from bot.domain.delivery import AFTER, QUIET, Delivery, Kind, State, Target
from bot.pipeline.alerting import goes_on, subjects
from bot.pipeline.deliver.content import ALERTING, told_to
from bot.storage import Connection, deliveries, matches


async def tell_apart(
    connection: Connection, stays: int, part: int, *, guild_id: int, now: datetime, at_once: bool = False
) -> None:
    """Tell of two stories, for a guild, whose articles were one: *part* was split off what *stays*.

    A message goes on with what its readers' watchlists matched: where that is all in the part, the message is
    the part's; where both have some, the part gets a message of its own that pings nobody. Where a person
    deleted the message, or muted the story, nothing new is posted. *at_once*: a person waits for it.
    """
    known = await deliveries.of_story(connection, part, guild_id=guild_id)
    parts_own = {one.target for one in known if one.kind is Kind.ALERT}
    for target, alerts in (await _alerts(connection, stays, guild_id)).items():
        here, there = [await told_to(connection, one, target) for one in (stays, part)]
        if target in parts_own or not there.matches:
            continue
        if not here.matches:
            await _move(connection, stays, part, alerts)
        elif await _wants(connection, part, target) and _is_told(alerts) and here.muted_by is None:
            about = await deliveries.free_subject(connection, Kind.ALERT, target, subjects(part))
            await deliveries.want(
                connection, Kind.ALERT, target, about, now=now, story_id=part, payload={QUIET: True}
            )
    for story_id in (stays, part):
        await show_anew(connection, story_id, guild_id=guild_id, now=now, at_once=at_once)


async def give_back(connection: Connection, joined: int, part: int, into: int, *, guild_id: int) -> None:
    """Give a story, which lives in *part* by now, the messages back that it had before it was joined."""
    there = await deliveries.of_story(connection, into, guild_id=guild_id)
    own = [one for one in there if one.kind is Kind.ALERT and _number(one) == joined]
    messages = {one.message_id for one in own}
    own += [one for one in there if one.kind is Kind.THREAD and one.target.id in messages]
    await deliveries.move(connection, [one.id for one in own], part)
    for alerts in (await _alerts(connection, part, guild_id)).values():
        living = [one for one in alerts if one.state is State.WANTED]
        for one in sorted(living, key=lambda one: (_number(one) != part, one.id))[1:]:
            await deliveries.move(connection, [one.id], _number(one))  # which leads to the one that goes on
            await deliveries.bump(connection, [one.id])


def _number(alert: Delivery) -> int:
    """Return the story that an alert was first wanted for: see `alerting.subject`."""
    return int(alert.subject.removeprefix("story:").partition("/")[0])


async def show_anew(
    connection: Connection, story_id: int, *, guild_id: int, now: datetime, at_once: bool = True
) -> None:
    """Let a guild's messages of a story soon show what is true now, be they closed already.

    Of two cards, as stories have that were put together, the closed one stays closed. *at_once*: a person
    waits for it; else a message is not edited twice within a minute for it.
    """
    for alerts in (await _alerts(connection, story_id, guild_id)).values():
        posted = [one.id for one in alerts if one.message_id is not None]
        lines = {one.digest_id for one in alerts if one.state is State.DIGESTED and one.digest_id}
        await deliveries.reopen(connection, _kept_true(alerts))
        await deliveries.bump(connection, [*posted, *lines])
        await deliveries.hurry(connection, [*posted, *lines], now=now if at_once else None)


def _kept_true(alerts: Sequence[Delivery]) -> list[int]:
    """Return which messages to a target are kept true: the card that goes on, and developments."""
    posted = [one for one in alerts if one.state is State.WANTED or one.message_id is not None]
    developments = [one for one in posted if (one.payload or {}).get(AFTER)]
    card = goes_on([one for one in posted if one not in developments])
    return [one.id for one in ([card] if card else []) + developments]


async def _alerts(connection: Connection, story_id: int, guild_id: int) -> dict[Target, list[Delivery]]:
    found: dict[Target, list[Delivery]] = defaultdict(list)
    for one in await deliveries.of_story(connection, story_id, guild_id=guild_id):
        if one.kind is Kind.ALERT:
            found[one.target].append(one)
    return found


def _is_told(alerts: Sequence[Delivery]) -> bool:
    """Return whether a target was told of a story, or is about to be, and kept it."""
    newest = goes_on(alerts)
    if newest is None or newest.state is State.CLOSED:
        return newest is not None and newest.message_id is not None
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
