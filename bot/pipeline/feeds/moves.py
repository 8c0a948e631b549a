"""Has a feed moved for good? Pure; `refresh` stores."""

from __future__ import annotations

from collections.abc import Sequence

from bot.domain.feed import Feed
from bot.errors import MemberError
from bot.pipeline.addresses.canonical import feed_address, shown

PERMANENT = frozenset({301, 308})  # RFC 9110 section 15.4
SEEN = 3  # polls in a row that must lead to the same place: a maintenance page may redirect for an hour


def moved(url: str, redirects: Sequence[tuple[int, str]]) -> str | None:
    """Return where a feed asked for at *url* has its place now, if every redirect on the way is permanent."""
    if not redirects or any(status not in PERMANENT for status, _ in redirects):
        return None
    try:
        there = feed_address(redirects[-1][1])
    except MemberError:
        return None
    return there if there != url else None


def steps_seen(feed: Feed, moved_to: str | None) -> int:
    """Return on how many polls in a row, this one included, the feed was found at *moved_to*."""
    if moved_to is None:
        return 0
    return feed.moving_seen + 1 if moved_to == feed.moving_to else 1


def may_follow(feed: Feed, moved_to: str) -> bool:
    """Return whether a move is made without asking.

    Not where the old address opens a door by a password or key: who follows the new address is not to see
    what came through it.
    """
    return shown(feed.url) == feed.url and shown(moved_to) == moved_to


def is_same_place(one: str, other: str) -> bool:
    """Return whether two addresses differ by encryption or a leading www. alone: no news to anybody."""
    return _place(one) == _place(other)


def _place(url: str) -> str:
    return url.partition("://")[2].removeprefix("www.").rstrip("/")
