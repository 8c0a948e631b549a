"""Tell a guild's admins something, once: in their notice channel, or else its owner by direct message."""

from __future__ import annotations

from datetime import datetime

import structlog

from bot.domain.delivery import Delivery, Kind, Target, TargetKind
from bot.domain.guild import Guild
from bot.storage import Connection, deliveries, guilds

log = structlog.get_logger()


async def notify(
    connection: Connection, guild_id: int, subject: str, title: str, text: str, *, now: datetime
) -> Delivery | None:
    """Want a notice, within the caller's transaction; one of the same *subject* is told once.

    *subject* has 80 characters at most. *title* and *text* are plain words; the chat room makes them safe.
    Returns the delivery, or None where it is wanted already or nobody can be told.
    """
    guild = await guilds.get(connection, guild_id)
    targets = _targets(guild) if guild else []
    for target in targets:
        if await deliveries.find(connection, Kind.NOTICE, target, subject):
            return None
    if not targets:
        log.warning("notice has no reader", guild=guild_id, title=title, text=text)
        return None
    return await deliveries.want(
        connection, Kind.NOTICE, targets[0], subject, now=now, payload={"title": title, "text": text}
    )


async def hand_to_owner(connection: Connection, notice: Delivery, *, now: datetime) -> bool:
    """Want a notice again, for the owner, because its channel can't be used; return whether there is one."""
    guild = await guilds.get(connection, notice.target.guild_id)
    if guild is None or guild.owner_id is None or notice.target.kind is TargetKind.MEMBER:
        return False
    owner = Target(TargetKind.MEMBER, guild.owner_id, guild.id)
    if not await deliveries.find(connection, Kind.NOTICE, owner, notice.subject):
        await deliveries.want(connection, Kind.NOTICE, owner, notice.subject, now=now, payload=notice.payload)
    return True


def _targets(guild: Guild) -> list[Target]:
    """Return where a guild's notices may go, the best first."""
    places = []
    if guild.notice_channel_id is not None:
        places.append(Target(TargetKind.CHANNEL, guild.notice_channel_id, guild.id))
    if guild.owner_id is not None:
        places.append(Target(TargetKind.MEMBER, guild.owner_id, guild.id))
    return places
