"""Guilds, channels, and who looks."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

ALERTS_AN_HOUR = 10  # a channel's budget unless set (DESIGN, promise 2)


class Pings(StrEnum):
    """Of what in a told story a channel's members are pinged again, three times a story at most."""

    ALL = "all"
    OUTLETS = "outlets"  # 3 and 7 independent outlets
    FACTS = "facts"  # figures that differ, corrections, withdrawals
    NONE = "none"


@dataclass(frozen=True, slots=True)
class Channel:
    """What an admin set for a channel, and whether messages get through."""

    id: int
    guild_id: int
    alerts_on: bool = True
    mention_role_id: int | None = None
    budget: int = ALERTS_AN_HOUR  # new alert messages an hour
    timezone: str = "UTC"  # IANA name
    images: bool = True  # alerts show a story's lead image
    updates: Pings = Pings.ALL
    threads: bool = False  # a story's timeline stands in a thread under its alert
    blocked_since: datetime | None = None  # sending fails for lack of permission, or the channel is gone
    blocked_reason: str | None = None


@dataclass(frozen=True, slots=True)
class Guild:
    """A Discord server that has (or had) the bot."""

    id: int
    owner_id: int | None = None
    notice_channel_id: int | None = None
    left_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Viewer:
    """Who looks: nothing is looked up without one, and nothing outside its sight is shown.

    `channels` are the ids of the guild's channels in which the member may read.
    `is_admin` is true with Manage Server (Discord's name for the permission `manage_guild`).
    """

    guild_id: int
    member_id: int
    channels: frozenset[int]
    is_admin: bool = False
