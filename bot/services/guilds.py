"""What Discord tells of guilds: joined, left, things deleted. Data of a guild left is kept for a while."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Final

import structlog

from bot.domain.clock import Clock
from bot.domain.delivery import Target, TargetKind
from bot.domain.guild import Channel
from bot.pipeline.notices import notify
from bot.storage import Connection, Database, deliveries, following, guilds, targets, watchlists

log = structlog.get_logger()

HELLO: Final = "Salient is in your server"
BEGIN: Final = (
    "Three commands lead to the first alert. /feed pack follows well-known feeds, /feed add those of a site. "
    "/watch add, typed in the channel where alerts shall come, says what to look for. /channel test posts a "
    "sample there, or says which permission is missing. /help tells the rest.\n"
    "What needs an admin later, as a feed that can't be read, is told here, or where /channel notices says."
)
"""What a new server's owner reads."""


class GuildService:
    """Keeps what is stored of guilds in step with Discord. *keep* is how long a left guild's data stays."""

    def __init__(self, database: Database, clock: Clock, *, keep: timedelta) -> None:
        self._database = database
        self._clock = clock
        self._keep = keep

    async def joined(self, guild_id: int, owner_id: int | None) -> None:
        """Serve a guild, for the first time or again; the first time, its owner is told how to begin."""
        now = self._clock.now()
        async with self._database.write() as connection:
            await _serve(connection, guild_id, owner_id, now=now)

    async def left(self, guild_id: int) -> None:
        """Send nothing more to a guild; its data is deleted when it has been gone for long enough."""
        async with self._database.write() as connection:
            await guilds.left(connection, guild_id, now=self._clock.now())
        log.info("removed from a server", guild=guild_id, kept_days=self._keep.days)

    async def present(self, owners: Mapping[int, int | None]) -> None:
        """Note all guilds that we are in, by id with their owners: some came or went while we were away.

        An owner is None where Discord can't say now, in an outage of that guild.

        The owners of those that invited us meanwhile are told how to begin, as by `joined`.
        """
        now = self._clock.now()
        async with self._database.write() as connection:
            known = {one.id for one in await guilds.everyone(connection)}
            for guild_id in known - owners.keys():
                await guilds.left(connection, guild_id, now=now)
            for guild_id, owner_id in owners.items():
                await _serve(connection, guild_id, owner_id, now=now)

    async def purge(self) -> list[int]:
        """Delete the guilds that were left too long ago; return their ids."""
        async with self._database.write() as connection:
            gone = await guilds.left_before(connection, self._clock.now() - self._keep)
            for guild_id in gone:
                followed = await following.followed(connection, guild_id, now=self._clock.now())
                await guilds.forget(connection, guild_id)
                await following.retire_unfollowed(connection, [one.feed.id for one in followed])
        for guild_id in gone:
            log.info("deleted the data of a server that was left", guild=guild_id)
        return gone

    async def channel_deleted(self, guild_id: int, channel_id: int) -> None:
        """Let what waits for a deleted channel be tried at once: the setback tells the admins.

        Where watchlists alert there, it is noted, so that admins can give them another channel.
        """
        now = self._clock.now()
        async with self._database.write() as connection:
            known = await watchlists.of_guild(connection, guild_id)
            if any(one.channel_id == channel_id for one in known):
                settings = await guilds.get_channel(connection, channel_id) or Channel(channel_id, guild_id)
                await guilds.save_channel(
                    connection, replace(settings, blocked_since=now, blocked_reason=guilds.DELETED)
                )
            await targets.release_target(
                connection, Target(TargetKind.CHANNEL, channel_id, guild_id), now=now
            )
            await deliveries.dismiss_post(connection, channel_id)

    async def message_deleted(self, message_id: int) -> None:
        """Never post again what a person deleted."""
        async with self._database.write() as connection:
            await deliveries.dismiss(connection, message_id)


async def _serve(connection: Connection, guild_id: int, owner_id: int | None, *, now: datetime) -> None:
    known = await guilds.get(connection, guild_id)  # one that left and came back knows how to begin
    await guilds.joined(connection, guild_id, owner_id=owner_id)
    if owner_id is not None and (known is None or known.owner_id is None):
        await notify(connection, guild_id, "welcome", HELLO, BEGIN, now=now)
