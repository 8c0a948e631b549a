"""Watchlists, who follows them, and what matched."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class Notify(StrEnum):
    """How a follower of a watchlist hears of an alert."""

    MENTION = "mention"
    DIRECT = "direct message"


@dataclass(frozen=True, slots=True)
class Watchlist:
    """A guild's saved search, and the channel where its alerts go."""

    id: int
    guild_id: int
    channel_id: int
    name: str
    query: str
    role_id: int | None
    created_by: int
    created_at: datetime
    active_since: datetime | None  # None while paused
    version: int  # grows with every change of any watchlist


@dataclass(frozen=True, slots=True)
class State:
    """What a watchlist was at a moment of its history.

    `alias` is a name and what it stood for, where the change was one of an alias that the query uses.
    """

    name: str
    query: str
    channel_id: int
    role_id: int | None
    active: bool
    alias: tuple[str, str] | None = None


@dataclass(frozen=True, slots=True)
class Change:
    """A change of a watchlist: `before` is None for the first, `after` where it was removed."""

    id: int
    watchlist_id: int
    at: datetime
    by: int | None  # None after the member asked to be forgotten
    before: State | None
    after: State | None


@dataclass(frozen=True, slots=True)
class Follower:
    """A member who follows a watchlist."""

    watchlist_id: int
    member_id: int
    notify: Notify


@dataclass(frozen=True, slots=True)
class Hit:
    """A part of a query and the words it matched; `field` is "title" or "text", offsets in characters."""

    part: str
    field: str
    start: int
    end: int
    words: str  # the stored words themselves


@dataclass(frozen=True, slots=True)
class Match:
    """A watchlist matched an article revision."""

    watchlist_id: int
    article_id: int
    revision_id: int
    hits: tuple[Hit, ...]
