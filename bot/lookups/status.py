"""How things stand in a guild."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from bot.domain.clock import Clock
from bot.domain.delivery import Target, TargetKind
from bot.domain.feed import FollowedFeed
from bot.domain.guild import Channel, Viewer
from bot.storage import Database, following, guilds, in_sight, targets, watchlists

DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Status:
    """Health at a glance; everything in it concerns this guild's feeds, and channels in sight."""

    feeds: int
    paused: int
    failing: tuple[FollowedFeed, ...]
    possible_gaps: int
    articles_today: int  # first stored within 24 hours
    watchlists: int  # in sight
    waiting: int  # messages wanted and not sent yet, to channels in sight and to the viewer
    blocked: tuple[Channel, ...]  # channels in sight that take no message


class StatusLookup:
    """Looks at feeds and deliveries."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    async def status(self, *, viewer: Viewer) -> Status:
        """Return how things stand for the viewer's guild."""
        now = self._clock.now()
        async with self._database.read() as connection:
            followed = await following.followed(connection, viewer.guild_id, now=now)
            lists = await watchlists.of_guild(connection, viewer.guild_id)
            settings = await guilds.channels(connection, viewer.guild_id)
            unsent = await targets.unsent_by_target(connection, viewer.guild_id)
            return Status(
                feeds=len(followed),
                paused=sum(one.active_since is None for one in followed),
                failing=tuple(one for one in followed if one.feed.failures),
                possible_gaps=sum(one.feed.possible_gaps for one in followed),
                articles_today=await in_sight.counted(connection, viewer.guild_id, now - DAY),
                watchlists=sum(one.channel_id in viewer.channels for one in lists),
                waiting=sum(count for target, count in unsent.items() if _concerns(viewer, target)),
                blocked=tuple(one for one in settings if one.blocked_since and one.id in viewer.channels),
            )

    async def feeds(self, *, viewer: Viewer) -> list[FollowedFeed]:
        """Return the guild's feeds by title, each with its health."""
        async with self._database.read() as connection:
            return await following.followed(connection, viewer.guild_id, now=self._clock.now())


def _concerns(viewer: Viewer, target: Target) -> bool:
    """Return whether the viewer may know what is wanted for a target."""
    if target.kind is TargetKind.CHANNEL:
        return target.id in viewer.channels
    return target.id == viewer.member_id
