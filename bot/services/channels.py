"""Channels: how alerts come there, where admins hear notices, and muted stories."""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import replace
from difflib import get_close_matches
from zoneinfo import ZoneInfo, available_timezones

from bot.domain.clock import Clock
from bot.domain.delivery import Kind, Target, TargetKind
from bot.domain.guild import Channel, Guild, Pings, Viewer
from bot.errors import MemberError, NotAllowed, NotFound
from bot.lookups.did_you_mean import did_you_mean
from bot.services.checks import cut, one_line, require_admin
from bot.services.sight import story_in_sight
from bot.services.watchlists import Rights
from bot.storage import Connection, Database, deliveries, guilds, stories
from bot.storage.stories import Mute

MOST_ALERTS = 100  # an hour in one channel: more than anyone reads
LONGEST_SHOWN = 60  # characters of what was typed, in a message about it

_NO_PLACES = {"localtime", "Factory"}  # among the zones' names: what the bot's machine has, and no zone
_AHEAD = re.compile(r"(?:utc|gmt)? ?([+-])([0-9]{1,2})(?::?([0-9]{1,2}))?", re.IGNORECASE)


class ChannelService:
    """Changes how alerts come to a channel. `budget` is what a channel has where nothing was set."""

    def __init__(self, database: Database, clock: Clock, *, budget: int) -> None:
        self._database = database
        self._clock = clock
        self._budget = budget

    async def show(self, viewer: Viewer, channel_id: int, *, within: int | None = None) -> Channel:
        """Return a channel's settings, the defaults where none were set. Raises NotFound out of sight.

        A thread that was never set up has the time zone of the channel it stands *within*.
        """
        if channel_id not in viewer.channels:
            raise NotFound("There is no such channel.")
        async with self._database.read() as connection:
            return await self._settings(connection, viewer, channel_id, within)

    async def zone(self, viewer: Viewer, channel_id: int, *, within: int | None = None) -> ZoneInfo:
        """Return a channel's time zone, as `show` does; UTC out of sight."""
        if channel_id not in viewer.channels:
            return ZoneInfo("UTC")
        return ZoneInfo((await self.show(viewer, channel_id, within=within)).timezone)

    async def set(
        self,
        viewer: Viewer,
        rights: Rights,
        channel_id: int,
        *,
        alerts_on: bool | None = None,
        mention_role_id: int | None = None,
        no_mention: bool = False,
        budget: int | None = None,
        timezone: str | None = None,
        pings: Pings | None = None,
        images: bool | None = None,
        threads: bool | None = None,
        within: int | None = None,
    ) -> Channel:
        """Change what is given; return the settings. Raises NotAllowed, or MemberError for a bad value.

        *within* is as in `show`.
        """
        require_admin(viewer, "change a channel's alerts")
        if channel_id not in rights.may_post_in:
            raise NotAllowed(
                "You may set up only a channel in which you can view and send messages yourself."
            )
        if mention_role_id is not None and mention_role_id not in rights.may_ping:
            raise NotAllowed(
                "You may choose only a role that anyone may mention, unless you have Mention Everyone."
            )
        if budget is not None and not 1 <= budget <= MOST_ALERTS:
            raise MemberError(
                f"The budget is a number of alerts an hour, from 1 to {MOST_ALERTS}; not {budget}."
            )
        async with self._database.write() as connection:
            await guilds.take_turn(connection, viewer.guild_id)
            settings = await self._settings(connection, viewer, channel_id, within)
            settings = replace(
                settings,
                alerts_on=settings.alerts_on if alerts_on is None else alerts_on,
                budget=settings.budget if budget is None else budget,
                timezone=settings.timezone if timezone is None else _zone(timezone),
                updates=settings.updates if pings is None else pings,
                images=settings.images if images is None else images,
                threads=settings.threads if threads is None else threads,
                mention_role_id=None if no_mention else mention_role_id or settings.mention_role_id,
            )
            await guilds.save_channel(connection, settings)
        return settings

    async def set_notices(self, viewer: Viewer, rights: Rights, channel_id: int | None) -> None:
        """Send admin notices to a channel; None: to the server's owner."""
        require_admin(viewer, "choose where notices go")
        if channel_id is not None and channel_id not in rights.may_post_in:
            raise NotAllowed(
                "You may choose only a channel in which you can view and send messages yourself."
            )
        async with self._database.write() as connection:
            await guilds.take_turn(connection, viewer.guild_id)
            await guilds.set_notice_channel(connection, viewer.guild_id, channel_id)

    async def guild(self, viewer: Viewer) -> Guild | None:
        """Return what is stored of the guild itself."""
        async with self._database.read() as connection:
            return await guilds.get(connection, viewer.guild_id)

    async def mute(self, viewer: Viewer, story_id: int) -> None:
        """Mute a story for the viewer: no mention and no direct message of it any more. Raises NotFound."""
        async with self._database.write() as connection:
            story = await story_in_sight(connection, viewer, story_id)
            await stories.set_mute(
                connection,
                story,
                guild_id=viewer.guild_id,
                by=viewer.member_id,
                now=self._clock.now(),
                member_id=viewer.member_id,
            )

    async def unmute(self, viewer: Viewer, story_id: int) -> bool:
        """Undo `mute`; return whether the viewer had muted the story."""
        async with self._database.write() as connection:
            return await stories.clear_mute(
                connection,
                await story_in_sight(connection, viewer, story_id),
                guild_id=viewer.guild_id,
                member_id=viewer.member_id,
            )

    async def mute_channel(self, viewer: Viewer, story_id: int, channel_id: int, *, may_manage: bool) -> None:
        """Mute a story for a channel: its card says who did, and is not edited any more.

        *may_manage*: the caller has Manage Messages there. Raises NotAllowed, and NotFound for a channel or a
        story that the viewer can't see.
        """
        _require_manage(viewer, channel_id, may_manage=may_manage)
        async with self._database.write() as connection:
            story = await story_in_sight(connection, viewer, story_id)
            await stories.set_mute(
                connection,
                story,
                guild_id=viewer.guild_id,
                by=viewer.member_id,
                now=self._clock.now(),
                channel_id=channel_id,
            )
            await self._show_anew(connection, story, viewer, channel_id)

    async def unmute_channel(
        self, viewer: Viewer, story_id: int, channel_id: int, *, may_manage: bool
    ) -> bool:
        """Undo `mute_channel`; return whether the story was muted. The card catches up."""
        _require_manage(viewer, channel_id, may_manage=may_manage)
        async with self._database.write() as connection:
            story = await story_in_sight(connection, viewer, story_id)
            was = await stories.clear_mute(connection, story, guild_id=viewer.guild_id, channel_id=channel_id)
            await self._show_anew(connection, story, viewer, channel_id)
        return was

    async def mutes(self, viewer: Viewer, story_id: int) -> list[Mute]:
        """Return the story's mutes that concern the viewer: their own, and those of channels in sight."""
        async with self._database.read() as connection:
            story = await story_in_sight(connection, viewer, story_id)
            found = await stories.mutes(connection, story, guild_id=viewer.guild_id)
        return [
            one for one in found if one.channel_id in viewer.channels or one.member_id == viewer.member_id
        ]

    async def _show_anew(
        self, connection: Connection, story_id: int, viewer: Viewer, channel_id: int
    ) -> None:
        """Want the story's card in a channel to show what is true now; one never sent is left to itself."""
        told = [
            one.id
            for one in await deliveries.of_story(connection, story_id, guild_id=viewer.guild_id)
            if one.kind is Kind.ALERT
            and one.target == Target(TargetKind.CHANNEL, channel_id, viewer.guild_id)
            and one.message_id is not None
        ]
        await deliveries.bump(connection, told)
        await deliveries.hurry(connection, told, now=self._clock.now())

    async def _settings(
        self, connection: Connection, viewer: Viewer, channel_id: int, within: int | None
    ) -> Channel:
        found = await guilds.get_channel(connection, channel_id)
        if found is not None and found.guild_id == viewer.guild_id:
            return found
        fresh = Channel(id=channel_id, guild_id=viewer.guild_id, budget=self._budget)
        if within is None or within not in viewer.channels:
            return fresh
        return replace(fresh, timezone=(await self._settings(connection, viewer, within, None)).timezone)


