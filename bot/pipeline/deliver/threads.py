"""A thread under a story's alert that holds the timeline, where the channel has chosen so.

Discord gives a message one thread, under the message's own id, so opening it twice is opening it once. The
thread holds one message of ours, kept true by edits as the alert is.
"""

from __future__ import annotations

from datetime import datetime

from bot.domain.alert import Alert
from bot.domain.delivery import CHANNEL, Delivery, Kind, State, Target, TargetKind
from bot.domain.guild import Channel
from bot.pipeline.notices import notify
from bot.storage import Connection, claims, deliveries, guilds


async def want(
    connection: Connection, claimed: Delivery, alert: Alert, *, message_id: int, now: datetime
) -> None:
    """Want the thread under an alert that was just posted or edited, or that it shows what is new."""
    if claimed.target.kind is not TargetKind.CHANNEL or alert.muted_by is not None:
        return
    target = Target(TargetKind.CHANNEL, message_id, claimed.target.guild_id)
    known = await deliveries.find(connection, Kind.THREAD, target, _subject(claimed))
    if known is not None:
        await deliveries.move(connection, [known.id], claimed.story_id or 0)  # it may tell of another by now
        if known.state is State.CLOSED:  # the story was muted, or had nothing to tell
            await deliveries.set_state(connection, known.id, State.WANTED)
        if known.state in (State.WANTED, State.CLOSED):
            await deliveries.bump(connection, [known.id])
        return
    settings = await guilds.get_channel(connection, claimed.target.id)
    if settings is not None and settings.threads:
        await deliveries.want(
            connection,
            Kind.THREAD,
            target,
            _subject(claimed),
            now=now,
            story_id=claimed.story_id,
            payload={CHANNEL: claimed.target.id},
        )


def channel_of(claimed: Delivery) -> Target:
    """Return the channel under whose alert a thread hangs."""
    channel = int(str((claimed.payload or {}).get(CHANNEL, 0)))
    return Target(TargetKind.CHANNEL, channel, claimed.target.guild_id)


async def refused(connection: Connection, claimed: Delivery, why: str, *, now: datetime) -> None:
    """End a thread that can't be opened, and tell the admins once for its channel."""
    await claims.end(connection, claimed, State.FAILED, error=why)
    channel = channel_of(claimed)
    settings = await guilds.get_channel(connection, channel.id) or Channel(channel.id, channel.guild_id)
    await notify(
        connection,
        channel.guild_id,
        f"thread:{settings.id}",
        "I can't open threads in a channel",
        f"Alerts in <#{settings.id}> should have a thread with the story's timeline, but Discord refused: "
        f"{why}. Give me Create Public Threads and Send Messages in Threads there, or use /channel set "
        "threads:False. The alerts themselves are posted.",
        now=now,
    )


def _subject(claimed: Delivery) -> str:
    return f"thread:{claimed.id}"
