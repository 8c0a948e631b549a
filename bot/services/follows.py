"""Members follow a story: its later developments come to them by direct message."""

from __future__ import annotations

from enum import Enum, auto

from bot.domain.clock import Clock
from bot.domain.delivery import CHANNEL, TIERS, Kind, State, Target, TargetKind
from bot.domain.guild import Viewer
from bot.errors import NotFound
from bot.pipeline import tiers
from bot.services.sight import story_in_sight
from bot.storage import Database, deliveries, follows, in_sight
from bot.storage.follows import Follow


class Following(Enum):
    """What came of a wish to follow."""

    BEGUN = auto()
    ALREADY = auto()
    DIRECT = auto()  # the whole alert comes to them already, for a watchlist of theirs
    REFUSED = auto()  # the last direct message to them was refused; it is tried again


class FollowService:
    """Begins and ends what `bot.pipeline.deliver.updates` tells by direct message."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    async def follow(self, viewer: Viewer, story_id: int, channel_id: int) -> Following:
        """Let the viewer follow a story by the alert in a channel, and tell them so by direct message.

        Raises NotFound for a story or a channel out of sight, and for a story that none of the guild's feeds
        tells any more.
        """
        now = self._clock.now()
        async with self._database.write() as connection:
            story = await story_in_sight(connection, viewer, story_id)
            if not await in_sight.of_story(connection, story, guild_id=viewer.guild_id):
                raise NotFound(
                    "This server follows none of the feeds that told this story any more. Where another one "
                    "tells it, press Follow under that alert."
                )
            target = Target(TargetKind.MEMBER, viewer.member_id, viewer.guild_id)
            told = [
                one
                for one in await deliveries.of_story(connection, story, guild_id=viewer.guild_id)
                if one.target == target
            ]
            if any(one.kind is Kind.ALERT and one.message_id for one in told):
                return Following.DIRECT
            if channel_id not in viewer.channels:
                raise NotFound("There is no such channel.")
            follow = Follow(viewer.guild_id, story, viewer.member_id, channel_id, now)
            if not await follows.add(connection, follow):
                return Following.ALREADY
            about = f"follow:{story}"
            known = await deliveries.find(connection, Kind.UPDATE, target, about)
            if known is None:
                await deliveries.want(
                    connection,
                    Kind.UPDATE,
                    target,
                    about,
                    now=now,
                    story_id=story,
                    payload={TIERS: [tiers.FOLLOWED], CHANNEL: channel_id},
                )
            elif known.state is State.FAILED:
                await deliveries.want_again(connection, known.id, now=now)
                return Following.REFUSED
        return Following.BEGUN

    async def unfollow(self, viewer: Viewer, story_id: int) -> bool:
        """End it; return whether the viewer followed the story. Raises NotFound out of sight."""
        async with self._database.write() as connection:
            story = await story_in_sight(connection, viewer, story_id)
            return await follows.remove(connection, viewer.guild_id, story, viewer.member_id)