def _require_manage(viewer: Viewer, channel_id: int, *, may_manage: bool) -> None:
    if channel_id not in viewer.channels:
        raise NotFound("There is no such channel.")
    if not may_manage:
        raise NotAllowed(
            "To mute a story for everyone here, or to undo that, you need the permission Manage Messages."
        )


def time_zones() -> list[str]:
    """Return the IANA names of all time zones, in order."""
    return sorted(available_timezones() - _NO_PLACES)


def _by_name(typed: str, zones: Collection[str]) -> str:
    """Return a question that names the zone whose name, or whose city, was probably meant, or nothing."""
    if near := did_you_mean(typed, zones):
        return near
    cities = {zone.rpartition("/")[2].replace("_", " ").casefold(): zone for zone in zones}
    close = get_close_matches(typed.casefold(), cities, n=1, cutoff=0.7)
    return f"Did you mean {cities[close[0]]}? " if close else ""


def _zone(name: str) -> str:
    """Return the IANA name of a time zone, whatever its case and its spaces. Raises MemberError."""
    typed = one_line(name)
    known = {zone.casefold(): zone for zone in time_zones()}
    zone = known.get(typed.replace(" ", "_").casefold())
    if zone is None:
        ahead = _AHEAD.fullmatch(typed)
        near = _by_offset(*ahead.groups()) if ahead else _by_name(typed, known.values())
        raise MemberError(
            f"{cut(typed, LONGEST_SHOWN)} is not a time zone. {near}Write one such as Europe/Kyiv or UTC."
        )
    return zone


def _by_offset(sign: str, hours: str, minutes: str | None) -> str:
    """Return a question that names the zone so far ahead of UTC ("+") or behind, or says why there is none.

    The names of such zones have the sign the other way round (POSIX): Etc/GMT-3 is three hours ahead of UTC.
    """
    if int(minutes or 0):
        return "Zones of half and quarter hours are named by a place, such as Asia/Kolkata. "
    name = f"Etc/GMT{'-' if sign == '+' else '+'}{int(hours)}"
    way = "ahead of" if sign == "+" else "behind"
    return f"Did you mean {name}, {int(hours)} h {way} UTC all year? " if name in time_zones() else ""
