"""Members say which articles are another story, and which two stories are one: for their guild alone."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from bot.domain.choice import Choice, ChoiceKind
from bot.domain.clock import Clock
from bot.domain.guild import Viewer
from bot.errors import MemberError, NotAllowed, NotFound
from bot.pipeline.deliver.retelling import give_back, show_anew, tell_apart
from bot.services.sight import story_in_sight
from bot.storage import Connection, Database, choices, followers, guilds, handover, in_sight, matches, stories


class OverlayService:
    """Splits, joins, and takes either back. *may_manage*: the caller has Manage Messages or Manage Server.

    Who follows a watchlist that matched the story may, too: who acted is kept, and it can be undone.
    """

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    async def require(self, viewer: Viewer, story_id: int, *, may_manage: bool) -> None:
        """Raise NotAllowed where the viewer may not put a story together or apart, NotFound out of sight."""
        async with self._database.read() as connection:
            home = await story_in_sight(connection, viewer, story_id)
            await _require(connection, viewer, [home], may_manage=may_manage)

    async def split(
        self, viewer: Viewer, story_id: int, article_ids: Collection[int], *, may_manage: bool
    ) -> Choice:
        """Say that articles are another story than the rest of theirs; it gets a number of its own.

        Raises NotFound, NotAllowed, or MemberError where none of it or all of it was chosen.
        """
        now = self._clock.now()
        async with self._database.write() as connection:
            await self._begin(connection, viewer)
            home = await story_in_sight(connection, viewer, story_id)
            seen = [one.id for one in await in_sight.of_story(connection, home, guild_id=viewer.guild_id)]
            await _require(connection, viewer, [home], may_manage=may_manage)
            chosen = [one for one in seen if one in article_ids]
            if not chosen:
                raise MemberError("Those articles are not in this story any more. Open it again: /story")
            if len(chosen) == len(seen):
                raise MemberError("Leave at least one article in the story: choose only what is another one.")
            choice = await choices.split(
                connection, home, chosen, guild_id=viewer.guild_id, by=viewer.member_id, now=now
            )
            await tell_apart(
                connection, home, choice.other_id, guild_id=viewer.guild_id, now=now, at_once=True
            )
        return choice

    async def join(self, viewer: Viewer, one: int, other: int, *, may_manage: bool) -> Choice:
        """Say that two stories are the same: the older one goes on. Raises as `split` does."""
        now = self._clock.now()
        async with self._database.write() as connection:
            await self._begin(connection, viewer)
            both = {await story_in_sight(connection, viewer, story_id) for story_id in (one, other)}
            await _require(connection, viewer, both, may_manage=may_manage)
            if len(both) == 1:
                raise MemberError(f"Those two are one story already: {both.pop()}.")
            older, newer = sorted(both)
            choice = await choices.join(
                connection, newer, older, guild_id=viewer.guild_id, by=viewer.member_id, now=now
            )
            await handover.carry_over(connection, older, newer, now=now, guild_id=viewer.guild_id)
            for story_id in (older, newer):
                await show_anew(connection, story_id, guild_id=viewer.guild_id, now=now)
        return choice

    async def undo(self, viewer: Viewer, choice_id: int, *, may_manage: bool) -> Choice:
        """Take back what a member said. Raises NotFound, NotAllowed, or MemberError where that was done."""
        now = self._clock.now()
        async with self._database.write() as connection:
            await self._begin(connection, viewer)
            choice = await choices.get(connection, choice_id, guild_id=viewer.guild_id)
            if choice is None:
                raise NotFound("Nothing is stored that could be undone here.")
            if choice.undone_at is not None:
                raise MemberError("This was undone already.")
            home = await story_in_sight(connection, viewer, choice.story_id)
            if choice.by != viewer.member_id:
                await _require(connection, viewer, [home], may_manage=may_manage)
            whole = home if choice.kind is ChoiceKind.MERGE else choice.other_id
            lives = await stories.resolve(connection, whole, guild_id=viewer.guild_id) or whole
            freed = await choices.undo(connection, choice, home=home, by=viewer.member_id, now=now)
            if choice.kind is ChoiceKind.MERGE:
                for one in dict.fromkeys([choice.story_id, *freed]):
                    await self._part_again(connection, viewer.guild_id, one, whole, now)
            else:
                await handover.carry_over(connection, home, whole, now=now, guild_id=viewer.guild_id)
                for story_id in (home, whole):
                    await show_anew(connection, story_id, guild_id=viewer.guild_id, now=now)
                if lives not in (home, whole):  # the part was put together with a third, its alerts too
                    await tell_apart(connection, lives, home, guild_id=viewer.guild_id, now=now, at_once=True)
        return choice

    async def _part_again(
        self, connection: Connection, guild_id: int, joined: int, whole: int, now: datetime
    ) -> None:
        """Tell of two stories again, unless everybody's are one by now."""
        part = await stories.resolve(connection, joined, guild_id=guild_id) or joined
        if part == whole:
            await show_anew(connection, whole, guild_id=guild_id, now=now)
            return
        await handover.want_again(connection, part, guild_id=guild_id, now=now)
        await give_back(connection, joined, part, whole, guild_id=guild_id)
        for stays, other in ((whole, part), (part, whole)):  # the one alert of both went back to *part*
            await tell_apart(connection, stays, other, guild_id=guild_id, now=now, at_once=True)

    async def _begin(self, connection: Connection, viewer: Viewer) -> None:
        """Let neither another member of the guild nor a filing of articles come in between."""
        await stories.in_turn(connection)
        await guilds.take_turn(connection, viewer.guild_id)


async def _require(
    connection: Connection, viewer: Viewer, story_ids: Collection[int], *, may_manage: bool
) -> None:
    if may_manage:
        return
    for story_id in story_ids:
        seen = await in_sight.of_story(connection, story_id, guild_id=viewer.guild_id)
        matched = {
            one.id
            for one, _, _ in await matches.among(
                connection, [each.id for each in seen], guild_id=viewer.guild_id
            )
            if one.channel_id in viewer.channels
        }
        if any(one.member_id == viewer.member_id for one in await followers.of(connection, matched)):
            return
    raise NotAllowed(
        "Stories are put together and apart by who follows a watchlist that matched them (/watch follow), "
        "or has the permission Manage Messages."
    )
